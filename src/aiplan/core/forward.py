"""The forward pass: early sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from aiplan.core.instants import Floor, Passes, day_start, lagged, last_equal, project_instants
from aiplan.core.network import AS_OF, EARLIEST, FF, FIXED, FS, MAIN, PIECE, PROJECT_START, Arc, Network, Node

_FROM_FINISH = frozenset({FS, FF})


def forward(network: Network, p: Passes, team_floors: Mapping[str, Floor], order: Iterable[int]) -> None:
    """Fill the early side of `p` for the nodes of `order`, each after all that come before it."""
    nodes, arcs, tables = network.nodes, network.predecessors, p.tables
    start_hi, start_lo, finish_hi, finish_lo, positions = p.start_hi, p.start_lo, p.finish_hi, p.finish_lo, p.position
    bases = _bases(network)
    for i in order:
        node = nodes[i]
        mode = node.mode
        if mode == PIECE:
            origin, before, days = tables[i]
            hi = bases[node.floors][0]
            if node.not_before is not None or team_floors:
                hi = max(hi, _own_floors(node, i, p, team_floors)[0])
            hi, bound = _held(p, arcs[i], hi, 0 if node.promised is None else node.promised + 1)
            at = before[hi - origin]
            if bound and (needed := before[bound - 1 - origin] - node.days + 1) > at:
                at = needed
            positions[i] = at
            start_hi[i], start_lo[i] = days[at], days[at - 1] + 1
            finish_hi[i] = finish_lo[i] = days[at + node.days - 1] + 1
            if node.started is not None:
                start_hi[i], start_lo[i] = _actual_start(p, i, node.started)
        elif mode == FIXED:
            end = (node.finished or 0) + 1
            finish_hi[i] = finish_lo[i] = end
            start_hi[i], start_lo[i] = (end, end) if node.started is None else _actual_start(p, i, node.started)
            positions[i] = tables[i].before[start_hi[i] - tables[i].origin]
        elif mode == EARLIEST:
            start_hi[i] = min(start_hi[m] for m, _, _ in arcs[i])
            start_lo[i] = min(start_lo[m] for m, _, _ in arcs[i])
        else:
            _place_point(p, i, node, arcs[i], bases[node.floors], _own_floors(node, i, p, team_floors))


def affected(network: Network, p: Passes, changed: Iterable[int]) -> Iterator[int]:
    """Yield, in order, the nodes whose early side may differ from what `p` says since the nodes `changed` did.

    Each is to be filled before the next is asked for: what comes after it is affected where it has become another.
    """
    start_hi, start_lo, finish_hi, finish_lo, dated = p.start_hi, p.start_lo, p.finish_hi, p.finish_lo, p.start_dated
    waiting = bytearray(len(network.nodes))
    for i in changed:
        waiting[i] = True
    for i in network.order:
        if waiting[i]:
            old = start_hi[i], start_lo[i], finish_hi[i], finish_lo[i], dated[i]
            dated[i] = False  # which points alone say
            yield i
            if old != (start_hi[i], start_lo[i], finish_hi[i], finish_lo[i], dated[i]):
                for j, _, _ in network.successors[i]:
                    waiting[j] = True


def latest_finish(network: Network, p: Passes) -> int:
    """Return the latest early finish (instant) of all that counts."""
    nodes, finish_hi = network.nodes, p.finish_hi
    finish = 0
    for i in network.order:
        if finish_hi[i] > finish and nodes[i].role == MAIN and not nodes[i].dropped:
            finish = finish_hi[i]
    # Where nothing counts, what has dates at all bounds the late side.
    return finish or max((finish_hi[i] for i in network.order), default=project_instants(network, network.start)[0])


def _held(p: Passes, arcs: list[Arc], start: int, finish: int) -> tuple[int, int]:
    """Return the instants that the links into a piece leave for its start and its finish, both at least as given."""
    finish_hi = p.finish_hi
    for source, code, lag in arcs:
        if code == FS and not lag:
            hi = finish_hi[source]
        else:
            if code in _FROM_FINISH:
                hi, lo = finish_hi[source], p.finish_lo[source]
            else:
                hi, lo = p.start_hi[source], p.start_lo[source]
            if lag:
                hi, lo = lagged(hi, lo, lag, p.project)
            if code >= FF:
                finish = max(finish, lo)
                continue
        if hi > start:  # noqa: PLR1730 - as above
            start = hi
    return start, finish


def _bases(network: Network) -> list[tuple[int, int]]:
    """Return (hi, lo) of the floors, by the bits of `Node.floors`."""
    start, as_of = project_instants(network, network.start), project_instants(network, network.as_of)
    both = max(start[0], as_of[0]), max(start[1], as_of[1])
    by_bits = {0: (0, 0), PROJECT_START: start, AS_OF: as_of, PROJECT_START | AS_OF: both}
    return [by_bits[bits] for bits in range(4)]


def _own_floors(node: Node, i: int, p: Passes, team_floors: Mapping[str, Floor]) -> tuple[int, int]:
    hi = lo = 0
    if node.not_before is not None:
        hi, lo = day_start(node.not_before, p.tables[i])
    if node.role == MAIN and (floor := team_floors.get(node.id)) is not None:
        x, y = day_start(floor[0], p.tables[i])
        hi, lo = max(hi, x), max(lo, y)
    return hi, lo


def _actual_start(p: Passes, i: int, started: int) -> tuple[int, int]:
    origin, before, days = p.tables[i]
    return started, days[before[started - origin] - 1] + 1


def _place_point(p: Passes, i: int, node: Node, arcs: list[Arc], base: tuple[int, int], own: tuple[int, int]) -> None:
    """Place an event of zero length: transparent, at the latest of its bounds."""
    hi, lo = max(base[0], own[0]), max(base[1], own[1])
    dated = True
    for source, code, lag in arcs:
        if code in _FROM_FINISH:
            x, y, at_start = p.finish_hi[source], p.finish_lo[source], p.start_dated[source]
        else:
            x, y, at_start = p.start_hi[source], p.start_lo[source], True
        if lag:
            x, y = lagged(x, y, lag, p.project)
        if x > hi or dated != at_start:
            dated = _dated(p, x, hi, dated, at_start)
        hi, lo = max(hi, x), max(lo, y)
    if node.promised is not None:
        end = node.promised + 1
        dated = _dated(p, end, hi, dated, at_start=False)
        hi, lo = max(hi, end), max(lo, end)
    p.start_hi[i] = p.finish_hi[i] = hi
    p.start_lo[i] = p.finish_lo[i] = lo
    origin, before, _ = p.tables[i]
    p.position[i], p.start_dated[i] = before[hi - origin], dated
    if node.started is not None:
        p.start_hi[i], p.start_lo[i] = _actual_start(p, i, node.started)


def _dated(p: Passes, bound: int, hi: int, dated: bool, at_start: bool) -> bool:
    """Tell whether an event that `bound` holds too is dated at the start of a day: on equal instants that side wins.

    Where either is 0, nothing bounds the event yet.
    """
    if hi and bound and dated != at_start and last_equal(p, bound) == last_equal(p, hi):
        return True
    return at_start if bound > hi else dated
