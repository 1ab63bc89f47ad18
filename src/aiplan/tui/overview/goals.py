"""The goals and how far they are: from the baseline over now to the target."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core.gates import latest_readings, reading_value
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.experiments.series import series
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, bar, heading, row
from aiplan.tui.numbers import value_text
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.context import Goal, Metric
    from aiplan.tui.glyphs import Glyphs
    from aiplan.tui.state import Document

BAR = 12
"""Cells of a progress bar."""


def goal_lines(document: Document, width: int, glyphs: Glyphs) -> list[Line]:
    """Return two lines for each goal: what and by when, and how far it is."""
    goals = document.plan.goals
    if not goals:
        return [heading(_("Goals"), _("none yet: a adds one"))]
    lines = [heading(_("Goals"))]
    year = document.schedule.as_of.year
    ordered = sorted(goals.items(), key=lambda pair: (pair[1].horizon != "short", pair[1].due or dt.date.max))
    for key, goal in ordered:
        due = _("by {day}").format(day=words.day(goal.due, year=year)) if goal.due else _(goal.horizon)
        size = max(8, width - 3 - 18)
        content = (
            part("   " + fit(goal.title or key, size, glyphs.ellipsis), "bold $foreground")
            + part(" " + fit_right(due, 17), "$foreground")
        )  # fmt: skip
        lines.append(row(content, ("goals", key)))
        lines.append(Line(_progress(document, goal, width, glyphs)))
    return lines


def share_done(metric: Metric, now: float, target: float) -> float | None:
    """Return how much of the way from the baseline to the target is done; `None` without a way."""
    start = metric.baseline
    if start is None or start == target:
        return None
    return max(0.0, min(1.0, (now - start) / (target - start)))


def _progress(document: Document, goal: Goal, width: int, glyphs: Glyphs) -> Content:
    metric, currency = document.plan.metrics.get(goal.metric or ""), document.plan.project.currency
    if metric is None:
        return part("   " + fit(_("no metric yet"), width - 3, glyphs.ellipsis).rstrip(), "$warning")
    as_of = document.schedule.as_of
    target = goal.target if goal.target is not None else metric.target
    now = series(metric, as_of).now
    figures = [] if metric.baseline is None else [value_text(metric.baseline, metric, currency)]
    figures.append(_("not measured") if now is None else value_text(now, metric, currency))
    if target is not None:
        figures.append(value_text(target, metric, currency))
    said = f" {glyphs.arrow_out} ".join(figures)
    worst = _worst(metric, as_of)
    if worst:
        said += "  " + _("worst: {segment}").format(segment=worst)
    done = None if now is None or target is None else share_done(metric, now, target)
    reached = now is not None and target is not None and (
        now <= target if metric.better == "lower" else now >= target
    )  # fmt: skip
    style = "$gantt-good" if reached else "$gantt-task"
    filled = bar(1.0 if reached else done or 0.0, BAR, glyphs).rstrip()
    drawn = part(filled, style) + part(glyphs.float * (BAR - len(filled)), "$gantt-rule")
    text = fit(f"{metric.title or goal.metric} {said}", max(0, width - BAR - 6), glyphs.ellipsis).rstrip()
    if len(text) < len(f"{metric.title or goal.metric} {said}"):
        text = fit(said, max(0, width - BAR - 6), glyphs.ellipsis).rstrip()
    return part("   ") + drawn + part(glyphs.deadline + " ", "$gantt-muted") + part(text, "$gantt-muted")


def _worst(metric: Metric, as_of: dt.date) -> str:
    """Return the worst segment, where there are segments."""
    latest = latest_readings(metric.readings, as_of)
    values = {s: v for s, r in latest.items() if s is not None and (v := reading_value(r)) is not None}
    if not values:
        return ""
    return (max if metric.better == "lower" else min)(values, key=lambda segment: values[segment])
