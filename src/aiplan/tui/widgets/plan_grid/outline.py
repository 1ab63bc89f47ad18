"""The left part of the grid: flag, id, title, duration and float, as many as the width allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from aiplan.tui.cells import fit, fit_right
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.widgets.plan_grid.model import GridRow, Place


class Piece(NamedTuple):
    """Text in one colour."""

    text: str
    color: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells; 0 hides a column."""

    id: int
    title: int
    duration: int
    total_float: int

    FLAG = 2
    RULE = 1

    @property
    def width(self) -> int:
        """Cells of the whole left part, the rule at its right edge included."""
        return (
            self.FLAG
            + (self.id + 1 if self.id else 0)
            + self.title
            + (self.duration + 1 if self.duration else 0)
            + (self.total_float + 1 if self.total_float else 0)
            + self.RULE
        )


def columns_for(width: int, longest_id: int, longest_title: int) -> Columns:
    """Return the columns of a grid that is `width` cells wide.

    The timeline keeps more than half. Ids appear where a readable title still fits beside them; a narrow grid
    shows flag and title only.
    """
    if width < 96:
        return Columns(0, min(longest_title, max(8, min(30, round(width * 0.38) - 2))), 0, 0)
    id_width = min(longest_id, 20) if width >= 140 else 0
    fixed = Columns.FLAG + Columns.RULE + 5 + 5 + (id_width + 1 if id_width else 0)
    title = max(20, round(width * 0.41) - fixed)
    return Columns(id_width, min(longest_title, title), 4, 4)


def header(columns: Columns) -> list[Piece]:
    """Return the column titles."""
    pieces = [Piece("  ", "text")]
    if columns.id:
        pieces.append(Piece(fit(_("ID"), columns.id + 1), "text", True))
    pieces.append(Piece(fit(_("Title"), columns.title), "text", True))
    if columns.duration:
        pieces.append(Piece(" " + fit_right(_("Dur"), columns.duration), "text", True))
    if columns.total_float:
        pieces.append(Piece(" " + fit_right(_("Flt"), columns.total_float), "text", True))
    pieces.append(Piece(" ", "rule"))
    return pieces


def cells(place: Place, row: GridRow, columns: Columns, glyphs: Glyphs, *, folded: bool, cursor: bool) -> list[Piece]:
    """Return the left part of one row."""
    group = place.members > 0
    flag, color = _flag(row, glyphs, group=group, folded=folded)
    pieces = [Piece(flag + " ", color, bold=True)]
    quiet = "dim" if row.mark == "dropped" else "text"
    if columns.id:
        pieces.append(Piece(fit(row.id, columns.id, glyphs.ellipsis) + " ", "dim"))
    indent = min(place.depth * 2, columns.title // 2)
    pieces.append(Piece(" " * indent + fit(row.title, columns.title - indent, glyphs.ellipsis), quiet, group or cursor))
    if columns.duration:
        pieces.append(Piece(" " + fit_right(row.duration, columns.duration), "dim"))
    if columns.total_float:
        total = row.total_float
        text = "" if total is None else str(total)
        late = total is not None and total <= 0 and not row.finished
        pieces.append(Piece(" " + fit_right(text, columns.total_float), "critical" if late else "dim"))
    pieces.append(Piece(glyphs.separator, "rule"))
    return pieces


def _flag(row: GridRow, glyphs: Glyphs, *, group: bool, folded: bool) -> tuple[str, str]:
    if row.mark == "unknown":
        return glyphs.unknown, "error"
    if group:
        return (glyphs.fold_closed if folded else glyphs.fold_open), "dim"
    return {
        "done": (glyphs.done, "good"),
        "active": (glyphs.active, "task"),
        "critical": (glyphs.critical, "critical"),
        "dropped": (glyphs.dropped, "dim"),
        "none": (" ", "dim"),
    }[row.mark]
