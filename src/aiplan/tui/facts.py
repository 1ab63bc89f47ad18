"""Figures for the status line and the explanations, as pure functions of the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from aiplan.core.calendar import Calendar
    from aiplan.core.schedule import Schedule
    from aiplan.model.context import Baseline
    from aiplan.model.plan import Plan
    from aiplan.model.work import Stage, Work
    from aiplan.tui.state import Document


def stage_of(plan: Plan, work: Work) -> Stage | None:
    """Return the stage of an activity: its own, else that of its milestone."""
    if work.stage is not None or work.milestone is None:
        return work.stage
    milestone = plan.milestones.get(work.milestone)
    return None if milestone is None else milestone.stage


class Margin(NamedTuple):
    """A deadline and how far the forecast is from it."""

    id: str
    deadline: dt.date
    late: int
    """Working days after the deadline; negative is before it."""


@dataclass(frozen=True, slots=True)
class Headline:
    """What the status line says."""

    name: str
    finish: dt.date | None
    margin: Margin | None
    critical: int


def days_between(calendar: Calendar, then: dt.date, now: dt.date) -> int:
    """Return how many working days `now` is after `then`, both being ends of days; negative is before."""
    day = dt.timedelta(days=1)
    return calendar.count(then + day, now + day)


def slip(schedule: Schedule, key: str, baseline: Baseline | None) -> int | None:
    """Return the working days (its own) that `key` finishes later than in the baseline; `None` if not in it."""
    if baseline is None or key not in schedule:
        return None
    then, now = baseline.finish.get(key), schedule[key].early_finish
    if then is None or now is None:
        return None
    return days_between(schedule.calendar_of(key), then, now)


def margins(schedule: Schedule) -> Iterator[Margin]:
    """Yield every deadline that is still ahead of unfinished work."""
    for key, work in schedule.network.work.items():
        if work.deadline is None:
            continue
        activity = schedule[key]
        if activity.early_finish is None or activity.status in ("done", "dropped"):
            continue
        yield Margin(key, work.deadline, days_between(schedule.calendar_of(key), work.deadline, activity.early_finish))


def headline(document: Document) -> Headline:
    """Return what the status line says of `document`.

    The margin is that of the milestone deadline most at risk, the later one of equals; without any, of other work.
    """
    schedule = document.schedule
    found = list(margins(schedule))
    ahead = [m for m in found if m.id in document.plan.milestones] or found
    progress = schedule.network.progress
    critical = sum(
        1
        for key in progress
        if (total := schedule.float_of(key)) is not None and total <= 0 and progress[key].status != "dropped"
    )
    return Headline(
        name=document.plan.project.name or document.path.name,
        finish=schedule.finish,
        margin=max(ahead, key=lambda m: (m.late, m.deadline, m.id), default=None),
        critical=critical,
    )
