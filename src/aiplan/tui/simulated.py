"""What a simulation says, as the interface shows it: plain values, computed off the main thread.

numpy is loaded with this module; nothing that draws the first screen imports it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from aiplan.core.calendar import OutOfRangeError
from aiplan.core.scenarios import ScenarioResult, compared_milestone, result_of
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.draws import Streams
from aiplan.core.simulation.forecast import QUICK_RUNS, DeadlineRisk, Forecast, Outlook, simulate
from aiplan.core.simulation.kernel import CancelledError
from aiplan.errors import UsageError
from aiplan.tui.i18n import _

DRIVERS = 8
"""How many activities are named as what a finish hangs on."""
WEAK = 0.02
"""Rank correlation below which an activity does not count as a driver."""
MOST_EVENTS = 10_000_000
"""Activities times runs from which a forecast that nobody asked for makes do with fewer runs."""
_KEPT = 8
"""How many forecasts are kept, so that undo has its own at once."""
_KEPT_LARGE = 2
"""How many of plans so large that each takes tens of megabytes."""
_LARGE = 2_000_000
"""Activities times runs from which a forecast counts as large."""

__all__ = ["CancelledError", "Detail", "Driver", "MilestoneRow", "Simulated", "Simulator", "TrialRow", "runs_for"]


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One line of the table of milestones."""

    outlook: Outlook
    merge_bias: int | None
    """Working days by which the mean finish is later than the planned one."""


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An experiment: whether it will meet its criteria, and how often it will be tried."""

    id: str
    success: float
    attempts: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Driver:
    """An activity whose length decides a finish."""

    id: str
    cruciality: float
    criticality: float


@dataclass(frozen=True, slots=True)
class Detail:
    """The distribution of one finish, and what it hangs on."""

    id: str
    counts: tuple[tuple[dt.date, int], ...]
    """Day → runs that finish on it, in order of time."""
    percentiles: Mapping[int, dt.date]
    p80_error: float
    """Standard error of P80, in days."""
    deadline: dt.date | None
    probability: float | None
    risk: DeadlineRisk | None
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, eq=False)
class Simulated:
    """The forecast of one schedule."""

    schedule: Schedule
    forecast: Forecast
    runs: int
    seed: int
    finish_p80: dt.date
    milestones: tuple[MilestoneRow, ...]
    trials: tuple[TrialRow, ...]
    details: Mapping[str, Detail] = field(default_factory=dict)
    """By milestone, as far as they have been asked for."""
    base: Schedule | None = None
    """The plan with which a what-if was compared."""
    compared: tuple[ScenarioResult, ScenarioResult] | None = None
    """The plan and the what-if on the same random numbers."""

    def outlook(self, key: str) -> Outlook | None:
        """Return the few numbers that stand beside an activity, `None` for what is finished or has no dates."""
        return self.forecast.outlook(key) if key in self.forecast else None

    def with_detail(self, key: str) -> Simulated:
        """Return this with the distribution of `key` among its details; itself where it has none."""
        if key in self.details or key not in self.forecast:
            return self
        return replace(self, details={**self.details, key: detail_of(self.forecast, key)})


def runs_for(schedule: Schedule) -> int:
    """Return how many runs a forecast has that nobody asked for: the plan's, fewer where the plan is large."""
    wanted = schedule.plan.simulation.runs
    return wanted if wanted * len(schedule.ids) <= MOST_EVENTS else min(wanted, QUICK_RUNS)


def detail_of(forecast: Forecast, key: str) -> Detail:
    """Return the distribution of the finish of `key`."""
    outlook, found = forecast.outlook(key), forecast[key]
    drivers = tuple(
        Driver(name, weight, forecast[name].criticality)
        for name, weight in forecast.drivers(DRIVERS, of=key)
        if abs(weight) >= WEAK
    )
    return Detail(
        id=key,
        counts=forecast.histogram(key),
        percentiles=found.percentiles,
        p80_error=forecast.p80_standard_error(key),
        deadline=outlook.deadline,
        probability=outlook.probability,
        risk=outlook.risk,
        drivers=drivers,
    )


class Simulator:
    """Simulates schedule after schedule with the same random numbers, one at a time, and keeps the last results."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: Streams | None = None
        self._kept: OrderedDict[tuple[int, int, int], Simulated] = OrderedDict()

    def find(self, schedule: Schedule, runs: int, seed: int, base: Schedule | None = None) -> Simulated | None:
        """Return the forecast of `schedule`, compared with `base`, if it was computed a while ago."""
        found = self._kept.get((id(schedule), runs, seed))
        return found if found is not None and found.base is base else None

    def keep(self, found: Simulated) -> None:
        """Keep a forecast; it holds its schedule, so that no other object takes its place in memory."""
        key = (id(found.schedule), found.runs, found.seed)
        self._kept[key] = found
        self._kept.move_to_end(key)
        large = found.runs * len(found.schedule.ids) > _LARGE
        while len(self._kept) > (_KEPT_LARGE if large else _KEPT):
            self._kept.popitem(last=False)

    def streams(self, seed: int) -> Streams:
        """Return the random numbers of a seed, kept from one simulation to the next."""
        if self._streams is None or self._streams.seed != seed:
            self._streams = Streams(seed)
        return self._streams

    def run(
        self,
        schedule: Schedule,
        runs: int,
        seed: int,
        go_on: Callable[[float], bool],
        base: Schedule | None = None,
    ) -> Simulated:
        """Return the forecast of `schedule`, in a thread.

        Args:
            schedule: what to simulate.
            runs: how many projects.
            seed: same seed, same result.
            go_on: called with the share that is done; returning False cancels.
            base: the plan, where `schedule` is that of a what-if to be compared with it.

        Raises:
            CancelledError: where `go_on` returned False.
            UsageError: where there is nothing to forecast.
        """
        if schedule.finish is None or schedule.passes is None:
            raise UsageError(_("nothing in the plan has dates, so nothing can be forecast"))
        with self._lock:
            if not go_on(0.0):
                raise CancelledError
            forecast = self._simulate(schedule, runs, seed, go_on)
            found = _summary(forecast)
            if base is not None and base.finish is not None:
                kept = self._kept.get((id(base), runs, seed))
                plan = kept.forecast if kept is not None else self._simulate(base, runs, seed, go_on)
                milestone = compared_milestone(base)
                results = result_of(plan, milestone), result_of(forecast, milestone, name="what-if")
                found = replace(found, base=base, compared=results)
            return found

    def _simulate(self, schedule: Schedule, runs: int, seed: int, go_on: Callable[[float], bool]) -> Forecast:
        try:
            return simulate(
                schedule, runs=runs, progress=lambda done, every: go_on(done / every), streams=self.streams(seed)
            )
        except OutOfRangeError:
            raise UsageError(_("some runs end after the year 9999: nothing can be forecast")) from None


def _summary(forecast: Forecast) -> Simulated:
    schedule = forecast.schedule
    milestones = [key for key in forecast.ids if schedule[key].kind == "milestone"]
    trials = []
    for key in forecast.ids:
        experiment = schedule.plan.experiments.get(key)
        if experiment is None or experiment.success is None:
            continue
        found = forecast[key]
        if found.success_probability is not None:
            trials.append(TrialRow(key, found.success_probability, found.attempts or {}))
    return Simulated(
        schedule=schedule,
        forecast=forecast,
        runs=forecast.runs,
        seed=forecast.seed,
        finish_p80=forecast.percentile(80),
        milestones=tuple(MilestoneRow(forecast.outlook(key), forecast[key].merge_bias) for key in milestones),
        trials=tuple(trials),
    )
