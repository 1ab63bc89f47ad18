"""The text of one item as it stands in the file."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from aiplan.errors import AiplanError
from aiplan.model.address import Path, format_address
from aiplan.store.text import PlanText
from aiplan.tui.forms.raw import raw_text, with_raw
from aiplan.tui.i18n import _
from aiplan.tui.messages import EditorWanted
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part

PAUSE = 0.2
"""Seconds without typing after which the text is read."""


class RawScreen(Dialog[PlanText | None]):
    """Returns the file with the changed text, once that reads as the same item."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "take", show=False, priority=True),
        Binding("ctrl+e", "editor", show=False, priority=True),
    ]

    def __init__(self, text: PlanText, address: Path) -> None:
        super().__init__()
        self._text = text
        self._address = address
        self._begun = raw_text(text, address)
        self._warned = False

    def compose(self) -> ComposeResult:
        """Yield the text and what is said of it."""
        with Vertical(classes="dialog form") as dialog:
            dialog.border_title = format_address(self._address)
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
        self._warned = False
        self._try()

    def _try(self) -> PlanText | None:
        """Read the text; say what is wrong with it."""
        said = self.query_one(".said", Static)
        try:
            found = with_raw(self._text, self._address, self._written)
        except AiplanError as error:
            said.update(part(f"{error}. {error.hint}" if error.hint else str(error), "$gantt-error"))
            return None
        said.update(part(_("reads well") if self._written != self._begun else "", "$gantt-good"))
        return found

    def action_take(self) -> None:
        """Take the text, if it reads."""
        found = self._try()
        if found is not None:
            self.dismiss(found if self._written.rstrip() != self._begun.rstrip() else None)

    def action_editor(self) -> None:
        """Write on in the editor that the person has chosen."""
        self.post_message(EditorWanted(self._written, self._load, suffix=".toml"))

    def _load(self, text: str) -> None:
        self.query_one(TextArea).text = text

    def action_leave(self) -> None:
        """Leave; with a changed text, say so first."""
        if self._written.rstrip() != self._begun.rstrip() and not self._warned:
            self._warned = True
            said = _("the text was changed: ctrl+s takes it, esc again throws it away")
            self.query_one(".said", Static).update(part(said, "$gantt-warning"))
            return
        self.dismiss(None)
