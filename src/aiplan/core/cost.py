"""What the plan costs: spent, remaining, forecast against the budget.

The cost of an activity is its fixed `cost` plus, for each unit of a team or resource it uses, `cost_per_day` times
its working days; attempts of an experiment side by side count each. Fixed costs count as spent once work has started.
For work under way the days spent are those of its calendar from its start to the data date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiplan.core.experiment import Trials, fallback_probability
from aiplan.core.progress import remaining_trials
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.work import Experiment, Work


@dataclass(frozen=True, slots=True)
class ActivityCost:
    """Cost of one activity, in the plan's currency."""

    id: str
    spent: float
    remaining: float
    fixed_spent: float = 0.0
    """The part of `spent` that does not depend on time."""
    fixed_remaining: float = 0.0
    """The part of `remaining` that does not depend on time."""

    @property
    def total(self) -> float:
        """Spent and remaining together."""
        return self.spent + self.remaining


@dataclass(frozen=True, slots=True)
class PlanCost:
    """Cost of the whole plan, in its currency."""

    activities: tuple[ActivityCost, ...]
    budget: float | None
    currency: str

    @property
    def spent(self) -> float:
        """What has been spent by the data date."""
        return sum(a.spent for a in self.activities)

    @property
    def remaining(self) -> float:
        """What is still to be spent."""
        return sum(a.remaining for a in self.activities)

    @property
    def total(self) -> float:
        """Forecast at completion."""
        return self.spent + self.remaining

    @property
    def over_budget(self) -> float | None:
        """Forecast less budget; negative: money left. `None` without a budget."""
        return None if self.budget is None else self.total - self.budget


def daily_rate(plan: Plan, work: Work) -> float:
    """Return what one working day of `work` costs: its units of teams and resources at their rates."""
    rate = 0.0
    for share in daily_rates(plan, work).values():
        rate += share
    return rate


def daily_rates(plan: Plan, work: Work) -> Mapping[str, float]:
    """Return what one working day of `work` costs for each team and resource it uses."""
    units: Mapping[str, int] = dict(work.uses)
    if work.team is not None and work.team not in units:
        units = {**units, work.team: 1}
    rates = {}
    for name, count in units.items():
        team, resource = plan.teams.get(name), plan.resources.get(name)
        per_day = team.cost_per_day if team is not None else resource.cost_per_day if resource is not None else None
        rates[name] = count * (per_day or 0.0)
    return rates


def plan_cost(schedule: Schedule) -> PlanCost:
    """Return the cost of the plan of `schedule`, activity by activity in file order."""
    plan, found = schedule.plan, []
    for key, work in schedule.network.work.items():
        progress = schedule.network.progress[key]
        rate, fixed = daily_rate(plan, work), work.cost or 0.0
        spent = remaining = fixed_spent = fixed_remaining = 0.0
        calendar = schedule.calendar_of(key)
        if progress.status == "done" and progress.started is not None and progress.finished is not None:
            days = calendar.count(progress.started, progress.finished) + int(calendar.is_working(progress.finished))
            fixed_spent, spent = fixed, fixed + rate * (days if progress.duration else 0)
        elif progress.status == "active" and progress.started is not None:
            fixed_spent = fixed
            spent = fixed + rate * max(0, calendar.count(progress.started, schedule.as_of))
            remaining = rate * paid_days(schedule, key)
        elif progress.status == "planned":
            fixed_remaining, remaining = fixed, fixed + rate * paid_days(schedule, key)
        found.append(ActivityCost(key, spent, remaining, fixed_spent, fixed_remaining))
    return PlanCost(tuple(found), plan.project.budget, plan.project.currency)


def paid_days(schedule: Schedule, key: str) -> float:
    """Return the working days that are still to be paid for: attempts side by side cost their days each."""
    work, remaining = schedule.network.work[key], schedule.network.progress[key].remaining
    if not isinstance(work, Experiment) or work.parallel == 1:
        return remaining
    trials = remaining_trials(work, schedule.calendar_of(key), schedule.as_of)
    share = {"expected": fallback_probability(trials), "worst": 1.0, "first_try": 0.0}[schedule.basis]
    fallback = min(remaining, share * trials.fallback_days)
    return fallback + (remaining - fallback) * lanes(trials)


def lanes(trials: Trials) -> int:
    """Return how many attempts are made side by side."""
    return max(1, min(trials.parallel, trials.attempts_left))


@dataclass(frozen=True, slots=True)
class GroupCost:
    """Cost of a team, a resource or a milestone, in the plan's currency."""

    id: str
    """Empty for what belongs to none."""
    spent: float
    remaining: float

    @property
    def total(self) -> float:
        """Spent and remaining together."""
        return self.spent + self.remaining


def cost_by_milestone(schedule: Schedule, cost: PlanCost) -> tuple[GroupCost, ...]:
    """Return what the work of each milestone costs, in file order; work of none last."""
    sums: dict[str, list[float]] = {key: [0.0, 0.0] for key in schedule.ids if schedule[key].kind == "milestone"}
    for item in cost.activities:
        activity = schedule[item.id]
        name = item.id if activity.kind == "milestone" else activity.milestone or ""
        _add(sums, name if name in sums else "", item.spent, item.remaining)
    return _groups(sums)


def cost_by_team(schedule: Schedule, cost: PlanCost) -> tuple[GroupCost, ...]:
    """Return what each team and resource costs by the day, in the order of the file; fixed costs last, under no id."""
    plan = schedule.plan
    sums: dict[str, list[float]] = {key: [0.0, 0.0] for key in (*plan.teams, *plan.resources)}
    for item in cost.activities:
        rates = daily_rates(plan, schedule.network.work[item.id])
        rate = sum(rates.values())
        for name, share in rates.items():
            if rate > 0 and name in sums:
                timed = item.spent - item.fixed_spent, item.remaining - item.fixed_remaining
                _add(sums, name, timed[0] * share / rate, timed[1] * share / rate)
        _add(sums, "", item.fixed_spent, item.fixed_remaining)
    return _groups(sums)


def _add(sums: dict[str, list[float]], name: str, spent: float, remaining: float) -> None:
    entry = sums.setdefault(name, [0.0, 0.0])
    entry[0] += spent
    entry[1] += remaining


def _groups(sums: Mapping[str, list[float]]) -> tuple[GroupCost, ...]:
    found = [GroupCost(name, spent, remaining) for name, (spent, remaining) in sums.items()]
    return tuple(sorted((g for g in found if g.total), key=lambda g: not g.id))
