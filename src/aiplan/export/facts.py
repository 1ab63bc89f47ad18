"""What a roadmap says before it is put into words: which milestones, which work when, what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule
from aiplan.model.context import Baseline
from aiplan.model.plan import Plan
from aiplan.model.work import Stage

SOON_DAYS = 10
"""Working days after the data date within which a start counts as now."""
NEAR_DAYS = 40
"""Working days after the data date within which a start counts as next."""
STAGES: tuple[Stage, ...] = ("problem", "data", "model", "product", "launch")
"""In the order of a product's making."""


@dataclass(frozen=True, slots=True)
class Waves:
    """Unfinished work by when it starts; each in order of time."""

    now: tuple[Activity, ...]
    next: tuple[Activity, ...]
    later: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A milestone that stands in a baseline and in the plan."""

    id: str
    then: dt.date
    now: dt.date | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between a baseline and the plan; ids in file order."""

    finish_then: dt.date | None
    moved: tuple[Moved, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    removed: tuple[str, ...]
    """In the baseline, no longer in the plan."""


def by_time(activity: Activity) -> tuple[dt.date, dt.date]:
    """Return what sorts activities in order of time; those without dates stand last."""
    last = dt.date.max
    return activity.early_start or last, activity.early_finish or last


def by_finish(activity: Activity) -> dt.date:
    """Return what sorts milestones in order of their dates."""
    return activity.early_finish or dt.date.max


def milestones(schedule: Schedule) -> tuple[Activity, ...]:
    """Return all milestones that are not dropped, in file order."""
    return tuple(a for a in schedule.activities if a.kind == "milestone" and a.status != "dropped")


def next_milestones(schedule: Schedule, count: int) -> tuple[Activity, ...]:
    """Return the first `count` milestones that are not reached, in order of their dates."""
    ahead = [a for a in milestones(schedule) if a.status != "done" and a.early_finish is not None]
    return tuple(sorted(ahead, key=by_finish)[:count])


def work(schedule: Schedule) -> tuple[Activity, ...]:
    """Return all activities but milestones and dropped work, in file order."""
    return tuple(a for a in schedule.activities if a.kind != "milestone" and a.status != "dropped")


def undated(schedule: Schedule) -> tuple[Activity, ...]:
    """Return the activities that have no dates, in file order."""
    return tuple(a for a in schedule.activities if a.early_finish is None and a.status != "dropped")


def waves(schedule: Schedule) -> Waves:
    """Return the unfinished work that is under way or starts soon, near, and later."""
    soon = schedule.project_calendar.add(schedule.as_of, SOON_DAYS)
    near = schedule.project_calendar.add(schedule.as_of, NEAR_DAYS)
    now: list[Activity] = []
    ahead: list[Activity] = []
    later: list[Activity] = []
    for a in work(schedule):
        if a.status == "done":
            continue
        start = a.early_start
        if a.status == "active" or (start is not None and start < soon):
            now.append(a)
        else:
            (ahead if start is not None and start < near else later).append(a)
    return Waves(*(tuple(sorted(found, key=by_time)) for found in (now, ahead, later)))


def by_stage(plan: Plan, schedule: Schedule) -> tuple[tuple[Stage | None, Activity], ...]:
    """Return (stage, milestone) in the order of stages, those without one last; inside a stage in file order."""
    order = (*STAGES, None)
    found = [(plan.milestones[a.id].stage, a) for a in milestones(schedule)]
    return tuple(sorted(found, key=lambda item: order.index(item[0])))


def latest_baseline(plan: Plan) -> str | None:
    """Return the baseline that was taken last, the last in the file of those taken on one day."""
    names = list(plan.baselines)
    return max(names, key=lambda n: (plan.baselines[n].taken or dt.date.min, names.index(n)), default=None)


def changes(schedule: Schedule, baseline: Baseline) -> Changes:
    """Return what differs between `baseline` and the plan."""
    known = dict.fromkeys((*baseline.start, *baseline.finish))
    return Changes(
        finish_then=max(baseline.finish.values(), default=None),
        moved=tuple(
            Moved(a.id, baseline.finish[a.id], a.early_finish) for a in milestones(schedule) if a.id in baseline.finish
        ),
        added=tuple(a.id for a in schedule.activities if a.id not in known and a.status != "dropped"),
        dropped=tuple(a.id for a in schedule.activities if a.id in known and a.status == "dropped"),
        removed=tuple(key for key in known if key not in schedule),
    )
