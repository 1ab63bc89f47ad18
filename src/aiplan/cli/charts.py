"""Small charts in the terminal: how often each date comes out, and how likely it is by then.

Both charts stand on the same axis of working days, so that they can be read one below the other.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from aiplan.core.calendar import Calendar

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_PLAIN = " ..::||##"
_LEFT = 6
"""Cells of the scale left of a chart."""
_TAIL = 0.005
"""Share of the runs on either side that is left out of the picture."""
_DATE = 10


class Mark(NamedTuple):
    """A day that is pointed at below the axis."""

    letter: str
    """One cell."""
    day: dt.date


class Axis(NamedTuple):
    """Columns of working days, all of the same length."""

    calendar: Calendar
    first: dt.date
    days: int
    """Working days in one column."""
    columns: int
    cells: int
    """Width of one column."""

    def column(self, day: dt.date) -> int:
        """Return the column `day` falls into; it may lie outside."""
        return self.calendar.count(self.first, day) // self.days

    def first_of(self, column: int) -> dt.date:
        """Return the first day of a column."""
        return self.calendar.add(self.first, column * self.days)


def axis_of(histogram: Sequence[tuple[dt.date, int]], calendar: Calendar, room: int) -> Axis:
    """Return the axis on which `histogram` fits into `room` cells, its thin tails left out."""
    inside = _trimmed(histogram)
    first, last = inside[0][0], inside[-1][0]
    span = max(1, calendar.count(first, last) + 1)
    room = max(8, room - _LEFT)
    days = -(-span // room)
    columns = -(-span // days)
    return Axis(calendar, first, days, columns, max(1, min(6, room // columns)))


def _trimmed(histogram: Sequence[tuple[dt.date, int]]) -> Sequence[tuple[dt.date, int]]:
    total, low = sum(n for _, n in histogram), 0
    kept = []
    for day, n in histogram:
        if low + n > total * _TAIL and low < total * (1 - _TAIL):
            kept.append((day, n))
        low += n
    return kept


def bars(axis: Axis, histogram: Sequence[tuple[dt.date, int]], height: int = 7) -> list[str]:
    """Return the histogram as lines; the scale on the left is the share of runs in one column."""
    total = sum(n for _, n in histogram)
    counts = [0] * axis.columns
    for day, n in histogram:
        column = axis.column(day)
        if 0 <= column < axis.columns:
            counts[column] += n
    top = max(counts)
    lines = _drawn([n / top for n in counts], axis, height)
    return [_scaled(f"{100 * top / total:.0f} %" if i == 0 else "", line) for i, line in enumerate(lines)]


def curve(axis: Axis, histogram: Sequence[tuple[dt.date, int]], height: int = 8) -> list[str]:
    """Return the cumulative share as lines, from 0 to 100 %."""
    total = sum(n for _, n in histogram)
    reached = [0] * axis.columns
    for day, n in histogram:
        for column in range(max(0, axis.column(day)), axis.columns):
            reached[column] += n
    lines = _drawn([n / total for n in reached], axis, height)
    steps = {0: "100 %", height // 2: "50 %"}
    return [_scaled(steps.get(i, ""), line) for i, line in enumerate(lines)]


def _scaled(label: str, line: str) -> str:
    return f"{label:>{_LEFT - 1}} {line}".rstrip()


def _drawn(shares: Sequence[float], axis: Axis, height: int) -> list[str]:
    """Return filled columns of these heights (0 … 1) as lines, top first."""
    glyphs = _EIGHTHS if fits(_EIGHTHS) else _PLAIN
    eighths = [max(1, round(share * height * 8)) if share > 0 else 0 for share in shares]
    return [
        "".join(glyphs[min(8, max(0, full - 8 * row))] * axis.cells for full in eighths)
        for row in reversed(range(height))
    ]


def scale(axis: Axis, marks: Sequence[Mark]) -> list[str]:
    """Return what stands below a chart: the axis, letters under the days they mark, and dates."""
    width = axis.columns * axis.cells
    line, corner = ("─", "└") if fits("─└") else ("-", "+")
    below = [" "] * width
    for mark in marks:
        place = axis.column(mark.day)
        if 0 <= place < axis.columns:
            cell = place * axis.cells + axis.cells // 2
            while cell < width - 1 and below[cell] != " ":
                cell += 1
            below[cell] = mark.letter
    blank = " " * (_LEFT - 1)
    found = [blank + corner + line * width]
    if any(cell != " " for cell in below):
        found.append((blank + " " + "".join(below)).rstrip())
    return [*found, (blank + " " + _dates(axis, width)).rstrip()]


def _dates(axis: Axis, width: int) -> str:
    """Return dates at their places, as many as there is room for."""
    text = ""
    step = -(-(_DATE + 3) // axis.cells)
    for column in range(0, axis.columns, step):
        place = column * axis.cells
        if column and place + _DATE > max(width, _DATE):
            break
        text = text.ljust(place) + axis.first_of(column).isoformat()
    return text


def fits(glyphs: str) -> bool:
    """Tell whether stdout can show these characters."""
    try:
        glyphs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def meter(share: float, cells: int) -> str:
    """Return a horizontal bar that fills `share` (0 … 1) of `cells`."""
    filled = round(min(1.0, max(0.0, share)) * cells)
    full, empty = ("█", "·") if fits("█·") else ("#", ".")
    return full * filled + empty * (cells - filled)
