"""What sets each date: drivers, and the chains they form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aiplan.core.calendar import DayTable
from aiplan.core.instants import Floor, Passes, lagged, start_floors
from aiplan.core.network import EARLIEST, FF, FIXED, FS, MAIN, PIECE, POINT, SS, START, Network, Node
from aiplan.core.result import DRIVER_KINDS, Driver
from aiplan.model.values import LINK_TYPES, LinkType

_FROM_FINISH, _TO_START = frozenset({FS, FF}), frozenset({FS, SS})
_TYPES: Mapping[str, LinkType] = {kind: kind for kind in LINK_TYPES}
_RANK: Mapping[str, int] = {kind: rank for rank, kind in enumerate(DRIVER_KINDS)}
_NO_FLOAT = 1 << 40


class _Bound(NamedTuple):
    """What keeps a node from being earlier; of several the smallest wins."""

    position: int
    """Negated, as is the instant: later is stronger."""
    instant: int
    rank: int
    """Of the kind, in `DRIVER_KINDS`."""
    total_float: int
    id: str
    type: str
    """Of a dependency, else empty."""
    lag: int
    source: int
    """The node it comes from; -1 for a date."""


def driver_of(
    network: Network, passes: Passes, number: int, team_floors: Mapping[str, Floor]
) -> tuple[Driver | None, int | None]:
    """Return what sets the early date of a node, and the node it comes from, if any.

    The winner is the latest instant; equal ones go by kind, then lower total float, then id.
    """
    node = network.nodes[number]
    if node.mode == FIXED:
        return Driver("actual"), None
    bounds = _bounds(network, passes, number, team_floors)
    if not bounds:
        return None, None
    if node.started is not None and node.mode == PIECE:
        origin, before, _ = passes.tables[number]
        if passes.position[number] == before[network.as_of - origin]:
            return Driver("as_of"), None
    best = min(bounds)
    kind = DRIVER_KINDS[best.rank]
    driver = Driver(kind, best.id or None, _TYPES.get(best.type), best.lag)
    return driver, best.source if best.source >= 0 else None


def tight_sources(network: Network, passes: Passes, number: int, team_floors: Mapping[str, Floor]) -> list[int]:
    """Return all nodes that alone would keep a node from being earlier; none where a date does too."""
    bounds = _bounds(network, passes, number, team_floors)
    last = min((b.position for b in bounds), default=0)
    sources = {b.source for b in bounds if b.position == last}
    return [] if -1 in sources else sorted(sources)


def _bounds(network: Network, passes: Passes, number: int, team_floors: Mapping[str, Floor]) -> list[_Bound]:
    nodes, table = network.nodes, passes.tables[number]
    node = nodes[number]
    found: list[_Bound] = []
    for kind, hi, lo in start_floors(network, number, table, team_floors):
        team = team_floors[node.id][1] if kind == "team" else ""
        found.append(_Bound(-table.before[hi - table.origin], -lo, _RANK[kind], _NO_FLOAT, team, "", 0, -1))
    if node.promised is not None:
        place = _place(node, table, node.promised + 1, node.promised + 1, finish=True)
        found.append(_Bound(*place, _RANK["external"], _NO_FLOAT, "", "", 0, -1))
    members = network.members.get(node.id, ()) if node.role == MAIN else ()
    for source, code, lag in network.predecessors[number]:
        other = nodes[source]
        if code in _FROM_FINISH:
            hi, lo = passes.finish_hi[source], passes.finish_lo[source]
        else:
            hi, lo = passes.start_hi[source], passes.start_lo[source]
        if lag:
            hi, lo = lagged(hi, lo, lag, passes.project)
        place = _place(node, table, hi, lo, finish=code not in _TO_START)
        total = _NO_FLOAT if other.done else passes.total_float[source]
        if other.role == START:
            found.append(_Bound(*place, _RANK["milestone"], total, other.id, "", 0, source))
        elif code == FS and other.id in members:
            found.append(_Bound(*place, _RANK["member"], total, other.id, "", 0, source))
        else:
            found.append(_Bound(*place, _RANK["dependency"], total, other.id, LINK_TYPES[code], lag, source))
    return found


def _place(node: Node, table: DayTable, hi: int, lo: int, *, finish: bool) -> tuple[int, int]:
    """Return position and instant, negated, that a bound on the start or the finish of a node leaves it."""
    origin, before, days = table
    if not finish or node.mode == POINT:
        return -before[hi - origin], -lo
    position = before[lo - 1 - origin] - node.days + 1
    return -position, -days[position - 1] - 1


def driving_steps(
    network: Network, passes: Passes, key: str, team_floors: Mapping[str, Floor]
) -> list[tuple[str, Driver | None]]:
    """Return (id, driver) of each activity on the driving path to `key`, in time order."""
    chain: list[tuple[str, Driver | None]] = []
    number: int | None = network.main[key]
    while number is not None:
        node = network.nodes[number]
        if node.mode == EARLIEST:
            number = min((passes.start_hi[m], network.nodes[m].id, m) for m, _, _ in network.predecessors[number])[2]
            continue
        driver, source = driver_of(network, passes, number, team_floors)
        if node.role != START:
            chain.append((node.id, driver))
        elif chain and source is None:
            # The milestone's start event is set by a date: that date is what the path begins with.
            chain[-1] = (chain[-1][0], driver)
        number = source
    chain.reverse()
    return chain
