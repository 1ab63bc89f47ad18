"""The forward and the backward pass, on flat arrays.

Every event has two instants: `hi` bounds starts and `lo` bounds finishes. They differ only at the start of a
working day, whose `lo` is the end of the previous working day of the same calendar: within one calendar both are
the same point of working time. A bound on a start is met by the first own working day at or after it, a bound on a
finish by the earliest own start whose finish is at or after it.

Source: Kelley and Walker 1959; precedence diagramming with four link types after Crandall 1973; see
`docs/scheduling.md` for the rules on calendars and events of zero length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiplan.core.calendar import FIRST_DAY, LAST_DAY, DayTable, OutOfRange
from aiplan.core.network import EARLIEST, FF, FIXED, FS, PIECE, POINT, SF, SS, Network

FAR = LAST_DAY + 10_000
"""Later than any instant."""

Floor = tuple[int, str]
"""(ordinal of the first possible day, team or resource that is busy until then)."""


@dataclass(slots=True)
class Passes:
    """Where everything lies, by node; instants are ordinals of day boundaries.

    Positions are indices of working days in the node's own table.
    """

    tables: list[DayTable]
    project: DayTable
    start_hi: list[int]
    start_lo: list[int]
    finish_hi: list[int]
    finish_lo: list[int]
    position: list[int]
    """Of the first day of the piece (of what remains of it); of a point: working days before it."""
    start_dated: list[bool]
    """Of points: dated at the start of a day."""
    project_finish: int
    """Latest finish instant of all that counts."""
    limit_hi: list[int]
    limit_lo: list[int]
    """Late side: pieces expose the start of their late first day and the end of their late last day."""
    total_float: list[int]
    constrained: dict[int, int | None]
    """Late side: node of the earliest member start → the one member that has to hold it."""


class NoRoom(Exception):
    """A position lies outside the tables; they have to reach further."""

    def __init__(self, *, before: bool) -> None:
        super().__init__()
        self.before = before


def run_passes(network: Network, team_floors: Mapping[str, Floor] | None = None) -> Passes:
    """Return the early and late side of every node.

    Args:
        network: the compiled network.
        team_floors: earliest first days from resource levelling.

    Raises:
        OutOfRange: where dates leave the years that can be expressed.
    """
    dates = [network.start, network.as_of]
    for node in network.nodes:
        dates += [d for d in (node.started, node.finished, node.not_before, node.promised, node.deadline) if d is not None]
    first, last = min(dates) - 800, max(dates) + 1100
    while True:
        try:
            return _run(network, team_floors or {}, first, last)
        except NoRoom as missing:
            if missing.before:
                first -= 2 * (last - first)
            else:
                last += 2 * (last - first)
            if (first < FIRST_DAY and missing.before) or (last > LAST_DAY and not missing.before):
                first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
                try:
                    return _run(network, team_floors or {}, first, last)
                except NoRoom:
                    raise OutOfRange from None


def _run(network: Network, team_floors: Mapping[str, Floor], first: int, last: int) -> Passes:
    low, high = max(first, FIRST_DAY), min(last, LAST_DAY)
    calendars = {id(c): c for c in network.calendar}
    calendars[id(network.calendars.project)] = network.calendars.project
    by_calendar = {key: c.table(low, high) for key, c in calendars.items()}
    size = len(network.nodes)
    passes = Passes(
        tables=[by_calendar[id(c)] for c in network.calendar],
        project=by_calendar[id(network.calendars.project)],
        start_hi=[0] * size, start_lo=[0] * size, finish_hi=[0] * size, finish_lo=[0] * size,
        position=[0] * size, start_dated=[False] * size, project_finish=0,
        limit_hi=[FAR] * size, limit_lo=[FAR] * size, total_float=[0] * size, constrained={},
    )  # fmt: skip
    try:
        _forward(network, passes, team_floors)
        _backward(network, passes)
    except IndexError:
        raise NoRoom(before=False) from None
    return passes


def start_floors(
    network: Network, node_number: int, table: DayTable, team_floors: Mapping[str, Floor]
) -> list[tuple[str, int, int]]:
    """Return the bounds on the start of a node that come from no other node: (kind, hi, lo)."""
    node = network.nodes[node_number]
    project = network.calendars.project.table(network.start, network.as_of)
    found = []
    for kind in node.floors:
        day = network.start if kind == "project_start" else network.as_of
        index = project.before[day - project.origin]
        found.append((kind, day, project.days[index - 1] + 1))
    if node.not_before is not None:
        index = table.before[node.not_before - table.origin]
        found.append(("not_before", table.days[index], table.days[index - 1] + 1))
    if (floor := team_floors.get(node.id)) is not None:
        index = table.before[floor[0] - table.origin]
        found.append(("team", table.days[index], table.days[index - 1] + 1))
    return found


def lagged(hi: int, lo: int, lag: int, project: DayTable) -> tuple[int, int]:
    """Return the instants `lag` project working days after (before) an event."""
    if lag == 0:
        return hi, lo
    index = project.before[hi - project.origin] + lag
    if index < 1:
        raise NoRoom(before=True)
    end = project.days[index - 1] + 1
    return (end, end) if lag > 0 else (project.days[index], end)


def _forward(network: Network, p: Passes, team_floors: Mapping[str, Floor]) -> None:
    nodes, arcs, project = network.nodes, network.predecessors, p.project
    start_hi, start_lo, finish_hi, finish_lo = p.start_hi, p.start_lo, p.finish_hi, p.finish_lo
    finish = 0
    for i in network.order:
        node, (origin, before, days) = nodes[i], p.tables[i]
        if node.mode == FIXED:
            _fix(p, i, node.started or 0, node.finished or 0)
        elif node.mode == EARLIEST:
            _, chosen = min((start_hi[m], m) for m, _, _ in arcs[i])
            start_hi[i], start_lo[i] = start_hi[chosen], start_lo[chosen]
            continue
        else:
            hi = lo = bound = origin + 400
            dated = True
            for _, floor_hi, floor_lo in start_floors(network, i, p.tables[i], team_floors):
                hi, lo = max(hi, floor_hi), max(lo, floor_lo)
            if node.promised is not None:
                bound = node.promised + 1
            point = node.mode == POINT
            for source, code, lag in arcs[i]:
                if code == FS or code == FF:
                    x, y, at_start = finish_hi[source], finish_lo[source], p.start_dated[source]
                else:
                    x, y, at_start = start_hi[source], start_lo[source], True
                if lag:
                    x, y = lagged(x, y, lag, project)
                if point:
                    if x > hi or (x == hi and at_start):
                        hi, dated = x, at_start
                    lo = max(lo, y)
                elif code == FS or code == SS:
                    hi = max(hi, x)
                else:
                    bound = max(bound, y)
            if point:
                if node.promised is not None:
                    if bound > hi:
                        hi, dated = bound, False
                    lo = max(lo, bound)
                start_hi[i] = finish_hi[i] = hi
                start_lo[i] = finish_lo[i] = lo
                p.position[i], p.start_dated[i] = before[hi - origin], dated
            else:
                length = node.days
                at = before[hi - origin]
                if (needed := before[bound - 1 - origin] - length + 1) > at:
                    at = needed
                p.position[i] = at
                start_hi[i], start_lo[i] = days[at], days[at - 1] + 1
                finish_hi[i] = finish_lo[i] = days[at + length - 1] + 1
            if node.started is not None:
                start_hi[i] = node.started
                start_lo[i] = days[before[node.started - origin] - 1] + 1
        if node.role == "main" and not node.dropped and finish_lo[i] > finish:
            finish = finish_lo[i]
    p.project_finish = finish


def _fix(p: Passes, i: int, started: int, finished: int) -> None:
    origin, before, days = p.tables[i]
    p.start_hi[i], p.start_lo[i] = started, days[before[started - origin] - 1] + 1
    p.finish_hi[i] = p.finish_lo[i] = finished + 1
    p.position[i] = before[started - origin]


def _backward(network: Network, p: Passes) -> None:
    nodes = network.nodes
    for i in reversed(network.order):
        node = nodes[i]
        if node.mode == FIXED:
            continue
        origin, before, days = p.tables[i]
        if node.mode == EARLIEST:
            p.limit_hi[i], p.limit_lo[i] = members_limit(network, p, i, p.limit_hi, p.limit_lo)
            p.constrained[i] = holder(network, p, i)
        elif node.mode == PIECE:
            at = latest(network, p, i, p.limit_hi, p.limit_lo, p.constrained)
            if at < 1:
                raise NoRoom(before=True)
            p.total_float[i] = at - p.position[i]
            p.limit_hi[i], p.limit_lo[i] = days[at], days[at + node.days - 1] + 1
        else:
            hi, lo = _point_limits(network, p, i, p.limit_hi, p.limit_lo, p.constrained)
            p.limit_hi[i], p.limit_lo[i] = hi, lo
            p.total_float[i] = _point_float(p, i, hi, lo)


def _point_float(p: Passes, i: int, hi: int, lo: int) -> int:
    origin, before, _ = p.tables[i]
    limit = min(hi, lo)
    if limit < origin:
        raise NoRoom(before=True)
    gap = before[min(limit, origin + len(before) - 1) - origin] - p.position[i]
    return max(0, gap) if p.finish_hi[i] <= hi and p.finish_lo[i] <= lo else gap


def free_float(network: Network, p: Passes, i: int) -> int:
    """Return how many own working days a node can move without moving any successor off its early dates."""
    node = network.nodes[i]
    early_hi, early_lo = _Early(network, p, finish=False), _Early(network, p, finish=True)
    constrained: dict[int, int | None] = {}
    for event, _, _ in network.successors[i]:
        if network.nodes[event].mode == EARLIEST:
            hi, lo = members_limit(network, p, event, early_hi, early_lo)
            constrained[event] = holder(network, p, event, hi, lo)
    if node.mode == PIECE:
        at = latest(network, p, i, early_hi, early_lo, constrained)
        return max(0, at - p.position[i])
    return max(0, _point_float(p, i, *_point_limits(network, p, i, early_hi, early_lo, constrained)))


class _Early(Sequence[int]):
    """The early side of the successors in the shape of the late side's limits."""

    def __init__(self, network: Network, p: Passes, *, finish: bool) -> None:
        self._nodes, self._p, self._finish = network.nodes, p, finish

    def __getitem__(self, j: int) -> int:  # type: ignore[override]
        p, mode = self._p, self._nodes[j].mode
        if self._finish:
            return p.start_lo[j] if mode == EARLIEST else p.finish_lo[j]
        if mode == PIECE:
            return p.tables[j].days[p.position[j]]
        return p.start_hi[j] if mode == EARLIEST else p.finish_hi[j]

    def __len__(self) -> int:
        return len(self._nodes)


def members_limit(
    network: Network, p: Passes, event: int, limit_hi: Sequence[int], limit_lo: Sequence[int]
) -> tuple[int, int]:
    """Return the latest instants (hi, lo) at which the earliest member of a milestone may start."""
    hi, lo = FAR, FAR
    for j, code, lag in network.successors[event]:
        if not network.nodes[j].done:
            x, y = _source_limit(network, p, j, code, lag, limit_hi, limit_lo)
            hi, lo = min(hi, x), min(lo, y)
    return hi, lo


def holder(network: Network, p: Passes, event: int, hi: int | None = None, lo: int | None = None) -> int | None:
    """Return the member that alone keeps the earliest member start within its limits, if one does."""
    hi = p.limit_hi[event] if hi is None else hi
    lo = p.limit_lo[event] if lo is None else lo
    members = [m for m, _, _ in network.predecessors[event]]
    keeping = [m for m in members if p.start_hi[m] <= hi and p.start_lo[m] <= lo]
    if len(keeping) > 1:
        return None
    return keeping[0] if keeping else min(members, key=lambda m: (p.start_hi[m], network.nodes[m].id))


def _source_limit(
    network: Network, p: Passes, j: int, code: int, lag: int, limit_hi: Sequence[int], limit_lo: Sequence[int]
) -> tuple[int, int]:
    """Return the latest (hi, lo) of the event a link leaves from, so that `j` stays within its limits."""
    mode = network.nodes[j].mode
    to_start = code == FS or code == SS
    hi = limit_hi[j] if to_start or mode != PIECE else FAR
    lo = limit_lo[j] if not to_start or mode != PIECE else FAR
    if lag == 0:
        return hi, lo
    origin, before, days = p.project
    top = origin + len(before) - 1
    bounds = []
    if hi < FAR:
        if lag > 0:
            bounds.append(before[min(hi, top) - origin] - lag)
        else:
            bounds.append(before[min(hi + 1, top) - origin] - 1 - lag)
    if lo < FAR:
        bounds.append(before[min(lo, top) - origin] - lag)
    if not bounds:
        return FAR, FAR
    if min(bounds) < 0:
        raise NoRoom(before=True)
    instant = days[min(bounds)]
    return instant, instant


def _limits(
    network: Network,
    p: Passes,
    i: int,
    limit_hi: Sequence[int],
    limit_lo: Sequence[int],
    constrained: Mapping[int, int | None],
) -> tuple[int, int, int, int]:
    """Return the latest (start hi, start lo, finish hi, finish lo) that the outgoing links of `i` allow."""
    start_hi = start_lo = finish_hi = finish_lo = FAR
    nodes = network.nodes
    for j, code, lag in network.successors[i]:
        other = nodes[j]
        if other.done or (other.mode == EARLIEST and constrained.get(j) != i):
            continue
        if other.mode == EARLIEST:
            hi, lo = (limit_hi[j], limit_lo[j])
        else:
            hi, lo = _source_limit(network, p, j, code, lag, limit_hi, limit_lo)
        if code == FS or code == FF:
            finish_hi, finish_lo = min(finish_hi, hi), min(finish_lo, lo)
        else:
            start_hi, start_lo = min(start_hi, hi), min(start_lo, lo)
    return start_hi, start_lo, finish_hi, finish_lo


def latest(
    network: Network,
    p: Passes,
    i: int,
    limit_hi: Sequence[int],
    limit_lo: Sequence[int],
    constrained: Mapping[int, int | None],
) -> int:
    """Return the latest position of the piece `i` that its links, the project finish and its deadline allow."""
    node, (origin, before, _) = network.nodes[i], p.tables[i]
    top = origin + len(before) - 1
    start_hi, start_lo, finish_hi, finish_lo = _limits(network, p, i, limit_hi, limit_lo, constrained)
    end = min(finish_hi, finish_lo, p.project_finish if not node.dropped else FAR)
    if node.deadline is not None:
        end = min(end, node.deadline + 1)
    if min(end, start_hi, start_lo) < origin:
        raise NoRoom(before=True)
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
    limit_hi: Sequence[int],
    limit_lo: Sequence[int],
    constrained: Mapping[int, int | None],
) -> tuple[int, int]:
    node = network.nodes[i]
    start_hi, start_lo, finish_hi, finish_lo = _limits(network, p, i, limit_hi, limit_lo, constrained)
    lo = min(start_lo, finish_lo, p.project_finish)
    if node.deadline is not None and not node.dropped:
        lo = min(lo, node.deadline + 1)
    return min(start_hi, finish_hi), lo


__all__ = ["FF", "FS", "SF", "SS", "Floor", "Passes", "free_float", "run_passes", "start_floors"]
