"""What all forms do: read what is typed, complain or ask for edits, and go from field to field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.containers import Vertical
from textual.reactive import var
from textual.timer import Timer

from aiplan.model.address import Path
from aiplan.model.edits import AppendEntry, TomlValue
from aiplan.tui.forms.changes import unknown, value_at
from aiplan.tui.forms.entries import names_of, new_entry, removal
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.forms.subject import PairSubject, Subject, TableSubject
from aiplan.tui.forms.values import Setting, read, show
from aiplan.tui.items import is_work, item_name
from aiplan.tui.messages import Edited
from aiplan.tui.phrasing import told_error
from aiplan.tui.state import AppState
from aiplan.tui.widgets.field_row import FieldRow

DEBOUNCE = 0.25
"""Seconds without typing after which a field is read."""
UNTIL_LEFT = 3600.0
"""Seconds for a field that is read when it is left."""


class FormTyping(Vertical):
    """The fields of a form and what is typed into them; a subclass says how they are shown."""

    state: var[AppState | None] = var(None)

    def __init__(self) -> None:
        super().__init__()
        self._item: Path | None = None
        self._inside: list[Subject] = []
        """Entries that were opened, each inside the one before."""
        self._coming: Subject | None = None
        """What the form will be about once the plan has it."""
        self._begun: dict[str, TomlValue] = {}
        """Name and value of an entry that is not in the plan yet, since one of them is missing."""
        self._waiting: dict[str, Timer] = {}

    # ------------------------------------------------------------ what is shown

    @property
    def subject(self) -> Subject:
        """What the form is about."""
        assert self._item is not None
        return self._inside[-1] if self._inside else TableSubject(self._item)

    @property
    def _data(self) -> Any:
        assert self.state is not None
        return self.state.document.data

    def _stored(self, spec: FieldSpec) -> Any:
        """Return what the file says in a field."""
        return value_at(self.subject.table(self._data), spec.path)

    def _ids(self, spec: FieldSpec) -> Sequence[str]:
        return [key for section in spec.refers_to for key in self._data.get(section, {})]

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
        event.row.hear()
        name = event.row.spec.name
        if name in self._waiting:
            self._waiting[name].stop()
        # An id is written in many places: it is read when it is complete.
        delay = UNTIL_LEFT if event.row.spec.kind == "id" else DEBOUNCE
        self._waiting[name] = self.set_timer(delay, lambda: self._read(event.row))
        self.explain(event.row)

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        spec = event.row.spec
        if spec.name in self._waiting:
            self._read(event.row)
        elif not event.row.complaint and self._item is not None and spec.key not in self._begun and not spec.listed:
            event.row.load(show(spec, self._stored(spec)))
        if event.submitted:
            self.action_step(1)

    def _read(self, row: FieldRow) -> None:
        """Read a field: complain below it, or ask for the edits that make it so."""
        timer = self._waiting.pop(row.spec.name, None)
        if timer is not None:
            timer.stop()
        if self.state is None or self._item is None or row.spec.listed:
            return
        subject, spec = self.subject, row.spec
        try:
            value = read(spec, row.text, self._setting())
        except ValueError as error:
            row.complaint = told_error(error)
            return
        row.complaint = subject.complaint(self._data, spec, value) or unknown(spec, value, self._ids(spec))
        if row.complaint:
            return
        if isinstance(subject, PairSubject):
            self._read_pair(subject, spec, value)
            return
        edits = subject.edits(self._data, spec, value)
        if edits:
            self._post(edits, spec, select=subject.follows(spec, value))

    def _read_pair(self, subject: PairSubject, spec: FieldSpec, value: TomlValue | None) -> None:
        """Change the name or the value of an entry; a new one is made when it has both."""
        if subject.name is not None:
            if spec.key == "key":
                self._coming = subject.renamed(str(value))
            edits = subject.edits(self._data, spec, value)
        else:
            if value is not None:
                self._begun[spec.key] = value
            if set(self._begun) != {"key", "value"}:
                return
            self._coming = subject.renamed(str(self._begun["key"]))
            edits = subject.made(self._begun["value"], str(self._begun["key"]))
            self._begun.clear()
        if edits:
            self._post(edits, spec)

    def _post(self, edits: Sequence[Any], spec: FieldSpec, *, select: Path | None = None) -> None:
        assert self._item is not None
        label = f"{item_name(self._item)} {spec.shown_label().lower()}"
        self.post_message(Edited(tuple(edits), label, (*self.subject.address, *spec.path), select))

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

    # ------------------------------------------------------------ lists inside

    @on(FieldRow.Entry)
    async def _entry(self, event: FieldRow.Entry) -> None:
        """Open an entry of a list, add one, or take one out."""
        event.stop()
        self.flush()
        spec, index = event.row.spec, event.index
        path, stored = (*self.subject.address, *spec.path), self._stored(spec)
        if event.remove and index is not None:
            self._post(removal(path, spec, stored, index), spec)
        elif spec.kind == "pairs":
            self._inside.append(PairSubject(path, None if index is None else names_of(stored)[index]))
            await self.show_anew("")
        elif index is not None:
            self._inside.append(TableSubject((*path, index)))
            await self.show_anew("")
        elif spec.inner is not None and self.state is not None:
            self._coming = TableSubject((*path, len(stored or ())))
            self._post((AppendEntry(path, new_entry(spec.inner, self.state.document.schedule.as_of)),), spec)

    @on(FieldRow.Beyond)
    def _beyond(self, event: FieldRow.Beyond) -> None:
        event.stop()
        self.action_step(event.direction)

    # ------------------------------------------------------------ from field to field

    def focus_field(self, key: str = "") -> None:
        """Put the focus on the field of a key (`scores.data` for one inside a table), else on the first."""
        rows = list(self.query(FieldRow))
        path = tuple(key.split("."))
        wanted = next((row for row in rows if row.spec.path[: len(path)] == path), rows[0] if rows else None)
        if wanted is not None:
            # Ten rows of scores, or a long list, are to be seen as a whole.
            wanted.focus_editor(top=bool(key) and (wanted.spec.listed or len(wanted.spec.path) > 2))

    def _editing(self) -> FieldRow | None:
        return next((row for row in self.query(FieldRow) if row.editing), None)

    def action_step(self, direction: int) -> None:
        """Go to the next or previous field; among scores, stay in the column."""
        rows = list(self.query(FieldRow))
        here = self._editing()
        if not rows:
            return
        at = rows.index(here) if here is not None else -1
        if here is not None and len(here.spec.path) > 2:
            last = here.spec.path[-1]
            beyond = rows[at + 1 :] if direction > 0 else rows[:at][::-1]
            wanted = next((row for row in beyond if row.spec.path[-1] == last or len(row.spec.path) < 3), None)
        else:
            wanted = rows[max(0, min(len(rows) - 1, at + direction))]
        if wanted is not None:
            wanted.focus_editor()

    # ------------------------------------------------------------ how it is shown

    async def show_anew(self, key: str) -> None:
        """Make the fields anew and put the focus on one."""
        raise NotImplementedError

    def explain(self, row: FieldRow) -> None:
        """Say what a field is for."""
        raise NotImplementedError
