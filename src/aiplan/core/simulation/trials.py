"""How experiments go in every run: attempts, outcomes and the fallback."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from aiplan.core.cost import lanes
from aiplan.core.experiment import Trials
from aiplan.core.progress import remaining_trials
from aiplan.core.simulation.draws import Streams, Uniform16
from aiplan.core.simulation.problem import Problem
from aiplan.core.simulation.quantiles import DRAW_BITS, TICKS, Ticks, duration_table
from aiplan.model.context import Simulation
from aiplan.model.work import Experiment

MOST_ROUNDS = 500
"""Rounds of attempts that are drawn one by one; what is left after them is drawn at once."""
MOST_LANES = 16
"""Attempts side by side that are drawn one by one; the longest and the luckiest of the others are drawn at once."""
FOREVER = 1 << 29
"""Ticks that leave every calendar."""

Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Trial:
    """How an experiment went, over all runs."""

    days: Ticks
    """Ticks until it is over, its fallback included."""
    met: Mask
    attempts: npt.NDArray[np.int32]
    """Attempts made from now on."""
    open: Mask
    """Where it may be tried on."""
    lanes: int = 1
    """Attempts side by side."""
    fallback: int = 0
    """Ticks of the fallback, which is part of `days` where the experiment did not meet."""


def run_trials(
    work: Experiment, key: str, problem: Problem, settings: Simulation, runs: int, streams: Streams
) -> Trial:
    """Return the length of an experiment, its outcome and its attempts, run by run.

    Attempts follow each other until one meets, the attempts are used up or the time box ends; then the fallback.
    """
    calendar = problem.schedule.calendar_of(key)
    trials = remaining_trials(work, calendar, dt.date.fromordinal(problem.origin))
    trial = Trial(
        np.zeros(runs, dtype=np.int32), np.zeros(runs, dtype=np.bool_), np.zeros(runs, dtype=np.int32),
        np.ones(runs, dtype=np.bool_), lanes(trials), trials.fallback_days * TICKS,
    )  # fmt: skip
    left, number = trials.attempts_left, 0
    while left > 0 and trial.open.any():
        if number == MOST_ROUNDS:
            _go_on(trial, trials, left, streams.uniforms(runs, "rounds", key))
            break
        together = min(trials.parallel, left)
        length: Ticks | int = 0
        meets = np.zeros(runs, dtype=np.bool_)
        for lane in range(min(together, MOST_LANES)):
            others = together - MOST_LANES + 1 if lane == MOST_LANES - 1 else 1
            uniforms = _largest(streams.uniforms(runs, "attempt", key, str(number), str(lane)), others)
            running = trials.running_days if number == 0 else None
            length = np.maximum(length, _attempt(work, calendar.week, settings, running, uniforms))
            meets |= streams.uniforms(runs, "result", key, str(number), str(lane)) < _bar(trials, others)
        _round(trial, trials, length, meets, together)
        left, number = left - together, number + 1
    trial.days += np.where(trial.met, 0, trial.fallback).astype(np.int32)
    return trial


def _success(trials: Trials) -> float:
    return 1.0 if trials.success is None else float(trials.success)


def _bar(trials: Trials, attempts: int = 1) -> np.uint32:
    """Return the number below which a 16-bit number means that one of `attempts` meets; above all where it must."""
    return np.uint32(round((1.0 - (1.0 - _success(trials)) ** attempts) * 65536))


def _largest(uniforms: Uniform16, of: int) -> Uniform16:
    """Return the largest of `of` numbers that are distributed as `uniforms` are, drawn with one: U ** (1 / of)."""
    return uniforms if of <= 1 else _largest_of(of)[uniforms]


@lru_cache(maxsize=8)
def _largest_of(count: int) -> Uniform16:
    return np.array([int(65536 * ((i + 0.5) / 65536) ** (1 / count)) for i in range(65536)], dtype=np.uint16)


def _round(trial: Trial, trials: Trials, length: Ticks | int, meets: Mask, together: int) -> None:
    """Make one round of attempts side by side."""
    if trials.timebox_left is None:
        trial.attempts += trial.open * np.int32(together)
        trial.days += np.multiply(trial.open, length, dtype=np.int32)
    else:
        box = trials.timebox_left * TICKS
        cut = trial.open & (trial.days + length > box)
        trial.attempts += (trial.open & ~(cut & (trial.days >= box))) * np.int32(together)
        end = np.where(cut, np.maximum(trial.days, box), trial.days + length)
        trial.days = np.where(trial.open, end, trial.days).astype(np.int32)
        trial.open &= ~cut
    trial.met |= trial.open & meets
    trial.open &= ~meets


def _go_on(trial: Trial, trials: Trials, left: int, uniforms: Uniform16) -> None:
    """Make all rounds that are left at once: the one that meets is geometric, each takes the likely length.

    The last round counts as a full one; after so many before it that makes no difference that could be seen.
    """
    rounds, length = -(-left // trials.parallel), trials.attempt_days * TICKS
    miss = (1.0 - _success(trials)) ** trials.parallel
    first = np.full(uniforms.shape, math.inf)
    if miss < 1.0:
        base = math.log(miss) if miss > 0.0 else -math.inf
        first = np.array([math.floor(math.log1p(-(i + 0.5) / 65536) / base) + 1.0 for i in range(65536)])[uniforms]
    box = FOREVER if trials.timebox_left is None else trials.timebox_left * TICKS
    fitting = np.full(uniforms.shape, float(rounds))
    if length:
        fitting = np.minimum(fitting, np.maximum(0, box - trial.days) // length)
    meets = trial.open & (first <= fitting)
    cut = (fitting < rounds) & (trial.days + fitting * length < box)
    made = np.where(meets, first, fitting + cut)
    end = np.minimum(trial.days + made * length, FOREVER)
    if trials.timebox_left is not None:
        end = np.minimum(end, np.maximum(trial.days, box))
    trial.days = np.where(trial.open, end, trial.days).astype(np.int32)
    trial.attempts += np.where(trial.open, np.minimum(made * trials.parallel, left), 0).astype(np.int32)
    trial.met |= meets
    trial.open &= ~trial.open


def _attempt(
    work: Experiment, week: int, settings: Simulation, running: int | None, uniforms: Uniform16
) -> Ticks | np.int32:
    """Return the length of one attempt in every run."""
    low, likely, high = (1, 1, 1) if work.duration is None else work.duration.days(week)
    scale = 1.0
    if running is not None and likely > 0:
        scale = running / likely
    if work.duration is None or not work.duration.three_point or likely == 0:
        return np.int32(round(likely * scale * TICKS))
    table = duration_table(low * scale, likely * scale, high * scale, settings.distribution, settings.bounds)
    return table.take(uniforms >> DRAW_BITS)
