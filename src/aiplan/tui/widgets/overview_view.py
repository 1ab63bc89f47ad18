"""View 1: the plan on one screen."""

from __future__ import annotations

from collections.abc import Hashable

from aiplan.tui.glyphs import Glyphs
from aiplan.tui.lines import Line
from aiplan.tui.overview import overview_lines
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView


class OverviewView(LinesView):
    """Vision, goals, milestones and what needs a decision."""

    DEFAULT_CSS = """
    OverviewView { padding: 1 0 0 1; }
    """

    def options(self) -> tuple[Hashable, ...]:
        """Return the forecast, by which the risks of deadlines are told."""
        return (None if self.state is None else self.state.forecast,)

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the lines of the overview."""
        return overview_lines(state, width, glyphs)
