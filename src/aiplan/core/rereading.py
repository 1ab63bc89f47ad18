"""Reading a plan again after an edit: only the tables that changed, everything else shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.model.address import Path
from aiplan.model.finding import Finding
from aiplan.model.plan import WORK_SECTIONS, Plan
from aiplan.model.reading import read_plan
from aiplan.model.shape import keys, sections

SCHEDULED = ("project", "calendar", "calendars", "teams", "resources")
"""Tables besides work that dates depend on."""

_ALWAYS = ("format", "project")
"""Read again each time, since the file as a whole is judged by them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan, the data it was read from, and what was found wrong in each table."""

    data: Mapping[str, Any]
    plan: Plan
    found: Mapping[Path, tuple[Finding, ...]]
    """Path of a table (`(section, id)`, or one name) → what reading found in it."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything reading found, without lines."""
        return tuple(finding for found in self.found.values() for finding in found)


@dataclass(frozen=True, slots=True)
class Changes:
    """Which tables two states of the data differ in."""

    items: Mapping[str, frozenset[str]]
    """Section → ids."""
    tops: frozenset[str]
    """Tables and keys that are not in a section, and sections that are no tables."""
    structural: bool
    """Whether items came, went or changed order."""

    @property
    def activities(self) -> frozenset[str] | None:
        """Ids of the activities that changed, `None` where more than activities by themselves did."""
        if self.structural or self.tops & {*SCHEDULED, *WORK_SECTIONS} or any(s in self.items for s in SCHEDULED):
            return None
        return frozenset(name for section in WORK_SECTIONS for name in self.items.get(section, ()))


def read(data: Mapping[str, Any], file_order: Sequence[str]) -> Reading:
    """Return the plan that `data` holds, read whole."""
    plan, findings = read_plan(data, file_order=file_order)
    return Reading(data, plan, _by_table(findings))


def reread(before: Reading, data: Mapping[str, Any], file_order: Sequence[str]) -> tuple[Reading, Changes]:
    """Return the plan that `data` holds, and what differs from `before`.

    Tables that are the same object in both are taken over; the result is the same as that of `read`.
    """
    changes = _changes(before.data, data)
    if before.plan.file_order != tuple(file_order):
        changes = Changes(changes.items, changes.tops, structural=True)
    items = {section: set(names) for section, names in changes.items.items()}
    if changes.structural:
        _add_namesakes(items, before.data, data)
    part = _part(data, items, changes.tops)
    plan, findings = read_plan(part)
    update: dict[str, Any] = {top: getattr(plan, top) for top in (*changes.tops, *_ALWAYS) if top in keys(Plan)}
    for section, names in items.items():
        order = data.get(section) if changes.structural else None
        update[section] = _section(getattr(before.plan, section), getattr(plan, section), names, order)
    found = {path: f for path, f in before.found.items() if not _replaced(path, items, changes.tops)}
    found |= _by_table(findings)
    changed = before.plan.model_copy(update=update | {"file_order": tuple(file_order)})
    return Reading(data, changed, found), changes


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    items: dict[str, frozenset[str]] = {}
    tops: set[str] = set()
    structural = False
    for top in {**before, **after}:
        old, new = before.get(top), after.get(top)
        if old is new:
            continue
        old, new = {} if old is None else old, {} if new is None else new
        if top not in sections() or not isinstance(old, dict) or not isinstance(new, dict):
            tops.add(top)
            continue
        names = {name for name, item in new.items() if item is not old.get(name)} | (old.keys() - new.keys())
        structural = structural or len(old) != len(new) or any(n not in old or n not in new for n in names)
        if list(old) != list(new):
            structural = True
        items[top] = frozenset(names)
    return Changes(items, frozenset(tops), structural)


def _add_namesakes(items: dict[str, set[str]], before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Add work of other sections that shares its id with work that came or went: ids are judged together."""
    names = {n for s in WORK_SECTIONS for n in items.get(s, ()) if (n in before.get(s, ())) != (n in after.get(s, ()))}
    for section in WORK_SECTIONS:
        held = after.get(section)
        if isinstance(held, dict) and (shared := names & held.keys()):
            items.setdefault(section, set()).update(shared)


def _part(data: Mapping[str, Any], items: Mapping[str, Iterable[str]], tops: frozenset[str]) -> dict[str, Any]:
    """Return the part of the data that is read again, in its order."""
    part: dict[str, Any] = {}
    for top, value in data.items():
        if top in tops or top in _ALWAYS:
            part[top] = value
        elif top in items:
            part[top] = {name: value[name] for name in items[top] if name in value}
    return part


def _section(
    old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str], order: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return a section with the items called `names` taken from `new`, in the order of the keys of `order`."""
    merged = dict(old)
    for name in names:
        if name in new:
            merged[name] = new[name]
        else:
            merged.pop(name, None)
    return merged if order is None else {name: merged[name] for name in order if name in merged}


def _replaced(path: Path, items: Mapping[str, Iterable[str]], tops: frozenset[str]) -> bool:
    if not path or path[0] in tops or path[0] in _ALWAYS:
        return True
    return len(path) > 1 and str(path[1]) in items.get(str(path[0]), ())


def _by_table(findings: Iterable[Finding]) -> dict[Path, tuple[Finding, ...]]:
    found: dict[Path, list[Finding]] = {}
    for finding in findings:
        path = finding.path
        found.setdefault(path[:2] if path and path[0] in sections() else path[:1], []).append(finding)
    return {path: tuple(listed) for path, listed in found.items()}
