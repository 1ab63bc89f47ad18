"""The base of views made of lines: what is drawn, where the cursor is, and how it moves."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events, work
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.visual import Visual

from aiplan.model.address import Path
from aiplan.tui.actions import bindings
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _, language
from aiplan.tui.lines import Line, Target
from aiplan.tui.messages import GoTo, OpenItem, SelectedItem
from aiplan.tui.state import AppState
from aiplan.tui.views import home_of
from aiplan.tui.widgets.geometry import Place, nearest
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.plain_lines import PlainLines
from aiplan.tui.widgets.remembering import Remembering

_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the lines were made for."""

    made_for: tuple[object, ...] = ()
    lines: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()


class LinesView(PlainLines, Remembering, can_focus=True):
    """Lines with targets; a subclass says in `make_lines` what they are, and keeps nothing of the plan."""

    @dataclass
    class Made(Message):
        """Lines are made, for what was wanted when that was begun."""

        made_for: tuple[object, ...]
        lines: list[Line]

    BINDINGS = bindings("lines")
    COMPONENT_CLASSES: ClassVar = {"lines-view--cursor", "lines-view--marked"}
    DEFAULT_CSS = """
    LinesView {
        width: 1fr; height: 1fr; padding: 0 0 0 1; background: $gantt-base;
        scrollbar-size: 0 1; scrollbar-gutter: stable;
    }
    LinesView > .lines-view--cursor { background: $gantt-cursor; }
    LinesView > .lines-view--marked { background: $panel; text-style: bold underline; }
    LinesView:ansi > .lines-view--cursor { text-style: reverse; }
    """

    sticky: int = 0
    """How many first lines stay on screen while the others scroll."""

    edge: int = 0
    """First cell of a second column that up and down do not lead into or out of; 0 where there is one column."""

    straight: bool = False
    """Whether left and right stay on the line."""

    at_once: int | None = None
    """Up to so many activities the lines are made at once; more take a worker, and the old lines stay until then."""

    state: var[AppState | None] = var(None)

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._shown = _Shown()
        self._wanted: tuple[object, ...] = ()
        """What lines are wanted for, where a worker makes them."""
        self._making = False
        self._cursor = -1
        self._column = 0
        """Where up and down aim at."""
        self._told: list[Path] = []
        """What was said to be selected and has not come back yet."""
        self._followed: Path | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(1024)

    # ------------------------------------------------------------ for subclasses

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the lines of the view for `width` cells."""
        raise NotImplementedError

    def options(self) -> tuple[Hashable, ...]:
        """Return what else the lines depend on: filters, foldings, what is chosen in this view."""
        return ()

    def reaches(self, here: Target, there: Target) -> bool:  # noqa: ARG002 - for subclasses
        """Tell whether the arrows lead from one target to another."""
        return True

    def begins(self, target: Target) -> bool:  # noqa: ARG002 - for subclasses
        """Tell whether the cursor may stand on a target at first."""
        return True

    def rebuild(self) -> None:
        """Make the lines anew if something they depend on has changed, and go to what is selected elsewhere."""
        first = not self._shown.places
        if self.remake() and self.state is not None:
            self._follow(self.state)
            if first:
                # Whatever brought the first lines: a size, being shown, or a new state.
                self._claim()

    def remake(self) -> bool:
        """Make the lines anew if something they depend on has changed; tell whether the view is on show."""
        # One cell stays free, so that no text touches the scrollbar.
        state, width = self.state, self.scrollable_content_region.width - 1
        if state is None or width < _NARROWEST or state.view != self.id:
            return False
        made_for = (state.document, state.findings, width, language(), self.options())
        self._wanted = made_for
        if made_for == self._shown.made_for:
            return True
        if self.at_once is None or len(state.document.schedule.ids) <= self.at_once:
            self._show(made_for, self.make_lines(state, width, self._glyphs))
        elif not self._making:
            self._making = True
            if not self._shown.lines:
                self._show((), [Line(part(_("laying out the lines"), "$gantt-muted"))])
            self._make(made_for, state, width)
        return True

    @work(thread=True, group="lines", description="lines")
    def _make(self, made_for: tuple[object, ...], state: AppState, width: int) -> None:
        self.post_message(self.Made(made_for, self.make_lines(state, width, self._glyphs)))

    def on_lines_view_made(self, event: Made) -> None:
        """Show lines that a worker has made, unless others are wanted by now: then make those."""
        event.stop()
        self._making = False
        if event.made_for != self._wanted:
            self.rebuild()
        elif self.state is not None:
            first = not self._shown.places
            self._show(event.made_for, event.lines)
            self._follow(self.state)
            if first and self.state.view == self.id:
                self._claim()

    # ------------------------------------------------------------ what is shown

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines on show."""
        return self._shown.lines

    def shows(self, address: Path) -> bool:
        """Tell whether one of the lines is about the item at `address`."""
        return any(place.target.address == address for place in self._shown.places)

    @property
    def cursor(self) -> Target | None:
        """The target under the cursor."""
        places = self._shown.places
        return places[self._cursor].target if 0 <= self._cursor < len(places) else None

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """Follow the plan and the selection."""
        entered = new is not None and new.view == self.id and (old is None or old.view != self.id)
        filled = bool(self._shown.places)
        self.rebuild()
        if old is not None and new is not None and old.marked != new.marked:
            self._strips.clear()
            self.refresh()
        if entered and filled:
            self._claim()

    def on_resize(self) -> None:
        """Make the lines for another width."""
        self.rebuild()

    def on_show(self) -> None:
        """Make the lines that were not made while another view was on show."""
        filled = bool(self._shown.places)
        self.rebuild()
        if filled:
            self._claim()

    def _claim(self) -> None:
        """On coming in, select what the cursor stands on, unless what is selected is at home here."""
        item = None if self.state is None else self.state.item
        if item is None or home_of(str(item[0])) != self.id:
            self._say()

    def notify_style_update(self) -> None:
        """Drop what was drawn in other colours."""
        self._strips.clear()
        super().notify_style_update()

    def _show(self, made_for: tuple[object, ...], lines: list[Line]) -> None:
        was, line = self.cursor, self._cursor_line
        places = tuple(Place(number, target) for number, one in enumerate(lines) for target in one.targets)
        self._shown = _Shown(made_for, tuple(lines), places)
        self._cursor = self._find(was, line)
        self.virtual_size = Size(self.scrollable_content_region.width, len(lines))
        self._strips.clear()
        self.refresh()

    @property
    def _cursor_line(self) -> int:
        places = self._shown.places
        return places[self._cursor].line if 0 <= self._cursor < len(places) else 0

    def _find(self, was: Target | None, line: int) -> int:
        """Return the place of what the cursor stood on; where it is gone, the one nearest to its line."""
        places = self._shown.places
        if not places:
            return -1
        if was is not None:
            same = [i for i, place in enumerate(places) if place.target.address == was.address]
            if same:
                exact = [i for i in same if places[i].target.key == was.key] or same
                return min(exact, key=lambda i: abs(places[i].line - line))
            return min(range(len(places)), key=lambda i: abs(places[i].line - line))
        first = next((i for i, place in enumerate(places) if self.begins(place.target)), 0)
        self._column = places[first].target.start
        return first

    def _follow(self, state: AppState) -> None:
        """Go to what is selected elsewhere, if it is in this view."""
        if state.item in self._told:
            # Our own word coming back, maybe later than the next step.
            del self._told[: self._told.index(state.item) + 1]
            return
        here = self.cursor
        if not self._shown.places:
            # What it will be about is still being looked for.
            return
        if state.item is None or state.item == self._followed or (here and here.address == state.item):
            return
        self._followed = state.item
        found = next((i for i, place in enumerate(self._shown.places) if place.target.address == state.item), None)
        if found is not None:
            self._column = self._shown.places[found].target.start
            self._stand(found, tell=False)

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the window, exactly as wide as the view."""
        number = y if y < self.sticky else y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        if number >= len(self._shown.lines):
            if not self._shown.made_for:
                # A size that the screen works out while it looks for something else is never told of.
                self.call_later(self.rebuild)
            return Strip.blank(width, self.visual_style.rich_style)
        strip = self._strips.get(number)
        if strip is None:
            strip = self._strips[number] = self._draw(number, width)
        return strip

    def _draw(self, number: int, width: int) -> Strip:
        content = self._shown.lines[number].content
        base = self.visual_style
        drawn = Visual.to_strips(self, content.truncate(width), width, 1, base, apply_selection=False, pad=True)
        strip = drawn[0] if drawn else Strip.blank(width, base.rich_style)
        strip = strip.adjust_cell_length(width, base.rich_style)
        marked = () if self.state is None else self.state.marked
        for target in self._shown.lines[number].targets if marked else ():
            if target.address in marked:
                strip = self._styled(strip, target, width, "lines-view--marked")
        here = self._cursor
        if 0 <= here < len(self._shown.places) and self._shown.places[here].line == number:
            strip = self._styled(strip, self._shown.places[here].target, width, "lines-view--cursor")
        return strip

    def _styled(self, strip: Strip, target: Target, width: int, component: str) -> Strip:
        start, end = max(0, min(target.start, width)), max(0, min(target.end, width))
        if end <= start:
            return strip
        looks = self.get_component_rich_style(component, partial=True)
        mark = RichStyle(
            bgcolor=looks.bgcolor,
            reverse=looks.reverse or None,
            bold=looks.bold or None,
            underline=looks.underline or None,
        )
        inside = [Segment(s.text, (s.style or RichStyle()) + mark, s.control) for s in strip.crop(start, end)]
        parts = [strip.crop(0, start), Strip(inside, end - start), strip.crop(end, width)]
        return Strip.join(parts)

    # ------------------------------------------------------------ moving

    def _height(self) -> int:
        """Return how many lines scroll on screen."""
        return max(1, self.scrollable_content_region.height - self.sticky)

    def _stand(self, number: int, *, tell: bool = True) -> None:
        """Put the cursor on a place and bring it into view."""
        places = self._shown.places
        if not 0 <= number < len(places):
            return
        for at in (self._cursor, number):
            if 0 <= at < len(places):
                self._strips.discard(places[at].line)
        self._cursor = number
        line = places[number].line
        top = round(self.scroll_y) + self.sticky
        if line >= self.sticky:
            if line < top:
                # The heading above the first target comes into view with it.
                self._scroll(0 if number == 0 else line - self.sticky)
            elif line >= top + self._height():
                self._scroll(line - self.sticky - self._height() + 1)
        self.refresh()
        if tell:
            self._say()

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True, immediate=True)

    def _say(self) -> None:
        target = self.cursor
        if target is not None and self.state is not None and (self._told or self.state.item != target.address):
            self._told.append(target.address)
            self._followed = target.address
            # Straight to the app, so that what else changes on screen is painted together with the cursor.
            self.app.post_message(SelectedItem(target.address))

    def action_move(self, across: int, down: int) -> None:
        """Go to the nearest target in a direction; where there is none near, look further that way."""
        places = self._shown.places
        here = places[self._cursor] if 0 <= self._cursor < len(places) else Place(round(self.scroll_y), _NOWHERE)
        near = [i for i, p in enumerate(places) if self.reaches(here.target, p.target)]
        if across and self.straight:
            near = [i for i in near if places[i].line == here.line]
        if down and self.edge:
            near = [i for i in near if (places[i].target.start < self.edge) == (here.target.start < self.edge)]
        found = nearest([places[i] for i in near], here, across, down, self._column)
        found = None if found is None else near[found]
        if down and (found is None or self._far(places[found].line, down)):
            self._scroll(round(self.scroll_y) + down)
            return
        if found is None:
            return
        if across:
            self._column = places[found].target.start
        self._stand(found)

    def _far(self, line: int, down: int) -> bool:
        """Tell whether a line is so far outside the window that the lines in between are to be read first."""
        top = round(self.scroll_y) + self.sticky
        beyond = line - (top + self._height() - 1) if down > 0 else top - line
        return beyond > self._height() // 2

    def action_first(self) -> None:
        """Go to the first target."""
        self._scroll(0)
        self._stand(0)

    def action_last(self) -> None:
        """Go to the last target, and to the end of the lines."""
        self._stand(len(self._shown.places) - 1)
        self._scroll(len(self._shown.lines))

    def action_page(self, direction: int) -> None:
        """Go one page up or down."""
        step = self._height() - 1
        places = self._shown.places
        if not places:
            self._scroll(round(self.scroll_y) + direction * step)
            return
        wanted = self._cursor_line + direction * step
        self._scroll(round(self.scroll_y) + direction * step)
        aim = self._column
        self._stand(min(range(len(places)), key=lambda i: (abs(places[i].line - wanted), places[i].away(aim))))

    def action_open(self) -> None:
        """Open the form of what is under the cursor."""
        target = self.cursor
        if target is not None:
            self.post_message(OpenItem(target.address, target.key))

    def action_go(self) -> None:
        """Show what is under the cursor where it is at home."""
        target = self.cursor
        if target is not None:
            self.post_message(GoTo(target.address))

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a second click opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        line = offset.y if offset.y < self.sticky else offset.y + round(self.scroll_y)
        for number, place in enumerate(self._shown.places):
            if place.line == line and place.target.start <= offset.x < place.target.end:
                event.stop()
                again = number == self._cursor
                self._column = place.target.start
                self._stand(number)
                if again:
                    self.action_open()
                return


_NOWHERE = Target(0, 1, ())
