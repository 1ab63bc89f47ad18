"""One field for many items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from aiplan.model.address import Path
from aiplan.tui.forms.changes import complaint, unknown
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.forms.values import Setting, read
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.items import model_of
from aiplan.tui.messages import PickWanted
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.one_row import OneRowScreen
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part


class FieldScreen(OneRowScreen[str]):
    """Returns a text that the field reads; an empty one takes the value away."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", show=False),
        Binding("f4,ctrl+@", "pick", show=False),
        Binding("ctrl+s", "take", show=False, priority=True),
    ]

    def __init__(
        self, spec: FieldSpec, address: Path, *, setting: Setting, ids: Sequence[str], glyphs: Glyphs = UNICODE
    ) -> None:
        super().__init__()
        self._spec = spec
        self._model = model_of(address)
        self._setting = setting
        self._ids = ids
        self._row = FieldRow(spec, "", ids=ids, glyphs=glyphs)

    def compose(self) -> ComposeResult:
        """Yield the field."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._spec.shown_label()
            yield self._row
            keys = _("enter or ctrl+s takes it, f4 chooses, empty takes the value away, esc leaves")
            yield Static(part(keys, "$gantt-faint"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin to type."""
        self._row.focus_editor()

    def action_take(self) -> None:
        """Take the text, if it reads."""
        try:
            value = read(self._spec, self._row.text, self._setting)
        except ValueError as error:
            self._row.complaint = told_error(error)
            return
        self._row.complaint = complaint(self._model, {}, self._spec, value) or unknown(self._spec, value, self._ids)
        if not self._row.complaint:
            self.dismiss(self._row.text)

    def action_pick(self) -> None:
        """Choose the value."""
        self.post_message(PickWanted(self._spec, self._row.text, self._row.put))
