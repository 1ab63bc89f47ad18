"""From a value typed into a field to the edits that make it so, touching as little of the file as possible."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from aiplan.core.plain import put
from aiplan.model.address import Path
from aiplan.model.base import Table
from aiplan.model.edits import AppendEntry, Edit, RemoveEntry, RemoveField, SetField, TomlValue
from aiplan.model.reading import explain_error, validate_table
from aiplan.model.values import parse_dependency
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told


def value_at(table: Mapping[str, Any], path: Sequence[str]) -> Any:
    """Return what stands under `path`, `None` where nothing does."""
    found: Any = table
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found


def complaint(model: type[Table], table: Mapping[str, Any], spec: FieldSpec, value: TomlValue | None) -> str:
    """Return why `model` does not take `value`, empty where it does; other fields are not judged."""
    if value is None:
        return ""
    try:
        validate_table(model, put(dict(table), spec.path, value))
    except KeyError:
        return _("there is no table to put this in")
    except ValidationError as error:
        for item in error.errors(include_url=False):
            if tuple(map(str, item["loc"][: len(spec.path)])) == spec.path:
                return told(explain_error(item))
    return ""


def unknown(spec: FieldSpec, value: TomlValue | None, known: Collection[str]) -> str:
    """Return a complaint where `value` names an item that is not among the `known` ids, empty where it does not."""
    if not spec.refers_to or value is None:
        return ""
    if spec.kind == "links" and isinstance(value, list):
        named = [_predecessor(entry) for entry in value]
    elif isinstance(value, list | dict):
        named = [str(entry) for entry in value]
    else:
        named = [str(value)]
    for key in named if spec.kind != "gates" else ():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            said = _("nothing is called {id}").format(id=key)
            return said + ("; " + _("did you mean {id}?").format(id=near[0]) if near else "")
    return ""


def edits_for(address: Path, table: Mapping[str, Any], spec: FieldSpec, value: TomlValue | None) -> tuple[Edit, ...]:
    """Return the edits that give the field at `address` + `spec.path` its new value; none where it has it."""
    path = (*address, *spec.path)
    old = value_at(table, spec.path)
    if value == old and type(value) is type(old):
        return ()
    if value is None:
        if old is None:
            return ()
        inner = spec.path
        while len(inner) > 1 and len(value_at(table, inner[:-1])) == 1:
            # The last key of an inner table takes the table with it.
            inner = inner[:-1]
        return (RemoveField((*address, *inner)),)
    if isinstance(value, int | float) and isinstance(old, int | float) and float(value) == float(old):
        return ()
    if spec.kind in ("links", "gates", "list") and isinstance(old, list) and isinstance(value, list):
        return _list_edits(path, old, value, links=spec.kind == "links")
    return (SetField(path, value),)


def _list_edits(path: Path, old: Sequence[Any], new: Sequence[Any], *, links: bool) -> tuple[Edit, ...]:
    """Return edits entry by entry, so that untouched lines of the list stay as they are."""
    if not new:
        return (RemoveField(path),)
    identity = _link if links else str
    have, want = [identity(entry) for entry in old], [identity(entry) for entry in new]
    gone = [index for index, entry in enumerate(have) if entry not in want]
    added = [entry for entry, same in zip(new, want, strict=True) if same not in have]
    edits: list[Edit] = []
    for index in list(gone):
        # An entry that changed in place is one line in the diff, not two; another predecessor sorts elsewhere.
        successor = next((e for e in added if not links or _predecessor(e) == _predecessor(old[index])), None)
        if successor is not None:
            edits.append(SetField((*path, index), successor))
            added.remove(successor)
            gone.remove(index)
    edits += [RemoveEntry((*path, index)) for index in reversed(gone)]
    edits += [AppendEntry(path, entry) for entry in added]
    return tuple(edits)


def _predecessor(text: Any) -> str:
    return str(text).split(maxsplit=1)[0] if str(text).strip() else ""


def _link(text: Any) -> str:
    try:
        return str(parse_dependency(str(text)))
    except ValueError:
        return str(text)
