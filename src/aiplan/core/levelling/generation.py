"""Schedule generation: from an order of activities to a schedule that no pool objects to.

The inner loops are written out and work on local lists: they run thousands of times a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from aiplan.core.levelling.problem import NoPlaceError, Problem, Starts

Priority = Sequence[tuple[int, ...]] | Sequence[int]
"""Of each activity; smaller goes first."""


def serial(problem: Problem, order: Sequence[int], others: Sequence[int] | None = None) -> Starts:
    """Return the schedule in which each activity in turn takes the earliest place that is left.

    Args:
        problem: what is to be placed.
        order: all activities, predecessors before successors.
        others: where an activity counts as lying as long as it has not been placed, where `order` does not keep
            to the links.

    Raises:
        NoPlaceError: where an activity does not fit on any day.

    Source: serial schedule generation scheme, Kelley 1963; Kolisch 1996.
    """
    free, guard = list(problem.free), problem.guard
    lengths, needs, release, predecessors = problem.lengths, problem.needs, problem.release, problem.predecessors
    starts = [0] * problem.size if others is None else list(others)
    for i in order:
        at = release[i]
        for p, wait in predecessors[i]:
            x = starts[p] + wait
            if x > at:  # noqa: PLR1730 - max() takes twice the time
                at = x
        need = needs[i]
        if need:
            length = lengths[i]
            # Days are tried from the last to the first: one that is full rules out every start up to it.
            tried, end = at, at + length
            day = end - 1
            try:
                while day >= tried:
                    if (free[day] - need) & guard != guard:
                        at, tried = day + 1, end
                        end = at + length
                        day = end - 1
                    else:
                        day -= 1
            except IndexError:
                raise NoPlaceError(i) from None
            for day in range(at, end):
                free[day] -= need
        starts[i] = at
    return starts


def shift_late(problem: Problem, starts: Sequence[int], finish: int) -> Starts:
    """Return the schedule in which each activity, the last to finish first, has moved as late as it can.

    Nothing ends after `finish` nor, where it does not already, after its deadline.

    Source: right justification, Tormos and Lova 2001; Valls, Ballestín and Quintanilla 2005. With capacities that
    vary, the old place of an activity is still free when its turn comes: all that was moved before it ended no
    earlier and has only gone later.
    """
    free, guard = list(problem.free), problem.guard
    lengths, needs, due, successors = problem.lengths, problem.needs, problem.due, problem.successors
    found = list(starts)
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    for i in sorted(range(problem.size - 1, -1, -1), key=ends.__getitem__, reverse=True):
        length = lengths[i]
        at = (min(finish, max(ends[i], due[i])) if i in due else finish) - length
        for j, wait in successors[i]:
            x = found[j] - wait
            if x < at:  # noqa: PLR1730 - min() takes twice the time
                at = x
        need = needs[i]
        if need:
            day, end = at, at + length
            while day < end:
                if (free[day] - need) & guard != guard:
                    end, at = at, day - length
                    day = at
                else:
                    day += 1
            for day in range(at, at + length):
                free[day] -= need
        found[i] = at
    return found


def shift_early(problem: Problem, starts: Sequence[int]) -> Starts:
    """Return the schedule in which each activity, the first to start first, has moved as early as it can."""
    return serial(problem, sorted(range(problem.size), key=starts.__getitem__), starts)


def list_by(problem: Problem, priority: Priority) -> list[int]:
    """Return all activities in order of `priority`, predecessors before successors."""
    waiting = [len(arcs) for arcs in problem.predecessors]
    ready = [(priority[i], i) for i in range(problem.size) if not waiting[i]]
    heapify(ready)
    order = []
    while ready:
        i = heappop(ready)[1]
        order.append(i)
        for j, _ in problem.successors[i]:
            waiting[j] -= 1
            if not waiting[j]:
                heappush(ready, (priority[j], j))
    return order


def parallel(problem: Problem, priority: Priority) -> Starts:
    """Return the schedule that goes through time and starts whatever fits, by `priority`.

    Raises:
        NoPlaceError: where an activity does not fit on any day.

    Source: parallel schedule generation scheme, Brooks and White 1965; Kolisch 1996.
    """
    return _Parallel(problem, priority).run()


class _Parallel:
    """One run of the parallel scheme; used once."""

    def __init__(self, problem: Problem, priority: Priority) -> None:
        self.problem, self.priority = problem, priority
        self.free = list(problem.free)
        self.starts = [0] * problem.size
        self.waiting = [len(arcs) for arcs in problem.predecessors]
        self.coming = [(problem.release[i], i) for i in range(problem.size) if not self.waiting[i]]
        """(first day by its links, activity) of what has all its predecessors placed."""
        heapify(self.coming)
        free = problem.free
        self.days = [day for day in range(1, len(free)) if free[day] != free[day - 1]]
        """Days on which something may have become free."""
        heapify(self.days)

    def run(self) -> Starts:
        ready: list[tuple[tuple[int, ...] | int, int]] = []
        day = -1
        while self.coming or ready:
            if self.coming and (not self.days or self.coming[0][0] <= self.days[0]):
                day = max(day, self.coming[0][0])
            elif self.days:
                day = max(day, heappop(self.days))
            else:
                raise NoPlaceError(ready[0][1])
            while self.days and self.days[0] <= day:
                heappop(self.days)
            while self.coming and self.coming[0][0] <= day:
                first, i = heappop(self.coming)
                if self.problem.needs[i]:
                    ready.append((self.priority[i], i))
                else:
                    self._place(i, first)
            ready.sort()
            ready = [(rank, i) for rank, i in ready if not self._fits(i, day)]
        return self.starts

    def _fits(self, i: int, day: int) -> bool:
        """Place activity `i` on `day` where there is room for it; tell whether there was."""
        need, guard, free = self.problem.needs[i], self.problem.guard, self.free
        end = day + self.problem.lengths[i]
        if end > len(free):
            return False
        for at in range(day, end):
            if (free[at] - need) & guard != guard:
                return False
        for at in range(day, end):
            free[at] -= need
        heappush(self.days, end)
        self._place(i, day)
        return True

    def _place(self, i: int, day: int) -> None:
        self.starts[i] = day
        predecessors, starts = self.problem.predecessors, self.starts
        for j, _ in self.problem.successors[i]:
            self.waiting[j] -= 1
            if not self.waiting[j]:
                first = max(starts[p] + wait for p, wait in predecessors[j])
                heappush(self.coming, (max(first, self.problem.release[j]), j))
