"""In which order the slots of each layer stand, so that few lines cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence

from aiplan.tui.widgets.dep_graph.layers import Layers

SWEEPS = 8
"""How often the layers are gone through, every other time backwards; what came of it is judged after each two."""

Rows = list[list[int]]
"""The slots of each layer from top to bottom."""


def ordered(layers: Layers) -> Rows:
    """Return the slots of each layer in an order with few crossings: never more than in `first_order`.

    Source: the barycentre heuristic of Sugiyama, Tagawa and Toda (1981).
    """
    rows = first_order(layers)
    best, fewest = [list(row) for row in rows], crossings(layers, rows)
    place = [0.0] * len(layers.layer)
    for row in rows:
        for number, slot in enumerate(row):
            place[slot] = number
    for sweep in range(SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        neighbours = layers.before if down else layers.after
        for row in rows[1:] if down else rows[-2::-1]:
            _sort(row, neighbours, place)
        if down:
            continue
        now = crossings(layers, rows)
        if now < fewest:
            best, fewest = [list(row) for row in rows], now
    return best


def first_order(layers: Layers) -> Rows:
    """Return the slots of each layer in the order of a walk along the links, so that what belongs together does."""
    rows: Rows = [[] for _ in layers.slots]
    seen = bytearray(len(layers.layer))
    for row in layers.slots:
        for root in row:
            stack = [root]
            while stack:
                slot = stack.pop()
                if seen[slot]:
                    continue
                seen[slot] = 1
                rows[layers.layer[slot]].append(slot)
                stack.extend(target for target in reversed(layers.after[slot]) if not seen[target])
    return rows


def crossings(layers: Layers, rows: Sequence[Sequence[int]]) -> int:
    """Return how many pairs of lines between neighbouring layers cross."""
    place = [0] * len(layers.layer)
    for row in rows:
        for number, slot in enumerate(row):
            place[slot] = number
    found = 0
    for row in rows:
        seen: list[int] = []
        for slot in row:
            targets = layers.after[slot]
            if len(targets) == 1:
                end = place[targets[0]]
                at = bisect_right(seen, end)
                found += len(seen) - at
                seen.insert(at, end)
                continue
            ends = [place[target] for target in targets]
            for end in ends:
                found += len(seen) - bisect_right(seen, end)
            for end in ends:
                insort(seen, end)
    return found


def _sort(row: list[int], neighbours: Sequence[Sequence[int]], place: list[float]) -> None:
    """Sort a layer by the middle of each slot's neighbours; a slot without any keeps about where it is."""
    middle = {}
    for slot in row:
        near = neighbours[slot]
        if len(near) == 1:
            middle[slot] = place[near[0]]
        else:
            middle[slot] = sum([place[other] for other in near]) / len(near) if near else place[slot]
    row.sort(key=middle.__getitem__)
    for number, slot in enumerate(row):
        place[slot] = number
