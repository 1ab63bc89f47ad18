"""What sets each date: drivers, and the chains they form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from aiplan.core.instants import Floor, Passes, lagged, start_floors
from aiplan.core.network import EARLIEST, FF, FIXED, FS, MAIN, PIECE, POINT, SS, START, Network
from aiplan.core.result import DRIVER_KINDS, Driver
from aiplan.model.values import LINK_TYPES

_RANK = {kind: rank for rank, kind in enumerate(DRIVER_KINDS)}
_NO_FLOAT = 1 << 40


class _Bound(NamedTuple):
    position: int
    instant: int
    rank: int
    driver: Driver
    source: int | None
    total_float: int

    def key(self) -> tuple[int, int, int, int, str, str, int]:
        """Smallest wins."""
        driver = self.driver
        return (
            -self.position, -self.instant, self.rank, self.total_float, driver.id or "", driver.type or "", driver.lag,
        )  # fmt: skip


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
    best = min(bounds, key=_Bound.key)
    return best.driver, best.source


def tight_sources(network: Network, passes: Passes, number: int, team_floors: Mapping[str, Floor]) -> list[int]:
    """Return all nodes that alone would keep a node from being earlier; none where a date does too."""
    bounds = _bounds(network, passes, number, team_floors)
    last = max((b.position for b in bounds), default=0)
    tight = [b for b in bounds if b.position == last]
    return [] if any(b.source is None for b in tight) else sorted({b.source for b in tight if b.source is not None})


def _bounds(network: Network, passes: Passes, number: int, team_floors: Mapping[str, Floor]) -> list[_Bound]:
    node, table = network.nodes[number], passes.tables[number]
    origin, before, days = table
    point = node.mode == POINT
    found: list[_Bound] = []

    def add(driver: Driver, hi: int, lo: int, source: int | None = None, *, finish: bool = False) -> None:
        if finish and not point:
            position = before[lo - 1 - origin] - node.days + 1
            instant = days[position - 1] + 1
        else:
            position, instant = before[hi - origin], lo
        total = _NO_FLOAT
        if source is not None and not network.nodes[source].done:
            total = passes.total_float[source]
        found.append(_Bound(position, instant, _RANK[driver.kind], driver, source, total))

    for kind, hi, lo in start_floors(network, number, table, team_floors):
        if kind == "team":
            add(Driver("team", team_floors[node.id][1]), hi, lo)
        elif kind == "not_before":
            add(Driver("not_before"), hi, lo)
        else:
            add(Driver("as_of" if kind == "as_of" else "project_start"), hi, lo)
    if node.promised is not None:
        add(Driver("external"), node.promised + 1, node.promised + 1, finish=True)
    for source, code, lag in network.predecessors[number]:
        if code in (FS, FF):
            hi, lo = passes.finish_hi[source], passes.finish_lo[source]
        else:
            hi, lo = passes.start_hi[source], passes.start_lo[source]
        hi, lo = lagged(hi, lo, lag, passes.project)
        add(_link_driver(network, source, number, code, lag), hi, lo, source, finish=code not in (FS, SS))
    return found


def _link_driver(network: Network, source: int, target: int, code: int, lag: int) -> Driver:
    other = network.nodes[source]
    if other.role == START:
        return Driver("milestone", other.id)
    inside = other.id in network.members.get(network.nodes[target].id, ())
    if inside and code == FS and network.nodes[target].role == MAIN:
        return Driver("member", other.id)
    return Driver("dependency", other.id, LINK_TYPES[code], lag)


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
