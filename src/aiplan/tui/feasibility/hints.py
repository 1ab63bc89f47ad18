"""What the field under the cursor asks, and what its values stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.core import explain_ai
from aiplan.core.verdict import DIMENSIONS, Verdict
from aiplan.tui.cells import fit
from aiplan.tui.feasibility.look import (
    HIGHEST,
    MOST_EVIDENCE,
    VERDICT_STYLES,
    dimension_word,
    gate_word,
    score_style,
    verdict_word,
)
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _, language
from aiplan.tui.lines import Line, heading
from aiplan.tui.phrasing import told
from aiplan.tui.text import wrapped
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplan.core.assessment_gates import GateReading
    from aiplan.model.ai import Dimension

DECIDES: Mapping[str, str] = {
    "prohibited_use": "eu_ai_act", "irreversible_autonomous_harm": "route",
    "critical_residual_risk_untreated": "risks", "no_owner": "owner", "no_non_ai_baseline": "baseline",
    "no_eval_metric": "goal", "no_fallback": "fallback",
}  # fmt: skip
"""The field that decides a computed gate."""


def dimension_at(field: str) -> tuple[Dimension, bool] | None:
    """Return the dimension that a field belongs to and whether it is its evidence; `None` for other fields."""
    parts = field.split(".")
    if len(parts) < 2 or parts[0] != "scores" or parts[1] not in DIMENSIONS:
        return None
    return parts[1], parts[-1] == "evidence"


def gate_at(judged: Verdict, field: str) -> GateReading | None:
    """Return the gate that a field is, `None` for other fields."""
    name = field.removeprefix("gates.")
    return next((g for g in judged.gates if field.startswith("gates.") and g.name == name), None)


def hint_lines(judged: Verdict, field: str, because: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what the field under the cursor stands for, as a block of at most `width` cells.

    Args:
        judged: the assessment.
        field: the field under the cursor.
        because: what its score rests on.
        width: cells.
        glyphs: what to draw with.
    """
    found = dimension_at(field)
    if found is not None:
        make = _levels if found[1] else _anchors
        reason = [Line(part(line, "$foreground")) for line in wrapped(because, width)] if because else []
        return [*make(judged, found[0], width, glyphs), *reason]
    gate = gate_at(judged, field)
    if gate is not None:
        return [heading(fit(gate_word(gate.name), width, glyphs.ellipsis).rstrip()), *_plain(_gate(gate), width)]
    lines = [heading(_("Verdicts"))]
    for name in ("go", "pilot", "explore", "not_yet", "no_go"):
        here = name == judged.verdict
        said = f"{verdict_word(name)}: {explain_ai.verdict_meaning(name, language())}"
        style = VERDICT_STYLES[name] if here else "$gantt-muted"
        lines += _marked(said, style, width, glyphs, here=here)
    return lines


def hint_line(judged: Verdict, field: str, width: int, glyphs: Glyphs) -> Line:
    """Return the same in one line."""
    found = dimension_at(field)
    if found is not None:
        dimension, evidence = found
        if evidence:
            now = judged.inputs.evidence.get(dimension, 0)
            steps = [(n, explain_ai.evidence_level(n, language())) for n in range(now, min(MOST_EVIDENCE, now + 1) + 1)]
        else:
            score = judged.claimed.get(dimension, 0)
            first = max(1, score)
            steps = [
                (n, explain_ai.anchor(dimension, n, language())) for n in range(first, min(HIGHEST, score + 1) + 1)
            ]
        said = f"  {glyphs.right} ".join(f"{n} {text}" for n, text in steps)
    else:
        gate = gate_at(judged, field)
        said = _gate(gate) if gate is not None else explain_ai.verdict_meaning(judged.verdict, language())
    return Line(part(fit(said, width, glyphs.ellipsis).rstrip(), "$accent"))


def computed_why(gate: GateReading) -> str:
    """Return what decides a computed gate: what its fields say."""
    return told(gate.because)


def _gate(gate: GateReading) -> str:
    """Return where the state of a gate comes from, and what a failing one means."""
    if gate.computed is not None:
        origin = _("Computed: {why}.").format(why=computed_why(gate))
        if gate.differs:
            origin += " " + _("The file says {state}; the fields count.").format(
                state=explain_ai.title("gate_states", str(gate.written), language())
            )
        origin += " " + _("enter goes to the field.")
    elif gate.written is not None:
        origin = _("As written; space answers it anew.")
    else:
        origin = _("Nobody has answered: space answers it.")
    state = explain_ai.title("gate_states", gate.state, language())
    kind = _("failing: no go; unknown: explore at most") if gate.stop else _("unless it passes: explore at most")
    return f"{state}. {origin} {kind[0].upper()}{kind[1:]}."


def _anchors(judged: Verdict, dimension: Dimension, width: int, glyphs: Glyphs) -> list[Line]:
    words = explain_ai.dimension(dimension)
    lines = [heading(dimension_word(dimension)), *_plain(words.question.in_(language()), width)]
    for number, text in enumerate(words.anchors.in_(language()), 1):
        here = judged.claimed.get(dimension) == number
        style = f"bold {score_style(number)}" if here else "$gantt-muted"
        lines += _marked(f"{number} {text}", style, width, glyphs, here=here)
    return lines


def _levels(judged: Verdict, dimension: Dimension, width: int, glyphs: Glyphs) -> list[Line]:
    title = _("evidence of {dimension}").format(dimension=dimension_word(dimension))
    lines = [heading(fit(title[0].upper() + title[1:], width, glyphs.ellipsis).rstrip())]
    for level in range(MOST_EVIDENCE + 1):
        here = judged.inputs.evidence.get(dimension, 0) == level
        style = "bold $accent" if here else "$gantt-muted"
        lines += _marked(f"{level} {explain_ai.evidence_level(level, language())}", style, width, glyphs, here=here)
    return lines


def _plain(text: str, width: int) -> list[Line]:
    return [Line(part(line, "$foreground")) for line in wrapped(text, width)]


def _marked(text: str, style: str, width: int, glyphs: Glyphs, *, here: bool) -> list[Line]:
    mark = f"{glyphs.right} " if here else "  "
    lines = wrapped(text, width - 4)
    return [
        Line(part(mark if number == 0 else "    ", "$accent") + part(line, style)) for number, line in enumerate(lines)
    ]
