"""Text over several lines, in cells: words, wide characters and pieces with targets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content

from aiplan.tui.cells import clean
from aiplan.tui.lines import Line, joined, trimmed

_WORDS = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][，。、；：！？）》”]?|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+"
)
"""A wide character, with the mark that must not begin a line; a word; the space between words."""


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells, broken between words and between wide characters."""
    width = max(2, width)
    lines, line, used = [], "", 0
    for piece in _WORDS.findall(clean(text)):
        for word in _chopped(piece, width):
            size = cell_len(word)
            if used + size > width:
                lines.append(line.rstrip())
                line, used = "", 0
            if line or not word.isspace():
                line += word
                used += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _chopped(word: str, width: int) -> list[str]:
    """Return a word in pieces that fit into `width` cells."""
    if cell_len(word) <= width:
        return [word]
    pieces, piece = [], ""
    for char in word:
        if cell_len(piece + char) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def flowed(pieces: Iterable[Content | Line], width: int, indent: int = 0, ellipsis: str = "…") -> list[Line]:
    """Return pieces one after the other, as many on each line as fit; none is broken, too long ones are cut.

    Args:
        pieces: what is placed; a piece brings the space before it along.
        width: of the lines.
        indent: cells left free on all lines but the first.
        ellipsis: mark of a piece that was cut.
    """
    lines: list[Line] = []
    row: list[Content | Line] = []
    used = 0
    for piece in pieces:
        line = piece if isinstance(piece, Line) else Line(piece)
        size = line.content.cell_length
        if row and used + size > width:
            lines.append(joined(row))
            row, used = [Content(" " * indent)], indent
        if used + size > width:
            line = trimmed(line, max(1, width - used), ellipsis)
            size = line.content.cell_length
        row.append(line)
        used += size
    return [*lines, joined(row)] if row else lines


def within(lines: Iterable[Line], width: int, ellipsis: str = "…") -> list[Line]:
    """Return lines, those that are wider than `width` cells cut."""
    return [line if line.content.cell_length <= width else trimmed(line, width, ellipsis) for line in lines]
