"""The little form that asks under what name a what-if is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from aiplan.core.naming import slug
from aiplan.model.values import is_id
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part


@dataclass(frozen=True, slots=True)
class Kept:
    """Under what name a what-if is kept."""

    id: str
    title: str


class KeepScreen(Dialog[Kept | None]):
    """Asks for title and id of a scenario; one that is there under this id is replaced."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down,up", "step", show=False),
    ]

    def __init__(self, scenario: str, title: str, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._own_id = bool(scenario)
        self._rows = {
            "title": FieldRow(FieldSpec(("title",), "text", _("What if …")), title, glyphs=glyphs),
            "id": FieldRow(FieldSpec(("id",), "text", _("Id")), scenario, glyphs=glyphs),
        }

    def compose(self) -> ComposeResult:
        """Yield the fields."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = _("Keep as a scenario")
            yield from self._rows.values()
            said = _("the plan is not changed by it; enter keeps it, esc leaves")
            yield Static(part(said, "$gantt-muted"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin with the title."""
        self._rows["title"].focus_editor()

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        event.row.complaint = ""
        if event.row is self._rows["id"]:
            self._own_id = True
        elif not self._own_id:
            self._rows["id"].load(slug(event.row.text))

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if not event.submitted:
            return
        title, key = (self._rows[name].text.strip() for name in ("title", "id"))
        if not title:
            self._rows["title"].complaint = _("a title is needed")
            self._rows["title"].focus_editor()
        elif not is_id(key):
            self._rows["id"].complaint = _("letters, digits, _ and -, not starting with -")
            self._rows["id"].focus_editor()
        else:
            self.dismiss(Kept(key, title))

    def action_step(self) -> None:
        """Go to the other field."""
        self._rows["id" if self._rows["title"].editing else "title"].focus_editor()

    def action_leave(self) -> None:
        """Keep nothing."""
        self.dismiss(None)
