"""The backward pass: late sides, total and free float."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiplan.core.instants import FAR, NoRoomError, Passes
from aiplan.core.network import EARLIEST, FF, FIXED, FS, MAIN, PIECE, SS, START, Arc, Network, Node

Limits = tuple[Sequence[int], Sequence[int]]
"""By node, the latest instants (hi, lo) it may have."""

_TO_START = frozenset({FS, SS})
_FROM_FINISH = frozenset({FS, FF})


def backward(network: Network, p: Passes) -> None:
    """Fill the late side of `p`."""
    nodes, successors = network.nodes, network.successors
    limit_hi, limit_lo, project_finish = p.limit_hi, p.limit_lo, p.project_finish
    late = limit_hi, limit_lo
    for i in reversed(network.order):
        node = nodes[i]
        if node.mode == FIXED:
            continue
        origin, before, days = p.tables[i]
        if node.mode == EARLIEST:
            p.limit_hi[i], p.limit_lo[i] = members_limit(network, p, i, late)
            p.constrained[i] = holders(network, p, i)
        elif node.mode == PIECE:
            end = _plain_end(nodes, successors[i], late, project_finish)
            if end is None or node.deadline is not None or node.dropped:
                at = latest(network, p, i, late, p.constrained)
            else:
                at = before[end - origin] - node.days
            if at < 1:
                raise NoRoomError(before=True)
            p.total_float[i] = at - p.position[i]
            limit_hi[i], limit_lo[i] = days[at], days[at + node.days - 1] + 1
        else:
            hi, lo = _point_limits(network, p, i, late, p.constrained)
            p.limit_hi[i], p.limit_lo[i] = hi, lo
            p.total_float[i] = _point_float(p, i, hi, lo)


def _plain_end(nodes: Sequence[Node], arcs: Sequence[Arc], limits: Limits, end: int) -> int | None:
    """Return the latest finish that plain finish-to-start links allow, `None` where there are others."""
    limit_hi, limit_lo = limits
    for j, code, lag in arcs:
        other = nodes[j]
        if code != FS or lag or other.mode == EARLIEST:
            return None
        if other.done:
            continue
        x = limit_hi[j]
        if other.mode != PIECE:
            x = min(x, limit_lo[j])
        if x < end:
            end = x
    return end


def _point_float(p: Passes, i: int, hi: int, lo: int) -> int:
    origin, before, _ = p.tables[i]
    limit = min(hi, lo)
    if limit < origin:
        raise NoRoomError(before=True)
    gap = before[min(limit, origin + len(before) - 1) - origin] - p.position[i]
    return max(0, gap) if p.finish_hi[i] <= hi and p.finish_lo[i] <= lo else gap


def free_float(network: Network, p: Passes, i: int) -> int:
    """Return how many own working days a node can move without moving any successor off its early dates."""
    node = network.nodes[i]
    early = _Early(network, p, finish=False), _Early(network, p, finish=True)
    early[0].both = early[1].both = early
    constrained: dict[int, frozenset[int]] = {}
    for event, _, _ in network.successors[i]:
        if network.nodes[event].mode == EARLIEST:
            hi, lo = members_limit(network, p, event, early)
            early[0].events[event], early[1].events[event] = hi, lo
            constrained[event] = holders(network, p, event, hi, lo)
    if node.mode == PIECE:
        at = latest(network, p, i, early, constrained)
        return max(0, at - p.position[i])
    return max(0, _point_float(p, i, *_point_limits(network, p, i, early, constrained)))


class _Early(Sequence[int]):
    """The early side of the successors in the shape of the late side's limits."""

    def __init__(self, network: Network, p: Passes, *, finish: bool) -> None:
        self._network, self._nodes, self._p, self._finish = network, network.nodes, p, finish
        self.both: Limits = (self, self)
        self.events: dict[int, int] = {}
        """Limits of nodes that stand for the earliest member start."""

    def __getitem__(self, j: int) -> int:  # type: ignore[override]
        p, mode = self._p, self._nodes[j].mode
        if mode == EARLIEST:
            return self.events[j]
        node = self._nodes[j]
        if node.role == START and self._nodes[self._network.main[node.id]].done:
            # The milestone is over; only members that are not hold its start event.
            return _point_limits(self._network, self._p, j, self.both, {})[int(self._finish)]
        if self._finish:
            return p.finish_lo[j]
        return p.tables[j].days[p.position[j]] if mode == PIECE else p.finish_hi[j]

    def __len__(self) -> int:
        return len(self._nodes)


def members_limit(network: Network, p: Passes, event: int, limits: Limits) -> tuple[int, int]:
    """Return the latest instants (hi, lo) at which the earliest member of a milestone may start."""
    hi, lo = FAR, FAR
    for j, code, lag in network.successors[event]:
        if not network.nodes[j].done:
            x, y = _source_limit(network, p, j, code, lag, limits)
            hi, lo = min(hi, x), min(lo, y)
    return hi, lo


def holders(network: Network, p: Passes, event: int, hi: int | None = None, lo: int | None = None) -> frozenset[int]:
    """Return the members that have to stay within the limits of the earliest member start.

    Nobody has to where two are; where one is, it has to; where none is, each of them could and so has to.
    """
    hi = p.limit_hi[event] if hi is None else hi
    lo = p.limit_lo[event] if lo is None else lo
    members = frozenset(m for m, _, _ in network.predecessors[event])
    keeping = frozenset(m for m in members if p.start_hi[m] <= hi and p.start_lo[m] <= lo)
    if len(keeping) > 1:
        return frozenset()
    return keeping or members


def _source_limit(network: Network, p: Passes, j: int, code: int, lag: int, limits: Limits) -> tuple[int, int]:
    """Return the latest (hi, lo) of the event a link leaves from, so that `j` stays within its limits."""
    to_start = code in _TO_START
    hi, lo = limits[0][j], limits[1][j]
    if network.nodes[j].mode == PIECE:
        hi, lo = (hi, FAR) if to_start else (FAR, lo)
    if lag == 0:
        return hi, lo
    origin, before, days = p.project
    top = origin + len(before) - 1
    index = FAR
    if hi < FAR:
        at = hi if lag > 0 else hi + 1
        index = before[(at if at < top else top) - origin] - lag - (lag < 0)
    if lo < FAR:
        other = before[(lo if lo < top else top) - origin] - lag
        if other < index:
            index = other
    if index == FAR:
        return FAR, FAR
    if index < 0:
        raise NoRoomError(before=True)
    return days[index], days[index]


def _limits(
    network: Network,
    p: Passes,
    i: int,
    limits: Limits,
    constrained: Mapping[int, frozenset[int]],
) -> tuple[int, int, int, int]:
    """Return the latest (start hi, start lo, finish hi, finish lo) that the outgoing links of `i` allow."""
    start_hi = start_lo = finish_hi = finish_lo = FAR
    nodes, (limit_hi, limit_lo) = network.nodes, limits
    for j, code, lag in network.successors[i]:
        other = nodes[j]
        if other.done:
            continue
        if other.mode == EARLIEST:
            if i not in constrained.get(j, ()):
                continue
            hi, lo = limit_hi[j], limit_lo[j]
        elif lag:
            hi, lo = _source_limit(network, p, j, code, lag, limits)
        else:
            hi, lo = limit_hi[j], limit_lo[j]
            if other.mode == PIECE:
                # A piece is held by the end that the link bounds, and by that alone.
                hi, lo = (hi, FAR) if code in _TO_START else (FAR, lo)
        if code in _FROM_FINISH:
            if hi < finish_hi:
                finish_hi = hi
            if lo < finish_lo:
                finish_lo = lo
        else:
            if hi < start_hi:
                start_hi = hi
            if lo < start_lo:
                start_lo = lo
    return start_hi, start_lo, finish_hi, finish_lo


def latest(
    network: Network,
    p: Passes,
    i: int,
    limits: Limits,
    constrained: Mapping[int, frozenset[int]],
) -> int:
    """Return the latest position of the piece `i` that its links, the project finish and its deadline allow."""
    node, (origin, before, _) = network.nodes[i], p.tables[i]
    top = origin + len(before) - 1
    start_hi, start_lo, finish_hi, finish_lo = _limits(network, p, i, limits, constrained)
    end = min(finish_hi, finish_lo, p.project_finish if not node.dropped else FAR)
    if node.deadline is not None:
        end = min(end, node.deadline + 1)
    if min(end, start_hi, start_lo) < origin:
        raise NoRoomError(before=True)
    at = before[min(end, top) - origin] - node.days
    if node.started is None:
        if start_hi < FAR:
            at = min(at, before[min(start_hi + 1, top) - origin] - 1)
        if start_lo < FAR:
            at = min(at, before[min(start_lo, top) - origin])
    return at


def _point_limits(
    network: Network,
    p: Passes,
    i: int,
    limits: Limits,
    constrained: Mapping[int, frozenset[int]],
) -> tuple[int, int]:
    node = network.nodes[i]
    start_hi, start_lo, finish_hi, finish_lo = _limits(network, p, i, limits, constrained)
    if node.started is not None:
        start_hi = start_lo = FAR
    hi, lo = min(start_hi, finish_hi), min(start_lo, finish_lo)
    if node.role == MAIN:
        hi, lo = min(hi, p.project_finish), min(lo, p.project_finish)
    if node.deadline is not None and not node.dropped:
        lo = min(lo, node.deadline + 1)
    return hi, lo
