"""All about one experiment: what is believed, what decides it, what was tried and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.core.experiment import fallback_probability
from aiplan.core.gates import criteria_decisions
from aiplan.core.progress import first_started, remaining_trials
from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.experiments.criteria import decision_lines
from aiplan.tui.experiments.look import FALLBACKS, MISSING, RESULTS, state_part
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _, n_
from aiplan.tui.lines import Line, bar, joined, row
from aiplan.tui.numbers import money
from aiplan.tui.text import wrapped
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from textual.content import Content

    from aiplan.core.experiment_state import ExperimentStatus
    from aiplan.core.value_of_information import Information, Suggestion
    from aiplan.model.work import Attempt, Experiment
    from aiplan.tui.state import Document

LABEL = 12
BOX = 12
"""Cells of the time box."""


def card_lines(
    document: Document, key: str, status: ExperimentStatus, worth: Suggestion | None, width: int, glyphs: Glyphs
) -> list[Line]:
    """Return all about the experiment `key`; every field is a target."""
    work = document.plan.experiments[key]
    here = ("experiments", key)
    title = fit(work.title or key, width, glyphs.ellipsis).rstrip()
    lines = [row(part(title, "bold $foreground"), here, "title"), _standing(work, key, status, width, glyphs)]
    lines += _field(_("believed"), work.hypothesis, _("no hypothesis yet"), key, "hypothesis", width)
    lines += _criteria(document, key, work, width, glyphs)
    lines += _attempts(document, key, work, status, width, glyphs)
    lines += _chance(document, key, work, status, width)
    lines += _timebox(document, key, work, glyphs)
    fallback = work.fallback
    if fallback is not None:
        length = f" ({fallback.duration})" if fallback.duration is not None else ""
        called = fallback.title or _("untitled")
        lines += _field(_("fallback"), f"{called}{length}", "", key, "fallback", width)
        style = "bold $warning" if status.fallback == "due" else "$gantt-muted"
        said = fit(_(FALLBACKS[status.fallback]), width - LABEL, glyphs.ellipsis).rstrip()
        lines.append(Line(_label("") + part(said, style)))
    else:
        lines += _field(_("fallback"), "", _("none: what if every attempt misses?"), key, "fallback", width)
    lines += _worth(document, key, worth, width)
    lines += _learning(key, work, status, width)
    lines += _amendments(key, work, width)
    if work.notes:
        lines += _field(_("notes"), work.notes, "", key, "notes", width)
    return lines


def _label(text: str) -> Content:
    return part(fit(text, LABEL - 1) + " ", "$gantt-muted")


def _field(label: str, said: str, missing: str, key: str, field: str, width: int) -> list[Line]:
    """Return a field over as many lines as its text takes; the first one is the target."""
    look = "$foreground" if said else "$warning"
    return [
        row(_label(label) + part(line, look), ("experiments", key), field)
        if number == 0
        else Line(_label("") + part(line, look))
        for number, line in enumerate(wrapped(said or missing, width - LABEL))
    ]


def _standing(work: Experiment, key: str, status: ExperimentStatus, width: int, glyphs: Glyphs) -> Line:
    """Return the state, and what comes of it."""
    said = {
        "draft": _("still missing: {what}").format(what=words.listed(_(MISSING[name]) for name in status.missing)),
        "ready": _("S starts the first attempt"),
        "running": _("t records the result"),
        "missed": n_("{count} attempt left: S starts it", "{count} attempts left: S starts the next",
                     status.left).format(count=status.left),
        "exhausted": _("no attempt is left"),
        "met": _("the criteria are met"),
        "ended": _("finished, and no attempt says how"),
        "dropped": _("not tried any more"),
    }[status.state]  # fmt: skip
    by = ", " + _("by {name}").format(name=work.owner) if work.owner else ""
    word = state_part(status.state)
    room = max(0, width - word.cell_length)
    text = fit(f"{by}   {said}", room, glyphs.ellipsis).rstrip()
    return row(word + part(text, "$gantt-muted"), ("experiments", key), "status")


def _criteria(document: Document, key: str, work: Experiment, width: int, glyphs: Glyphs) -> list[Line]:
    """Return each criterion, decided by the readings of this experiment, and what it is measured on."""
    if not work.criteria:
        return _field(_("decided by"), "", _("no criteria: nothing can say whether it met"), key, "criteria", width)
    lines = []
    for number, decision in enumerate(criteria_decisions(document.plan, key, document.schedule.as_of)):
        first, *rest = decision_lines(decision, document.plan, width - LABEL, glyphs)
        label = _label(_("decided by") if number == 0 else "")
        lines.append(row(joined((label, first)).content, ("experiments", key), "criteria"))
        for at, line in enumerate(rest):
            content = joined((_label(""), line)).content
            target = at == 0 and decision.gate.metric in document.plan.metrics
            lines.append(
                row(content, ("metrics", decision.gate.metric), "readings", start=LABEL) if target else Line(content)
            )
    if work.eval_set is None:
        return lines + _field(_("measured on"), "", _("no evaluation set"), key, "eval_set", width)
    known = work.eval_set in document.plan.datasets
    said = part(fit(work.eval_set, width - LABEL, glyphs.ellipsis).rstrip(), "$accent" if known else "$gantt-error")
    return [*lines, row(_label(_("measured on")) + said, ("experiments", key), "eval_set")]


def _attempts(
    document: Document, key: str, work: Experiment, status: ExperimentStatus, width: int, glyphs: Glyphs
) -> list[Line]:
    allowed = work.max_attempts or 1
    used = len(work.attempts)
    side = ", " + _("{count} side by side").format(count=work.parallel) if work.parallel > 1 else ""
    said = _("{used} of {allowed} begun").format(used=used, allowed=allowed) + side
    lines = [row(_label(_("attempts")) + part(said, "$foreground"), ("experiments", key), "attempts")]
    for number, attempt in enumerate(work.attempts, 1):
        lines += _attempt(document, key, attempt, number, width, glyphs)
    if status.left and status.state in ("ready", "missed", "running"):
        more = n_("{count} more may follow", "{count} more may follow", status.left).format(count=status.left)
        lines.append(Line(_label("") + part(f"{glyphs.dot_empty} {more}", "$gantt-faint")))
    return lines


def _attempt(document: Document, key: str, attempt: Attempt, number: int, width: int, glyphs: Glyphs) -> list[Line]:
    """Return one attempt: its days, its result, and below it what was noted."""
    as_of = document.schedule.as_of
    begun = words.day(attempt.started, year=as_of.year)
    if attempt.result is None:
        days = 0 if attempt.started is None else document.schedule.calendar_of(key).count(attempt.started, as_of)
        when = f"{begun} {glyphs.dash}"
        word = part(
            n_("running, {count} day so far", "running, {count} days so far", days).format(count=days), "bold $accent"
        )
    else:
        when = f"{begun} {glyphs.dash} {words.day(attempt.finished, year=as_of.year)}"
        said, style = RESULTS[attempt.result]
        word = part(_(said), style)
    line = joined((_label(""), part(f"{number}  ", "$gantt-muted"), part(fit(when, 17), "$foreground"), word))
    lines = [row(line.content, ("experiments", key), "attempts", start=LABEL)]
    if attempt.note:
        lines += [
            Line(_label("") + part(f"   {said}", "$gantt-muted")) for said in wrapped(attempt.note, width - LABEL - 3)
        ]
    return lines


def _chance(document: Document, key: str, work: Experiment, status: ExperimentStatus, width: int) -> list[Line]:
    if status.state in ("met", "exhausted", "ended", "dropped"):
        return []
    if work.success is None:
        return _field(_("chance"), "", _("nobody has said how likely an attempt meets"), key, "success", width)
    trials = remaining_trials(work, document.schedule.calendar_of(key), document.schedule.as_of)
    all_of_them = 1 - fallback_probability(trials)
    said = _("{one} an attempt, {all} with all that are left").format(
        one=f"{work.success * 100:g} %", all=f"{all_of_them * 100:.0f} %"
    )
    return _field(_("chance"), said, "", key, "success", width)


def _timebox(document: Document, key: str, work: Experiment, glyphs: Glyphs) -> list[Line]:
    if work.timebox is None:
        return []
    calendar, as_of = document.schedule.calendar_of(key), document.schedule.as_of
    whole, started = work.timebox.days(calendar.week), first_started(work)
    ends = [a.finished for a in work.attempts if a.finished is not None]
    until = as_of if any(a.result is None for a in work.attempts) or not ends else min(as_of, max(ends))
    used = 0 if started is None else max(0, calendar.count(started, until))
    style = "$gantt-error" if used > whole else "$gantt-task"
    drawn = part(bar(used / whole if whole else 1, BOX, glyphs), style)
    said = _("{used} of {whole} days used").format(used=used, whole=whole)
    content = joined(
        (_label(_("time box")), drawn, part(f"{glyphs.deadline} ", "$gantt-muted"), part(said, "$foreground"))
    )
    return [row(content.content, ("experiments", key), "timebox")]


def _worth(document: Document, key: str, worth: Suggestion | None, width: int) -> list[Line]:
    """Return why it stands where it does in the suggested order."""
    if worth is None:
        return []
    for number, item in enumerate(worth.order, 1):
        if item.id == key:
            said = _("{place}. of {count} to run: {why}").format(
                place=number, count=len(worth.order), why=_ratio(document, item, worth)
            )
            if item.waits_for:
                said += " " + _("It waits for {ids}.").format(ids=words.listed(item.waits_for))
            style = "$foreground" if item.value else "$gantt-muted"
            return [
                Line(_label(_("worth") if at == 0 else "") + part(line, style))
                for at, line in enumerate(wrapped(said, width - LABEL))
            ]
    return []


def _ratio(document: Document, item: Information, worth: Suggestion) -> str:
    if item.failure is None:
        return _("its chance is not given, so its worth is not known.")
    currency = document.plan.project.currency
    behind, cost = (
        (money(amount, currency) if worth.unit == "money" else n_("{count} day", "{count} days", round(amount)).format(
            count=f"{amount:,.0f}")) for amount in (item.downstream, item.cost)
    )  # fmt: skip
    value = item.value
    ratio = "" if value is None else "∞" if value == float("inf") else f"{value:.2g}"
    return _("{risk} to fail × {behind} of work behind it ÷ {cost} to find out = {ratio}.").format(
        risk=f"{item.failure * 100:.0f} %", behind=behind, cost=cost, ratio=ratio
    )


def _learning(key: str, work: Experiment, status: ExperimentStatus, width: int) -> list[Line]:
    found = work.learning
    if found is None or not (found.observed or found.insight or found.decision):
        if not status.ended:
            return []
        return _field(_("learned"), "", _("nothing is written down: L closes it"), key, "learning", width)
    lines: list[Line] = []
    for label, text in ((_("learned"), found.observed), (_("means"), found.insight), (_("so"), found.decision)):
        if text:
            lines += _field(label, text, "", key, "learning", width)
    return lines


def _amendments(key: str, work: Experiment, width: int) -> list[Line]:
    lines: list[Line] = []
    for number, change in enumerate(work.amendments):
        who = f" {change.who}" if change.who else ""
        day = words.day(change.on, year=change.on.year) if change.on else "?"
        became = _("{old} becomes {new}").format(old=change.old, new=change.new)
        said = f"{day}{who}: {change.field} {became}" + (f". {change.why}" if change.why else "")
        lines += _field(_("amended") if number == 0 else "", said, "", key, "amendments", width)
    return lines
