"""Search for a short schedule: priority rules with double justification, and a genetic algorithm over schedules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import add
from random import Random
from typing import NamedTuple

from aiplan.core.levelling.generation import list_by, parallel, serial, shift_early, shift_late
from aiplan.core.levelling.problem import NoPlaceError, Problem, Starts, Window, cost

Progress = Callable[[int, int], bool]
_BEYOND = 1 << 40
"""More days than any schedule has."""
_KEPT = 5
"""Schedules that a solution offers at most."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What a search found."""

    best: Sequence[Starts]
    """The cheapest schedules, the best first; more than one for who can tell them apart."""
    cost: int
    finish: int
    """First day after all work in the best."""
    schedules: int
    """How many were generated: each pass over all activities counts as one."""


class _Animal(NamedTuple):
    """A schedule of the herd; the best is the smallest, of equally good ones the youngest."""

    cost: int
    age: int
    starts: Starts


class Search:
    """A search with a budget of schedules; what it gives depends on nothing but its arguments.

    Args:
        problem: what is to be placed.
        window: its schedule by the links alone.
        limit: schedules that may be generated.
        progress: called now and then with (schedules generated, limit); returning False makes do with what has been
            found.
    """

    def __init__(self, problem: Problem, window: Window, limit: int, progress: Progress | None = None) -> None:
        self.problem, self.window, self.limit, self.progress = problem, window, limit, progress
        self.schedules = 0
        self.found: list[tuple[int, Starts]] = []
        """(cost, starts) of the cheapest schedules."""
        lengths = problem.lengths
        self._latest_finish = [late + length for late, length in zip(window.late, lengths, strict=True)]

    @property
    def over(self) -> bool:
        """Whether nothing more can be gained or generated."""
        return self.schedules >= self.limit or (bool(self.found) and self.found[0][0] <= self.window.bound)

    def _stopped(self) -> bool:
        return self.progress is not None and not self.progress(self.schedules, self.limit)

    def _may_justify(self) -> bool:
        """Tell whether two more passes are worth while and within the budget."""
        return not self.over and self.schedules + 2 <= self.limit

    def solution(self) -> Solution:
        """Return what has been found so far; at least one rule must have been applied."""
        value, best = self.found[0]
        return Solution([starts for _, starts in self.found], value, self._finish(best), self.schedules)

    def apply_rules(self) -> None:
        """Generate by latest finish and by latest start, both ways, and justify each as long as it helps.

        Raises:
            NoPlaceError: where no rule finds a place for everything.

        Source: Kolisch 1996; Tormos and Lova 2001; Valls, Ballestín and Quintanilla 2005.
        """
        problem, window = self.problem, self.window
        total_float = [late - early for late, early in zip(window.late, window.early, strict=True)]
        failed: NoPlaceError | None = None
        for first in (self._latest_finish, window.late):
            priority = list(zip(first, total_float, strict=True))
            for generate in (parallel, _serial_by):
                try:
                    starts = generate(problem, priority)
                except NoPlaceError as error:
                    failed = error
                    continue
                self._justify(starts)
                if self.over:
                    return
        if not self.found and failed is not None:
            raise failed

    def evolve(self, rng: Random) -> None:
        """Improve on the rules by breeding schedules until the budget is spent.

        A schedule is inherited by its times: the child takes the order of one parent within a stretch of time and
        of the other before and after it, and is justified twice.

        Source: Debels and Vanhoucke 2007 (crossover of topological keys within a stretch of time); Valls, Ballestín
        and Quintanilla 2008 (genetic algorithm with double justification); Kolisch and Drexl 1996 (regret-based
        sampling of the first generation).
        """
        first = max(12, self.limit // 33)
        size = max(4, first // 3)
        herd = [_Animal(value, 0, starts) for value, starts in self.found]
        for age in range(1, first):
            if self.over or self._stopped():
                break
            _join(herd, age, self._grown(_sampled(self.problem, self._latest_finish, rng)))
        herd.sort()
        del herd[size:]
        age = 0
        while not self.over and len(herd) > 1 and not self._stopped():
            age -= 1
            one = min(_below(rng, len(herd)), _below(rng, len(herd)))
            other = min(_below(rng, len(herd)), _below(rng, len(herd)))
            if one == other:
                other = _below(rng, len(herd))
            _join(herd, age, self._grown(self._crossed(herd[one].starts, herd[other].starts, rng)))
            herd.sort()
            del herd[size:]

    def _grown(self, order: list[int]) -> tuple[int, Starts] | None:
        """Return (cost, schedule) of `order`, justified, `None` where it leaves no place for something."""
        try:
            starts = serial(self.problem, order)
        except NoPlaceError:
            self.schedules += 1
            return None
        value = self._note(starts)
        if self._may_justify():
            starts, value = self._justified(starts)
        return value, starts

    def _crossed(self, outside: Starts, inside: Starts, rng: Random) -> list[int]:
        """Return an order that is `inside`'s within a stretch of its time and `outside`'s before and after it."""
        problem = self.problem
        finish = max(inside) + 1
        length = (0.25 + 0.5 * rng.random()) * finish
        first = rng.random() * (finish - length)
        last = first + length
        keys = [
            a - _BEYOND if b < first else a + _BEYOND if b > last else b for a, b in zip(outside, inside, strict=True)
        ]
        order = sorted(range(problem.size), key=keys.__getitem__) if self.window.plain else list_by(problem, keys)
        predecessors = problem.predecessors
        for place in range(len(order) - 1):
            if rng.random() < _SWAPS:
                i, j = order[place], order[place + 1]
                if all(p != i for p, _ in predecessors[j]):
                    order[place], order[place + 1] = j, i
        return order

    def _justify(self, starts: Starts) -> None:
        value = self._note(starts)
        while self._may_justify():
            starts, better = self._justified(starts)
            if better >= value:
                return
            value = better

    def _justified(self, starts: Starts) -> tuple[Starts, int]:
        starts = shift_early(self.problem, shift_late(self.problem, starts, self._finish(starts)))
        self.schedules += 1
        return starts, self._note(starts)

    def _finish(self, starts: Starts) -> int:
        return max(map(add, starts, self.problem.lengths), default=0)

    def _note(self, starts: Starts) -> int:
        self.schedules += 1
        value = cost(self.problem, starts)
        found = self.found
        if (len(found) < _KEPT or value < found[-1][0]) and all(starts != known for _, known in found):
            found.append((value, starts))
            found.sort(key=lambda pair: pair[0])
            del found[_KEPT:]
        return value


_SWAPS = 0.1
"""Share of neighbours in a child's order that change places."""


def _join(herd: list[_Animal], age: int, grown: tuple[int, Starts] | None) -> None:
    """Add a grown schedule to the herd unless it is there already."""
    if grown is not None and all(grown != (other.cost, other.starts) for other in herd):
        herd.append(_Animal(grown[0], age, grown[1]))


def _serial_by(problem: Problem, priority: Sequence[tuple[int, ...]]) -> Starts:
    return serial(problem, list_by(problem, priority))


def _below(rng: Random, n: int) -> int:
    # Of all draws `random()` alone gives the same numbers in every version of Python.
    return int(rng.random() * n)


def _sampled(problem: Problem, priority: Sequence[int], rng: Random) -> list[int]:
    """Return a random order in which the more urgent of what is ready is the likelier to come next."""
    waiting = [len(arcs) for arcs in problem.predecessors]
    ready = [i for i in range(problem.size) if not waiting[i]]
    order = []
    while ready:
        worst = max(map(priority.__getitem__, ready)) + 1
        draw = rng.random() * (worst * len(ready) - sum(map(priority.__getitem__, ready)))
        chosen = 0
        for chosen, i in enumerate(ready):  # noqa: B007 - the last one, where rounding leaves a rest
            draw -= worst - priority[i]
            if draw < 0:
                break
        i = ready[chosen]
        ready[chosen] = ready[-1]
        ready.pop()
        order.append(i)
        for j, _ in problem.successors[i]:
            waiting[j] -= 1
            if not waiting[j]:
                ready.append(j)
    return order
