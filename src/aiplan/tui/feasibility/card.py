"""The scorecard of one assessment: verdict and what raises it, scores, gates, facts and data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from aiplan.core import explain_ai
from aiplan.core.verdict import DIMENSIONS, EVIDENCE_CAPPED, Verdict, bands_of, weights_of
from aiplan.core.ways_up import Change, ways_up
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.feasibility.look import (
    GATE_STYLES,
    change_key,
    change_text,
    dimension_word,
    evidence_dots,
    gate_answer,
    gate_mark,
    gate_word,
    of_100,
    score_bar,
    score_key,
    score_style,
    verdict_part,
    verdict_word,
)
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _, language
from aiplan.tui.lines import Line, beside, heading, joined, row
from aiplan.tui.text import flowed, wrapped
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.core.assessment_gates import GateReading
    from aiplan.model.ai import Dimension, Score
    from aiplan.model.plan import Plan

NAME = 21
"""Cells of the name of a dimension."""
ANCHORS_FROM = 110
"""Cells from which each score also says what it stands for."""
ANSWER = 4
"""Cells of the answer of a gate."""
GATES_BESIDE = 76
"""Cells from which gates stand in two columns."""


def verdict_lines(plan: Plan, key: str, judged: Verdict, width: int, glyphs: Glyphs) -> list[Line]:
    """Return title, verdict, the rule that decided, and what would raise it; every change is a target."""
    assessment = plan.assessments[key]
    title = fit(assessment.title or key, width, glyphs.ellipsis).rstrip()
    word = verdict_part(judged.verdict) + part(f"  {of_100(judged)}", "$foreground")
    meaning = explain_ai.verdict_meaning(judged.verdict, language())
    lines = [row(part(title, "bold $foreground"), ("assessments", key), "title")]
    if word.cell_length + 2 + cell_len(meaning) <= width:
        lines.append(Line(word + part(f"  {meaning}", "$gantt-muted")))
    else:
        lines += [Line(word), *(Line(part(line, "$gantt-muted")) for line in wrapped(meaning, width))]
    lines += _said(_("because"), reason_text(judged), width)
    if judged.policy_used:
        lines.append(row(part(_policy(judged, width, glyphs), "$gantt-muted"), ("assessment_policy",)))
    if judged.weakest:
        pieces = [_target(key, score_key(d), dimension_word(d), "$warning") for d in judged.weakest]
        lowest = part(f"({judged.inputs.scores[judged.weakest[0]]}) ", "$foreground")
        lines += flowed((_label(_("weakest")), lowest, *_between(pieces)), width, LABEL, glyphs.ellipsis)
    return lines + _raising(plan, key, judged, width, glyphs)


LABEL = 11


def reason_text(judged: Verdict) -> str:
    """Return the rule that decided a verdict, dimensions and gates under their titles."""
    said = explain_ai.verdict_reason(judged.judgement, judged.inputs.policy, language())
    if language() != "en" or not judged.judgement.because:
        return said
    names = [dimension_word(name) if name in DIMENSIONS else gate_word(name) for name in judged.judgement.because]
    return f"{said.rsplit(': ', 1)[0]}: {', '.join(names)}"


def _label(text: str) -> Content:
    return part(fit(text, LABEL - 1) + " ", "$gantt-muted")


def _said(label: str, text: str, width: int) -> list[Line]:
    lines = wrapped(text, width - LABEL)
    return [Line(_label(label if number == 0 else "") + part(line, "$foreground")) for number, line in enumerate(lines)]


def _target(key: str, field: str, text: str, style: str) -> Line:
    return row(part(text, style), ("assessments", key), field)


def _between(pieces: Sequence[Content | Line], mark: str = ", ") -> list[Line]:
    """Return pieces with a mark after all but the last."""
    last = len(pieces) - 1
    return [joined((piece, part(mark if number < last else "", "$gantt-muted"))) for number, piece in enumerate(pieces)]


def _policy(judged: Verdict, width: int, glyphs: Glyphs) -> str:
    """Return the plan's own weights and bands."""
    own = [f"{dimension_word(d)} {weight:g}" for d, weight in judged.inputs.policy.weights.items()]
    bands = [f"{verdict_word(name)} {glyphs.right} {float(bar):g}" for name, bar in bands_of(judged.inputs.policy)]
    said = _("by the plan's own policy: {weights}").format(weights=words.listed([*own, *bands]))
    return fit(said, width, glyphs.ellipsis).rstrip()


def _raising(plan: Plan, key: str, judged: Verdict, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the ways to a verdict one band better."""
    ways = ways_up(plan, judged)
    if ways.target is None:
        missing = [_target(key, score_key(d), dimension_word(d), "$accent") for d in judged.missing]
        scoring: list[Content | Line] = [_label(_("to score")), *_between(missing)]
        return flowed(scoring, width, LABEL, glyphs.ellipsis) if missing else []
    if not ways.reachable:
        return _said(_("raises it"), _("nothing reaches {verdict} under the plan's own bands").format(
            verdict=verdict_word(ways.target)), width)  # fmt: skip
    lines: list[Line] = []
    label = _("raises it")
    to = joined((part(_("to") + " ", "$gantt-muted"), verdict_part(ways.target), part(": ", "$gantt-muted")))
    for number, changes in enumerate((ways.required, *ways.options)):
        if not changes:
            continue
        lead: list[Content | Line] = [_label(label)] if not lines else [_label("")]
        if not lines:
            lead.append(to)
        elif number == 1:
            lead.append(part(_("and") + " " if ways.required else "", "$gantt-muted"))
        else:
            lead.append(part(_("or") + " ", "$gantt-muted"))
        pieces = [_change(key, change, glyphs) for change in changes]
        lines += flowed((*lead, *_between(pieces, "; ")), width, LABEL, glyphs.ellipsis)
    return lines


def _change(key: str, change: Change, glyphs: Glyphs) -> Line:
    text = part(change_text(change, glyphs), "$accent")
    if change.kind == "dataset":
        return row(text, ("datasets", change.name), "band")
    return row(text, ("assessments", key), change_key(change))


def score_lines(plan: Plan, key: str, judged: Verdict, width: int, glyphs: Glyphs) -> list[Line]:
    """Return a line for each dimension: name, weight, score, evidence, and the reason given for them."""
    given = plan.assessments[key].scores
    wide = width >= 70
    note = _("weight, score 1-5, evidence 0-4, because") if wide else _("score 1-5, evidence 0-4")
    return [
        heading(_("Scores"), note),
        *(_score(judged, given.get(d), d, width, glyphs) for d in DIMENSIONS),
    ]


def _score(judged: Verdict, given: Score | None, dimension: Dimension, width: int, glyphs: Glyphs) -> Line:
    key, weight = judged.id, float(weights_of(judged.inputs.policy)[dimension])
    score, claimed = judged.inputs.scores.get(dimension), judged.claimed.get(dimension)
    name = NAME if width >= 70 else 14
    weighing = fit_right(f"{weight:g}", 4) if width >= 70 else ""
    digit = glyphs.dash if score is None else str(score)
    bar = joined((
        part(f" {fit(dimension_word(dimension), name, glyphs.ellipsis)}", "$foreground"),
        part(f"{weighing}  ", "$gantt-muted"),
        score_bar(score, claimed, glyphs),
        part(f" {digit}", f"bold {score_style(score)}" if score is not None else "$gantt-muted"),
    ))  # fmt: skip
    needed = 3 if dimension in EVIDENCE_CAPPED else 0
    dots = evidence_dots(given.evidence if given else 0, glyphs, needed=needed)
    used = bar.content.cell_length + 2 + 4 + 2
    return joined((
        row(bar.content, ("assessments", key), score_key(dimension), start=1), Content("  "),
        row(dots, ("assessments", key), score_key(dimension, evidence=True)), Content("  "),
        _reason(judged, dimension, "" if given is None else given.because, width - used, glyphs),
    ))  # fmt: skip


def _reason(judged: Verdict, dimension: Dimension, because: str, width: int, glyphs: Glyphs) -> Content:
    """Return why a score is what it is; where there is room, also what it stands for."""
    score = judged.inputs.scores.get(dimension)
    if score is None:
        return part(fit(_("not scored yet: + begins"), width, glyphs.ellipsis).rstrip(), "$gantt-muted")
    warning = ""
    if dimension == "data" and judged.data_bounded and judged.bound is not None:
        warning = _("claims {claimed}, but {ids}: ").format(
            claimed=judged.claimed["data"], ids=words.listed(judged.bound.datasets)
        )
    anchor = explain_ai.anchor(dimension, score, language())
    room = width * 3 // 5 if width + 36 >= ANCHORS_FROM else width
    said = fit(warning + (because or anchor), room, glyphs.ellipsis)
    cut = len(warning)
    text = part(said[:cut], "$warning") + part(said[cut:], "$foreground" if because else "$gantt-muted")
    if room < width:
        text += part("  " + fit(anchor, width - room - 2, glyphs.ellipsis).rstrip(), "$gantt-muted")
    return text


def gate_lines(key: str, judged: Verdict, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the stop and hold gates with their answers; side by side where there is room."""
    side = (width - 2) // 2 if width >= GATES_BESIDE else width

    def block(title: str, *, stop: bool) -> list[Line]:
        gates = [g for g in judged.gates if g.stop is stop]
        return [heading(title, _("is it so?")), *(_gate(key, g, side, glyphs) for g in gates)]

    left, right = block(_("Stop gates"), stop=True), block(_("Hold gates"), stop=False)
    return beside(left, right, side) if width >= GATES_BESIDE else left + right


def _gate(key: str, gate: GateReading, width: int, glyphs: Glyphs) -> Line:
    """Return a gate and its answer: a gate is named for the bad state, and no is good."""
    answer = fit(gate_answer(gate.state), ANSWER)
    origin = f" {glyphs.arrow_in}" if gate.computed is not None else ""
    title = fit(gate_word(gate.name), max(8, width - 4 - ANSWER - len(origin)), glyphs.ellipsis).rstrip()
    return row(
        joined((
            part(" "), gate_mark(gate.state, glyphs), part(f" {answer}", GATE_STYLES[gate.state]),
            part(title, "$gantt-muted" if gate.state == "pass" else "$foreground"),
            part(origin, "$warning" if gate.differs else "$gantt-dim"),
        )).content,
        ("assessments", key), f"gates.{gate.name}", start=1,
    )  # fmt: skip
