"""The window in which criteria of an experiment are changed after its start: who did, and why, is written with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content

from aiplan.core.gates import decide_gate
from aiplan.core.progress import first_started
from aiplan.model.values import parse_gate
from aiplan.tui.experiments.criteria import why_text
from aiplan.tui.experiments.look import gate_part, gate_sign
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.fields import FieldsScreen, WrongFieldError
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Amended:
    """What is changed: field and new value, who does it and why."""

    changes: tuple[tuple[str, Any], ...]
    who: str
    why: str


class AmendScreen(FieldsScreen[Amended]):
    """Returns the changes, `None` for none."""

    def __init__(self, schedule: Schedule, key: str, *, glyphs: Glyphs = UNICODE) -> None:
        work = schedule.plan.experiments[key]
        self._old = {"criteria": [gate.text for gate in work.criteria], "eval_set": work.eval_set or ""}
        criteria = ", ".join(self._old["criteria"])
        sets = list(schedule.plan.datasets)
        rows = {
            "criteria": FieldRow(FieldSpec(("criteria",), "gates", _("Criteria")), criteria, glyphs=glyphs),
            "eval_set": FieldRow(
                FieldSpec(("eval_set",), "text", _("Measured on")), work.eval_set or "", ids=sets, glyphs=glyphs
            ),
            "why": FieldRow(FieldSpec(("why",), "text", _("Why")), "", glyphs=glyphs),
            "who": FieldRow(FieldSpec(("who",), "text", _("Who")), work.owner, glyphs=glyphs),
        }
        super().__init__(_("Amend {id}").format(id=key), rows, keys=_("enter writes change and amendment, esc leaves"))
        self._schedule = schedule
        self._key = key
        self._glyphs = glyphs

    def read(self) -> Amended:
        """Return what is changed, and why."""
        amended = self.preview()
        if not amended.why:
            raise WrongFieldError("why", _("why is needed: it is what others will ask"))
        return amended

    def preview(self) -> Amended:
        """Return what is changed."""
        criteria = [piece.strip() for piece in self.text("criteria").replace("，", ",").split(",") if piece.strip()]
        for text in criteria:
            try:
                parse_gate(text)
            except ValueError as error:
                raise WrongFieldError("criteria", told_error(error)) from None
        if not criteria:
            raise WrongFieldError("criteria", _("an experiment needs a criterion that decides it"))
        eval_set = self.text("eval_set")
        if eval_set and eval_set not in self._schedule.plan.datasets:
            raise WrongFieldError("eval_set", _("no data set is called {id}").format(id=eval_set))
        new = {"criteria": criteria, "eval_set": eval_set}
        changes = tuple((field, value) for field, value in new.items() if value and value != self._old[field])
        if not changes:
            raise WrongFieldError("criteria", _("nothing is changed yet"))
        return Amended(changes, self.text("who"), self.text("why"))

    def say(self) -> None:
        """Say what amending means; that nothing is changed yet is no mistake."""
        if self.text("criteria") == ", ".join(self._old["criteria"]) and self.text("eval_set") == self._old["eval_set"]:
            for row in self._rows.values():
                row.complaint = ""
            begun = first_started(self._schedule.plan.experiments[self._key]) is not None
            said = (
                _("It has begun: a bar that is lowered now is an error unless it is written down who did it and why.")
                if begun
                else _("It has not begun: criteria may still be changed freely, an amendment keeps the trace.")
            )
            self.query_one(".follows").update(part(said, "$gantt-muted"))  # type: ignore[attr-defined]
            return
        super().say()

    def follows(self, answer: Amended) -> Sequence[Content]:
        """Return how the new criteria stand."""
        plan, lines = self._schedule.plan, []
        for field, value in answer.changes:
            if field == "criteria":
                for text in value:
                    decision = decide_gate(plan, parse_gate(text), self._schedule.as_of, source=self._key)
                    lines.append(
                        gate_sign(decision.state, self._glyphs) + part(f" {text}  ", "$foreground")
                        + gate_part(decision.state) + part("  " + why_text(decision, plan), "$gantt-muted")
                    )  # fmt: skip
            else:
                lines.append(part(_("measured on {id} from now on").format(id=value), "$foreground"))
        return lines
