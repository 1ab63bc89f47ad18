"""Board: the widget that keeps the cursor among the cards; drawing is in `render`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from aiplan.tui.actions import bindings
from aiplan.tui.cells import CellLine, fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.widgets.board.model import BoardColumn
from aiplan.tui.widgets.board.render import HEADER_LINES, Look, Window, header_line, paint_card, tops, window
from aiplan.tui.widgets.plan_grid.palette import Palette, palette_of


class Board(Widget, can_focus=True):
    """Cards in columns, each of which scrolls by itself; owns only how it is looked at, never the plan."""

    BINDINGS = bindings("board")
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Board { width: 1fr; height: 1fr; }
    """

    @dataclass
    class Activated(Message):
        """A card was double-clicked."""

        id: str

    @dataclass
    class Moved(Message):
        """A card is to go to another column."""

        id: str
        to: str | None

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._columns: tuple[BoardColumn, ...] = ()
        self._tops: list[list[int]] = []
        """Of each column: the first line of each card, and the end."""
        self._scrolled: list[int] = []
        """Of each column: the line at its top."""
        self._places: dict[str, tuple[int, int]] = {}
        """Id → column and place in it."""
        self._cursor: str | None = None
        self._first = 0
        self._palette: Palette | None = None

    # ------------------------------------------------------------ what is shown

    @property
    def columns(self) -> tuple[BoardColumn, ...]:
        """The columns, whether on screen or not."""
        return self._columns

    @property
    def cursor_id(self) -> str | None:
        """Id of the card under the cursor."""
        return self._cursor

    @property
    def place(self) -> tuple[int, int] | None:
        """Column of the cursor and its place in it."""
        return None if self._cursor is None else self._places.get(self._cursor)

    def show(self, columns: Sequence[BoardColumn], cursor: str | None) -> None:
        """Show these columns with the cursor on a card; where it is gone, on the one that takes its place."""
        before = self.place
        kept = {column.key: top for column, top in zip(self._columns, self._scrolled, strict=True)}
        self._columns = tuple(columns)
        self._scrolled = [kept.get(column.key, 0) for column in columns]
        self._measure()
        self._places = {card.id: (c, n) for c, column in enumerate(columns) for n, card in enumerate(column.cards)}
        if cursor is not None and cursor in self._places:
            self._cursor = cursor
        elif self._cursor not in self._places:
            self._cursor = self._substitute(before)
        self._reveal()
        self.refresh()

    def _measure(self) -> None:
        """Find out where each card begins at the present width of a column."""
        wide = window(len(self._columns), self.size.width, 0, 0).width
        self._tops = [tops(column.cards, wide, self._glyphs) for column in self._columns]

    def _substitute(self, before: tuple[int, int] | None) -> str | None:
        column, number = before or (0, 0)
        cards = self._columns[column].cards if column < len(self._columns) else ()
        if cards:
            return cards[min(number, len(cards) - 1)].id
        return next(iter(self._places), None)

    def select(self, key: str) -> None:
        """Put the cursor on a card; unknown ids are ignored."""
        if key in self._places:
            self._stand(key, tell=False)

    # ------------------------------------------------------------ drawing

    def notify_style_update(self) -> None:
        """Follow a change of theme."""
        super().notify_style_update()
        self._palette = None
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor on screen."""
        self._measure()
        self._reveal()
        self.refresh()

    def _look(self) -> Look:
        if self._palette is None:
            self._palette = palette_of(self.app.theme_variables, blocks=not self._glyphs.ascii)
        return Look(self._glyphs, self._palette)

    def _window(self) -> Window:
        place = self.place
        return window(len(self._columns), self.size.width, self._first if place is None else place[0], self._first)

    @property
    def _room(self) -> int:
        """Lines for cards: the last one says how many more there are."""
        return max(1, self.size.height - HEADER_LINES - 1)

    def render_line(self, y: int) -> Strip:
        """Return line `y` of the widget, exactly as wide as it is."""
        width, look = self.size.width, self._look()
        if not self._places:
            said = "  " + _("No work yet: a adds the first card.") if y == HEADER_LINES else ""
            return Strip([Segment(fit(said, width), look.palette.style("dim", "base"))], width)
        shown, place = self._window(), self.place
        if y < HEADER_LINES:
            above = [
                bisect_right(starts, top - 1, hi=len(starts) - 1)
                for starts, top in zip(self._tops, self._scrolled, strict=True)
            ]
            current = -1 if place is None else place[0]
            return header_line(self._columns, shown, y, current, look, width=width, hidden=above)
        cells = CellLine(width, ["base"] * width, "text")
        for column in range(shown.first, shown.first + shown.count):
            at = (column - shown.first) * (shown.width + 1)
            self._paint(cells, at, shown.width, column, y - HEADER_LINES, look)
        return Strip([Segment(text, look.palette.look(style)) for text, style in cells.runs()], width)

    def _paint(self, cells: CellLine, at: int, width: int, column: int, line: int, look: Look) -> None:
        """Draw one line of a column."""
        starts, cards = self._tops[column], self._columns[column].cards
        line += self._scrolled[column]
        if line - self._scrolled[column] >= self._room:
            below = len(cards) - bisect_right(starts, line - 1, hi=len(cards))
            if below > 0:
                cells.write(at + 1, fit(f"{look.glyphs.down} {below}", width - 2), "header-dim")
            return
        number = bisect_right(starts, line, hi=len(cards)) - 1
        if number < 0 or line >= starts[-1]:
            return
        card, sub = cards[number], line - starts[number]
        if card.over or line < starts[number + 1] - 1:
            paint_card(cells, at, width, card, sub, look, chosen=card.id == self._cursor)

    # ------------------------------------------------------------ the cursor

    def chosen(self, key: str) -> None:
        """Hear that the cursor stands on another card: for subclasses."""

    def _stand(self, key: str, *, tell: bool = True) -> None:
        changed = key != self._cursor
        self._cursor = key
        self._reveal()
        self.refresh()
        if changed and tell:
            self.chosen(key)

    def _reveal(self) -> None:
        """Scroll its column and the columns until the cursor's card is on screen."""
        if not self.size.width:
            return
        self._first = self._window().first
        for column, starts in enumerate(self._tops):
            self._scrolled[column] = max(0, min(self._scrolled[column], starts[-1] - self._room))
        place = self.place
        if place is None:
            return
        column, number = place
        starts = self._tops[column]
        end = starts[number + 1] - (0 if self._columns[column].cards[number].over else 1)
        self._scrolled[column] = max(end - self._room, min(self._scrolled[column], starts[number]))

    def action_along(self, step: int) -> None:
        """Go to the next column that has cards, to the card at about the same height."""
        place = self.place
        if place is None:
            return
        column, number = place
        height = self._tops[column][number] - self._scrolled[column]
        to = column + step
        while 0 <= to < len(self._columns) and not self._columns[to].cards:
            to += step
        if 0 <= to < len(self._columns):
            cards, starts = self._columns[to].cards, self._tops[to]
            nearest = min(range(len(cards)), key=lambda n: abs(starts[n] - self._scrolled[to] - height))
            self._stand(cards[nearest].id)

    def action_across(self, step: int) -> None:
        """Go up or down in the column."""
        place = self.place
        if place is not None:
            cards = self._columns[place[0]].cards
            self._stand(cards[max(0, min(place[1] + step, len(cards) - 1))].id)

    def action_end(self, direction: int) -> None:
        """Go to the first (-1) or last (1) card of the column."""
        place = self.place
        if place is not None:
            self._stand(self._columns[place[0]].cards[0 if direction < 0 else -1].id)

    def action_move(self, step: int) -> None:
        """Ask for the card to go to the column beside."""
        place = self.place
        if place is not None and self._cursor is not None and 0 <= place[0] + step < len(self._columns):
            self.post_message(self.Moved(self._cursor, self._columns[place[0] + step].key))

    # ------------------------------------------------------------ mouse

    def _at(self, x: int, y: int) -> tuple[int, int | None]:
        """Return the column at a place on screen, and the card there."""
        shown = self._window()
        column = min(shown.first + x // (shown.width + 1), len(self._columns) - 1)
        line = y - HEADER_LINES + self._scrolled[column]
        starts = self._tops[column]
        inside = y >= HEADER_LINES and 0 <= line < starts[-1]
        return column, bisect_right(starts, line, hi=len(starts) - 1) - 1 if inside else None

    def on_click(self, event: events.Click) -> None:
        """Select a card; open it with a double click."""
        if not self._places:
            return
        column, number = self._at(event.x, event.y)
        if number is None:
            return
        key = self._columns[column].cards[number].id
        self._stand(key)
        if event.chain == 2:
            self.post_message(self.Activated(key))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the column under the mouse."""
        self._wheel(event, 2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the column under the mouse."""
        self._wheel(event, -2)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        if not self._places:
            return
        event.stop()
        column = self._at(event.x, event.y)[0]
        most = max(0, self._tops[column][-1] - self._room)
        self._scrolled[column] = max(0, min(self._scrolled[column] + lines, most))
        self.refresh()
