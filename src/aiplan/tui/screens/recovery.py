"""The recovery dialog: ways out for a late milestone, each rescheduled and simulated."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.core.recovery.decision import decision_for, sentence
from aiplan.core.recovery.replan import RecoveryPlan, Replanning, replan
from aiplan.core.schedule import Schedule
from aiplan.errors import AiplanError
from aiplan.model.edits import Edit
from aiplan.tui import words
from aiplan.tui.cells import clean, fit_right
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told, told_error
from aiplan.tui.risk_words import chance, risk_style, risk_word
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from aiplan.core.simulation.forecast import DeadlineRisk

_PATIENCE = 0.3
"""Seconds between two words about how far the search is."""
_SIZES = (9, 6, 9, 7, 6, 10)
"""Cells of finish, days, P80, chance, risk and cost."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way out that was taken, with the decision that logs it."""

    milestone: str
    label: str
    edits: tuple[Edit, ...]


@dataclass
class Searching(Message):
    """The search goes on."""

    share: float
    """How much of it is done at most, 0 … 1."""


@dataclass
class Found(Message):
    """The search is over."""

    replanning: Replanning | None
    trouble: str = ""


class RecoveryScreen(Dialog[Chosen | None]):
    """Returns the way out that was chosen."""

    BINDINGS: ClassVar = [Binding("escape,q,r", "leave", "Close", show=False)]

    def __init__(self, schedule: Schedule, milestone: str, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._schedule = schedule
        self._milestone = milestone
        self._glyphs = glyphs
        self._replanning: Replanning | None = None
        self._left = threading.Event()

    def compose(self) -> ComposeResult:
        """Yield the head of the list, the list, and what the row under the cursor means."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = _("Ways out for {id} (enter takes one, esc closes)").format(id=clean(self._milestone))
            yield Static("", classes="dialog-title")
            yield RowList()
            yield Static("", classes="hint ways")

    def on_mount(self) -> None:
        """Say what is looked for, and look."""
        self._say_searching(0.0)
        self.query_one(RowList).focus()
        self._search()

    @on(Searching)
    def _searching(self, event: Searching) -> None:
        if self._replanning is None:
            self._say_searching(event.share)

    def _say_searching(self, share: float) -> None:
        late, year = self._schedule[self._milestone], self._schedule.as_of.year
        said = _("forecast {finish}, wanted by {deadline}; every way is rescheduled and simulated: {share}").format(
            finish=words.day(late.early_finish, year=year), deadline=words.day(late.deadline, year=year),
            share=f"{share:.0%}",
        )  # fmt: skip
        self.query_one(".dialog-title", Static).update(part(said, "$gantt-muted"))

    @work(thread=True, exclusive=True, group="recovery", description="recovery", exit_on_error=False)
    def _search(self) -> None:
        told = time.monotonic()

        def go_on(done: int, whole: int) -> bool:
            nonlocal told
            if time.monotonic() - told > _PATIENCE and not self._left.is_set():
                told = time.monotonic()
                self.post_message(Searching(done / max(1, whole)))
            return not self._left.is_set()

        from aiplan.core.simulation.kernel import CancelledError

        try:
            found = Found(replan(self._schedule, milestone=self._milestone, progress=go_on))
        except CancelledError:
            return
        except AiplanError as error:
            found = Found(None, told_error(error))
        if not self._left.is_set():
            self.post_message(found)

    @on(Found)
    def _found(self, event: Found) -> None:
        self._replanning = event.replanning
        head, rows = self.query_one(".dialog-title", Static), self.query_one(RowList)
        if event.replanning is None:
            head.update(part(event.trouble, "$error"))
            return
        names = (_("finish"), _("days"), "P80", _("chance"), _("risk"), _("cost"), _("what is done"))
        head.update(part(_columns(names), "bold $foreground"))
        plans = (event.replanning.as_planned, *event.replanning.options)
        width = max(30, rows.size.width - 2)
        rows.add_options(Option(self._line(p, width)) for p in plans)
        rows.highlighted = 1 if len(plans) > 1 else 0

    def _line(self, plan: RecoveryPlan, width: int) -> Content:
        """Return one way out: in time by its colour and its risk, the risk as a word too."""
        # A plan that moves the deadline is measured by the new one: its chance says how that stands.
        risk: DeadlineRisk = "red" if plan.probability < 0.5 else "amber" if plan.probability < 0.8 else "green"
        year = self._schedule.as_of.year
        values = (
            words.day(plan.finish, year=year), words.signed(-plan.days_gained), words.day(plan.p80, year=year),
            chance(plan.probability), risk_word(risk), f"{plan.cost:+,.0f}" if round(plan.cost) else "0",
            told(plan.label, year=year),
        )  # fmt: skip
        return part(_columns(values), risk_style(risk).removeprefix("bold ")).truncate(width, ellipsis=True)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        plan = self._plan(event.option_index)
        if plan is None or self._replanning is None:
            return
        lines = [part(f"- {sentence(told(lever.label, year=self._schedule.as_of.year))}",
                      "$foreground") for lever in plan.levers]  # fmt: skip
        if plan.heuristic:
            lines.append(
                part(_("a cheaper way to shorten may exist: this one was searched, not computed"), "$gantt-muted")
            )
        lines = lines or [part(_("Carry on as planned: nothing is changed"), "$foreground")]
        self.query_one(".hint", Static).update(Content("\n").join(lines))

    def _plan(self, index: int) -> RecoveryPlan | None:
        if self._replanning is None:
            return None
        plans = (self._replanning.as_planned, *self._replanning.options)
        return plans[index] if index < len(plans) else None

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        plan = self._plan(event.option_index)
        if plan is None or self._replanning is None or not plan.edits:
            self.action_leave()
            return
        schedule = self._schedule
        decision = decision_for(schedule.plan, self._replanning, plan, schedule.as_of, told=told)
        self._left.set()
        self.dismiss(Chosen(self._milestone, sentence(told(plan.label)), (*plan.edits, decision)))

    def action_leave(self) -> None:
        """Take none."""
        self._left.set()
        self.dismiss(None)


def _columns(values: Sequence[str]) -> str:
    """Return the values of a row in columns; the last one takes what is left."""
    *figures, what = values
    cells = "".join(fit_right(value, size) for value, size in zip(figures, _SIZES, strict=True))
    return f"{cells}  {what}"
