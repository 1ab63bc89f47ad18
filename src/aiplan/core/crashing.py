"""Least-cost crashing: how to gain days for the least money.

Every critical path has to be shortened, so a day is gained by shortening the activities of a cut through the critical
network; the cheapest cut is a minimum cut. An activity that was shortened earlier and crosses the cut backwards is
given its day back, with its money.

Source: S. Phillips and M. I. Dessouky, "Solving the project time/cost tradeoff problem using the minimal cut concept",
Management Science 24 (1977). Exact for finish-to-start links in one calendar and linear costs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True, slots=True)
class CrashActivity:
    """One activity of a crashing problem. Durations are working days."""

    id: str
    duration: int
    shortest: int
    """At most `duration`."""
    cost_per_day: float
    """For each day gained."""
    predecessors: tuple[tuple[str, int], ...] = ()
    """(id, lag) of finish-to-start links."""


@dataclass(frozen=True, slots=True)
class Crashed:
    """Durations that finish by `length` at least cost."""

    length: int
    """Working days of the whole network."""
    durations: Mapping[str, int]
    cost: float


def network_length(activities: Sequence[CrashActivity], durations: Mapping[str, int]) -> int:
    """Return the working days the network takes with `durations`."""
    return max(_early(activities, durations).values(), default=0)


def crash_steps(activities: Sequence[CrashActivity], *, target: int = 0) -> tuple[Crashed, ...]:
    """Return the least-cost durations for every length from the present one down to `target` or the shortest.

    Args:
        activities: in topological order.
        target: length at which to stop.
    """
    durations = {a.id: a.duration for a in activities}
    length, spent = network_length(activities, durations), 0.0
    steps = [Crashed(length, dict(durations), spent)]
    while length > target:
        cut = _cheapest_cut(activities, durations, length)
        if cut is None:
            break
        for key, change in cut.items():
            durations[key] += change
        length -= 1
        spent = sum(a.cost_per_day * (a.duration - durations[a.id]) for a in activities)
        steps.append(Crashed(length, dict(durations), spent))
    return tuple(steps)


def _early(activities: Sequence[CrashActivity], durations: Mapping[str, int]) -> dict[str, int]:
    """Return the early finish of each activity, in working days from the start."""
    finish: dict[str, int] = {}
    for a in activities:
        start = max((finish[p] + lag for p, lag in a.predecessors), default=0)
        finish[a.id] = max(0, start) + durations[a.id]
    return finish


def _late(activities: Sequence[CrashActivity], durations: Mapping[str, int], length: int) -> dict[str, int]:
    late = {a.id: length for a in activities}
    for a in reversed(activities):
        for p, lag in a.predecessors:
            late[p] = min(late[p], late[a.id] - durations[a.id] - lag)
    return late


def _cheapest_cut(
    activities: Sequence[CrashActivity], durations: Mapping[str, int], length: int
) -> dict[str, int] | None:
    """Return the changes of durations that gain one day for the least money, `None` where no day can be gained."""
    early, late = _early(activities, durations), _late(activities, durations, length)
    critical = {a.id for a in activities if late[a.id] == early[a.id]}
    graph: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    source, sink = ("", "source"), ("", "sink")
    graph.add_nodes_from([source, sink])
    scale = 10_000
    arcs: list[tuple[tuple[str, str], tuple[str, str], float, float]] = []
    for a in activities:
        if a.id not in critical:
            continue
        begin, end = (a.id, "start"), (a.id, "finish")
        rate = round(a.cost_per_day * scale)
        arcs.append(
            (
                begin,
                end,
                rate if durations[a.id] > a.shortest else math.inf,
                rate if durations[a.id] < a.duration else 0,
            )
        )
        start = early[a.id] - durations[a.id]
        if start == 0:
            arcs.append((source, begin, math.inf, 0))
        for p, lag in a.predecessors:
            if p in critical and early[p] + lag == start:
                arcs.append(((p, "finish"), begin, math.inf, 0))
        if early[a.id] == length:
            arcs.append((end, sink, math.inf, 0))
    _fill(graph, arcs, source, sink)
    try:
        _, (near, _) = nx.minimum_cut(graph, source, sink)
    except nx.NetworkXUnbounded:
        return None
    return _changes(critical, near)


def _fill(
    graph: nx.DiGraph[tuple[str, str]],
    arcs: Sequence[tuple[tuple[str, str], tuple[str, str], float, float]],
    source: tuple[str, str],
    sink: tuple[str, str],
) -> None:
    """Add arcs (tail, head, cost of a forward crossing, refund of a backward crossing) as capacities.

    A refund r on (u, v) is the same as cost r for u on the near side and r for v on the far side, less a constant.
    """
    finite: dict[tuple[tuple[str, str], tuple[str, str]], float] = {}
    for tail, head, cost, refund in arcs:
        key = (tail, head)
        finite[key] = finite.get(key, 0) + (cost - refund)
        if refund:
            finite[tail, sink] = finite.get((tail, sink), 0) + refund
            finite[source, head] = finite.get((source, head), 0) + refund
    for (tail, head), capacity in finite.items():
        if capacity == math.inf:
            graph.add_edge(tail, head)
        elif capacity > 0:
            graph.add_edge(tail, head, capacity=capacity)


def _changes(critical: set[str], near: set[tuple[str, str]]) -> dict[str, int]:
    changes = {}
    for key in critical:
        begins, ends = (key, "start") in near, (key, "finish") in near
        if begins and not ends:
            changes[key] = -1
        elif ends and not begins:
            changes[key] = 1
    return changes
