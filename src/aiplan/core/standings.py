"""What stands well and what does not: deadlines, goals, gates and verdicts of two plans, where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from aiplan.core.gates import item_gates
from aiplan.core.schedule import Schedule
from aiplan.core.verdict import VERDICTS, verdict
from aiplan.model.plan import Plan

_DAY = dt.timedelta(days=1)
_BAD = frozenset({"fail", "inconclusive"})
GONE = "removed"
"""State of what the later plan no longer has."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A state that changed: of a deadline, a goal, a gate or a verdict."""

    id: str
    before: str
    after: str
    worse: bool


def turned_deadlines(before: Schedule, after: Schedule) -> tuple[Turned, ...]:
    """Return the deadlines that are met or missed otherwise, or missed by more or fewer project working days."""
    return _late(_deadlines(before), _deadlines(after), good="met", bad="missed")


def turned_goals(before: Schedule, after: Schedule) -> tuple[Turned, ...]:
    """Return the goals that come in time or late otherwise, by the last open milestone that serves each."""
    return _late(_goals(before), _goals(after), good="in time", bad="late")


def turned_gates(before: Schedule, after: Schedule) -> tuple[Turned, ...]:
    """Return the gates of milestones and rollout stages that pass otherwise, or that are new and do not pass.

    A gate is the same one whatever its bar; a gate taken from work that is still to be done counts as worse.
    """
    was, now = _gates(before), _gates(after)
    found = []
    for key, (name, state) in now.items():
        old = was[key][1] if key in was else "new"
        if old != state and (key in was or state in _BAD):
            found.append(Turned(name, old, state, worse=state in _BAD and old not in _BAD))
    for key, (name, state) in was.items():
        if key not in now and key[0] in after:
            found.append(Turned(name, state, GONE, worse=after[key[0]].status not in ("done", "dropped")))
    return tuple(found)


def turned_verdicts(before: Plan, after: Plan) -> tuple[Turned, ...]:
    """Return the assessments whose verdict changed."""
    found = []
    for key in after.assessments:
        if key in before.assessments:
            was, now = verdict(before, key).verdict, verdict(after, key).verdict
            if was != now:
                found.append(Turned(key, was, now, worse=VERDICTS.index(now) > VERDICTS.index(was)))
    return tuple(found)


def _late(before: Mapping[str, int], after: Mapping[str, int], *, good: str, bad: str) -> tuple[Turned, ...]:
    def words(days: int) -> str:
        return f"{bad} by {days}d" if days > 0 else good

    found = []
    for key, days in after.items():
        was = before.get(key)
        if was is None:
            if days > 0:
                found.append(Turned(key, "new", words(days), worse=True))
        elif max(was, 0) != max(days, 0):
            found.append(Turned(key, words(was), words(days), worse=days > was))
    found += [Turned(key, words(was), GONE, worse=False) for key, was in before.items() if was > 0 and key not in after]
    return tuple(found)


def _deadlines(schedule: Schedule) -> dict[str, int]:
    """Return by how many project working days each deadline is missed; up to 0 where it is met."""
    found = {}
    for key, work in schedule.network.work.items():
        if work.deadline is None or schedule.network.progress[key].status == "dropped":
            continue
        if (finish := schedule.finish_of(key)) is not None:
            found[key] = _days_late(schedule, work.deadline, finish)
    return found


def _goals(schedule: Schedule) -> dict[str, int]:
    """Return by how many project working days each goal with a date is late."""
    plan = schedule.plan
    latest: dict[str, dt.date] = {}
    for key, milestone in plan.milestones.items():
        finish = schedule[key].early_finish
        if finish is None or schedule[key].status in ("done", "dropped"):
            continue
        for goal in milestone.goals:
            latest[goal] = max(latest.get(goal, finish), finish)
    return {
        key: _days_late(schedule, goal.due, latest[key])
        for key, goal in plan.goals.items()
        if goal.due is not None and key in latest
    }


def _days_late(schedule: Schedule, due: dt.date, finish: dt.date) -> int:
    if finish <= due:
        return 0
    return max(1, schedule.project_calendar.count(due + _DAY, finish + _DAY))


def _gates(schedule: Schedule) -> dict[tuple[str, tuple[str, ...]], tuple[str, str]]:
    """Return (name, state) of every gate by its item and what it measures."""
    plan = schedule.plan
    return {
        (key, (status.role, *status.decision.gate.key)): (f"{key}: {status.gate.text}", status.state)
        for key in (*plan.milestones, *plan.rollout)
        for status in item_gates(plan, key, schedule.as_of)
    }
