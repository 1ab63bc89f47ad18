"""The trend of a milestone as lines: its forecasts over the commits, who bent it and why, and all milestones."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core.trend import Bend, Trend
from aiplan.core.trend_chart import ASCII, LINES, chart
from aiplan.review.history import PASSING
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.facts import days_between
from aiplan.tui.forecast import default_subject
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _, n_
from aiplan.tui.lines import Line, heading, row
from aiplan.tui.review import words as said
from aiplan.tui.state import AppState
from aiplan.tui.text import wrapped
from aiplan.tui.widgets.line import part, together

if TYPE_CHECKING:
    from aiplan.core.attribution import Part
    from aiplan.review.history import History

_DATE, _DAYS = 12, 7
_AXIS = 2
"""Lines of a chart below its picture."""


def subject_of(state: AppState) -> str | None:
    """Return the milestone whose trend is shown: the one selected, that of the selected work, else the usual one."""
    plan, item, selected = state.document.plan, state.item, state.selected
    if item is not None and item[0] == "milestones" and len(item) == 2 and item[1] in plan.milestones:
        return str(item[1])
    work = plan.work.get(selected) if selected is not None else None
    if work is not None and work.milestone in plan.milestones:
        return work.milestone
    return selected if selected in plan.milestones else default_subject(state.document.schedule)


def trend_lines(state: AppState, subject: str | None, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """Return the lines of the trend, each at most `width` cells wide; the first one stays on screen.

    Args:
        state: what is shown.
        subject: the milestone that is drawn.
        width: cells there are.
        height: lines of the view.
        glyphs: what to draw with.
    """
    past = state.past
    if past is None or past.history is None:
        note = "" if past is None or past.trouble else _("reading {share}, esc stops").format(share=f"{past.share:.0%}")
        lines = [heading(_("Milestone trend"), note), Line()]
        if past is not None and past.trouble:
            lines += [Line(part(f"  {line}", "$gantt-muted")) for line in wrapped(past.trouble, width - 2)]
        return lines
    history = past.history
    trend = past.trend(subject) if subject is not None else None
    lines = [Line(_head(state, history, subject, width, glyphs)), Line()]
    most = max(6, min(14, height // 3))
    # As tall as the tallest chart, so that the list stays where it is while one goes through it.
    tallest = max((_rows(one, most) for one in history.trends), default=0)
    drawn: list[str] = []
    if trend is None:
        drawn = wrapped(
            _("No committed version has a date for this milestone yet: each commit is a point of its trend."), width - 2
        )
    else:
        drawn = chart([trend], width, most, ASCII if glyphs.ascii else LINES)
    lines += [Line(part(fit(text, width, glyphs.ellipsis).rstrip(), "$foreground")) for text in drawn]
    lines += [Line()] * (tallest + _AXIS - len(drawn) + 1)
    lines += _milestones(state, history, subject, width, glyphs)
    return lines if trend is None else [*lines, Line(), *_bends(state, history, trend, width, glyphs)]


def _rows(trend: Trend, most: int) -> int:
    """Return how many lines the forecasts of a milestone take, as the chart counts them."""
    forecasts = [point.forecast for point in trend.points]
    return min(most, (max(forecasts) - min(forecasts)).days + 1)


def _head(state: AppState, history: History, subject: str | None, width: int, glyphs: Glyphs) -> Content:
    year = state.document.schedule.as_of.year
    milestone = None if subject is None else state.document.plan.milestones.get(subject)
    title = _("Milestone trend") if milestone is None else milestone.title or subject or ""
    parts = [part(title, "bold $foreground")]
    count = len(history.versions)
    span = f"{words.day(history.first, year=year)} {glyphs.dash} {words.day(history.last, year=year)}"
    versions = n_("{count} version", "{count} versions", count).format(count=count)
    found = state.forecast
    detail = None if found is None or subject is None else found.details.get(subject)
    if detail is not None:
        parts.append(part(_("P50 now {day}").format(day=words.day(detail.percentiles[50], year=year)), "$accent"))
    parts.append(part(f"{versions}, {span}", "$gantt-muted"))
    if history.unreadable:
        bad = len(history.unreadable)
        parts.append(part(n_("{count} unreadable", "{count} unreadable", bad).format(count=bad), "$warning"))
    if history.shallow:
        parts.append(part(_("shallow clone: older versions are missing"), "$warning"))
    return together(parts, part(f" {glyphs.separator} ", "$gantt-rule"), width)


def _bends(state: AppState, history: History, trend: Trend, width: int, glyphs: Glyphs) -> list[Line]:
    year = state.document.schedule.as_of.year
    if not trend.bends:
        return [Line(part(_("The forecast has never moved."), "$gantt-good"))]
    lines = [heading(_("Who moved it, and why"))]
    for bend in trend.bends:
        if bend.interaction is not None:
            lines += _bend(history, bend, year, width, glyphs)
    more = sum(bend.interaction is None for bend in trend.bends)
    if more:
        text = n_("{count} smaller move", "{count} smaller moves", more).format(count=more)
        lines.append(Line(part(f"   {text}", "$gantt-muted")))
    return lines


def _bend(history: History, bend: Bend, year: int, width: int, glyphs: Glyphs) -> list[Line]:
    dates = f"{words.day(bend.before, year=year)} {glyphs.arrow_out} {words.day(bend.after, year=year)}"
    style = "bold $gantt-error" if bend.days > 0 else "bold $gantt-good"
    parts = [
        part(f" {words.day(bend.day, year=year)}", "$accent"),
        part(words.signed(bend.days), style),
        part(dates, "$gantt-muted"),
    ]
    story = history.stories.get((bend.previous, bend.version))
    text = [said.causes([_named(p) for p in bend.parts], bend.interaction or 0)]
    if story is not None:
        parts.append(part(story.commits[-1], "$gantt-muted"))
        text.append(f"{', '.join(story.authors)}: {story.subject}")
        text += [_("reason: {text}").format(text=reason) for reason in story.reasons]
    body = [line for one in text if one for line in wrapped(one, width - 5)]
    return [
        Line(together(parts, part("  "), width)),
        *(Line(part(f"     {line}", "$foreground" if n else "$gantt-muted")) for n, line in enumerate(body)),
    ]


def _named(cause: Part) -> Part:
    """Return a cause with a name in the language of the interface."""
    return replace(cause, label=_("the data date moves on")) if cause.label == PASSING else cause


def _milestones(state: AppState, history: History, subject: str | None, width: int, glyphs: Glyphs) -> list[Line]:
    """Return every milestone with its first forecast, the last one, and how far that is."""
    schedule = state.document.schedule
    year = schedule.as_of.year
    title = width - 3 - 2 * (_DATE + 1) - 2 * (_DAYS + 1)
    head = "   " + fit(_("Milestone"), title, glyphs.ellipsis)
    columns = (
        (_("first"), _DATE), (_("committed"), _DATE), (_("moved"), _DAYS), (_("edits"), _DAYS),
    )  # fmt: skip
    head += "".join(" " + fit_right(name, size) for name, size in columns)
    lines = [Line(part(fit(head, width), "bold $primary"))]
    for trend in history.trends:
        here = trend.id == subject
        text = part(f" {glyphs.right if here else glyphs.milestone} ", "$accent" if here else "$gantt-muted")
        text = text + part(fit(trend.title or trend.id, title, glyphs.ellipsis), "$foreground")
        for day in (trend.first.forecast, trend.now.forecast):
            text = text + part(" " + fit_right(words.day(day, year=year), _DATE), "$gantt-muted")
        text = text + _days(trend.days) + _days(_since_commit(state, trend.id, trend.now.forecast))
        lines.append(row(text, ("milestones", trend.id), start=3))
    return lines


def _days(count: int | None) -> Content:
    if count is None:
        return part(" " + fit_right("", _DAYS))
    style = "$gantt-error" if count > 0 else "$gantt-good" if count < 0 else "$gantt-muted"
    return part(" " + fit_right(words.signed(count), _DAYS), style)


def _since_commit(state: AppState, key: str, committed: dt.date) -> int | None:
    """Return by how many days the plan as it stands forecasts a milestone later than the last commit."""
    schedule = state.document.schedule
    now = schedule.finish_of(key) if key in schedule else None
    return None if now is None else days_between(schedule.project_calendar, committed, now)
