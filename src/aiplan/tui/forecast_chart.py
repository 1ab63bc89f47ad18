"""The finish of one item as two charts over the same working days: how often on which, and how likely by when."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from aiplan.core.calendar import Calendar
from aiplan.tui import words
from aiplan.tui.cells import CellLine, fit_right
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.lines import EMPTY
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.tui.simulated import Detail

GUTTER = 6
"""Cells at the left for the scale and its rule."""
_OUTSIDE = 0.005
"""Share of runs at either end that the axis leaves out, so that one odd run does not squeeze all others."""
_LEVELS = ((10, 50, 80, 90), (50, 80, 90), (50, 80), (80,))
"""Percentiles that are named above the bars: as many as there is room for."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Working days on columns: bins of whole days, each some cells wide."""

    calendar: Calendar
    first: dt.date
    days: int
    """Working days of one bin."""
    cells: int
    """Cells of one bin."""
    bins: int

    @property
    def width(self) -> int:
        """Cells of all bins."""
        return self.bins * self.cells

    def bin(self, day: dt.date) -> int:
        """Return the bin in which what ends on `day` falls; outside 0 … bins - 1 where it is off the axis."""
        return (self.calendar.count(self.first, day + dt.timedelta(days=1)) - 1) // self.days

    def column(self, day: dt.date) -> int:
        """Return the middle cell of the bin of `day`."""
        return self.bin(day) * self.cells + self.cells // 2

    def date(self, number: int) -> dt.date:
        """Return the first day of a bin."""
        return self.calendar.add(self.first, number * self.days)


@dataclass(frozen=True, slots=True)
class Span:
    """The working days that both charts show."""

    calendar: Calendar
    first: dt.date
    days: int

    def axis(self, width: int) -> Axis:
        """Return the axis that shows them in at most `width` cells."""
        days = -(-self.days // max(1, width))
        bins = -(-self.days // days)
        return Axis(self.calendar, self.first, days, max(1, min(3, width // bins)), bins)


def span_of(detail: Detail, calendar: Calendar) -> Span:
    """Return the days on which nearly all runs finish, and the deadline where it is not far off."""
    every = sum(n for _day, n in detail.counts)
    reached = list(accumulate(n for _day, n in detail.counts))
    low = detail.counts[bisect_right(reached, every * _OUTSIDE)][0]
    high = detail.counts[min(len(reached) - 1, bisect_right(reached, every * (1 - _OUTSIDE)))][0]
    if detail.deadline is not None:
        room = max(5, calendar.count(low, high)) // 2
        if low > detail.deadline and calendar.count(detail.deadline, low) <= room:
            low = detail.deadline
        if high < detail.deadline and calendar.count(high, detail.deadline) <= room:
            high = detail.deadline
    first = calendar.roll_back(low)
    return Span(calendar, first, max(1, calendar.count(first, high + dt.timedelta(days=1))))


def histogram(detail: Detail, axis: Axis, height: int, glyphs: Glyphs, year: int) -> list[Content]:
    """Return bars of how many runs finish on which days, with the percentiles named above and dates below.

    Height: `height` lines of bars, one above, two below.
    """
    counts = [0] * axis.bins
    for day, n in detail.counts:
        if 0 <= (place := axis.bin(day)) < axis.bins:
            counts[place] += n
    every, top = sum(n for _day, n in detail.counts), max(counts)
    late = _first_late(detail, axis)
    canvas = [CellLine(axis.width, ["base"] * axis.width) for _row in range(height)]
    for number, count in enumerate(counts):
        eighths = round(count / top * height * 8)
        if count and not eighths:
            eighths = 1
        color = "task" if late is None or number < late else "critical"
        for row in range(height):
            level = max(0, min(8, eighths - (height - 1 - row) * 8))
            for cell in range(axis.cells if level else 0):
                canvas[row].put(number * axis.cells + cell, glyphs.rises[level], color)
    levels, names = _names(detail.percentiles, axis, year)
    for level in levels:
        column = axis.column(detail.percentiles[level])
        for line in canvas:
            if line.is_free(column):
                line.put(column, glyphs.mark_line, "accent")
    lines = [Content(" " * GUTTER) + _content(names)]
    for row, line in enumerate(canvas):
        share = (height - row) / height * top / every
        label = f"{share:.0%}" if share >= 0.095 else f"{share:.1%}"
        lines.append(_gutter(label if row % 3 == 0 else "", glyphs) + _content(line))
    return [*lines, *_feet(detail, axis, glyphs, year)]


def s_curve(detail: Detail, axis: Axis, height: int, glyphs: Glyphs, year: int) -> list[Content]:
    """Return how many runs are finished by which day, as a line from 0 to 100 percent; as high as the histogram."""
    counts = [0] * axis.bins
    before = 0
    for day, n in detail.counts:
        place = axis.bin(day)
        if place < 0:
            before += n
        elif place < axis.bins:
            counts[place] += n
    every = sum(n for _day, n in detail.counts)
    rows = [(height - 1) - round(done / every * (height - 1)) for done in accumulate(counts, initial=before)][1:]
    canvas = [CellLine(axis.width, ["base"] * axis.width) for _row in range(height)]
    scale = {(height - 1) - round(share * (height - 1)): f"{share:.0%}" for share in (0.0, 0.2, 0.5, 0.8, 1.0)}
    for share in (0.5, 0.8):
        row = (height - 1) - round(share * (height - 1))
        for column in range(axis.width):
            canvas[row].put(column, glyphs.float, "rule")
    deadline = None if detail.deadline is None else axis.column(detail.deadline)
    if deadline is not None:
        for line in canvas:
            line.put(deadline, glyphs.mark_line, "accent")
    late = _first_late(detail, axis)
    at = height - 1 if before == 0 else rows[0]
    for number, row in enumerate(rows):
        color = "task" if late is None or number < late else "critical"
        column = number * axis.cells
        _step(canvas, column, at, row, glyphs, color)
        for cell in range(1, axis.cells):
            canvas[row].put(column + cell, glyphs.thin[10], color, bold=True)
        at = row
    lines = [Content("")]
    for number, line in enumerate(canvas):
        lines.append(_gutter(scale.get(number, ""), glyphs) + _content(line))
    return [*lines, *_feet(detail, axis, glyphs, year)]


def _step(canvas: Sequence[CellLine], column: int, low: int, high: int, glyphs: Glyphs, color: str) -> None:
    """Draw the line in one column: along, or up from row `low` to row `high`."""
    if low == high:
        canvas[low].put(column, glyphs.thin[10], color, bold=True)
        return
    canvas[low].put(column, glyphs.thin[9], color, bold=True)
    for row in range(high + 1, low):
        canvas[row].put(column, glyphs.thin[5], color, bold=True)
    canvas[high].put(column, glyphs.thin[6], color, bold=True)


def _first_late(detail: Detail, axis: Axis) -> int | None:
    """Return the first bin after the deadline, `None` without one."""
    return None if detail.deadline is None else axis.bin(detail.deadline) + 1


def _names(percentiles: Mapping[int, dt.date], axis: Axis, year: int) -> tuple[tuple[int, ...], CellLine]:
    """Return which percentiles are named, and the line of their names, each as near to its column as possible."""
    for levels in _LEVELS:
        texts = [f"P{level} {words.day(percentiles[level], year=year)}" for level in levels]
        sizes = [cell_len(text) for text in texts]
        starts, end = [], 0
        for level, size in zip(levels, sizes, strict=True):
            starts.append(max(end, axis.column(percentiles[level]) - size // 2))
            end = starts[-1] + size + 2
        limit = axis.width
        for place in reversed(range(len(starts))):
            starts[place] = min(starts[place], limit - sizes[place])
            limit = starts[place] - 2
        if starts[0] >= 0:
            line = CellLine(axis.width, ["base"] * axis.width)
            for start, text in zip(starts, texts, strict=True):
                line.write(start, text, "accent", bold=True)
            return levels, line
    return (), CellLine(axis.width, ["base"] * axis.width)


def _feet(detail: Detail, axis: Axis, glyphs: Glyphs, year: int) -> list[Content]:
    """Return the axis with the deadline on it, and the dates below."""
    rule = CellLine(axis.width, ["base"] * axis.width)
    for column in range(axis.width):
        rule.put(column, glyphs.thin[10], "rule")
    dates = CellLine(axis.width, ["base"] * axis.width)
    free = 0
    deadline = detail.deadline
    if deadline is not None and 0 <= (column := axis.column(deadline)) < axis.width:
        rule.put(column, glyphs.mark, "accent", bold=True)
    step = max(1, -(-12 // axis.cells))
    for number in range(0, axis.bins, step):
        text = words.day(axis.date(number), year=year)
        start = number * axis.cells
        if start >= free and start + cell_len(text) <= axis.width:
            dates.write(start, text, "dim")
            free = start + cell_len(text) + 2
    corner = part(" " * (GUTTER - 1) + glyphs.thin[3], "$gantt-rule")
    return [corner + _content(rule), Content(" " * GUTTER) + _content(dates)]


def _gutter(label: str, glyphs: Glyphs) -> Content:
    return part(fit_right(label, GUTTER - 2) + " ", "$gantt-dim") + part(glyphs.thin[5], "$gantt-rule")


def _content(line: CellLine) -> Content:
    return EMPTY.join(
        part(text, f"{'bold ' if bold else ''}$gantt-{fore}") for text, (fore, _back, bold) in line.runs()
    )
