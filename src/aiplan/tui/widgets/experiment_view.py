"""View 6: what is tried, what decides it, and how the metrics stand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.message import Message

from aiplan.core.schedule import Schedule
from aiplan.core.value_of_information import Suggestion, suggested_order
from aiplan.tui.actions import bindings
from aiplan.tui.experiments.page import (
    BESIDE,
    LOOKS,
    STICKY,
    Look,
    Shown,
    experiment_lines,
    list_width,
    listed,
    shown_item,
)
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, Target
from aiplan.tui.messages import AmendmentWanted, FallbackWanted, OpenItem, ReadingWanted
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView

AT_ONCE = 20_000
"""Experiments times activities up to which the suggested order is computed where it is shown."""


class ExperimentView(LinesView):
    """Experiments and metrics as lists, and all about the one under the cursor."""

    BINDINGS = bindings("experiments")
    REMEMBERED: ClassVar = {"experiments": ("_look", lambda value: value in LOOKS)}
    sticky = STICKY

    @dataclass
    class Ordered(Message):
        """The suggested order of the experiments of a schedule has been computed."""

        schedule: Schedule
        worth: Suggestion

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._look: Look = LOOKS[0]
        self._about: Shown | None = None
        """What the card was about last."""
        self._worth: tuple[Schedule, Suggestion] | None = None
        """The suggested order, and the schedule that it was computed for."""
        self._computing: Schedule | None = None

    # ------------------------------------------------------------ what is shown

    def options(self) -> tuple[Hashable, ...]:
        """Return what is looked at, what the card is about, and which order is known."""
        worth = None
        if self.state is not None:
            worth = self._suggestion(self.state)
            self._about = shown_item(self.state, self._about, self._look, worth)
        return self._look, self._about, None if worth is None else id(worth)

    def _suggestion(self, state: AppState) -> Suggestion | None:
        """Return the suggested order; of a large plan, that of an earlier state until the present one is computed."""
        schedule = state.document.schedule
        if self._worth is not None and self._worth[0] is schedule:
            return self._worth[1]
        if len(schedule.plan.experiments) * len(schedule) <= AT_ONCE:
            self._worth = schedule, suggested_order(schedule)
        elif self._computing is not schedule and state.view == self.id:
            self._computing = schedule
            self._compute(schedule)
        return None if self._worth is None else self._worth[1]

    @work(thread=True, exclusive=True, group="worth", description="worth", exit_on_error=False)
    def _compute(self, schedule: Schedule) -> None:
        self.post_message(self.Ordered(schedule, suggested_order(schedule)))

    @on(Ordered)
    def _ordered(self, event: Ordered) -> None:
        event.stop()
        if self.state is not None and event.schedule is self.state.document.schedule:
            self._worth = event.schedule, event.worth
            self.rebuild()

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the lines of the view."""
        self.edge = list_width(width) + 1 if width >= BESIDE else 0
        worth = self._suggestion(state)
        return experiment_lines(state, width, glyphs, look=self._look, shown=self._about, worth=worth)

    # ------------------------------------------------------------ moving

    def reaches(self, here: Target, there: Target) -> bool:
        """Keep the cursor in the card: from there only the row of its own item is near."""
        if listed(here.address, here.key) or not listed(there.address, there.key):
            return True
        return there.address == (here.address if listed(here.address, "") else self._about)

    def begins(self, target: Target) -> bool:
        """Begin in the lists."""
        return listed(target.address, target.key)

    def action_move(self, across: int, down: int) -> None:
        """Go to the nearest target; from the lists, right leads into the card below them."""
        here = self.cursor
        super().action_move(across, down)
        if across > 0 and here is not None and self.cursor == here and listed(here.address, here.key):
            places = self._shown.places
            found = (i for i, place in enumerate(places) if not listed(place.target.address, place.target.key))
            self._stand(next(found, -1))

    def _stand(self, number: int, *, tell: bool = True) -> None:
        super()._stand(number, tell=tell)
        self.remake()

    # ------------------------------------------------------------ doing

    def action_look(self) -> None:
        """Show experiments, metrics, or both."""
        self._look = LOOKS[(LOOKS.index(self._look) + 1) % len(LOOKS)]
        self.rebuild()
        self.keep("experiments")
        self.scroll_home(animate=False)

    def action_read(self) -> None:
        """Record a reading of the metric under the cursor, or of a criterion of the experiment."""
        target = self.cursor
        address = target.address if target is not None and target.address[0] == "metrics" else self._about
        if address is not None:
            source = self._about[1] if self._about is not None and self._about[0] == "experiments" else ""
            self.post_message(ReadingWanted((str(address[0]), str(address[1])), source))

    def action_fallback(self) -> None:
        """Take the fallback of the experiment that is shown."""
        if self._experiment is not None:
            self.post_message(FallbackWanted(self._experiment))

    def action_amend(self) -> None:
        """Change criteria or evaluation set of the experiment that is shown, and say why."""
        if self._experiment is not None:
            self.post_message(AmendmentWanted(self._experiment))

    def action_learn(self) -> None:
        """Write down what the experiment that is shown taught."""
        if self._experiment is not None:
            self.post_message(OpenItem(("experiments", self._experiment), "learning"))

    @property
    def _experiment(self) -> str | None:
        """The experiment that is shown; without one, that is said."""
        if self._about is not None and self._about[0] == "experiments":
            return self._about[1]
        self.app.notify(_("the cursor stands on no experiment"), timeout=4, markup=False)
        return None
