"""View 1: the plan on one screen."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from aiplan.tui.actions import bindings
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.lines import Line
from aiplan.tui.messages import DecideWanted, GoTo
from aiplan.tui.overview.page import overview_lines
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView
from aiplan.tui.widgets.remembering import flag

HOMES = frozenset({
    ("metrics", "readings"), ("experiments", "attempts"), ("assessments", "scores"), ("risks", "accepted_by"),
})  # fmt: skip
"""Section and field of what is decided in its own view, not in the form."""


class OverviewView(LinesView):
    """Vision, health, what needs a decision, goals, and what comes next."""

    BINDINGS = bindings("overview")
    REMEMBERED: ClassVar = {"overview_all": ("_all", flag)}

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._all = False
        """Whether everything that needs a decision is shown."""

    def options(self) -> tuple[Hashable, ...]:
        """Return what is shown, and the forecast that its chances come from."""
        forecast = None if self.state is None else self.state.forecast
        return self._all, None if forecast is None else id(forecast)

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the lines of the overview."""
        return overview_lines(state, width, glyphs, all_needs=self._all)

    def action_all(self) -> None:
        """Show everything that needs a decision, or only the gravest."""
        self._all = not self._all
        self.rebuild()
        self.keep("overview_all")

    def action_open(self) -> None:
        """Lead to where the thing under the cursor is decided; without one, open the form."""
        target = self.cursor
        if target is None:
            return
        section = str(target.address[0])
        if (section, target.key) == ("milestones", "deadline"):
            self.post_message(DecideWanted(target.address))
        elif (section, target.key) in HOMES:
            self.post_message(DecideWanted(target.address) if section == "experiments" else GoTo(target.address))
        else:
            super().action_open()
