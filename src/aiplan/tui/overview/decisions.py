"""The part of the overview that matters most: what needs a decision, by when, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, fitted, heading, row
from aiplan.tui.overview.needs import needs
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from textual.content import Content

    from aiplan.tui.glyphs import Glyphs
    from aiplan.tui.overview.needs import Need
    from aiplan.tui.state import AppState

MOST = 5
ONE_LINE = 110
"""Cells from which each thing takes one line."""


def decision_lines(state: AppState, width: int, glyphs: Glyphs, *, all_of_them: bool = False) -> list[Line]:
    """Return the gravest things that need a decision; every line is a target that leads there.

    Args:
        state: what is to be shown.
        width: cells of a line.
        glyphs: what to draw with.
        all_of_them: whether to show them all.
    """
    found = needs(state, glyphs)
    if not found:
        note = _("nothing: the plan holds together") if state.findings is not None else _("looking through the plan")
        return [heading(_("Needs a decision"), note)]
    shown = found if all_of_them else found[:MOST]
    more = len(found) - len(shown)
    note = _("enter leads there, c shows {count} more").format(count=more) if more else _("enter leads there")
    head = heading(_("Needs a decision"), note)
    lines = [Line(fitted(head.content, width, glyphs.ellipsis))]
    year = state.document.schedule.as_of.year
    if width < ONE_LINE:
        return lines + [line for need in shown for line in _narrow(need, width, year, glyphs)]
    what = min(max(cell_len(need.what) for need in shown), (width - 3) * 2 // 5)
    by = max(cell_len(_by(need, year)) for need in shown)
    way = min(max(cell_len(need.way) for need in shown), (width - 3) * 3 // 10)
    return lines + [_wide(need, (what, width - what - by - way - 7, by, way), year, glyphs) for need in shown]


def _wide(need: Need, columns: tuple[int, int, int, int], year: int, glyphs: Glyphs) -> Line:
    """Return one line: what, why, by when, and what settles it, in columns."""
    what, why, by, way = columns
    content = (
        _mark(need, glyphs)
        + part(fit(need.what, what, glyphs.ellipsis), "bold $foreground")
        + part("  " + fit(need.why, why, glyphs.ellipsis) + " ", "$gantt-muted")
        + part(fit(_by(need, year), by) + " ", "$foreground")
        + part(fit(need.way, way, glyphs.ellipsis), "$accent")
    )
    return row(content, need.address, need.key)


def _by(need: Need, year: int) -> str:
    """Return by when it wants to be decided."""
    return "" if need.by is None else _("by {day}").format(day=words.day(need.by, year=year))


def _narrow(need: Need, width: int, year: int, glyphs: Glyphs) -> list[Line]:
    """Return what and by when on one line, why and what settles it on the next."""
    room = width - 3
    by = _by(need, year)
    way = min(cell_len(need.way), room // 2)
    why = room - way - 2
    what = room - cell_len(by) - 1
    first = (
        _mark(need, glyphs)
        + part(fit(need.what, what, glyphs.ellipsis) + " ", "bold $foreground")
        + part(by, "$foreground")
    )
    second = (
        part("   " + fit(need.why, why, glyphs.ellipsis) + "  ", "$gantt-muted")
        + part(fit_right(fit(need.way, way, glyphs.ellipsis).rstrip(), way), "$accent")
    )  # fmt: skip
    return [row(first, need.address, need.key), Line(second)]


def _mark(need: Need, glyphs: Glyphs) -> Content:
    return (
        part(f" {glyphs.critical} ", "bold $gantt-error") if need.grave else part(f" {glyphs.active} ", "bold $warning")
    )
