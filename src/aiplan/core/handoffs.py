"""Where work passes from one team to another: what one waits for and another gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from aiplan.core.schedule import Schedule
from aiplan.model.values import Dependency
from aiplan.model.work import Milestone, Work


@dataclass(frozen=True, slots=True)
class Handoff:
    """One open piece of work that another team waits for."""

    giver: str
    """Work or milestone that is waited for."""
    givers: tuple[str, ...]
    """Teams that do it; of a milestone, those with open work in it."""
    receiver: str
    """Work that waits."""
    team: str
    """The team that waits."""
    day: dt.date | None
    """When it is there: the end the link speaks of, as planned."""
    critical: bool
    """Whether a delay moves the finish or a deadline on both sides."""


def handoffs(schedule: Schedule) -> tuple[Handoff, ...]:
    """Return the open handoffs between teams in order of time, links through milestones included."""
    found: dict[tuple[str, str], Handoff] = {}
    for key, work in schedule.plan.work.items():
        if work.team is None or key not in schedule or schedule[key].status in ("done", "dropped"):
            continue
        for link in _links(schedule, work):
            if link.id not in schedule or schedule[link.id].status in ("done", "dropped"):
                continue
            givers = tuple(team for team in _teams(schedule, link.id) if team != work.team)
            if givers and (link.id, key) not in found:
                activity = schedule[link.id]
                day = activity.early_start if link.type[0] == "S" else activity.early_finish
                critical = activity.critical and schedule[key].critical
                found[link.id, key] = Handoff(link.id, givers, key, work.team, day, critical)
    return tuple(sorted(found.values(), key=lambda h: (h.day or dt.date.max, h.giver, h.receiver)))


def _links(schedule: Schedule, work: Work) -> Iterator[Dependency]:
    """Yield what work depends on by itself and through its milestone."""
    yield from work.depends_on
    above = None if work.milestone is None else schedule.plan.milestones.get(work.milestone)
    if above is not None and not isinstance(work, Milestone):
        yield from above.depends_on


def _teams(schedule: Schedule, key: str) -> tuple[str, ...]:
    """Return the teams that do `key`; of a milestone, those with open work in it and its own."""
    work = schedule.plan.work[key]
    members = [work]
    if isinstance(work, Milestone):
        members += [
            w for k, w in schedule.plan.work.items()
            if w.milestone == key and k in schedule and schedule[k].status not in ("done", "dropped")
        ]  # fmt: skip
    return tuple(dict.fromkeys(w.team for w in members if w.team is not None))
