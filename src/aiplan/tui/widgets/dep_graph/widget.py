"""DepGraph: the widget that scrolls, zooms and keeps the cursor of the map; drawing is in `render`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events, work
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from aiplan.tui.actions import bindings
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _, n_
from aiplan.tui.strands import NO_LINKS, Overlay
from aiplan.tui.widgets.dep_graph import walk
from aiplan.tui.widgets.dep_graph.arrangement import Arrangement, arranged
from aiplan.tui.widgets.dep_graph.model import EMPTY, GraphModel
from aiplan.tui.widgets.dep_graph.paint import Drawing
from aiplan.tui.widgets.dep_graph.render import HEADER_LINES, MapView, header_strip, line_strip
from aiplan.tui.widgets.plain_lines import PlainLines
from aiplan.tui.widgets.plan_grid.palette import Palette, palette_of
from aiplan.tui.widgets.remembering import Remembering, flag, whole

NARROWEST, WIDEST = 5, 40
"""Cells of a node on the map."""
USUAL = 7
"""Cells of a node where the whole map does not fit at any width."""
BRACKETS = 2
"""Cells that its brackets take where colours do not carry a node."""
INLINE = 300
"""Up to so many activities the map is laid out at once; more take a worker, and begin with neighbours only."""
STEPS = 2
"""How many links around the selected activity are shown with titles."""
TITLED_LINES = 3
_MARGIN = 6


class DepGraph(PlainLines, Remembering, can_focus=True):
    """A map of activities and links; owns only how it is looked at, never the plan."""

    BINDINGS = bindings("graph")
    REMEMBERED: ClassVar = {
        "graph_titles": ("_titles", flag),
        "graph_width": ("_node_width", lambda value: value is None or (whole(value) and NARROWEST <= value <= WIDEST)),
    }
    DEFAULT_CSS = """
    DepGraph { width: 1fr; height: 1fr; scrollbar-size: 1 1; }
    """

    @dataclass
    class Activated(Message):
        """An activity was double-clicked."""

        id: str

    @dataclass
    class LaidOut(Message):
        """A map has been laid out in a worker."""

        model: GraphModel
        arrangement: Arrangement

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._whole = EMPTY
        self._shown = EMPTY
        self._arrangement: Arrangement | None = None
        self._titles: bool | None = None
        """Whether only what lies around the cursor is shown, with titles; `None` until it is decided."""
        self._node_width: int | None = None
        """Cells of a node on the map; `None` fits it into the screen where that is possible."""
        self._cursor: str | None = None
        self._trail: dict[tuple[str, int], str] = {}
        """(activity, direction) → the one that the cursor came from."""
        self._palette: Palette | None = None
        self._view: MapView | None = None
        self._overlay: Overlay = NO_LINKS
        self._overlay_at: object = None
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(1024)

    # ------------------------------------------------------------ what is shown

    @property
    def model(self) -> GraphModel:
        """The activities on the map."""
        return self._shown

    @property
    def arrangement(self) -> Arrangement | None:
        """Where everything stands; `None` while it is being laid out."""
        return self._arrangement

    @property
    def cursor_id(self) -> str | None:
        """Id of the activity under the cursor."""
        return self._cursor

    @property
    def titles(self) -> bool:
        """Whether only what lies around the cursor is shown, with titles."""
        return bool(self._titles)

    def show(self, model: GraphModel, cursor: str | None) -> None:
        """Show `model` with the cursor on an activity; what was laid out is used again where the links are the same."""
        if self._whole is EMPTY:
            # What was chosen in a small plan is no wish to have a large one laid out as a whole.
            self._titles = bool(self._titles) or len(model.ids) > INLINE
        same = model.structure is not None and model.structure is self._whole.structure and model.ids == self._whole.ids
        self._whole = model
        if cursor is not None and cursor in model.number:
            self._cursor = cursor
        elif self._cursor not in model.number:
            self._cursor = next(iter(model.ids), None)
        if same and not self._titles and self._arrangement is not None:
            self._shown = model
            self._forget()
        else:
            self._lay_out()

    def select(self, key: str) -> None:
        """Put the cursor on an activity; unknown ids are ignored."""
        if key in self._whole.number:
            self._move_to(key, tell=False)

    # ------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        """Decide what is shown, and lay it out here where that is quick, else in a worker."""
        model, height = self._whole, 1
        if self._titles and self._cursor is not None:
            model, height = model.around(self._cursor, STEPS), TITLED_LINES
        if len(model.ids) > INLINE:
            self._arrangement = None
            self._lay_out_later(model)
            self._shown = model
            self._forget()
            return
        self._take(model, arranged(len(model.ids), model.pairs, height=height, main=model.critical))

    @work(thread=True, exclusive=True, group="graph", description="graph", exit_on_error=False)
    def _lay_out_later(self, model: GraphModel) -> None:
        found = arranged(len(model.ids), model.pairs, main=model.critical)
        self.post_message(self.LaidOut(model, found))

    def on_dep_graph_laid_out(self, event: DepGraph.LaidOut) -> None:
        """Show a map that has been laid out, unless another one is wanted by now."""
        event.stop()
        if event.model is self._shown and self._arrangement is None:
            self._take(event.model, event.arrangement)

    def _take(self, model: GraphModel, arrangement: Arrangement) -> None:
        self._shown, self._arrangement = model, arrangement
        self._reshape()

    def _reshape(self) -> None:
        """Recompute the scroll range and bring the cursor into view."""
        self._forget()
        if self._arrangement is None:
            return
        end = self._arrangement.columns(self._width())[-1]
        self.virtual_size = Size(end, HEADER_LINES + self._arrangement.lines + 1)
        self.call_after_refresh(self._reveal)
        self._reveal()

    def _width(self) -> int:
        """Return the cells of a node."""
        arrangement = self._arrangement
        assert arrangement is not None
        room = self.scrollable_content_region.width
        layers = max(1, len(arrangement.rows))
        if self._titles:
            return max(16, min(WIDEST, (room - arrangement.columns(0)[-1]) // layers))
        if self._node_width is not None:
            return self._node_width
        longest = max((len(key) for key in self._shown.ids), default=USUAL) + 3
        fitting = (room - arrangement.columns(0)[-1]) // layers
        usual = USUAL if self._colors().solid else USUAL + BRACKETS
        return usual if fitting < usual else min(fitting, max(usual, longest))

    def on_resize(self) -> None:
        """Fit again."""
        self._reshape()

    def _forget(self) -> None:
        """Drop everything drawn."""
        self._view = None
        self._overlay_at = None
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Follow a change of theme."""
        super().notify_style_update()
        self._palette = None
        self._forget()

    # ------------------------------------------------------------ drawing

    def _current(self) -> MapView | None:
        arrangement, model = self._arrangement, self._shown
        if arrangement is None:
            return None
        if self._view is None:
            width = self._width()
            strengths = model.strengths_with(self._cursor)
            drawing = Drawing(arrangement, arrangement.columns(width), width, strengths, self._glyphs)
            self._view = MapView(model, drawing, self._cursor, self._colors())
        left, top = self.scroll_offset
        at = (left, top, self.size)
        if self._overlay_at != at:
            if not isinstance(self._overlay_at, tuple) or self._overlay_at[0] != left:
                self._strips.clear()
            self._overlay_at = at
            self._overlay = self._view.drawing.overlay(
                range(top, top + self.size.height), range(left, left + self.size.width)
            )
        return self._view

    def _colors(self) -> Palette:
        if self._palette is None:
            self._palette = palette_of(self.app.theme_variables, blocks=not self._glyphs.ascii)
        return self._palette

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the widget, counted from its top edge."""
        width = self.scrollable_content_region.width or self.size.width
        palette = self._colors()
        if y < HEADER_LINES:
            return self._header(palette, width)
        view = self._current() if self._whole.ids else None
        if view is None:
            waiting = _("laying out the map") if self._whole.ids else _("No work yet: a adds the first piece.")
            said = f"  {waiting}" if y == HEADER_LINES + 1 else ""
            return Strip([Segment(fit(said, width), palette.style("dim", "base"))], width)
        line = y - HEADER_LINES + self.scroll_offset.y
        key = (line, width, self._chosen_on(view, line), self._overlay.key(line))
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = line_strip(view, line, self.scroll_offset.x, width, self._overlay)
        return strip

    def _header(self, palette: Palette, width: int) -> Strip:
        key = self._cursor
        title = "" if key is None else self._whole.node(key).title
        marks = self._glyphs
        critical = len(self._shown.critical)
        if self._titles:
            said = _("{shown} of {count} items").format(shown=len(self._shown.ids), count=len(self._whole.ids))
        else:
            said = n_("{count} item", "{count} items", len(self._whole.ids)).format(count=len(self._whole.ids))
        said += f"   {marks.critical} {critical} " + _("critical")
        said += f"  {marks.milestone} " + _("milestone") + f"  {marks.done} " + _("done")
        return header_strip(palette, width, key or "", title, said, marks)

    @staticmethod
    def _chosen_on(view: MapView, line: int) -> str | None:
        """Return the selected activity where it is drawn on a line."""
        drawn = view.arrangement.on_line.get(line, ())
        return view.selected if any(view.model.ids[number] == view.selected for _, number in drawn) else None

    # ------------------------------------------------------------ the cursor

    def chosen(self, key: str) -> None:
        """Hear that the cursor stands on another activity: for subclasses."""

    def _move_to(self, key: str, *, tell: bool = True) -> None:
        if key != self._cursor:
            before, old = self._view, self._overlay
            self._cursor = key
            if self._titles or key not in self._shown.number:
                self._lay_out()
            elif not self._reveal() and before is not None:
                self._refresh_changed(before, old)
            else:
                self._view = self._overlay_at = None
                self.refresh()
            if tell:
                self.chosen(key)
        else:
            self._reveal()

    def _refresh_changed(self, before: MapView, old: Overlay) -> None:
        """Repaint the lines that look different with the cursor where it is now, and the header."""
        self._view = self._overlay_at = None
        view = self._current()
        if view is None:
            return
        top, width = self.scroll_offset.y, self.size.width
        regions = [Region(0, 0, width, HEADER_LINES)]
        for line in range(top, top + self.size.height - HEADER_LINES):
            changed = old.key(line) != self._overlay.key(line)
            if changed or self._chosen_on(view, line) or self._chosen_on(before, line):
                regions.append(Region(0, line - top + HEADER_LINES, width, 1))
        self.refresh(*regions)

    def _reveal(self) -> bool:
        """Scroll until the cursor is well inside the screen; tell whether that was needed."""
        arrangement = self._arrangement
        if arrangement is None or self._cursor is None or self._cursor not in self._shown.number:
            return False
        number, width = self._shown.number[self._cursor], self._width()
        left = arrangement.columns(width)[arrangement.layers.layer[number]]
        top = arrangement.line[number]
        size = self.scrollable_content_region.size
        x = _into(self.scroll_offset.x, size.width, left - width - _MARGIN, left + 2 * width + _MARGIN)
        y = _into(self.scroll_offset.y, size.height - HEADER_LINES, top - 2, top + arrangement.height + 2)
        x, y = max(0, min(x, self.max_scroll_x)), max(0, min(y, self.max_scroll_y))
        if (x, y) == self.scroll_offset:
            return False
        self.scroll_to(x=x, y=y, animate=False, force=True)
        return True

    def action_along(self, direction: int) -> None:
        """Go to a predecessor (-1) or a successor (1)."""
        key, arrangement = self._cursor, self._arrangement
        if key is None or arrangement is None:
            return
        to = walk.along(self._shown, arrangement, key, direction, came_from=self._trail.get((key, direction)))
        if to is not None:
            self._trail[to, -direction] = key
            self._move_to(to)

    def action_across(self, step: int) -> None:
        """Go up or down."""
        if self._cursor is not None and self._arrangement is not None:
            self._move_to(walk.across(self._shown, self._arrangement, self._cursor, step))

    def action_end(self, direction: int) -> None:
        """Go to the first (-1) or last (1) layer."""
        to = None if self._arrangement is None else walk.end(self._shown, self._arrangement, direction)
        if to is not None:
            self._move_to(to)

    # ------------------------------------------------------------ looks

    def action_neighbours(self) -> None:
        """Change between the whole map and what lies around the cursor, with titles."""
        self._titles = not self._titles
        self._lay_out()
        self.keep("graph_titles")

    def action_zoom(self, direction: int) -> None:
        """Make nodes wider or narrower."""
        if self._titles or self._arrangement is None:
            return
        self._node_width = max(NARROWEST, min(WIDEST, self._width() + 2 * direction))
        self._reshape()
        self.keep("graph_width")

    def action_fit(self) -> None:
        """Let the width of the screen decide how wide nodes are."""
        self._node_width = None
        self._reshape()
        self.keep("graph_width")

    # ------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        """Select an activity; open it with a double click."""
        view = self._current()
        if view is None or event.y < HEADER_LINES:
            return
        key = view.node_at(event.y - HEADER_LINES + self.scroll_offset.y, event.x + self.scroll_offset.x)
        if key is None:
            return
        self._move_to(key)
        if event.chain == 2:
            self.post_message(self.Activated(key))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Make nodes narrower with ctrl held."""
        if event.ctrl:
            event.stop().prevent_default()
            self.action_zoom(-1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Make nodes wider with ctrl held."""
        if event.ctrl:
            event.stop().prevent_default()
            self.action_zoom(1)


def _into(now: int, room: int, first: int, last: int) -> int:
    """Return the scroll position nearest to `now` that shows `first … last`; where they do not fit, their middle."""
    if last - first > room:
        return (first + last - room) // 2
    return min(max(now, last - room), first)
