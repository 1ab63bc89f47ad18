"""Dependencies as lines between bars: which to draw, and through which cells they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from aiplan.model.values import LinkType
from aiplan.tui.glyphs import EAST, NORTH, SOUTH, WEST, Glyphs
from aiplan.tui.strands import StrandPainter
from aiplan.tui.widgets.plan_grid.model import Edge

LinkMode = Literal["focus", "critical", "all", "off"]
LINK_MODES: tuple[LinkMode, ...] = ("critical", "all", "focus", "off")
"""In the order in which the key steps through them. `critical` includes the row under the cursor."""


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


Extent = Callable[[int], tuple[int, int] | None]
"""Row → first column of its bar and the column after its last."""


class LinkPainter(StrandPainter):
    """Runs links through the cells of the lines on screen."""

    def __init__(self, lines: range, columns: range, height: int, extent: Extent, glyphs: Glyphs) -> None:
        super().__init__(lines, columns, glyphs)
        self._height = height
        self._extent = extent

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
        self.run(leave, out, trunk, strength)
        self.mark(leave, trunk, (WEST if west else EAST) | (SOUTH if down else NORTH), strength)
        self.fall(trunk, leave, enter, strength)
        self.mark(enter, trunk, (EAST if target > trunk else WEST) | (NORTH if down else SOUTH), strength)
        self.run(enter, target, trunk, strength)
        self.arrow(enter, target, self._glyphs.right if to_start else self._glyphs.left, strength)

    def _drop(self, leave: int, enter: int, trunk: int, there: tuple[int, int], strength: int) -> None:
        """Lead straight into a bar that begins before the predecessor's end: into its top, bottom or end."""
        down = enter > leave
        self.mark(leave, trunk, WEST | (SOUTH if down else NORTH), strength)
        if trunk >= there[1]:
            self.fall(trunk, leave, enter, strength)
            self.mark(enter, trunk, WEST | (NORTH if down else SOUTH), strength)
            self.run(enter, there[1], trunk, strength)
            self.arrow(enter, there[1], self._glyphs.left, strength)
            return
        last = enter - 1 if down else enter + self._height
        if last != leave:
            self.fall(trunk, leave, last, strength)
            self.arrow(last, trunk, self._glyphs.down if down else self._glyphs.up, strength)
