"""Re-planning: recovery plans for a late milestone, each rescheduled and simulated, never estimated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from aiplan.core.recovery.levers import Lever
from aiplan.core.recovery.search import Rescheduler, Search, State
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.draws import Streams
from aiplan.core.simulation.forecast import Forecast, simulate
from aiplan.core.simulation.kernel import Progress
from aiplan.core.variant import reschedule
from aiplan.errors import AiplanError
from aiplan.model.edits import Edit, SetField
from aiplan.phrases import Phrase, listed, say

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
    def label(self) -> Phrase:
        """What is done, in words."""
        if not self.levers:
            return say("carry on as planned")
        return listed((lever.label for lever in self.levers), sentences=True)

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
    doubtful: bool = False
    """Whether it was chosen although it is planned in time, because it may well be late."""


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


def doubtful_milestone(forecast: Forecast) -> str | None:
    """Return the first in time of the open milestones that may well miss their deadline, else `None`."""
    schedule = forecast.schedule
    risky = [
        (outlook.p50, outlook.id)
        for outlook in forecast.outlooks()
        if outlook.risk in ("red", "amber")
        and schedule[outlook.id].kind == "milestone"
        and schedule[outlook.id].status not in ("done", "dropped")
    ]
    return min(risky)[1] if risky else None


def replan(
    schedule: Schedule,
    *,
    milestone: str | None = None,
    by: dt.date | None = None,
    recover: int | None = None,
    runs: int = RUNS,
    rescheduler: Rescheduler | None = None,
    progress: Progress | None = None,
) -> Replanning:
    """Return recovery plans for a late milestone.

    Args:
        schedule: the present schedule.
        milestone: the one to recover; by default the first that is late, else the first that may well be.
        by: date to reach; by default its deadline.
        recover: working days to gain instead.
        runs: simulated projects per plan.
        rescheduler: how a variant is scheduled, for levelled plans.
        progress: called again and again; returning False cancels.

    Raises:
        CancelledError: where `progress` returned False.
        NothingToRecover: where nothing is late or the milestone has no date to meet.
    """
    streams = Streams(schedule.plan.simulation.seed)

    def starting(_done: int, _whole: int) -> bool:
        return progress is None or progress(0, 1)

    key, doubtful = milestone or late_milestone(schedule), False
    if key is None:
        key, doubtful = doubtful_milestone(simulate(schedule, runs=runs, streams=streams, progress=starting)), True
    if key is None or key not in schedule:
        raise NothingToRecover(
            say("no milestone is forecast after its deadline, and none may well be: P80 is before each of them"),
            hint=say("name one: --milestone ID --by DATE"),
        )
    activity = schedule[key]
    if activity.early_finish is None or activity.status in ("done", "dropped"):
        raise NothingToRecover(say("{key} is not ahead: there is nothing to recover", key=key))
    if by is None:
        by = (
            schedule.project_calendar.add(activity.early_finish, -recover) if recover is not None else activity.deadline
        )
    if by is None:
        raise NothingToRecover(
            say("{key} has no deadline", key=key), hint=say("say how far: --by DATE or --recover DAYS")
        )

    unchanged = simulate(schedule, runs=runs, streams=streams, progress=starting)
    aim = by if recover is not None else _aim(schedule, key, by, unchanged.outlook(key).p80)
    search = Search(schedule, key, aim, rescheduler or reschedule, progress)
    states = search.run()

    def go_on(_done: int, _whole: int) -> bool:
        return progress is None or progress(search.budget, search.budget)

    def measured(state: State, forecast: Forecast | None = None) -> RecoveryPlan:
        found = forecast or simulate(state.schedule, runs=runs, streams=streams, progress=go_on)
        return _measured(state, search, found, by)

    as_planned = measured(search.start, unchanged)
    plans = [measured(state) for state in _pareto(states)[: 3 * MAX_OPTIONS]]
    plans = _not_dominated([p for p in plans if p.days_gained > 0 or p.p80 < as_planned.p80])
    plans.sort(key=lambda p: (not p.meets, -round(p.probability, 1), p.scope, round(p.cost, 2), len(p.levers), p.label))
    plans = plans[:MAX_OPTIONS]
    if activity.deadline is not None and activity.kind == "milestone":
        plans.append(_move_deadline(as_planned, key, unchanged))
    return Replanning(key, by, as_planned, tuple(plans), search.schedules, doubtful)


def _aim(schedule: Schedule, key: str, by: dt.date, p80: dt.date) -> dt.date:
    """Return the day to search for: `by`; where that is met as planned, the day with which P80 would meet it."""
    finish = schedule[key].early_finish
    assert finish is not None
    if finish > by or p80 <= by:
        return by
    calendar = schedule.project_calendar
    return calendar.add(finish, -calendar.count(by, p80))


def _move_deadline(as_planned: RecoveryPlan, key: str, unchanged: Forecast) -> RecoveryPlan:
    day = max(as_planned.p80, as_planned.finish)
    edit = SetField(("milestones", key, "deadline"), day)
    lever = Lever("deadline", say("move the deadline of {key} to {day} (P80)", key=key, day=day), (edit,))
    chance = unchanged.activity_probability(key, day)
    return replace(as_planned, levers=(lever,), edits=(edit,), meets=True, probability=chance)


def _measured(state: State, search: Search, forecast: Forecast, target: dt.date) -> RecoveryPlan:
    outlook, start = forecast.outlook(search.key), search.start
    return RecoveryPlan(
        levers=state.levers,
        edits=state.edits,
        finish=state.finish,
        days_gained=state.schedule.project_calendar.count(state.finish, start.finish),
        meets=state.finish <= target,
        p50=outlook.p50,
        p80=outlook.p80,
        probability=forecast.activity_probability(search.key, target),
        cost=state.cost - start.cost,
        dropped=tuple(name for lever in state.levers for name in lever.dropped),
        scope=state.scope,
    )


def _pareto(states: list[State]) -> list[State]:
    """Return states that no other beats in date, scope, cost and number of levers at once, best dates first."""
    best: list[State] = []
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
