"""The window in which a reading of a metric is typed: what it does to the gates is said before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core.gates import decide_gate
from aiplan.core.variant import with_edits
from aiplan.tui.experiments.criteria import why_text
from aiplan.tui.experiments.look import gate_part, gate_sign
from aiplan.tui.experiments.metrics import gates_of, standing
from aiplan.tui.experiments.recording import NewReading, fits, parse_value
from aiplan.tui.forms.dates import parse_date
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.fields import FieldsScreen, WrongFieldError
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.core.gates import GateDecision
    from aiplan.core.schedule import Schedule
    from aiplan.model.plan import Plan


class ReadingScreen(FieldsScreen[NewReading]):
    """Returns the reading that is to be written, `None` for none."""

    def __init__(
        self, schedule: Schedule, metric: str, *, source: str = "", segment: str = "", glyphs: Glyphs = UNICODE
    ) -> None:
        found = schedule.plan.metrics[metric]
        segments = list(dict.fromkeys(r.segment for r in found.readings if r.segment))
        sources = [*schedule.plan.experiments, *dict.fromkeys(r.from_ for r in found.readings if r.from_)]
        rows = {
            "value": FieldRow(FieldSpec(("value",), "text", _("Value")), "", glyphs=glyphs),
            "n": FieldRow(FieldSpec(("n",), "text", _("of n cases")), "", glyphs=glyphs),
            "segment": FieldRow(FieldSpec(("segment",), "text", _("Segment")), segment, ids=segments, glyphs=glyphs),
            "on": FieldRow(FieldSpec(("on",), "date", _("On")), schedule.as_of.isoformat(), glyphs=glyphs),
            "from": FieldRow(FieldSpec(("from",), "text", _("From")), source, ids=sources, glyphs=glyphs),
        }
        if not found.proportion:
            del rows["n"]
        title = _("Reading of {metric}").format(metric=found.title or metric)
        super().__init__(title, rows, keys=_("enter writes it, esc leaves; 0.88, 88 % or 43/50"))
        self._schedule = schedule
        self._metric = metric
        self._glyphs = glyphs

    def read(self) -> NewReading:
        """Return the reading."""
        try:
            value = parse_value(self.text("value"), self.text("n") if "n" in self._rows else "")
        except ValueError as error:
            raise WrongFieldError("value", told_error(error)) from None
        wrong = fits(value, self._schedule.plan.metrics[self._metric])
        if wrong:
            raise WrongFieldError("value", wrong)
        return NewReading(self._metric, value, self._day(), self.text("segment"), self.text("from"))

    def _day(self) -> dt.date:
        calendar = self._schedule.project_calendar
        try:
            return parse_date(self.text("on"), as_of=self._schedule.as_of, add=calendar.add, week=calendar.week)
        except ValueError as error:
            raise WrongFieldError("on", told_error(error)) from None

    def follows(self, answer: NewReading) -> Sequence[Content]:
        """Return how the target and every gate of the metric stand with the reading."""
        before, as_of = self._schedule.plan, max(self._schedule.as_of, answer.on)
        after = with_edits(before, [answer.edit])[0]
        lines = []
        if answer.on > self._schedule.as_of:
            lines.append(part(_("this day lies after the data date: it counts from then on"), "$warning"))
        targets = standing(before, self._metric, as_of), standing(after, self._metric, as_of)
        if targets[1].bar is not None:
            lines.append(self._turned(_("target"), *targets, after))
        said = {_same(targets[1])}
        for _section, _item, status in gates_of(after, self._metric, as_of):
            if _same(status.decision) not in said:
                said.add(_same(status.decision))
                was = decide_gate(before, status.gate, as_of)
                lines.append(self._turned(status.gate.text, was, status.decision, after))
        return lines

    def _turned(self, name: str, was: GateDecision, now: GateDecision, plan: Plan) -> Content:
        """Return one line: what a bar was decided as, and what it is with the reading."""
        change = gate_part(now.state)
        if was.state != now.state:
            change = gate_part(was.state) + part(f" {self._glyphs.arrow_out} ", "$gantt-muted") + change
        return (
            gate_sign(now.state, self._glyphs) + part(f" {name}  ", "$foreground") + change
            + part("  " + why_text(now, plan, dated=False), "$gantt-muted")
        )  # fmt: skip


def _same(decision: GateDecision) -> tuple[object, ...]:
    """Return what makes two bars of a metric the same."""
    return decision.gate.segment, decision.gate.aggregate, decision.operator, decision.bar
