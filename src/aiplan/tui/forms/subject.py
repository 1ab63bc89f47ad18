"""What a form is about: a table of the plan, or one entry of a mapping inside one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiplan.core.plain import MISSING, get
from aiplan.model.address import Path, parse_address
from aiplan.model.base import Table
from aiplan.model.edits import Edit, RemoveField, RenameItem, SetField, TomlValue
from aiplan.model.shape import keys, model_at, sections
from aiplan.model.values import is_id
from aiplan.tui.forms.changes import complaint, edits_for
from aiplan.tui.forms.spec import FieldSpec, field_specs, pair_specs
from aiplan.tui.i18n import _
from aiplan.tui.items import SINGLE

ID = FieldSpec(("id",), "id", "Id", required=True)
"""The name of an item; another one is written wherever the item is named."""


@dataclass(frozen=True, slots=True)
class TableSubject:
    """A table: an item, one there is one of, or an entry of a list of tables inside an item."""

    address: Path

    @property
    def model(self) -> type[Table]:
        """The model of the table."""
        model = model_at(self.address)
        assert model is not None
        return model

    @property
    def is_item(self) -> bool:
        """Whether it has an id that can be changed."""
        return len(self.address) == 2 and self.address[0] in sections()

    def exists(self, data: Mapping[str, Any]) -> bool:
        """Tell whether there is something to edit; a table there is one of can always be begun."""
        return (len(self.address) == 1 and self.address[0] in SINGLE) or get(data, self.address) is not MISSING

    def specs(self) -> tuple[FieldSpec, ...]:
        """Return the fields."""
        return (*field_specs(self.model), ID) if self.is_item else field_specs(self.model)

    def table(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the values as they stand in the file; a day alone is a span of one day."""
        found = get(data, self.address)
        if isinstance(found, dt.date):
            return {"from": found, "to": found}
        known: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
        return {**known, "id": self.address[-1]} if self.is_item else known

    def complaint(self, data: Mapping[str, Any], spec: FieldSpec, value: TomlValue | None) -> str:
        """Return why the model does not take `value`, empty where it does."""
        if spec.kind == "id":
            return "" if is_id(str(value)) else _("letters, digits, _ and -, not starting with -")
        return complaint(self.model, self.table(data), spec, value)

    def edits(self, data: Mapping[str, Any], spec: FieldSpec, value: TomlValue | None) -> tuple[Edit, ...]:
        """Return the edits that give the field its new value; none where it has it."""
        if spec.kind == "id":
            old = str(self.address[-1])
            return () if value == old else (RenameItem(str(self.address[0]), old, str(value)),)
        found = get(data, self.address)
        if isinstance(found, dt.date):
            return _span_edits(self.address, found, self.table(data), spec, value)
        return edits_for(self.address, self.table(data), spec, value)

    def follows(self, spec: FieldSpec, value: TomlValue | None) -> Path | None:
        """Return the address that the item has once the edits are made, where that is another."""
        return (self.address[0], str(value)) if spec.kind == "id" else None


def _span_edits(
    address: Path, day: dt.date, table: Mapping[str, Any], spec: FieldSpec, value: TomlValue | None
) -> tuple[Edit, ...]:
    """Return the edit of an entry that is written as a day; it stays one as long as that says everything."""
    changed = {**table, spec.key: value} if value is not None else {k: v for k, v in table.items() if k != spec.key}
    if not changed.get("name"):
        changed.pop("name", None)
    if spec.key == "from" and table["from"] == table["to"]:
        changed["to"] = value
    if set(changed) == {"from", "to"} and changed["from"] == changed["to"]:
        return () if changed["from"] == day else (SetField(address, changed["from"]),)
    return (SetField(address, {k: v for k, v in changed.items() if v is not None}),)


@dataclass(frozen=True, slots=True)
class PairSubject:
    """One entry of a mapping: a name and its value. A new one has no name yet."""

    mapping: Path
    name: str | None

    @property
    def address(self) -> Path:
        """Where the entry stands; the mapping, while it is new."""
        return self.mapping if self.name is None else (*self.mapping, self.name)

    @property
    def model(self) -> type[Table]:
        """The model of the table that has the mapping."""
        model = model_at(self.mapping[:-1])
        assert model is not None
        return model

    def exists(self, data: Mapping[str, Any]) -> bool:
        """Tell whether there is something to edit; a new entry can always be begun."""
        return self.name is None or get(data, self.address) is not MISSING

    def specs(self) -> tuple[FieldSpec, ...]:
        """Return the fields: the value is that of the field that the name is the address of, if it is one."""
        name, value = pair_specs(self.model, str(self.mapping[-1]))
        target = None if self.name is None else _target(self.name)
        if value.kind == "value" and target is not None:
            value = FieldSpec(("value",), target.kind, value.label, True, target.choices, target.refers_to)
        return name, value

    def table(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return name and value."""
        return {} if self.name is None else {"key": self.name, "value": get(data, self.address)}

    def complaint(self, data: Mapping[str, Any], spec: FieldSpec, value: TomlValue | None) -> str:
        """Return why the model does not take `value`, empty where it does."""
        mapping = get(data, self.mapping)
        if spec.key == "key":
            taken = isinstance(mapping, Mapping) and value in mapping and value != self.name
            return _("there is one of this name") if taken else ""
        owner = get(data, self.mapping[:-1])
        path = (str(self.mapping[-1]), self.name or "new")
        return complaint(self.model, owner if isinstance(owner, Mapping) else {}, FieldSpec(path, "value", ""), value)

    def edits(self, data: Mapping[str, Any], spec: FieldSpec, value: TomlValue | None) -> tuple[Edit, ...]:
        """Return the edits that give an entry another name or value."""
        if self.name is None or value is None:
            return ()
        old = get(data, self.address)
        if spec.key == "value":
            return () if value == old and type(value) is type(old) else (SetField(self.address, value),)
        return () if value == self.name else (SetField((*self.mapping, str(value)), old), RemoveField(self.address))

    def follows(self, spec: FieldSpec, value: TomlValue | None) -> Path | None:
        """Return no address: the item stays."""
        del spec, value
        return None

    def made(self, value: TomlValue, name: str) -> tuple[Edit, ...]:
        """Return the edit that adds an entry."""
        return (SetField((*self.mapping, name), value),)

    def renamed(self, name: str) -> PairSubject:
        """Return the entry under another name."""
        return PairSubject(self.mapping, name)


Subject = TableSubject | PairSubject


def _target(address: str) -> FieldSpec | None:
    """Return the field that an address names, `None` where it names none."""
    try:
        path = parse_address(address)
    except ValueError:
        return None
    model = model_at(path[:2])
    if model is None or len(path) < 3 or path[2] not in keys(model):
        return None
    wanted = tuple(map(str, path[2:]))
    return next((spec for spec in field_specs(model) if spec.path == wanted and not spec.listed), None)


def owner_of(subject: Subject, spec: FieldSpec) -> type[Table] | None:
    """Return the model that the last key of a field belongs to."""
    return model_at((*subject.address, *spec.path[:-1])) if isinstance(subject, TableSubject) else None
