"""From a placement that has begun to the flat problem of what is still to be placed.

Time is counted in project working days from the data date. With one calendar this is exact. Where teams have
calendars of their own, lengths and distances are those of the schedule by the links alone; the search then ranks
orders, and the dates come from placing the work on the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.core.levelling.placement import Placement
from aiplan.core.levelling.problem import Problem, Wait, horizon
from aiplan.core.network import EARLIEST, FF, FS, MAIN, PIECE, SS


@dataclass(frozen=True, slots=True)
class Compiled:
    """A problem and the nodes it stands for."""

    problem: Problem
    nodes: Sequence[int]
    """Node of each activity of the problem."""
    exact: bool
    """Whether everything follows the project calendar, so that the problem says what the network says."""
    bottleneck: int
    """End of the project by the work of the scarcest pool."""

    def keys(self, starts: Sequence[int]) -> dict[int, int]:
        """Return the first day of each node in a schedule of the problem."""
        return dict(zip(self.nodes, starts, strict=True))


def compile_problem(placement: Placement) -> Compiled:
    """Return the problem of what is waiting in `placement`."""
    network = placement.network
    nodes = [n for n in placement.in_order(placement.waiting, {}) if network.nodes[n].mode != EARLIEST]
    axis = _Axis(placement)
    release = [axis.start(n) for n in nodes]
    lengths = [axis.length(n) for n in nodes]
    predecessors, successors = _waits(placement, nodes, lengths)
    due = {i: axis.position(day + 1) for i, n in enumerate(nodes) if (day := network.nodes[n].deadline) is not None}
    needs = [placement.needs.get(n, 0) if network.nodes[n].mode == PIECE else 0 for n in nodes]
    free = axis.free(horizon(lengths, release, predecessors, axis.last_change))
    problem = Problem(lengths, needs, release, due, predecessors, successors, free, placement.guard, axis.finish())
    calendars = {id(table) for table in placement.passes.tables}
    return Compiled(problem, nodes, calendars <= {id(placement.passes.project)}, _bottleneck(placement, problem))


def _waits(
    placement: Placement, nodes: Sequence[int], lengths: Sequence[int]
) -> tuple[list[list[Wait]], list[list[Wait]]]:
    """Return the waits into and out of each activity, from start to start."""
    network, number = placement.network, {n: i for i, n in enumerate(nodes)}
    predecessors: list[list[Wait]] = []
    successors: list[list[Wait]] = [[] for _ in nodes]
    for j, n in enumerate(nodes):
        waits: dict[int, int] = {}
        for source, code, lag in network.predecessors[n]:
            # The earliest of the members cannot start before the start event does.
            event = network.nodes[source].mode == EARLIEST
            i = number.get(network.start_event[network.nodes[source].id] if event else source)
            if i is None or (code not in (FS, FF) and network.nodes[source].started is not None):
                continue
            wait = lag + (lengths[i] if code in (FS, FF) else 0) - (0 if code in (FS, SS) else lengths[j])
            waits[i] = max(waits.get(i, wait), wait)
        predecessors.append(sorted(waits.items()))
        for i, wait in waits.items():
            successors[i].append((j, wait))
    return predecessors, successors


class _Axis:
    """Instants and days of the network as positions in project working days from the data date."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement
        self.origin, self.before, self.days = placement.passes.project
        self.zero = self.before[placement.network.as_of - self.origin]
        place = len(placement.free)
        while place and placement.free[place - 1] == placement.whole:
            place -= 1
        self.last_change = self.position(placement.first + place)
        """From here on everything is free."""

    def position(self, instant: int) -> int:
        place = min(max(instant - self.origin, 0), len(self.before) - 1)
        return self.before[place] - self.zero

    def start(self, number: int) -> int:
        passes = self.placement.passes
        if self.placement.network.nodes[number].mode == PIECE:
            return self.position(passes.tables[number].days[passes.position[number]])
        return self.position(passes.finish_hi[number])

    def length(self, number: int) -> int:
        if self.placement.network.nodes[number].mode != PIECE:
            return 0
        return max(1, self.position(self.placement.passes.finish_hi[number]) - self.start(number))

    def finish(self) -> int:
        """Return the latest finish of what has been placed."""
        network, passes = self.placement.network, self.placement.passes
        ends = (
            passes.finish_lo[n]
            for n in network.order
            if n not in self.placement.waiting and network.nodes[n].role == MAIN and not network.nodes[n].dropped
        )
        return max(0, self.position(max(ends, default=0)))

    def free(self, length: int) -> list[int]:
        """Return what is free on `length` days; after the days that were reached, all that there is."""
        placement = self.placement
        days = self.days[self.zero : self.zero + length]
        found = [placement.free[place] for day in days if (place := day - placement.first) < len(placement.free)]
        return found + [placement.whole] * (length - len(found))


def _bottleneck(placement: Placement, problem: Problem) -> int:
    """Return the first day by whose start the units of every pool suffice for all of its work."""
    layout, found = placement.layout, 0
    for pool in placement.pools:
        load = sum(layout.unit(n, pool) * days for n, days in zip(problem.needs, problem.lengths, strict=True))
        day = 0
        while load > 0 and day < len(problem.free):
            load -= layout.unit(problem.free[day], pool)
            day += 1
        found = max(found, day)
    return found
