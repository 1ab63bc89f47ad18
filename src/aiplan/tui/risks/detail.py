"""All about one risk: what it is, what it does to the dates, what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core.risk import LIKELIHOODS, inherent, mean_delay, residual
from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.items import address_of
from aiplan.tui.lines import Line, joined, row
from aiplan.tui.risks.look import category_word, handling, level_mark, level_word
from aiplan.tui.risks.register import attention
from aiplan.tui.text import flowed, wrapped
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.model.ai import Risk
    from aiplan.tui.state import Document

LABEL = 11
_CAUSES = {"human": N_("caused by people"), "ai": N_("caused by the AI")}
_TIMINGS = {"pre": N_("before launch"), "post": N_("after launch")}


def detail_lines(document: Document, key: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return all about the risk `key`; every field is a target."""
    risk, as_of = document.plan.risks[key], document.schedule.as_of
    here = ("risks", key)
    title = [
        row(part(line, "bold $foreground"), here, "title") if number == 0 else Line(part(line, "bold $foreground"))
        for number, line in enumerate(wrapped(risk.title or key, width))
    ]
    kind = [
        category_word(risk.category) if risk.category else _("no category"),
        _(_CAUSES[risk.cause]) if risk.cause else "",
        _(_TIMINGS[risk.timing]) if risk.timing else "",
    ]
    said = fit(words.listed(filter(None, kind)), width, glyphs.ellipsis).rstrip()
    lines = [
        *title,
        row(part(said, "$gantt-muted"), here, "category"),
        row(_rated(risk, width, glyphs), here, "impact"),
    ]
    for field, trouble in attention(risk, as_of):
        text = fit(f"{glyphs.critical} {trouble}", width, glyphs.ellipsis).rstrip()
        lines.append(row(part(text, "bold $gantt-error"), here, field))
    lines += _field(_("mitigation"), risk.mitigation, _("nothing is planned"), key, "mitigation", width)
    lines += _schedule(document.schedule, key, risk, width, glyphs)
    lines += _field(_("trigger"), risk.trigger, _("what tells that it happens?"), key, "trigger", width)
    done = handling(risk.response, risk.status)
    who = risk.accepted_by if risk.response == "accept" else risk.owner
    by = _("accepted by {name}") if risk.response == "accept" else _("by {name}")
    lines += _field(_("response"), f"{done}, {by.format(name=who)}" if who else done, "", key, "response", width)
    review = "" if risk.review_by is None else words.weekday(risk.review_by, year=as_of.year)
    lines += _field(_("review"), review, _("no review date"), key, "review_by", width)
    using = [name for name, a in document.plan.assessments.items() if key in a.risks]
    if using:
        pieces = [row(part(name, "$accent"), ("assessments", name), "risks") for name in using]
        spaced = [joined((piece, Content("  "))) for piece in pieces]
        lines += flowed((_label(_("carried by")), *spaced), width, LABEL, glyphs.ellipsis)
    if risk.notes:
        lines += _field(_("notes"), risk.notes, "", key, "notes", width)
    return lines


def _rated(risk: Risk, width: int, glyphs: Glyphs) -> Content:
    before, after = inherent(risk), residual(risk)
    if before is None:
        return part(
            fit(_("not rated: + gives it a likelihood, > an impact"), width, glyphs.ellipsis).rstrip(), "$warning"
        )
    low, high = LIKELIHOODS[before.likelihood]
    text = (
        level_mark(before)
        + part(f"{level_word(before.level)}", "$foreground")
        + part(f" {glyphs.arrow_out} ", "$gantt-muted")
        + level_mark(after)
        + part("" if after is None else level_word(after.level), "$foreground")
    )
    chance = _("  likelihood {low:.0%} to {high:.0%}").format(low=low, high=high)
    return text + part(fit(chance, max(0, width - text.cell_length), glyphs.ellipsis).rstrip(), "$gantt-muted")


def _label(text: str) -> Content:
    return part(fit(text, LABEL - 1) + " ", "$gantt-muted")


def _field(label: str, said: str, missing: str, key: str, field: str, width: int) -> list[Line]:
    """Return a field over as many lines as its text takes; the first one is the target."""
    lines = wrapped(said or missing, width - LABEL)
    style = "$foreground" if said else "$warning"
    return [
        row(_label(label) + part(line, style), ("risks", key), field)
        if number == 0
        else Line(_label("") + part(line, style))
        for number, line in enumerate(lines)
    ]


def _schedule(schedule: Schedule, key: str, risk: Risk, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what a risk does to the dates: probability times days, and on which activities."""
    found = risk.schedule
    if found is None:
        return _field(_("schedule"), _("no effect on dates is said"), "", key, "schedule", width)
    mean = mean_delay(risk, schedule.project_calendar.week)
    said = _("{chance} chance of {days} more,").format(chance=f"{found.probability * 100:g}%", days=found.impact)
    average = _("{mean}d on average, on").format(mean=f"{mean or 0:.2g}")
    first = row(_label(_("schedule")) + part(f"{said} ", "$foreground"), ("risks", key), "schedule")
    second = Line(part(f"{average} ", "$foreground"))
    names = [
        joined((
            row(part(name, "$accent"), address_of(schedule, name)) if name in schedule else part(name, "$gantt-error"),
            Content("  "),
        ))
        for name in found.on
    ]  # fmt: skip
    return flowed((first, second, *(names or [Line(part(_("nothing"), "$warning"))])), width, LABEL, glyphs.ellipsis)
