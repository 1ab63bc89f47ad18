"""A list of lines to go through with the arrows or j and k."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.strip import Strip
from textual.widgets import OptionList


class RowList(OptionList):
    """An option list without borders, with the keys of the grid."""

    BINDINGS: ClassVar = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
        Binding("ctrl+d", "page_down", show=False),
        Binding("ctrl+u", "page_up", show=False),
    ]
    DEFAULT_CSS = """
    RowList { height: 1fr; border: none; padding: 0 1; scrollbar-size: 0 1; }
    RowList:focus { border: none; background-tint: transparent; }
    RowList > .option-list--option { padding: 0; }
    RowList > .option-list--option-disabled { color: $foreground; }
    RowList > .option-list--option-highlighted { background: $gantt-cursor; text-style: none; color: $foreground; }
    RowList:focus > .option-list--option-highlighted {
        background: $gantt-cursor; text-style: none; color: $foreground;
    }
    RowList:ansi > .option-list--option-highlighted { text-style: reverse; }
    RowList:ansi:focus > .option-list--option-highlighted { text-style: reverse; }
    """

    def render_line(self, y: int) -> Strip:
        """Return a line; the one under the cursor with its colours exchanged where no colour marks it."""
        strip = super().render_line(y)
        looks = self.get_component_rich_style("option-list--option-highlighted")
        if not looks.reverse or not any(s.style and s.style.meta.get("option") == self.highlighted for s in strip):
            return strip
        exchanged = Style(reverse=True)
        return Strip([Segment(s.text, (s.style or Style()) + exchanged, s.control) for s in strip], strip.cell_length)
