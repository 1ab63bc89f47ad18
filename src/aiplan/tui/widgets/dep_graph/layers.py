"""Which layer each activity stands in, and the chains of dummies that carry long links through the layers between."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[int, int]
"""A link as (predecessor, successor), both numbers of nodes."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Slots of a layered graph: the nodes `0 … count - 1`, and after them the dummies.

    A node has one chain of dummies however many links leave it, so that they share one line as far as they go
    together.
    """

    count: int
    """How many slots are nodes."""
    layer: Sequence[int]
    """Of each slot."""
    slots: Sequence[Sequence[int]]
    """Of each layer, in the order in which they were met."""
    after: Sequence[Sequence[int]]
    """Of each slot: the slots of the next layer that it leads to."""
    before: Sequence[Sequence[int]]
    """Of each slot: the slots of the layer before that lead to it."""
    chains: Sequence[Sequence[int]]
    """Of each node: its dummies, one a layer."""
    reversed_links: frozenset[int]
    """Numbers of the links that close a circle; in the layers they run the other way."""

    def path(self, begin: int, end: int) -> tuple[int, ...]:
        """Return the slots from one node to another that it leads to."""
        between = self.layer[end] - self.layer[begin] - 1
        return (begin, *self.chains[begin][:between], end)


def layered(count: int, links: Sequence[Pair]) -> Layers:
    """Return the layers of a graph of `count` nodes.

    A node stands one layer after the last of its predecessors (longest path); one with more successors than
    predecessors moves towards its successors, which makes links shorter.
    """
    closing = _closing(count, links)
    forward = [(b, a) if number in closing else (a, b) for number, (a, b) in enumerate(links)]
    after: list[list[int]] = [[] for _ in range(count)]
    before: list[list[int]] = [[] for _ in range(count)]
    for a, b in dict.fromkeys(forward):
        after[a].append(b)
        before[b].append(a)
    layer = _longest(after, before)
    return _with_dummies(count, layer, after, closing)


def _closing(count: int, links: Sequence[Pair]) -> frozenset[int]:
    """Return the numbers of links without which the graph has no circle: those met on their own way back."""
    out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    degree = [0] * count
    for number, (a, b) in enumerate(links):
        out[a].append((b, number))
        degree[b] += 1
    found: set[int] = set()
    state = bytearray(count)
    # Nodes that wait for nothing first, so that a circle is cut where the flow enters it.
    for root in sorted(range(count), key=lambda node: degree[node] > 0):
        if state[root]:
            continue
        state[root] = 1
        stack = [(root, iter(out[root]))]
        while stack:
            node, rest = stack[-1]
            for target, number in rest:
                if state[target] == 1:
                    found.add(number)
                elif not state[target]:
                    state[target] = 1
                    stack.append((target, iter(out[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return frozenset(found)


def _longest(after: Sequence[Sequence[int]], before: Sequence[Sequence[int]]) -> list[int]:
    count = len(after)
    layer = [0] * count
    waiting = [len(items) for items in before]
    order = [node for node in range(count) if not waiting[node]]
    for node in order:
        for target in after[node]:
            layer[target] = max(layer[target], layer[node] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    for node in reversed(order):
        if len(after[node]) > len(before[node]):
            layer[node] = min(layer[target] for target in after[node]) - 1
    return layer


def _with_dummies(count: int, layer: list[int], after: Sequence[Sequence[int]], closing: frozenset[int]) -> Layers:
    slots: list[list[int]] = [[] for _ in range(max(layer, default=-1) + 1)]
    for node in range(count):
        slots[layer[node]].append(node)
    chains: list[list[int]] = []
    leads: list[list[int]] = [[] for _ in range(count)]
    for node in range(count):
        here = layer[node]
        last = max((layer[target] for target in after[node]), default=here)
        chain = list(range(len(layer), len(layer) + max(0, last - here - 1)))
        for offset, dummy in enumerate(chain):
            layer.append(here + 1 + offset)
            slots[here + 1 + offset].append(dummy)
            leads.append([])
        line = [node, *chain]
        for slot, following in itertools.pairwise(line):
            leads[slot].append(following)
        for target in after[node]:
            leads[line[layer[target] - here - 1]].append(target)
        chains.append(chain)
    comes: list[list[int]] = [[] for _ in layer]
    for slot, targets in enumerate(leads):
        for target in targets:
            comes[target].append(slot)
    return Layers(count, layer, slots, leads, comes, chains, closing)
