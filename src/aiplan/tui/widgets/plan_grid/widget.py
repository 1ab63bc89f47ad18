"""PlanGrid: the widget that scrolls, zooms, folds and keeps the cursor; drawing is in `render`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from aiplan.tui.actions import bindings
from aiplan.tui.choices import Choices
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.strands import NO_LINKS, Overlay
from aiplan.tui.widgets.plain_lines import PlainLines
from aiplan.tui.widgets.plan_grid import bars, render
from aiplan.tui.widgets.plan_grid.axis import Axis, axis_for
from aiplan.tui.widgets.plan_grid.layout import Layout
from aiplan.tui.widgets.plan_grid.links import LINK_MODES, LinkMode
from aiplan.tui.widgets.plan_grid.model import EMPTY, GridModel
from aiplan.tui.widgets.plan_grid.outline import Columns, columns_for
from aiplan.tui.widgets.plan_grid.palette import Palette, palette_of
from aiplan.tui.widgets.plan_grid.render import HEADER_LINES, View
from aiplan.tui.widgets.remembering import Remembering, flag, whole

_PAN = 8


class PlanGrid(PlainLines, Remembering, can_focus=True):
    """Outline and Gantt chart in one; owns only how it is looked at, never the plan."""

    BINDINGS = bindings("grid")
    REMEMBERED: ClassVar = {
        "zoom": ("zoom", lambda value: isinstance(value, int | float) and 0 <= value <= 16),
        "density": ("_height", lambda value: whole(value) and value in (1, 2)),
        "links": ("_links", lambda value: value in LINK_MODES),
        "baseline": ("_show_baseline", flag),
    }
    DEFAULT_CSS = """
    PlanGrid {
        width: 1fr;
        height: 1fr;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;
    }
    """

    @dataclass
    class Activated(Message):
        """An item was double-clicked."""

        id: str

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._layout_ = Layout(EMPTY, frozenset())
        self._axis = axis_for(EMPTY.first, EMPTY.last)
        self._columns = Columns(0, 8, 0, 0)
        self._fits = True
        self._height = 1
        self._links: LinkMode = LINK_MODES[0]
        self._show_baseline = True
        self._marked: frozenset[str] = frozenset()
        self._cursor = 0
        self._wide = 0
        """Cells of a line: the widget without its scrollbar."""
        self._palette: Palette | None = None
        self._view: View | None = None
        self._overlay: Overlay = NO_LINKS
        self._overlay_top = -1
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(4096)

    # ------------------------------------------------------------ what is shown

    @property
    def model(self) -> GridModel:
        """The rows on show."""
        return self._layout_.model

    @property
    def cursor_id(self) -> str | None:
        """Id of the item under the cursor."""
        places = self._layout_.places
        return places[self._cursor].id if 0 <= self._cursor < len(places) else None

    @property
    def axis(self) -> Axis:
        """The time axis at the present zoom."""
        return self._axis

    def show(self, model: GridModel) -> None:
        """Show `model`; the cursor stays on its item, folded groups stay folded, the zoom stays."""
        key = self.cursor_id
        anchor = self._anchor()
        self._layout_ = self._layout_.showing(model)
        self._axis = axis_for(model.first, model.last, self._axis.per_day)
        row = None if key is None else self._layout_.row_of(key)
        self._cursor = max(0, min(self._cursor, len(self._layout_.places) - 1)) if row is None else row
        self._reshape(anchor)

    def select(self, key: str) -> None:
        """Put the cursor on an item, unfolding its group; unknown ids are ignored."""
        group = self.model.groups.get(key)
        if group in self._layout_.folded:
            self._fold({group}, hide=False)
        row = self._layout_.index.get(key)
        if row is not None:
            self._move_to(row, tell=False)

    def mark(self, ids: frozenset[str]) -> None:
        """Show which items are marked."""
        if ids != self._marked:
            self._marked = ids
            self._forget()

    # ------------------------------------------------------------ shape

    def on_resize(self) -> None:
        """Fit again where fitting was asked for."""
        self._reshape(None)

    def _reshape(self, anchor: tuple[int, int] | None) -> None:
        """Recompute columns, scale and scroll range; `anchor` is (day, column on screen) that stays in place."""
        self._measure()
        self.virtual_size = Size(
            self._columns.width + self._axis.width, HEADER_LINES + len(self._layout_.places) * self._height
        )
        if self._fits:
            self.scroll_to(x=0, animate=False, force=True)
        elif anchor is not None:
            self.scroll_to(x=self._axis.column(anchor[0]) - anchor[1], animate=False, force=True)
        self._forget()

    def _measure(self) -> None:
        """Recompute columns and scale from the width there is."""
        self._wide = self.scrollable_content_region.width
        if self._wide:
            longest = max((len(place.id) for place in self.model.places[:400]), default=8)
            self._columns = columns_for(self._wide, max(4, longest), 60)
        time_width = self._wide - self._columns.width
        if self._fits and time_width > 0:
            self._axis = self._axis.fitted(time_width)

    def _anchor(self) -> tuple[int, int] | None:
        """Return the day that a zoom keeps in place, and its column on screen."""
        left, width = self.scroll_offset.x, self._wide - self._columns.width
        key = self.cursor_id
        if key is not None:
            row = self.model.row(key)
            if row.start is not None and 0 <= (column := self._axis.column(row.start) - left) < width:
                return row.start, column
        return int(self._axis.day_at(left + width // 2)), width // 2

    def _forget(self) -> None:
        """Drop everything drawn."""
        self._view = None
        self._strips.clear()
        self.refresh()

    # ------------------------------------------------------------ drawing

    def notify_style_update(self) -> None:
        """Follow a change of theme."""
        super().notify_style_update()
        self._palette = None
        self._view = None
        self._strips.clear()

    def _current(self) -> View:
        if not self._wide:
            # The very first frame comes before anybody says how wide it is.
            self._measure()
        view, left, width = self._view, self.scroll_offset.x, self._wide
        if view is None or view.left != left or view.width != width or view.cursor != self._cursor:
            if view is None or view.left != left or view.width != width:
                self._strips.clear()
            view = self._view = self._make_view(left, width)
            self._overlay_top = -1
        if self._overlay_top != self.scroll_offset.y:
            self._overlay_top = self.scroll_offset.y
            self._overlay = render.overlay(view, self._overlay_top, self._body_height)
        return view

    def _make_view(self, left: int, width: int) -> View:
        if self._palette is None:
            self._palette = palette_of(self.app.theme_variables, blocks=not self._glyphs.ascii)
        return View(
            layout=self._layout_,
            axis=self._axis,
            columns=self._columns,
            width=width,
            left=left,
            height=self._height,
            cursor=self._cursor,
            links=self._links,
            glyphs=self._glyphs,
            palette=self._palette,
            show_baseline=self._show_baseline,
            marked=self._marked,
        )

    @property
    def _body_height(self) -> int:
        return max(0, self.size.height - HEADER_LINES)

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the widget, counted from its top edge."""
        view = self._current()
        if y < HEADER_LINES:
            return self._header(view, y)
        line = y - HEADER_LINES + self.scroll_offset.y
        key = (line, line // view.height == view.cursor, self._overlay.key(line))
        strip = self._strips.get(key)
        if strip is None:
            strip = render.row_strip(view, line, self._overlay)
            self._strips[key] = strip
        return strip

    def _header(self, view: View, line: int) -> Strip:
        key = ("header", line)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = render.header_strip(view, line)
        return strip

    @property
    def true_colors(self) -> bool:
        """Whether the palette has none of the terminal's own colours."""
        return self._palette is not None and not self._palette.plain

    # ------------------------------------------------------------ the cursor

    def chosen(self, key: str) -> None:
        """Hear that the cursor stands on another item: for subclasses."""

    def _move_to(self, row: int, *, tell: bool = True) -> None:
        places = self._layout_.places
        row = max(0, min(row, len(places) - 1))
        if not places:
            return
        if row == self._cursor:
            self._show_row(row)
            return
        before = None if self._view is None else self._current()
        old, old_links = self._cursor, self._overlay
        self._cursor = row
        scrolled = self._show_row(row)
        if before is not None and not scrolled:
            self._current()
            self._refresh_rows((old, row), old_links)
        if tell:
            self.chosen(places[row].id)

    def _show_row(self, row: int) -> bool:
        """Scroll until the row is on screen; tell whether that was needed."""
        top, room = self.scroll_offset.y, self._body_height
        first, last = row * self._height, row * self._height + self._height
        wanted = first if first < top else last - room if last > top + room else top
        if wanted == top or room <= 0:
            return False
        self.scroll_to(y=wanted, animate=False, force=True)
        return True

    def _refresh_rows(self, rows: Iterable[int], old_links: Overlay) -> None:
        """Repaint these rows and the lines whose links changed, nothing else."""
        top = self.scroll_offset.y
        lines = {row * self._height + sub for row in rows for sub in range(self._height)}
        for line in range(top, top + self._body_height):
            if old_links.key(line) != self._overlay.key(line):
                lines.add(line)
        width = self._wide
        shown = [
            Region(0, line - top + HEADER_LINES, width, 1) for line in lines if 0 <= line - top < self._body_height
        ]
        if shown:
            self.refresh(*shown)

    def action_cursor(self, step: int) -> None:
        """Move the cursor by rows."""
        self._move_to(self._cursor + step)

    def action_cursor_first(self) -> None:
        """Go to the first row."""
        self._move_to(0)

    def action_cursor_last(self) -> None:
        """Go to the last row."""
        self._move_to(len(self._layout_.places) - 1)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self._move_to(self._cursor + direction * max(1, self._body_height // self._height - 1))

    # ------------------------------------------------------------ time

    def action_pan(self, direction: int) -> None:
        """Look at earlier or later days."""
        if direction > 0 and self._fits:
            return
        self.scroll_to(x=self.scroll_offset.x + direction * _PAN, animate=False, force=True)

    def action_zoom(self, direction: int) -> None:
        """Zoom one step; the selected bar, else the middle of the screen, stays where it is."""
        anchor = self._anchor()
        self._fits = False
        self._axis = self._axis.stepped(direction)
        self._reshape(anchor)
        self.keep("zoom")

    def action_fit(self) -> None:
        """Show every day, now and after resizing."""
        self._fits = True
        self._reshape(None)
        self.keep("zoom")

    def action_today(self) -> None:
        """Bring the data date to a third of the timeline."""
        self._look_at(self._axis.column(self.model.as_of))

    def action_reveal(self) -> None:
        """Bring the bar under the cursor into view."""
        key = self.cursor_id
        place = None if key is None else bars.extent(self.model.row(key), self._axis, partial=True)
        if place is not None:
            self._look_at(place[0])

    def _look_at(self, column: int) -> None:
        third = (self._wide - self._columns.width) // 3
        self.scroll_to(x=column - third, animate=False, force=True)

    # ------------------------------------------------------------ looks

    @property
    def zoom(self) -> float:
        """Cells a day; 0 shows the whole plan."""
        return 0 if self._fits else self._axis.per_day

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._fits = not zoom
        if zoom:
            self._axis = self._axis.zoomed(zoom)

    def recall(self, choices: Choices) -> None:
        """Take over zoom, lines a row, and what is drawn."""
        super().recall(choices)
        self._reshape(self._anchor())

    def action_baseline(self) -> None:
        """Show or hide the baseline."""
        self._show_baseline = not self._show_baseline
        self._forget()
        self.keep("baseline")

    def action_links(self) -> None:
        """Step through which links are drawn."""
        self._links = LINK_MODES[(LINK_MODES.index(self._links) + 1) % len(LINK_MODES)]
        self._forget()
        self.keep("links")

    def action_density(self) -> None:
        """Change between one and two lines a row."""
        self._height = 3 - self._height
        self._reshape(self._anchor())
        self._show_row(self._cursor)
        self.keep("density")

    def action_fold(self) -> None:
        """Fold or unfold the group under the cursor, or the one the row belongs to."""
        key = self.cursor_id
        if key is None:
            return
        group = key if self._layout_.places[self._cursor].members else self.model.groups.get(key)
        if group is not None:
            self._fold({group}, hide=group not in self._layout_.folded)

    def action_fold_all(self) -> None:
        """Fold every group, or unfold them all."""
        groups = {place.id for place in self.model.places if place.members}
        self._fold(groups, hide=not groups <= self._layout_.folded)

    def _fold(self, groups: set[str], *, hide: bool) -> None:
        key = self.cursor_id
        folded = self._layout_.folded
        self._layout_ = replace(self._layout_, folded=folded | groups if hide else folded - groups)
        row = None if key is None else self._layout_.row_of(key)
        self._cursor = row or 0
        self._reshape(self._anchor())
        self._show_row(self._cursor)
        if self.cursor_id is not None and self.cursor_id != key:
            self.chosen(self.cursor_id)

    # ------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        """Select a row; fold by its flag; open it with a double click."""
        line = event.y - HEADER_LINES + self.scroll_offset.y
        row = line // self._height
        if event.y < HEADER_LINES or row >= len(self._layout_.places):
            return
        self._move_to(row)
        place = self._layout_.places[row]
        if place.members and event.x < Columns.FLAG:
            self.action_fold()
        elif event.chain == 2:
            self.post_message(self.Activated(place.id))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Zoom out with ctrl held."""
        if event.ctrl:
            event.stop().prevent_default()
            self.action_zoom(-1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Zoom in with ctrl held."""
        if event.ctrl:
            event.stop().prevent_default()
            self.action_zoom(1)
