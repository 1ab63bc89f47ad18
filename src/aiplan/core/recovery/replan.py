"""Re-planning: recovery plans for a late milestone, each rescheduled and simulated, never estimated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from aiplan.core.cost import plan_cost
from aiplan.core.recovery.crash import Rescheduler, crash_lever
from aiplan.core.recovery.critical import critical_to
from aiplan.core.recovery.levers import FALLBACK_WEIGHT, SCOPE_WEIGHT, Lever, levers_for
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.forecast import Forecast, simulate
from aiplan.core.variant import reschedule
from aiplan.errors import AiplanError
from aiplan.model.edits import Edit, SetField

MAX_LEVERS = 4
"""Levers combined in one recovery plan."""
BEAM = 24
"""Combinations of one size that are built upon."""
MAX_SCHEDULES = 1500
"""Schedules computed in one search."""
MAX_OPTIONS = 9
"""Recovery plans that are offered."""
RUNS = 4000
"""Simulated projects for each recovery plan."""


class NothingToRecover(AiplanError):
    """No milestone is late, or the one asked for cannot be."""

    exit_code = 0


@dataclass(frozen=True, slots=True)
class RecoveryPlan:
    """One way out, with what it really does."""

    levers: tuple[Lever, ...]
    edits: tuple[Edit, ...]
    finish: dt.date
    """Early finish of the milestone."""
    days_gained: int
    """Working days, against doing nothing."""
    meets: bool
    """Whether the deterministic date meets the target."""
    p50: dt.date
    p80: dt.date
    probability: float
    """To finish by the target."""
    cost: float
    """Extra money against doing nothing."""
    dropped: tuple[str, ...]
    """Activities left out."""
    scope: int
    """Scope lost: left-out activities and fallbacks taken, weighted."""

    @property
    def label(self) -> str:
        """What is done, in words."""
        return "; ".join(lever.label for lever in self.levers) or "carry on as planned"

    @property
    def heuristic(self) -> bool:
        """Whether a cheaper crash may exist that was not looked for."""
        return any(lever.heuristic for lever in self.levers)


@dataclass(frozen=True, slots=True)
class Replanning:
    """The result of a search: carrying on, then the recovery plans of the Pareto front, best first."""

    milestone: str
    target: dt.date
    as_planned: RecoveryPlan
    options: tuple[RecoveryPlan, ...]
    schedules: int
    """How many schedules were computed."""


@dataclass(frozen=True, slots=True)
class _State:
    levers: tuple[Lever, ...]
    schedule: Schedule
    finish: dt.date
    cost: float
    """Of the whole plan, extra money for levers included."""

    @property
    def rank(self) -> tuple[float, ...]:
        """What combinations are compared by before simulation; less is better in each."""
        return self.finish.toordinal(), self.scope, round(self.cost, 2), len(self.levers)

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for lever in self.levers for edit in lever.edits)

    @property
    def scope(self) -> int:
        work = self.schedule.network.work
        left_out = sum(SCOPE_WEIGHT[work[key].priority or "must"] for lever in self.levers for key in lever.dropped)
        return left_out + FALLBACK_WEIGHT * sum(lever.kind == "fallback" for lever in self.levers)


def late_milestone(schedule: Schedule) -> str | None:
    """Return the milestone to recover: of those forecast after their deadline the first in time, else `None`."""
    late = [
        (a.early_finish, a.id)
        for a in schedule.activities
        if a.kind == "milestone"
        and a.deadline
        and a.early_finish
        and a.early_finish > a.deadline
        and a.status != "done"
    ]
    return min(late)[1] if late else None


def replan(
    schedule: Schedule,
    *,
    milestone: str | None = None,
    by: dt.date | None = None,
    recover: int | None = None,
    runs: int = RUNS,
    rescheduler: Callable[[Schedule, tuple[Edit, ...]], Schedule] | None = None,
) -> Replanning:
    """Return recovery plans for a late milestone.

    Args:
        schedule: the present schedule.
        milestone: the one to recover; by default the first that is late.
        by: date to reach; by default its deadline.
        recover: working days to gain instead.
        runs: simulated projects per plan.
        rescheduler: how a variant is scheduled, for levelled plans.

    Raises:
        NothingToRecover: where nothing is late or the milestone has no date to meet.
    """
    key = milestone or late_milestone(schedule)
    if key is None or key not in schedule:
        raise NothingToRecover("no milestone is forecast after its deadline", hint="name one: --milestone ID --by DATE")
    activity = schedule[key]
    if activity.early_finish is None or activity.status in ("done", "dropped"):
        raise NothingToRecover(f"{key} is not ahead: there is nothing to recover")
    if by is None:
        by = (
            schedule.project_calendar.add(activity.early_finish, -recover) if recover is not None else activity.deadline
        )
    if by is None:
        raise NothingToRecover(f"{key} has no deadline", hint="say how far: --by DATE or --recover DAYS")
    search = _Search(schedule, key, by, rescheduler or reschedule)
    states = search.run()
    start_cost = search.start.cost
    as_planned = _measure(search.start, key, by, activity.early_finish, start_cost, runs)
    front = _pareto(states)[: 3 * MAX_OPTIONS]
    plans = [_measure(s, key, by, activity.early_finish, start_cost, runs) for s in front]
    plans = _not_dominated([p for p in plans if p.days_gained > 0 or p.p80 < as_planned.p80])
    plans.sort(key=lambda p: (not p.meets, -round(p.probability, 1), p.scope, round(p.cost, 2), len(p.levers), p.label))
    plans = plans[:MAX_OPTIONS]
    if activity.deadline is not None and activity.kind == "milestone":
        plans.append(_move_deadline(as_planned, key))
    return Replanning(key, by, as_planned, tuple(plans), search.schedules)


def _move_deadline(as_planned: RecoveryPlan, key: str) -> RecoveryPlan:
    day = max(as_planned.p80, as_planned.finish)
    edit = SetField(("milestones", key, "deadline"), day)
    lever = Lever("deadline", f"move the deadline of {key} to {day} (P80)", (edit,))
    return replace(as_planned, levers=(lever,), edits=(edit,), meets=True, probability=0.8)


class _Search:
    """Breadth-first over combinations of levers, the best of each size built upon."""

    def __init__(
        self,
        schedule: Schedule,
        key: str,
        target: dt.date,
        rescheduler: Callable[[Schedule, tuple[Edit, ...]], Schedule],
    ) -> None:
        finish = schedule[key].early_finish
        assert finish is not None
        self.origin, self.key, self.target, self.rescheduler = schedule, key, target, rescheduler
        self.start = _State((), schedule, finish, plan_cost(schedule).total)
        self.schedules = 0

    def run(self) -> list[_State]:
        found: list[_State] = []
        seen: set[frozenset[object]] = set()
        level = [self.start]
        crashed = self._crashed(self.start)
        found += [crashed] if crashed else []
        for _ in range(MAX_LEVERS):
            following: list[_State] = []
            for state in level:
                for lever in self._levers(state):
                    chosen = frozenset(lv.paths for lv in (*state.levers, lever))
                    if chosen in seen or self.schedules >= MAX_SCHEDULES:
                        continue
                    seen.add(chosen)
                    if (after := self._try((*state.levers, lever))) is not None:
                        following.append(after)
            useful = [s for s in following if s.finish < self.start.finish]
            found += useful
            found += [
                c for s in following[: 4 * BEAM] if s.finish > self.target and (c := self._crashed(s)) is not None
            ]
            following = [s for s in following if s.finish > self.target or len(s.levers) < MAX_LEVERS - 1]
            following.sort(key=lambda s: (s.finish, s.scope, len(s.levers), tuple(lv.label for lv in s.levers)))
            level = following[:BEAM]
        return found

    def _levers(self, state: _State) -> list[Lever]:
        """Return the levers on what the milestone hangs on now that do not undo what was chosen."""
        taken = {path for lever in state.levers for path in lever.paths}
        ids = critical_to(state.schedule, self.key).ids
        return [lv for lv in levers_for(state.schedule, ids) if not lv.paths & taken and self.key not in lv.dropped]

    def _try(self, levers: tuple[Lever, ...]) -> _State | None:
        self.schedules += 1
        edits = tuple(edit for lever in levers for edit in lever.edits)
        schedule = self.rescheduler(self.origin, edits)
        finish = schedule[self.key].early_finish
        if finish is None:
            return None
        return _State(levers, schedule, finish, plan_cost(schedule).total + sum(lever.cost for lever in levers))

    def _crashed(self, state: _State) -> _State | None:
        """Return the state with the missing days gained by crashing, as many of them as can be."""
        missing = state.schedule.project_calendar.count(self.target, state.finish)
        apply: Rescheduler = lambda edits: self.rescheduler(self.origin, (*state.edits, *edits))  # noqa: E731
        for days in sorted({missing, (missing + 1) // 2, 1}, reverse=True):
            if days > 0 and (lever := crash_lever(state.schedule, self.key, days, apply)) is not None:
                after = self._try((*state.levers, lever))
                if after is not None and after.finish < state.finish:
                    return after
        return None


def _measure(
    state: _State, key: str, target: dt.date, planned: dt.date, planned_cost: float, runs: int
) -> RecoveryPlan:
    forecast: Forecast = simulate(state.schedule, runs=runs)
    own = forecast[key]
    return RecoveryPlan(
        levers=state.levers,
        edits=state.edits,
        finish=state.finish,
        days_gained=state.schedule.project_calendar.count(state.finish, planned),
        meets=state.finish <= target,
        p50=own.percentiles[50],
        p80=own.percentiles[80],
        probability=forecast.activity_probability(key, target),
        cost=state.cost - planned_cost,
        dropped=tuple(name for lever in state.levers for name in lever.dropped),
        scope=state.scope,
    )


def _pareto(states: list[_State]) -> list[_State]:
    """Return states that no other beats in date, scope, cost and number of levers at once, best dates first."""
    best: list[_State] = []
    for state in sorted(states, key=lambda s: (s.rank, tuple(lv.label for lv in s.levers))):
        if not any(_dominates(o.rank, state.rank) for o in best):
            best.append(state)
    return best


def _not_dominated(plans: list[RecoveryPlan]) -> list[RecoveryPlan]:
    """Return the Pareto front of cost, scope lost, P80, days gained and number of levers."""
    front: list[RecoveryPlan] = []
    for plan in plans:
        mine = _merit(plan)
        beaten = any(_dominates(_merit(o), mine) for o in plans)
        if not beaten and not any(_merit(o) == mine for o in front):
            front.append(plan)
    return front


def _merit(plan: RecoveryPlan) -> tuple[float, ...]:
    """Return what plans are compared by; less is better in each."""
    return round(plan.cost, 2), plan.scope, plan.p80.toordinal(), -plan.days_gained, len(plan.levers)


def _dominates(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a != b and all(x <= y for x, y in zip(a, b, strict=True))
