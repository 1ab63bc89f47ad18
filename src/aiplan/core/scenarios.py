"""What-if scenarios side by side: the plan, and the plan under each overlay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.core.cost import plan_cost
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.forecast import simulate
from aiplan.core.variant import reschedule, scenario_edits
from aiplan.errors import UnknownAddress


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One column of the comparison."""

    id: str
    """Empty for the plan itself."""
    title: str
    schedule: Schedule
    finish: dt.date | None
    p50: dt.date
    p80: dt.date
    probability: float | None
    """To meet the deadline of the milestone compared; `None` without one."""
    cost: float
    path: tuple[str, ...]


def compare_scenarios(
    schedule: Schedule, ids: Sequence[str], *, milestone: str | None = None, runs: int | None = None
) -> tuple[ScenarioResult, ...]:
    """Return the plan, then each scenario, all simulated with the same random numbers.

    Args:
        schedule: of the plan.
        ids: scenarios to compare.
        milestone: whose deadline the probability is about; by default the last milestone that has one.
        runs: simulated projects each.

    Raises:
        UnknownAddress: for a scenario that does not exist, or one that sets what is not there.
        InvalidEdit: where a scenario sets a value that does not fit.
    """
    key = milestone or compared_milestone(schedule)
    found = [_result("", "the plan", schedule, key, runs)]
    for name in ids:
        if name not in schedule.plan.scenarios:
            raise UnknownAddress(f"scenarios.{name}")
        title = schedule.plan.scenarios[name].title or name
        found.append(_result(name, title, reschedule(schedule, scenario_edits(schedule.plan, name)), key, runs))
    return tuple(found)


def compared_milestone(schedule: Schedule) -> str | None:
    """Return the milestone whose deadline the probability is about: the last that has one."""
    dated = [(a.deadline, a.id) for a in schedule.activities if a.kind == "milestone" and a.deadline is not None]
    return max(dated)[1] if dated else None


def _result(name: str, title: str, schedule: Schedule, key: str | None, runs: int | None) -> ScenarioResult:
    forecast = simulate(schedule, runs=runs)
    probability = None
    if key is not None and key in forecast and (deadline := schedule[key].deadline) is not None:
        probability = forecast.activity_probability(key, deadline)
    return ScenarioResult(
        id=name,
        title=title,
        schedule=schedule,
        finish=schedule.finish,
        p50=forecast.percentile(50),
        p80=forecast.percentile(80),
        probability=probability,
        cost=plan_cost(schedule).total,
        path=schedule.critical_path,
    )
