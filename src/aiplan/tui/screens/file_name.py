"""Which file: one line to type its name into."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part


class FileNameScreen(Dialog[Path | None]):
    """Returns a path; a relative one counts from the folder of the plan."""

    BINDINGS: ClassVar = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, note: str, *, folder: Path, proposed: str) -> None:
        super().__init__()
        self._title_text = title
        self._note = note
        self._folder = folder
        self._proposed = proposed

    def compose(self) -> ComposeResult:
        """Yield the line."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title_text
            yield Static(part(self._note, "$gantt-muted"), classes="dialog-text")
            yield Input(self._proposed, compact=True, select_on_focus=False)
            yield Static(part(_("enter takes it, esc leaves"), "$gantt-faint"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.dismiss(self._folder / Path(event.value.strip()).expanduser())

    def action_leave(self) -> None:
        """Name no file."""
        self.dismiss(None)
