"""The time axis: days to columns and back, zoom steps, header labels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from aiplan.tui.words import month

ZOOM_STEPS: tuple[float, ...] = (1 / 8, 2 / 7, 4 / 7, 1.0, 3.0)
"""Cells per day that zooming steps through."""

LEAD_DAYS = 3
"""Calendar days shown before the first thing there is."""
TAIL_CELLS = 9
"""Columns after the last thing there is: room for the date beside a milestone."""


class Label(NamedTuple):
    """A header label that starts at a column of the axis."""

    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Days (ordinals) laid out on columns of the timeline."""

    first: int
    """Ordinal of the day whose start is the left edge of column 0."""
    last: int
    """Ordinal of the day after the last one."""
    per_day: float
    """Cells per calendar day."""

    @property
    def width(self) -> int:
        """Columns of the whole axis."""
        return max(1, round((self.last - self.first) * self.per_day) + TAIL_CELLS)

    def eighths(self, ordinal: int) -> int:
        """Return the left edge of a day in eighths of a cell."""
        return round((ordinal - self.first) * self.per_day * 8)

    def column(self, ordinal: int) -> int:
        """Return the column in which a day begins."""
        return self.eighths(ordinal) // 8

    def day_at(self, column: float) -> float:
        """Return the (fractional) ordinal at the left edge of a column."""
        return self.first + column / self.per_day

    def zoomed(self, per_day: float) -> Axis:
        """Return the same days at another scale."""
        return Axis(self.first, self.last, per_day)

    def fitted(self, width: int) -> Axis:
        """Return the axis at the scale that shows every day in `width` columns."""
        room = max(1, width - TAIL_CELLS)
        return self.zoomed(max(1 / 64, room / max(1, self.last - self.first)))

    def stepped(self, direction: int) -> Axis:
        """Return the axis one zoom step in (1) or out (-1)."""
        now = self.per_day
        if direction > 0:
            return self.zoomed(next((s for s in ZOOM_STEPS if s > now * 1.02), max(ZOOM_STEPS[-1], now)))
        return self.zoomed(next((s for s in reversed(ZOOM_STEPS) if s < now * 0.98), min(ZOOM_STEPS[0], now)))

    def header(self, left: int, width: int) -> tuple[list[Label], list[Label]]:
        """Return the labels of both header rows that fall into the `width` columns from `left` on.

        The label of the first row that is under way sticks to the left edge.
        """
        begin = int(self.day_at(left))
        end = int(self.day_at(left + width)) + 1
        if self.per_day >= 3:
            return self._months(begin, end, left, with_year=True), self._days(begin, end)
        if self.per_day * 7 >= 4:
            return self._months(begin, end, left, with_year=True), self._weeks(begin, end)
        if self.per_day * 28 >= 4:
            return self._years(begin, end, left), self._months(begin, end, None, with_year=False)
        if self.per_day * 90 >= 4:
            return self._years(begin, end, left), self._quarters(begin, end)
        return self._years(begin, end, left), []

    def _years(self, begin: int, end: int, sticky: int) -> list[Label]:
        years = range(_date(begin).year, _date(end).year + 1)
        starts = [(dt.date(year, 1, 1).toordinal(), str(year)) for year in years]
        return self._stuck(starts, sticky)

    def _months(self, begin: int, end: int, sticky: int | None, *, with_year: bool) -> list[Label]:
        starts = []
        day = _date(begin).replace(day=1)
        while day.toordinal() < end:
            starts.append((day.toordinal(), month(day, with_year=with_year)))
            day = (day + dt.timedelta(days=32)).replace(day=1)
        if sticky is not None:
            return self._stuck(starts, sticky)
        return [Label(self.column(ordinal), text) for ordinal, text in starts]

    def _quarters(self, begin: int, end: int) -> list[Label]:
        day = _date(begin)
        day = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        found = []
        while day.toordinal() < end:
            found.append(Label(self.column(day.toordinal()), f"Q{(day.month + 2) // 3}"))
            day = (day + dt.timedelta(days=100)).replace(day=1)
        return found

    def _weeks(self, begin: int, end: int) -> list[Label]:
        monday = begin - (begin - 1) % 7
        return [Label(self.column(d), f"{_date(d).day:02d}") for d in range(monday, end, 7)]

    def _days(self, begin: int, end: int) -> list[Label]:
        return [Label(self.column(d), f"{_date(d).day:2d}") for d in range(begin, end)]

    def _stuck(self, starts: list[tuple[int, str]], sticky: int) -> list[Label]:
        """Place labels; the one under way at the left edge moves there unless the next is too near."""
        found: list[Label] = []
        for index, (ordinal, text) in enumerate(starts):
            column = self.column(ordinal)
            if column < sticky:
                following = self.column(starts[index + 1][0]) if index + 1 < len(starts) else None
                if following is not None and following - sticky <= len(text):
                    continue
                column = sticky
            found.append(Label(column, text))
        return found


def axis_for(first: int, last: int, per_day: float = 1.0) -> Axis:
    """Return an axis from the Monday on or before `first` (less a margin) to `last` (ordinals, half-open)."""
    begin = first - LEAD_DAYS
    return Axis(begin - (begin - 1) % 7, max(last, first + 1), per_day)


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(min(max(1, ordinal), dt.date.max.toordinal() - 400))
