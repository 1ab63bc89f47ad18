"""The window in which an attempt gets its result: criteria, next step and dates are said before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from aiplan.core.progress import attempts_left
from aiplan.core.recording import record_result
from aiplan.core.variant import reschedule
from aiplan.errors import AiplanError
from aiplan.tui import words
from aiplan.tui.experiments.criteria import why_text
from aiplan.tui.experiments.look import gate_part, gate_sign
from aiplan.tui.experiments.recording import Value, doubt, fits, measurement, next_step, parse_value
from aiplan.tui.facts import days_between, margins
from aiplan.tui.forms.dates import parse_date
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.phrasing import told_error
from aiplan.tui.progress import last_day
from aiplan.tui.screens.fields import FieldsScreen, WrongFieldError
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.core.recording import Recorded
    from aiplan.core.schedule import Schedule
    from aiplan.model.work import Result

RESULTS: tuple[tuple[Result, str], ...] = (
    ("met", N_("met: the criteria are met")),
    ("missed", N_("missed: they are not")),
    ("inconclusive", N_("inconclusive: not measured well enough to say")),
)
MILESTONES = 3
"""Milestones whose dates are said to move."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt came out."""

    result: Result
    on: dt.date
    value: Value | None = None
    segment: str = ""
    note: str = ""


class ResultScreen(FieldsScreen[Outcome]):
    """Returns how the attempt came out, `None` where nothing is to be written."""

    def __init__(self, schedule: Schedule, key: str, *, glyphs: Glyphs = UNICODE) -> None:
        rows = {
            "value": FieldRow(FieldSpec(("value",), "text", _("Measured")), "", glyphs=glyphs),
            "segment": FieldRow(FieldSpec(("segment",), "text", _("Segment")), "", glyphs=glyphs),
            "on": FieldRow(
                FieldSpec(("on",), "date", _("Last day")), last_day(schedule, key).isoformat(), glyphs=glyphs
            ),
            "note": FieldRow(FieldSpec(("note",), "text", _("Note")), "", glyphs=glyphs),
        }
        self._criteria = schedule.plan.experiments[key].criteria
        self._metric = next((g.metric for g in self._criteria if g.metric in schedule.plan.metrics), None)
        if self._metric is None:
            del rows["value"], rows["segment"]
        title = _("How did this attempt of {id} come out?").format(id=key)
        super().__init__(title, rows, keys=_("enter writes it, tab to value and note, esc leaves"))
        self._schedule = schedule
        self._key = key
        self._glyphs = glyphs

    def above(self) -> Sequence[Widget]:
        """Return the three results."""
        return (RowList(*(Option(part(_(said)), id=name) for name, said in RESULTS)),)

    def begin(self) -> None:
        """Begin with the results."""
        results = self.query_one(RowList)
        results.focus()
        if results.highlighted is None:
            results.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.say()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.submit()

    def read(self) -> Outcome:
        """Return the outcome."""
        at = self.query_one(RowList).highlighted or 0
        value, segment = None, ""
        if self._metric is not None:
            segment = self.text("segment")
            try:
                value = parse_value(self.text("value")) if self.text("value") else None
            except ValueError as error:
                raise WrongFieldError("value", told_error(error)) from None
            wrong = "" if value is None else fits(value, self._schedule.plan.metrics[self._metric])
            if wrong:
                raise WrongFieldError("value", wrong)
        calendar = self._schedule.calendar_of(self._key)
        try:
            day = parse_date(self.text("on"), as_of=self._schedule.as_of, add=calendar.add, week=calendar.week)
        except ValueError as error:
            raise WrongFieldError("on", told_error(error)) from None
        return Outcome(RESULTS[at][0], day, value, segment, self.text("note"))

    def follows(self, answer: Outcome) -> Sequence[Content]:
        """Return the criteria with what was measured, whether they agree, what comes next, and which dates move."""
        try:
            recorded = recorded_of(self._schedule, self._key, answer)
            after = reschedule(self._schedule, recorded.edits)
        except AiplanError as error:
            return [part(told_error(error), "$gantt-error")]
        lines = [
            gate_sign(decision.state, self._glyphs) + part(f" {decision.gate.text}  ", "$foreground")
            + gate_part(decision.state) + part("  " + why_text(decision, after.plan), "$gantt-muted")
            for decision in recorded.decisions
        ]  # fmt: skip
        if not recorded.decisions:
            lines.append(part(_("it has no criteria, so nothing says whether the result is right"), "$gantt-muted"))
        doubtful = doubt(answer.result, recorded.decisions)
        if doubtful:
            lines.append(part(f"{self._glyphs.critical} " + _("doubtful: {why}").format(why=doubtful), "bold $warning"))
        work = after.plan.experiments[self._key]
        lines.append(
            part(_("then: {what}").format(what=next_step(work, attempts_left(work), answer.result)), "$foreground")
        )
        return [*lines, *self._dates(after)]

    def _dates(self, after: Schedule) -> list[Content]:
        """Return how the finish of the project moves, and which deadlines are missed then."""
        before, year = self._schedule, self._schedule.as_of.year
        if before.finish is None or after.finish is None:
            return []
        moved = days_between(before.project_calendar, before.finish, after.finish)
        said = _("finish {day}").format(day=words.day(after.finish, year=year))
        how = words.signed(moved) if moved else _("unchanged")
        style = "bold $gantt-error" if moved > 0 else "bold $gantt-good" if moved < 0 else "$gantt-muted"
        lines = [part(said + " ", "$foreground") + part(how, style)]
        was = {margin.id: margin.late for margin in margins(before)}
        for margin in sorted(margins(after), key=lambda m: -m.late)[:MILESTONES]:
            if margin.late > 0 or margin.late != was.get(margin.id, margin.late):
                text = _("{id} by {day} {late}").format(
                    id=margin.id, day=words.day(margin.deadline, year=year), late=words.signed(margin.late)
                )
                lines.append(part(text, "$gantt-error" if margin.late > 0 else "$foreground"))
        return lines


def recorded_of(schedule: Schedule, key: str, outcome: Outcome) -> Recorded:
    """Return what writing an outcome means.

    Raises:
        AiplanError: where the experiment is over, or nothing can be measured by.
    """
    work = schedule.plan.experiments[key]
    metric = next((g.metric for g in work.criteria if g.metric in schedule.plan.metrics), None)
    return record_result(
        schedule, key, outcome.result, on=outcome.on,
        measured=measurement(outcome.value, metric, outcome.segment), note=outcome.note,
    )  # fmt: skip
