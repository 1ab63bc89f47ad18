"""All about one metric: its figures, its values over time, its segments, and who waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.experiments.criteria import decision_lines, reason_lines
from aiplan.tui.experiments.look import gate_part, gate_sign, interval_bar, span_of
from aiplan.tui.experiments.metrics import gates_of, standing
from aiplan.tui.experiments.series import chart_lines, series, style_of
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _, n_
from aiplan.tui.lines import Line, fitted, heading, joined, row
from aiplan.tui.numbers import value_text
from aiplan.tui.text import flowed, wrapped
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    import datetime as dt

    from textual.content import Content

    from aiplan.core.gates import GateDecision, GateStatus, GateStatusState
    from aiplan.model.context import Metric
    from aiplan.model.plan import Plan
    from aiplan.tui.state import Document

CHART = 6
"""Lines of the chart."""
SEGMENTS = 10
"""Segments that are drawn, the worst first."""
KINDS = {
    "quality": N_("quality"), "business": N_("business"), "fairness": N_("fairness"), "safety": N_("safety"),
    "latency": N_("latency"), "cost": N_("cost"), "adoption": N_("adoption"),
}  # fmt: skip


def metric_lines(document: Document, key: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return all about the metric `key`; every part of it is a target."""
    plan, as_of = document.plan, document.schedule.as_of
    metric, here, currency = plan.metrics[key], ("metrics", key), plan.project.currency
    title = fit(metric.title or key, width, glyphs.ellipsis).rstrip()
    lines = [row(part(title, "bold $foreground"), here, "title")]
    better = {"higher": _("higher is better"), "lower": _("lower is better"), None: _("which direction is better?")}
    said = words.listed(filter(None, (
        _(KINDS.get(metric.kind, metric.kind)), better[metric.better],
        _("a proportion: decided with its interval") if metric.proportion else "",
        _("by {name}").format(name=metric.owner) if metric.owner else "",
    )))  # fmt: skip
    lines.append(row(part(fit(said, width, glyphs.ellipsis).rstrip(), "$gantt-muted"), here, "better"))
    lines += [_figures(metric, as_of, width, currency, here, glyphs), Line()]
    found = standing(plan, key, as_of)
    if series(metric, as_of).now is None:
        text = _("nothing was measured yet: + records a reading")
        lines.append(row(part(fit(text, width, glyphs.ellipsis).rstrip(), "$warning"), here, "readings"))
    else:
        lines += _latest(plan, found, key, width, glyphs)
        lines.append(Line())
        lines += [Line(content) for content in chart_lines(metric, as_of, width, CHART, glyphs, currency)]
    lines += _segments(plan, key, found, width, glyphs)
    lines += _gates(plan, key, found, as_of, width, glyphs)
    if metric.notes:
        lines += [Line(), *(Line(part(line, "$gantt-muted")) for line in wrapped(metric.notes, width))]
    return lines


def _figures(metric: Metric, as_of: dt.date, width: int, currency: str, here: tuple[str, str], glyphs: Glyphs) -> Line:
    """Return baseline, now, floor and target side by side."""
    now = series(metric, as_of)
    figures = (
        (_("baseline"), metric.baseline, "baseline", "$foreground"),
        (_("worst") if now.worst else _("now"), now.now, "readings",
         "$gantt-muted" if now.now is None else f"bold {style_of(now.now, metric)}"),
        (_("floor"), metric.floor, "floor", "$foreground"),
        (_("target"), metric.target, "target", "bold $foreground"),
    )  # fmt: skip
    each = max(12, width // len(figures))
    pieces = []
    for name, value, field, style in figures:
        text = value_text(value, metric, currency, missing=glyphs.dash)
        content = part(f"{name} ", "$gantt-muted") + part(text, style)
        pieces.append(row(fitted(content, each - 1, glyphs.ellipsis), here, field))
        pieces.append(Line(part(" ")))
    return joined(pieces)


def _latest(plan: Plan, found: GateDecision, key: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the latest value against the target, with its interval."""
    first = joined(
        (gate_sign(found.state, glyphs), part(" " + _("target") + "  ", "$foreground"), gate_part(found.state))
    )
    lines = [row(first.content, ("metrics", key), "target")]
    first, *rest = reason_lines(found, plan, width, glyphs)
    lines += [row(first.content, ("metrics", key), "readings", start=2), *rest]
    interval = found.interval
    if interval is not None:
        text = _("95 % interval {low} to {high}").format(
            low=f"{interval.low * 100:.1f} %", high=f"{interval.high * 100:.1f} %"
        )
        lines.append(Line(part("  " + fit(text, width - 2, glyphs.ellipsis).rstrip(), "$gantt-muted")))
    return lines


def _segments(plan: Plan, key: str, found: GateDecision, width: int, glyphs: Glyphs) -> list[Line]:
    """Return each segment with its interval against the target, the worst first."""
    metric, currency = plan.metrics[key], plan.project.currency
    segments = found.segments
    if not segments:
        return []
    bar = found.bar
    lines = [Line(), _fit_heading(_("Segments"), _("worst first, against the target"), width, glyphs)]
    name_width = min(16, max(8, width // 4))
    cells = max(10, min(26, width - name_width - 24))
    span = None if bar is None else span_of(segments, bar)
    for one in segments[:SEGMENTS]:
        value = value_text(one.value, metric, currency, missing=glyphs.dash)
        drawn: Content = part(" " * cells) if bar is None else interval_bar(one, bar, cells, glyphs, span=span)
        size = "" if one.n is None else f" /{one.n:,}"
        content = joined((
            gate_sign(one.state, glyphs),
            part(" " + fit(one.segment or "", name_width, glyphs.ellipsis), "$foreground"),
            part(fit_right(value, 8) + " ", "$foreground"), drawn, part(fit(size, 8), "$gantt-muted"),
        )).content  # fmt: skip
        lines.append(
            row(fitted(content, min(width, content.cell_length), glyphs.ellipsis), ("metrics", key), "readings")
        )
    more = len(segments) - SEGMENTS
    if more > 0:
        said = n_("{count} more stands better", "{count} more stand better", more).format(count=more)
        lines.append(Line(part(f"  {said}", "$gantt-muted")))
    return lines


def _gates(plan: Plan, key: str, found: GateDecision, as_of: dt.date, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the gates that read the metric, and the experiments and goals that aim at it."""
    lines: list[Line] = []
    using = gates_of(plan, key, as_of)
    if using:
        lines += [Line(), _fit_heading(_("Gates"), _("who waits for it, and what is missing"), width, glyphs)]
    for status, items in _same(using):
        state: GateStatusState = status.state
        first, *rest = decision_lines(status.decision, plan, width, glyphs, state=state)
        lines.append(row(first.content, items[0], "gates"))
        pieces = [joined((row(part(str(address[1]), "$accent"), address, "gates"), part("  "))) for address in items]
        lines += flowed((part("  " + _("for") + " ", "$gantt-muted"), *pieces), width, 2, glyphs.ellipsis)
        if status.waived_by:
            said = _("waived by the decision {id}").format(id=status.waived_by)
            lines.append(Line(part("  " + fit(said, width - 2, glyphs.ellipsis).rstrip(), "$gantt-muted")))
        elif state != "pass" and status.decision.decisive != found.decisive:
            lines += rest
    aims = [("experiments", name) for name, e in plan.experiments.items() if any(g.metric == key for g in e.criteria)]
    aims += [("goals", name) for name, goal in plan.goals.items() if goal.metric == key]
    if aims:
        lines += [Line(), _fit_heading(_("Aimed at by"), "", width, glyphs)]
        for address in aims:
            item_ = plan.experiments[address[1]] if address[0] == "experiments" else plan.goals[address[1]]
            text = fit(f"{address[1]}  {item_.title}", width - 2, glyphs.ellipsis).rstrip()
            lines.append(
                row(
                    part("  " + text, "$foreground"),
                    address,
                    "criteria" if address[0] == "experiments" else "metric",
                    start=2,
                )
            )
    return lines


def _same(using: list[tuple[str, str, GateStatus]]) -> list[tuple[GateStatus, list[tuple[str, str]]]]:
    """Return gates that say the same and stand the same once, with all that wait for them."""
    found: dict[tuple[object, ...], tuple[GateStatus, list[tuple[str, str]]]] = {}
    for section, item, status in using:
        same = (*status.gate.key, status.decision.operator, status.decision.bar, status.state, status.waived_by)
        found.setdefault(same, (status, []))[1].append((section, item))
    return list(found.values())


def _fit_heading(text: str, note: str, width: int, glyphs: Glyphs) -> Line:
    content = heading(text, note).content
    return Line(content if content.cell_length <= width else fitted(content, width, glyphs.ellipsis))
