"""A screen of the interface as SVG that looks the same with any font: every character is put into its cell.

Text gets the place of each of its characters, so that wide ones are neither squeezed nor shift what follows; bars and
lines are drawn as shapes, so that they join.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import MONOKAI

WIDTH, HEIGHT = 10, 20
"""Of a cell."""
FONT = "'DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC','PingFang SC','Microsoft YaHei',monospace"
_EIGHTHS_LEFT = "█▉▊▋▌▍▎▏"
_EIGHTHS_LOWER = "█▇▆▅▄▃▂▁"
_SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
_OTHER_BLOCKS = {"▐": (5, 0, 5, 20), "▀": (0, 0, 10, 10), "▔": (0, 0, 10, 2.5), "▕": (8.75, 0, 1.25, 20)}

JOINED = "█▒░▓─━▀▄▁▔"
"""Characters that fill their cells from side to side."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow each other and look alike."""

    x: int
    """First cell."""
    text: str
    color: str
    ground: str
    bold: bool
    italic: bool
    underline: bool


def svg(lines: Sequence[Iterable[Segment]], columns: int, *, title: str = "") -> str:
    """Return a picture of a screen; the same lines give the same text."""
    rows = [list(runs(line)) for line in lines]
    ground = _commonest(rows)
    body: list[str] = []
    for number, row in enumerate(rows):
        body += _backgrounds(row, number * HEIGHT, ground)
        for run in row:
            body += _text(run, number * HEIGHT)
        body += _shapes(row, number * HEIGHT)
    size = f"{columns * WIDTH} {len(rows) * HEIGHT}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img">\n<title>{escape(title)}</title>\n'
        "<style>rect{shape-rendering:crispEdges}text{font-size:16px;font-family:"
        f"{FONT}}}.b{{font-weight:700}}.i{{font-style:italic}}.u{{text-decoration:underline}}</style>\n"
        f'<rect width="100%" height="100%" fill="{ground}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def runs(line: Iterable[Segment]) -> Iterator[Run]:
    """Yield a line in pieces that look alike, each with its first cell."""
    x = 0
    for text, style, _control in line:
        looks = style or Style()
        front, back = _color(looks, foreground=True), _color(looks, foreground=False)
        if looks.dim:
            front = blend_rgb(back, front, 0.5)
        if looks.reverse:
            front, back = back, front
        yield Run(x, text, front.hex, back.hex, bool(looks.bold), bool(looks.italic), bool(looks.underline))
        x += cell_len(text)


def _color(style: Style, *, foreground: bool) -> ColorTriplet:
    color = style.color if foreground else style.bgcolor
    if color is None or color.is_default:
        return MONOKAI.foreground_color if foreground else MONOKAI.background_color
    return color.get_truecolor(MONOKAI, foreground=foreground)


def _commonest(rows: Sequence[Sequence[Run]]) -> str:
    found: dict[str, int] = {}
    for run in (run for row in rows for run in row):
        found[run.ground] = found.get(run.ground, 0) + cell_len(run.text)
    return max(found, key=lambda color: (found[color], color), default="#000000")


def _backgrounds(row: Sequence[Run], y: int, ground: str) -> Iterator[str]:
    start, color, end = 0, "", 0
    for run in (*row, Run(-1, "", "", "", bold=False, italic=False, underline=False)):
        if run.ground != color:
            if color not in ("", ground):
                yield _rect(start * WIDTH, y, (end - start) * WIDTH, HEIGHT, color)
            start, color = run.x, run.ground
        end = run.x + cell_len(run.text)


def _rect(x: float, y: float, width: float, height: float, color: str, more: str = "") -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{color}"{more}/>'


def _cells(run: Run) -> Iterator[tuple[str, int]]:
    """Yield the characters with the cell of each; what has no width goes with the one before."""
    x, cluster, at = run.x, "", run.x
    for char in run.text:
        width = cell_len(char)
        if width and cluster:
            yield cluster, at
            cluster = ""
        if not cluster:
            at = x
        cluster += char
        x += width
    if cluster:
        yield cluster, at


def _shapes(row: Sequence[Run], y: int) -> Iterator[str]:
    """Yield the bars and lines of a row; what is alike side by side is one shape, without seams."""
    last: tuple[str, int, int, str] = ("", 0, 0, "")
    for char, cell, color in ((char, cell, run.color) for run in row for char, cell in _cells(run)):
        if char in JOINED and (char, cell, color) == (last[0], last[2], last[3]):
            last = (char, last[1], cell + 1, color)
            continue
        yield from _shape(last[:3], last[3], y)
        last = (char, cell, cell + 1, color)
    yield from _shape(last[:3], last[3], y)


def _shape(wide: tuple[str, int, int], color: str, y: int) -> Iterator[str]:
    char, start, end = wide
    x, width = start * WIDTH, (end - start) * WIDTH
    if char in _SHADES:
        yield _rect(x, y, width, HEIGHT, color, f' opacity="{_SHADES[char]}"')
    elif char and char in _EIGHTHS_LEFT:
        yield _rect(x, y, width * (8 - _EIGHTHS_LEFT.index(char)) / 8, HEIGHT, color)
    elif char and char in _EIGHTHS_LOWER:
        height = HEIGHT * (8 - _EIGHTHS_LOWER.index(char)) / 8
        yield _rect(x, y + HEIGHT - height, width, height, color)
    elif char in _OTHER_BLOCKS:
        left, top, one, height = _OTHER_BLOCKS[char]
        yield _rect(x + left, y + top, width - WIDTH + one, height, color)
    elif drawn := arms(char):
        yield f'<path d="{_path(drawn, x, y, width)}" stroke="{color}" fill="none"{drawn[1]}/>'


@cache
def arms(char: str) -> tuple[frozenset[str], str] | None:
    """Return the directions in which the lines of a box-drawing character leave, and how they are drawn."""
    name = unicodedata.name(char, "") if len(char) == 1 else ""
    if not name.startswith("BOX DRAWINGS") or "DIAGONAL" in name or "DOUBLE" in name:
        return None
    words = set(name.split())
    sides = words & {"LEFT", "RIGHT", "UP", "DOWN"}
    sides |= {"LEFT", "RIGHT"} if "HORIZONTAL" in words else set()
    sides |= {"UP", "DOWN"} if "VERTICAL" in words else set()
    looks = ' stroke-width="2.5"' if "HEAVY" in words else ""
    return frozenset(sides), looks + (' stroke-dasharray="3 2"' if "DASH" in words else "")


def _path(drawn: tuple[frozenset[str], str], x: int, y: int, width: int) -> str:
    sides, (middle, center) = drawn[0], (x + WIDTH // 2, y + HEIGHT // 2)
    if sides == {"LEFT", "RIGHT"}:
        return f"M{x} {center}h{width}"
    ends = {"LEFT": f"H{x}", "RIGHT": f"H{x + WIDTH}", "UP": f"V{y}", "DOWN": f"V{y + HEIGHT}"}
    if sides == {"UP", "DOWN"}:
        return f"M{middle} {y}v{HEIGHT}"
    return "".join(f"M{middle} {center}{ends[side]}" for side in ("LEFT", "RIGHT", "UP", "DOWN") if side in sides)


def _drawn(char: str) -> bool:
    return char in _SHADES or char in _EIGHTHS_LEFT + _EIGHTHS_LOWER or char in _OTHER_BLOCKS or arms(char) is not None


def _text(run: Run, y: int) -> Iterator[str]:
    if run.color == run.ground:
        return
    shown = [(char, cell) for char, cell in _cells(run) if char.strip() and not _drawn(char)]
    if not shown:
        return
    looks = "".join(mark for mark, on in (("b", run.bold), ("i", run.italic), ("u", run.underline)) if on)
    kind = f' class="{" ".join(looks)}"' if looks else ""
    for piece in _words(shown):
        places = " ".join(str(cell * WIDTH) for _char, cell in piece)
        text = escape("".join(char for char, _cell in piece), quote=False)
        yield f'<text x="{places}" y="{y + 15}" fill="{run.color}"{kind}>{text}</text>'


def _words(shown: Sequence[tuple[str, int]]) -> Iterator[Sequence[tuple[str, int]]]:
    """Yield the characters in pieces without gaps, wide ones apart.

    Programs that look only at the first place then come close; characters of several code points stand alone, as
    places count code points.
    """
    start = 0
    for number in range(1, len(shown) + 1):
        if number == len(shown) or not _joins(shown[number - 1], shown[number]):
            yield shown[start:number]
            start = number


def _joins(before: tuple[str, int], after: tuple[str, int]) -> bool:
    widths = {cell_len(before[0]), cell_len(after[0])}
    return widths == {1} and after[1] == before[1] + 1 and len(before[0]) == len(after[0]) == 1
