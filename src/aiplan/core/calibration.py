"""Calibration: how good the estimates of finished work turned out to be.

Sources: Brier 1950 for probabilities of experiments; share of actuals inside P50/P80 after Hubbard, *How to Measure
Anything*, 3rd ed., 2014.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from aiplan.core.schedule import Schedule
from aiplan.core.simulation.quantiles import BINS, TICKS, duration_table
from aiplan.model.work import Experiment

ENOUGH = 20
"""Finished items below which no conclusion is drawn."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What finished work says about the estimates."""

    items: int
    """Finished activities with a three-point estimate and both actual dates."""
    inside_p50: float | None
    """Share of actual lengths not above the estimate's P50; 0.5 is well calibrated."""
    inside_p80: float | None
    """Share not above its P80; 0.8 is well calibrated."""
    factor: float | None
    """Geometric mean of actual over likely: what estimates would have to be multiplied by."""
    attempts: int
    """Finished attempts of experiments with a probability."""
    brier: float | None
    """Mean squared difference of probability and outcome of attempts; 0.25 is a coin."""

    @property
    def enough(self) -> bool:
        """Whether there are enough finished items to conclude anything."""
        return self.items >= ENOUGH

    @property
    def enough_attempts(self) -> bool:
        """Whether there are enough finished attempts to conclude anything."""
        return self.attempts >= ENOUGH


def calibrate(schedule: Schedule) -> Calibration:
    """Return how the estimates of finished work compare with what happened."""
    settings = schedule.plan.simulation
    in50 = in80 = items = 0
    logs: list[float] = []
    squares: list[float] = []
    for key, work in schedule.network.work.items():
        calendar = schedule.calendar_of(key)
        if isinstance(work, Experiment):
            squares += _attempts(work)
            continue
        if work.duration is None or not work.duration.three_point or work.started is None or work.finished is None:
            continue
        actual = calendar.count(work.started, work.finished) + int(calendar.is_working(work.finished))
        low, likely, high = work.duration.days(calendar.week)
        if actual <= 0 or likely <= 0:
            continue
        table = duration_table(low, likely, high, settings.distribution, settings.bounds)
        items += 1
        in50 += actual * TICKS <= math.ceil(int(table[BINS // 2]) / TICKS) * TICKS
        in80 += actual * TICKS <= math.ceil(int(table[BINS * 4 // 5]) / TICKS) * TICKS
        logs.append(math.log(actual / likely))
    return Calibration(
        items=items,
        inside_p50=in50 / items if items else None,
        inside_p80=in80 / items if items else None,
        factor=math.exp(sum(logs) / items) if items else None,
        attempts=len(squares),
        brier=sum(squares) / len(squares) if squares else None,
    )


def _attempts(work: Experiment) -> list[float]:
    if work.success is None:
        return []
    outcomes = [attempt.result == "met" for attempt in work.attempts if attempt.result is not None]
    return [(work.success - met) ** 2 for met in outcomes]
