"""What the overview says: vision, what needs a decision, next milestones, goals, and what slipped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core.blocking import blocks
from aiplan.core.gates import latest_readings, milestone_gates, reading_value
from aiplan.model.context import Goal, Metric
from aiplan.model.finding import SEVERITIES, Finding
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.facts import days_between, slip
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.items import address_of, item_of
from aiplan.tui.lines import Line, heading, row
from aiplan.tui.risk_words import chance, risk_style, risk_word
from aiplan.tui.state import AppState, Document
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.tui.simulated import Simulated

NEXT_MILESTONES = 6
WORST_FINDINGS = 8
WORST_SLIPS = 6
ROOMY = 100
"""Cells from which a milestone also says which gate is open."""


def overview_lines(state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the lines of the overview, each at most `width` cells wide."""
    document = state.document
    sections = (
        _vision(document, width, glyphs),
        _decisions(document, state.findings, width, glyphs),
        _milestones(state, width, glyphs),
        _goals(document, width, glyphs),
        _slips(document, width, glyphs),
    )
    lines: list[Line] = []
    for section in sections:
        found = list(section)
        if found:
            lines += [*found, Line(Content(""))]
    return lines[:-1]


def finding_line(finding: Finding, width: int, glyphs: Glyphs) -> Content:
    """Return one finding on one line: mark, code, message, and where it stands."""
    color = {"error": "$gantt-error", "warning": "$warning", "info": "$gantt-muted"}[finding.severity]
    mark = {"error": glyphs.critical, "warning": glyphs.active, "info": " "}[finding.severity]
    place = _("line {number}").format(number=finding.line) if finding.line is not None else ""
    room = max(10, width - 12 - 10)
    message = part(fit(finding.message, room, glyphs.ellipsis), "$foreground")
    return (
        part(f" {mark} ", f"bold {color}")
        + part(fit(finding.code, 8), color)
        + message
        + part(" " + fit_right(place, 9), "$gantt-muted")
    )


def by_severity(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return findings from the worst down, in the order of the file within one severity."""
    return sorted(findings, key=lambda f: SEVERITIES.index(f.severity))


def _vision(document: Document, width: int, glyphs: Glyphs) -> Iterator[Line]:
    vision = document.plan.vision
    if vision is None or not vision.statement:
        yield row(
            part(_("No vision yet: e writes down why the product exists."), "$gantt-muted"), ("vision",), "statement"
        )
        return
    said = part(fit(vision.statement, width, glyphs.ellipsis).rstrip(), "bold $foreground")
    yield row(said, ("vision",), "statement")
    notes = [_("for {users}").format(users=", ".join(vision.users))] if vision.users else []
    if vision.review_by is not None:
        notes.append(
            _("looked at again by {day}").format(day=words.day(vision.review_by, year=document.schedule.as_of.year))
        )
    if notes:
        key = "users" if vision.users else "review_by"
        yield row(part(fit("   ".join(notes), width, glyphs.ellipsis).rstrip(), "$gantt-muted"), ("vision",), key)


def _decisions(document: Document, findings: tuple[Finding, ...] | None, width: int, glyphs: Glyphs) -> Iterator[Line]:
    if findings is None:
        yield heading(_("Needs a decision"), _("looking through the plan"))
        return
    serious = [f for f in by_severity(findings) if f.severity != "info"]
    if not serious:
        yield heading(_("Needs a decision"), _("nothing: the plan holds together"))
        return
    more = len(serious) - WORST_FINDINGS
    yield heading(
        _("Needs a decision"),
        _("the worst {count} of {all}; f lists all").format(count=WORST_FINDINGS, all=len(serious)) if more > 0 else "",
    )
    for finding in serious[:WORST_FINDINGS]:
        address = item_of(document.data, finding)
        content = finding_line(finding, width, glyphs)
        if address is None:
            yield Line(content)
        else:
            key = finding.path[len(address)] if len(finding.path) > len(address) else ""
            yield row(content, address, str(key))


def _milestones(state: AppState, width: int, glyphs: Glyphs) -> Iterator[Line]:
    document, schedule, plan = state.document, state.document.schedule, state.document.plan
    ahead = [
        (activity.early_finish, key)
        for key in plan.milestones
        if key in schedule
        and (activity := schedule[key]).status not in ("done", "dropped")
        and activity.early_finish is not None
    ]
    if not ahead:
        return
    yield heading(_("Next milestones"))
    for finish, key in sorted(ahead)[:NEXT_MILESTONES]:
        late, overdue = _lateness(document, key, finish)
        gates = milestone_gates(plan, key, schedule.as_of)
        passed = sum(1 for gate in gates if not gate.open)
        said = _("gates {passed}/{all}").format(passed=passed, all=len(gates)) if gates else ""
        standing = blocks(plan, key, schedule.as_of)
        if standing and width >= ROOMY:
            said += (
                "  "
                + _("open: {gate}").format(gate=standing[0].name)
                + (f" +{len(standing) - 1}" if len(standing) > 1 else "")
            )
        color = "$gantt-critical" if schedule[key].critical else "$accent"
        risk = _risk(state.forecast, key)
        title = _title_width(width) if width >= ROOMY else max(12, width - 40)
        yield row(
            part(f" {glyphs.milestone} ", f"bold {color}")
            + part(fit(plan.milestones[key].title or key, title, glyphs.ellipsis), "$foreground")
            + part(fit_right(words.day(finish, year=schedule.as_of.year), 13), "bold $foreground")
            + part("  " + fit(late, 11), "$gantt-error" if overdue else "$gantt-muted")
            + risk
            + part(fit(said, max(0, width - title - 29 - risk.cell_length), glyphs.ellipsis).rstrip(), "$gantt-muted"),
            ("milestones", key),
        )


def _risk(forecast: Simulated | None, key: str) -> Content:
    """Return the chance and the risk of a deadline in words and colour, once the plan has been simulated."""
    found = None if forecast is None else forecast.outlook(key)
    if found is None:
        return Content("")
    word = "" if found.risk is None else f"{chance(found.probability)} {risk_word(found.risk)}"
    return part(fit(word, 11), risk_style(found.risk))


def _title_width(width: int) -> int:
    return max(16, min(40, width - 60))


def _lateness(document: Document, key: str, finish: dt.date) -> tuple[str, bool]:
    """Return how a milestone stands against its deadline, and whether it is late."""
    deadline = document.plan.milestones[key].deadline
    if deadline is None:
        return "", False
    late = days_between(document.schedule.calendar_of(key), deadline, finish)
    if not late:
        return _("on the day"), False
    if late > 0:
        return _("{count}d late").format(count=late), True
    return _("{count}d in hand").format(count=-late), False


def _goals(document: Document, width: int, glyphs: Glyphs) -> Iterator[Line]:
    goals = document.plan.goals
    if not goals:
        yield heading(_("Goals"), _("none yet: a adds one"))
        return
    yield heading(_("Goals"))
    year = document.schedule.as_of.year
    for key, goal in sorted(goals.items(), key=lambda pair: (pair[1].horizon != "short", pair[1].due or dt.date.max)):
        title = _title_width(width)
        due = _("by {day}").format(day=words.day(goal.due, year=year)) if goal.due else _(goal.horizon)
        reading = _progress(document, goal)
        yield row(
            part("   " + fit(goal.title or key, title, glyphs.ellipsis), "$foreground")
            + part(fit_right(due, 15) + "  ", "$foreground")
            + part(fit(reading, max(0, width - title - 20), glyphs.ellipsis).rstrip(), "$gantt-muted"),
            ("goals", key),
        )


def _progress(document: Document, goal: Goal) -> str:
    """Return where the metric of a goal stands; without a reading of the whole, its worst segment."""
    metric, currency = document.plan.metrics.get(goal.metric or ""), document.plan.project.currency
    if metric is None:
        return _("no metric yet")
    target = goal.target if goal.target is not None else metric.target
    wanted = ", " + _("wanted {value}").format(value=_number(target, metric, currency)) if target is not None else ""
    latest = latest_readings(metric.readings, document.schedule.as_of)
    values = {segment: value for segment, r in latest.items() if (value := reading_value(r)) is not None}
    title = metric.title or goal.metric
    if not values:
        return _("{metric} not measured yet").format(metric=title) + wanted
    if None in values:
        return f"{title} {_number(values[None], metric, currency)}{wanted}"
    worst = (max if metric.better == "lower" else min)(values, key=lambda segment: values[segment])
    return (
        _("{metric} {value} for {segment}").format(
            metric=title, value=_number(values[worst], metric, currency), segment=worst
        )
        + wanted
    )


def _number(value: float, metric: Metric, currency: str) -> str:
    """Return a value with its unit; money in the currency of the project."""
    if metric.proportion or metric.unit == "ratio":
        return f"{value * 100:.4g} %"
    unit = {"count": "", "score": "", "currency": currency}.get(metric.unit, metric.unit)
    return f"{value:g} {unit}" if unit else f"{value:g}"


def _slips(document: Document, width: int, glyphs: Glyphs) -> Iterator[Line]:
    baseline, name = document.baseline, document.baseline_name
    if baseline is None:
        return
    moved = [
        (found, key)
        for key in document.schedule.ids
        if document.schedule[key].status not in ("done", "dropped")
        and (found := slip(document.schedule, key, baseline)) is not None
        and found > 0
    ]
    yield heading(
        _("Later than in {baseline}").format(baseline=name),
        _("{count} of the work still to do").format(count=len(moved)) if moved else _("nothing"),
    )
    for found, key in sorted(moved, key=lambda pair: -pair[0])[:WORST_SLIPS]:
        title = document.schedule[key].title or key
        room = max(10, width - 10)
        yield row(
            part(fit_right(words.signed(found), 7) + "  ", "$gantt-error")
            + part(fit(title, room, glyphs.ellipsis).rstrip(), "$foreground"),
            address_of(document.schedule, key),
        )
