"""The lines of view 1, as a whole: a picture of it alone tells what needs a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, beside, row
from aiplan.tui.overview.ahead import insight_lines, milestone_lines, recent_lines
from aiplan.tui.overview.decisions import decision_lines
from aiplan.tui.overview.goals import goal_lines
from aiplan.tui.overview.health import health_lines
from aiplan.tui.text import within
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiplan.tui.glyphs import Glyphs
    from aiplan.tui.state import AppState, Document

TWO_COLUMNS = 100
"""Cells from which goals and what comes next stand side by side."""


def overview_lines(state: AppState, width: int, glyphs: Glyphs, *, all_needs: bool = False) -> list[Line]:
    """Return the lines of the overview.

    Args:
        state: what is to be shown.
        width: cells of a line.
        glyphs: what to draw with.
        all_needs: whether everything that needs a decision is shown, not only the gravest.
    """
    document = state.document
    lines = [
        *_vision(document, width, glyphs), Line(),
        *health_lines(state, width, glyphs), Line(),
        *decision_lines(state, width, glyphs, all_of_them=all_needs), Line(),
    ]  # fmt: skip
    two = width >= TWO_COLUMNS
    left = goals_width(width) if two else width
    room = width - left - 3 if two else width
    ahead = [
        milestone_lines(state, room, glyphs),
        recent_lines(document, room, glyphs),
        insight_lines(document, room, glyphs),
    ]
    right = [line for section in ahead if section for line in (*section, Line())][:-1]
    goals = goal_lines(document, left, glyphs)
    if two:
        lines += beside(goals, right, left, f" {glyphs.separator} ")
    else:
        lines += [*right, Line(), *goals]
    return within(lines, width, glyphs.ellipsis)


def goals_width(width: int) -> int:
    """Return the cells of the goals beside what comes next."""
    return width * 48 // 100


def _vision(document: Document, width: int, glyphs: Glyphs) -> Iterator[Line]:
    vision = document.plan.vision
    if vision is None or not vision.statement:
        said = _("No vision yet: e writes down why the product exists.")
        yield row(part(fit(said, width, glyphs.ellipsis).rstrip(), "$gantt-muted"), ("vision",), "statement")
        return
    said = fit(vision.statement, width, glyphs.ellipsis).rstrip()
    yield row(part(said, "bold $primary"), ("vision",), "statement")
    notes = [_("for {users}").format(users=words.listed(vision.users))] if vision.users else []
    if vision.review_by is not None:
        day = words.day(vision.review_by, year=document.schedule.as_of.year)
        notes.append(_("looked at again by {day}").format(day=day))
    if len(notes) > 1 and cell_len("   ".join(notes)) > width:
        notes.pop()
    if notes:
        key = "users" if vision.users else "review_by"
        yield row(part(fit("   ".join(notes), width, glyphs.ellipsis).rstrip(), "$gantt-muted"), ("vision",), key)
