"""What else an assessment says: goal, route, baseline, fallback, tier, review, and the data it stands on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core import explain_ai
from aiplan.core.eu_ai_act import act
from aiplan.core.readiness import bounds_data_score, readiness
from aiplan.tui import words
from aiplan.tui.cells import fit
from aiplan.tui.feasibility.look import score_style
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _, language
from aiplan.tui.lines import Line, fitted, heading, joined, row
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.ai import AiAct, Assessment, Dataset
    from aiplan.model.plan import Plan

LABEL = 11
UNBALANCED = 0.5
"""Smallest class over the average class from which a data set is said to be unbalanced."""

_PII = {
    "none": N_("no personal data"), "pseudonymous": N_("pseudonymous data"), "personal": N_("personal data"),
    "special": N_("special categories of personal data"),
}  # fmt: skip
_ROLES = {
    "train": N_("training"), "eval": N_("evaluation"), "retrieval": N_("retrieval"), "production": N_("production"),
}  # fmt: skip


def tier_word(given: AiAct | None) -> str:
    """Return the tier of an assessment under the EU AI Act."""
    if given is None or given.tier == "not_classified":
        return _("not classified: t asks the questions")
    tier = act().tier(given.tier)
    return given.tier if tier is None else tier.title.in_(language())


def review_text(assessment: Assessment, as_of: dt.date) -> tuple[str, bool]:
    """Return when it was assessed and is looked at again, and whether that is overdue."""
    year = as_of.year
    said = (
        _("assessed {day}").format(day=words.day(assessment.assessed_on, year=year))
        if assessment.assessed_on
        else _("no day of assessment")
    )
    if assessment.review_by is None:
        return said + ", " + _("no review date"), False
    late = assessment.review_by < as_of
    due = words.day(assessment.review_by, year=year)
    again = _("review overdue since {day}") if late else _("review by {day}")
    return f"{said}, {again.format(day=due)}", late


def fact_lines(plan: Plan, key: str, as_of: dt.date, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the facts of an assessment, each a target at its field."""
    a = plan.assessments[key]
    goal = plan.goals.get(a.goal or "")
    review, late = review_text(a, as_of)
    route = explain_ai.title("routes", a.route, language()) if a.route else ""
    rows = (
        (_("goal"), "goal", (goal.title if goal else a.goal) or "", _("no goal"), ""),
        (_("route"), "route", route, _("not said who decides"), ""),
        (_("baseline"), "baseline", _baseline(a), _("nothing without AI was tried"), ""),
        (_("fallback"), "fallback", a.fallback, _("none: what happens where the AI falls short?"), ""),
        (_("EU AI Act"), "eu_ai_act", tier_word(a.eu_ai_act), "", "$warning" if _unasked(a) else ""),
        (_("review"), "review_by", review, "", "$gantt-error" if late else ""),
        (_("owner"), "owner", a.owner, _("nobody answers for it"), ""),
        (_("risks"), "risks", words.listed(a.risks), _("none named"), ""),
    )
    lines = [heading(_("Facts"))]
    for label, field, said, missing, style in rows:
        text = fit(said or missing, width - LABEL - 1, glyphs.ellipsis).rstrip()
        look = style or ("$foreground" if said else "$warning")
        content = part(f" {fit(label, LABEL - 1)} ", "$gantt-muted") + part(text, look)
        lines.append(row(content, ("assessments", key), field, start=1))
    return lines


def _unasked(assessment: Assessment) -> bool:
    return assessment.eu_ai_act is None or assessment.eu_ai_act.tier == "not_classified"


def _baseline(assessment: Assessment) -> str:
    found = assessment.baseline
    if found is None:
        return ""
    value = "" if found.value is None else f"{found.value:g}"
    measured = " ".join(filter(None, (found.metric, value)))
    return words.listed(filter(None, (found.kind, measured, found.note)))


def data_lines(plan: Plan, key: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the data sets of an assessment with band, size, labels, balance and personal data."""
    names = [name for name in plan.assessments[key].datasets if name in plan.datasets]
    if not names:
        said = part(" " + fit(_("no data set named yet: enter names one"), width - 1, glyphs.ellipsis), "$gantt-muted")
        return [heading(_("Data sets")), row(said, ("assessments", key), "datasets", start=1)]
    return [heading(_("Data sets"), _("the worst band bounds the data score")), *(
        line for name in names for line in _dataset(name, plan.datasets[name], width, glyphs)
    )]  # fmt: skip


def loose_lines(plan: Plan, width: int, glyphs: Glyphs) -> list[Line]:
    """Return the data sets that no assessment names."""
    named = {name for a in plan.assessments.values() for name in a.datasets}
    loose = [name for name in plan.datasets if name not in named]
    if not loose:
        return []
    return [
        heading(_("Other data sets"), _("no assessment stands on them")),
        *(line for name in loose for line in _dataset(name, plan.datasets[name], width, glyphs)),
    ]


def _dataset(name: str, dataset: Dataset, width: int, glyphs: Glyphs) -> list[Line]:
    found = readiness(dataset)
    band = dataset.band or glyphs.unknown
    meaning = explain_ai.title("bands", dataset.band, language()) if dataset.band else _("no band")
    look = score_style(found.score) if found.score else "$gantt-muted"
    title = fit(dataset.title or name, max(10, min(36, width - 36)), glyphs.ellipsis)
    role = _(_ROLES[dataset.role]) if dataset.role else ""
    if not bounds_data_score(dataset):
        role = _("{role}, does not count").format(role=role)
    head = joined((
        part(f" {fit(band, 2)} ", f"bold {look}"), part(title, "$foreground"), part(f"  {meaning}", look),
        part(f"  {role}", "$gantt-muted"),
    ))  # fmt: skip
    lines = [row(head.content, ("datasets", name), start=1)]
    facts = _data_facts(dataset)
    if facts:
        lines.append(Line(Content("    ") + _listed(facts, width - 4, glyphs)))
    return lines


def _data_facts(dataset: Dataset) -> list[tuple[str, str]]:
    """Return size, labels, balance and personal data, each with its colour."""
    found, muted, facts = readiness(dataset), "$gantt-muted", []
    if dataset.size is not None:
        size = f"{dataset.size:,}" + (f"/{dataset.target_size:,}" if dataset.target_size else "")
        facts.append((_("size {count}").format(count=size), muted))
    if found.labelled is not None:
        facts.append((_("labelled {share:.0%}").format(share=found.labelled), muted))
    if found.balance is not None:
        said = _("smallest of {classes} classes {count}").format(classes=dataset.classes, count=dataset.smallest_class)
        share = _("{share:.0%} of the average").format(share=found.balance)
        facts.append((f"{said}, {share}", "$warning" if found.balance < UNBALANCED else muted))
    if dataset.pii is not None:
        facts.append((_(_PII[dataset.pii]), muted if dataset.pii == "none" else "$warning"))
    else:
        facts.append((_("personal data not said"), "$warning"))
    return facts


def _listed(facts: list[tuple[str, str]], width: int, glyphs: Glyphs) -> Content:
    mark = part(f" {glyphs.separator} ", "$gantt-rule")
    whole = mark.join(part(text, style) for text, style in facts)
    return whole if whole.cell_length <= width else fitted(whole, width, glyphs.ellipsis)
