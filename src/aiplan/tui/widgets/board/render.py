"""One line of the board as coloured cells: a pure function of the columns and of the place on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from aiplan.tui.cells import CellLine, clean, fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.widgets.board.model import BoardColumn, Card
from aiplan.tui.widgets.plan_grid.palette import Palette

HEADER_LINES = 2
EDGE = 4
"""Cells of a card that its text does not have."""
NARROWEST, WIDEST = 22, 44
"""Cells of a column."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which columns are on screen, and how wide they are."""

    first: int
    count: int
    width: int


def window(columns: int, width: int, current: int, first: int) -> Window:
    """Return as many columns as fit into `width` cells, `current` among them, the leftmost one near `first`."""
    count = max(1, min(columns, (width + 1) // (NARROWEST + 1)))
    first = max(0, min(max(first, current - count + 1), current, columns - count))
    return Window(first, count, max(1, min(WIDEST, (width + 1) // count - 1)))


def title_lines(card: Card, room: int, glyphs: Glyphs) -> list[str]:
    """Return the title in one line of `room` cells, or two where it is longer and the work is still to be done."""
    title = clean(f"{glyphs.milestone} {card.title}" if card.milestone else card.title)
    if card.over or cell_len(title) <= room:
        return [fit(title, room, glyphs.ellipsis)]
    head = set_cell_size(title, room)
    rest = title[len(head.rstrip()) :]
    space = head.rfind(" ")
    if space > room // 2 and rest[:1] != " " and title[len(head.rstrip()) - 1].isascii():
        head, rest = head[:space], title[space:]
    return [fit(head, room), fit(rest.lstrip(), room, glyphs.ellipsis)]


def height(card: Card, room: int, glyphs: Glyphs) -> int:
    """Return the lines of a card: its title, dates and notes; of work that is over, the title alone."""
    return 1 if card.over else len(title_lines(card, room, glyphs)) + 2


def tops(cards: Sequence[Card], width: int, glyphs: Glyphs) -> list[int]:
    """Return the first line of each card of a column that is `width` wide, and the end of the column.

    There is an empty line below each card but those of work that is over.
    """
    found, at = [], 0
    for card in cards:
        found.append(at)
        at += height(card, width - EDGE, glyphs) + (0 if card.over else 1)
    return [*found, at]


@dataclass(frozen=True, slots=True)
class Look:
    """How everything is drawn here."""

    glyphs: Glyphs
    palette: Palette


def header_line(
    columns: Sequence[BoardColumn],
    shown: Window,
    line: int,
    current: int,
    look: Look,
    *,
    width: int,
    hidden: Sequence[int] = (),
) -> Strip:
    """Return a line of the header: titles, then counts; arrows at the edges where there are more columns.

    Args:
        columns: all columns.
        shown: those on screen.
        line: 0 for titles, 1 for counts.
        current: the column of the cursor.
        look: how everything is drawn.
        width: cells of the whole line.
        hidden: of each column, how many cards lie above those on screen.
    """
    cells = CellLine(width, ["header"] * width, "text")
    for number in range(shown.first, min(len(columns), shown.first + shown.count)):
        at = (number - shown.first) * (shown.width + 1)
        column = columns[number]
        if line == 0:
            color = "accent" if number == current else "text"
            cells.write(at + 1, fit(column.title, shown.width - 2, look.glyphs.ellipsis), color, bold=True)
        else:
            color = "error" if column.overloaded else "header-dim"
            mark = look.glyphs.critical + " " if column.overloaded else ""
            above = f" {look.glyphs.up}{hidden[number]}" if hidden and hidden[number] else ""
            room = shown.width - 2 - cell_len(above)
            cells.write(at + 1, fit(mark + column.note, room, look.glyphs.ellipsis), color)
            cells.write(at + 1 + room, above, "accent")
    if line == 0 and shown.first > 0:
        cells.put(0, look.glyphs.left, "accent", bold=True)
    if line == 0 and shown.first + shown.count < len(columns):
        cells.put(width - 1, look.glyphs.right, "accent", bold=True)
    return Strip([Segment(text, look.palette.look(style)) for text, style in cells.runs()], width)


def paint_card(cells: CellLine, at: int, width: int, card: Card, line: int, look: Look, *, chosen: bool) -> None:
    """Draw one line of a card into `width` cells from column `at` on."""
    for column in range(max(0, at), min(cells.width, at + width)):
        cells.back[column] = "cursor" if chosen else "base" if card.over else "alt"
    glyphs, solid, room = look.glyphs, look.palette.solid, width - EDGE
    titles = title_lines(card, room, glyphs)
    if chosen:
        cells.put(at, glyphs.bar_critical if solid else glyphs.right, "accent", bold=True)
    elif not card.over:
        pattern = {"critical": glyphs.bar_critical, "experiment": glyphs.bar_experiment}.get(card.hue, glyphs.bar_task)
        color = "accent" if card.hue == "milestone" else card.hue
        cells.put(at, pattern, color, color if solid else None)
    if line == 0:
        sign, tint = _sign(card, glyphs)
        cells.put(at + 1, sign, tint, bold=True)
    if line < len(titles):
        strong = chosen or card.hue == "critical"
        cells.write(at + 3, titles[line], "dim" if card.over else "text", bold=strong)
    elif line == len(titles):
        _dates(cells, at, width, card, glyphs)
    else:
        said = f" {glyphs.separator} ".join(card.notes)
        cells.write(at + 3, fit(said, room, glyphs.ellipsis), "header-dim")


def _dates(cells: CellLine, at: int, width: int, card: Card, glyphs: Glyphs) -> None:
    """Draw the dates, and the float at the right edge where there is room."""
    dates = card.dates.replace("–", glyphs.dash)
    place = at + width - 1 - cell_len(card.margin)
    if card.margin and place <= at + 3 + cell_len(dates):
        dates = dates.replace(f" {glyphs.dash} ", glyphs.dash)
    cells.write(at + 3, fit(dates, width - EDGE, glyphs.ellipsis), "text")
    if card.margin and place > at + 3 + cell_len(dates):
        late = card.mark == "critical"
        cells.write(place, card.margin, "critical" if late else "dim", bold=late)


def _sign(card: Card, glyphs: Glyphs) -> tuple[str, str]:
    return {
        "done": (glyphs.done, "good"),
        "active": (glyphs.active, "task"),
        "critical": (glyphs.critical, "critical"),
        "dropped": (glyphs.dropped, "dim"),
        "unknown": (glyphs.unknown, "error"),
        "none": (" ", "dim"),
    }[card.mark]
