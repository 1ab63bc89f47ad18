"""Lines that are complete as they are drawn: nothing is laid over or around them but empty cells."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.style import Style

_KEPT = 1024
_EIGHTHS = 8
"""Steps in which a bar moves within a cell."""


class SteadyBar(ScrollBar):
    """A bar that is painted only where it looks otherwise than before: in a long plan, not with every row."""

    position: Reactive[float] = Reactive(0, repaint=False)
    _drawn_at = -1

    def watch_position(self) -> None:
        """Paint the bar where it has moved by an eighth of a cell."""
        cells = self.size.height if self.vertical else self.size.width
        at = int(self.position * cells * _EIGHTHS / max(1, self.window_virtual_size))
        if at != self._drawn_at:
            self._drawn_at = at
            self.refresh()


class PlainLines(ScrollView):
    """A view that keeps the strips of its lines.

    In every frame that scrolls Textual makes a new strip of each line, and cuts, filters and encodes it anew. A strip
    that is handed on as it is remembers all of that, so that a frame costs little more than the lines that are new.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._padded: LRUCache[int, tuple[Strip, tuple[int, Color], Strip]] = LRUCache(_KEPT)
        """By the identity of a strip: itself, what it was padded for, and how it goes to the screen."""

    @property
    def true_colors(self) -> bool:
        """Whether the lines have no colours of the terminal's own, and nothing dim, that would be translated."""
        return False

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar at the right."""
        if self._vertical_scrollbar is None:
            bar = SteadyBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)  # noqa: SLF001 - as Textual starts its own
        return super().vertical_scrollbar

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines within `crop` for the screen, where they are all there is to draw."""
        styles = self.styles
        if self.opacity != 1.0 or styles.tint.a or styles.gutter.height or self._hovers:
            return super().render_lines(crop)
        beneath, background = self.background_colors
        back, width, filters = beneath + background, self.region.width, list(self.get_line_filters())
        if self.true_colors:
            filters = [one for one in filters if not isinstance(one, ANSIToTruecolor)]
        strips = []
        for y in crop.line_range:
            strip = self._wide_strip(self.render_line(y), width, back)
            for one in filters:
                strip = strip.apply_filter(one, background)
            strips.append(strip)
        first, end = crop.column_span
        return strips if (first, end) == (0, width) else [strip.crop(first, end) for strip in strips]

    @property
    def _hovers(self) -> bool:
        """Whether the mouse is on a part that can be clicked, which looks otherwise then."""
        return bool(self.auto_links and self.hover_style.link_id)

    def _wide_strip(self, strip: Strip, width: int, back: Color) -> Strip:
        """Return a line with empty cells on both sides, as wide as the widget; the same line gives the same strip."""
        if strip.cell_length == width:
            return strip
        kept = self._padded.get(id(strip))
        if kept is not None and kept[0] is strip and kept[1] == (width, back):
            return kept[2]
        style = Style(background=back).rich_style
        left = self.styles.gutter.left
        whole = strip.adjust_cell_length(width - left, style)
        if left:
            whole = Strip.join([Strip.blank(left, style), whole])
        self._padded[id(strip)] = strip, (width, back), whole
        return whole
