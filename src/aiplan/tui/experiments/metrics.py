"""Metrics: a table of all, and all about one: values over time, segments, and the gates that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from aiplan.core.gates import GateStatus, decide_gate, item_gates, latest_readings
from aiplan.model.values import Gate
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.experiments.look import gate_sign
from aiplan.tui.experiments.series import series, sparkline, style_of
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, fitted, joined, row
from aiplan.tui.numbers import short_by, value_text
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.core.gates import GateDecision
    from aiplan.model.context import Metric
    from aiplan.model.plan import Plan
    from aiplan.tui.state import Document

VALUE = 10
"""Cells of a value."""
TREND = 7
BASELINE_FROM = 74
"""Cells from which the table also says the baseline, and what is missing."""


def gates_of(plan: Plan, key: str, as_of: dt.date) -> list[tuple[str, str, GateStatus]]:
    """Return (section, id, gate) of every gate of a milestone or rollout stage that reads the metric `key`."""
    return [
        (section, item, status)
        for section, items in (("milestones", plan.milestones), ("rollout", plan.rollout))
        for item in items
        for status in item_gates(plan, item, as_of)
        if status.gate.metric == key
    ]


def standing(plan: Plan, key: str, as_of: dt.date) -> GateDecision:
    """Return how the metric stands against its target; by its worst segment where only those were measured."""
    metric = plan.metrics[key]
    aggregate: Literal["min", "max"] | None = None
    latest = latest_readings(metric.readings, as_of)
    if latest and None not in latest:
        aggregate = "max" if metric.better == "lower" else "min"
    return decide_gate(plan, Gate(metric=key, aggregate=aggregate), as_of)


def table_lines(document: Document, shown: str | None, width: int, glyphs: Glyphs) -> list[Line]:
    """Return a line for each metric; the one that is told all about is marked."""
    plan, as_of = document.plan, document.schedule.as_of
    roomy = width >= BASELINE_FROM
    title_width = max(6, width - 4 - 2 * VALUE - TREND - (VALUE + 20 if roomy else 0))
    head = fit(_("Metrics"), title_width + 4)
    columns = [*([_("baseline")] if roomy else []), _("now"), _("target")]
    note = "".join(fit_right(fit(name, VALUE - 1).rstrip(), VALUE) for name in columns)
    note += fit(" " + _("trend"), TREND) + (fit(" " + _("missing"), 20) if roomy else "")
    lines = [Line(fitted(part(head, "bold $primary") + part(note, "$gantt-muted"), width, glyphs.ellipsis))]
    if not plan.metrics:
        lines.append(Line(part(fit("  " + _("none yet: a adds one"), width, glyphs.ellipsis), "$gantt-muted")))
    return lines + [
        _table_row(plan, key, as_of, title_width, shown=shown, roomy=roomy, glyphs=glyphs) for key in plan.metrics
    ]


def _table_row(
    plan: Plan, key: str, as_of: dt.date, title_width: int, *, shown: str | None, roomy: bool, glyphs: Glyphs
) -> Line:
    metric, currency, here = plan.metrics[key], plan.project.currency, key == shown
    found, now = standing(plan, key, as_of), series(metric, as_of).now
    title = fit(metric.title or key, title_width, glyphs.ellipsis)

    def value(number: float | None) -> str:
        return fit_right(fit(value_text(number, metric, currency, missing=glyphs.dash), VALUE - 1).rstrip(), VALUE)

    pieces = [
        part(f"{glyphs.right if here else ' '} ", "bold $accent"),
        gate_sign(found.state, glyphs) if now is not None else part(glyphs.dash, "$gantt-faint"),
        part(f" {title}", "bold $foreground" if here else "$foreground"),
        part(value(metric.baseline), "$gantt-muted") if roomy else part(""),
        part(value(now), "$gantt-faint" if now is None else style_of(now, metric)),
        part(value(metric.target), "$foreground"),
        part(" "), sparkline(metric, as_of, TREND - 1, glyphs),
    ]  # fmt: skip
    if roomy:
        pieces.append(part(" " + fit(_missing(found, metric, currency), 19, glyphs.ellipsis), "$gantt-muted"))
    return row(joined(pieces).content, ("metrics", key))


def _missing(found: GateDecision, metric: Metric, currency: str) -> str:
    """Return in two words what is missing to the target."""
    value = found.value
    if value is None or found.bar is None or found.operator is None:
        return _("not measured") if found.cause == "no_reading" else ""
    if found.state == "inconclusive" and isinstance(found.needed_n, int):
        return _("{needed} cases").format(needed=f"{found.needed_n:,}")
    return short_by(value, found.bar, found.operator, metric, currency)
