"""What several checks look at."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from aiplan.core.schedule import Schedule
from aiplan.model.address import Path
from aiplan.model.plan import Plan
from aiplan.model.values import Gate
from aiplan.model.work import Status, Work
from aiplan.phrases import NOTHING, Phrase, say

W = TypeVar("W", bound=Work)

_MANY = 2_000
"""Candidates from which no near miss is looked for: it would take longer than it helps."""
_HINTS = 20
"""Near misses that are looked for in one run; a file with more of them has another problem."""


def each_work(schedule: Schedule) -> Iterable[tuple[Path, str, Work]]:
    """Return (path, id, activity) of all work."""
    return schedule.places


def open_work(schedule: Schedule) -> Iterable[tuple[Path, str, Work]]:
    """Return (path, id, activity) of all work that is neither done nor dropped."""
    return schedule.open_places


def status_of(schedule: Schedule, key: str) -> Status:
    """Return the status of an activity as its dates and members tell it."""
    return schedule[key].status if key in schedule.network.members else schedule.network.progress[key].status


def actual_dates(schedule: Schedule, key: str) -> tuple[dt.date | None, dt.date | None]:
    """Return when an activity really started and finished, as far as it has; of a milestone, its members."""
    if key not in schedule.network.members:
        progress = schedule.network.progress[key]
        return progress.started, progress.finished
    activity = schedule[key]
    started = activity.early_start if activity.status in ("active", "done") else None
    return started, activity.early_finish if activity.status == "done" else None


def impossible_dates(item: Work) -> tuple[tuple[Path, Phrase, dt.date], ...]:
    """Return the own dates of an activity that lie after its deadline: (key, words for it, date)."""
    if item.deadline is None:
        return ()
    promised = item.external.promised if item.external is not None else None
    dates = (
        (("not_before",), say("may not start before"), item.not_before),
        (("external", "promised"), say("is promised for"), promised),
    )
    return tuple((key, words, day) for key, words, day in dates if day is not None and day > item.deadline)


def all_gates(plan: Plan) -> Iterator[tuple[Path, Gate]]:
    """Yield (path, gate) of every bar in the plan: gates, criteria, entry and exit gates."""
    for key, milestone in plan.milestones.items():
        for index, gate in enumerate(milestone.gates):
            yield ("milestones", key, "gates", index), gate
    for key, experiment in plan.experiments.items():
        for index, gate in enumerate(experiment.criteria):
            yield ("experiments", key, "criteria", index), gate
    for key, stage in plan.rollout.items():
        for index, gate in enumerate(stage.entry_gates):
            yield ("rollout", key, "entry_gates", index), gate
        for index, gate in enumerate(stage.exit_gates):
            yield ("rollout", key, "exit_gates", index), gate


def near_miss() -> Callable[[str, Iterable[str]], Phrase]:
    """Return a function that says "did you mean x?", for the first names it is asked about."""
    asked = 0

    def hint(name: str, known: Iterable[str]) -> Phrase:
        nonlocal asked
        names = list(known)
        if asked >= _HINTS or len(names) > _MANY:
            return NOTHING
        asked += 1
        near = difflib.get_close_matches(name, names, n=1)
        return say("did you mean {name}?", name=near[0]) if near else NOTHING

    return hint


def number(value: float) -> str:
    """Return a number as people write it."""
    return f"{value:.6g}"
