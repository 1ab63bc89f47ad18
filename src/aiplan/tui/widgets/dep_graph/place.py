"""On which line each slot stands: near the middle of its neighbours, in the order of its layer, without overlap."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from aiplan.tui.widgets.dep_graph.layers import Layers
from aiplan.tui.widgets.dep_graph.order import Rows

_SWEEPS = 6
_HEAVY = 6.0
"""How much more a dummy or a node of the main path holds its line than another node."""


def placed(
    layers: Layers, rows: Rows, *, height: int = 1, gap: int = 1, main: frozenset[int] = frozenset()
) -> list[int]:
    """Return the line of each slot, the topmost 0.

    Args:
        layers: the layered graph.
        rows: the order of each layer.
        height: lines of a node; a dummy has one.
        gap: empty lines between two nodes.
        main: nodes whose line is to be straight, the critical ones.
    """
    count = layers.count
    spans = [_spans(row, count, height, gap) for row in rows]
    weights = [[_HEAVY if slot >= count or slot in main else 1.0 for slot in row] for row in rows]
    line = [0.0] * len(layers.layer)
    for row, span in zip(rows, spans, strict=True):
        for slot, offset in zip(row, span, strict=True):
            line[slot] = offset
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        neighbours = layers.before if down else layers.after
        numbers = range(1, len(rows)) if down else range(len(rows) - 2, -1, -1)
        for number in numbers:
            row = rows[number]
            wanted = [_wanted(slot, neighbours, line, main) for slot in row]
            for slot, found in zip(row, settled(wanted, weights[number], spans[number]), strict=True):
                line[slot] = found
    top = min(line, default=0)
    return [round(value - top) for value in line]


def _spans(row: Sequence[int], count: int, height: int, gap: int) -> list[int]:
    """Return how far below the first slot of a layer each one stands at least."""
    found, at = [], 0
    for number, slot in enumerate(row):
        found.append(at)
        follows = row[number + 1] if number + 1 < len(row) else count
        at += 1 if slot >= count else height + (gap if follows < count else 0)
    return found


def _wanted(slot: int, neighbours: Sequence[Sequence[int]], line: Sequence[float], main: frozenset[int]) -> float:
    near = neighbours[slot]
    if not near:
        return line[slot]
    if slot in main:
        near = [other for other in near if other in main] or near
    return line[near[0]] if len(near) == 1 else median([line[other] for other in near])


def settled(wanted: Sequence[float], weights: Sequence[float], spans: Sequence[int]) -> list[int]:
    """Return whole lines as near to the wanted ones as the order and the distances `spans` allow.

    Source: pool-adjacent-violators, which gives the least sum of squared, weighted distances.
    """
    blocks: list[tuple[float, float, int]] = []
    for want, weight, span in zip(wanted, weights, spans, strict=True):
        total, mass, size = (want - span) * weight, weight, 1
        while blocks and blocks[-1][0] * mass > total * blocks[-1][1]:
            before = blocks.pop()
            total, mass, size = total + before[0], mass + before[1], size + before[2]
        blocks.append((total, mass, size))
    found: list[int] = []
    for total, mass, size in blocks:
        base = round(total / mass)
        found.extend(base + span for span in spans[len(found) : len(found) + size])
    return found
