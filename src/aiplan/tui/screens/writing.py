"""A dialog in which lines of the plan file are written by hand."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from aiplan.tui.i18n import _
from aiplan.tui.messages import EditorWanted
from aiplan.tui.screens.dialog import Answer, Dialog
from aiplan.tui.widgets.line import part


class WritingScreen(Dialog[Answer | None]):
    """Shows a text and what is said of it with every change; what was written is thrown away only when told twice."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "take", show=False, priority=True),
        Binding("ctrl+e", "editor", show=False, priority=True),
    ]

    def __init__(self, about: str, text: str) -> None:
        super().__init__()
        self._about = about
        self.begun = text
        self._warned = False

    def compose(self) -> ComposeResult:
        """Yield the text and what is said of it."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = self._about
            yield TextArea(self.begun, soft_wrap=False, show_line_numbers=False, tab_behavior="focus")
            yield Static("", classes="said")
            keys = _("ctrl+s takes it, ctrl+e opens $EDITOR, esc leaves it as it was")
            yield Static(part(keys, "$gantt-faint"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin to write."""
        self.query_one(TextArea).focus()

    @property
    def written(self) -> str:
        """The text as it is now."""
        return self.query_one(TextArea).text

    @property
    def changed(self) -> bool:
        """Whether it says something else than at first."""
        return self.written.rstrip() != self.begun.rstrip()

    @abstractmethod
    def read(self) -> tuple[Answer | None, str]:
        """Return what the text stands for, and what is wrong with it; empty where it reads."""

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._warned = False
        self.look()

    def look(self) -> tuple[Answer | None, bool]:
        """Read the text and say what is wrong with it; return what it stands for, and whether it reads."""
        found, trouble = self.read()
        said = part(_("reads well") if self.written != self.begun else "", "$gantt-good")
        self.query_one(".said", Static).update(part(trouble, "$gantt-error") if trouble else said)
        return found, not trouble

    def action_take(self) -> None:
        """Take the text, if it reads."""
        found, reads = self.look()
        if reads:
            self.dismiss(found)

    def action_editor(self) -> None:
        """Write on in the editor that the person has chosen."""
        self.post_message(EditorWanted(self.written, self._load, suffix=".toml"))

    def _load(self, text: str) -> None:
        self.query_one(TextArea).text = text

    def action_leave(self) -> None:
        """Leave; with a changed text, say so first."""
        if self.changed and not self._warned:
            self._warned = True
            said = _("the text was changed: ctrl+s takes it, esc again throws it away")
            self.query_one(".said", Static).update(part(said, "$gantt-warning"))
            return
        self.dismiss(None)
