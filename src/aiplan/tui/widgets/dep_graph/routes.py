"""Through which column of a channel each source leads its lines: one track a source and channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aiplan.tui.widgets.dep_graph.layers import Layers
from aiplan.tui.widgets.dep_graph.order import Rows


class Channel(NamedTuple):
    """What runs between a layer and the next."""

    tracks: int
    """How many columns hold vertical lines."""
    track: dict[int, int]
    """Slot of the layer → its track; slots whose lines all run straight have none."""


class _Bus(NamedTuple):
    """The vertical line of one source."""

    slot: int
    line: int
    ends: frozenset[int]
    rows: int
    """Bits of the lines it covers."""


def channels(layers: Layers, rows: Rows, line: Sequence[int]) -> tuple[Channel, ...]:
    """Return the channel after each layer.

    Two sources have the same track only where their vertical lines do not touch. A source on a line that another
    one's bus ends on has its track left of it, so that the two do not run over each other.
    """
    return tuple(_channel(layers, row, line) for row in rows)


def _channel(layers: Layers, row: Sequence[int], line: Sequence[int]) -> Channel:
    buses = _buses(layers, row, line)
    by_line = {bus.line: bus for bus in buses}
    first: dict[int, list[_Bus]] = {}
    for bus in buses:
        # Who starts on a line where this bus ends goes first, unless both end there.
        first[bus.slot] = [
            other
            for end in bus.ends
            if (other := by_line.get(end)) is not None and other is not bus and end not in other.ends
        ]
    taken: list[int] = []
    track: dict[int, int] = {}
    for bus in _sorted(buses, first):
        lowest = max((track[other.slot] + 1 for other in first[bus.slot] if other.slot in track), default=0)
        at = next((n for n in range(lowest, len(taken)) if not taken[n] & bus.rows), max(lowest, len(taken)))
        taken.extend([0] * (at + 1 - len(taken)))
        taken[at] |= bus.rows
        track[bus.slot] = at
    return Channel(len(taken), track)


def _buses(layers: Layers, row: Sequence[int], line: Sequence[int]) -> list[_Bus]:
    """Return the vertical lines, in the order in which they take tracks: few of them cross what follows."""
    down: list[_Bus] = []
    up: list[_Bus] = []
    for slot in row:
        here = line[slot]
        ends = frozenset(line[target] for target in layers.after[slot])
        if not ends or ends == {here}:
            continue
        low, high = min(here, *ends), max(here, *ends)
        bus = _Bus(slot, here, ends, ((1 << (high - low + 1)) - 1) << low)
        (down if high - here >= here - low else up).append(bus)
    return [*reversed(down), *up]


def _sorted(buses: Iterable[_Bus], first: dict[int, list[_Bus]]) -> list[_Bus]:
    """Return the buses so that each follows those that must go first; where they go in circles, some do not."""
    found: list[_Bus] = []
    seen: set[int] = set()
    for root in buses:
        stack = [(root, False)]
        while stack:
            bus, ready = stack.pop()
            if ready:
                found.append(bus)
            elif bus.slot not in seen:
                seen.add(bus.slot)
                stack.append((bus, True))
                stack.extend((other, False) for other in first[bus.slot] if other.slot not in seen)
    return found
