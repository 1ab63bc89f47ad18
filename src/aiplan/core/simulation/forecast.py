"""The forecast: what a simulation says of every activity and of the project."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from aiplan.core.calendar import LAST_DAY, OutOfRangeError
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.distribution import Distribution, Ranked, binned_correlation, rank_correlation, ranked
from aiplan.core.simulation.draws import Streams
from aiplan.core.simulation.durations import Durations, draw_durations
from aiplan.core.simulation.kernel import Progress, Runs, run_kernel
from aiplan.core.simulation.problem import Problem, first_reach, make_problem
from aiplan.core.simulation.quantiles import TICKS

LEVELS = (10, 20, 50, 80, 90, 95)
"""Percentiles that are reported."""
SCHEMA_VERSION = 1
QUICK_RUNS = 2_000
"""Enough for a P80 that follows typing."""
DeadlineRisk = Literal["red", "amber", "green"]


def deadline_risk(deadline: dt.date, p50: dt.date, p80: dt.date) -> DeadlineRisk:
    """Return how a deadline stands: red before P50, amber from P50 to the day before P80, green from P80 on."""
    return "red" if deadline < p50 else "amber" if deadline < p80 else "green"


@dataclass(frozen=True, slots=True)
class ActivityForecast:
    """What the simulation says of one activity."""

    id: str
    percentiles: Mapping[int, dt.date]
    """Date not exceeded with that probability, in percent."""
    mean: dt.date
    """Mean finish, rounded to a day."""
    deadline_probability: float | None
    """Probability to finish by its deadline; `None` without one."""
    criticality: float
    """Share of runs in which it is on a path that sets the finish of the project; deadlines do not count."""
    cruciality: float | None
    """Rank correlation of its length with the project finish; `None` where its length is certain."""
    success_probability: float | None
    """Share of runs in which the experiment meets its criteria."""
    attempts: Mapping[int, float] | None
    """Attempts still made → share of runs."""
    merge_bias: int | None
    """Working days by which the mean finish is later than the deterministic one."""


class Outlook(NamedTuple):
    """The few numbers that stand beside an activity."""

    id: str
    planned: dt.date | None
    """Early finish of the deterministic schedule."""
    p50: dt.date
    p80: dt.date
    deadline: dt.date | None
    probability: float | None
    """To finish by the deadline; `None` without one."""
    risk: DeadlineRisk | None
    """Red: deadline before P50; amber: before P80; green otherwise; `None` without one."""


class Forecast:
    """Ranged dates of a schedule; immutable, details computed on demand."""

    def __init__(self, problem: Problem, durations: Durations, runs: Runs, seed: int) -> None:
        self.problem, self.durations, self._runs, self.seed = problem, durations, runs, seed
        self.runs = int(runs.project_finish.shape[0])
        self._place = {event.id: i for i, event in enumerate(problem.events) if event.main}
        self._cache: dict[str, ActivityForecast] = {}
        self._weights: dict[str, float | None] = {}
        self._dates: dict[int, dt.date] = {}

    @property
    def schedule(self) -> Schedule:
        """The deterministic schedule the forecast belongs to."""
        return self.problem.schedule

    def __contains__(self, key: object) -> bool:
        return key in self._place

    def __getitem__(self, key: str) -> ActivityForecast:
        """Return the forecast of an unfinished activity.

        Raises:
            KeyError: for done work, work in a cycle and unknown ids.
        """
        if key not in self._cache:
            self._cache[key] = self._activity(key, self._place[key])
        return self._cache[key]

    def outlook(self, key: str) -> Outlook:
        """Return the few numbers that stand beside an unfinished activity.

        Raises:
            KeyError: for done work, work in a cycle and unknown ids.
        """
        spread, deadline = self._runs.distribution(self._place[key]), self._deadline(key)
        p50, p80 = self._date(spread.percentile(50)), self._date(spread.percentile(80))
        return Outlook(
            key, self.schedule.finish_of(key), p50, p80, deadline,
            None if deadline is None else self._share(spread, deadline),
            None if deadline is None else deadline_risk(deadline, p50, p80),
        )  # fmt: skip

    def outlooks(self, ids: Iterable[str] | None = None) -> tuple[Outlook, ...]:
        """Return the outlook of all unfinished activities, or of those of `ids` that have one."""
        return tuple(self.outlook(key) for key in (self.ids if ids is None else ids) if key in self._place)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Activities that have a forecast, in file order."""
        return tuple(key for key in self.schedule.ids if key in self._place)

    @cached_property
    def _finish(self) -> Distribution:
        return Distribution(np.sort(self._runs.project_finish), -1)

    def _distribution(self, key: str | None) -> Distribution:
        return self._finish if key is None else self._runs.distribution(self._place[key])

    def percentile(self, level: int) -> dt.date:
        """Return the project finish that is not exceeded with `level` percent probability."""
        return self._date(self._finish.percentile(level))

    def probability(self, day: dt.date) -> float:
        """Return the probability that the project is finished by the end of `day`."""
        return self._share(self._finish, day)

    def activity_probability(self, key: str, day: dt.date) -> float:
        """Return the probability that `key` is finished by the end of `day`."""
        return self._share(self._distribution(key), day)

    @cached_property
    def mean(self) -> dt.date:
        """Mean project finish, rounded to a day."""
        return self._date(round(self._finish.mean()))

    def p80_standard_error(self, key: str | None = None) -> float:
        """Return the standard error of P80 of an activity or the project, in days of the axis.

        From the order statistics that bracket the quantile with 95 % confidence (David and Nagaraja 2003, ch. 7.1).
        """
        ordered = self._distribution(key).ordered
        spread = 1.96 * math.sqrt(self.runs * 0.8 * 0.2)
        low = ordered[max(0, math.floor(self.runs * 0.8 - spread))]
        high = ordered[min(self.runs - 1, math.ceil(self.runs * 0.8 + spread))]
        return (int(high) - int(low)) / (2 * 1.96) / TICKS

    def histogram(self, key: str | None = None) -> tuple[tuple[dt.date, int], ...]:
        """Return (day, number of runs that finish on it) for an activity or the project, in order of time."""
        return tuple((self._date(day), n) for day, n in self._distribution(key).counts())

    def s_curve(self, key: str | None = None) -> tuple[tuple[dt.date, float], ...]:
        """Return (day, share of runs finished by its end) for an activity or the project, in order of time."""
        counts = self.histogram(key)
        reached = accumulate(n for _, n in counts)
        return tuple((day, n / self.runs) for (day, _), n in zip(counts, reached, strict=True))

    def drivers(self, count: int = 10, of: str | None = None) -> tuple[tuple[str, float], ...]:
        """Return the activities whose length decides a finish most: (id, cruciality), largest first.

        Args:
            count: how many at most.
            of: the activity whose finish is looked at; the project's by default.
        """
        if of is None:
            weights = [(key, self._weight(key)) for key in self.ids]
        else:
            finish, leading = ranked(self.days(of)), self._leading_to(of)
            weights = [(key, self._cruciality(self._place[key], finish)) for key in self.ids if key in leading]
        found = [(key, weight) for key, weight in weights if weight is not None]
        return tuple(sorted(found, key=lambda item: (-abs(item[1]), item[0]))[:count])

    def _leading_to(self, key: str) -> set[str]:
        """Return the activities that `key` waits for, and itself."""
        network = self.schedule.network
        reached, stack = {network.main[key]}, [network.main[key]]
        while stack:
            for source, _, _ in network.predecessors[stack.pop()]:
                if source not in reached:
                    reached.add(source)
                    stack.append(source)
        return {network.nodes[node].id for node in reached}

    def project_finishes(self) -> npt.NDArray[np.int32]:
        """Return the project finish in every run, in ticks of the axis from the data date."""
        return self._runs.project_finish

    def days(self, key: str) -> npt.NDArray[np.int32]:
        """Return the day on which `key` finishes in every run, counted on the axis from the data date."""
        return self._runs.days(self._place[key])

    def _date(self, day: int) -> dt.date:
        found = self._dates.get(day)
        if found is None:
            found = self._dates[day] = dt.date.fromordinal(self.problem.ordinal(day))
        return found

    def _deadline(self, key: str) -> dt.date | None:
        return self.schedule.network.work[key].deadline

    def _share(self, spread: Distribution, until: dt.date) -> float:
        return spread.until(self.problem.day_until(until.toordinal())) / self.runs

    def _activity(self, key: str, place: int) -> ActivityForecast:
        spread, deadline, planned = self._runs.distribution(place), self._deadline(key), self.schedule.finish_of(key)
        mean = self._date(round(spread.mean()))
        bias = None if planned is None else self.schedule.calendar_of(key).count(planned, mean)
        trial = self.durations.trials.get(key)
        attempts = None
        if trial is not None:
            found = np.bincount(trial.attempts)
            attempts = {i: int(n) / self.runs for i, n in enumerate(found) if n}
        return ActivityForecast(
            id=key, percentiles={level: self._date(spread.percentile(level)) for level in LEVELS}, mean=mean,
            deadline_probability=None if deadline is None else self._share(spread, deadline),
            criticality=int(self._runs.critical[place]) / self.runs,
            cruciality=self._weight(key),
            success_probability=None if trial is None else int(np.count_nonzero(trial.met)) / self.runs,
            attempts=attempts, merge_bias=bias,
        )  # fmt: skip

    @cached_property
    def _finish_ranks(self) -> Ranked:
        return ranked(self._runs.project_finish)

    def _cruciality(self, place: int, finish: Ranked) -> float | None:
        drawn = self.durations.by_event[place]
        if drawn.bins is not None:
            return binned_correlation(drawn.bins, finish)
        return None if drawn.values is None else rank_correlation(ranked(drawn.values), finish)

    def _weight(self, key: str) -> float | None:
        """Return the cruciality of an activity for the project finish."""
        if key not in self._weights:
            self._weights[key] = self._cruciality(self._place[key], self._finish_ranks)
        return self._weights[key]

    def as_json(self, only: str | None = None) -> dict[str, Any]:
        """Return the forecast as `aiplan simulate --json` prints it, of all activities or of `only` one."""
        plan = self.schedule.plan
        return {
            "schema_version": SCHEMA_VERSION,
            "project": {
                "name": plan.project.name,
                "as_of": self.schedule.as_of.isoformat(),
                "runs": self.runs,
                "seed": self.seed,
                "deterministic_finish": None if self.schedule.finish is None else self.schedule.finish.isoformat(),
                "experiment_basis": self.schedule.basis,
                "mean": self.mean.isoformat(),
                **{f"p{level}": self.percentile(level).isoformat() for level in LEVELS},
                "p80_standard_error_days": round(self.p80_standard_error(), 3),
            },
            "activities": [self._activity_json(key) for key in (self.ids if only is None else (only,))],
            "drivers": [{"id": key, "cruciality": round(value, 4)} for key, value in self.drivers(of=only)],
        }

    def _activity_json(self, key: str) -> dict[str, Any]:
        deadline, found = self._deadline(key), self[key]
        risk = None
        if deadline is not None:
            risk = deadline_risk(deadline, found.percentiles[50], found.percentiles[80])
        kind = self.schedule.network.work[key].kind
        placed = {"kind": kind, "deadline": None if deadline is None else deadline.isoformat()}
        return {"id": key, **placed, "risk": risk, **_activity_json(found)}


def _activity_json(a: ActivityForecast) -> dict[str, Any]:
    return {
        "mean": a.mean.isoformat(),
        **{f"p{level}": day.isoformat() for level, day in a.percentiles.items()},
        "deadline_probability": a.deadline_probability,
        "criticality": a.criticality,
        "cruciality": None if a.cruciality is None else round(a.cruciality, 4),
        "success_probability": a.success_probability,
        "attempts": None if a.attempts is None else {str(k): v for k, v in a.attempts.items()},
        "merge_bias": a.merge_bias,
    }


def simulate(
    schedule: Schedule,
    *,
    runs: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    streams: Streams | None = None,
) -> Forecast:
    """Return the forecast of `schedule`.

    For a forecast that follows typing: keep one `Streams(plan.simulation.seed)` while a plan is open, hand it to every
    call, and ask for `QUICK_RUNS` runs. Random numbers belong to an activity by its id, so that two forecasts differ
    by what was edited and not by chance. `Forecast.outlook` and `Forecast.outlooks` cost microseconds for an activity,
    `Forecast[key]`, `histogram`, `s_curve` and `drivers` are computed when they are asked for. A forecast may be
    computed and asked in a thread; a `Streams` serves one thread at a time.

    Args:
        schedule: a schedule with dates.
        runs: number of simulated projects; the plan's by default.
        seed: same seed, same bytes; the plan's by default.
        progress: called after every block; returning False cancels.
        streams: the random numbers, kept from an earlier call; their seed is used.

    Raises:
        CancelledError: where `progress` returned False.
        OutOfRangeError: where some run ends after the years that dates can express.
        ValueError: for a schedule without dates.
    """
    settings = schedule.plan.simulation
    runs = settings.runs if runs is None else runs
    if streams is None:
        streams = Streams(settings.seed if seed is None else seed, keep=False)
    reach = first_reach(schedule)
    while True:
        problem = make_problem(schedule, reach)
        durations = draw_durations(problem, settings, runs, streams)
        try:
            return Forecast(problem, durations, run_kernel(problem, durations, runs, progress), streams.seed)
        except IndexError:
            # Some run leaves the days that the axis covers.
            reach *= 3
            if problem.origin + reach > LAST_DAY:
                raise OutOfRangeError from None


__all__ = [
    "LEVELS", "QUICK_RUNS", "ActivityForecast", "DeadlineRisk", "Forecast", "Outlook", "deadline_risk", "simulate",
]  # fmt: skip
