"""Every way the trials of an experiment may end, listed one by one: what closed forms are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from aiplan.core.experiment import Trials


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way an experiment may end."""

    days: int
    probability: Fraction
    ending: Literal["met", "fallback"]
    attempts: int = 0
    """Attempts still made."""


def outcomes(trials: Trials) -> tuple[Outcome, ...]:
    """Return the ends in order of time; probabilities add up to 1."""
    if trials.attempts_left <= 0:
        return (Outcome(trials.fallback_days, Fraction(1), "fallback"),)
    success = Fraction(1) if trials.success is None else trials.success
    found: list[Outcome] = []
    missed = Fraction(1)
    clock, made, left = 0, 0, trials.attempts_left
    length = trials.attempt_days if trials.running_days is None else trials.running_days
    while left > 0 and missed > 0:
        side_by_side = min(trials.parallel, left)
        end = clock + length
        if trials.timebox_left is not None and end > trials.timebox_left:
            made += side_by_side if clock < trials.timebox_left else 0
            clock = max(clock, trials.timebox_left)
            break
        made += side_by_side
        met = 1 - (1 - success) ** side_by_side
        if met > 0:
            found.append(Outcome(end, missed * met, "met", made))
        missed *= 1 - met
        clock, left, length = end, left - side_by_side, trials.attempt_days
    if missed > 0:
        found.append(Outcome(clock + trials.fallback_days, missed, "fallback", made))
    return tuple(found)


def mean_days(trials: Trials) -> Fraction:
    """Return the mean of the days over all ends."""
    return sum((end.days * end.probability for end in outcomes(trials)), Fraction(0))
