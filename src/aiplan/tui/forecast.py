"""The forecast as lines: when a milestone will be reached, how sure that is, and what it hangs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.facts import days_between
from aiplan.tui.forecast_chart import GUTTER, Span, histogram, s_curve, span_of
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.items import address_of
from aiplan.tui.lines import Line, bar, beside, empty, heading, row
from aiplan.tui.risk_words import chance, risk_style, risk_word
from aiplan.tui.state import AppState
from aiplan.tui.widgets.line import part, together

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.tui.simulated import Detail, Driver, MilestoneRow, Simulated, TrialRow

TALL = 10
"""Lines of bars where there is room."""
LOW = 7
BESIDE = 96
"""Cells from which two things stand side by side."""
_DATE = 12


def forecast_lines(
    state: AppState, width: int, glyphs: Glyphs, *, subject: str | None = None, tall: bool = True
) -> list[Line]:
    """Return the lines of the forecast, each at most `width` cells wide.

    Args:
        state: what is shown; its `simulated` may still be that of an earlier state of the plan.
        width: cells there are.
        glyphs: what to draw with.
        subject: the milestone whose finish is drawn.
        tall: whether the charts may be tall.
    """
    found = state.simulated
    if state.document.schedule.finish is None:
        return empty(_("Nothing in the plan has dates, so nothing can be forecast: a adds work."))
    if found is None:
        return [Line(_progress(state)), *_undated(state, width, glyphs)]
    key = subject if subject is not None and subject in found.forecast else default_subject(found.schedule)
    lines = [Line(_head(state, found, key, width, glyphs))]
    detail = None if key is None else found.details.get(key)
    curve: list[Line] = []
    if detail is not None:
        lines.append(_verdict(detail, found, width, glyphs))
        bars, curve = _charts(detail, found, width, TALL if tall else LOW, glyphs)
        lines += bars
    lines += [Line(), *_milestones(state, found, key, width, glyphs)]
    lines += [Line(), *curve] if curve else []
    drivers = _drivers(found, detail, width if width < BESIDE else width // 2 - 1, glyphs)
    trials = _trials(found, width if width < BESIDE else width - width // 2 - 1, glyphs)
    if width >= BESIDE and drivers and trials:
        lines += [Line(), *beside(drivers, trials, width // 2 - 1)]
    else:
        for section in (drivers, trials):
            lines += [Line(), *section] if section else []
    return lines


def default_subject(schedule: Schedule) -> str | None:
    """Return the milestone that is drawn first: the last ahead that has a deadline, else the last ahead there is."""
    ahead = [key for key in _milestones_of(schedule) if schedule[key].status not in ("done", "dropped")]
    dated = [(day, key) for key in ahead if (day := schedule[key].deadline) is not None]
    return max(dated)[1] if dated else ahead[-1] if ahead else None


def _milestones_of(schedule: Schedule) -> Iterator[str]:
    return (key for key in schedule.plan.milestones if key in schedule)


# ------------------------------------------------------------ head


def _head(state: AppState, found: Simulated, key: str | None, width: int, glyphs: Glyphs) -> Content:
    """Return what is drawn and how it came about; while a newer forecast is computed, how far that is."""
    title = _("Forecast") if key is None else found.schedule[key].title or key
    parts = [part(title, "bold $foreground")]
    if state.simulating is not None:
        parts.append(_progress(state))
    elif state.forecast is None:
        parts.append(part(_("of an earlier state of the plan"), "$warning"))
    said = [_("{count} runs").format(count=f"{found.runs:,}"), _("seed {seed}").format(seed=found.seed)]
    detail = None if key is None else found.details.get(key)
    if detail is not None:
        wide = _("standard error of P80 {days} days") if width >= BESIDE else "P80 ±{days}d"
        said.append(wide.format(days=f"{detail.p80_error:.2f}"))
    parts += [part(text, "$gantt-muted") for text in said]
    return together(parts, part(f" {glyphs.separator} ", "$gantt-rule"), width)


def _progress(state: AppState) -> Content:
    if state.simulating is None:
        return part(_("No forecast yet: m simulates the plan."), "$gantt-muted")
    return part(_("simulating {share}, esc stops").format(share=f"{state.simulating:.0%}"), "$warning")


def _verdict(detail: Detail, found: Simulated, width: int, glyphs: Glyphs) -> Line:
    """Return the probability of the deadline in words and colour."""
    year = found.schedule.as_of.year
    if detail.deadline is None or detail.risk is None:
        said = _("no deadline: P80 {day}").format(day=words.day(detail.percentiles[80], year=year))
        return Line(part(fit(said, width, glyphs.ellipsis).rstrip(), "$gantt-muted"))
    why = {
        "red": _("the deadline lies before P50 {p50}"),
        "amber": _("the deadline lies between P50 {p50} and P80 {p80}"),
        "green": _("the deadline lies on or after P80 {p80}"),
    }[detail.risk].format(
        p50=words.day(detail.percentiles[50], year=year), p80=words.day(detail.percentiles[80], year=year)
    )
    first = part(_("By {day}:").format(day=words.day(detail.deadline, year=year)) + " ", "$foreground")
    verdict = part(f"{chance(detail.probability)} {risk_word(detail.risk)}", risk_style(detail.risk))
    text = first + verdict + part(f"  {why}", "$gantt-muted")
    if detail.risk != "green":
        text += part("  " + _("r shows ways out"), "$gantt-muted", "app.recover")
    return Line(text.truncate(width, ellipsis=True))


# ------------------------------------------------------------ charts


def _charts(detail: Detail, found: Simulated, width: int, height: int, glyphs: Glyphs) -> tuple[list[Line], list[Line]]:
    """Return the bars with the curve beside them, or where there is no room for both, each for itself."""
    year = found.schedule.as_of.year
    span = span_of(detail, found.schedule.calendar_of(detail.id))
    left = _split(span, width) if width >= BESIDE else width
    right = width - left - 2 if width >= BESIDE else width
    bars = [Line(text) for text in histogram(detail, span.axis(left - GUTTER), height, glyphs, year)]
    curve = s_curve(detail, span.axis(right - GUTTER), height, glyphs, year)
    said = fit(_("how likely by when"), max(1, right - GUTTER), glyphs.ellipsis).rstrip()
    curve[0] = Content(" " * GUTTER) + part(said, "$gantt-muted")
    lines = [Line(text) for text in curve]
    return (beside(bars, lines, left), []) if width >= BESIDE else (bars, lines)


def _split(span: Span, width: int) -> int:
    """Return how many cells the bars get beside the curve, so that both fill their room best."""
    choices = range(width // 2, width * 7 // 10)
    return max(choices, key=lambda left: span.axis(left - GUTTER).width + span.axis(width - left - 2 - GUTTER).width)


# ------------------------------------------------------------ milestones


def _milestones(state: AppState, found: Simulated, key: str | None, width: int, glyphs: Glyphs) -> list[Line]:
    if not found.milestones:
        return empty(_("No milestone is ahead: a adds one, and its finish is drawn here."))
    names = [*_columns(width)]
    title = width - 3 - sum(size + 1 for _name, size in names) - 1
    head = part("   " + fit(_("Milestone"), title, glyphs.ellipsis) + " ", "bold $primary")
    head = head + part(" ".join(fit_right(_(_HEADS[name]), size) for name, size in names), "bold $primary")
    lines = [Line(head.truncate(width))]
    for item in found.milestones:
        mark = glyphs.right if item.outlook.id == key else glyphs.milestone
        name = found.schedule[item.outlook.id].title or item.outlook.id
        color = "$accent" if item.outlook.id == key else "$gantt-muted"
        text = part(f" {mark} ", color) + part(fit(name, title, glyphs.ellipsis) + " ", "$foreground")
        cells = [part(fit_right(said, size), style) for (said, style), size in _cells(state, found, item, names)]
        lines.append(row(text + Content(" ").join(cells), ("milestones", item.outlook.id), "deadline"))
    return lines


_HEADS = {
    "planned": N_("planned"), "P50": "P50", "P80": "P80", "deadline": N_("deadline"), "chance": N_("chance"),
    "risk": N_("risk"), "bias": N_("bias"),
}  # fmt: skip


def _columns(width: int) -> tuple[tuple[str, int], ...]:
    """Return which columns the table has at this width, and how wide they are."""
    sizes = {"planned": _DATE, "P50": _DATE, "P80": _DATE, "deadline": _DATE, "chance": 7, "risk": 6, "bias": 6}
    names = list(sizes)
    for name in ("bias", "P50", "planned", "deadline"):
        if width - sum(sizes[n] + 1 for n in names) >= 24:
            break
        names.remove(name)
    return tuple((name, sizes[name]) for name in names)


def _cells(
    state: AppState, found: Simulated, item: MilestoneRow, names: list[tuple[str, int]]
) -> list[tuple[tuple[str, str], int]]:
    seen, year = item.outlook, found.schedule.as_of.year
    # A date that moved since the simulation is the plan's, not the simulation's.
    schedule = state.document.schedule
    planned = schedule[seen.id].early_finish if seen.id in schedule else seen.planned

    def date(day: dt.date | None) -> str:
        return "" if day is None else words.day(day, year=year)

    values = {
        "planned": (date(planned), "$foreground"),
        "P50": (date(seen.p50), "$foreground"),
        "P80": (date(seen.p80), "bold $foreground"),
        "deadline": (date(seen.deadline), "$foreground"),
        "chance": (chance(seen.probability), risk_style(seen.risk)),
        "risk": ("" if seen.risk is None else risk_word(seen.risk), risk_style(seen.risk)),
        "bias": ("" if item.merge_bias is None else words.signed(item.merge_bias), "$gantt-muted"),
    }
    return [(values[name], size) for name, size in names]


def _undated(state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the milestones that are ahead, with what is known of them before anything was simulated."""
    schedule, year = state.document.schedule, state.document.schedule.as_of.year
    lines = []
    for key in _milestones_of(schedule):
        activity = schedule[key]
        if activity.status in ("done", "dropped"):
            continue
        late = ""
        if activity.deadline is not None and activity.early_finish is not None:
            days = days_between(schedule.calendar_of(key), activity.deadline, activity.early_finish)
            late = _("by {day} {late}").format(day=words.day(activity.deadline, year=year), late=words.signed(days))
        title = max(8, width - 3 - 14 - 24)
        text = part(f" {glyphs.milestone} ", "$gantt-muted")
        text += part(fit(activity.title or key, title, glyphs.ellipsis), "$foreground")
        text += part(fit_right(words.day(activity.early_finish, year=year), 14), "bold $foreground")
        lines.append(row(text + part(fit_right(late, 24), "$gantt-muted"), ("milestones", key), "deadline"))
    return [Line(), *lines]


# ------------------------------------------------------------ drivers and experiments


def _drivers(found: Simulated, detail: Detail | None, width: int, glyphs: Glyphs) -> list[Line]:
    if detail is None or not detail.drivers:
        return []
    lines = [heading(_("What it hangs on"), _("weight, critical in") if width >= 50 else "")]
    return lines + [_driver(found, driver, width, glyphs) for driver in detail.drivers]


def _driver(found: Simulated, driver: Driver, width: int, glyphs: Glyphs) -> Line:
    size = 10 if width >= 50 else 6
    title = max(8, width - size - 16)
    name = found.schedule[driver.id].title or driver.id
    text = part(f"  {fit(name, title, glyphs.ellipsis)} ", "$foreground")
    text += part(bar(abs(driver.cruciality), size, glyphs), "$gantt-critical")
    text += part(f"{driver.cruciality:6.2f} {fit_right(chance(driver.criticality), 5)}", "$gantt-muted")
    return row(text, address_of(found.schedule, driver.id), "duration")


def _trials(found: Simulated, width: int, glyphs: Glyphs) -> list[Line]:
    if not found.trials:
        return []
    lines = [heading(_("Experiments"), _("succeeds, attempts still made") if width >= 50 else "")]
    return lines + [_trial(found, trial, width, glyphs) for trial in found.trials]


def _trial(found: Simulated, trial: TrialRow, width: int, glyphs: Glyphs) -> Line:
    attempts = "  ".join(f"{count}: {chance(share)}" for count, share in list(trial.attempts.items())[:4])
    room = 22 if width >= 50 else 0
    title = max(8, width - 9 - room)
    name = found.schedule[trial.id].title or trial.id
    text = part(f"  {fit(name, title, glyphs.ellipsis)} ", "$foreground")
    text += part(fit_right(chance(trial.success), 5), "bold $foreground")
    if room:
        text += part("  " + fit(attempts, room - 1, glyphs.ellipsis).rstrip(), "$gantt-muted")
    return row(text, address_of(found.schedule, trial.id), "success")
