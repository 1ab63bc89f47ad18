"""How verdicts, scores, evidence and gates look and are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from textual.content import Content

from aiplan.core import explain_ai
from aiplan.core.verdict import Verdict, VerdictName
from aiplan.core.ways_up import Change
from aiplan.model.ai import Dimension, GateState
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _, language
from aiplan.tui.widgets.line import part

VERDICT_STYLES: Mapping[VerdictName, str] = MappingProxyType({
    "go": "bold $gantt-good", "pilot": "bold $gantt-good", "explore": "bold $warning", "not_yet": "bold $gantt-error",
    "incomplete": "bold $gantt-muted", "no_go": "bold $gantt-error",
})  # fmt: skip
GATE_STYLES: Mapping[GateState, str] = MappingProxyType(
    {"pass": "$gantt-good", "fail": "bold $gantt-error", "unknown": "bold $warning"}
)
HIGHEST, MOST_EVIDENCE = 5, 4


def verdict_word(name: VerdictName) -> str:
    """Return a verdict in the language of the interface."""
    return explain_ai.title("verdicts", name, language())


def verdict_part(name: VerdictName, width: int = 0) -> Content:
    """Return a verdict as a coloured word, in `width` cells where that is given."""
    word = verdict_word(name)
    return part(fit(word, width) if width else word, VERDICT_STYLES[name])


def dimension_word(name: str) -> str:
    """Return the title of a dimension in the language of the interface."""
    return next((d.title.in_(language()) for d in explain_ai.dimensions() if d.id == name), name)


def gate_word(name: str) -> str:
    """Return the title of a gate of an assessment in the language of the interface."""
    return explain_ai.title("gates", name, language())


def gate_mark(state: GateState, glyphs: Glyphs) -> Content:
    """Return the mark of a gate: passed, failing or unknown."""
    mark = {"pass": glyphs.done, "fail": glyphs.critical, "unknown": glyphs.unknown}[state]
    return part(mark, GATE_STYLES[state])


def gate_answer(state: GateState) -> str:
    """Return whether what a gate is named for is so: no is good, as it is named for the bad state."""
    return {"pass": _("no"), "fail": _("yes"), "unknown": "?"}[state]


def score_style(score: int) -> str:
    """Return the colour of a score: 1 stops, 2 costs a band, 4 is good."""
    return "$gantt-error" if score <= 1 else "$warning" if score <= 3 else "$gantt-good"


def score_bar(score: int | None, claimed: int | None, glyphs: Glyphs) -> Content:
    """Return a score as five cells; what is claimed beyond what counts is drawn lighter."""
    if score is None:
        return part(glyphs.bar_done * HIGHEST, "$gantt-rule")
    beyond = max(0, (claimed or score) - score)
    return (
        part(glyphs.bar_critical * score, score_style(score))
        + part(glyphs.bar_task * beyond, "$gantt-faint")
        + part(glyphs.bar_done * (HIGHEST - score - beyond), "$gantt-rule")
    )


def evidence_dots(level: int, glyphs: Glyphs, *, needed: int = 0) -> Content:
    """Return evidence as four dots; in the colour of a warning where a verdict needs more."""
    style = "$warning" if level < needed else "$gantt-task"
    return part(glyphs.dot * level, style) + part(glyphs.dot_empty * (MOST_EVIDENCE - level), "$gantt-rule")


def of_100(judged: Verdict) -> str:
    """Return the score of an assessment."""
    if judged.score is None:
        return _("not scored")
    return _("{score} of 100").format(score=f"{judged.score:.4g}")


def change_key(change: Change) -> str:
    """Return the field of the assessment that a change is made in; empty for one of a data set."""
    return {
        "score": f"scores.{change.name}", "evidence": f"scores.{change.name}.evidence", "gate": f"gates.{change.name}",
        "dataset": "",
    }[change.kind]  # fmt: skip


def change_text(change: Change, glyphs: Glyphs) -> str:
    """Return what is to be raised, from where to where."""
    now, to = change.now or glyphs.dash, change.to or "?"
    if change.kind == "gate":
        states = {state: explain_ai.title("gate_states", state, language()) for state in ("pass", "fail", "unknown")}
        return f"{gate_word(change.name)}: {states.get(now, now)} {glyphs.arrow_out} {states.get(to, to)}"
    name = {
        "score": dimension_word(change.name),
        "evidence": _("evidence of {dimension}").format(dimension=dimension_word(change.name)),
        "dataset": _("data set {id}").format(id=change.name),
    }[change.kind]
    return f"{name} {now} {glyphs.arrow_out} {to}"


def score_key(dimension: Dimension, *, evidence: bool = False) -> str:
    """Return the field of a score or of its evidence."""
    return f"scores.{dimension}.evidence" if evidence else f"scores.{dimension}"
