"""The list of risks: the gravest first, what is done about each, and what needs somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from aiplan.core.risk import inherent, mean_delay, needs_acceptance, residual, treated
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import Line, heading, joined, row
from aiplan.tui.risks.look import handling, level_mark
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.ai import Risk
    from aiplan.model.plan import Plan
    from aiplan.tui.state import Document

DELAY_FROM, OWNER_FROM, RESPONSE_FROM = 74, 54, 44
"""Cells from which a row says what the risk adds to the dates on average, names the owner, and says what is done."""


def ordered(plan: Plan, *, after_treatment: bool = False) -> list[str]:
    """Return the risks by severity: open before closed, rated before unrated, then as in the file."""

    def grave(key: str) -> tuple[bool, bool, int, int]:
        risk = plan.risks[key]
        first, second = (residual(risk), inherent(risk)) if after_treatment else (inherent(risk), residual(risk))
        scores = (first.score if first else 0), (second.score if second else 0)
        return risk.status != "open", first is None, -scores[0], -scores[1]

    return sorted(plan.risks, key=grave)


def attention(risk: Risk, as_of: dt.date) -> Iterator[tuple[str, str]]:
    """Yield what a risk needs somebody for, each with the field where it is mended."""
    if risk.status != "open":
        return
    after = residual(risk)
    if risk.review_by is not None and risk.review_by < as_of:
        yield "review_by", _("its review was due on {day}").format(day=words.day(risk.review_by, year=as_of.year))
    if not risk.owner.strip():
        yield "owner", _("nobody answers for it")
    if after is None:
        yield "likelihood", _("nobody has said how large it is")
    elif needs_acceptance(risk) and not risk.accepted_by:
        yield "accepted_by", _("what remains is large, and nobody has accepted it")
    elif after.level in ("high", "critical") and not treated(risk):
        yield "mitigation", _("it is large, and nothing is done about it")


def register_lines(
    document: Document, order: Sequence[str], shown: str | None, width: int, glyphs: Glyphs
) -> list[Line]:
    """Return a line for each risk, as wide as `width`; each is a target."""
    note = ""
    if width >= OWNER_FROM:
        note = _("before, after treatment, what is done, who, review")
    if width >= DELAY_FROM:
        note = _("before, after treatment, mean delay, what is done, who, review")
    lines = [heading(_("Risks"), note)]
    for number, key in enumerate(order, 1):
        lines.append(_row(document, key, number, width, glyphs, here=key == shown))
    return lines


def _row(document: Document, key: str, number: int, width: int, glyphs: Glyphs, *, here: bool) -> Line:
    risk, as_of = document.plan.risks[key], document.schedule.as_of
    owner = f" {fit(risk.owner or glyphs.dash, 7, glyphs.ellipsis)}" if width >= OWNER_FROM else ""
    done = f" {fit(handling(risk.response, risk.status), 9, glyphs.ellipsis)}" if width >= RESPONSE_FROM else ""
    delay = ""
    if width >= DELAY_FROM:
        mean = mean_delay(risk, document.schedule.project_calendar.week)
        delay = fit_right("" if mean is None else f"+{mean:.2g}d", 7)
    due = "" if risk.review_by is None else words.day(risk.review_by, year=as_of.year)
    review = fit_right(fit(due, 7).rstrip(), 8)
    needs = next(iter(attention(risk, as_of)), None) is not None
    room = max(6, width - 3 - 10 - sum(map(cell_len, (delay, done, owner, review))) - 2)
    open_ = risk.status == "open"
    text = "bold $foreground" if here else "$foreground" if open_ else "$gantt-dim"
    content = joined((
        part(f"{fit_right(str(number), 2)} ", "bold $accent" if here else "$gantt-muted"),
        level_mark(inherent(risk)), level_mark(residual(risk)),
        part(fit(risk.title or key, room, glyphs.ellipsis), text),
        part(delay, "$accent"),
        part(done, "$gantt-muted" if risk.response or not open_ else "$warning"),
        part(owner, "$foreground" if risk.owner else "$warning"),
        part(review, "$gantt-error" if open_ and risk.review_by and risk.review_by < as_of else "$gantt-muted"),
        part(f" {glyphs.critical if needs else ' '}", "bold $gantt-error"),
    )).content  # fmt: skip
    return row(content, ("risks", key))
