"""Which experiment to run first: what it can save for what it costs.

Value of information here is P(fail) × downstream cost still avoidable ÷ cost of the experiment. An experiment that is
likely to fail, cheap to try and in front of much work comes first. The order is a suggestion: it is greedy by this
ratio and never puts an experiment before one that has to start before it.

Source: the ratio is that of least-cost testing sequences (L. G. Mitten, "An analytic solution to the least cost
testing sequence problem", Journal of Industrial Engineering 11, 1960), with the cost behind an experiment as the loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from aiplan.core.cost import daily_rate, plan_cost
from aiplan.core.experiment import Trials, expected_days, fallback_probability
from aiplan.core.progress import first_started, remaining_trials
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.work import Milestone, Work

START, END = True, False
"""The two ends of an activity."""

Unit = Literal["money", "days"]
"""What cost is counted in: the plan's currency, or working days times units where an experiment has no cost."""

End = tuple[str, bool]
"""An activity, and which of its ends."""


@dataclass(frozen=True, slots=True)
class Information:
    """What one open experiment is worth."""

    id: str
    failure: float | None
    """Probability that it ends in its fallback; `None` where `success` is not given."""
    downstream: float
    """Cost of the work that cannot finish before it, and is still avoidable."""
    cost: float
    """Expected cost of its remaining attempts, without the fallback."""
    waits_for: tuple[str, ...]
    """Open experiments that have to start before it."""

    @property
    def value(self) -> float | None:
        """The ratio; `None` where it is not known."""
        if self.failure is None:
            return None
        saved = self.failure * self.downstream
        if self.cost > 0:
            return saved / self.cost
        return float("inf") if saved > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Open experiments in the order in which to run them."""

    unit: Unit
    order: tuple[Information, ...]


def suggested_order(schedule: Schedule) -> Suggestion:
    """Return the open experiments of the plan of `schedule`, the one to run first in front."""
    plan = schedule.plan
    ids = [key for key in plan.experiments if key in schedule and _open(schedule, key)]
    graph = _Graph(plan)
    money = {a.id: a.remaining for a in plan_cost(schedule).activities}
    costs = {key: _attempts_cost(schedule, key) for key in ids}
    unit: Unit = "money" if ids and all(cost > 0 for cost in costs.values()) else "days"
    if unit == "days":
        money = {key: _remaining_days(schedule, key) for key in schedule.ids}
        costs = {key: _attempt_days(schedule, key) * _units(plan.experiments[key]) for key in ids}
    found = {}
    for key in ids:
        behind = graph.finishes_after(key)
        found[key] = Information(
            id=key,
            failure=_failure(schedule, key),
            downstream=sum(money.get(other, 0.0) for other in schedule.ids if other in behind),
            cost=float(costs[key]),
            waits_for=tuple(other for other in ids if key in graph.starts_after(other)),
        )
    return Suggestion(unit, tuple(found[key] for key in ordered(found)))


def ordered(found: Mapping[str, Information]) -> list[str]:
    """Return the ids of `found`: the most valuable that waits for none of the rest, again and again.

    Where experiments wait for each other in a circle, the most valuable of all goes first.
    """
    left, order = dict(found), []
    while left:
        free = [key for key, item in left.items() if not any(o in left and o != key for o in item.waits_for)]
        best = max(free or left, key=lambda key: _rank(left[key]))
        order.append(best)
        del left[best]
    return order


def _rank(item: Information) -> tuple[bool, float, float]:
    """Return what experiments are compared by; one of unknown value comes after those of known value."""
    value = item.value
    return value is not None, value or 0.0, -item.cost


def _open(schedule: Schedule, key: str) -> bool:
    work = schedule.plan.experiments[key]
    falling_back = work.take_fallback or (work.fallback is not None and work.fallback.started is not None)
    return (
        schedule[key].status in ("planned", "active") and not falling_back and _trials(schedule, key).attempts_left > 0
    )


def _trials(schedule: Schedule, key: str) -> Trials:
    return remaining_trials(schedule.plan.experiments[key], schedule.calendar_of(key), schedule.as_of)


def _failure(schedule: Schedule, key: str) -> float | None:
    if schedule.plan.experiments[key].success is None:
        return None
    return fallback_probability(_trials(schedule, key))


def _attempt_days(schedule: Schedule, key: str) -> float:
    """Return the expected working days of the remaining attempts."""
    return float(expected_days(replace(_trials(schedule, key), fallback_days=0)))


def _attempts_cost(schedule: Schedule, key: str) -> float:
    work = schedule.plan.experiments[key]
    fixed = (work.cost or 0.0) if first_started(work) is None else 0.0
    return fixed + daily_rate(schedule.plan, work) * _attempt_days(schedule, key)


def _remaining_days(schedule: Schedule, key: str) -> float:
    activity = schedule[key]
    return (
        0.0 if activity.status in ("done", "dropped") else float(activity.remaining * _units(schedule.plan.work[key]))
    )


def _units(work: Work) -> int:
    """Return how many units of teams and resources work takes, at least one."""
    named = sum(work.uses.values())
    return max(1, named + (work.team is not None and work.team not in work.uses))


class _Graph:
    """Which activity has to start or finish before which: two ends for each, and links between ends."""

    def __init__(self, plan: Plan) -> None:
        self._after: dict[End, list[End]] = {}
        work = plan.work
        for key, item in work.items():
            self._link((key, START), (key, END))
            for link in item.depends_on:
                if link.id in work:
                    self._link((link.id, link.type[0] == "S"), (key, link.type[1] == "S"))
            above = item.milestone
            if above is not None and above in plan.milestones and not isinstance(item, Milestone):
                self._link((above, START), (key, START))
                self._link((key, END), (above, END))

    def _link(self, first: End, then: End) -> None:
        self._after.setdefault(first, []).append(then)

    def starts_after(self, key: str) -> frozenset[str]:
        """Return the activities that cannot start before `key` has started, without itself."""
        return frozenset(other for other, end in self._reach((key, START)) if end is START and other != key)

    def finishes_after(self, key: str) -> frozenset[str]:
        """Return the activities that cannot finish before `key` has finished, without itself."""
        return frozenset(other for other, end in self._reach((key, END)) if end is END and other != key)

    def _reach(self, first: End) -> set[End]:
        seen, stack = {first}, [first]
        while stack:
            for then in self._after.get(stack.pop(), ()):
                if then not in seen:
                    seen.add(then)
                    stack.append(then)
        return seen
