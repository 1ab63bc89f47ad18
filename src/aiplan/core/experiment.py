"""How long an experiment still takes: expectation and extremes of its trials, exactly.

An experiment is tried until an attempt meets the criteria, the attempts are used up or the time box ends;
then the fallback is done. That is a GERT network without loops (Pritsker and Happ 1966): a geometric series cut
off after so many rounds, so its mean is a fraction in closed form, not a sample.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from aiplan.model.context import Basis
from aiplan.model.work import Experiment

_EXACT_BITS = 1 << 15
"""Longest power that is written out; of longer ones it is known between which fractions they lie."""
_FIRST_BITS = 128


@dataclass(frozen=True, slots=True)
class Trials:
    """What is still to come of an experiment. All lengths in its own working days."""

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

    @property
    def miss(self) -> Fraction:
        """Probability that one attempt does not meet."""
        return Fraction(0) if self.success is None else 1 - self.success


class _Course(NamedTuple):
    """How the trials go where every attempt misses."""

    rounds: int
    """Attempts side by side count as one; rounds that end before the time box does."""
    last: int
    """Attempts in the last of them."""
    first_end: int
    """When the first ends."""
    last_end: int
    """When the last ends; 0 where there is none."""
    given_up: int
    """When nothing more is tried: after the last round, or at the end of the time box that cuts the next one."""


def _course(trials: Trials) -> _Course:
    first = trials.attempt_days if trials.running_days is None else trials.running_days
    rounds = -(-max(0, trials.attempts_left) // trials.parallel)
    box = trials.timebox_left
    fitting = rounds
    if box is not None and rounds:
        if first > box:
            fitting = 0
        elif trials.attempt_days > 0:
            fitting = min(rounds, 1 + (box - first) // trials.attempt_days)
    end = first + (fitting - 1) * trials.attempt_days if fitting else 0
    if fitting == rounds:
        last = trials.attempts_left - (rounds - 1) * trials.parallel if rounds else 0
        return _Course(rounds, last, first, end, end)
    return _Course(fitting, trials.parallel if fitting else 0, first, end, max(end, box or 0))


class _Series(NamedTuple):
    """The mean as `base + factor · ratio ** exponent`."""

    base: Fraction
    factor: Fraction
    ratio: Fraction
    exponent: int


def _series(trials: Trials) -> _Series:
    """Return the mean of the days until the end.

    The first round ends at `f` for certain; each further one adds `L` days where all before it missed; and what
    follows the last round is added where it missed, too. With `q` for a round that misses, `n` rounds, `t` for a
    last round that misses: f + L (q + … + q^(n-1)) + q^(n-1) t · rest.
    """
    course = _course(trials)
    rest = course.given_up - course.last_end + trials.fallback_days
    if not course.rounds:
        return _Series(Fraction(rest), Fraction(0), Fraction(0), 0)
    ratio = trials.miss**trials.parallel
    if ratio == 1:
        return _Series(Fraction(course.last_end + rest), Fraction(0), Fraction(0), 0)
    further = trials.attempt_days * ratio / (1 - ratio)
    return _Series(course.first_end + further, trials.miss**course.last * rest - further, ratio, course.rounds - 1)


def expected_days(trials: Trials) -> Fraction:
    """Return the mean of the working days from now (for work under way: from the data date) to the end.

    Exact but for so many attempts that nobody could write the fraction down; then right to 2^-128.
    """
    base, factor, ratio, exponent = _series(trials)
    if exponent * ratio.denominator.bit_length() <= _EXACT_BITS:
        return base + factor * ratio**exponent
    low, high = _power_between(ratio, exponent, _FIRST_BITS)
    return base + factor * (low + high) / 2


def fallback_probability(trials: Trials) -> float:
    """Return how likely it is that no attempt meets."""
    course = _course(trials)
    attempts = max(0, course.rounds - 1) * trials.parallel + course.last
    if attempts * trials.miss.denominator.bit_length() <= _EXACT_BITS:
        return float(trials.miss**attempts)
    return math.pow(trials.miss, attempts)


def longest_days(trials: Trials) -> int:
    """Return the working days where everything goes wrong that can."""
    course = _course(trials)
    if trials.success is None and course.rounds:
        return course.first_end
    return course.given_up + trials.fallback_days


@lru_cache(maxsize=4096)
def basis_days(trials: Trials, basis: Basis) -> int:
    """Return the whole working days a plan without simulation takes the experiment to be."""
    if basis == "expected":
        return _ceiling(_series(trials))
    if basis == "worst":
        return longest_days(trials)
    course = _course(trials)
    return course.first_end if course.rounds else course.given_up + trials.fallback_days


def _ceiling(series: _Series) -> int:
    """Return the mean, rounded up; of a long series without writing it out."""
    base, factor, ratio, exponent = series
    if not factor or not ratio or exponent * ratio.denominator.bit_length() <= _EXACT_BITS:
        return math.ceil(base + factor * ratio**exponent)
    bits = _FIRST_BITS
    while True:
        low, high = sorted(factor * power for power in _power_between(ratio, exponent, bits))
        # The power is above nothing, so a sum that may be as low as the base is above it.
        lowest = math.floor(base) + 1 if low == 0 else math.ceil(base + low)
        if lowest == math.ceil(base + high):
            return lowest
        bits *= 2


def _power_between(ratio: Fraction, exponent: int, bits: int) -> tuple[Fraction, Fraction]:
    """Return two fractions of 2 ** -bits between which `ratio ** exponent` lies."""
    one = 1 << bits
    low, high = one, one
    low_square, high_square = (
        (ratio.numerator << bits) // ratio.denominator,
        -((-ratio.numerator << bits) // ratio.denominator),
    )
    while exponent:
        if exponent & 1:
            low, high = low * low_square >> bits, -(-high * high_square >> bits)
        low_square, high_square = low_square * low_square >> bits, -(-high_square * high_square >> bits)
        exponent >>= 1
    return Fraction(low, one), Fraction(high, one)


@lru_cache(maxsize=4096)
def _as_written(number: float) -> Fraction:
    return Fraction(repr(number))


def success_probability(experiment: Experiment) -> Fraction | None:
    """Return `success` as the exact decimal that is written, `None` where it is not given."""
    return None if experiment.success is None else _as_written(experiment.success)
