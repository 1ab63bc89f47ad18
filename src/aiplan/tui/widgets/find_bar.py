"""The line in which a text to find is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

from aiplan.tui.i18n import _
from aiplan.tui.messages import Find, FindClosed


class FindBar(Horizontal):
    """Goes to the first hit while one types; enter stays there, escape goes back."""

    BINDINGS: ClassVar = [Binding("escape", "cancel", "Cancel", show=False)]
    DEFAULT_CSS = """
    FindBar { dock: bottom; margin-bottom: 1; background: $surface; height: 1; width: 1fr; padding: 0 1; }
    FindBar > Static { width: 2; color: $accent; }
    FindBar > Input { width: 1fr; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        """Yield the prompt and the field."""
        yield Static("/ ")
        yield Input(placeholder=_("title or id"), compact=True, select_on_focus=True)

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Find(event.value))

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(FindClosed(keep=True))

    def action_cancel(self) -> None:
        """Go back to where finding began."""
        self.post_message(FindClosed(keep=False))
