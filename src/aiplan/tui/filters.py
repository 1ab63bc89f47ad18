"""Showing a part of the plan: what leads to an item, or the work of a team, owner, stage or status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from aiplan.tui import words
from aiplan.tui.facts import stage_of
from aiplan.tui.i18n import _
from aiplan.tui.words import STAGES, STATUSES

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Filter:
    """What work must be to be shown; every condition that is set must hold."""

    focus: str | None = None
    """Only this activity and what leads to it."""
    team: str | None = None
    owner: str | None = None
    stage: str | None = None
    status: str | None = None
    critical: bool = False

    @property
    def active(self) -> bool:
        """Whether there is any condition."""
        return self != EVERYTHING

    def toggled(self, key: str, value: str | bool) -> Filter:
        """Return the filter with a condition set, or taken away where it is set to that already."""
        empty = False if key == "critical" else None
        return replace(self, **{key: empty if getattr(self, key) == value else value})  # type: ignore[arg-type]

    def said(self) -> str:
        """Return the conditions in a few words."""
        parts = [_("leads to {id}").format(id=self.focus)] if self.focus else []
        parts += [value for value in (self.team, self.owner) if value]
        names = {**STAGES, **STATUSES}
        parts += [_(names.get(value, value)) for value in (self.stage, self.status) if value]
        return words.listed([*parts, _("critical")] if self.critical else parts)

    def as_data(self) -> dict[str, Any]:
        """Return the conditions that are set, as plain data."""
        return {key: value for key, value in asdict(self).items() if value}


EVERYTHING = Filter()
"""No condition."""


def filter_of(data: Mapping[str, Any], schedule: Schedule) -> Filter:
    """Return the filter that `as_data` gave; what does not read, or shows nothing of this plan, is no filter."""
    texts = {key: data.get(key) for key in ("focus", "team", "owner", "stage", "status")}
    if not all(value is None or isinstance(value, str) for value in texts.values()):
        return EVERYTHING
    found = Filter(**texts, critical=data.get("critical") is True)
    return found if visible(found, schedule) else EVERYTHING


def visible(chosen: Filter, schedule: Schedule) -> frozenset[str] | None:
    """Return the ids of the activities that pass, `None` where there is no condition."""
    if not chosen.active:
        return None
    if chosen.focus is not None and chosen.focus not in schedule:
        return frozenset()
    ids = schedule.ids if chosen.focus is None else leading_to(schedule, chosen.focus)
    return frozenset(key for key in ids if _passes(chosen, schedule, key))


def leading_to(schedule: Schedule, key: str) -> frozenset[str]:
    """Return an activity and everything that its dates may depend on: predecessors, members, and so on back."""
    from aiplan.tui.widgets.dep_graph.links import graph_links

    before: dict[str, list[str]] = {}
    for link in graph_links(schedule.network):
        before.setdefault(link.successor, []).append(link.predecessor)
    for milestone, members in schedule.network.members.items():
        before.setdefault(milestone, []).extend(members)
    found, todo = {key}, [key]
    while todo:
        for other in before.get(todo.pop(), ()):
            if other not in found:
                found.add(other)
                todo.append(other)
    return frozenset(found)


def _passes(chosen: Filter, schedule: Schedule, key: str) -> bool:
    work = schedule.network.work[key]
    if chosen.team is not None and chosen.team != work.team and chosen.team not in work.uses:
        return False
    if chosen.owner is not None and chosen.owner != work.owner:
        return False
    if chosen.stage is not None and chosen.stage != stage_of(schedule.plan, work):
        return False
    status = schedule[key].status
    if chosen.status is not None and chosen.status != status:
        return False
    total = schedule.float_of(key)
    return not chosen.critical or (total is not None and total <= 0 and status != "dropped")
