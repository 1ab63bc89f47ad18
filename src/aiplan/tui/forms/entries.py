"""Entries of lists inside a form: what each says on its line, what a new one begins with, how one goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from aiplan.model.address import Path
from aiplan.model.base import Table
from aiplan.model.edits import Edit, RemoveEntry, RemoveField
from aiplan.model.shape import keys, required_keys
from aiplan.tui.forms.labels import label_of
from aiplan.tui.forms.spec import FieldSpec, field_specs
from aiplan.tui.forms.values import show
from aiplan.tui.i18n import _

_SAYING = frozenset({"text", "long", "choice", "value"})
"""Kinds of fields whose values speak for themselves."""


def entry_lines(spec: FieldSpec, value: Any) -> list[str]:
    """Return what each entry of the list `value` says in one line."""
    if spec.kind == "pairs":
        pairs = value if isinstance(value, Mapping) else {}
        return [f"{name}  {_scalar(inner)}" for name, inner in pairs.items()]
    entries = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [_said(spec.inner, entry) for entry in entries]


def _said(model: type[Table] | None, entry: Any) -> str:
    if model is None or not isinstance(entry, Mapping):
        return _scalar(entry)
    dates, others = [], []
    for field in field_specs(model):
        value = entry.get(field.key)
        if value is None or value == "":
            continue
        text = show(field, value)
        if field.kind == "date":
            dates.append(text)
        else:
            others.append(text if field.kind in _SAYING else f"{_(label_of(field.key)).lower()} {text}")
    return "  ".join([" – ".join(dict.fromkeys(dates)), *others] if dates else others) or "…"


def _scalar(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def names_of(value: Any) -> list[str]:
    """Return the names of a mapping, in the order of the file."""
    return list(value) if isinstance(value, Mapping) else []


def new_entry(model: type[Table], as_of: dt.date) -> dict[str, Any]:
    """Return what a new entry begins with: the keys it must have, days being the data date, numbers 0."""
    needed = required_keys(model)
    found: dict[str, Any] = {}
    for field in field_specs(model):
        if field.key in needed:
            found[field.key] = as_of if field.kind == "date" else field.choices[0] if field.choices else 0
    return {key: found[key] for key in keys(model) if key in found}


def removal(path: Path, spec: FieldSpec, value: Any, index: int) -> tuple[Edit, ...]:
    """Return the edit that takes entry `index` out of the list at `path`, and with the last one the list."""
    if len(value) <= 1:
        return (RemoveField(path),)
    if spec.kind == "pairs":
        return (RemoveField((*path, names_of(value)[index])),)
    return (RemoveEntry((*path, index)),)
