"""Choosing a day from a calendar, or by saying it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from aiplan.core.calendar import Calendar
from aiplan.tui import words
from aiplan.tui.forms.dates import parse_date
from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.month import Month


class DayScreen(Dialog[dt.date | None]):
    """Returns the day that was chosen."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("enter", "take", show=False),
        Binding("slash,plus,minus", "say", show=False),
    ]

    def __init__(self, title: str, day: dt.date | None, *, as_of: dt.date, calendar: Calendar) -> None:
        super().__init__()
        self._heading = title
        self._as_of = as_of
        self._calendar = calendar
        self._month = Month(day or as_of, as_of=as_of, is_working=calendar.is_working)

    def compose(self) -> ComposeResult:
        """Yield the month and a field."""
        with Vertical(classes="dialog day") as dialog:
            dialog.border_title = self._heading
            yield self._month
            yield Static("", classes="said")
            yield Input(placeholder=_("/ and then +5d, next mon, 3-31"), compact=True)
            yield Static(part(_("enter takes it, esc leaves"), "$gantt-faint"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin in the month."""
        self._month.focus()
        self.watch(self._month, "day", self._say)

    def _say(self, day: dt.date) -> None:
        away = (day - self._as_of).days
        working = self._calendar.count(self._as_of, day) if away > 0 else -self._calendar.count(day, self._as_of)
        text = f"{words.weekday(day, year=self._as_of.year)}  {words.signed(working)}"
        if not self._calendar.is_working(day):
            text += "  " + _("not a working day")
        self.query_one(".said", Static).update(part(text, "$gantt-muted"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        try:
            found = parse_date(event.value, as_of=self._as_of, add=self._calendar.add, week=self._calendar.week)
        except ValueError:
            return
        self._month.day = found

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    def action_say(self) -> None:
        """Begin to say the day."""
        self.query_one(Input).focus()

    def action_take(self) -> None:
        """Choose the day."""
        self.dismiss(self._month.day)

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss(None)
