"""The text that takes the place of both sides of a merge conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from aiplan.tui.i18n import _
from aiplan.tui.messages import EditorWanted
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part


class WriteScreen(Dialog[str | None]):
    """Returns the text, once the file reads well with it."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "take", show=False, priority=True),
        Binding("ctrl+e", "editor", show=False, priority=True),
    ]

    def __init__(self, about: str, text: str, trouble: Callable[[str], str]) -> None:
        super().__init__()
        self._about = about
        self._begun = text
        self._trouble = trouble

    def compose(self) -> ComposeResult:
        """Yield the text and what is said of it."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = self._about
            yield TextArea(self._begun, soft_wrap=False, show_line_numbers=False, tab_behavior="focus")
            yield Static("", classes="said")
            keys = _("ctrl+s takes it, ctrl+e opens $EDITOR, esc leaves it as it was")
            yield Static(part(keys, "$gantt-faint"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin to write."""
        self.query_one(TextArea).focus()

    @property
    def _written(self) -> str:
        return self.query_one(TextArea).text

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._try()

    def _try(self) -> bool:
        """Say what is wrong with the text; tell whether nothing is."""
        trouble = self._trouble(self._written)
        said = part(trouble, "$gantt-error") if trouble else part(_("reads well"), "$gantt-good")
        self.query_one(".said", Static).update(said)
        return not trouble

    def action_take(self) -> None:
        """Take the text, if the file reads with it."""
        if self._try():
            self.dismiss(self._written)

    def action_editor(self) -> None:
        """Write on in the editor that the person has chosen."""
        self.post_message(EditorWanted(self._written, self._load, suffix=".toml"))

    def _load(self, text: str) -> None:
        self.query_one(TextArea).text = text

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)
