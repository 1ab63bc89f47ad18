"""A month to choose a day from."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive

from aiplan.model.base import FIRST_YEAR, LAST_YEAR
from aiplan.tui import words
from aiplan.tui.widgets.line import LineWidget, part

COLUMN = 4
"""Cells of a day."""


class Month(LineWidget, can_focus=True):
    """The month of a day, which arrows move by days and weeks, page keys by months."""

    BINDINGS: ClassVar = [
        Binding("left,h", "days(-1)", show=False),
        Binding("right,l", "days(1)", show=False),
        Binding("up,k", "days(-7)", show=False),
        Binding("down,j", "days(7)", show=False),
        Binding("pageup,left_square_bracket", "months(-1)", show=False),
        Binding("pagedown,right_square_bracket", "months(1)", show=False),
        Binding("t,home", "today", show=False),
    ]
    DEFAULT_CSS = """
    Month { height: 8; width: 30; }
    """

    day: reactive[dt.date] = reactive(dt.date(2000, 1, 1))

    def __init__(self, day: dt.date, *, as_of: dt.date, is_working: Callable[[dt.date], bool]) -> None:
        super().__init__()
        self.set_reactive(Month.day, day)
        self._as_of = as_of
        self._is_working = is_working

    def render(self) -> Content:
        """Return month, weekdays and days."""
        year, month = self.day.year, self.day.month
        title = words.month(self.day, with_year=True)
        lines = [part(f"  {title}", "bold $foreground"), part("".join(map(_column, words.weekdays())), "$gantt-faint")]
        weeks = calendar.Calendar().monthdatescalendar(year, month)
        lines += [Content("").join(self._cell(day) for day in week) for week in weeks]
        return Content("\n").join(lines)

    def _cell(self, day: dt.date) -> Content:
        if day.month != self.day.month:
            return part(" " * COLUMN)
        style = "$foreground" if self._is_working(day) else "$gantt-faint"
        if day == self._as_of:
            style = "bold $gantt-now"
        if day == self.day:
            style = "bold reverse"
        return part(" ") + part(f"{day.day:>2}", style, f"pick({day.toordinal()})") + part(" ")

    def _go(self, day: dt.date) -> None:
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            self.day = day

    def action_days(self, count: int) -> None:
        """Go some days on or back."""
        self._go(self.day + dt.timedelta(days=count))

    def action_months(self, count: int) -> None:
        """Go some months on or back, to the same day or the last of the month."""
        number = self.day.year * 12 + self.day.month - 1 + count
        year, month = divmod(number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self._go(dt.date(year, month + 1, min(self.day.day, last)))

    def action_today(self) -> None:
        """Go to the data date."""
        self._go(self._as_of)

    def action_pick(self, ordinal: int) -> None:
        """Go to a day that was clicked."""
        self._go(dt.date.fromordinal(ordinal))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go to the next month."""
        event.stop()
        self.action_months(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go to the month before."""
        event.stop()
        self.action_months(-1)


def _column(name: str) -> str:
    from aiplan.tui.cells import fit_right

    return fit_right(name, COLUMN - 1) + " "
