"""The form of one item: shows what the file says, checks what is typed, and asks for edits; it owns no data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Static

from aiplan.model.address import Path
from aiplan.model.base import Table
from aiplan.tui.actions import bindings
from aiplan.tui.forms.changes import complaint, edits_for, unknown, value_at
from aiplan.tui.forms.spec import COMMON, FieldSpec, field_specs
from aiplan.tui.forms.values import Setting, read, show
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import n_
from aiplan.tui.items import exists, is_work, item_name, kind_name, model_of, table_at
from aiplan.tui.messages import Edited, FormClosed, SaveRequested, UndoRequested
from aiplan.tui.state import AppState
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part

DEBOUNCE = 0.25
"""Seconds without typing after which a field is read."""


class Fields(VerticalScroll, can_focus=False):
    """Where the fields stand."""


class DetailForm(Vertical):
    """Title and fields of the item under the cursor."""

    BINDINGS = bindings("form")
    DEFAULT_CSS = """
    DetailForm { width: 1fr; height: 1fr; background: $surface; }
    DetailForm > .title { height: 2; background: $surface; }
    DetailForm Fields { height: 1fr; scrollbar-size: 0 1; }
    DetailForm .more { height: 1; margin: 1 0 0 0; }
    """

    state: var[AppState | None] = var(None)

    def __init__(self, *, focus_key: str = "", glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._focus_key = focus_key
        self._item: Path | None = None
        self._all = False
        self._waiting: dict[str, Timer] = {}

    # ------------------------------------------------------------ what is shown

    @property
    def _address(self) -> Path:
        assert self._item is not None
        return self._item

    @property
    def _model(self) -> type[Table]:
        return model_of(self._address)

    @property
    def _table(self) -> Mapping[str, Any]:
        """The item's table as it stands in the file."""
        assert self.state is not None
        return table_at(self.state.document.data, self._address)

    def _shown_specs(self) -> list[FieldSpec]:
        table, specs = self._table, field_specs(self._model)
        if self._focus_key and self._focus_key not in COMMON and self._focus_key not in table:
            self._all = True
        if not is_work(self._item):
            return list(specs)
        return [s for s in specs if self._all or s.key in COMMON or value_at(table, s.path) is not None]

    def _ids(self, spec: FieldSpec) -> Sequence[str]:
        assert self.state is not None
        data = self.state.document.data
        return [key for section in spec.refers_to for key in data.get(section, {})]

    async def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """Show another item, or the new values of the same one."""
        if new is None or new.item is None or not exists(new.document.data, new.item):
            return
        if new.item != self._item:
            self._item = new.item
            self._stop_waiting()
            await self.recompose()
            self.call_after_refresh(self.focus_field, self._focus_key)
        elif old is None or old.document is not new.document or old.refusals is not new.refusals:
            self._update(new)

    def compose(self) -> ComposeResult:
        """Yield the title, the fields, and how to see the others."""
        if self.state is None or self._item is None:
            return
        yield Static(self._title(), classes="title")
        table = self._table
        specs = self._shown_specs()
        rest = len(field_specs(self._model)) - len(specs)
        with Fields():
            for spec, above in zip(specs, (None, *specs), strict=False):
                label = spec.inner_label if above is not None and above.key == spec.key else spec.label
                text = show(spec, value_at(table, spec.path))
                yield FieldRow(
                    spec,
                    text,
                    ids=[key for key in self._ids(spec) if key != self._item[-1]],
                    label=label,
                    glyphs=self._glyphs,
                )
            if rest:
                yield Static(
                    part(
                        n_("f2 shows {count} more field", "f2 shows {count} more fields", rest).format(count=rest),
                        "$gantt-faint",
                        "more",
                    ),
                    classes="more",
                )

    def _title(self) -> Content:
        title = show(FieldSpec(("title",), "text", "Title"), self._table.get("title"))
        if len(self._address) == 1:
            return part(kind_name(self._address).capitalize(), "bold $foreground")
        return part(f"{item_name(self._address)}  ", "$gantt-muted") + part(title, "bold $foreground")

    def _update(self, state: AppState) -> None:
        """Follow a change of the plan; text that is being typed or does not read stays."""
        table = self._table
        if self.children:
            self.query_one(".title", Static).update(self._title())
        for row in self.query(FieldRow):
            refusal = state.refusals.get((*self._address, *row.spec.path), "")
            if refusal:
                row.complaint = refusal
                continue
            stored = value_at(table, row.spec.path)
            if row.spec.name in self._waiting or (row.complaint and row.editing):
                continue
            if row.editing and self._means(row, stored):
                row.complaint = ""
                continue
            row.load(show(row.spec, stored))
            row.complaint = ""

    def _means(self, row: FieldRow, stored: Any) -> bool:
        try:
            return bool(read(row.spec, row.text, self._setting()) == stored)
        except ValueError:
            return False

    def _setting(self) -> Setting:
        assert self.state is not None
        assert self._item is not None
        schedule, key = self.state.document.schedule, self._item[-1]
        work = is_work(self._item) and key in schedule
        return Setting(schedule.as_of, schedule.calendar_of(str(key)) if work else schedule.project_calendar)

    # ------------------------------------------------------------ typing

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        name = event.row.spec.name
        if name in self._waiting:
            self._waiting[name].stop()
        self._waiting[name] = self.set_timer(DEBOUNCE, lambda: self._read(event.row))

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if event.row.spec.name in self._waiting:
            self._read(event.row)
        elif not event.row.complaint and self._item is not None:
            event.row.load(show(event.row.spec, value_at(self._table, event.row.spec.path)))
        if event.submitted:
            self.action_step(1)

    def _read(self, row: FieldRow) -> None:
        """Read a field: complain below it, or ask for the edits that make it so."""
        timer = self._waiting.pop(row.spec.name, None)
        if timer is not None:
            timer.stop()
        if self.state is None or self._item is None or row.spec.kind == "tables":
            return
        table, spec = self._table, row.spec
        try:
            value = read(spec, row.text, self._setting())
        except ValueError as error:
            row.complaint = str(error)
            return
        row.complaint = complaint(self._model, table, spec, value) or unknown(spec, value, self._ids(spec))
        edits = () if row.complaint else edits_for(self._address, table, spec, value)
        if edits:
            label = f"{item_name(self._address)} {spec.label.lower()}"
            self.post_message(Edited(edits, label, (*self._address, *spec.path)))

    def flush(self) -> bool:
        """Read every field that was typed into just now; tell whether there was one."""
        pending = [row for row in self.query(FieldRow) if row.spec.name in self._waiting]
        for row in pending:
            self._read(row)
        return bool(pending)

    def _stop_waiting(self) -> None:
        for timer in self._waiting.values():
            timer.stop()
        self._waiting.clear()

    def on_unmount(self) -> None:
        """Forget what was typed."""
        self._stop_waiting()

    # ------------------------------------------------------------ moving about

    def focus_field(self, key: str = "") -> None:
        """Put the focus on the field of a key, else on the first."""
        rows = [row for row in self.query(FieldRow) if row.spec.kind != "tables"]
        wanted = next((row for row in rows if row.spec.key == key), rows[0] if rows else None)
        if wanted is not None:
            wanted.focus_editor()

    def action_step(self, direction: int) -> None:
        """Go to the next or previous field."""
        rows = [row for row in self.query(FieldRow) if row.spec.kind != "tables"]
        here = next((number for number, row in enumerate(rows) if row.editing), -1)
        if rows:
            rows[max(0, min(len(rows) - 1, here + direction))].focus_editor()

    async def action_more(self) -> None:
        """Show every field, or only those that are common or set."""
        self.flush()
        here = next((row.spec.key for row in self.query(FieldRow) if row.editing), "")
        self._all = not self._all
        self._focus_key = ""
        await self.recompose()
        self.call_after_refresh(self.focus_field, here)

    def action_close(self) -> None:
        """Leave the form."""
        self.flush()
        self.post_message(FormClosed())

    def action_save(self) -> None:
        """Save, with what was typed just now."""
        self.flush()
        self.post_message(SaveRequested())

    def action_undo(self) -> None:
        """Put back what the field held, if what is typed does not read; else undo the last change."""
        self.flush()
        row = next((row for row in self.query(FieldRow) if row.editing), None)
        if row is not None and row.complaint:
            row.load(show(row.spec, value_at(self._table, row.spec.path)))
            row.complaint = ""
        else:
            self.post_message(UndoRequested())
