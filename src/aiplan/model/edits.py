"""The one vocabulary of change: what a key press, a command, a merge or a re-plan does to a plan.

Values are what `tomllib` would give: str, int, float, bool, date, list, dict. Applying edits to data is
in `aiplan.core.edits`; to the text of the file in `aiplan.store`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiplan.model.address import Path

TomlValue = str | int | float | bool | dt.date | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True)
class SetField:
    """Give the key at `path` this value; the key, and tables above it that are missing, are made."""

    path: Path
    value: TomlValue


@dataclass(frozen=True, slots=True)
class RemoveField:
    """Take the key at `path` away, with the comment on its line."""

    path: Path


@dataclass(frozen=True, slots=True)
class AppendEntry:
    """Add `value` to the list at `path` (made if missing).

    `depends_on` and lists of ids stay sorted; other lists grow at their end.
    """

    path: Path
    value: TomlValue


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Take entry `path[-1]` (a position) out of the list at `path[:-1]`."""

    path: Path


@dataclass(frozen=True, slots=True)
class AddItem:
    """Add the table `[section.id]`.

    It stands after the table `after` or before the table `before` (paths), else beside its relatives: after the
    last member of its milestone, else after the last table of its section.
    """

    section: str
    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    after: Path | None = None
    before: Path | None = None


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """Take the table `[section.id]` away, its sub-tables and the comment block above it included."""

    section: str
    id: str


@dataclass(frozen=True, slots=True)
class RenameItem:
    """Give `[section.old]` the id `new`, in its headers and in every reference to it."""

    section: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Move the table `[section.id]`, with its comments and sub-tables, before or after another table."""

    section: str
    id: str
    after: Path | None = None
    before: Path | None = None


Edit = SetField | RemoveField | AppendEntry | RemoveEntry | AddItem | RemoveItem | RenameItem | MoveItem
