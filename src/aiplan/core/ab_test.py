"""Comparing two proportions: how many users an A/B test needs, and what its result says.

Source: J. Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd ed. 1988, ch. 6 (effect size h);
R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in
Medicine 17 (1998), 873–890, method 10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from aiplan.core.wilson import Interval, wilson_interval

Alternative = Literal["two-sided", "larger", "smaller"]
"""What is to be shown of B against A: different, larger, smaller."""

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How many cases each arm needs."""

    exact: float
    """Of arm A, before rounding up."""
    a: int
    b: int

    @property
    def total(self) -> int:
        """Cases of both arms together."""
        return self.a + self.b


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an A/B test says."""

    rate_a: float
    rate_b: float
    difference: float
    """B − A."""
    interval: Interval
    """95 % interval of the difference, −1 … 1."""
    z: float
    p_value: float


def effect_size(a: float, b: float) -> float:
    """Return Cohen's h of B against A: 2·asin √b − 2·asin √a.

    Raises:
        ValueError: where a rate is not a share.
    """
    if not (0 <= a <= 1 and 0 <= b <= 1):
        raise ValueError(f"proportions lie between 0 and 1, not {a} and {b}")
    return 2 * (math.asin(math.sqrt(b)) - math.asin(math.sqrt(a)))


def power_of(effect: float, n_a: float, *, alpha: float, ratio: float, alternative: Alternative) -> float:
    """Return the probability that a z test of two independent samples finds `effect`.

    Args:
        effect: size in standard deviations (Cohen's h for proportions).
        n_a: cases in arm A.
        alpha: accepted probability of seeing a difference that is not there.
        ratio: cases in arm B for each in arm A.
        alternative: what is to be shown.
    """
    shift = effect * math.sqrt(n_a * ratio / (1 + ratio))
    point = _NORMAL.inv_cdf(1 - (alpha / 2 if alternative == "two-sided" else alpha))
    power = 0.0
    if alternative != "smaller":
        power += _upper_tail(point - shift)
    if alternative != "larger":
        power += _upper_tail(point + shift)
    return power


def sample_size(
    a: float,
    b: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    ratio: float = 1.0,
    alternative: Alternative = "two-sided",
) -> SampleSize:
    """Return how many cases show a difference between the rates `a` and `b`.

    Args:
        a: rate expected without the change, 0 … 1.
        b: rate that is worth finding, 0 … 1.
        alpha: accepted probability of seeing a difference that is not there.
        power: wanted probability of seeing one that is.
        ratio: cases in arm B for each in arm A.
        alternative: what is to be shown of B.

    Raises:
        ValueError: where the numbers make no test: equal rates, a difference in the direction that is not
            asked about, shares outside 0 … 1, power not above `alpha`.
    """
    if not (0 < alpha < 1 and 0 < power < 1 and power > alpha):
        raise ValueError("alpha and power lie between 0 and 1, power above alpha")
    if not (ratio > 0 and math.isfinite(ratio)):
        raise ValueError("the ratio of the arms is a positive number")
    effect = effect_size(a, b)
    if effect == 0:
        raise ValueError("no sample tells equal rates apart")
    if (alternative == "larger" and effect < 0) or (alternative == "smaller" and effect > 0):
        raise ValueError(f"a change from {a} to {b} is not {alternative}")
    low, high = 0.0, 1.0
    while power_of(effect, high, alpha=alpha, ratio=ratio, alternative=alternative) < power:
        low, high = high, high * 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if power_of(effect, middle, alpha=alpha, ratio=ratio, alternative=alternative) < power:
            low = middle
        else:
            high = middle
    return SampleSize(high, math.ceil(high - 1e-9 * high), math.ceil(high * ratio - 1e-9 * high * ratio))


def compare(k_a: int, n_a: int, k_b: int, n_b: int, *, alternative: Alternative = "two-sided") -> Comparison:
    """Return what `k_b` of `n_b` says against `k_a` of `n_a`: pooled z test and Newcombe's interval.

    Raises:
        ValueError: where an arm is empty or has more successes than cases.
    """
    if not (n_a > 0 and n_b > 0 and 0 <= k_a <= n_a and 0 <= k_b <= n_b):
        raise ValueError("each arm holds at least one case and at most as many successes as cases")
    a, b = k_a / n_a, k_b / n_b
    pooled = (k_a + k_b) / (n_a + n_b)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    z = 0.0 if error == 0 else (b - a) / error
    tail = {"two-sided": 2 * _upper_tail(abs(z)), "larger": _upper_tail(z), "smaller": _upper_tail(-z)}
    of_a, of_b = wilson_interval(a, n_a), wilson_interval(b, n_b)
    interval = Interval(
        b - a - math.hypot(b - of_b.low, of_a.high - a),
        b - a + math.hypot(of_b.high - b, a - of_a.low),
    )
    return Comparison(a, b, b - a, interval, z, min(1.0, tail[alternative]))


def _upper_tail(x: float) -> float:
    return math.erfc(x / math.sqrt(2)) / 2
