"""Placing work on the network of a plan, one node after the other, where links and capacities allow.

Every date comes from the engine's own forward pass, asked for one node at a time, so that calendars, lags, events
and progress mean here what they mean there; levelling only adds floors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import pairwise

from aiplan.core.forward import forward
from aiplan.core.instants import Floor, NoRoomError, Passes
from aiplan.core.levelling.pools import Pool, work_days
from aiplan.core.levelling.problem import NoPlaceError, layout_of
from aiplan.core.network import FIXED, PIECE, POINT, Network

Units = Mapping[int, Mapping[str, int]]
"""Node → units of each pool that it uses on each of its days."""


class Placement:
    """What is free on each day, and the nodes that levelling may move.

    Args:
        network: the compiled network.
        passes: its unlevelled passes.
        pools: all teams and resources.
        units: what each node uses; nowhere more than the pool ever has.
        until: day (ordinal) up to which to look for places.
    """

    def __init__(self, network: Network, passes: Passes, pools: Mapping[str, Pool], units: Units, until: int) -> None:
        self.network, self.pools, self.units = network, pools, units
        self.passes = _reaching(network, passes, until)
        self.floors: dict[str, Floor] = {}
        most = {pool: max(item.units) for pool, item in pools.items()}
        self.layout = layout_of(most)
        self.guard = self.layout.guard
        self.needs = {number: self.layout.pack(held) for number, held in units.items()}
        self.first = network.as_of
        """Ordinal of the day that `free` begins with."""
        self.free = self._capacities(until)
        self.whole = self.layout.pack({key: pool.finally_ for key, pool in pools.items()}) | self.guard
        """What there is in the end, as `free` counts it."""
        self.ranks = _ranks(network)
        self.moving = self._moving()
        """Nodes whose place depends on levelling."""
        self._settle()
        self.waiting = self._resume()
        """Those that have not been placed, at the places that the links allow."""

    def place(self, order: Iterable[int]) -> None:
        """Give each node of `order` in turn, predecessors first, its earliest place.

        Raises:
            NoPlaceError: where a node (its number) fits on no day.
            NoRoomError: where the days reached are not enough.
        """
        for number in order:
            self._forward(number)
            need = self.needs.get(number, 0)
            if not need or self.network.nodes[number].mode != PIECE:
                continue
            at, days = self._earliest(number, need), self.passes.tables[number].days
            if at > self.passes.position[number]:
                key = self.network.nodes[number].id
                self.floors[key] = (days[at], self._binding(number, at - 1))
                self._forward(number)
            for day in days[at : at + self.network.nodes[number].days]:
                self.free[day - self.first] -= need

    def propose(self, order: Sequence[int]) -> tuple[tuple[int, int], dict[str, Floor]]:
        """Return what placing `order` would give: (cost in days, sum of finishes) and the floors; nothing is kept.

        The cost is the project finish plus the days by which deadlines are missed.

        Raises:
            NoPlaceError: where a node (its number) fits on no day.
            NoRoomError: where the days reached are not enough.
        """
        free, floors = list(self.free), dict(self.floors)
        try:
            self.place(order)
            return self._cost(), self.floors
        finally:
            self.free, self.floors = free, floors

    def in_order(self, nodes: Iterable[int], keys: Mapping[int, int]) -> Iterator[int]:
        """Yield `nodes` by key, then id, but predecessors first."""
        inside = set(nodes)
        waiting = {n: sum(p in inside for p, _, _ in self.network.predecessors[n]) for n in inside}
        ready = [(keys.get(n, -1), self.ranks[n], n) for n in inside if not waiting[n]]
        heapify(ready)
        while ready:
            number = heappop(ready)[2]
            yield number
            for n, _, _ in self.network.successors[number]:
                if n in inside:
                    waiting[n] -= 1
                    if not waiting[n]:
                        heappush(ready, (keys.get(n, -1), self.ranks[n], n))

    def _resume(self) -> frozenset[int]:
        """Place work under way that moves, and what it waits for; return the rest of what moves.

        Work under way whose predecessors are unfinished goes on as soon as they are done, before all that has not
        begun.
        """
        stack = [n for n in self.moving if self.network.nodes[n].started is not None]
        found = set(stack)
        while stack:
            for p, _, _ in self.network.predecessors[stack.pop()]:
                if p in self.moving and p not in found:
                    found.add(p)
                    stack.append(p)
        late = self.passes.limit_lo
        self.place(self.in_order(found, {n: late[n] for n in found}))
        waiting = self.moving - found
        if found:
            self._follow(waiting)
        return waiting

    def _follow(self, nodes: Set[int]) -> None:
        """Bring `nodes` to the places that the links allow, whatever is free."""
        for number in self.network.order:
            if number in nodes:
                self._forward(number)

    def _cost(self) -> tuple[int, int]:
        finish = missed = total = 0
        for number in self.network.main.values():
            node, end = self.network.nodes[number], self.passes.finish_lo[number]
            if node.mode not in (PIECE, POINT) or node.dropped:
                continue
            finish, total = max(finish, end), total + end
            if node.deadline is not None:
                missed += max(0, end - node.deadline - 1)
        return finish + missed, total

    def _capacities(self, until: int) -> list[int]:
        free: list[int] = []
        changes = {day for pool in self.pools.values() for day in pool.days if self.first < day < until}
        edges = [self.first, *sorted(changes), until]
        for day, following in pairwise(edges):
            packed = self.layout.pack({key: pool.at(day) for key, pool in self.pools.items()}) | self.guard
            free.extend([packed] * (following - day))
        return free

    def _moving(self) -> frozenset[int]:
        moving: set[int] = set()
        for number in self.network.order:
            node = self.network.nodes[number]
            if node.mode == FIXED:
                continue
            own = number in self.needs and node.mode == PIECE and node.started is None
            if own or any(p in moving for p, _, _ in self.network.predecessors[number]):
                moving.add(number)
        return frozenset(moving)

    def _settle(self) -> None:
        """Place what levelling does not move: it holds its units where it is."""
        for number in self.network.order:
            self._forward(number)
            if number not in self.moving:
                self._hold(number)

    def _hold(self, number: int) -> None:
        """Take what a node uses, as far as there is any, without asking."""
        units = self.units.get(number)
        if not units:
            return
        for day in work_days(self.network, self.passes, number):
            place = day - self.first
            taken = {pool: min(count, self.layout.unit(self.free[place], pool)) for pool, count in units.items()}
            self.free[place] -= self.layout.pack(taken)

    def _forward(self, number: int) -> None:
        try:
            forward(self.network, self.passes, self.floors, (number,))
        except IndexError:
            raise NoRoomError(before=False) from None

    def _earliest(self, number: int, need: int) -> int:
        """Return the first position, from the one the links allow on, at which a node fits."""
        at, length = self.passes.position[number], self.network.nodes[number].days
        days, free, guard, first = self.passes.tables[number].days, self.free, self.guard, self.first
        tried, place = at, at + length - 1
        try:
            while place >= tried:
                if (free[days[place] - first] - need) & guard != guard:
                    at, tried = place + 1, at + length
                    place = at + length - 1
                else:
                    place -= 1
        except IndexError:
            if any(count > self.pools[pool].finally_ for pool, count in self.units[number].items()):
                raise NoPlaceError(number) from None
            raise NoRoomError(before=False) from None
        return at

    def _binding(self, number: int, at: int) -> str:
        """Return the team or resource that leaves no room for a node at a position; of several, the smallest id."""
        days = self.passes.tables[number].days[at : at + self.network.nodes[number].days]
        return min(
            pool
            for pool, count in self.units[number].items()
            if any(self.layout.unit(self.free[day - self.first], pool) < count for day in days)
        )


def _reaching(network: Network, passes: Passes, until: int) -> Passes:
    """Return passes to be filled anew, whose calendars reach to `until`."""
    first = min(table.origin for table in (passes.project, *passes.tables))
    tables = {id(c): c.table(first, until + 1) for c in (network.calendars.project, *network.calendar)}
    return replace(
        passes,
        tables=[tables[id(c)] for c in network.calendar],
        project=tables[id(network.calendars.project)],
        calendars=list(tables.values()),
        start_hi=list(passes.start_hi), start_lo=list(passes.start_lo), finish_hi=list(passes.finish_hi),
        finish_lo=list(passes.finish_lo), position=list(passes.position), start_dated=list(passes.start_dated),
    )  # fmt: skip


def _ranks(network: Network) -> Sequence[int]:
    """Return a number of each node that does not depend on the order of the file."""
    ranks, nodes = [0] * len(network.nodes), network.nodes
    for rank, number in enumerate(sorted(range(len(nodes)), key=lambda n: (nodes[n].id, nodes[n].role))):
        ranks[number] = rank
    return ranks
