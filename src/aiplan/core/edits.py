"""What an edit does to a plan, on plain TOML data: the meaning that the text patcher is held to."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping
from typing import Any, assert_never

from pydantic import ValidationError

from aiplan.core.plain import MISSING, get, put, same, take
from aiplan.core.references import Reference, reference_of, renamed, renamed_address, uses
from aiplan.errors import InvalidEdit, UnknownAddress
from aiplan.model.address import Path, format_address
from aiplan.model.base import Table
from aiplan.model.edits import (
    AddItem,
    AppendEntry,
    Edit,
    MoveItem,
    RemoveEntry,
    RemoveField,
    RemoveItem,
    RenameItem,
    SetField,
)
from aiplan.model.plan import WORK_SECTIONS, Plan
from aiplan.model.reading import explain_error, validate_table
from aiplan.model.shape import keys, model_at, sections, shape
from aiplan.model.values import LINK_TYPES, is_id, parse_dependency
from aiplan.phrases import NOTHING, listed, say

Data = Mapping[str, Any]


def apply_edit(data: Data, edit: Edit) -> dict[str, Any]:
    """Return what the whole file says after `edit`; `data` is not changed, unchanged parts are shared.

    Raises:
        InvalidEdit: where the edit makes no sense on this plan: an id that is taken, a value of the wrong type.
        UnknownAddress: where the edit names something that is not there.
    """
    plain = data if isinstance(data, dict) else dict(data)
    match edit:
        case SetField(path, value):
            return _set(plain, path, plain_value(value, path))
        case RemoveField(path):
            return _remove_field(plain, path)
        case AppendEntry(path, value):
            return _append(plain, path, plain_value(value, path))
        case RemoveEntry(path):
            _must_exist(plain, path)
            if not isinstance(path[-1], int):
                raise InvalidEdit(
                    say("{path} is not an entry of a list", path=format_address(path)), address=format_address(path)
                )
            return _dict(take(plain, path))
        case AddItem(section, name, values):
            return _add(plain, section, name, plain_value(values, (section, name)))
        case RemoveItem(section, name):
            return _remove_item(plain, section, name)
        case RenameItem(section, old, new):
            return _rename(plain, section, old, new)
        case MoveItem():
            return _move(plain, edit)
        case _:
            assert_never(edit)


def is_section(key: str) -> bool:
    """Tell whether `[key.ID]` are tables keyed by id."""
    return key in sections()


def plain_value(value: Any, path: Path = ()) -> Any:
    """Return `value` as plain TOML data: tuples as lists, mappings as dictionaries.

    Raises:
        InvalidEdit: where TOML has no such value.
    """
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidEdit(say("the text holds half a character"), address=format_address(path)) from None
        return str(value)
    if isinstance(value, bool | int | float | dt.date | dt.time):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner, (*path, str(key))) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner, (*path, index)) for index, inner in enumerate(value)]
    raise InvalidEdit(say("{value!r} cannot be written in a plan", value=value), address=format_address(path))


def insertion_index(entries: list[Any], value: Any, reference: Reference | None) -> int:
    """Return where `value` belongs in a list: links and ids before the first that is greater, others at the end."""
    if reference is not None and reference.notation in ("link", "id") and isinstance(value, str):
        key = sort_key(value, reference)
        for index, entry in enumerate(entries):
            if isinstance(entry, str) and sort_key(entry, reference) > key:
                return index
    return len(entries)


def sort_key(text: str, reference: Reference) -> tuple[str, int, int, str]:
    """Return what lists of links (predecessor, type, lag in days of a five-day week) and ids are sorted by."""
    if reference.notation == "link":
        try:
            link = parse_dependency(text)
        except ValueError:
            return (text, 0, 0, text)
        return (link.id, LINK_TYPES.index(link.type), link.lag.days(), text)
    return (text, 0, 0, text)


# ---------------------------------------------------------------- fields


def _set(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    _writable(path)
    if isinstance(path[-1], int):
        _must_exist(data, path)
    elif isinstance(value, list) and get(data, path) is MISSING:
        model = model_at(path[:-1])
        value = sorted_list(value, reference_of(model, path[-1]) if model else None)
    if len(path) >= 2 and is_section(str(path[0])) and get(data, path[:2]) is MISSING:
        _check_new_id(data, str(path[0]), str(path[1]))
    try:
        changed = _dict(put(data, path, value))
    except KeyError:
        raise InvalidEdit(
            say(
                "{path} cannot be set: {there} is not a table",
                path=format_address(path),
                there=format_address(_existing(data, path)),
            ),
            address=format_address(path),
        ) from None
    _check(changed, path, before=data)
    return changed


def _remove_field(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """Remove a key, and the tables inside an item that have become empty with it."""
    _writable(path)
    _must_exist(data, path)
    if isinstance(path[-1], int):
        raise InvalidEdit(
            say("{path} is an entry of a list, not a key", path=format_address(path)), address=format_address(path)
        )
    if len(path) == 2 and is_section(str(path[0])):
        return _remove_item(data, str(path[0]), str(path[1]))
    changed = take(data, path)
    top = 2 if is_section(str(path[0])) or path[0] == "x" else 1
    while len(path) - 1 > top and isinstance(path[-2], str) and get(changed, path[:-1]) == {}:
        path = path[:-1]
        changed = take(changed, path)
    return _dict(changed)


def _append(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    _writable(path)
    entries = get(data, path)
    if entries is MISSING:
        return _set(data, path, [value])
    if not isinstance(entries, list):
        raise InvalidEdit(say("{path} is not a list", path=format_address(path)), address=format_address(path))
    model = model_at(path[:-1])
    reference = reference_of(model, str(path[-1])) if model is not None else None
    if reference is not None and any(same(value, entry) for entry in entries):
        raise InvalidEdit(
            say("{value!r} is already in {path}", value=value, path=format_address(path)), address=format_address(path)
        )
    index = insertion_index(entries, value, reference)
    changed = _dict(put(data, path, [*entries[:index], value, *entries[index:]]))
    _check(changed, (*path, index), before=None)
    return changed


# ---------------------------------------------------------------- items


def _add(data: dict[str, Any], section: str, name: str, values: dict[str, Any]) -> dict[str, Any]:
    if not is_section(section) and section != "x":
        near = difflib.get_close_matches(section, sections(), n=1)
        raise InvalidEdit(
            say("{section} is not a section of the plan", section=section),
            address=section,
            hint=say("did you mean {name}?", name=near[0])
            if near
            else say("sections are {sections}", sections=listed(sections())),
        )
    _check_new_id(data, section, name)
    if not isinstance(data.get(section, {}), dict):
        raise InvalidEdit(say("{section} is not a table", section=section), address=section)
    changed = _dict(put(data, (section, name), _sorted_lists(values, (section, name))))
    _check(changed, (section, name), before=None)
    return changed


def _sorted_lists(values: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the keys of a new table with its lists of links and ids sorted."""
    model = model_at(path)
    return {key: sorted_list(value, reference_of(model, key) if model else None) for key, value in values.items()}


def sorted_list(value: Any, reference: Reference | None) -> Any:
    """Return a list of links or ids sorted, any other value as it is."""
    if reference is None or reference.notation not in ("link", "id") or not isinstance(value, list):
        return value
    return sorted(value, key=lambda v: sort_key(v, reference)) if all(isinstance(v, str) for v in value) else value


def _remove_item(data: dict[str, Any], section: str, name: str) -> dict[str, Any]:
    _must_exist(data, (section, name))
    changed = take(data, (section, name))
    return _dict(take(changed, (section,)) if not changed[section] else changed)


def _rename(data: dict[str, Any], section: str, old: str, new: str) -> dict[str, Any]:
    changed, keys = rename_steps(data, RenameItem(section, old, new))
    return with_keys(changed, keys)


def with_keys(data: dict[str, Any], renamed_keys: Mapping[Path, str]) -> dict[str, Any]:
    """Return `data` with keys spelled anew, one after the other: path of the key → its new name.

    Raises:
        InvalidEdit: where a table has a key of the new name already.
    """
    for path, key in renamed_keys.items():
        data = _dict(put(data, path[:-1], _with_key(get(data, path[:-1]), path, key)))
    return data


def rename_steps(data: Data, edit: RenameItem) -> tuple[dict[str, Any], dict[Path, str]]:
    """Return what a renaming consists of: the data with changed values, and the keys to be spelled anew after that.

    Keys come innermost first, the item itself last: path of the key → its new name.

    Raises:
        InvalidEdit: where the new id is taken or no id.
        UnknownAddress: where there is no such item.
    """
    section, old, new = edit.section, edit.old, edit.new
    changed = data if isinstance(data, dict) else dict(data)
    _must_exist(changed, (section, old))
    if new == old:
        return changed, {}
    _check_new_id(changed, section, new, old=old)
    keys: dict[Path, str] = {}
    for use in list(uses(data, old)):
        if section not in use.sections or use.section(data) != section:
            continue
        if use.notation == "key":
            keys[use.path] = new
        elif use.notation == "address":
            keys[use.path] = renamed_address(str(use.path[-1]), section, old, new, data)
        else:
            text = renamed(get(changed, use.path), Reference(use.notation), section, old, new)
            changed = _dict(put(changed, use.path, text))
    ordered = dict(sorted(keys.items(), key=lambda item: -len(item[0])))
    return changed, ordered | {(section, old): new}


def _with_key(table: dict[str, Any], path: Path, new: str) -> dict[str, Any]:
    if new in table:
        raise InvalidEdit(
            say("{path} already names {new}", path=format_address(path[:-1]), new=new), address=format_address(path)
        )
    return {(new if key == path[-1] else key): value for key, value in table.items()}


def _move(data: dict[str, Any], edit: MoveItem) -> dict[str, Any]:
    """Reorder the section where the item moves within it; elsewhere only the text has an order."""
    _must_exist(data, (edit.section, edit.id))
    target = edit.after or edit.before
    if target is None or (edit.after and edit.before):
        raise InvalidEdit(say("a move names one table to stand after or before"), address=f"{edit.section}.{edit.id}")
    _must_exist(data, target)
    if target[0] != edit.section or len(target) < 2 or target[1] == edit.id:
        return data
    items = data[edit.section]
    names = [name for name in items if name != edit.id]
    names.insert(names.index(str(target[1])) + (1 if edit.after else 0), edit.id)
    return {**data, edit.section: {name: items[name] for name in names}}


# ---------------------------------------------------------------- checks


def _dict(value: Any) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value


def _writable(path: Path) -> None:
    if not path or not isinstance(path[0], str):
        raise InvalidEdit(say("an edit names what it changes"))
    if len(path) == 1 and is_section(path[0]):
        raise InvalidEdit(say("{path} is changed one item at a time", path=path[0]), address=path[0])
    if len(path) >= 2 and is_section(path[0]) and not isinstance(path[1], str):
        raise InvalidEdit(say("{path} holds tables keyed by id", path=path[0]), address=format_address(path))


def _existing(data: Data, path: Path) -> Path:
    """Return the longest part of `path` that is there."""
    while path and get(data, path) is MISSING:
        path = path[:-1]
    return path


def _must_exist(data: Data, path: Path) -> None:
    if get(data, path) is not MISSING:
        return
    found = _existing(data, path)
    there, wanted = get(data, found), path[len(found)]
    hint = NOTHING
    if isinstance(there, Mapping) and isinstance(wanted, str):
        near = difflib.get_close_matches(wanted, there, n=1)
        hint = say("did you mean {name}?", name=format_address((*found, near[0]))) if near else NOTHING
    elif isinstance(there, list):
        hint = say("{path} has {count} entries, counted from 0", path=format_address(found), count=len(there))
    raise UnknownAddress(format_address(path), hint=hint)


def _check_new_id(data: Data, section: str, name: str, *, old: str | None = None) -> None:
    address = format_address((section, name))
    if not is_id(name):
        raise InvalidEdit(
            say("{name!r} is not an id", name=name), address=address,
            hint=say("an id is made of letters, digits, _ and -, and does not start with -"),
        )  # fmt: skip
    for other in WORK_SECTIONS if section in WORK_SECTIONS else (section,):
        items = data.get(other)
        if isinstance(items, Mapping) and name in items and (other, name) != (section, old):
            taken = say("{name} is already the id of {path}", name=name, path=format_address((other, name)))
            raise InvalidEdit(taken, address=address, hint=say("choose another id"))


def _check(data: Data, path: Path, *, before: Data | None) -> None:
    """Refuse a value that the model of its table does not take.

    What was already wrong elsewhere in the table does not count.
    """
    found = _table_of(path)
    if found is None:
        return
    model, top = found
    value = get(data, path[:top])
    if not isinstance(value, Mapping):
        raise InvalidEdit(say("{path} is a table", path=format_address(path[:top])), address=format_address(path[:top]))
    wrong = _errors(model, value)
    old = None
    for loc, message in wrong.items():
        if loc[: len(path) - top] == path[top:]:
            at = (*path[:top], *loc)
        elif loc == path[top : top + len(loc)]:
            old = _errors(model, get(before, path[:top])) if old is None else old
            if loc in old:
                continue
            at = path
        else:
            continue
        raise InvalidEdit(
            say("{path}: {message}", path=format_address(at), message=message), address=format_address(at)
        )


def _table_of(path: Path) -> tuple[type[Table], int] | None:
    """Return the model of the table that `path` is in, and how many parts of the path name that table."""
    top = str(path[0])
    if top not in keys(Plan):
        return None
    kind, model = shape(Plan, top)
    if model is None:
        return None
    return model, 2 if kind == "section" else 1


def _errors(model: type[Table], value: Any) -> dict[Path, str]:
    if not isinstance(value, Mapping):
        return {}
    try:
        validate_table(model, value)
    except ValidationError as error:
        return {
            tuple(part for part in item["loc"] if part != "[key]"): explain_error(item)
            for item in error.errors(include_url=False)
        }
    return {}
