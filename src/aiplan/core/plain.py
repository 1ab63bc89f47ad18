"""Plain TOML data, as `tomllib` gives it: comparing, reaching into it, changing copies of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from aiplan.model.address import Path

MISSING: Any = type("Missing", (), {"__repr__": lambda _: "MISSING"})()
"""What `get` returns where nothing stands; no TOML value."""

_EXACT = frozenset({str, dt.date})
"""Types whose values equal only values that are the same in the file."""


def get(data: Any, path: Path) -> Any:
    """Return what stands at `path`, `MISSING` where nothing does."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(data, Sequence) or isinstance(data, str) or not 0 <= part < len(data):
                return MISSING
            data = data[part]
        elif isinstance(data, Mapping) and part in data:
            data = data[part]
        else:
            return MISSING
    return data


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same in the file: `1`, `1.0` and `true` differ, `nan` equals `nan`.

    The order of keys does not count.
    """
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if kind is str:
        return bool(one == other)
    if kind is dict:
        if len(one) != len(other) or _EXACT.issuperset(map(type, one.values())):
            return bool(one == other)
        return all(map(same, one.values(), [other.get(key, MISSING) for key in one]))
    if kind is list:
        if len(one) != len(other) or _EXACT.issuperset(map(type, one)):
            return bool(one == other)
        return all(map(same, one, other))
    if kind is float:
        return repr(one) == repr(other)
    return bool(one == other)


def same_plan(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two whole files say the same; a section without tables says as much as none."""
    return same(_filled(one), _filled(other))


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value != {}}


def put(data: Any, path: Path, value: Any) -> Any:
    """Return `data` with `value` at `path`; tables that are missing on the way are made, nothing is changed in place.

    Raises:
        KeyError: where something on the way is neither a table nor a list that is long enough.
    """
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        if not isinstance(data, list) or not 0 <= head < len(data):
            raise KeyError(head)
        return [*data[:head], put(data[head], rest, value), *data[head + 1 :]]
    if data is MISSING:
        data = {}
    if not isinstance(data, dict):
        raise KeyError(head)
    return {**data, head: put(data.get(head, MISSING), rest, value)}


def take(data: Any, path: Path) -> Any:
    """Return `data` without what stands at `path`, which must be there; nothing is changed in place."""
    head, rest = path[0], path[1:]
    if rest:
        changed = take(data[head], rest)
        if isinstance(head, int):
            return [*data[:head], changed, *data[head + 1 :]]
        return {**data, head: changed}
    if isinstance(head, int):
        return [*data[:head], *data[head + 1 :]]
    return {k: v for k, v in data.items() if k != head}
