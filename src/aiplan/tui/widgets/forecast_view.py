"""View 8: when milestones will be reached, and how sure that is."""

from __future__ import annotations

from collections.abc import Hashable

from aiplan.tui.actions import bindings
from aiplan.tui.forecast import default_subject, forecast_lines
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.lines import Line, Target
from aiplan.tui.messages import ForecastWanted
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView

_TALL_FROM = 26
"""Lines of the view from which charts are tall."""


class ForecastView(LinesView):
    """Charts of the milestone that the cursor was on last, and the milestones, drivers and experiments as lists."""

    BINDINGS = bindings("forecast")
    sticky = 2

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._subject: str | None = None

    def options(self) -> tuple[Hashable, ...]:
        """Return the forecast, how far the next one is, whose charts are shown, and how tall they may be."""
        state = self.state
        if state is None:
            return ()
        return (state.simulated, state.simulating, self._subject, self._tall)

    @property
    def _tall(self) -> bool:
        return self.size.height >= _TALL_FROM

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return charts and lists."""
        return forecast_lines(state, width, glyphs, subject=self._subject, tall=self._tall)

    def rebuild(self) -> None:
        """Follow the milestone under the cursor, and ask for what is not there yet."""
        state = self.state
        if state is not None and state.view == self.id:
            item = state.item
            if item is not None and item[0] == "milestones" and len(item) == 2:
                self._subject = str(item[1])
            self._ask(state)
        super().rebuild()

    def _ask(self, state: AppState) -> None:
        found = state.forecast
        if found is None:
            if state.simulating is None:
                self.post_message(ForecastWanted(self._subject))
            return
        key = self._subject if self._subject in found.forecast else default_subject(found.schedule)
        if key is not None and key not in found.details:
            self.post_message(ForecastWanted(key))

    def _find(self, was: Target | None, line: int) -> int:
        """Begin at the milestone whose charts are shown."""
        places = self._shown.places
        if was is None and places and self.state is not None:
            key = default_subject(self.state.document.schedule)
            here = [i for i, place in enumerate(places) if place.target.address == ("milestones", key)]
            if here:
                return here[0]
        return super()._find(was, line)
