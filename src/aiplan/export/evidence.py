"""Sections of a roadmap about what is known: feasibility, experiments, risks, decisions.

A section is a function of the page that returns its lines, none where it has nothing to say.
"""

from __future__ import annotations

import datetime as dt

from aiplan.core.experiment_state import experiment_status
from aiplan.core.gates import criteria_decisions
from aiplan.core.markup import code, escape, joined, named, table
from aiplan.core.risk import Rating, inherent, residual
from aiplan.core.verdict import Verdict, verdict
from aiplan.core.ways_up import Change, ways_up
from aiplan.export.page import Page
from aiplan.model.work import Experiment

SHOWN_OPTIONS = 3
"""Ways to raise a verdict that are named."""
SHOWN_DECISIONS = 6


def feasibility(page: Page) -> list[str]:
    """Return the verdict on each assessment, the rule that decided it, and what would raise it."""
    say = page.say
    rows = []
    for key, assessment in page.plan.assessments.items():
        found = verdict(page.plan, key)
        rows.append([
            f"**{named(assessment.title, key)}**", f"**{say.verdicts[found.verdict]}**", _rule(page, found),
            _way_up(page, found),
        ])  # fmt: skip
    head = [say.assessed, say.verdict, say.decided_by, say.way_up]
    return [f"## {say.feasibility}", "", *table(head, rows)] if rows else []


def experiments(page: Page) -> list[str]:
    """Return each experiment with its bar, its attempts and its fallback."""
    say = page.say
    rows = []
    for key, experiment in page.plan.experiments.items():
        activity = page.schedule[key]
        if activity.status == "dropped":
            continue
        status = experiment_status(experiment)
        fallback = experiment.fallback
        rows.append([
            f"**{page.title(key)}**",
            escape(experiment.hypothesis),
            "<br>".join(_criteria(page, key)),
            _attempts(page, experiment),
            say.experiment_states[status.state],
            page.date(activity.early_finish),
            "" if fallback is None else escape(fallback.title),
        ])  # fmt: skip
    head = [say.experiment, say.question, say.bar, say.attempts, say.state, say.ends, say.if_it_fails]
    return [f"## {say.experiments}", "", *table(head, rows)] if rows else []


def risks(page: Page) -> list[str]:
    """Return the open risks, the largest first, before and after treatment."""
    say = page.say
    shown = [(key, risk) for key, risk in page.plan.risks.items() if risk.status == "open"]
    shown.sort(key=lambda item: -_score(inherent(item[1])))
    rows = []
    for key, risk in shown:
        before, after = inherent(risk), residual(risk)
        levels = [_level(page, before)] + ([_level(page, after)] if after != before else [])
        response = "" if risk.response is None else say.responses[risk.response]
        rows.append([
            f"**{named(risk.title, key)}**", " → ".join(levels),
            say.colon.join(filter(None, (response, escape(risk.mitigation)))), escape(risk.trigger), escape(risk.owner),
        ])  # fmt: skip
    head = [say.risk, say.level, say.response, say.trigger, say.owner]
    return [f"## {say.risks}", "", *table(head, rows)] if rows else []


def decisions(page: Page) -> list[str]:
    """Return the latest decisions up to the data date, the newest first."""
    known = [(key, d) for key, d in page.plan.decisions.items() if d.on is None or d.on <= page.schedule.as_of]
    known.sort(key=lambda item: item[1].on or dt.date.min, reverse=True)
    lines = []
    for key, d in known[:SHOWN_DECISIONS]:
        day = "" if d.on is None else page.date(d.on)
        lines.append(f"- {joined(day, f'**{named(d.title, key)}**', escape(d.why), escape(d.impact))}")
    if len(known) > SHOWN_DECISIONS:
        lines.append(f"- {page.say.and_more.format(len(known) - SHOWN_DECISIONS)}")
    return [f"## {page.say.decisions}", "", *lines] if lines else []


def _rule(page: Page, found: Verdict) -> str:
    judged = found.judgement
    dimensions = {str(key): word for key, word in page.say.dimensions.items()}
    names = page.say.list_comma.join(dimensions.get(name) or code(name) for name in judged.because)
    score = "" if judged.score is None else f"{float(judged.score):.4g}"
    return page.say.rules[judged.rule].format(score=score, names=names)


def _way_up(page: Page, found: Verdict) -> str:
    up = ways_up(page.plan, found)
    if up.target is None or not up.reachable or found.verdict == "no_go":
        return ""
    comma = page.say.list_comma
    options = [comma.join(_change(page, c) for c in option) for option in up.options[:SHOWN_OPTIONS]]
    parts = [_change(page, c) for c in up.required] + ([page.say.or_.join(options)] if options else [])
    return page.say.way_up_text.format(verdict=page.say.verdicts[up.target], changes=comma.join(parts))


def _change(page: Page, change: Change) -> str:
    say = page.say
    dimensions = {str(key): word for key, word in say.dimensions.items()}
    name = dimensions.get(change.name) or code(change.name)
    return f"{say.change_kinds[change.kind].format(name)} {change.now or '–'} → {change.to or '?'}"


def _criteria(page: Page, key: str) -> list[str]:
    return [
        page.gate(decision) if decision.value is not None else page.bar(decision)
        for decision in criteria_decisions(page.plan, key, page.schedule.as_of)
    ]


def _attempts(page: Page, experiment: Experiment) -> str:
    say, status = page.say, experiment_status(experiment)
    counted = (
        (say.missed_text, status.used),
        (say.running_text, status.running),
        (say.met_text, 1 if status.state == "met" else 0),
    )
    parts = say.list_comma.join(text.format(n) for text, n in counted if n)
    return say.attempts_text.format(parts=parts or say.none_yet, all=experiment.max_attempts or 1)


def _score(rating: Rating | None) -> int:
    return 0 if rating is None else rating.score


def _level(page: Page, rating: Rating | None) -> str:
    return "" if rating is None else f"{page.say.levels[rating.level]} ({rating.score})"
