"""Git conflict markers in a plan file: where they are, and the current side as a text of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.model.finding import Finding
from aiplan.phrases import say

_MARKER = re.compile(r"(<{7,}|\|{7,}|={7,}|>{7,})(?: (.*))?\Z")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict; lines count from 1 and name the marker lines."""

    start: int
    base: int | None
    middle: int
    end: int
    current: str
    """What git called the current side, such as `HEAD`."""
    incoming: str
    """What git called the incoming side, such as a branch."""


def find_conflicts(text: str) -> tuple[Conflict, ...]:
    """Return the conflicts whose markers stand complete in `text`."""
    found: list[Conflict] = []
    start: tuple[int, int, str] | None = None
    base = middle = None
    for number, line in enumerate(text.split("\n"), start=1):
        match = _MARKER.match(line.rstrip("\r")) if line[:7] in ("<<<<<<<", "|||||||", "=======", ">>>>>>>") else None
        if match is None:
            continue
        kind, size, label = match[1][0], len(match[1]), match[2] or ""
        if kind == "<":
            start, base, middle = (number, size, label), None, None
        elif start is None or size != start[1]:
            continue
        elif kind == "|" and middle is None:
            base = number
        elif kind == "=" and middle is None:
            middle = number
        elif kind == ">" and middle is not None:
            found.append(Conflict(start[0], base, middle, number, start[2], label))
            start = None
    return tuple(found)


def is_marker(line: str) -> bool:
    """Tell whether `line` looks like one that git puts round the sides of a conflict."""
    return _MARKER.match(line.rstrip("\r")) is not None


def current_side(text: str, conflicts: Sequence[Conflict]) -> str:
    """Return `text` with markers, bases and incoming sides emptied; every line keeps its number."""
    lines = text.split("\n")
    for conflict in conflicts:
        lines[conflict.start - 1] = ""
        first = conflict.base or conflict.middle
        lines[first - 1 : conflict.end] = [""] * (conflict.end - first + 1)
    return "\n".join(lines)


def conflict_findings(conflicts: Sequence[Conflict]) -> tuple[Finding, ...]:
    """Return AIP001 for each conflict, at its first marker."""
    return tuple(
        Finding(
            "AIP001",
            "error",
            say(
                "a merge conflict stands in lines {start}-{end}; the current side is shown{side}",
                start=c.start,
                end=c.end,
                side=f" ({c.current})" if c.current else "",
            ),
            (),
            c.start,
            say("aiplan resolve settles it entry by entry; until then the file is not changed"),
        )
        for c in conflicts
    )
