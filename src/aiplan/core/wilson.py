"""Confidence intervals of proportions, and how large a sample must be to settle a bar.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209–212.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Z95 = 1.959963984540054
"""Two-sided 95 % point of the standard normal distribution."""

Never = Literal["never"]

_EXACT = 1_000_000_000
"""Samples up to which the interval itself has the last word; beyond, rounding is coarser than one case."""


class Interval(NamedTuple):
    """A confidence interval, both bounds included; 0 ≤ low ≤ high ≤ 1."""

    low: float
    high: float


def wilson_interval(rate: float, n: int, *, z: float = Z95) -> Interval:
    """Return the Wilson score interval of a proportion.

    Args:
        rate: observed share of successes, 0 … 1; need not be a multiple of 1/n.
        n: sample size, at least 1.
        z: standard normal point of the two-sided level; 95 % by default.

    Raises:
        ValueError: where `rate` is not a share or `n` is below 1.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"a proportion lies between 0 and 1, not {rate}")
    if n < 1:
        raise ValueError(f"a sample holds at least one case, not {n}")
    square = z * z
    centre = rate + square / (2 * n)
    reach = z * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n))
    whole = 1 + square / n
    low = 0.0 if rate == 0 else max(0.0, (centre - reach) / whole)
    high = 1.0 if rate == 1 else min(1.0, (centre + reach) / whole)
    return Interval(low, high)


def settling_n(rate: float, bar: float, *, z: float = Z95) -> int | Never:
    """Return the smallest total sample at which an observed `rate` settles whether it clears `bar`.

    Settled means that the whole Wilson interval lies on one side of the bar. A rate equal to the bar never
    settles. The interval touches the bar where the score test does, at n = z²·b·(1 − b) / (p − b)².

    Args:
        rate: observed share, taken as it stands (not rounded to whole cases).
        bar: the share to compare with, 0 … 1.
        z: standard normal point of the two-sided level; 95 % by default.

    Raises:
        ValueError: where `rate` or `bar` is not a share.
    """
    if not (0 <= rate <= 1 and 0 <= bar <= 1):
        raise ValueError(f"proportions lie between 0 and 1, not {rate} and {bar}")
    if rate == bar:
        return "never"
    distance = rate - bar
    if distance * distance == 0:
        return "never"
    n = max(1, math.ceil(z * z * bar * (1 - bar) / (distance * distance)))
    if n > _EXACT:
        return n
    while n > 1 and _settled(rate, n - 1, bar, z):
        n -= 1
    while n <= _EXACT and not _settled(rate, n, bar, z):
        n += 1
    return n


def _settled(rate: float, n: int, bar: float, z: float) -> bool:
    low, high = wilson_interval(rate, n, z=z)
    return low >= bar if rate > bar else high < bar
