"""A field with a few fixed values, chosen without typing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from aiplan.tui.i18n import _
from aiplan.tui.widgets.line import LineWidget, part

_NARROW = 6
"""Cells in which there is room for the chosen value alone."""


class Choice(LineWidget, can_focus=True):
    """One line that shows a value; right, left, space or a first letter change it, backspace clears, enter takes it."""

    BINDINGS: ClassVar = [
        Binding("right,space", "step(1)", "Next value", show=False),
        Binding("left", "step(-1)", "Previous value", show=False),
        Binding("backspace,delete", "clear", "No value", show=False),
        Binding("enter", "submit", "Take this value", show=False),
    ]
    DEFAULT_CSS = """
    Choice { height: 1; width: 1fr; }
    """

    value: reactive[str] = reactive("")

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        choice: Choice
        value: str

    @dataclass
    class Submitted(Message):
        """Enter was pressed: the value shown is meant."""

        choice: Choice

    def __init__(self, choices: tuple[str, ...], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._choices = choices

    def watch_value(self, old: str, new: str) -> None:
        """Tell that another value was chosen."""
        if old != new:
            self.post_message(self.Changed(self, new))

    def render(self) -> Content:
        """Return the value; while the field has the focus, all values with the present one marked."""
        if not self.has_focus:
            return part(_(self.value) if self.value else "-", "" if self.value else "$gantt-faint")
        if self.size.width < _NARROW:
            return part(_(self.value) if self.value else "-", "bold reverse")
        shown = []
        for choice in self._choices:
            marked = choice == self.value
            shown.append(part(_(choice), "bold reverse" if marked else "$gantt-muted", f"pick('{choice}')"))
        return Content(" ").join(self._in_sight(shown)).truncate(max(1, self.size.width), ellipsis=True)

    def _in_sight(self, shown: list[Content]) -> list[Content]:
        """Return the values from the first one on with which the chosen one is still on screen."""
        here = self._choices.index(self.value) if self.value in self._choices else 0
        first = 0
        while first < here and sum(one.cell_length + 1 for one in shown[first : here + 1]) > self.size.width - 2:
            first += 1
        return shown[first:]

    def action_step(self, direction: int) -> None:
        """Choose the next or previous value."""
        if self.value not in self._choices:
            self.value = self._choices[0 if direction > 0 else -1]
            return
        self.value = self._choices[(self._choices.index(self.value) + direction) % len(self._choices)]

    def action_pick(self, choice: str) -> None:
        """Choose a value."""
        self.value = choice

    def action_clear(self) -> None:
        """Choose nothing."""
        self.value = ""

    def action_submit(self) -> None:
        """Tell that the value is meant."""
        self.post_message(self.Submitted(self))

    def on_key(self, event: events.Key) -> None:
        """Choose by first letter; no letter does anything else here."""
        if event.character is None or not event.character.isalnum():
            return
        event.stop()
        after = self._choices.index(self.value) + 1 if self.value in self._choices else 0
        for choice in (*self._choices[after:], *self._choices[:after]):
            if choice.lower().startswith(event.character.lower()) or _(choice).startswith(event.character):
                self.value = choice
                return

    def on_focus(self) -> None:
        """Show all values."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the value alone."""
        self.refresh()
