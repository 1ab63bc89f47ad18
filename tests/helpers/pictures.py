"""Pictures of screens that are compared: what is told of a difference is lines and colours, not SVG."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from rich.cells import cell_len
from scripts.screen_svg import HEIGHT, WIDTH

from helpers.golden import GOLDEN

MOST = 12
"""Lines of a difference that are told."""
_PLACE = re.compile(r"M(\d+) (\d+)(?:h(\d+))?")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in one line of a screen: words, a stretch of background, a bar or a line."""

    kind: str
    first: int
    """Its first cell; the leftmost one is 1."""
    last: int
    looks: str
    """Colour, weight and, of what is drawn, its shape."""
    text: str = ""

    def __str__(self) -> str:
        """Return where it is and how it looks."""
        said = f" {self.text!r}" if self.text else ""
        return f"{self.kind} {self.first}-{self.last}{said} {self.looks}"


def assert_picture(name: str, svg: str) -> None:
    """Fail where a picture differs from the golden one called `name`; write it where that is asked for."""
    path = GOLDEN / "tui" / f"{name}.svg"
    if os.environ.get("AIPLAN_WRITE_GOLDEN", "") not in {"", "0"}:
        path.write_bytes(svg.encode())
        return
    if not path.is_file():
        pytest.fail(f"tests/golden/tui/{path.name} is missing; AIPLAN_WRITE_GOLDEN=1 writes it")
    wanted = path.read_bytes().decode()
    if svg != wanted:
        told = list(differences(wanted, svg)) or ["nothing that is seen: only how it is written"]
        more = [f"and {len(told) - MOST} more lines"] if len(told) > MOST else []
        begin = f"{path.name} differs (AIPLAN_WRITE_GOLDEN=1 writes it anew; look at both):"
        pytest.fail("\n".join([begin, *told[:MOST], *more]))


def differences(wanted: str, now: str) -> Iterator[str]:
    """Yield what differs, line by line: the words, or where these are the same what looks otherwise."""
    before, after = pieces(wanted), pieces(now)
    for line in sorted({*before, *after}):
        old, new = before.get(line, []), after.get(line, [])
        if old == new:
            continue
        said = [_words(some) for some in (old, new)]
        if said[0] != said[1]:
            yield f"line {line}:\n  - {said[0]}\n  + {said[1]}"
        else:
            gone, come = ([str(one) for one in some if one not in rest] for some, rest in ((old, new), (new, old)))
            yield f"line {line}:\n  - {'; '.join(gone)}\n  + {'; '.join(come)}"


def pieces(svg: str) -> dict[int, list[Piece]]:
    """Return what is in each line of a picture."""
    found: dict[int, list[Piece]] = {}
    for shape in ET.fromstring(svg):
        kind, y = shape.tag.rpartition("}")[2], shape.get("y", "0")
        if kind == "text":
            places = [int(x) // WIDTH + 1 for x in shape.get("x", "").split()]
            looks = f"{shape.get('fill')} {shape.get('class', '')}".rstrip()
            piece = Piece("text", places[0], places[-1], looks, shape.text or "")
        elif kind == "path" and (drawn := _PLACE.match(shape.get("d", ""))):
            x, y, across = int(drawn[1]), drawn[2], int(drawn[3] or 1)
            looks = (
                f"{shape.get('stroke')} {shape.get('d', '')[drawn.end() :]} {shape.get('stroke-width', '')}".rstrip()
            )
            piece = Piece("line", x // WIDTH + 1, (x + across - 1) // WIDTH + 1, looks)
        elif kind == "rect":
            place, width = float(shape.get("x", "0")), shape.get("width", "")
            end = place if "%" in width else place + float(width) - 1
            looks = " ".join(filter(None, (shape.get("fill"), shape.get("height"), shape.get("opacity"))))
            piece = Piece("block", int(place) // WIDTH + 1, int(end) // WIDTH + 1, looks)
        else:
            continue
        found.setdefault(int(float(y)) // HEIGHT + 1, []).append(piece)
    return found


def _words(line: list[Piece]) -> str:
    """Return the words of a line, each at its cell as far as there is room."""
    said = ""
    for piece in sorted((one for one in line if one.kind == "text"), key=lambda one: one.first):
        said += " " * (piece.first - 1 - cell_len(said)) + piece.text
    return said
