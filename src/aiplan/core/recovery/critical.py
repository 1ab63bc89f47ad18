"""Which work a milestone's date hangs on: everything that leads to it over tight links."""

from __future__ import annotations

from dataclasses import dataclass

from aiplan.core.explain import tight_sources
from aiplan.core.network import EARLIEST, FIXED, MAIN
from aiplan.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Tight:
    """The part of the network in which nothing can slip without moving the target."""

    ids: frozenset[str]
    """Unfinished activities in it."""
    arcs: tuple[tuple[int, int], ...]
    """(node, node) of links without room."""
    begins: frozenset[int]
    """Nodes that are held by a date, not by other work."""
    end: int
    """Node of the target."""


def critical_to(schedule: Schedule, key: str) -> Tight:
    """Return what the early finish of `key` hangs on.

    Raises:
        ValueError: for work without dates.
    """
    network, passes = schedule.network, schedule.passes
    if passes is None or network.unscheduled(key):
        raise ValueError(f"{key} has no dates")
    end = network.main[key]
    seen, stack = {end}, [end]
    arcs: list[tuple[int, int]] = []
    begins: set[int] = set()
    while stack:
        node = stack.pop()
        if network.nodes[node].mode == EARLIEST:
            sources = [min((passes.start_hi[m], network.nodes[m].id, m) for m, _, _ in network.predecessors[node])[2]]
        else:
            sources = tight_sources(network, passes, node, schedule.team_floors)
        sources = [s for s in sources if network.nodes[s].mode != FIXED and not network.nodes[s].done]
        if not sources:
            begins.add(node)
        for source in sources:
            arcs.append((source, node))
            if source not in seen:
                seen.add(source)
                stack.append(source)
    ids = frozenset(network.nodes[n].id for n in seen if network.nodes[n].role == MAIN)
    return Tight(ids, tuple(sorted(arcs)), frozenset(begins), end)
