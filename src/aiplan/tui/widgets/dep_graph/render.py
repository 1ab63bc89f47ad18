"""One line of the map as coloured cells: a pure function of what is shown and of the place on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from aiplan.tui.cells import CellLine, fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.strands import COLORS, FOCUS, Overlay
from aiplan.tui.widgets.dep_graph.arrangement import Arrangement
from aiplan.tui.widgets.dep_graph.model import GraphModel, GraphNode
from aiplan.tui.widgets.dep_graph.paint import Drawing
from aiplan.tui.widgets.plan_grid.palette import Palette

HEADER_LINES = 1
_BACKS: Mapping[str, str] = {
    "task": "task-done", "experiment": "experiment-done", "critical": "critical-done", "over": "alt", "cyclic": "alt",
}  # fmt: skip


@dataclass(frozen=True)
class MapView:
    """Everything that decides how lines look, but for the place on screen."""

    model: GraphModel
    drawing: Drawing
    selected: str | None
    palette: Palette

    @property
    def arrangement(self) -> Arrangement:
        """Where everything stands."""
        return self.drawing.arrangement

    @property
    def glyphs(self) -> Glyphs:
        """The characters to draw with."""
        return self.drawing.glyphs

    def node_at(self, line: int, column: int) -> str | None:
        """Return the id of the activity drawn at a place of the map."""
        for layer, number in self.arrangement.on_line.get(line, ()):
            left = self.drawing.columns[layer]
            if left <= column < left + self.drawing.width:
                return self.model.ids[number]
        return None


def line_strip(view: MapView, line: int, left: int, width: int, links: Overlay) -> Strip:
    """Return `width` cells of one line of the map from column `left` on."""
    cells = CellLine(width, ["base"] * width, "dim")
    for column, glyph, strength in links.line(line, view.glyphs):
        cells.put(column - left, glyph, COLORS[strength], bold=strength == FOCUS)
    drawing = view.drawing
    for layer, number in view.arrangement.on_line.get(line, ()):
        at = drawing.columns[layer] - left
        if -drawing.width < at < width:
            node = view.model.node(view.model.ids[number])
            sub = line - view.arrangement.line[number]
            _paint(cells, view, node, at, sub)
            if sub == 0:
                _stubs(cells, view, node.id, at)
    style = view.palette.look
    return Strip([Segment(text, style(look)) for text, look in cells.runs()], width)


def _paint(cells: CellLine, view: MapView, node: GraphNode, at: int, sub: int) -> None:
    """Draw one line of a node: a block of colour, or its text between brackets where colours do not carry it."""
    chosen, width = node.id == view.selected, view.drawing.width
    fore, back = ("base", "accent") if chosen else ("dim" if node.hue == "over" else "text", _BACKS[node.hue])
    bold = chosen or (node.hue == "critical" and sub == 0)
    if view.palette.solid:
        text = _text(node, view, width, sub)
        for column in range(max(0, at), min(cells.width, at + width)):
            cells.back[column] = back
        cells.write(at, text, fore, bold=bold)
        return
    edges = ("<", ">") if chosen else ("[", "]")
    color = "link-focus" if chosen else "dim" if node.hue == "over" else "text" if node.hue == "cyclic" else node.hue
    cells.write(at, edges[0] + _text(node, view, width - 2, sub) + edges[1], color, bold=bold)


def _stubs(cells: CellLine, view: MapView, key: str, at: int) -> None:
    """Dot where links lead to what is left out."""
    for column, cut in ((at - 1, view.model.cut_before), (at + view.drawing.width, view.model.cut_after)):
        if key in cut and cells.is_free(column):
            cells.put(column, view.glyphs.float, "link")


def _text(node: GraphNode, view: MapView, width: int, sub: int) -> str:
    """Return one line of a node; its float stands beside its id, else beside its dates, where there is room."""
    glyphs = view.glyphs
    if sub == 1:
        return fit(" " + node.title, width - 1, glyphs.ellipsis) + " "
    mark = {
        "done": glyphs.done, "active": glyphs.active, "critical": glyphs.critical, "dropped": glyphs.dropped,
        "unknown": glyphs.unknown, "none": " ",
    }[node.mark]  # fmt: skip
    before = mark + (glyphs.milestone if node.point else "")
    name, dates = before + node.id, " " + node.dates.replace("–", glyphs.dash)
    room = width - cell_len(node.margin) - 2
    if view.arrangement.height == 1:
        return before + short_id(node.id, width - cell_len(before), glyphs.ellipsis)
    beside_name = cell_len(name) <= room
    if sub == 0 and not beside_name:
        return before + short_id(node.id, width - cell_len(before), glyphs.ellipsis)
    if sub == 0 or (not beside_name and cell_len(dates) <= room):
        return fit(name if sub == 0 else dates, room + 1) + node.margin + " "
    return fit(dates, width, glyphs.ellipsis)


def short_id(text: str, width: int, ellipsis: str) -> str:
    """Return an id in exactly `width` cells: cut in its middle, since many begin alike and some end alike."""
    room = cell_len(text) - width
    if room <= 0 or width < 5:
        return fit(text, width, ellipsis)
    tail = text[-2:]
    while cell_len(tail) > 2:
        tail = tail[1:]
    return fit(text[: len(text) - len(tail)], width - cell_len(tail), ellipsis) + tail


def header_strip(palette: Palette, width: int, key: str, title: str, said: str, glyphs: Glyphs) -> Strip:
    """Return the sticky line at the top: the selected item, and at the right what is shown, where there is room."""
    line = CellLine(width, ["header"] * width, "text")
    room = width - 1
    if cell_len(said) + 24 <= width:
        line.write(width - 1 - cell_len(said), said, "header-dim")
        room = width - cell_len(said) - 3
    line.write(1, fit(f"{key} {title}", room - 1, glyphs.ellipsis).rstrip(), "text")
    line.write(1, fit(key, min(room - 1, cell_len(key)), glyphs.ellipsis), "text", bold=True)
    return Strip([Segment(text, palette.look(look)) for text, look in line.runs()], width)
