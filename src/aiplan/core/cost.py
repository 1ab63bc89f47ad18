"""What the plan costs: spent, remaining, forecast against the budget.

The cost of an activity is its fixed `cost` plus, for each unit of a team or resource it uses, `cost_per_day` times
its working days. Fixed costs count as spent once work has started. For work under way the days spent are those of
its calendar from its start to the data date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.work import Work


@dataclass(frozen=True, slots=True)
class ActivityCost:
    """Cost of one activity, in the plan's currency."""

    id: str
    spent: float
    remaining: float

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
    units: Mapping[str, int] = dict(work.uses)
    if work.team is not None and work.team not in units:
        units = {**units, work.team: 1}
    rate = 0.0
    for name, count in units.items():
        team, resource = plan.teams.get(name), plan.resources.get(name)
        per_day = team.cost_per_day if team is not None else resource.cost_per_day if resource is not None else None
        rate += count * (per_day or 0.0)
    return rate


def plan_cost(schedule: Schedule) -> PlanCost:
    """Return the cost of the plan of `schedule`, activity by activity in file order."""
    plan, found = schedule.plan, []
    for key in schedule.ids:
        work, activity = schedule.network.work[key], schedule[key]
        progress = schedule.network.progress[key]
        rate, fixed = daily_rate(plan, work), work.cost or 0.0
        spent = remaining = 0.0
        calendar = schedule.calendar_of(key)
        if progress.status == "done" and progress.started is not None and progress.finished is not None:
            days = calendar.count(progress.started, progress.finished) + int(calendar.is_working(progress.finished))
            spent = fixed + rate * (days if progress.duration else 0)
        elif progress.status == "active" and progress.started is not None:
            spent = fixed + rate * max(0, calendar.count(progress.started, schedule.as_of))
            remaining = rate * activity.remaining
        elif progress.status == "planned":
            remaining = fixed + rate * activity.remaining
        found.append(ActivityCost(key, spent, remaining))
    return PlanCost(tuple(found), plan.project.budget, plan.project.currency)
