"""Dependencies as lines between bars: which to draw, and through which cells they run."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from aiplan.model.values import LinkType
from aiplan.tui.glyphs import EAST, NORTH, SOUTH, WEST, Glyphs
from aiplan.tui.widgets.plan_grid.model import Edge

LinkMode = Literal["focus", "critical", "all", "off"]
LINK_MODES: tuple[LinkMode, ...] = ("critical", "all", "focus", "off")
"""In the order in which the key steps through them. `critical` includes the row under the cursor."""

NORMAL, CRITICAL, FOCUS = range(3)
"""Classes of links, weakest first."""
COLORS: tuple[str, ...] = ("link", "link-critical", "link-focus")

STRENGTH_BITS: tuple[int, ...] = (0, 16, 32)
"""Marks, beside the four of a line mask, of cells that stronger links run through."""
MASK = 15


class RowEdge(NamedTuple):
    """A link between two rows of the outline."""

    predecessor: int
    successor: int
    type: LinkType
    source: Edge
    """The written link it stands for."""


class EdgeIndex:
    """Finds the links that touch a range of rows.

    Each link is kept once, in the smallest block of 2ⁿ rows that holds both ends; a range of rows meets few blocks.
    """

    def __init__(self, edges: Iterable[RowEdge]) -> None:
        self._levels: list[dict[int, list[RowEdge]]] = []
        levels = self._levels
        for edge in edges:
            level = (edge[0] ^ edge[1]).bit_length()
            while len(levels) <= level:
                levels.append({})
            block = levels[level].get(edge[0] >> level)
            if block is None:
                levels[level][edge[0] >> level] = [edge]
            else:
                block.append(edge)

    def touching(self, first: int, last: int) -> Iterator[RowEdge]:
        """Yield each link that has an end in, or passes through, rows `first` … `last - 1`."""
        for level, blocks in enumerate(self._levels):
            for block in range(first >> level, ((last - 1) >> level) + 1):
                for edge in blocks.get(block, ()):
                    here, there = edge[0], edge[1]
                    if (here < last or there < last) and (here >= first or there >= first):
                        yield edge

    def of(self, row: int) -> list[RowEdge]:
        """Return the links into and out of one row."""
        return [edge for edge in self.touching(row, row + 1) if row in (edge[0], edge[1])]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What links leave in the lines on screen."""

    cells: Mapping[int, dict[int, int]]
    """Line of the grid → column of the axis → line mask and strength bits."""
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
Extent = Callable[[int], tuple[int, int] | None]
"""Row → first column of its bar and the column after its last."""


class LinkPainter:
    """Runs links through the cells of the lines on screen."""

    def __init__(self, lines: range, columns: range, height: int, extent: Extent, glyphs: Glyphs) -> None:
        self._cells: dict[int, dict[int, int]] = {line: {} for line in lines}
        self._arrows: dict[int, dict[int, tuple[int, str]]] = {}
        self._lines = lines
        self._columns = columns
        self._height = height
        self._extent = extent
        self._glyphs = glyphs

    @property
    def overlay(self) -> Overlay:
        """What has been drawn."""
        return Overlay(self._cells, self._arrows)

    def draw(self, edge: RowEdge, strength: int) -> None:
        """Draw one link: out of one bar, along a trunk, into the other."""
        here, there = self._extent(edge.predecessor), self._extent(edge.successor)
        if here is None or there is None or edge.predecessor == edge.successor:
            return
        leave, enter = edge.predecessor * self._height, edge.successor * self._height
        from_finish, to_start = edge.type in ("FS", "FF"), edge.type in ("FS", "SS")
        out = here[1] if from_finish else here[0] - 1
        target = there[0] - 1 if to_start else there[1]
        if from_finish and to_start and target <= out:
            self._drop(leave, enter, out, there, strength)
            return
        before = out if from_finish else min(out, target - 1)
        trunk = before if to_start else max(out, target + 1)
        down = enter > leave
        west = trunk > out or (trunk == out and from_finish)
        self._run(leave, out, trunk, strength)
        self._mark(leave, trunk, (WEST if west else EAST) | (SOUTH if down else NORTH), strength)
        self._fall(trunk, leave, enter, strength)
        self._mark(enter, trunk, (EAST if target > trunk else WEST) | (NORTH if down else SOUTH), strength)
        self._run(enter, target, trunk, strength)
        self._arrow(enter, target, self._glyphs.right if to_start else self._glyphs.left, strength)

    def _drop(self, leave: int, enter: int, trunk: int, there: tuple[int, int], strength: int) -> None:
        """Lead straight into a bar that begins before the predecessor's end: into its top, bottom or end."""
        down = enter > leave
        self._mark(leave, trunk, WEST | (SOUTH if down else NORTH), strength)
        if trunk >= there[1]:
            self._fall(trunk, leave, enter, strength)
            self._mark(enter, trunk, WEST | (NORTH if down else SOUTH), strength)
            self._run(enter, there[1], trunk, strength)
            self._arrow(enter, there[1], self._glyphs.left, strength)
            return
        last = enter - 1 if down else enter + self._height
        if last != leave:
            self._fall(trunk, leave, last, strength)
            self._arrow(last, trunk, self._glyphs.down if down else self._glyphs.up, strength)

    def _fall(self, column: int, leave: int, enter: int, strength: int) -> None:
        """Run down or up between two lines, both excluded."""
        if column not in self._columns:
            return
        low, high = (leave, enter) if leave < enter else (enter, leave)
        value = NORTH | SOUTH | STRENGTH_BITS[strength]
        for line in range(max(low + 1, self._lines.start), min(high, self._lines.stop)):
            cells = self._cells[line]
            cells[column] = cells.get(column, 0) | value

    def _run(self, line: int, end: int, trunk: int, strength: int) -> None:
        """Run along a line from `end` to the trunk, which is excluded."""
        cells = self._cells.get(line)
        if cells is None:
            return
        first, last = (end, trunk) if end < trunk else (trunk + 1, end + 1)
        value = EAST | WEST | STRENGTH_BITS[strength]
        for column in range(max(first, self._columns.start), min(last, self._columns.stop)):
            cells[column] = cells.get(column, 0) | value

    def _mark(self, line: int, column: int, mask: int, strength: int) -> None:
        cells = self._cells.get(line)
        if cells is not None and column in self._columns:
            cells[column] = cells.get(column, 0) | mask | STRENGTH_BITS[strength]

    def _arrow(self, line: int, column: int, glyph: str, strength: int) -> None:
        cells = self._cells.get(line)
        if cells is None or column not in self._columns:
            return
        cells[column] = cells.get(column, 0) | STRENGTH_BITS[strength]
        arrows = self._arrows.setdefault(line, {})
        if column not in arrows or arrows[column][0] <= strength:
            arrows[column] = (strength, glyph)
