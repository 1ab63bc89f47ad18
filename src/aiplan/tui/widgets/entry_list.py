"""A list inside a form: one line an entry, and a last one that adds another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.widgets.line import LineWidget, part

MOST_LINES = 8
"""Lines of a list on screen; the others scroll."""


class EntryList(LineWidget, can_focus=True):
    """Says what is to be done with which entry; the form does it."""

    BINDINGS: ClassVar = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter,space,right", "open", show=False),
        Binding("a,plus,insert", "add", show=False),
        Binding("x,delete,backspace", "remove", show=False),
    ]

    COMPONENT_CLASSES: ClassVar = {"entry-list--cursor"}
    DEFAULT_CSS = """
    EntryList > .entry-list--cursor { background: $gantt-cursor; }
    EntryList:ansi > .entry-list--cursor { text-style: reverse; }
    """

    @dataclass
    class Open(Message):
        """An entry is to be edited, or, without a number, a new one added."""

        index: int | None

    @dataclass
    class Remove(Message):
        """An entry is to go."""

        index: int

    @dataclass
    class Beyond(Message):
        """The cursor wants to leave at the top (-1) or the bottom (1)."""

        direction: int

    def __init__(self, lines: Sequence[str], *, glyphs: Glyphs) -> None:
        super().__init__()
        self._lines = list(lines)
        self._glyphs = glyphs
        self._cursor = 0
        self._top = 0

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return min(MOST_LINES, len(self._lines) + 1)

    @property
    def lines(self) -> tuple[str, ...]:
        """What the entries say."""
        return tuple(self._lines)

    def load(self, lines: Sequence[str]) -> None:
        """Show other entries."""
        self._lines = list(lines)
        self._cursor = min(self._cursor, len(self._lines))
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        self._top = max(0, min(self._top, len(self._lines) + 1 - self.height))
        self._top = min(self._cursor, max(self._top, self._cursor - self.height + 1))
        self.refresh()

    def render(self) -> Content:
        """Return the lines on screen."""
        width = max(1, self.size.width)
        shown = []
        looks = self.get_component_rich_style("entry-list--cursor")
        for number in range(self._top, self._top + self.height):
            here = self.has_focus and number == self._cursor
            if number < len(self._lines):
                text, style = fit(self._lines[number], width, self._glyphs.ellipsis), "$foreground"
            else:
                hint = _("+ add (enter opens, x takes one out)") if self.has_focus else "+"
                text, style = fit(hint, width, self._glyphs.ellipsis), "$gantt-faint"
            line = part(text, style)
            shown.append(line.stylize("reverse" if looks.reverse else "on $gantt-cursor") if here else line)
        return Content("\n").join(shown)

    def action_move(self, direction: int) -> None:
        """Go to the next or previous entry, or out of the list."""
        wanted = self._cursor + direction
        if not 0 <= wanted <= len(self._lines):
            self.post_message(self.Beyond(direction))
            return
        self._cursor = wanted
        self._keep_in_sight()

    def action_open(self) -> None:
        """Edit the entry under the cursor."""
        self.post_message(self.Open(self._cursor if self._cursor < len(self._lines) else None))

    def action_add(self) -> None:
        """Add an entry."""
        self.post_message(self.Open(None))

    def action_remove(self) -> None:
        """Take the entry under the cursor out."""
        if self._cursor < len(self._lines):
            self.post_message(self.Remove(self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to an entry; a second click opens it."""
        event.stop()
        wanted = min(self._top + event.y, len(self._lines))
        again = wanted == self._cursor
        self._cursor = wanted
        self.refresh()
        if again or wanted == len(self._lines):
            self.action_open()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()
