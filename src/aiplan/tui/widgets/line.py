"""Pieces of one-line widgets: coloured parts that give way from the right when the line is short."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from aiplan.tui.cells import clean


class LineWidget(Widget):
    """A widget made of parts that can be clicked and do not look like links."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.set_reactive(Widget.auto_links, False)


def part(text: str, style: str = "", action: str = "") -> Content:
    """Return one part; clicking it runs `action`."""
    content = Content.styled(clean(text), style)
    return content.stylize(Style.from_meta({"@click": action})) if action else content


def together(parts: Sequence[Content], separator: Content, width: int) -> Content:
    """Return as many leading parts as fit into `width` cells; the first is cut rather than left out."""
    kept: list[Content] = []
    used = 0
    gap = cell_len(separator.plain)
    for piece in parts:
        need = cell_len(piece.plain) + (gap if kept else 0)
        if kept and used + need > width:
            break
        kept.append(piece)
        used += need
    line = separator.join(kept)
    return line.truncate(max(1, width), ellipsis=True)
