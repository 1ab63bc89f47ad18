"""Assessments side by side: verdict, scores with their evidence, gates that do not pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core.assessment_gates import GATES
from aiplan.core.verdict import DIMENSIONS, Verdict
from aiplan.tui.cells import fit
from aiplan.tui.feasibility.hints import gate_at
from aiplan.tui.feasibility.look import (
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
)
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, fitted, heading, joined, row
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.plan import Plan

NAME = 18
COLUMN = 17
"""Least cells of a column."""


def compare_lines(plan: Plan, judged: Mapping[str, Verdict], width: int, glyphs: Glyphs) -> list[Line]:
    """Return tables with a column for each assessment, as many beside each other as fit."""
    name = NAME if width >= 72 else 13
    beside = max(1, (width - name) // COLUMN)
    room = min(30, (width - name) // max(1, min(beside, len(judged))))
    keys = list(judged)
    lines = [heading(_("Side by side"), _("+ and - change the score under the cursor"))]
    for start in range(0, len(keys), beside):
        if start:
            lines.append(Line())
        lines += _table(plan, {k: judged[k] for k in keys[start : start + beside]}, name, room, glyphs)
    return lines


def _table(plan: Plan, judged: Mapping[str, Verdict], name: int, room: int, glyphs: Glyphs) -> list[Line]:
    best = max((v.score or 0.0 for v in judged.values()), default=0.0)

    def line(label: str, cells: Sequence[Content | Line]) -> Line:
        head = part(fit(label, name - 1, glyphs.ellipsis) + " ", "$gantt-muted")
        return joined((head, *cells))

    def cell(content: Content, key: str, field: str = "") -> Line:
        shown = fitted(content, room - 2, glyphs.ellipsis)
        return joined((row(shown, ("assessments", key), field), Content("  ")))

    def titled(key: str) -> Content:
        return part(fit(plan.assessments[key].title or key, room - 2, glyphs.ellipsis), "bold $foreground")

    lines = [
        line("", [cell(titled(key), key) for key in judged]),
        line(_("verdict"), [joined((fitted(verdict_part(v.verdict), room),)) for v in judged.values()]),
        line(_("score"), [
            fitted(part(of_100(v), "bold $foreground" if v.score == best else "$foreground"), room)
            for v in judged.values()
        ]),
    ]  # fmt: skip
    for dimension in DIMENSIONS:
        top = max((v.inputs.scores.get(dimension, 0) for v in judged.values()), default=0)
        cells = []
        for key, v in judged.items():
            score = v.inputs.scores.get(dimension)
            style = "$gantt-muted" if score is None else f"bold {score_style(score)}" if score == top else "$foreground"
            cells.append(joined((
                row(score_bar(score, v.claimed.get(dimension), glyphs)
                    + part(f" {glyphs.dash if score is None else score}", style),
                    ("assessments", key), score_key(dimension)),
                Content(" "),
                row(evidence_dots(v.inputs.evidence.get(dimension, 0), glyphs), ("assessments", key),
                    score_key(dimension, evidence=True)),
                Content(" " * max(1, room - 12)),
            )))  # fmt: skip
        lines.append(line(dimension_word(dimension), cells))
    for gate in GATES:
        found = {key: gate_at(v, f"gates.{gate}") for key, v in judged.items()}
        if all(g is None or g.state == "pass" for g in found.values()):
            continue
        cells = [
            cell(gate_mark(g.state, glyphs) + part(f" {gate_answer(g.state)}", "$gantt-muted"), key, f"gates.{gate}")
            for key, g in found.items()
            if g is not None
        ]
        lines.append(line(gate_word(gate), cells))
    return lines
