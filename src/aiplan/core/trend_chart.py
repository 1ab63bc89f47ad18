"""The milestone trend chart in cells of a terminal: commits across, forecasts up, a letter for each milestone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from aiplan.core.trend import Trend

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""A letter for each milestone, as many as a chart can tell apart."""
_DATE = 10


class Glyphs(NamedTuple):
    """What lines are drawn with, a cell each."""

    still: str = "─"
    diagonal: str = "·"
    edge: str = "│"
    corner: str = "└"


LINES = Glyphs()
ASCII = Glyphs("-", ".", "|", "+")
"""For terminals that know nothing else."""


def chart(trends: Sequence[Trend], room: int, height: int = 18, glyphs: Glyphs = LINES) -> list[str]:
    """Return the chart as lines of at most `room` cells, the latest forecast on top.

    A letter stands at the first and the last forecast and where it moved, a line where it stayed; the dotted diagonal
    is where a forecast would be of the very day it was said on.

    Args:
        trends: at most as many as there are letters.
        room: cells of a line.
        height: lines of the picture at most.
        glyphs: what lines are drawn with.
    """
    forecasts = [point.forecast for trend in trends for point in trend.points]
    days = [point.day for trend in trends for point in trend.points]
    across = _Scale(min(days), max(days), max(8, room - _DATE - 2), widest=4)
    up = _Scale(min(forecasts), max(forecasts), height)
    picture = [[" "] * across.cells for _ in range(up.cells)]
    for column in range(across.cells):
        day = across.day(column)
        if up.first <= day <= up.last:
            picture[up.cell(day)][column] = glyphs.diagonal
    for trend in reversed(trends):
        for column, row in enumerate(_path(trend, across, up)):
            if row is not None:
                picture[row][column] = glyphs.still
    for trend, letter in reversed(list(zip(trends, LETTERS, strict=False))):
        path = _path(trend, across, up)
        for column, row in enumerate(path):
            first = column == 0 or path[column - 1] != row
            last = column == len(path) - 1 or path[column + 1] is None
            if row is not None and (first or last):
                picture[row][column] = letter
    lines = [f"{_label(up, row)} {glyphs.edge}{''.join(picture[row]).rstrip()}" for row in reversed(range(up.cells))]
    return [*(line.rstrip() for line in lines), *_axis(across, glyphs)]


class _Scale:
    """Days on cells."""

    def __init__(self, first: dt.date, last: dt.date, most: int, *, widest: int = 1) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days
        self.cells = min(most, self.days * widest + 1)

    def cell(self, day: dt.date) -> int:
        """Return the cell of a day."""
        return 0 if not self.days else round((day - self.first).days * (self.cells - 1) / self.days)

    def day(self, cell: int) -> dt.date:
        """Return the day in the middle of a cell."""
        span = 0 if self.cells == 1 else round(cell * self.days / (self.cells - 1))
        return self.first + dt.timedelta(days=span)


def _path(trend: Trend, across: _Scale, up: _Scale) -> list[int | None]:
    """Return the row in each column, `None` before the first forecast and after the last."""
    path: list[int | None] = [None] * across.cells
    for point in trend.points:
        path[across.cell(point.day)] = up.cell(point.forecast)
    first, last = across.cell(trend.first.day), across.cell(trend.now.day)
    for column in range(first + 1, last):
        if path[column] is None:
            path[column] = path[column - 1]
    return path


def _label(up: _Scale, row: int) -> str:
    """Return the date of a row: of the highest, the lowest, and every third between."""
    from_top = up.cells - 1 - row
    shown = row == 0 or (from_top % 3 == 0 and row > 1)
    return up.day(row).isoformat() if shown else " " * _DATE


def _axis(across: _Scale, glyphs: Glyphs) -> list[str]:
    text = ""
    step = max(_DATE + 4, (across.cells - _DATE) // 4)
    for column in range(0, across.cells, step):
        if column and column + _DATE > across.cells:
            break
        text = text.ljust(column) + across.day(column).isoformat()
    blank = " " * (_DATE + 1)
    return [blank + glyphs.corner + glyphs.still * across.cells, blank + " " + text]
