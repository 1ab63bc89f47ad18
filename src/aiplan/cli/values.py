"""Values as people type them on the command line; the model of the field decides what they are."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from aiplan.cli.diagnostics import nearest
from aiplan.errors import InvalidEdit
from aiplan.model.address import Path, format_address
from aiplan.model.base import Table
from aiplan.model.edits import TomlValue
from aiplan.model.reading import explain_error, validate_table
from aiplan.model.shape import keys, model_at, shape

_FREE = "x"
"""The table that belongs to other tools."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the plan that takes values of one type: a field, an entry of a list, a value of a mapping."""

    model: type[Table]
    key: str
    wrap: Callable[[Any], Any]
    """From the value to the value of the whole field."""

    def refusal(self, value: Any) -> str | None:
        """Return why the slot does not take `value`, `None` where it does."""
        try:
            validate_table(self.model, {self.key: self.wrap(value)})
        except ValidationError as error:
            for item in error.errors(include_url=False):
                if item["loc"][:1] == (self.key,):
                    missing = f": {item['loc'][-1]}" if item["type"] == "missing" else ""
                    return explain_error(item) + missing
        return None

    def takes(self, value: Any) -> bool:
        """Tell whether the slot takes `value`."""
        return self.refusal(value) is None


def parse_value(path: Path, raw: str, data: Mapping[str, Any], *, today: dt.date, entry: bool = False) -> TomlValue:
    """Return `raw` as the value that the key at `path` takes.

    Text fields take the raw text. Everything else is read as TOML (`8d` needs no quotes, a list of names may be
    written with commas only, a date may be `today`).

    Args:
        path: where the value goes.
        raw: as typed.
        data: the file, for keys that the format does not know but the file has.
        today: what `today` means.
        entry: `raw` is one more entry for the list at `path`.

    Raises:
        InvalidEdit: for a key that the format does not have, or a value that does not fit.
    """
    address = format_address(path)
    slot = _slot(path, data, entry=entry)
    if slot is None:
        return _guess(raw)
    refusals = []
    for candidate in _candidates(slot, raw, today):
        said = slot.refusal(candidate)
        if said is None:
            return candidate
        refusals.append(said)
    said = refusals[0]
    shown = "" if repr(raw) in said else f", not {raw!r}"
    raise InvalidEdit(f"{address}: {said}{shown}", address=address)


def _slot(path: Path, data: Mapping[str, Any], *, entry: bool) -> _Slot | None:
    """Return what stands at `path`, `None` where anything may stand."""
    address = format_address(path)
    if path[0] == _FREE and len(path) > 1:
        return None
    table, last = path[:-1], path[-1]
    model = model_at(table)
    if model is not None and last in keys(model):
        key = str(last)
        if entry and not _Slot(model, key, _itself).takes([]):
            raise InvalidEdit(f"{address} is not a list", address=address, hint="set its whole value instead")
        if shape(model, key)[0] == "section":
            hint = f"name one of its items: {address}.ID.KEY; aiplan add makes a new one"
            raise InvalidEdit(f"{address} is a whole section", address=address, hint=hint)
        return _Slot(model, key, _in_list if entry else _itself)
    inside = None if entry or len(path) < 2 else _inside(path)
    if inside is not None or _in_data(data, path):
        return inside
    known = list(keys(model)) if model is not None else []
    hint = nearest(str(last), known) or (f"keys here: {', '.join(known)}" if known else "")
    raise InvalidEdit(f"{address}: the format has no such key", address=address, hint=hint)


def _inside(path: Path) -> _Slot | None:
    """Return the slot of an entry of a list or of a mapping, `None` where `path` is neither."""
    *above, key, last = path
    holder = model_at(tuple(above))
    if holder is None or not isinstance(key, str) or key not in keys(holder):
        return None
    if not above and isinstance(last, str) and shape(holder, key)[0] == "section":
        address = format_address(path)
        hint = f"set one of its keys, such as {address}.title; aiplan add makes a new table"
        raise InvalidEdit(f"{address} is a whole table", address=address, hint=hint)
    if isinstance(last, int):
        return _Slot(holder, key, _in_list)
    if shape(holder, key)[0] in ("section", "mapping"):
        return _Slot(holder, key, lambda value: {last: value})
    return None


def _itself(value: Any) -> Any:
    return value


def _in_list(value: Any) -> Any:
    return [value]


def _candidates(slot: _Slot, raw: str, today: dt.date) -> Iterator[TomlValue]:
    """Yield what `raw` may mean, the likeliest first."""
    if slot.takes("free text, which nothing but a text field takes\n"):
        yield _guess(raw) if slot.takes(True) else raw
        return
    word = raw.strip()
    found, parsed = _toml(word)
    is_list = slot.takes([])
    if is_list and not (found and isinstance(parsed, list)):
        yield [part.strip() for part in word.split(",") if part.strip()]
    if found:
        yield parsed
    if word.lower() == "today":
        yield today
    yield word


def _toml(text: str) -> tuple[bool, Any]:
    """Return whether `text` is one TOML value, and which."""
    try:
        data = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return False, None
    return list(data) == ["value"], data.get("value")


def _guess(raw: str) -> TomlValue:
    """Return `raw` as TOML where it is TOML, else as text."""
    found, value = _toml(raw.strip())
    return value if found else raw


def _in_data(data: Any, path: Path) -> bool:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True
