"""The backward pass: late sides, total and free float."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from aiplan.core.calendar import DayTable
from aiplan.core.instants import FAR, NoRoomError, Passes, last_equal
from aiplan.core.network import EARLIEST, FF, FIXED, FS, MAIN, PIECE, SS, START, Network

_FROM_FINISH = frozenset({FS, FF})
_FREE = FAR, FAR


class Limits(NamedTuple):
    """By node, the latest instants that links to its start and to its finish may have.

    A piece is held by the end that a link bounds and by that alone, the start by `hi`, the finish by `lo`; done work
    is held by nothing. What holds nothing is `FAR`.
    """

    start_hi: Sequence[int]
    start_lo: Sequence[int]
    finish_hi: Sequence[int]
    finish_lo: Sequence[int]


def backward(network: Network, p: Passes) -> None:
    """Fill the late side of `p`."""
    _fill(network, p, reversed(network.order))


def _fill(network: Network, p: Passes, order: Iterable[int]) -> None:
    """Fill the late side of the nodes in `order`, each after all of them that come after it.

    Others hold them where `p` has limits of theirs already, and not where it has none.
    """
    nodes, successors, tables, positions, total_float = (
        network.nodes, network.successors, p.tables, p.position, p.total_float
    )  # fmt: skip
    limit_hi, limit_lo = p.limit_hi, p.limit_lo
    # Of points alone; and the earlier of both limits of the start, which is all that plain links ask for.
    point_hi, point_lo, plain = list(limit_hi), list(limit_lo), [FAR] * len(nodes)
    late = Limits(limit_hi, point_lo, point_hi, limit_lo)
    caps: dict[int, tuple[int, int]] = {}
    for i in order:
        node = nodes[i]
        if node.mode == PIECE:
            origin, before, days = tables[i]
            if node.deadline is not None or node.dropped:
                at = latest(network, p, i, late, p.constrained)
            else:
                end = p.project_finish
                for j, code, lag in successors[i]:
                    if lag or code != FS:
                        at = latest(network, p, i, late, p.constrained)
                        break
                    bound = plain[j]
                    if bound < end:
                        end = bound
                else:
                    at = before[end - origin] - node.days
            if i in caps:
                at = min(at, before[min(caps[i][1], days[-1]) - origin] - node.days)
            if at < 1:
                raise NoRoomError(before=True)
            total_float[i] = at - positions[i]
            plain[i] = limit_hi[i] = days[at]
            limit_lo[i] = days[at + node.days - 1] + 1
        elif node.mode != FIXED:
            if node.mode == EARLIEST:
                hi, lo = members_limit(network, p, i, late)
                p.constrained[i] = holders(network, p, i, hi, lo)
                for key, cap in _shared_caps(network, p, i, hi, lo).items():
                    caps[key] = _sooner(cap, caps.get(key, _FREE))
            else:
                hi, lo = _sooner(_point_limits(network, p, i, late, p.constrained), caps.get(i, _FREE))
                total_float[i] = _point_float(p, i, hi, lo)
            limit_hi[i] = point_hi[i] = hi
            limit_lo[i] = point_lo[i] = lo
            plain[i] = min(hi, lo)


def _sooner(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), min(one[1], other[1])


def _shared_caps(network: Network, p: Passes, event: int, hi: int, lo: int) -> dict[int, tuple[int, int]]:
    """Return limits (hi, lo) of what all members wait for that hold the earliest member start.

    Where several hold it, each of them may start later, but not all: what they all wait for may come as late as one
    of them allows.
    """
    if p.constrained[event] or hi == lo == FAR:
        return {}
    nodes, keeping = network.nodes, _keeping(network, p, event, hi, lo)
    if any(nodes[m].started is not None or nodes[m].mode == FIXED for m in keeping):
        return {}
    rank, size = {node: n for n, node in enumerate(network.order)}, len(nodes)
    found: list[dict[int, tuple[int, int]]] = []
    for member in sorted(keeping):
        alone = replace(p, limit_hi=[FAR] * size, limit_lo=[FAR] * size, total_float=[0] * size, constrained={})
        alone.constrained[event] = frozenset({member})
        alone.limit_hi[event], alone.limit_lo[event] = hi, lo
        before = _with_all_before(network, member)
        _fill(network, alone, sorted(before, key=rank.__getitem__, reverse=True))
        found.append({i: (alone.limit_hi[i], alone.limit_lo[i]) for i in before})
    common = set(found[0]).intersection(*found[1:])
    return {i: (max(f[i][0] for f in found), max(f[i][1] for f in found)) for i in common}


def _with_all_before(network: Network, node: int) -> set[int]:
    """Return `node` and every node that it waits for."""
    found, waiting = {node}, [node]
    while waiting:
        fresh = {source for source, _, _ in network.predecessors[waiting.pop()]} - found
        found |= fresh
        waiting += fresh
    return found


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
    early, events = _early_limits(network, p)
    constrained: dict[int, frozenset[int]] = {}
    for event, _, _ in network.successors[i]:
        if network.nodes[event].mode == EARLIEST:
            hi, lo = events[event] = members_limit(network, p, event, early)
            constrained[event] = holders(network, p, event, hi, lo)
    if node.mode == PIECE:
        at = latest(network, p, i, early, constrained)
        return max(0, at - p.position[i])
    return max(0, _point_float(p, i, *_point_limits(network, p, i, early, constrained)))


def _early_limits(network: Network, p: Passes) -> tuple[Limits, dict[int, tuple[int, int]]]:
    """Return the early side of all nodes in the shape of limits.

    The second is filled by the caller: the limits (hi, lo) of nodes that stand for the earliest member start.
    """
    events: dict[int, tuple[int, int]] = {}
    sides = [_Early(network, p, events, side) for side in range(4)]
    limits = Limits(*sides)
    for side in sides:
        side.all = limits
    return limits, events


class _Early(Sequence[int]):
    """One of the four sequences of limits that the early side gives, worked out for the nodes that are asked for."""

    __slots__ = ("_events", "_network", "_p", "_side", "all")

    def __init__(self, network: Network, p: Passes, events: Mapping[int, tuple[int, int]], side: int) -> None:
        self._network, self._p, self._events, self._side = network, p, events, side
        self.all: Limits

    def __getitem__(self, j: int) -> int:  # type: ignore[override]
        network, p, side = self._network, self._p, self._side
        node = network.nodes[j]
        if node.done:
            return FAR
        if node.mode == EARLIEST:
            return self._events[j][side & 1]
        if node.role == START and network.nodes[network.main[node.id]].done:
            # The milestone is over; only members that are not hold its start event.
            return _point_limits(network, p, j, self.all, {})[side & 1]
        if node.mode != PIECE:
            return p.finish_lo[j] if side & 1 else last_equal(p, p.finish_hi[j])
        if side == 0:
            return p.tables[j].days[p.position[j]]
        return p.finish_lo[j] if side == 3 else FAR

    def __len__(self) -> int:
        return len(self._network.nodes)


def members_limit(network: Network, p: Passes, event: int, limits: Limits) -> tuple[int, int]:
    """Return the latest instants (hi, lo) at which the earliest member of a milestone may start."""
    hi, lo = FAR, FAR
    for j, code, lag in network.successors[event]:
        x, y = (
            (limits.start_hi[j], limits.start_lo[j]) if code < FF else (limits.finish_hi[j], limits.finish_lo[j])
        )  # fmt: skip
        if lag:
            x = y = _before_lag(x, y, lag, p.project)
        hi, lo = min(hi, x), min(lo, y)
    return hi, lo


def holders(network: Network, p: Passes, event: int, hi: int, lo: int) -> frozenset[int]:
    """Return the members that have to stay within the limits (hi, lo) of the earliest member start.

    Nobody has to where two are; where one is, it has to; where none is, each of them could and so has to.
    """
    keeping = _keeping(network, p, event, hi, lo)
    if len(keeping) > 1:
        return frozenset()
    return keeping or frozenset(m for m, _, _ in network.predecessors[event])


def _keeping(network: Network, p: Passes, event: int, hi: int, lo: int) -> frozenset[int]:
    """Return the members whose early start is within the limits of the earliest member start."""
    return frozenset(m for m, _, _ in network.predecessors[event] if p.start_hi[m] <= hi and p.start_lo[m] <= lo)


def _before_lag(hi: int, lo: int, lag: int, project: DayTable) -> int:
    """Return the latest instant of an event for which what comes `lag` after it stays within the limits."""
    origin, before, days = project
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
        return FAR
    if index < 0:
        raise NoRoomError(before=True)
    return days[index]


def _limits(
    network: Network,
    p: Passes,
    i: int,
    limits: Limits,
    constrained: Mapping[int, frozenset[int]],
) -> tuple[int, int, int, int]:
    """Return the latest (start hi, start lo, finish hi, finish lo) that the outgoing links of `i` allow.

    Args:
        network: the compiled network.
        p: its passes.
        i: the node.
        limits: those of its successors.
        constrained: of each successor that stands for the earliest member start, the members that have to hold it.
    """
    start_hi = start_lo = finish_hi = finish_lo = FAR
    to_start_hi, to_start_lo, to_finish_hi, to_finish_lo = limits
    for j, code, lag in network.successors[i]:
        if code < FF:
            hi, lo = to_start_hi[j], to_start_lo[j]
        else:
            hi, lo = to_finish_hi[j], to_finish_lo[j]
        if lag:
            hi = lo = _before_lag(hi, lo, lag, p.project)
        if code in _FROM_FINISH:
            if hi < finish_hi:
                finish_hi = hi
            if lo < finish_lo:
                finish_lo = lo
        elif code != SS or j not in constrained or i in constrained[j]:
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
    if end < origin or start_hi < origin or start_lo < origin:
        raise NoRoomError(before=True)
    at = before[(end if end < top else top) - origin] - node.days
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
        hi, lo = min(hi, last_equal(p, p.project_finish)), min(lo, p.project_finish)
    if node.deadline is not None and not node.dropped:
        lo = min(lo, node.deadline + 1)
    return hi, lo
