"""What-if scenarios side by side: the plan, and the plan under each overlay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.core.cost import plan_cost
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.draws import Streams
from aiplan.core.simulation.forecast import Forecast, Outlook, simulate
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
    milestones: tuple[Outlook, ...]
    """Of each unfinished milestone, in file order."""

    def days_against(self, base: ScenarioResult) -> int | None:
        """Return how many working days later than `base` the project finishes, `None` where one has no finish."""
        if self.finish is None or base.finish is None:
            return None
        return base.schedule.project_calendar.count(base.finish, self.finish)

    def path_against(self, base: ScenarioResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what enters the critical path against `base`, and what leaves it."""
        entered = tuple(key for key in self.path if key not in base.path)
        return entered, tuple(key for key in base.path if key not in self.path)


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
    variants = [("", "the plan", schedule)]
    for name in ids:
        if name not in schedule.plan.scenarios:
            raise UnknownAddress(f"scenarios.{name}")
        title = schedule.plan.scenarios[name].title or name
        variants.append((name, title, reschedule(schedule, scenario_edits(schedule.plan, name))))
    return compare_schedules(variants, milestone=milestone, runs=runs)


def compare_schedules(
    variants: Sequence[tuple[str, str, Schedule]],
    *,
    milestone: str | None = None,
    runs: int | None = None,
    streams: Streams | None = None,
) -> tuple[ScenarioResult, ...]:
    """Return schedules of one plan and its variants side by side, all simulated with the same random numbers.

    A what-if that is being edited is `[("", "the plan", base), ("what-if", title, other)]`; for one that follows
    typing ask for `QUICK_RUNS` runs and keep `streams` between calls.

    Args:
        variants: (id, title, schedule), the plan first.
        milestone: whose deadline the probability is about; by default the last milestone of the plan that has one.
        runs: simulated projects each; the plan's by default.
        streams: the random numbers, kept from an earlier call.
    """
    base = variants[0][2]
    key = milestone or compared_milestone(base)
    streams = streams or Streams(base.plan.simulation.seed)
    return tuple(_result(*variant, key, runs, streams) for variant in variants)


def compared_milestone(schedule: Schedule) -> str | None:
    """Return the milestone whose deadline the probability is about: the last that has one."""
    dated = [(a.deadline, a.id) for a in schedule.activities if a.kind == "milestone" and a.deadline is not None]
    return max(dated)[1] if dated else None


def _result(
    name: str, title: str, schedule: Schedule, key: str | None, runs: int | None, streams: Streams
) -> ScenarioResult:
    return result_of(simulate(schedule, runs=runs, streams=streams), key, name=name, title=title)


def result_of(forecast: Forecast, milestone: str | None, *, name: str = "", title: str = "") -> ScenarioResult:
    """Return one column of the comparison from a forecast that is there already.

    Args:
        forecast: of the plan or of a variant, all of one comparison with the same runs and seed.
        milestone: whose deadline the probability is about; see `compared_milestone`.
        name: of the scenario, empty for the plan.
        title: in words.
    """
    schedule = forecast.schedule
    probability = None
    if milestone is not None and milestone in forecast and (deadline := schedule[milestone].deadline) is not None:
        probability = forecast.activity_probability(milestone, deadline)
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
        milestones=forecast.outlooks(key for key in forecast.ids if schedule[key].kind == "milestone"),
    )
