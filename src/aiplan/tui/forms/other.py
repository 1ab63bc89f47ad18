"""What of a plan file has no table of its own form: its format, and the tables of other tools under `x`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiplan.core.plain import MISSING, get
from aiplan.errors import InvalidEdit
from aiplan.model.address import Path, format_address, parse_address, quote_key
from aiplan.model.edits import RemoveField, SetField, TomlValue
from aiplan.store.spelling import inline_value
from aiplan.tui.forms.values import any_value, show_value
from aiplan.tui.i18n import _

SECTION = "x"
ADDRESS: Path = (SECTION,)


@dataclass(frozen=True, slots=True)
class OtherKey:
    """One value of another tool."""

    path: Path
    """Begins with `x`."""
    value: Any

    @property
    def name(self) -> str:
        """What stands behind `x.`."""
        return format_address(self.path[1:])

    @property
    def text(self) -> str:
        """The value as it is typed."""
        return show_value(self.value)


def other_keys(data: Mapping[str, Any]) -> tuple[OtherKey, ...]:
    """Return every value under `x`, tables by their keys; empty tables and lists are values."""
    return tuple(_leaves(ADDRESS, data.get(SECTION, {})))


def _leaves(path: Path, value: Any) -> Iterator[OtherKey]:
    if isinstance(value, Mapping) and (value or path == ADDRESS):
        for key, inner in value.items():
            yield from _leaves((*path, key), inner)
    else:
        yield OtherKey(path, value)


def format_said(data: Mapping[str, Any]) -> str:
    """Return which format the file says it is written in."""
    found = data.get("format", MISSING)
    return "-" if found is MISSING else inline_value(found)


def other_path(name: str) -> Path:
    """Return where `name`, typed with or without `x.` in front, stands.

    Raises:
        ValueError: where it is no address, with what to write instead.
    """
    plain = name.strip()
    if not plain:
        raise ValueError(_("a name is needed: jira.board"))
    try:
        path = parse_address(plain)
    except InvalidEdit as error:
        raise ValueError(_("write names with dots between them: jira.board")) from error
    except ValueError as error:
        raise ValueError(_("write names with dots between them: jira.board")) from error
    path = path if path[0] == SECTION and len(path) > 1 else (SECTION, *path)
    if not all(isinstance(part, str) for part in path):
        raise ValueError(_("entries of lists are changed with the whole list"))
    return path


def other_value(text: str) -> TomlValue:
    """Return the value that `text` means: TOML where it is some, else the text itself."""
    found: TomlValue = any_value(text.strip())
    return found


def other_edits(
    data: Mapping[str, Any], before: OtherKey | None, path: Path, value: TomlValue
) -> tuple[SetField | RemoveField, ...]:
    """Return the edits that give the key at `path` its value, and take away the one it was before.

    Raises:
        ValueError: where something is there already, or a value stands where a table is wanted.
    """
    moved = before is not None and before.path != path
    if (before is None or moved) and get(data, path) is not MISSING:
        raise ValueError(_("{name} is there already").format(name=format_address(path)))
    for length in range(2, len(path)):
        above = get(data, path[:length])
        if above is not MISSING and not isinstance(above, Mapping):
            raise ValueError(_("{name} is a value, not a table").format(name=format_address(path[:length])))
    edits: list[SetField | RemoveField] = []
    if moved and before is not None:
        edits.append(RemoveField(before.path))
    if before is None or moved or before.value != value or type(before.value) is not type(value):
        edits.append(SetField(path, value))
    return tuple(edits)


def line_said(path: Path, value: TomlValue) -> str:
    """Return the key with its value as TOML has them."""
    return f"{'.'.join(quote_key(str(part)) for part in path)} = {inline_value(value, path)}"
