"""The difference of two plans as a reviewer needs it: what was edited, what moves because of it, what is at risk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.core.attribution import Cause, Part, Slip, attribute, slip_days
from aiplan.core.compare import Change, causes_of, compare, edits_of
from aiplan.core.gates import milestone_gates
from aiplan.core.schedule import Schedule
from aiplan.core.variant import reschedule, with_edits
from aiplan.core.verdict import VERDICTS, verdict
from aiplan.errors import AiplanError
from aiplan.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Moved:
    """One activity whose finish moved. Days are project working days, later is positive."""

    id: str
    title: str
    before: dt.date
    after: dt.date
    days: int
    milestone: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """A state that changed: of a deadline, a goal, a gate or a verdict."""

    id: str
    before: str
    after: str
    worse: bool


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Everything that differs between two plans."""

    before: Schedule
    after: Schedule
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    """Largest first."""
    slips: tuple[Slip, ...]
    """Of the milestones that moved, split over their causes."""
    finish_parts: tuple[Part, ...]
    """The move of the project finish split over its causes."""
    finish_interaction: int
    path_in: tuple[str, ...]
    """Activities that are on the critical path now and were not."""
    path_out: tuple[str, ...]
    deadlines: tuple[Turned, ...]
    goals: tuple[Turned, ...]
    gates: tuple[Turned, ...]
    verdicts: tuple[Turned, ...]

    @property
    def finish_days(self) -> int | None:
        """Working days by which the project finish moves."""
        was, now = self.before.finish, self.after.finish
        return None if was is None or now is None else self.after.project_calendar.count(was, now)

    @property
    def goals_at_risk(self) -> tuple[str, ...]:
        """Goals that were in time and are no longer."""
        return tuple(g.id for g in self.goals if g.worse)

    @property
    def empty(self) -> bool:
        """Whether the plans say the same; dates may still differ with the data date."""
        return not self.changes and not self.moved

    def verdict(self) -> str:
        """Return the first line: finish, number of moved activities, critical path, goals at risk."""
        if self.empty:
            return "no semantic change"
        was, now = self.before.finish, self.after.finish
        days = self.finish_days
        parts = []
        if days:
            parts.append(f"finish {was} → {now} ({days:+d} working day{'s' if abs(days) != 1 else ''})")
        else:
            parts.append(f"finish stays {now}")
        count = len(self.moved)
        parts.append(f"{count} {'activity moves' if count == 1 else 'activities move'}" if count else "nothing moves")
        parts.append("critical path changed" if self.path_in or self.path_out else "critical path unchanged")
        risk = len(self.goals_at_risk)
        if risk:
            parts.append(f"{risk} goal{'s' if risk != 1 else ''} at risk")
        return " · ".join(parts)


def diff_plans(
    before: Schedule, after: Schedule, data_before: Mapping[str, Any], data_after: Mapping[str, Any]
) -> PlanDiff:
    """Return the difference of two scheduled plans.

    Args:
        before: schedule of the earlier plan.
        after: schedule of the later plan.
        data_before: what the earlier file says, as plain data.
        data_after: what the later file says.
    """
    changes = compare(data_before, data_after)
    renames = [c for c in changes if c.kind == "renamed"]
    names = {str(c.old): str(c.path[1]) for c in renames}
    base = reschedule(before, [e for c in renames for e in edits_of(c)]) if renames else before
    moved = _moved(base, after)
    tried = _alone(base, causes_of(changes))
    milestones = [m.id for m in moved if m.milestone]
    parts, interaction = _finish_parts(base, after, tried)
    path_before = [names.get(k, k) for k in before.critical_path]
    return PlanDiff(
        before=before,
        after=after,
        changes=changes,
        moved=moved,
        slips=attribute(base, after, tried, ids=milestones) if tried else (),
        finish_parts=parts,
        finish_interaction=interaction,
        path_in=tuple(k for k in after.critical_path if k not in path_before),
        path_out=tuple(k for k in path_before if k not in after.critical_path),
        deadlines=_turned(_deadlines(base), _deadlines(after), bad=frozenset({"missed"})),
        goals=_turned(_goals(base), _goals(after), bad=frozenset({"late"})),
        gates=_turned(_gates(base), _gates(after), bad=frozenset({"fail", "inconclusive"})),
        verdicts=_turned_verdicts(base.plan, after.plan),
    )


def _alone(base: Schedule, causes: Sequence[Cause]) -> list[Cause]:
    """Return the causes that can be tried alone on the earlier plan; the others show in the interaction."""
    found = []
    for cause in causes:
        try:
            with_edits(base.plan, cause.edits)
        except AiplanError:
            continue
        found.append(cause)
    return found


def _moved(base: Schedule, after: Schedule) -> tuple[Moved, ...]:
    found = []
    for key in after.ids:
        days = slip_days(base, after, key)
        was = base[key].early_finish if key in base else None
        now = after[key].early_finish
        if days and was is not None and now is not None and not (base[key].status == after[key].status == "dropped"):
            activity = after[key]
            found.append(Moved(key, activity.title, was, now, days, activity.kind == "milestone"))
    return tuple(sorted(found, key=lambda m: (-abs(m.days), m.after, m.id)))


def _finish_parts(base: Schedule, after: Schedule, causes: Sequence[Cause]) -> tuple[tuple[Part, ...], int]:
    """Return what each cause alone adds to the project finish, and what they do only together."""
    if base.finish is None or after.finish is None:
        return (), 0
    calendar = after.project_calendar
    total = calendar.count(base.finish, after.finish)
    parts = []
    for cause in causes:
        finish = after.finish if len(causes) == 1 else reschedule(base, cause.edits).finish
        if finish is not None and (days := calendar.count(base.finish, finish)):
            parts.append(Part(cause.label, days))
    parts.sort(key=lambda part: (-abs(part.days), part.label))
    return tuple(parts), total - sum(part.days for part in parts)


def _turned(before: Mapping[str, str], after: Mapping[str, str], *, bad: frozenset[str]) -> tuple[Turned, ...]:
    return tuple(
        Turned(key, before.get(key, "new"), state, worse=state in bad and before.get(key) not in bad)
        for key, state in after.items()
        if before.get(key) != state and (key in before or state in bad)
    )


def _turned_verdicts(before: Plan, after: Plan) -> tuple[Turned, ...]:
    found = []
    for key in after.assessments:
        if key in before.assessments:
            was, now = verdict(before, key).verdict, verdict(after, key).verdict
            if was != now:
                found.append(Turned(key, was, now, worse=VERDICTS.index(now) > VERDICTS.index(was)))
    return tuple(found)


def _deadlines(schedule: Schedule) -> dict[str, str]:
    found = {}
    for activity in schedule.activities:
        if activity.deadline is not None and activity.early_finish is not None and activity.status != "dropped":
            found[activity.id] = "missed" if activity.early_finish > activity.deadline else "met"
    return found


def _goals(schedule: Schedule) -> dict[str, str]:
    """Return whether each goal with a date is in time, by the last open milestone that serves it."""
    plan = schedule.plan
    latest: dict[str, dt.date] = {}
    for key, milestone in plan.milestones.items():
        finish = schedule[key].early_finish
        if finish is None or schedule[key].status in ("done", "dropped"):
            continue
        for goal in milestone.goals:
            latest[goal] = max(latest.get(goal, finish), finish)
    return {
        key: "late" if latest[key] > goal.due else "in time"
        for key, goal in plan.goals.items()
        if goal.due is not None and key in latest
    }


def _gates(schedule: Schedule) -> dict[str, str]:
    return {
        f"{key}: {status.gate.text}": status.state
        for key in schedule.plan.milestones
        for status in milestone_gates(schedule.plan, key, schedule.as_of)
    }
