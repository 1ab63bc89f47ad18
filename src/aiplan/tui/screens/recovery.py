"""The recovery dialog: ways out for a late milestone, each rescheduled and simulated."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from typing import ClassVar

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
from aiplan.tui.cells import clean
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way out that was taken, with the decision that logs it."""

    milestone: str
    label: str
    edits: tuple[Edit, ...]


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
            yield Static("", classes="hint")

    def on_mount(self) -> None:
        """Say what is looked for, and look."""
        late = self._schedule[self._milestone]
        said = _("forecast {finish}, wanted by {deadline}; every way is rescheduled and simulated …").format(
            finish=late.early_finish, deadline=late.deadline
        )
        self.query_one(".dialog-title", Static).update(part(said, "$gantt-muted"))
        self.query_one(RowList).focus()
        self._search()

    @work(thread=True, exclusive=True, group="recovery", exit_on_error=False)
    def _search(self) -> None:
        try:
            found = Found(replan(self._schedule, milestone=self._milestone))
        except AiplanError as error:
            found = Found(None, str(error))
        if not self._left.is_set():
            self.post_message(found)

    @on(Found)
    def _found(self, event: Found) -> None:
        self._replanning = event.replanning
        head, rows = self.query_one(".dialog-title", Static), self.query_one(RowList)
        if event.replanning is None:
            head.update(part(event.trouble, "$error"))
            return
        head.update(
            part(_columns(_("finish"), _("days"), "P80", _("chance"), _("cost"), _("what is done")), "bold $foreground")
        )
        plans = (event.replanning.as_planned, *event.replanning.options)
        width = max(30, rows.size.width - 2)
        rows.add_options(Option(self._line(p, event.replanning.target, width)) for p in plans)
        rows.highlighted = 1 if len(plans) > 1 else 0

    def _line(self, plan: RecoveryPlan, target: dt.date, width: int) -> Content:
        style = "$success" if plan.meets else "$foreground" if plan.p50 <= target else "$error"
        text = _columns(
            f"{plan.finish:%d %b}", f"{-plan.days_gained:+d}" if plan.days_gained else "0", f"{plan.p80:%d %b}",
            f"{plan.probability:.0%}", f"{plan.cost:+,.0f}" if round(plan.cost) else "0", plan.label,
        )  # fmt: skip
        return part(text, style).truncate(width, ellipsis=True)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        plan = self._plan(event.option_index)
        if plan is None or self._replanning is None:
            return
        lines = [part(f"- {sentence(lever.label)}",
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
        decision = decision_for(schedule.plan, self._replanning, plan, schedule.as_of)
        self._left.set()
        self.dismiss(Chosen(self._milestone, sentence(plan.label), (*plan.edits, decision)))

    def action_leave(self) -> None:
        """Take none."""
        self._left.set()
        self.dismiss(None)


def _columns(finish: str, days: str, p80: str, chance: str, cost: str, what: str) -> str:
    return f"{finish:<7} {days:>5}  {p80:<7} {chance:>6} {cost:>10}  {what}"
