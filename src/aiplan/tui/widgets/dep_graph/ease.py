"""Moving nodes by a line where two lines would have to change places in one channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aiplan.tui.widgets.dep_graph.layers import Layers
from aiplan.tui.widgets.dep_graph.order import Rows


def eased(layers: Layers, rows: Rows, line: Sequence[int], height: int, main: frozenset[int]) -> list[int]:
    """Return the lines with nodes moved up or down by one where they swap lines with another.

    Of two sources that end each on the line of the other, one would run over the other whatever its track. The node
    that moves is one that is not on the main path, if there is a choice; nothing moves where there is no room.
    """
    found = list(line)
    place = {slot: (number, row) for row in rows for number, slot in enumerate(row)}
    for row in rows:
        for swapping in _swaps(layers, row, found):
            nodes = [slot for slot in swapping if slot < layers.count]
            for slot in sorted(nodes, key=main.__contains__):
                moved = _moved(layers, place[slot], found, height)
                if moved is not None:
                    found[slot] = moved
                    break
    top = min(found, default=0)
    return [at - top for at in found]


def _swaps(layers: Layers, row: Sequence[int], line: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (end of one, end of the other, one source, the other) of the sources of a layer that swap lines."""
    at = {line[slot]: slot for slot in row if layers.after[slot]}
    for one in row:
        for end in layers.after[one]:
            other = at.get(line[end])
            if other is None or other <= one or end in layers.after[other]:
                continue
            for back in layers.after[other]:
                if line[back] == line[one] and back not in layers.after[one]:
                    yield end, back, one, other


def _moved(layers: Layers, place: tuple[int, Sequence[int]], line: Sequence[int], height: int) -> int | None:
    """Return the line above or below a node if nothing stands there."""
    number, row = place
    slot = row[number]
    if number == 0:
        return line[slot] - 1
    before = row[number - 1]
    if line[before] + (height if before < layers.count else 1) < line[slot]:
        return line[slot] - 1
    if number + 1 == len(row) or line[slot] + height < line[row[number + 1]]:
        return line[slot] + 1
    return None
