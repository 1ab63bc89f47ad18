"""One line of the grid as coloured cells: a pure function of model, axis and place on screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from rich.segment import Segment
from textual.strip import Strip

from aiplan.tui import words
from aiplan.tui.cells import CellLine
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.strands import COLORS, CRITICAL, FOCUS, NO_LINKS, NORMAL, Overlay
from aiplan.tui.widgets.plan_grid import bars, outline
from aiplan.tui.widgets.plan_grid.axis import Axis
from aiplan.tui.widgets.plan_grid.layout import Layout
from aiplan.tui.widgets.plan_grid.links import LinkMode, LinkPainter
from aiplan.tui.widgets.plan_grid.model import Edge, GridModel, GridRow
from aiplan.tui.widgets.plan_grid.outline import Columns, Piece
from aiplan.tui.widgets.plan_grid.palette import Palette

HEADER_LINES = 2


@dataclass(frozen=True, slots=True)
class View:
    """Everything that decides how lines look, but for the place on screen."""

    layout: Layout
    axis: Axis
    columns: Columns
    width: int
    left: int
    """First column of the axis that is shown."""
    height: int
    """Lines per row."""
    cursor: int
    links: LinkMode
    glyphs: Glyphs
    palette: Palette
    show_baseline: bool
    marked: frozenset[str] = frozenset()

    @property
    def time_width(self) -> int:
        """Columns of the timeline on screen."""
        return max(0, self.width - self.columns.width)

    def brush(self) -> bars.Brush:
        """Return how bars are drawn."""
        return bars.Brush(self.glyphs, self.palette.solid, self.show_baseline)


def overlay(view: View, first: int, count: int) -> Overlay:
    """Return what links leave in lines `first` … `first + count - 1`."""
    rows = view.layout.places
    if view.links == "off" or not rows or view.time_width <= 0:
        return NO_LINKS
    model, axis, partial = view.layout.model, view.axis, view.palette.solid

    @cache
    def extent(row: int) -> tuple[int, int] | None:
        return bars.extent(model.row(rows[row].id), axis, partial=partial)

    painter = LinkPainter(
        range(first, first + count), range(view.left, view.left + view.time_width), view.height, extent, view.glyphs
    )
    edges = view.layout.edges
    top, bottom = first // view.height, min(len(rows), (first + count) // view.height + 1)
    focused = edges.of(view.cursor)
    if view.links != "focus":
        own = set(focused)
        for edge in edges.touching(top, max(top + 1, bottom)):
            strength = CRITICAL if _drives(edge.source, model) else NORMAL
            if (strength == CRITICAL or view.links == "all") and edge not in own:
                painter.draw(edge, strength)
    for edge in focused:
        painter.draw(edge, FOCUS)
    return painter.overlay


def _drives(edge: Edge, model: GridModel) -> bool:
    """Tell whether a link is part of what makes both its ends critical."""
    critical = model.is_critical
    return critical(edge.predecessor) and critical(edge.successor) and model.row(edge.successor).driver is not None


def row_strip(view: View, line: int, links: Overlay) -> Strip:
    """Return one line below the header; lines after the last row are empty calendar."""
    row_number, sub = divmod(line, view.height)
    places = view.layout.places
    on_cursor = row_number == view.cursor and row_number < len(places)
    time = CellLine(view.time_width, list(template(view, cursor=on_cursor)), "dim")
    if row_number >= len(places):
        _now(time, view)
        back = [Segment(" " * (view.columns.width - 1), view.palette.style("dim", "base"))]
        back.append(Segment(view.glyphs.separator, view.palette.style("rule", "base")))
        return _join(view, back, time)
    place = places[row_number]
    row = view.layout.model.row(place.id)
    folded = place.id in view.layout.folded
    _paint_time(time, view, row, line, sub, links, group=place.members > 0 or row.hue == "group")
    if sub:
        pieces = [Piece(" " * (view.columns.width - 1), "text"), Piece(view.glyphs.separator, "rule")]
    else:
        pieces = outline.cells(place, row, view.columns, view.glyphs, folded=folded, cursor=on_cursor)
        if place.id in view.marked:
            pieces[0] = Piece(f"{view.glyphs.marked} ", "accent", bold=True)
    return _join(view, _outline_segments(view, pieces, on_cursor=on_cursor), time)


def _paint_time(time: CellLine, view: View, row: GridRow, line: int, sub: int, links: Overlay, *, group: bool) -> None:
    brush, axis, left = view.brush(), view.axis, view.left
    _now(time, view)
    if row.start is None:
        if row.mark == "unknown" and not sub:
            time.write(1, f"? {words.no_dates()}", "error")
        return
    if not sub:
        bars.paint_float(time, row, axis, left, brush)
        bars.paint_tail(time, row, axis, left, brush)
        if group:
            bars.paint_group(time, row, axis, left, brush)
    _strands(time, view, line, links)
    point = group or row.point
    if sub or view.height == 1:
        bars.paint_baseline(time, row, axis, left, brush, below=sub > 0, point=point)
    if sub:
        return
    bars.paint_deadline(time, row, axis, left, brush)
    if point:
        year = words.date_of(view.layout.model.as_of).year
        bars.paint_point(time, row, axis, left, brush, year)
    else:
        bars.paint_bar(time, row, axis, left, brush)
    bars.paint_hints(time, row, axis, left, brush)


def _now(time: CellLine, view: View) -> None:
    if view.layout.model.pending:
        return
    time.put(view.axis.column(view.layout.model.as_of) - view.left, view.glyphs.now_line, "now")


def _strands(time: CellLine, view: View, line: int, links: Overlay) -> None:
    for column, glyph, strength in links.line(line, view.glyphs):
        time.put(column - view.left, glyph, COLORS[strength], bold=strength == FOCUS)


def header_strip(view: View, line: int) -> Strip:
    """Return one of the two sticky lines at the top."""
    width = view.time_width
    time = CellLine(width, ["header"] * width, "text")
    pending = view.layout.model.pending
    labels = [] if pending else view.axis.header(view.left, width)[line]
    for label in labels:
        if label.column - view.left + len(label.text) > width:
            continue
        time.write(label.column - view.left, label.text, "text" if line == 0 else "header-dim", bold=line == 0)
    if line == 1 and not pending:
        _mark_now(time, view.axis.column(view.layout.model.as_of) - view.left, view.glyphs)
    pieces = outline.header(view.columns) if line == 0 else [Piece(" " * view.columns.width, "text")]
    style = view.palette.style
    return _join(view, [Segment(p.text, style(p.color, "header", p.bold)) for p in pieces], time)


def _mark_now(time: CellLine, column: int, glyphs: Glyphs) -> None:
    """Point to the data date; a label that begins there is shown in reverse, of another only the one cell."""
    if time.is_free(column):
        time.put(column, glyphs.now_label, "now", bold=True)
        return
    begins = column == 0 or time.is_free(column - 1)
    while 0 <= column < time.width and not time.is_free(column):
        time.put(column, time.chars[column], "header", "now", bold=True)
        if not begins:
            return
        column += 1


def template(view: View, *, cursor: bool) -> tuple[str, ...]:
    """Return the background of the timeline: days off shaded, or every other month where days are too small."""
    if view.layout.model.pending:
        return ("cursor" if cursor else "base",) * view.time_width
    shading = _shading(view.layout.model, view.axis, view.left, view.time_width)
    if not cursor:
        return shading
    return tuple("cursor" if back == "base" else "cursor-alt" for back in shading)


@lru_cache(maxsize=2)
def _shading(model: GridModel, axis: Axis, left: int, width: int) -> tuple[str, ...]:
    found = []
    for column in range(left, left + width):
        ordinal = int(axis.day_at(column + 0.5))
        if axis.per_day >= 1:
            found.append("base" if model.is_working(ordinal) else "alt")
        else:
            found.append("alt" if words.date_of(ordinal).month % 2 == 0 else "base")
    return tuple(found)


def _outline_segments(view: View, pieces: list[Piece], *, on_cursor: bool) -> list[Segment]:
    palette = view.palette
    if on_cursor and palette.plain:
        return [Segment(p.text, palette.reverse("text", "base", p.bold)) for p in pieces]
    back = "cursor" if on_cursor else "base"
    return [Segment(p.text, palette.style(p.color, back, p.bold)) for p in pieces]


def _join(view: View, left: list[Segment], time: CellLine) -> Strip:
    style = view.palette.look
    left.extend(Segment(text, style(look)) for text, look in time.runs())
    return Strip(left, view.width)
