"""How long each piece of work takes in every run: three-point estimates, experiments, risks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aiplan.core.calendar import Calendar
from aiplan.core.network import PIECE
from aiplan.core.simulation.draws import Streams, Uniform16, correlated
from aiplan.core.simulation.problem import Problem
from aiplan.core.simulation.quantiles import DRAW_BITS, TICKS, Ticks, duration_table
from aiplan.core.simulation.trials import Trial, run_trials
from aiplan.model.context import Simulation
from aiplan.model.work import Experiment, Work


@dataclass(slots=True)
class Drawn:
    """The durations of one piece over all runs, in ticks: constant, by table, or one by one."""

    constant: int = 0
    table: Ticks | None = None
    bins: Uniform16 | None = None
    """Numbers of table entries; a table ascends."""
    values: Ticks | None = None

    @property
    def varies(self) -> bool:
        """Whether runs differ."""
        return self.table is not None or self.values is not None

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most ticks that may be drawn."""
        if self.table is not None:
            return self.table.item(0), self.table.item(-1)
        if self.values is not None:
            return int(self.values.min()), int(self.values.max())
        return self.constant, self.constant

    def block(self, first: int, last: int, out: Ticks | None = None) -> Ticks | int:
        """Return the durations of runs `first` to `last`, in `out` where they are looked up."""
        if self.values is not None:
            return self.values[first:last]
        if self.table is not None and self.bins is not None:
            return self.table.take(self.bins[first:last], out=out, mode="clip")
        return self.constant

    def all(self, runs: int) -> Ticks:
        """Return the durations of all runs as one array."""
        found = self.block(0, runs)
        return found if isinstance(found, np.ndarray) else np.full(runs, found, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Durations:
    """Everything that chance decides."""

    by_event: list[Drawn]
    """In the order of the problem's events."""
    trials: Mapping[str, Trial]
    risks: Mapping[str, npt.NDArray[np.bool_]]
    """Risk → whether it happens, per run."""


def draw_durations(problem: Problem, settings: Simulation, runs: int, streams: Streams) -> Durations:
    """Return the durations of all events for `runs` runs; the same for the same seed, whatever else the plan holds."""
    network = problem.schedule.network
    common: dict[str, Uniform16] = {}
    trials: dict[str, Trial] = {}
    drawn: list[Drawn] = []
    for event in problem.events:
        work, node = network.work[event.id], network.nodes[event.number]
        if event.mode != PIECE:
            drawn.append(Drawn())
            continue
        calendar = network.calendar[event.number]
        if isinstance(work, Experiment):
            trial = trials[event.id] = run_trials(work, event.id, problem, settings, runs, streams)
            drawn.append(_drawn(trial.days))
            continue
        table = _table(work, node.days if event.actual_start is not None else 0, calendar, network.as_of, settings)
        if table is None:
            drawn.append(Drawn(constant=node.days * TICKS))
            continue
        uniforms = streams.uniforms(runs, "work", event.id)
        if settings.correlation > 0 and work.team is not None:
            if work.team not in common:
                common[work.team] = streams.uniforms(runs, "team", work.team)
            uniforms = correlated(uniforms, common[work.team], settings.correlation)
        drawn.append(Drawn(table=table, bins=np.right_shift(uniforms, DRAW_BITS, dtype=np.uint16)))
    risks = _add_risks(problem, drawn, runs, streams)
    return Durations(drawn, trials, risks)


def _table(work: Work, days: int, calendar: Calendar, as_of: int, settings: Simulation) -> Ticks | None:
    """Return the quantiles of what remains of a task (`days`, 0 for one not started), `None` where it is certain.

    Work under way without a `remaining` keeps its estimate less the days already spent, at least one day; with one,
    the estimate is scaled to it.
    """
    if work.duration is None or not work.duration.three_point:
        return None
    low, likely, high = work.duration.days(calendar.week)
    if days == 0 or work.started is None:
        return duration_table(low, likely, high, settings.distribution, settings.bounds)
    if work.remaining is not None:
        if likely == 0:
            return None
        scale = days / likely
        return duration_table(low * scale, likely * scale, high * scale, settings.distribution, settings.bounds)
    table = calendar.table(min(work.started.toordinal(), as_of), max(work.started.toordinal(), as_of))
    elapsed = table.before[as_of - table.origin] - table.before[work.started.toordinal() - table.origin]
    whole = duration_table(low, likely, high, settings.distribution, settings.bounds)
    return np.maximum(whole - max(0, elapsed) * TICKS, TICKS).astype(np.int32)


def _add_risks(problem: Problem, drawn: list[Drawn], runs: int, streams: Streams) -> dict[str, npt.NDArray[np.bool_]]:
    plan = problem.schedule.plan
    place = {event.id: index for index, event in enumerate(problem.events) if event.mode == PIECE}
    happened: dict[str, npt.NDArray[np.bool_]] = {}
    for key, risk in plan.risks.items():
        if risk.schedule is None or risk.status != "open":
            continue
        strikes = streams.uniforms(runs, "risk", key).astype(np.int32) < round(risk.schedule.probability * 65536)
        happened[key] = strikes
        for target in risk.schedule.on:
            index = place.get(target)
            if index is None:
                continue
            week = problem.schedule.calendar_of(target).week
            delay = risk.schedule.impact.days(week) * TICKS
            values = drawn[index].all(runs) + np.where(strikes, delay, 0).astype(np.int32)
            drawn[index] = _drawn(values.astype(np.int32))
    return happened


def _drawn(values: Ticks) -> Drawn:
    low = int(values.min())
    return Drawn(constant=low) if low == int(values.max()) else Drawn(values=values)
