"""What was read from a file, before it becomes a plan: the same for spreadsheets and charts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from aiplan.importing.notes import Note
from aiplan.model.values import LinkType
from aiplan.model.work import Priority, Status

EntryKind = Literal["task", "milestone", "group"]
"""A group is work that others are part of."""


@dataclass(frozen=True, slots=True)
class Follows:
    """One predecessor as it stands in the file."""

    ref: str
    """Id, row number or title."""
    type: LinkType = "FS"
    lag: int = 0
    """Working days."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row or one bar."""

    line: int
    title: str
    kind: EntryKind = "task"
    refs: tuple[str, ...] = ()
    """What others call it by; the first is its own id."""
    parent: str = ""
    """Id or title of what it is part of; what is called so by nobody is a milestone of its own."""
    level: int | None = None
    """Depth in an outline; what stands deeper below is part of it."""
    start: dt.date | None = None
    finish: dt.date | None = None
    """Last day."""
    days: int | None = None
    """Working days, where they were given."""
    deadline: dt.date | None = None
    follows: tuple[Follows, ...] = ()
    leads_to: tuple[str, ...] = ()
    """Successors."""
    status: Status | None = None
    share_done: float | None = None
    """0 … 1."""
    started: dt.date | None = None
    finished: dt.date | None = None
    owner: str = ""
    team: str = ""
    priority: Priority | None = None
    cost: float | None = None
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Lines, what could not be read among them."""


@dataclass(frozen=True, slots=True)
class Source:
    """All of a file."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...] = ()
    name: str = ""
    """Of the product; empty where the file does not say."""
    workweek: tuple[str, ...] | None = None
    """Working days; `None` leaves it to the dates."""
    holidays: tuple[dt.date, ...] = ()
    extra_workdays: tuple[dt.date, ...] = ()
    ambiguous: bool = False
    """Whether days and months of its dates can be told apart only by guessing."""
