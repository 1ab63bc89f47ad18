"""View 5: is AI needed here, is it feasible, and what would make the answer better?"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from aiplan.core.verdict import Verdict, verdict
from aiplan.tui.actions import bindings
from aiplan.tui.feasibility.edits import answered, stepped
from aiplan.tui.feasibility.hints import DECIDES, gate_at
from aiplan.tui.feasibility.page import BESIDE, LOOKS, STICKY, Look, feasibility_lines, list_width, shown_assessment
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.lines import Line, Target
from aiplan.tui.messages import OpenItem, TriageRequested
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView


class FeasibilityView(LinesView):
    """Assessments as a list with scorecards, as a map, and side by side."""

    BINDINGS = bindings("feasibility")
    REMEMBERED: ClassVar = {"feasibility": ("_look", lambda value: value in LOOKS)}
    sticky = STICKY

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._look: Look = LOOKS[0]
        self._about: str | None = None
        """The assessment whose scorecard was shown last."""

    def options(self) -> tuple[Hashable, ...]:
        """Return what is looked at, and what the lines explain."""
        if self.state is not None:
            self._about = shown_assessment(self.state, self._about)
        field = "" if self.cursor is None else self.cursor.key
        return self._look, self._about, field, self.scrollable_content_region.height if self._look == "map" else 0

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the lines of the view."""
        look, about, field, _height = self.options()
        height = self.scrollable_content_region.height
        self.edge = list_width(width) + 1 if look == "card" and width >= BESIDE else 0
        self.straight = look == "card" and width < BESIDE
        return feasibility_lines(state, width, height, glyphs, look=look, shown=about, field=field)  # type: ignore[arg-type]

    # ------------------------------------------------------------ moving

    def reaches(self, here: Target, there: Target) -> bool:
        """Keep the cursor in the scorecard: from there only the row of its own assessment is near."""
        own = here.address[1] if here.address[0] == "assessments" else self._about
        return _listed(here) or not _listed(there) or there.address[1] == own

    def begins(self, target: Target) -> bool:
        """Begin in the list."""
        return _listed(target)

    def action_move(self, across: int, down: int) -> None:
        """Go to the nearest target; from the list, right leads to the weakest dimension, and left leads back."""
        here = self.cursor
        if self._look != "card" or across <= 0 or here is None or not _listed(here):
            super().action_move(across, down)
            if across < 0 and self.straight and here == self.cursor and here is not None and not _listed(here):
                own = ("assessments", self._about)
                places = enumerate(self._shown.places)
                self._stand(next((i for i, p in places if _listed(p.target) and p.target.address == own), -1))
            return
        card = [i for i, place in enumerate(self._shown.places) if not _listed(place.target)]
        scores = [i for i in card if self._shown.places[i].target.key.startswith("scores.")]
        for number in (scores or card)[:1]:
            self._column = self._shown.places[number].target.start
            self._stand(number)

    def _stand(self, number: int, *, tell: bool = True) -> None:
        super()._stand(number, tell=tell)
        self.remake()

    # ------------------------------------------------------------ doing

    def action_look(self) -> None:
        """Show the scorecard, the map, or all side by side."""
        self._look = LOOKS[(LOOKS.index(self._look) + 1) % len(LOOKS)]
        self.rebuild()
        self.keep("feasibility")
        self.scroll_home(animate=False)

    def action_step(self, by: int) -> None:
        """Raise or lower the score or the evidence under the cursor."""
        target = self.cursor
        if target is None or self.state is None or target.address[0] != "assessments":
            return
        key = str(target.address[1])
        change = stepped(key, self.state.document.plan.assessments[key], target.key, by)
        if change is not None:
            self.post_message(change)

    def action_answer(self) -> None:
        """Give the gate under the cursor its next answer."""
        found = None if self.cursor is None else self._judged(self.cursor)
        if found is None or self.cursor is None:
            return
        change = answered(found, self.cursor.key)
        if isinstance(change, str):
            self.app.notify(change, timeout=5, markup=False)
        else:
            self.post_message(change)

    def action_triage(self) -> None:
        """Ask the questions of the EU AI Act about the assessment that is shown."""
        if self._about is not None:
            self.post_message(TriageRequested(self._about))

    def action_open(self) -> None:
        """Open the form at the field under the cursor; for a computed gate, at the field that decides it."""
        target = self.cursor
        found = None if target is None else self._judged(target)
        gate = None if found is None or target is None else gate_at(found, target.key)
        if gate is not None and gate.computed is not None and target is not None:
            self.post_message(OpenItem(target.address, DECIDES[gate.name]))
        else:
            super().action_open()

    def _judged(self, target: Target) -> Verdict | None:
        plan = None if self.state is None else self.state.document.plan
        if plan is None or target.address[0] != "assessments" or target.address[1] not in plan.assessments:
            return None
        return verdict(plan, str(target.address[1]))


def _listed(target: Target) -> bool:
    """Tell whether a target is the row of an assessment in the list, or its place on the map."""
    return target.address[0] == "assessments" and not target.key
