"""A decided bar in two lines: pass, fail or inconclusive, and why, with the interval drawn against the bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.experiments.look import gate_part, gate_sign, interval_bar
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _, n_
from aiplan.tui.lines import Line, joined
from aiplan.tui.numbers import short_by, value_text
from aiplan.tui.text import wrapped
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiplan.core.gates import Cause, GateDecision, GateStatusState, Measured
    from aiplan.model.plan import Plan

LEAST_BAR, MOST_BAR = 12, 24
"""Cells of the drawn interval."""
UNDECIDED: Mapping[Cause, str] = {
    "no_metric": N_("the metric is not in the plan"),
    "no_bar": N_("neither the bar nor the metric says how much is enough"),
    "no_direction": N_("nothing says which direction is better"),
    "no_reading": N_("nothing was measured yet"),
    "empty_sample": N_("the latest reading has no cases"),
    "not_finite": N_("the latest reading is not a number"),
    "out_of_range": N_("the latest reading is no proportion"),
}
"""Why there is nothing to draw."""


def why_text(decision: GateDecision, plan: Plan, *, dated: bool = True) -> str:
    """Return what decides a bar in a few words: the value, how far it is off, what would settle it.

    Args:
        decision: of the bar.
        plan: where metric and currency stand.
        dated: whether it is also said when and how it was measured.
    """
    found, metric = decision.decisive, plan.metrics.get(decision.gate.metric)
    if metric is None or found.value is None or decision.bar is None or decision.operator is None:
        return _(UNDECIDED.get(found.cause, UNDECIDED["no_reading"]))
    if found.cause in UNDECIDED:
        return _(UNDECIDED[found.cause])
    currency = plan.project.currency
    said = value_text(found.value, metric, currency)
    if found.n is not None:
        said = n_("{value} of {count} case", "{value} of {count} cases", found.n).format(
            value=said, count=f"{found.n:,}"
        )
    if found.segment is not None:
        said = f"{found.segment} {said}"
    pieces = [said]
    if decision.state == "fail":
        pieces.append(short_by(found.value, decision.bar, decision.operator, metric, currency))
    if decision.state == "inconclusive":
        pieces.append(needed_text(found))
    if found.method == "as_is" and dated:
        pieces.append(_("as it stands, without an interval"))
    if dated and found.on is not None:
        pieces.append(words.day(found.on, year=found.on.year))
    return words.listed(filter(None, pieces))


def needed_text(found: Measured) -> str:
    """Return what would settle an inconclusive value."""
    if found.needed_n == "never":
        return _("no sample settles a value on the bar")
    if found.needed_n is None:
        return ""
    return _("{needed} cases would settle it").format(needed=f"{found.needed_n:,}")


def decision_lines(
    decision: GateDecision, plan: Plan, width: int, glyphs: Glyphs, *, state: GateStatusState | None = None
) -> list[Line]:
    """Return the bar with its decision, and below it the interval against the bar, and why.

    Args:
        decision: of the bar.
        plan: where metric and currency stand.
        width: cells of a line.
        glyphs: what to draw with.
        state: what is shown instead of the decision, where it was waived.
    """  # fmt: skip
    shown = decision.state if state is None else state
    word = gate_part(shown)
    text = fit(decision.gate.text, max(4, width - 3 - word.cell_length - 1), glyphs.ellipsis).rstrip()
    first = joined((gate_sign(shown, glyphs), part(f" {text}  ", "$foreground"), word))
    return [first, *reason_lines(decision, plan, width, glyphs)]


def reason_lines(decision: GateDecision, plan: Plan, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the interval against the bar, and why it is decided so: beside it, or below where that is too long."""
    found, why = decision.decisive, why_text(decision, plan)
    if found.value is None or decision.bar is None or width < LEAST_BAR + 8:
        return [Line(part("  " + line, "$gantt-muted")) for line in wrapped(why, width - 2)]
    room = width - 4 - cell_len(why)
    cells = max(LEAST_BAR, min(MOST_BAR, room if room >= LEAST_BAR else MOST_BAR, width - 4))
    drawn = interval_bar(found, decision.bar, cells, glyphs)
    if room >= LEAST_BAR:
        return [joined((part("  "), drawn, part(f"  {why}", "$gantt-muted")))]
    return [joined((part("  "), drawn)), *(Line(part("  " + line, "$gantt-muted")) for line in wrapped(why, width - 2))]
