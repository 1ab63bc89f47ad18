"""The cost of a plan under uncertainty: what the simulated durations cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aiplan.core.cost import daily_rate, paid_days, plan_cost
from aiplan.core.network import PIECE
from aiplan.core.simulation.forecast import Forecast
from aiplan.core.simulation.quantiles import TICKS


@dataclass(frozen=True, slots=True)
class CostForecast:
    """Cost of the whole plan, in its currency."""

    mean: float
    p50: float
    p80: float
    within_budget: float | None
    """Probability not to exceed the budget; `None` without one."""


def cost_forecast(forecast: Forecast) -> CostForecast:
    """Return the cost of the plan over all runs: what is spent, what is fixed, and every day at its rate.

    Days are counted as parts of days, in whole cents, so that sums do not depend on their order.
    """
    schedule = forecast.schedule
    cost = plan_cost(schedule)
    certain = cost.total
    cents = np.zeros(forecast.runs, dtype=np.int64)
    for event, drawn in zip(forecast.problem.events, forecast.durations.by_event, strict=True):
        if event.mode != PIECE or not event.main:
            continue
        rate = daily_rate(schedule.plan, schedule.network.work[event.id])
        if rate == 0:
            continue
        certain -= rate * paid_days(schedule, event.id)
        ticks = drawn.all(forecast.runs).astype(np.int64)
        trial = forecast.durations.trials.get(event.id)
        if trial is not None and trial.lanes > 1:
            ticks += (trial.lanes - 1) * np.where(trial.met, trial.days, trial.days - trial.fallback)
        cents += ticks * round(rate * 100)
    total = _ordered(cents)
    budget = cost.budget
    scale = 100 * TICKS
    return CostForecast(
        mean=certain + int(total.sum()) / total.size / scale,
        p50=certain + int(total[_rank(total.size, 50)]) / scale,
        p80=certain + int(total[_rank(total.size, 80)]) / scale,
        within_budget=None
        if budget is None
        else float(np.count_nonzero(total / scale + certain <= budget)) / total.size,
    )


def _ordered(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.sort(values)


def _rank(size: int, level: int) -> int:
    return -(-size * level // 100) - 1
