"""On which line each slot stands: in the order of its layer, without overlap, and so that long lines run straight.

Source: Brandes and Köpf, Fast and Simple Horizontal Coordinate Assignment (2001): four layouts, each pushed into
one corner, of which every slot gets the middle.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.tui.widgets.dep_graph.layers import Layers
from aiplan.tui.widgets.dep_graph.order import Rows

Straight = dict[int, int]
"""Slot → the slot of the layer before whose line it is to continue."""


@dataclass(frozen=True, slots=True)
class _Side:
    """The graph as one of the four layouts looks at it."""

    rows: Sequence[Sequence[int]]
    before: Sequence[Sequence[int]]
    straight: Straight
    kept: Straight
    """The same the other way round: slot → the one of the next layer that continues its line."""
    apart: Sequence[Sequence[int]]
    """For each layer, how far each slot stands from the next one at least."""


def placed(
    layers: Layers, rows: Rows, *, height: int = 1, gap: int = 1, main: frozenset[int] = frozenset()
) -> list[int]:
    """Return the line of each slot, the topmost 0.

    Args:
        layers: the layered graph.
        rows: the order of each layer.
        height: lines of a node; a dummy has one.
        gap: empty lines between two nodes.
        main: nodes whose path is to run straight, the critical ones.
    """
    if not layers.layer:
        return []
    straight = _straight(layers, main)
    back = {before: slot for slot, before in straight.items()}
    found: list[list[int]] = []
    for forward in (True, False):
        for down in (True, False):
            turned = rows if forward else rows[::-1]
            turned = turned if down else [row[::-1] for row in turned]
            side = _Side(
                turned,
                layers.before if forward else layers.after,
                straight if forward else back,
                back if forward else straight,
                [_apart(row, layers.count, height, gap, down=down) for row in turned],
            )
            line = _one_side(side, len(layers.layer))
            found.append(line if down else [-value for value in line])
    return _balanced(found)


def _straight(layers: Layers, main: frozenset[int]) -> Straight:
    """Return what comes before anything else: chains of dummies, and links between nodes of the main path."""
    found: Straight = {}
    taken: set[int] = set()
    for chain in layers.chains:
        found.update(zip(chain[1:], chain, strict=False))
    for slot in sorted(main, key=layers.layer.__getitem__):
        for other in layers.before[slot]:
            if other in main and other not in taken:
                found[slot] = other
                taken.add(other)
                break
    return found


def _apart(row: Sequence[int], count: int, height: int, gap: int, *, down: bool) -> list[int]:
    found = []
    for slot, following in itertools.pairwise(row):
        upper = slot if down else following
        found.append((height if upper < count else 1) + (gap if slot < count and following < count else 0))
    return found


def _one_side(side: _Side, size: int) -> list[int]:
    """Return lines as near as possible to the first slot of each layer."""
    place = [0] * size
    for row in side.rows:
        for number, slot in enumerate(row):
            place[slot] = number
    root = _aligned(side, place, _conflicts(side, place))
    return _compacted(side, root)


def _conflicts(side: _Side, place: Sequence[int]) -> set[tuple[int, int]]:
    """Return the links that would break a line that is to run straight."""
    found: set[tuple[int, int]] = set()
    for above, row in zip(side.rows, side.rows[1:], strict=False):
        low = begin = 0
        for number, slot in enumerate(row):
            inner = side.straight.get(slot)
            if inner is None and number + 1 < len(row):
                continue
            high = len(above) if inner is None else place[inner]
            for scanned in row[begin : number + 1]:
                for other in side.before[scanned]:
                    if not low <= place[other] <= high and side.straight.get(scanned) != other:
                        found.add((other, scanned))
            begin, low = number + 1, high
    return found


def _aligned(side: _Side, place: Sequence[int], conflicts: set[tuple[int, int]]) -> list[int]:
    """Return for each slot the first one of the block that it stands on one line with."""
    root = list(range(len(place)))
    followed = bytearray(len(place))
    for row in side.rows[1:]:
        last = -1
        for slot in row:
            inner = side.straight.get(slot)
            near = sorted(side.before[slot], key=place.__getitem__) if inner is None else [inner]
            middle = (len(near) - 1) // 2
            for other in near[middle : len(near) // 2 + 1]:
                free = not followed[other] and side.kept.get(other, slot) == slot
                if free and place[other] > last and (other, slot) not in conflicts:
                    root[slot] = root[other]
                    followed[other] = 1
                    last = place[other]
                    break
    return root


def _compacted(side: _Side, root: Sequence[int]) -> list[int]:
    """Return lines where every block is as high up as those above let it, then as low down as those below do."""
    below: dict[int, dict[int, int]] = {}
    above: dict[int, int] = {}
    for row, apart in zip(side.rows, side.apart, strict=True):
        for slot, following, space in zip(row, row[1:], apart, strict=False):
            here, there = root[slot], root[following]
            known = below.setdefault(here, {})
            if there not in known:
                above[there] = above.get(there, 0) + 1
            known[there] = max(known.get(there, 0), space)
    blocks = [slot for slot, first in enumerate(root) if slot == first]
    line = dict.fromkeys(blocks, 0)
    order = [block for block in blocks if block not in above]
    for block in order:
        for other, space in below.get(block, {}).items():
            line[other] = max(line[other], line[block] + space)
            above[other] -= 1
            if not above[other]:
                order.append(other)
    for block in reversed(order):
        ends = [line[other] - space for other, space in below.get(block, {}).items()]
        if ends:
            line[block] = max(line[block], min(ends))
    return [line[first] for first in root]


def _balanced(found: Sequence[list[int]]) -> list[int]:
    """Return the middle of the four layouts, each moved to where the narrowest one lies."""
    widths = [max(line) - min(line) for line in found]
    narrow = found[widths.index(min(widths))]
    low, high = min(narrow), max(narrow)
    moved = []
    for number, line in enumerate(found):
        shift = low - min(line) if number % 2 == 0 else high - max(line)
        moved.append([value + shift for value in line])
    middle = [sum(sorted(values)[1:3]) // 2 for values in zip(*moved, strict=True)]
    top = min(middle)
    return [value - top for value in middle]
