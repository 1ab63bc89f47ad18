"""Lines through cells: masks that are joined where lines meet, and the characters and strengths they come to."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from aiplan.tui.glyphs import EAST, NORTH, SOUTH, WEST, Glyphs

NORMAL, CRITICAL, FOCUS = range(3)
"""Strengths of lines, weakest first."""
COLORS: tuple[str, ...] = ("link", "link-critical", "link-focus")

STRENGTH_BITS: tuple[int, ...] = (0, 16, 32)
"""Marks, beside the four of a line mask, of cells that stronger lines run through."""
MASK = 15


@dataclass(frozen=True, slots=True)
class Overlay:
    """What has been drawn into the lines on screen."""

    cells: Mapping[int, dict[int, int]]
    """Line → column → line mask and strength bits."""
    arrows: Mapping[int, dict[int, tuple[int, str]]]
    """Line → column → (strength, arrow head)."""

    def line(self, line: int, glyphs: Glyphs) -> Iterator[tuple[int, str, int]]:
        """Yield (column, character, strength) of each cell of a line."""
        arrows = self.arrows.get(line, {})
        for column, value in self.cells.get(line, {}).items():
            strength = FOCUS if value & 32 else CRITICAL if value & 16 else NORMAL
            arrow = arrows.get(column)
            if arrow is not None and arrow[0] >= strength:
                yield column, arrow[1], arrow[0]
            else:
                yield column, (glyphs.heavy if strength == FOCUS else glyphs.thin)[value & MASK], strength

    def key(self, line: int) -> Hashable:
        """Return a value that is equal for lines that look the same."""
        cells = self.cells.get(line)
        if not cells:
            return None
        return frozenset(cells.items()), frozenset(self.arrows.get(line, {}).items())


NO_LINKS = Overlay({}, {})


class StrandPainter:
    """Draws straight pieces of lines into the cells on screen; pieces that meet are joined."""

    def __init__(self, lines: range, columns: range, glyphs: Glyphs) -> None:
        self._cells: dict[int, dict[int, int]] = {line: {} for line in lines}
        self._arrows: dict[int, dict[int, tuple[int, str]]] = {}
        self._lines = lines
        self._columns = columns
        self._glyphs = glyphs

    @property
    def overlay(self) -> Overlay:
        """What has been drawn."""
        return Overlay(self._cells, self._arrows)

    def fall(self, column: int, leave: int, enter: int, strength: int) -> None:
        """Run down or up between two lines, both excluded."""
        if column not in self._columns:
            return
        low, high = (leave, enter) if leave < enter else (enter, leave)
        value = NORTH | SOUTH | STRENGTH_BITS[strength]
        for line in range(max(low + 1, self._lines.start), min(high, self._lines.stop)):
            cells = self._cells[line]
            cells[column] = cells.get(column, 0) | value

    def run(self, line: int, end: int, trunk: int, strength: int) -> None:
        """Run along a line from `end` to the trunk, which is excluded."""
        cells = self._cells.get(line)
        if cells is None:
            return
        first, last = (end, trunk) if end < trunk else (trunk + 1, end + 1)
        value = EAST | WEST | STRENGTH_BITS[strength]
        for column in range(max(first, self._columns.start), min(last, self._columns.stop)):
            cells[column] = cells.get(column, 0) | value

    def mark(self, line: int, column: int, mask: int, strength: int) -> None:
        """Draw one cell that touches the sides of `mask`: a corner or a branch."""
        cells = self._cells.get(line)
        if cells is not None and column in self._columns:
            cells[column] = cells.get(column, 0) | mask | STRENGTH_BITS[strength]

    def arrow(self, line: int, column: int, glyph: str, strength: int) -> None:
        """Put the head of an arrow over what is drawn in a cell."""
        cells = self._cells.get(line)
        if cells is None or column not in self._columns:
            return
        cells[column] = cells.get(column, 0) | STRENGTH_BITS[strength]
        arrows = self._arrows.setdefault(line, {})
        if column not in arrows or arrows[column][0] <= strength:
            arrows[column] = (strength, glyph)
