"""The list of assessments: the best verdict first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiplan.core.verdict import VERDICTS, Verdict, verdict
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.feasibility.look import verdict_part, verdict_word
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, heading, joined, row
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.model.plan import Plan

WORD = 11
"""Cells of a verdict."""


def judgements(plan: Plan) -> dict[str, Verdict]:
    """Return the verdict on every assessment: the best first, then by score, then as in the file."""
    found = {key: verdict(plan, key) for key in plan.assessments}
    order = sorted(found, key=lambda key: (VERDICTS.index(found[key].verdict), -(found[key].score or 0)))
    return {key: found[key] for key in order}


def counted(judged: Mapping[str, Verdict]) -> str:
    """Return how many assessments have which verdict."""
    verdicts = [v.verdict for v in judged.values()]
    return words.listed(f"{verdicts.count(name)} {verdict_word(name)}" for name in VERDICTS if name in verdicts)


def list_lines(
    plan: Plan, judged: Mapping[str, Verdict], shown: str, as_of: dt.date, width: int, glyphs: Glyphs
) -> list[Line]:
    """Return a line for each assessment; the one whose scorecard is shown is marked."""
    lines = [heading(_("Assessments"))]
    for key, found in judged.items():
        assessment = plan.assessments[key]
        late = assessment.review_by is not None and assessment.review_by < as_of
        score = glyphs.dash if found.score is None else f"{found.score:.0f}"
        here = key == shown
        title = fit(assessment.title or key, max(4, width - WORD - 8), glyphs.ellipsis)
        content = joined((
            part(f"{glyphs.right if here else ' '} ", "bold $accent"),
            verdict_part(found.verdict, WORD),
            part(title, "bold $foreground" if here else "$foreground"),
            part(fit_right(score, 4), "$gantt-muted"),
            part(glyphs.critical if late else " ", "bold $gantt-error"),
        )).content  # fmt: skip
        lines.append(row(content, ("assessments", key)))
    return lines
