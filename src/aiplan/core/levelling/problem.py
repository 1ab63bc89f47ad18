"""The levelling problem as flat integer arrays, and its schedule from the links alone.

Time is a count of working days from 0. What is free of all pools on one day is a single integer: each pool has a
field of it, topped by a guard bit that is set. Subtracting what an activity needs leaves every guard set exactly
where each pool has enough, so one subtraction and one mask tell whether an activity fits on a day, however many
pools there are (bit-parallel comparison after Lamport 1975, "Multiple byte processing with full-word instructions").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

Wait = tuple[int, int]
"""(other activity, days): the successor starts at least `days` after the predecessor starts; may be negative."""

Starts = list[int]
"""First day of each activity."""


class NoPlaceError(Exception):
    """An activity fits on no day that is left for it."""

    def __init__(self, activity: int) -> None:
        super().__init__(activity)
        self.activity = activity


@dataclass(frozen=True, slots=True)
class Layout:
    """How the units of several pools lie in one integer."""

    shift: Mapping[str, int]
    """First bit of each pool's field."""
    width: int
    """Bits of a field, its guard bit included."""

    @property
    def guard(self) -> int:
        """The guard bits of all fields."""
        top = self.width - 1
        return sum(1 << (shift + top) for shift in self.shift.values())

    def pack(self, units: Mapping[str, int]) -> int:
        """Return `units` of each pool as one integer, without guards; pools that have no field are left out."""
        return sum(count << self.shift[pool] for pool, count in units.items() if pool in self.shift)

    def unit(self, packed: int, pool: str) -> int:
        """Return the units of one pool."""
        return packed >> self.shift[pool] & (1 << (self.width - 1)) - 1


def layout_of(most: Mapping[str, int]) -> Layout:
    """Return a layout with room for `most` units of each pool."""
    width = max(most.values(), default=1).bit_length() + 1
    return Layout({pool: number * width for number, pool in enumerate(sorted(most))}, width)


@dataclass(frozen=True, slots=True)
class Problem:
    """Activities to be placed; they are numbered in topological order of their links.

    Source: the resource-constrained project scheduling problem with minimal time lags and capacities that vary
    over time (Kolisch and Hartmann 1999; Bartusch, Möhring and Radermacher 1988).
    """

    lengths: Sequence[int]
    needs: Sequence[int]
    """Packed units an activity needs on each of its days; 0: it fits anywhere."""
    release: Sequence[int]
    """First day each activity may start on."""
    due: Mapping[int, int]
    """Activities with a deadline → its end, as a count of days."""
    predecessors: Sequence[Sequence[Wait]]
    successors: Sequence[Sequence[Wait]]
    free: Sequence[int]
    """By day, the packed units that are free, guards set; what fits nowhere in it fits nowhere (`horizon`)."""
    guard: int
    finish_floor: int = 0
    """The project does not finish before, whatever is placed."""

    @property
    def size(self) -> int:
        """Number of activities."""
        return len(self.lengths)


@dataclass(frozen=True, slots=True)
class Window:
    """Where each activity may start by its links, and what no schedule can beat."""

    early: Sequence[int]
    late: Sequence[int]
    """Latest start that holds the earliest thinkable project finish and the deadlines; may be before `early`."""
    plain: bool
    """No negative waits: any list in order of starts is in order of links."""
    bound: int
    """Lower bound of `cost`."""


def window_of(problem: Problem, bottleneck: int = 0) -> Window:
    """Return the schedule of `problem` by its links alone.

    Args:
        problem: what is to be placed.
        bottleneck: a known lower bound of the project finish, such as the work of one pool over its capacity.
    """
    size, lengths = problem.size, problem.lengths
    early = list(problem.release)
    for i in range(size):
        for p, wait in problem.predecessors[i]:
            early[i] = max(early[i], early[p] + wait)
    at_once = max(map(add, early, lengths), default=0)
    finish = max(at_once, bottleneck, problem.finish_floor)
    late = [0] * size
    for i in reversed(range(size)):
        latest = min(finish, problem.due.get(i, finish)) - lengths[i]
        for j, wait in problem.successors[i]:
            latest = min(latest, late[j] - wait)
        late[i] = latest
    plain = all(wait >= 0 for arcs in problem.predecessors for _, wait in arcs)
    missed = cost(problem, early) - max(at_once, problem.finish_floor)
    return Window(early, late, plain, finish + missed)


def cost(problem: Problem, starts: Sequence[int]) -> int:
    """Return what levelling keeps small: the project finish plus the days by which deadlines are missed."""
    lengths = problem.lengths
    found = max(map(add, starts, lengths), default=0)
    found = max(found, problem.finish_floor)
    for i, due in problem.due.items():
        end = starts[i] + lengths[i]
        if end > due:
            found += end - due
    return found


def horizon(
    lengths: Sequence[int], release: Sequence[int], predecessors: Sequence[Sequence[Wait]], last_change: int = 0
) -> int:
    """Return a count of days after which nothing needs to be looked for.

    Args:
        lengths: days of each activity.
        release: first day each activity may start on.
        predecessors: links into each activity.
        last_change: day from which capacities stay as they are.
    """
    waits = sum(max((wait for _, wait in arcs), default=0) for arcs in predecessors)
    return max(last_change, max(release, default=0)) + sum(lengths) + max(0, waits) + 1
