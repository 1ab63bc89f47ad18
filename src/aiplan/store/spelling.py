"""How new values are written: the canonical spelling of keys, values and tables."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aiplan.model.address import Path, quote_key
from aiplan.model.shape import model_at
from aiplan.store.style import by_line, in_order, layout_of

INDENT = "  "
"""Before each entry of a list that stands by line."""

_LINE = 110
"""A list that would make a longer line stands by line."""

_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPED_LONG = re.compile(r'[\x00-\x08\x0b-\x1f\x7f\\]|"""|"\Z')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def text_value(value: str) -> str:
    """Return `value` as a string on one line, escaped by tomlkit where anything needs it."""
    if _ESCAPED.search(value) is None:
        return f'"{value}"'
    import tomlkit

    return tomlkit.string(value).as_string()


def long_text_value(value: str, newline: str) -> str:
    """Return `value` as a string over several lines."""
    body = _ESCAPED_LONG.sub(lambda match: "".join(map(_escape, match[0])), value)
    return f'"""{newline}{body.replace(chr(10), newline)}"""'


def _escape(char: str) -> str:
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def inline_value(value: Any, path: Path = ()) -> str:
    """Return `value`, which stands at `path` of the plan, on one line."""
    if isinstance(value, str):
        return text_value(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "nan" if math.isnan(value) else repr(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        names = in_order(model_at(path), value)
        pairs = [f"{quote_key(name)} = {inline_value(value[name], (*path, name))}" for name in names]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(inline_value(entry, (*path, index)) for index, entry in enumerate(value))}]"
    return str(value)


def value_text(value: Any, path: Path, newline: str, indent: str = "") -> str:
    """Return `value`, which stands at `path`, as it follows `key = `.

    Args:
        value: plain TOML data.
        path: where it stands in the plan.
        newline: of the file.
        indent: of the line of the key.
    """
    if isinstance(value, str) and "\n" in value:
        return long_text_value(value, newline)
    text = inline_value(value, path)
    if isinstance(value, list) and value and stands_by_line(value, path, len(text)):
        return lines_of([inline_value(entry, (*path, i)) for i, entry in enumerate(value)], newline, indent)
    return text


def stands_by_line(entries: Sequence[Any], path: Path, length: int = 0) -> bool:
    """Tell whether a new list has one entry a line: tables always, links and gates from two on, others if long."""
    if any(isinstance(entry, dict) for entry in entries):
        return True
    if len(entries) < 2:
        return False
    return length > _LINE or (by_line(path) and not all(isinstance(entry, dt.date) for entry in entries))


def lines_of(entries: Sequence[str], newline: str, indent: str = "") -> str:
    """Return a list of entries, already written, one a line with a trailing comma."""
    body = "".join(f"{indent}{INDENT}{entry},{newline}" for entry in entries)
    return f"[{newline}{body}{indent}]"


def key_text(path: Path, value: Any, newline: str, indent: str = "", prefix: str = "") -> str:
    """Return the line or lines that give the key at `path` this value.

    A table that stands dotted has one line a key; `prefix` goes before the key.
    """
    name = prefix + quote_key(str(path[-1]))
    if isinstance(value, Mapping) and value and layout_of(path) == "dotted":
        lines = (f"{name}.{quote_key(k)} = {inline_value(v, (*path, k))}" for k, v in value.items())
        return "".join(f"{indent}{line}{newline}" for line in lines)
    return f"{indent}{name} = {value_text(value, path, newline, indent)}{newline}"


def table_text(path: Path, values: Mapping[str, Any], newline: str) -> str:
    """Return the table at `path` with its header, and the tables in it that have headers of their own."""
    return newline.join(_tables(path, values, newline))


def _tables(path: Path, values: Mapping[str, Any], newline: str) -> Iterator[str]:
    names = in_order(model_at(path), values)
    below = [name for name in names if isinstance(values[name], Mapping) and layout_of((*path, name)) == "table"]
    lines = [f"[{header_name(path)}]{newline}"]
    lines += [key_text((*path, name), values[name], newline) for name in names if name not in below]
    yield "".join(lines)
    for name in below:
        yield from _tables((*path, name), values[name], newline)


def header_name(path: Path) -> str:
    """Return what stands between the brackets of a header; positions in array tables are not named."""
    return ".".join(quote_key(part) for part in path if isinstance(part, str))
