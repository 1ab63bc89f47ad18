"""View 7: what may go wrong, how bad that is, and what is done about it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar

from aiplan.tui.actions import bindings
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.lines import Line, Target
from aiplan.tui.messages import SuggestionsRequested, TriageRequested
from aiplan.tui.risks.edits import moved
from aiplan.tui.risks.page import BESIDE, MATRIX, STICKY, risk_lines, shown_risk
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView
from aiplan.tui.widgets.remembering import flag

if TYPE_CHECKING:
    from aiplan.tui.risks.edits import Axis


class RiskView(LinesView):
    """Risks as a matrix and a list, and all about the one under the cursor."""

    BINDINGS = bindings("risks")
    REMEMBERED: ClassVar = {"risks_treated": ("_after_treatment", flag)}
    sticky = STICKY

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._after_treatment = False
        self._about: str | None = None
        """The risk that was told all about last."""

    def options(self) -> tuple[Hashable, ...]:
        """Return whether treatment counts, and which risk is told all about."""
        if self.state is not None:
            self._about = shown_risk(self.state, self._about)
        return self._after_treatment, self._about

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the lines of the view."""
        self.edge = MATRIX + 1 if width >= BESIDE else 0
        self.straight = width < BESIDE
        return risk_lines(state, width, glyphs, after_treatment=self._after_treatment, shown=self._about)

    def reaches(self, here: Target, there: Target) -> bool:
        """From elsewhere, only its own row of the list and its own place in the matrix are near to a risk."""
        own = here.address if here.address[0] == "risks" else ("risks", self._about)
        zone = _zone(there)
        return zone == "detail" or zone == _zone(here) or there.address == own

    def begins(self, target: Target) -> bool:
        """Begin with the gravest risk of the list."""
        return _zone(target) == "list"

    def _follow(self, state: AppState) -> None:
        """Go to a risk that is selected elsewhere; an assessment is at home in another view."""
        if state.item in self._told or (state.item is not None and state.item[0] == "risks"):
            super()._follow(state)

    def action_treatment(self) -> None:
        """Show matrix and order before or after treatment."""
        self._after_treatment = not self._after_treatment
        self.rebuild()
        self.keep("risks_treated")

    def action_shift(self, axis: Axis, by: int) -> None:
        """Move the risk under the cursor in the matrix."""
        risks = {} if self.state is None else self.state.document.plan.risks
        key = self.cursor.address[-1] if self.cursor is not None and self.cursor.address[0] == "risks" else None
        if key in risks:
            change = moved(str(key), risks[str(key)], axis, by, after_treatment=self._after_treatment)
            if change is not None:
                self.post_message(change)

    def action_suggest(self) -> None:
        """Propose the risks that low scores point to."""
        self.post_message(SuggestionsRequested())

    def action_triage(self) -> None:
        """Ask the questions of the EU AI Act about the assessment under the cursor."""
        here = self.cursor
        assessment = here.address[1] if here is not None and here.address[0] == "assessments" else ""
        self.post_message(TriageRequested(str(assessment)))


def _zone(target: Target) -> str:
    """Return the part of the view that a target stands in."""
    if target.address[0] != "risks":
        return "detail"
    return {"": "list", "likelihood": "matrix", "residual_likelihood": "matrix"}.get(target.key, "detail")
