"""Distributions of durations as quantile tables: the inverse distribution function at the middle of 1,024 bins.

A 16-bit random number picks a bin, so drawing any distribution costs one table look-up. Tables are built with
`math`, never with vectorised transcendental functions, whose last bit depends on the processor.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from aiplan.model.context import Bounds, Distribution

TICK_BITS = 6
TICKS = 1 << TICK_BITS
"""Parts of a working day that the simulation tells apart."""
BINS = 1024
DRAW_BITS = 6
"""A 16-bit number drops these to name one of the bins of a table."""
_GRID = 1024

Ticks = npt.NDArray[np.int32]
Unit = npt.NDArray[np.float64]

_MIDDLES = [(i + 0.5) / BINS for i in range(BINS)]


@lru_cache(maxsize=1024)
def duration_table(
    optimistic: float, likely: float, pessimistic: float, distribution: Distribution, bounds: Bounds
) -> Ticks:
    """Return the quantiles of a three-point estimate, ascending; not to be written to.

    *shape*: (`BINS`,). *units*: ticks of 1/`TICKS` working day.

    Args:
        optimistic: lower bound, working days.
        likely: mode, working days.
        pessimistic: upper bound, working days.
        distribution: PERT-beta or triangular.
        bounds: what the outer points are: extremes, or the 10 % and 90 % points of a triangle.
    """
    low, high = min(optimistic, likely), max(pessimistic, likely)
    if low == high:
        return _frozen(np.full(BINS, likely * TICKS))
    if bounds == "p10p90":
        low, high = triangle_from_p10p90(low, likely, high)
        unit = triangle_quantiles((likely - low) / (high - low))
    elif distribution == "triangular":
        unit = triangle_quantiles((likely - low) / (high - low))
    else:
        unit = _pert_quantiles(
            Fraction(likely - low).limit_denominator(10_000) / Fraction(high - low).limit_denominator(10_000)
        )
    days = np.maximum(low + (high - low) * unit, 0.0)
    return _frozen(days * TICKS)


def _frozen(ticks: Unit) -> Ticks:
    table: Ticks = np.rint(ticks).astype(np.int32)
    table.flags.writeable = False
    return table


@lru_cache(maxsize=4096)
def _pert_quantiles(mode: Fraction) -> Unit:
    """Return quantiles on [0, 1] of the beta distribution of PERT with `mode`.

    Shape parameters 1 + 4·mode and 5 − 4·mode; mean (1 + 4·mode)/6.

    Source: Malcolm, Roseboom, Clark and Fazar 1959; the modern form in Vose, *Risk Analysis*, 2008.
    """
    a, b = 4.0 * float(mode), 4.0 - 4.0 * float(mode)
    density = [math.exp(a * x + b * y) for x, y in _log_grid()]
    cumulative = np.array([0.0, *accumulate(density)])
    edges = np.arange(_GRID + 1) / _GRID
    return np.interp(_MIDDLES, cumulative / cumulative[-1], edges)


@lru_cache(maxsize=1)
def _log_grid() -> list[tuple[float, float]]:
    middles = [(i + 0.5) / _GRID for i in range(_GRID)]
    return [(math.log(x), math.log(1.0 - x)) for x in middles]


def triangle_quantiles(mode: float) -> Unit:
    """Return quantiles on [0, 1] of the triangular distribution with `mode`."""
    return np.array([math.sqrt(u * mode) if u < mode else 1.0 - math.sqrt((1.0 - u) * (1.0 - mode)) for u in _MIDDLES])


def triangle_from_p10p90(p10: float, mode: float, p90: float) -> tuple[float, float]:
    """Return the ends (low, high) of the triangle with `mode` whose 10 % and 90 % points are given.

    With x = mode − low and y = high − mode: (x − (mode − p10))² = 0.1·x·(x + y), and the same mirrored. The pair is
    found by fixed-point iteration, which converges since each equation is solved exactly for one unknown.
    """
    left, right = mode - p10, p90 - mode
    x, y = max(2.0 * left, 1e-12), max(2.0 * right, 1e-12)
    for _ in range(200):
        new_x, new_y = _leg(left, y), _leg(right, x)
        if abs(new_x - x) + abs(new_y - y) < 1e-12:
            break
        x, y = new_x, new_y
    return mode - x, mode + y


def _leg(inner: float, other: float) -> float:
    """Return the larger root x of (x − inner)² = 0.1·x·(x + other)."""
    a, b, c = 0.9, -(2.0 * inner + 0.1 * other), inner * inner
    return (-b + math.sqrt(max(0.0, b * b - 4.0 * a * c))) / (2.0 * a)


@lru_cache(maxsize=1)
def normal_tables() -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint16], int]:
    """Return tables for a Gaussian copula in integers.

    *shape*: (65536,) standard normal deviates in 1/4096, and (2·limit + 1,) uniform 16-bit numbers by deviate
    from −limit to limit; then the limit.
    """
    normal = NormalDist()
    deviates = np.array([round(normal.inv_cdf((i + 0.5) / 65536) * 4096) for i in range(65536)], dtype=np.int32)
    limit = 5 * 4096
    uniforms = np.array(
        [min(65535, int(normal.cdf(z / 4096) * 65536)) for z in range(-limit, limit + 1)], dtype=np.uint16
    )
    return deviates, uniforms, limit
