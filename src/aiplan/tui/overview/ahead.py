"""What comes next and what was decided last: milestones, decisions, insights."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from aiplan.core.gates import milestone_gates
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.facts import days_between
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, heading, row
from aiplan.tui.overview.needs import unanswered
from aiplan.tui.risk_words import chance, risk_style, risk_word
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.tui.glyphs import Glyphs
    from aiplan.tui.simulated import Simulated
    from aiplan.tui.state import AppState, Document

GATES = 12
"""Cells of passed gates."""
NEXT_MILESTONES = 5
DECISIONS = 3
INSIGHTS = 3


def milestone_lines(state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the next milestones: their day, how late they are, and how many of their gates are passed."""
    document = state.document
    schedule, plan = document.schedule, document.plan
    ahead = [
        (activity.early_finish, key)
        for key in plan.milestones
        if key in schedule
        and (activity := schedule[key]).status not in ("done", "dropped")
        and activity.early_finish is not None
    ]
    lines = [heading(_("Next milestones"), "" if ahead else _("none ahead"))]
    shown = sorted(ahead)[:NEXT_MILESTONES]
    days = {key: words.day(finish, year=schedule.as_of.year) for finish, key in shown}
    late = {key: _lateness(document, key, finish) for finish, key in shown}
    widest = max((cell_len(day) for day in days.values()), default=0) + 2
    lateness = max((cell_len(text) for text, _overdue in late.values()), default=0)
    lateness += 2 if lateness else 0
    for _finish, key in shown:
        text, overdue = late[key]
        gates = milestone_gates(plan, key, schedule.as_of)
        passed = sum(1 for gate in gates if not gate.open)
        said = "" if not gates else _("gates {passed}/{all}").format(passed=passed, all=len(gates))
        color = "$gantt-critical" if schedule[key].critical else "$accent"
        risk = _risk(state.forecast, key)
        title = max(8, width - 3 - widest - lateness - GATES - risk.cell_length)
        content = (
            part(f" {glyphs.milestone} ", f"bold {color}")
            + part(fit(plan.milestones[key].title or key, title, glyphs.ellipsis), "$foreground")
            + part(fit_right(days[key], widest), "bold $foreground")
            + part(fit_right(text, lateness), "$gantt-error" if overdue else "$gantt-muted")
            + risk
            + part(
                "  " + fit(said, GATES - 2, glyphs.ellipsis), "$gantt-muted" if passed < len(gates) else "$gantt-good"
            )
        )
        lines.append(row(content, ("milestones", key)))
    return lines


def _risk(forecast: Simulated | None, key: str) -> Content:
    """Return the chance and the risk of a deadline in words and colour, once the plan has been simulated."""
    found = None if forecast is None else forecast.outlook(key)
    if found is None:
        return Content("")
    word = "" if found.risk is None else f"{chance(found.probability)} {risk_word(found.risk)}"
    return part("  " + fit(word, 9), risk_style(found.risk))


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


def recent_lines(document: Document, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the last decisions, the latest first."""
    year, decisions = document.schedule.as_of.year, document.plan.decisions
    if not decisions:
        return []
    lines = [heading(_("Decided last"))]
    order = list(decisions)
    latest = sorted(order, key=lambda key: (decisions[key].on or dt.date.min, order.index(key)), reverse=True)
    for key in latest[:DECISIONS]:
        day = words.day(decisions[key].on, year=year) if decisions[key].on else ""
        content = part("   " + fit(day, 8), "$gantt-muted") + part(
            fit(decisions[key].title or key, max(0, width - 11), glyphs.ellipsis), "$foreground"
        )
        lines.append(row(content, ("decisions", key)))
    return lines


def insight_lines(document: Document, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what users said that nothing answers."""
    open_ = list(unanswered(document))
    if not open_:
        return []
    lines = [heading(_("Users said, and nothing answers"))]
    for key in open_[:INSIGHTS]:
        insight = document.plan.insights[key]
        content = part(f"   {insight.severity or ' '}  ", "bold $warning") + part(
            fit(insight.said or key, max(0, width - 6), glyphs.ellipsis), "$foreground"
        )
        lines.append(row(content, ("insights", key)))
    return lines
