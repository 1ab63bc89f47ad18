"""The part of the overview that matters most: what needs a decision, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from aiplan.tui.cells import fit, fit_right
from aiplan.tui.i18n import _, n_
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
    note = n_("{count} more: c shows it", "{count} more: c shows them", more).format(count=more) if more else ""
    head = heading(_("Needs a decision"), note or _("enter leads there"))
    lines = [Line(fitted(head.content, width, glyphs.ellipsis))]
    if width < ONE_LINE:
        return lines + [line for need in shown for line in _narrow(need, width, glyphs)]
    what = min(max(cell_len(need.what) for need in shown), (width - 3) * 2 // 5)
    way = min(max(cell_len(need.way) for need in shown), (width - 3) * 3 // 10)
    return lines + [_wide(need, width, what, way, glyphs) for need in shown]


def _wide(need: Need, width: int, what: int, way: int, glyphs: Glyphs) -> Line:
    """Return one line: what, why, and what settles it, in columns."""
    why = width - 3 - what - way - 4
    content = (
        _mark(need, glyphs)
        + part(fit(need.what, what, glyphs.ellipsis), "bold $foreground")
        + part("  " + fit(need.why, why, glyphs.ellipsis) + "  ", "$gantt-muted")
        + part(fit(need.way, way, glyphs.ellipsis), "$accent")
    )
    return row(content, need.address, need.key)


def _narrow(need: Need, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what on one line, why and what settles it on the next."""
    room = width - 3
    way = min(cell_len(need.way), room // 2)
    why = room - way - 2
    first = _mark(need, glyphs) + part(fit(need.what, room, glyphs.ellipsis), "bold $foreground")
    second = (
        part("   " + fit(need.why, why, glyphs.ellipsis) + "  ", "$gantt-muted")
        + part(fit_right(fit(need.way, way, glyphs.ellipsis).rstrip(), way), "$accent")
    )  # fmt: skip
    return [row(first, need.address, need.key), Line(second)]


def _mark(need: Need, glyphs: Glyphs) -> Content:
    return (
        part(f" {glyphs.critical} ", "bold $gantt-error") if need.grave else part(f" {glyphs.active} ", "bold $warning")
    )
