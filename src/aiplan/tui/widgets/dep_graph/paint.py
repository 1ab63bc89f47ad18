"""The lines of links in the part of the map that is on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.tui.glyphs import EAST, NORTH, SOUTH, WEST, Glyphs
from aiplan.tui.strands import MASK, STRENGTH_BITS, Overlay, StrandPainter
from aiplan.tui.widgets.dep_graph.arrangement import STUB, Arrangement

_UPRIGHT, _LEVEL = NORTH | SOUTH, EAST | WEST


class MapPainter(StrandPainter):
    """A painter whose lines pass over each other where they merely cross.

    The stronger line, of equals the upright one, stays whole: a branching character always means a branch.
    """

    def fall(self, column: int, leave: int, enter: int, strength: int) -> None:
        """Run down or up between two lines, both excluded."""
        if column not in self._columns:
            return
        low, high = (leave, enter) if leave < enter else (enter, leave)
        own = _UPRIGHT | STRENGTH_BITS[strength]
        for line in range(max(low + 1, self._lines.start), min(high, self._lines.stop)):
            cells = self._cells[line]
            there = cells.get(column, 0)
            if there & MASK != _LEVEL:
                cells[column] = there | own
            elif there & ~MASK <= STRENGTH_BITS[strength]:
                cells[column] = own

    def run(self, line: int, end: int, trunk: int, strength: int) -> None:
        """Run along a line from `end` to the trunk, which is excluded."""
        cells = self._cells.get(line)
        if cells is None:
            return
        first, last = (end, trunk) if end < trunk else (trunk + 1, end + 1)
        own = _LEVEL | STRENGTH_BITS[strength]
        for column in range(max(first, self._columns.start), min(last, self._columns.stop)):
            there = cells.get(column, 0)
            if there & MASK != _UPRIGHT:
                cells[column] = there | own
            elif there & ~MASK < STRENGTH_BITS[strength]:
                cells[column] = own


@dataclass(frozen=True, slots=True)
class Drawing:
    """An arrangement with everything that decides where its lines run and how strong they are."""

    arrangement: Arrangement
    columns: Sequence[int]
    """First column of each layer, and the end of the map."""
    width: int
    """Of a node."""
    strengths: Sequence[int]
    """Of each link."""
    glyphs: Glyphs

    def overlay(self, lines: range, across: range) -> Overlay:
        """Return what links leave in these lines and columns."""
        painter = MapPainter(lines, across, self.glyphs)
        line = self.arrangement.line
        pieces: list[tuple[int, int, int, int]] = []
        for layer, channel in enumerate(self.arrangement.strands):
            if layer + 1 >= len(self.columns) - 1:
                break
            if self.columns[layer + 1] + self.width <= across.start or self.columns[layer] >= across.stop:
                continue
            for (slot, target), numbers in channel.items():
                high, low = sorted((line[slot], line[target]))
                if low >= lines.start and high < lines.stop:
                    pieces.append((max(self.strengths[number] for number in numbers), layer, slot, target))
        # Corners first: where a line meets one it branches, anywhere else it passes. The strongest come last.
        pieces.sort()
        for strength, layer, slot, target in pieces:
            self._corners(painter, layer, slot, target, strength)
        for strength, layer, slot, target in pieces:
            self._straights(painter, layer, slot, target, strength)
            self._heads(painter, layer, slot, target)
        return painter.overlay

    def _corners(self, painter: MapPainter, layer: int, slot: int, target: int, strength: int) -> None:
        """Draw where the line from a slot to one of the next layer turns."""
        here, there = self.arrangement.line[slot], self.arrangement.line[target]
        if here != there:
            trunk = self._trunk(layer, slot)
            down = there > here
            painter.mark(here, trunk, WEST | (SOUTH if down else NORTH), strength)
            painter.mark(there, trunk, EAST | (NORTH if down else SOUTH), strength)

    def _straights(self, painter: MapPainter, layer: int, slot: int, target: int, strength: int) -> None:
        """Draw the pieces between the turns, and on through the target where that is a dummy."""
        begin, end = self.columns[layer] + self.width, self.columns[layer + 1]
        here, there = self.arrangement.line[slot], self.arrangement.line[target]
        if here == there:
            painter.run(here, begin, end, strength)
        else:
            trunk = self._trunk(layer, slot)
            painter.run(here, begin, trunk, strength)
            painter.fall(trunk, here, there, strength)
            painter.run(there, end - 1, trunk, strength)
        if target >= self.arrangement.layers.count:
            painter.run(there, end, end + self.width, strength)

    def _trunk(self, layer: int, slot: int) -> int:
        """Return the column of the vertical line of a slot."""
        return self.columns[layer] + self.width + STUB + self.arrangement.channels[layer].track[slot]

    def _heads(self, painter: MapPainter, layer: int, slot: int, target: int) -> None:
        """Put arrow heads where links end; one that closes a circle ends on the right side of its successor."""
        arrangement, columns, strengths = self.arrangement, self.columns, self.strengths
        count, back = arrangement.layers.count, arrangement.layers.reversed_links
        line = arrangement.line
        for number in arrangement.strands[layer][slot, target]:
            if number in back:
                if slot < count:
                    painter.arrow(line[slot], columns[layer] + self.width, self.glyphs.left, strengths[number])
            elif target < count:
                painter.arrow(line[target], columns[layer + 1] - 1, self.glyphs.right, strengths[number])
