"""Which node of a network comes after which: order, reach, and the graph on which everything else is asked.

Nearly every plan is free of cycles, and what the passes need of it, an order, is counted down on lists. Whatever
asks for more (the parts of a cycle, what lies between two nodes, a minimum cut) asks the `networkx.DiGraph` of the
same nodes, which is made, and its package loaded, when it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


class Structure:
    """The nodes of a network by number with the links between them, those of cycles included; immutable."""

    def __init__(self, successors: Sequence[Sequence[int]]) -> None:
        self.successors = successors
        """By node, what is linked after it; a node stands there once for every link."""

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Nodes, each after all that come before it; nodes in cycles and after them are missing.

        Source: Kahn 1962.
        """
        waiting = [0] * len(self.successors)
        for following in self.successors:
            for node in following:
                waiting[node] += 1
        found = [node for node, count in enumerate(waiting) if not count]
        for node in found:  # which grows as nodes wait for nothing any more
            for later in self.successors[node]:
                waiting[later] -= 1
                if not waiting[later]:
                    found.append(later)
        return tuple(found)

    @cached_property
    def graph(self) -> nx.DiGraph[int]:
        """The same nodes and links as a graph of `networkx`; not to be changed."""
        import networkx as nx

        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(self.successors)))
        graph.add_edges_from((node, later) for node, following in enumerate(self.successors) for later in following)
        return graph

    def order_of(self, nodes: Iterable[int]) -> tuple[int, ...]:
        """Return `nodes`, among which there is no cycle, each after all of them that come before it."""
        import networkx as nx

        return tuple(nx.topological_sort(self.graph.subgraph(nodes)))

    def cyclic_parts(self) -> list[set[int]]:
        """Return the strongly connected parts of more than one node."""
        if len(self.order) == len(self.successors):
            return []
        import networkx as nx

        return [part for part in nx.strongly_connected_components(self.graph) if len(part) > 1]

    def cycle_in(self, part: Collection[int], rank: Callable[[int], tuple[str, int]]) -> list[int]:
        """Return a cycle through the first node of a strongly connected part, from that node round to the last.

        Args:
            part: the nodes of the part.
            rank: what nodes are sorted by, so that the same cycle is found in whatever order links were written.
        """
        import networkx as nx

        graph: nx.DiGraph[int] = nx.DiGraph()
        for node in sorted(part, key=rank):
            graph.add_edges_from(
                (node, later) for later in sorted(set(part).intersection(self.successors[node]), key=rank)
            )
        first = min(part, key=rank)
        found: list[int] = nx.shortest_path(graph, first, min(graph.predecessors(first), key=rank))
        return found

    def reached_from(self, nodes: Iterable[int]) -> set[int]:
        """Return everything that comes after any of `nodes`; one of them only where another or a cycle leads to it."""
        stack = list(nodes)
        reached: set[int] = set()
        while stack:
            for node in self.successors[stack.pop()]:
                if node not in reached:
                    reached.add(node)
                    stack.append(node)
        return reached
