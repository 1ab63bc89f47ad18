"""What + and - do to a score, and what space does to a gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiplan.core import explain_ai
from aiplan.model.edits import Edit, SetField
from aiplan.tui.feasibility.hints import computed_why, dimension_at, gate_at
from aiplan.tui.feasibility.look import HIGHEST, MOST_EVIDENCE, dimension_word, gate_word
from aiplan.tui.i18n import _, language
from aiplan.tui.messages import Edited

if TYPE_CHECKING:
    from aiplan.core.verdict import Verdict
    from aiplan.model.ai import Assessment, GateState

NEXT: Mapping[GateState | None, GateState] = {None: "pass", "unknown": "pass", "pass": "fail", "fail": "unknown"}


def stepped(key: str, assessment: Assessment, field: str, step: int) -> Edited | None:
    """Return the change that raises or lowers a score or its evidence by `step`; `None` at the ends of the scale."""
    found = dimension_at(field)
    if found is None:
        return None
    dimension, evidence = found
    given = assessment.scores.get(dimension)
    if evidence:
        if given is None:
            return None
        now, low, high, name = given.evidence, 0, MOST_EVIDENCE, "evidence"
    else:
        now, low, high, name = 0 if given is None else given.score, 1, HIGHEST, "score"
    to = now + step
    if not low <= to <= high:
        return None
    title = dimension_word(dimension)
    what = _("evidence of {dimension}").format(dimension=title) if evidence else title
    label = f"{key} {what} {to}"
    path = ("assessments", key, "scores", dimension, name)
    edits: tuple[Edit, ...] = (SetField(path, to),)
    return Edited(edits, label, path)


def answered(judged: Verdict, field: str) -> Edited | str:
    """Return the change that gives a gate its next answer; why there is none, where its fields decide it."""
    gate = gate_at(judged, field)
    if gate is None:
        return _("space answers a gate: go to one first")
    if gate.computed is not None:
        return _("{gate}: this follows from the fields ({why}); enter goes there").format(
            gate=gate_word(gate.name), why=computed_why(gate)
        )
    to = NEXT[gate.written]
    path = ("assessments", judged.id, "gates", gate.name)
    label = f"{judged.id} {gate_word(gate.name)}: {explain_ai.title('gate_states', to, language())}"
    return Edited((SetField(path, to),), label, path)
