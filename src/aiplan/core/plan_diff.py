"""The difference of two plans as a reviewer needs it: what was edited, what moves because of it, what is at risk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.core.attribution import Part, Slip, parts_of, split
from aiplan.core.causes import causes_of, try_alone
from aiplan.core.compare import Change, compare, edits_of
from aiplan.core.early import Dated
from aiplan.core.schedule import Schedule
from aiplan.core.standings import Turned, turned_deadlines, turned_gates, turned_goals, turned_verdicts
from aiplan.core.variant import reschedule


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

    @property
    def edits(self) -> tuple[Change, ...]:
        """Values that differ in items that both plans have."""
        return tuple(c for c in self.changes if c.kind == "set")

    @property
    def items(self) -> tuple[Change, ...]:
        """Items that were added, removed or renamed."""
        return tuple(c for c in self.changes if c.kind != "set")

    @property
    def turned(self) -> tuple[tuple[str, tuple[Turned, ...]], ...]:
        """The states that changed, by what they are of."""
        return (
            ("goals", self.goals),
            ("deadlines", self.deadlines),
            ("gates", self.gates),
            ("verdicts", self.verdicts),
        )

    def verdict(self) -> str:
        """Return the first line: finish, number of moved activities, critical path, goals at risk."""
        if self.empty:
            return "no semantic change"
        was, now = self.before.finish, self.after.finish
        days = self.finish_days
        parts = []
        if days:
            parts.append(f"finish {was} → {now} ({days:+d} working day{'s' if abs(days) != 1 else ''})")
        elif was is None or now is None:
            parts.append(f"no finish before, now {now}" if now else f"finish {was}, now none" if was else "no finish")
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
    before: Schedule,
    after: Schedule,
    data_before: Mapping[str, Any],
    data_after: Mapping[str, Any],
    *,
    as_of_pinned: bool = False,
) -> PlanDiff:
    """Return the difference of two scheduled plans.

    Args:
        before: schedule of the earlier plan.
        after: schedule of the later plan.
        data_before: what the earlier file says, as plain data.
        data_after: what the later file says.
        as_of_pinned: whether both have one data date, whatever the plans say.
    """
    changes = compare(data_before, data_after)
    renames = [c for c in changes if c.kind == "renamed"]
    names = {str(c.old): str(c.path[1]) for c in renames}
    base = reschedule(before, [e for c in renames for e in edits_of(c)]) if renames else before
    moved = _moved(base, after)
    still = not moved and base.finish == after.finish
    tried = () if still else try_alone(base, causes_of(changes, as_of_pinned=as_of_pinned))
    alone = [(t.cause.label, t.dates) for t in tried]
    path_before = [names.get(k, k) for k in before.critical_path]
    parts, interaction = _finish_parts(base, after, alone)
    return PlanDiff(
        before=before,
        after=after,
        changes=changes,
        moved=moved,
        slips=split(base, after, alone, [m.id for m in moved if m.milestone]),
        finish_parts=parts,
        finish_interaction=interaction,
        path_in=tuple(k for k in after.critical_path if k not in path_before),
        path_out=tuple(k for k in path_before if k not in after.critical_path),
        deadlines=turned_deadlines(base, after),
        goals=turned_goals(base, after),
        gates=turned_gates(base, after),
        verdicts=turned_verdicts(base.plan, after.plan),
    )


def _moved(base: Schedule, after: Schedule) -> tuple[Moved, ...]:
    found = []
    calendar = after.project_calendar
    for key, work in after.network.work.items():
        was, now = base.finish_of(key), after.finish_of(key)
        if was is None or now is None or was == now or not (days := calendar.count(was, now)):
            continue
        if not base.network.progress[key].status == after.network.progress[key].status == "dropped":
            found.append(Moved(key, work.title, was, now, days, work.kind == "milestone"))
    return tuple(sorted(found, key=lambda m: (-abs(m.days), m.after, m.id)))


def _finish_parts(base: Schedule, after: Schedule, alone: Sequence[tuple[str, Dated]]) -> tuple[tuple[Part, ...], int]:
    """Return what each cause alone adds to the project finish, and what they do only together."""
    if base.finish is None or after.finish is None:
        return (), 0
    count, was = after.project_calendar.count, base.finish
    days = [(label, 0 if tried.finish is None else count(was, tried.finish)) for label, tried in alone]
    return parts_of(count(was, after.finish), days)
