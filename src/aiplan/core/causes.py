"""The edits between two plans as causes of moved dates, each tried alone on the earlier plan.

Edits that mean something only together are one cause: a new activity with the links to it, the states that progress on
one activity is recorded in. Of very many edits those of one item, then those of one section, are tried together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.core.attribution import Cause
from aiplan.core.compare import Change, edits_of, entries_changed
from aiplan.core.early import EarlyDates
from aiplan.core.schedule import Schedule
from aiplan.core.variant import early_dates_after
from aiplan.errors import AiplanError
from aiplan.model.address import format_address
from aiplan.model.plan import WORK_SECTIONS
from aiplan.model.values import parse_dependency
from aiplan.phrases import say

MOST = 100
"""Causes that are tried one by one."""
_STILL = frozenset({"title", "owner", "notes", "links", "tags", "goals", "hypothesis", "criteria", "gates", "cost",
                    "learning", "amendments", "priority", "overlap", "crash", "risk_if_wrong",
                    "needs_verdict"})  # fmt: skip
"""Keys of work that never move a date."""
_PROGRESS = frozenset({"started", "finished", "remaining", "attempts", "dropped", "take_fallback"})
"""Keys of work that say how far it is; they change together."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A cause with the dates that it alone would give."""

    cause: Cause
    dates: EarlyDates


def causes_of(changes: Sequence[Change], *, as_of_pinned: bool = False) -> tuple[Cause, ...]:
    """Return the changes that can move dates as causes, each with the edits that make it.

    Their addresses are those after the renames, so they are to be tried on the earlier plan with its items renamed.

    Args:
        changes: what differs.
        as_of_pinned: whether both schedules have one data date, whatever the plans say.
    """
    moving = [c for c in changes if c.kind != "renamed" and _schedules(c.path)]
    if as_of_pinned:
        moving = [c for c in moving if c.path != ("project", "as_of")]
    by_item = _grouped(moving, lambda c: c.path[:2])
    for groups in (_together(moving), by_item):
        if len(groups) <= MOST:
            return tuple(Cause(_label(group), _edits(group)) for group in groups)
    by_section = _grouped(moving, lambda c: c.path[0])
    return tuple(
        Cause(say("{count} edits of {section}", count=len(group), section=group[0].path[0]), _edits(group))
        for group in by_section
    )


def try_alone(base: Schedule, causes: Sequence[Cause]) -> tuple[Tried, ...]:
    """Return what each cause alone does to `base`; one that cannot be made alone is left out, to the interaction."""
    found = []
    for cause in causes:
        try:
            found.append(Tried(cause, early_dates_after(base, cause.edits)))
        except AiplanError:
            continue
    return tuple(found)


def _edits(group: Sequence[Change]) -> tuple[Any, ...]:
    return tuple(edit for change in group for edit in edits_of(change))


def _label(group: Sequence[Change]) -> str:
    first = group[0]
    if len(group) == 1 or first.kind in ("added", "removed"):
        return first.address
    if len({c.path[:2] for c in group}) == 1:
        keys = dict.fromkeys(str(c.path[2]) for c in group if len(c.path) > 2)
        return f"{format_address(first.path[:2])}: {', '.join(keys)}"
    return ", ".join(c.address for c in group)


def _grouped(changes: Sequence[Change], key: Callable[[Change], Hashable]) -> list[list[Change]]:
    groups: dict[Hashable, list[Change]] = {}
    for change in changes:
        groups.setdefault(key(change), []).append(change)
    return list(groups.values())


def _together(changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes, those of one meaning in one group; what was added or removed stands first in its group."""
    groups: dict[Hashable, list[Change]] = {}
    items = {str(c.path[1]) for c in changes if c.kind in ("added", "removed") and len(c.path) == 2}
    for change in sorted(changes, key=lambda c: c.kind not in ("added", "removed")):
        named = next((name for name in _ids_changed(change) if name in items), None)
        if change.kind in ("added", "removed") and len(change.path) == 2:
            groups.setdefault(("item", str(change.path[1])), []).append(change)
        elif named is not None:
            groups[("item", named)].append(change)
        elif len(change.path) > 2 and change.path[0] in WORK_SECTIONS and change.path[2] in _PROGRESS:
            groups.setdefault(change.path[:2], []).append(change)
        else:
            groups.setdefault(change.path, []).append(change)
    return list(groups.values())


def _ids_changed(change: Change) -> Iterator[str]:
    """Yield the ids that links and memberships gained or lost name."""
    key = change.path[-1]
    if change.kind != "set" or len(change.path) != 3:
        return
    if key == "milestone":
        yield from (str(v) for v in (change.new, change.old) if v is not None)
    elif key == "depends_on":
        lists = [v if isinstance(v, list) else [] for v in (change.old, change.new)]
        for entry in (entry for entries in entries_changed(*lists) for entry in entries):
            try:
                yield parse_dependency(entry).id
            except (ValueError, TypeError, AttributeError):
                continue


def _schedules(path: Sequence[str | int]) -> bool:
    """Tell whether a change at `path` can move dates."""
    if path[0] in WORK_SECTIONS:
        return len(path) < 3 or path[2] not in _STILL
    if path[0] == "project":
        return len(path) < 2 or path[1] in ("start", "as_of", "experiment_basis")
    if path[0] == "teams":
        return len(path) < 3 or path[2] == "calendar"
    return path[0] in ("calendar", "calendars")
