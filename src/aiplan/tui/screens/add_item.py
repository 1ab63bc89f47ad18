"""The little form that adds an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from aiplan.core.naming import slug
from aiplan.model.plan import WORK_SECTIONS
from aiplan.model.values import is_id, parse_duration
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.items import kind_name
from aiplan.tui.messages import PickWanted
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part


@dataclass(frozen=True, slots=True)
class NewItem:
    """What was asked for."""

    section: str
    id: str
    title: str
    duration: str
    milestone: str
    follows: str
    """The predecessor; empty for none."""


class AddScreen(Dialog[NewItem | None]):
    """Asks for kind, title and id; everything else is filled in by where the cursor stands."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("f4,ctrl+@", "pick", show=False),
    ]

    def __init__(
        self,
        *,
        kinds: Sequence[str],
        data: Mapping[str, Any],
        milestone: str = "",
        follows: str = "",
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__()
        self._data = data
        self._own_id = False
        self._sections = {kind_name((section,)): section for section in kinds}
        names = tuple(self._sections)
        self._rows = {
            "kind": FieldRow(FieldSpec(("kind",), "choice", _("Kind"), choices=names), names[0], glyphs=glyphs),
            "title": FieldRow(FieldSpec(("title",), "text", _("Title")), "", glyphs=glyphs),
            "id": FieldRow(FieldSpec(("id",), "text", _("Id")), "", glyphs=glyphs),
            "duration": FieldRow(FieldSpec(("duration",), "duration", _("Duration")), "5d", glyphs=glyphs),
            "milestone": self._named("milestone", _("Part of"), milestone, ("milestones",), glyphs),
            "follows": self._named("follows", _("Follows"), follows, WORK_SECTIONS, glyphs),
        }

    def _named(self, key: str, label: str, text: str, sections: tuple[str, ...], glyphs: Glyphs) -> FieldRow:
        spec = FieldSpec((key,), "text", label, refers_to=sections)
        return FieldRow(spec, text, ids=sorted(self._taken(*sections)), glyphs=glyphs)

    def compose(self) -> ComposeResult:
        """Yield the fields."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = _("Add")
            yield from self._rows.values()
            yield Static(part(_("enter adds it, f4 chooses, esc leaves"), "$gantt-faint"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin with the title."""
        self._fit_kind()
        self._rows["title"].focus_editor()

    @property
    def _section(self) -> str:
        return self._sections.get(self._rows["kind"].text, "")

    def _fit_kind(self) -> None:
        """Ask only what the kind has."""
        work = self._section in WORK_SECTIONS
        for name in ("duration", "milestone", "follows"):
            self._rows[name].display = work
        self._rows["title"].display = self._section != "baselines"
        self._rows["title"].relabel(_("Said") if self._section == "insights" else _("Title"))

    def _taken(self, *sections: str) -> set[str]:
        return {key for section in sections for key in self._data.get(section, {})}

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        event.row.complaint = ""
        if event.row is self._rows["title"] and not self._own_id:
            self._rows["id"].load(slug(event.row.text))
        elif event.row is self._rows["id"]:
            self._own_id = True
        elif event.row is self._rows["kind"]:
            point = self._section == "milestones"
            self._rows["duration"].load("0d" if point else "5d")
            if point:
                self._rows["milestone"].load("")
            self._fit_kind()

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if event.submitted:
            self._finish()

    def _finish(self) -> None:
        texts = {name: row.text.strip() if row.display else "" for name, row in self._rows.items()}
        problems = self._problems(texts)
        for name, row in self._rows.items():
            row.complaint = problems.get(name, "")
        if problems:
            self._rows[next(iter(problems))].focus_editor()
            return
        self.dismiss(
            NewItem(self._section, texts["id"], texts["title"], texts["duration"], texts["milestone"], texts["follows"])
        )

    def _problems(self, texts: dict[str, str]) -> dict[str, str]:
        found = {}
        section = self._section
        if not section:
            found["kind"] = _("choose one")
        if not texts["title"] and section != "baselines":
            found["title"] = _("a title is needed")
        if not is_id(texts["id"]):
            found["id"] = _("letters, digits, _ and -, not starting with -")
        elif texts["id"] in self._taken(*(WORK_SECTIONS if section in WORK_SECTIONS else (section,))):
            found["id"] = _("this id is taken")
        if texts["duration"]:
            try:
                parse_duration(texts["duration"])
            except ValueError as error:
                found["duration"] = told_error(error)
        for name in ("milestone", "follows"):
            if texts[name] and texts[name] not in self._taken(*WORK_SECTIONS):
                found[name] = _("nothing is called {id}").format(id=texts[name])
        return found

    def action_step(self, direction: int) -> None:
        """Go to the next or previous field."""
        rows = [row for row in self._rows.values() if row.display]
        here = next((number for number, row in enumerate(rows) if row.editing), 0)
        rows[(here + direction) % len(rows)].focus_editor()

    def action_pick(self) -> None:
        """Choose what stands in the field instead of typing it."""
        row = next((row for row in self._rows.values() if row.editing), None)
        if row is not None and row.spec.kind != "choice":
            self.post_message(PickWanted(row.spec, row.text, row.put))

    def action_leave(self) -> None:
        """Add nothing."""
        self.dismiss(None)
