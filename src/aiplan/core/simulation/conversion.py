"""Conversions between the axis of days and the working time of calendars, and from one calendar to another.

Each is monotone and of one form: the day of a moment is looked up, and the part of the day is kept where the day found
is one of work.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from aiplan.core.simulation.problem import Clock
from aiplan.core.simulation.program import AXIS
from aiplan.core.simulation.quantiles import TICK_BITS, TICKS

Days = npt.NDArray[Any]


class Way(NamedTuple):
    """Which conversion."""

    source: int
    """Calendar whose working time is read, or `AXIS`."""
    begins: bool
    """Whether work begins at the moment, so that it is never the end of a day; else work ends at it."""
    target: int
    """Calendar whose working time is wanted, or `AXIS`."""
    ends: bool = False
    """Whether the first end of work at or after the moment is wanted; else the first start."""


class Conversion:
    """One conversion; lookups are by the day of the moment less `early` ticks."""

    __slots__ = ("base", "early", "low", "works")

    def __init__(self, way: Way, clocks: tuple[Clock, ...]) -> None:
        source = None if way.source == AXIS else clocks[way.source]
        target = None if way.target == AXIS else clocks[way.target]
        self.early = int(way.ends if source is None else not way.begins)
        if source is not None:
            days, self.low = source.days, -source.zero
        else:
            assert target is not None
            days, self.low = np.arange(target.low, target.low + target.works.shape[0]), target.low
        if target is None:
            self.base: Days = days * TICKS + self.early
            self.works: Days | None = None
            return
        inside = (days >= target.low) & (days < target.low + target.works.shape[0])
        self.low += int(np.argmax(inside))
        place = days[inside] - target.low
        self.works = target.works[place]
        self.base = target.before[place] * TICKS + np.where(self.works, self.early, TICKS if way.ends else 0)

    def __call__(self, ticks: int) -> int:
        """Return one moment, converted.

        Raises:
            IndexError: for one outside the days that are known.
        """
        day, part = divmod(ticks - self.early, TICKS)
        place = self._place(day)
        return int(self.base[place]) + (part if self.works is None or self.works[place] else 0)

    def between(self, first: int, last: int) -> tuple[int, Days, Days | None]:
        """Return the first day looked up for moments from `first` to `last`, and the lookups from it on."""
        day = (first - self.early) >> TICK_BITS
        inside = slice(self._place(day), self._place((last - self.early) >> TICK_BITS) + 1)
        return day, self.base[inside], None if self.works is None else self.works[inside]

    def _place(self, day: int) -> int:
        place = day - self.low
        if not 0 <= place < self.base.shape[0]:
            raise IndexError(day)
        return place
