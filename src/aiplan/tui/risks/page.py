"""The lines of view 7, as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core.risk import LEVELS, inherent, residual
from aiplan.tui.cells import fit
from aiplan.tui.feasibility.facts import tier_word
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _, n_
from aiplan.tui.lines import Line, beside, empty, fitted, heading, row
from aiplan.tui.risks.detail import detail_lines
from aiplan.tui.risks.look import LEVEL_STYLES, level_word
from aiplan.tui.risks.matrix import matrix_lines
from aiplan.tui.risks.register import attention, ordered, register_lines
from aiplan.tui.text import within
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.plan import Plan
    from aiplan.tui.state import AppState, Document

BESIDE = 100
"""Cells from which the matrix stands beside the list."""
MATRIX = 46
"""Cells of the matrix beside the list."""
STICKY = 2
"""First lines that stay: how many risks of which level, and what the one under the cursor needs."""


def shown_risk(state: AppState, last: str | None) -> str | None:
    """Return the risk that is told all about: the selected one, else the one shown so far, else the gravest."""
    risks, item = state.document.plan.risks, state.item
    if item is not None and len(item) == 2 and item[0] == "risks" and item[1] in risks:
        return str(item[1])
    return last if last in risks else next(iter(ordered(state.document.plan)), None)


def risk_lines(
    state: AppState, width: int, glyphs: Glyphs, *, after_treatment: bool = False, shown: str | None = None
) -> list[Line]:
    """Return the lines of the view.

    Args:
        state: what is to be shown.
        width: cells of a line.
        glyphs: what to draw with.
        after_treatment: whether matrix and order go by the residual ratings.
        shown: the risk that is told all about.
    """
    lines = _lines(state, width, glyphs, after_treatment=after_treatment, shown=shown)
    return within(lines, width, glyphs.ellipsis)


def _lines(state: AppState, width: int, glyphs: Glyphs, *, after_treatment: bool, shown: str | None) -> list[Line]:
    document, plan = state.document, state.document.plan
    tiers = _tiers(plan, width, glyphs)
    if not plan.risks:
        said = _("No risks yet: a adds one, p proposes some from low scores.")
        return [*empty(said), Line(), *tiers] if tiers else empty(said)
    order = ordered(plan, after_treatment=after_treatment)
    key = order[0] if shown is None or shown not in plan.risks else shown
    numbers = {name: number for number, name in enumerate(order, 1)}
    head = [
        _summary(plan, width, glyphs, after_treatment=after_treatment),
        _needs(document, key, width, glyphs),
    ]
    if width >= BESIDE:
        left = [
            *matrix_lines(plan, numbers, MATRIX, glyphs, after_treatment=after_treatment), Line(),
            *detail_lines(document, key, MATRIX, glyphs),
        ]  # fmt: skip
        room = width - MATRIX - 3
        right = [*register_lines(document, order, key, room, glyphs), Line(), *_tiers(plan, room, glyphs)]
        return [*head, *beside(left, right, MATRIX, f" {glyphs.separator} ")]
    return [
        *head,
        *matrix_lines(plan, numbers, width, glyphs, after_treatment=after_treatment, lines=1), Line(),
        *register_lines(document, order, key, width, glyphs), Line(),
        *detail_lines(document, key, width, glyphs), Line(),
        *tiers,
    ]  # fmt: skip


def _summary(plan: Plan, width: int, glyphs: Glyphs, *, after_treatment: bool) -> Line:
    """Return how many open risks have which level, before or after treatment."""
    open_ = [risk for risk in plan.risks.values() if risk.status == "open"]
    ratings = [residual(risk) if after_treatment else inherent(risk) for risk in open_]
    content = part(n_("{count} open risk", "{count} open risks", len(open_)).format(count=len(open_)), "bold $primary")
    content += part(" " + (_("after treatment") if after_treatment else _("before treatment")), "$gantt-muted")
    for level in reversed(LEVELS):
        count = sum(1 for rating in ratings if rating is not None and rating.level == level)
        if count:
            content += part(f"   {count} {level_word(level)}", LEVEL_STYLES[level])
    return Line(content if content.cell_length <= width else fitted(content, width, glyphs.ellipsis))


def _needs(document: Document, key: str, width: int, glyphs: Glyphs) -> Line:
    """Return what needs somebody: how many risks do, and the first trouble of the one that is shown."""
    plan, as_of = document.plan, document.schedule.as_of
    troubled = [name for name, risk in plan.risks.items() if next(attention(risk, as_of), None) is not None]
    if not troubled:
        return Line(
            part(fit(_("every open risk has an owner, a treatment and a review ahead"), width).rstrip(), "$gantt-good")
        )
    said = n_("{count} risk needs somebody", "{count} risks need somebody", len(troubled)).format(count=len(troubled))
    own = next((trouble for _field, trouble in attention(plan.risks[key], as_of)), "")
    more = f"; {key}: {own}" if own else f": {', '.join(troubled)}"
    return Line(part(fit(f"{glyphs.critical} {said}{more}", width, glyphs.ellipsis).rstrip(), "$gantt-error"))


def _tiers(plan: Plan, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the tier of every assessment under the EU AI Act."""
    if not plan.assessments:
        return []
    lines = [heading(_("EU AI Act"), _("t asks the questions; an aid, not legal advice"))]
    lines = [Line(fitted(line.content, width, glyphs.ellipsis)) for line in lines]
    for key, assessment in plan.assessments.items():
        asked = assessment.eu_ai_act is not None and assessment.eu_ai_act.tier != "not_classified"
        name = fit(key, min(20, width // 3), glyphs.ellipsis)
        tier = fit(tier_word(assessment.eu_ai_act), width - min(20, width // 3) - 3, glyphs.ellipsis).rstrip()
        content: Content = part(f" {name}  ", "$foreground") + part(tier, "$foreground" if asked else "$warning")
        lines.append(row(content, ("assessments", key), "eu_ai_act", start=1))
    return lines
