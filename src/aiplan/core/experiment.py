"""How long an experiment still takes: its possible ends with exact probabilities.

An experiment is tried until an attempt meets the criteria, the attempts are used up or the time box ends;
then the fallback is done. That is a GERT network without loops (Pritsker and Happ 1966) whose ends can be
listed, so the expectation is a fraction, not a sample.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from aiplan.model.context import Basis
from aiplan.model.work import Experiment

Ending = Literal["met", "fallback"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way an experiment may end."""

    days: int
    """Working days from now (for work under way: from the data date)."""
    probability: Fraction
    attempts: int
    """Attempts still made."""
    ending: Ending
    """`met`, or `fallback`: given up, with whatever fallback there is."""


@dataclass(frozen=True, slots=True)
class Trials:
    """What is still to come of an experiment: the input of `outcomes`. All lengths in its own working days."""

    attempt_days: int
    """Length of one attempt."""
    attempts_left: int
    """Attempts that may still be made, a running one included."""
    running_days: int | None
    """What the running attempt still needs; `None` where none runs."""
    success: Fraction | None
    """Probability that one attempt meets; `None`: certain."""
    parallel: int
    """Attempts side by side."""
    timebox_left: int | None
    """Days until the time box ends; `None` without one."""
    fallback_days: int
    """Length of the fallback, 0 without one."""


def outcomes(trials: Trials) -> tuple[Outcome, ...]:
    """Return every way the experiment may end, in order of time; probabilities add up to 1."""
    if trials.attempts_left <= 0:
        return (Outcome(trials.fallback_days, Fraction(1), 0, "fallback"),)
    success = Fraction(1) if trials.success is None else trials.success
    found: list[Outcome] = []
    missed = Fraction(1)
    clock, made, left = 0, 0, trials.attempts_left
    length = trials.attempt_days if trials.running_days is None else trials.running_days
    while left > 0 and missed > 0:
        side_by_side = min(trials.parallel, left)
        end = clock + length
        if trials.timebox_left is not None and end > trials.timebox_left:
            clock = max(clock, trials.timebox_left)
            made += side_by_side if clock > 0 else 0
            break
        made += side_by_side
        met = 1 - (1 - success) ** side_by_side
        if met > 0:
            found.append(Outcome(end, missed * met, made, "met"))
        missed *= 1 - met
        clock, left, length = end, left - side_by_side, trials.attempt_days
    if missed > 0:
        found.append(Outcome(clock + trials.fallback_days, missed, made, "fallback"))
    return tuple(found)


def expected_days(ends: tuple[Outcome, ...]) -> Fraction:
    """Return the exact mean of the days over `ends`."""
    return sum((end.days * end.probability for end in ends), Fraction(0))


def basis_days(trials: Trials, basis: Basis) -> int:
    """Return the whole working days a plan without simulation takes the experiment to be."""
    if basis == "expected":
        return math.ceil(expected_days(outcomes(trials)))
    if basis == "worst":
        never = Trials(
            trials.attempt_days, trials.attempts_left, trials.running_days, Fraction(0), trials.parallel,
            trials.timebox_left, trials.fallback_days,
        )  # fmt: skip
        return outcomes(never if trials.success is not None else trials)[-1].days
    if trials.attempts_left <= 0:
        return trials.fallback_days
    first = trials.attempt_days if trials.running_days is None else trials.running_days
    if trials.timebox_left is not None and first > trials.timebox_left:
        return max(0, trials.timebox_left) + trials.fallback_days
    return first


def success_probability(experiment: Experiment) -> Fraction | None:
    """Return `success` as the exact decimal that is written, `None` where it is not given."""
    return None if experiment.success is None else Fraction(repr(experiment.success))
