"""How a finish spreads over the runs: percentiles, shares, counts; and how two things go together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from aiplan.core.simulation.draws import Uniform16
from aiplan.core.simulation.problem import Clock
from aiplan.core.simulation.quantiles import TICK_BITS

Ranks = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A moment over all runs. Days are counted on the axis from the data date."""

    ordered: npt.NDArray[Any]
    """Ticks, ascending; *shape*: (runs,)."""
    offset: int
    """What is added to each number."""
    clock: Clock | None = None
    """Calendar that the ticks are counted in; `None` for the axis."""

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return int(self.ordered.shape[0])

    def percentile(self, level: int) -> int:
        """Return the first day by which at least `level` percent of the runs are finished."""
        day = (int(self.ordered[max(0, -(-self.runs * level // 100) - 1)]) + self.offset) >> TICK_BITS
        return day if self.clock is None else int(self.clock.days[day + self.clock.zero])

    def until(self, day: int) -> int:
        """Return how many runs are finished by the end of `day`."""
        if self.clock is not None:
            day = int(np.searchsorted(self.clock.days, day, side="right")) - 1 - self.clock.zero
        bar = ((day + 1) << TICK_BITS) - self.offset
        limits = np.iinfo(self.ordered.dtype)
        if not limits.min <= bar <= limits.max:
            return 0 if bar < limits.min else self.runs
        return int(np.searchsorted(self.ordered, self.ordered.dtype.type(bar), side="left"))

    def days(self) -> npt.NDArray[np.int32]:
        """Return the days of all runs, in their order."""
        found: npt.NDArray[np.int32] = self.ordered.astype(np.int32)
        found += self.offset
        found >>= TICK_BITS
        if self.clock is None:
            return found
        found += self.clock.zero
        return self.clock.days.take(found)

    def mean(self) -> float:
        """Return the mean day."""
        return int(self.days().sum(dtype=np.int64)) / self.runs

    def counts(self) -> tuple[tuple[int, int], ...]:
        """Return (day, number of runs that finish on it), in order of time."""
        days = self.days()
        low = int(days[0])
        return tuple((low + i, int(n)) for i, n in enumerate(np.bincount(days - low)) if n)


class Ranked(NamedTuple):
    """Doubled and centred ranks of all runs: whole numbers, and ties share the mean of their ranks."""

    ranks: Ranks
    weights: npt.NDArray[np.float64]
    """The same as floating-point numbers."""
    spread: int
    """Their sum of squares."""


def ranked(values: npt.NDArray[Any]) -> Ranked:
    """Return the ranks of values."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    found: Ranks = _centred(counts)[inverse]
    return Ranked(found, found.astype(np.float64), int((found * found).sum()))


def _centred(counts: npt.NDArray[Any]) -> Ranks:
    """Return the doubled and centred rank of the members of classes of these sizes, in order."""
    ends: Ranks = np.cumsum(counts, dtype=np.int64)
    found: Ranks = 2 * ends - counts - int(ends[-1])
    return found


def rank_correlation(a: Ranked, b: Ranked) -> float | None:
    """Return Spearman's rank correlation, exactly up to the last division; `None` where one does not vary.

    Source: Spearman 1904; as cruciality of an activity: Williams, "Criticality in stochastic networks", 1992.
    """
    spread = float(a.spread) * float(b.spread)
    return None if spread == 0 else int((a.ranks * b.ranks).sum()) / math.sqrt(spread)


def binned_correlation(bins: Uniform16, b: Ranked) -> float | None:
    """Return Spearman's rank correlation of numbers of bins with something ranked, without ranking the runs.

    All numbers of the same bin have one rank, so that the sum of products is one sum for each bin. The sums are whole
    and below 2^53 and therefore exact in floating point, whatever their order.
    """
    places = bins.astype(np.intp)
    counts = np.bincount(places)
    own = _centred(counts)
    together = np.bincount(places, weights=b.weights)
    spread = float(int((own * own * counts).sum())) * float(b.spread)
    return None if spread == 0 else int((own * together.astype(np.int64)).sum()) / math.sqrt(spread)
