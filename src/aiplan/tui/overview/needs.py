"""What needs a decision now, the gravest first.

Weights are in the order of what it costs to leave a thing alone: a plan that does not hold, a deadline that is missed,
an experiment that waits for a word, gates and verdicts by how soon they are reached, then money, risks, users, reviews.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplan.core.blocking import unmet_verdicts
from aiplan.core.cost import plan_cost
from aiplan.core.experiment_state import experiment_status
from aiplan.core.gates import item_gates
from aiplan.core.progress import first_started
from aiplan.core.risk import needs_acceptance, residual
from aiplan.core.verdict import verdict
from aiplan.core.ways_up import ways_up
from aiplan.model.address import Path
from aiplan.tui import words
from aiplan.tui.experiments.criteria import UNDECIDED, needed_text, why_text
from aiplan.tui.facts import days_between, margins
from aiplan.tui.feasibility.look import change_text, verdict_word
from aiplan.tui.i18n import _, n_
from aiplan.tui.items import address_of, item_of
from aiplan.tui.numbers import money, short_by, value_text
from aiplan.tui.phrasing import told
from aiplan.tui.risk_words import chance
from aiplan.tui.risks.look import level_word

if TYPE_CHECKING:
    from aiplan.core.gates import GateStatus
    from aiplan.model.finding import Finding
    from aiplan.model.plan import Plan
    from aiplan.tui.glyphs import Glyphs
    from aiplan.tui.state import AppState, Document

SOON = 15
"""Working days before a milestone from which a gate that was never measured needs somebody."""
DOUBTFUL = 0.5
"""Chance of a deadline below which it needs a decision although it is planned in time."""
SEVERE = 4
WAYS = 5
"""Verdicts for which it is worked out what raises them; that takes milliseconds each."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs a decision."""

    weight: float
    grave: bool
    """Whether it is wrong already, and not only open."""
    address: Path
    key: str
    """With the section, what it is about and where it leads."""
    what: str
    why: str
    way: str
    """What would settle it."""
    by: dt.date | None = None
    """The day on which it is missed, where there is one: a deadline, or the date of the milestone that waits for it."""


def needs(state: AppState, glyphs: Glyphs) -> list[Need]:
    """Return everything that needs a decision, the gravest first."""
    document = state.document
    found = [
        *_broken(document, state.findings),
        *_late(state),
        *_experiments(document),
        *_gates(document),
        *_verdicts(document, glyphs),
        *_budget(document),
        *_risks(document),
        *_insights(document),
        *_reviews(document),
    ]
    return sorted(found, key=lambda need: -need.weight)


def _broken(document: Document, findings: tuple[Finding, ...] | None) -> Iterator[Need]:
    """Yield errors: until they are mended, everything else may be wrong."""
    for finding in findings or ():
        if finding.severity == "error":
            address = item_of(document.data, finding) or ("project",)
            key = str(finding.path[len(address)]) if len(finding.path) > len(address) else "id"
            message, hint = (told(text, year=document.schedule.as_of.year) for text in (finding.message, finding.hint))
            yield Need(2000, True, address, key, message, finding.code, hint)


def _late(state: AppState) -> Iterator[Need]:
    """Yield deadlines that are missed, and those that will probably be."""
    document, year = state.document, state.document.schedule.as_of.year
    for margin in margins(document.schedule):
        outlook = None if state.forecast is None else state.forecast.outlook(margin.id)
        share = None if outlook is None else outlook.probability
        doubtful = share is not None and share < DOUBTFUL
        if margin.late <= 0 and not doubtful:
            continue
        title = document.schedule[margin.id].title or margin.id
        finish = words.day(document.schedule[margin.id].early_finish, year=year)
        if margin.late > 0:
            what = _("{title} is {days} late").format(title=title, days=words.days(margin.late))
        else:
            what = _("{title} will hardly be in time").format(title=title)
        why = _("forecast for {finish}").format(finish=finish)
        if share is not None:
            why += ", " + _("{chance} in time").format(chance=chance(share))
        milestone = margin.id in document.plan.milestones
        weight = 1000 + 10 * margin.late if margin.late > 0 else 700.0
        way = _("enter: ways out") if milestone else ""
        here = address_of(document.schedule, margin.id)
        yield Need(weight, margin.late > 0, here, "deadline", what, why, way, margin.deadline)


def _experiments(document: Document) -> Iterator[Need]:
    """Yield experiments that wait for a word: fallback due, time box over, closed without learning."""
    plan, schedule = document.plan, document.schedule
    for key, work in plan.experiments.items():
        status, here, title = experiment_status(work), ("experiments", key), work.title or key
        by = _reached(document, work.milestone)
        if status.state == "missed":
            what = _("{title}: try again, or fall back?").format(title=title)
            why = n_("{count} attempt missed, {left} left", "{count} attempts missed, {left} left", status.used).format(
                count=status.used, left=status.left
            )
            yield Need(800, True, here, "attempts", what, why, _("S starts, b falls back"), by)
        elif status.fallback == "due":
            what, why = _("{title}: the attempts are used up").format(title=title), _("its fallback has not begun")
            yield Need(820, True, here, "attempts", what, why, _("S starts it"), by)
        elif status.state == "running" and work.timebox is not None and (began := first_started(work)) is not None:
            calendar = schedule.calendar_of(key)
            used, box = calendar.count(began, schedule.as_of), work.timebox.days(calendar.week)
            if used > box:
                what = _("{title} runs past its time box").format(title=title)
                why = _("{used} of {whole} days used").format(used=used, whole=box)
                yield Need(780, True, here, "attempts", what, why, _("t records the result, b falls back"), by)
        elif status.ended and (work.learning is None or not work.learning.insight):
            what = _("{title} ended, and nothing is written down").format(title=title)
            yield Need(220, False, here, "attempts", what, _("what did it teach?"), _("L writes it down"))


def _reached(document: Document, milestone: str | None) -> dt.date | None:
    """Return when a milestone is reached as things stand, or its deadline where that is earlier."""
    if milestone is None or milestone not in document.schedule:
        return None
    found = document.schedule[milestone]
    return min((day for day in (found.early_finish, found.deadline) if day is not None), default=None)


def _gates(document: Document) -> Iterator[Need]:
    """Yield gates that fail or cannot be decided, each once, for the first that waits for it."""
    plan, schedule = document.plan, document.schedule
    waiting: dict[tuple[object, ...], list[tuple[int, str, GateStatus]]] = {}
    for item in (*plan.milestones, *plan.rollout):
        if item not in schedule or schedule[item].status in ("done", "dropped"):
            continue
        finish = schedule[item].early_finish
        ahead = 999 if finish is None else max(0, days_between(schedule.project_calendar, schedule.as_of, finish))
        for status in item_gates(plan, item, schedule.as_of):
            if status.open:
                same = (*status.gate.key, status.decision.operator, status.decision.bar)
                waiting.setdefault(same, []).append((ahead, item, status))
    for found in waiting.values():
        ahead, item, status = min(found, key=lambda one: one[0])
        if status.decision.value is None and ahead > SOON:
            continue
        yield _gate(document, ahead, [item, *(one[1] for one in found if one[1] != item)], status)


def _gate(document: Document, ahead: int, items: list[str], status: GateStatus) -> Need:
    plan, gate = document.plan, status.gate
    failing = status.decision.state == "fail"
    what = (_("{gate} fails") if failing else _("{gate} undecided")).format(gate=gate.text)
    why = _("{item}: {figures}").format(figures=_figures(status, plan), item=items[0])
    open_ = [
        key
        for key, work in plan.experiments.items()
        if any(criterion.metric == gate.metric for criterion in work.criteria)
        and experiment_status(work).state in ("ready", "running", "missed")
    ]
    way = _("{id} tests it").format(id=open_[0]) if open_ else _("no experiment yet")
    known = gate.metric in plan.metrics
    address: Path = ("metrics", gate.metric) if known else address_of(document.schedule, items[0])
    return Need(
        (560 if failing else 540) - 2 * ahead, failing, address, "readings" if known else "gates", what, why, way,
        _reached(document, items[0]),
    )  # fmt: skip


def _figures(status: GateStatus, plan: Plan) -> str:
    """Return what decides a gate in a few words: what is missing, or the sample that settles it."""
    found, metric, gate = status.decision.decisive, plan.metrics.get(status.gate.metric), status.decision
    if metric is None or found.value is None or gate.bar is None or gate.operator is None or found.cause in UNDECIDED:
        return why_text(gate, plan, dated=False)
    said = value_text(found.value, metric, plan.project.currency)
    said = f"{found.segment} {said}" if found.segment else said
    if gate.state == "fail":
        return f"{said}, " + short_by(found.value, gate.bar, gate.operator, metric, plan.project.currency)
    needed = _("needs {needed} cases").format(needed=f"{found.needed_n:,}") if isinstance(found.needed_n, int) else ""
    return words.listed(filter(None, (said, needed or needed_text(found))))


def _verdicts(document: Document, glyphs: Glyphs) -> Iterator[Need]:
    """Yield verdicts that a milestone needs and does not have, with what raises them."""
    plan, schedule = document.plan, document.schedule
    raised: dict[str, str] = {}
    for item in plan.milestones:
        if item not in schedule or schedule[item].status in ("done", "dropped"):
            continue
        for assessment, wanted, now, *_rest in unmet_verdicts(plan, item):
            what = _("{item} needs {wanted}, verdict {verdict}").format(
                item=item, verdict=verdict_word(now), wanted=verdict_word(wanted)  # type: ignore[arg-type]
            )  # fmt: skip
            why = plan.assessments[assessment].title
            if assessment not in raised and len(raised) < WAYS:
                raised[assessment] = _raising(plan, assessment, glyphs)
            way = raised.get(assessment, "")
            by = _reached(document, item)
            yield Need(400, False, ("assessments", assessment), "scores", what, why, way, by)


def _raising(plan: Plan, assessment: str, glyphs: Glyphs) -> str:
    """Return the first thing that raises a verdict."""
    ways = ways_up(plan, verdict(plan, assessment))
    change = next((change for changes in (ways.required, *ways.options) for change in changes), None)
    return change_text(change, glyphs) if change is not None else ""


def _budget(document: Document) -> Iterator[Need]:
    cost = plan_cost(document.schedule)
    over = cost.over_budget
    if over is not None and over > 0:
        what = _("The forecast cost is {amount} over budget").format(amount=money(over, cost.currency))
        why = _("{total} of {budget}").format(
            total=money(cost.total, ""), budget=money(cost.budget or 0, cost.currency)
        )
        yield Need(650, True, ("project",), "budget", what, why, "")


def _risks(document: Document) -> Iterator[Need]:
    """Yield large risks that nobody has accepted."""
    for key, risk in document.plan.risks.items():
        after = residual(risk)
        if risk.status == "open" and after is not None and needs_acceptance(risk) and not risk.accepted_by:
            what = _("{title} is accepted by nobody").format(title=risk.title or key)
            why = _("what remains is {level}").format(level=level_word(after.level))
            yield Need(
                640 if after.level == "critical" else 450,
                True,
                ("risks", key),
                "accepted_by",
                what,
                why,
                _("treat or accept it"),
                risk.review_by,
            )


def unanswered(document: Document) -> Iterator[str]:
    """Yield severe insights that nothing answers, or only what was dropped."""
    progress = document.schedule.network.progress
    for key, insight in document.plan.insights.items():
        answered = [a for a in insight.answers if a not in progress or progress[a].status != "dropped"]
        if (insight.severity or 0) >= SEVERE and not answered:
            yield key


def _insights(document: Document) -> Iterator[Need]:
    for key in unanswered(document):
        insight = document.plan.insights[key]
        severity = insight.severity or 0
        what = _("Nothing answers {who}").format(who=insight.source or key)
        why = _("“{said}” (severity {severity})").format(said=insight.said, severity=severity)
        yield Need(
            300 + 20 * severity,
            severity > SEVERE,
            ("insights", key),
            "answers",
            what,
            why,
            _("answer it, or say why not"),
        )


def _reviews(document: Document) -> Iterator[Need]:
    """Yield reviews whose day has passed."""
    as_of = document.schedule.as_of
    for address, name, review in _reviewed(document):
        if review is not None and review < as_of:
            what = _("{title} was to be looked at again").format(title=name)
            why = _("since {day}").format(day=words.day(review, year=as_of.year))
            waited = (as_of - review).days
            yield Need(240 + min(60, waited / 7), False, address, "review_by", what, why, "")


def _reviewed(document: Document) -> Iterator[tuple[Path, str, dt.date | None]]:
    plan = document.plan
    if plan.vision is not None:
        yield ("vision",), _("The vision"), plan.vision.review_by
    for key, goal in plan.goals.items():
        yield ("goals", key), goal.title or key, goal.review_by
    for key, assessment in plan.assessments.items():
        yield ("assessments", key), assessment.title or key, assessment.review_by
    for key, risk in plan.risks.items():
        if risk.status == "open":
            yield ("risks", key), risk.title or key, risk.review_by
