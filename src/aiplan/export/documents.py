"""Drafts of documents from the plan: model card, data sheet.

Sections follow M. Mitchell et al., "Model cards for model reporting" (2019) and T. Gebru et al., "Datasheets for
datasets" (2021). What the plan does not say stays visibly unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiplan.core import explain_ai
from aiplan.core.catalogue import Text, catalogue
from aiplan.core.eu_ai_act import act
from aiplan.core.experiment_state import experiment_status
from aiplan.core.gates import decide_gate, latest_readings, reading_value
from aiplan.core.markup import code, escape, named, table
from aiplan.core.readiness import readiness
from aiplan.core.risk import Rating, inherent, residual
from aiplan.core.schedule import Schedule
from aiplan.core.verdict import verdict
from aiplan.core.wilson import wilson_interval
from aiplan.errors import UnknownAddress
from aiplan.export.document_words import NO, UNKNOWN, WORDS, YES
from aiplan.export.page import Page
from aiplan.export.regions import region
from aiplan.export.words import words
from aiplan.model.ai import Assessment, Dataset, DatasetRole
from aiplan.model.context import Language
from aiplan.model.plan import Plan
from aiplan.model.values import Gate

MODEL_CARD, DATA_SHEET, LAUNCH_REVIEW = "model-card", "data-sheet", "launch-review"


@dataclass(frozen=True, slots=True)
class Draft:
    """What documents are written with: the page, the language, and how unknown things are said."""

    page: Page
    language: Language

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.page.plan

    @property
    def as_of(self) -> dt.date:
        """Readings after this day are not shown."""
        return self.page.schedule.as_of

    def say(self, name: str, *parts: object) -> str:
        """Return words, with `parts` filled in."""
        text = WORDS[name].in_(self.language)
        return text.format(*parts) if parts else text

    def text(self, value: str | None) -> str:
        """Return text of the plan as Markdown, or that it is not stated."""
        return escape(value) if value and value.strip() else UNKNOWN.in_(self.language)

    def choice(self, kind: str, value: str | None) -> str:
        """Return the words for one of a few values, such as the role of a data set, or that it is not stated."""
        return self.text(None) if value is None else self.say(f"{kind}.{value}")

    def number(self, value: float | None) -> str:
        """Return a number, or that it is not stated."""
        return UNKNOWN.in_(self.language) if value is None else f"{value:,.4g}" if value % 1 else f"{value:,.0f}"

    def date(self, day: dt.date | None) -> str:
        """Return a date, or that it is not stated."""
        return UNKNOWN.in_(self.language) if day is None else self.page.date(day)

    def truth(self, value: bool | None) -> str:
        """Return yes, no, or that it is not stated."""
        known: Text = UNKNOWN if value is None else YES if value else NO
        return known.in_(self.language)

    def listed(self, values: Iterable[str]) -> str:
        """Return words of the plan one after the other, or that they are not stated."""
        return self.page.say.list_comma.join(map(escape, values)) or UNKNOWN.in_(self.language)

    def fields(self, *pairs: tuple[str, str]) -> list[str]:
        """Return a list of (word, Markdown)."""
        return [f"- **{self.say(name)}**{self.page.say.colon}{value}" for name, value in pairs]

    def section(self, name: str, lines: Sequence[str]) -> list[str]:
        """Return a section with its head; what holds nothing says so."""
        return ["", f"## {self.say(name)}", "", *(lines or [UNKNOWN.in_(self.language)])]

    def head(self, name: str, title: str) -> list[str]:
        """Return the title of a document and where it comes from."""
        made = f"*{self.say('generated')}* {self.say('as_of')}{self.page.say.colon}{self.page.date(self.as_of)}"
        return [f"# {self.say(name, title)}", "", made]


def draft(plan: Plan, schedule: Schedule, language: Language | None = None) -> Draft:
    """Return what documents of `plan` are written with; by default in the language of the project."""
    chosen = language or plan.project.language
    return Draft(Page(plan, schedule, words(chosen)), chosen)


def model_card(
    plan: Plan, schedule: Schedule, *, assessment: str | None = None, language: Language | None = None
) -> str:
    """Return a model card of one assessment, or of all, as Markdown between the marks of its region.

    Raises:
        UnknownAddress: where there is no such assessment.
    """
    made = draft(plan, schedule, language)
    return _document(MODEL_CARD, [_model_card(made, key) for key in _chosen(plan.assessments, assessment)], made)


def data_sheet(plan: Plan, schedule: Schedule, *, dataset: str | None = None, language: Language | None = None) -> str:
    """Return a data sheet of one data set, or of all, as Markdown between the marks of its region.

    Raises:
        UnknownAddress: where there is no such data set.
    """
    made = draft(plan, schedule, language)
    return _document(DATA_SHEET, [_data_sheet(made, key) for key in _chosen(plan.datasets, dataset)], made)


def _chosen(items: Mapping[str, object], key: str | None) -> list[str]:
    if key is None:
        return list(items)
    if key not in items:
        raise UnknownAddress(key, hint=f"there are: {', '.join(items)}" if items else "")
    return [key]


def _document(name: str, parts: Sequence[Sequence[str]], made: Draft) -> str:
    lines: list[str] = []
    for number, part in enumerate(parts):
        lines += (["", "---", ""] if number else []) + list(part)
    return region(name, "\n".join(lines or [UNKNOWN.in_(made.language)]))


# ── Model card ───────────────────────────────────────────────────────────────────


def _model_card(made: Draft, key: str) -> list[str]:
    item, plan = made.plan.assessments[key], made.plan
    judged = verdict(plan, key)
    reason = explain_ai.verdict_reason(judged.judgement, judged.inputs.policy, made.language)
    word = explain_ai.title("verdicts", judged.verdict, made.language)
    goal = plan.goals.get(item.goal or "")
    lines = made.head("model_card", named(item.title, key))
    lines += made.section("details", made.fields(
        ("id", code(key)), ("task", _task(made, item)), ("owner", made.text(item.owner)),
        ("goal", named(goal.title, item.goal or "") if goal is not None else made.text(item.goal)),
        ("route", explain_ai.title("routes", item.route, made.language) if item.route else made.text(None)),
        ("verdict", f"**{word}**{made.page.say.parenthesis.format(escape(reason))}"),
        ("assessed", made.date(item.assessed_on)), ("review_by", made.date(item.review_by)),
    ))  # fmt: skip
    vision = plan.vision
    lines += made.section("intended", made.fields(
        ("users", made.listed(item.users)), ("problem", made.text(vision.problem if vision else None)),
        ("value", made.text(vision.value if vision else None)),
        ("out_of_scope", made.listed(vision.non_goals if vision else ())), ("fallback", made.text(item.fallback)),
    ))  # fmt: skip
    lines += made.section("experiments", _made_by(made, item))
    roles: tuple[tuple[str, DatasetRole], ...] = (("training", "train"), ("evaluation", "eval"))
    for name, role in roles:
        lines += made.section(name, _data(made, item, role))
    if any(plan.datasets[d].role == "retrieval" for d in item.datasets if d in plan.datasets):
        lines += made.section("retrieval", _data(made, item, "retrieval"))
    lines += made.section("metrics", _measured(made, item))
    lines += made.section("gates", _bars(made, item))
    lines += made.section("ethics", _ethics(made, item))
    open_gates = [g for g in judged.gates if g.state != "pass"]
    caveats = made.fields(("stop_hold", made.page.say.list_semicolon.join(
        f"{code(g.name)} {explain_ai.title('gate_states', g.state, made.language)}" for g in open_gates
    ) or made.say("none")))  # fmt: skip
    gaps = [gap for d in item.datasets if d in plan.datasets for gap in plan.datasets[d].gaps]
    return lines + made.section("caveats", caveats + made.fields(("gaps", made.listed(gaps))))


def _task(made: Draft, item: Assessment) -> str:
    known = catalogue().get(item.ai_task or "")
    return made.text(item.ai_task) if known is None else escape(known.title.in_(made.language))


def _experiments(plan: Plan, item: Assessment) -> list[str]:
    """Return the experiments that serve the goal of an assessment, by themselves or through their milestone."""
    found = []
    for key, work in plan.experiments.items():
        milestone = plan.milestones.get(work.milestone or "")
        goals = {*work.goals, *(milestone.goals if milestone is not None else ())}
        if item.goal is not None and item.goal in goals and work.status != "dropped":
            found.append(key)
    return found


def _made_by(made: Draft, item: Assessment) -> list[str]:
    lines = []
    for key in _experiments(made.plan, item):
        work = made.plan.experiments[key]
        state = explain_ai.title("experiment_states", experiment_status(work).state, made.language)
        lines.append(f"- {named(work.title, key)}{made.page.say.colon}**{state}**. {made.text(work.hypothesis)}")
    return lines


def _data(made: Draft, item: Assessment, role: DatasetRole) -> list[str]:
    lines = []
    for key in item.datasets:
        dataset = made.plan.datasets.get(key)
        if dataset is not None and dataset.role == role:
            size = f"{made.say('size')} {made.number(dataset.size)}"
            facts = [
                size,
                f"{made.say('band')} {_band(made, dataset)}",
                f"{made.say('licence')} {made.text(dataset.licence)}",
            ]
            lines.append(
                f"- {named(dataset.title, key)}{made.page.say.colon}{made.page.say.list_semicolon.join(facts)}"
            )
    return lines


def _metrics(plan: Plan, item: Assessment) -> list[str]:
    """Return the metrics an assessment is judged by: its goal's, its baseline's, and those of gates on its goal."""
    goal = plan.goals.get(item.goal or "")
    named_ = [goal.metric if goal else None, item.baseline.metric if item.baseline else None]
    named_ += [gate.metric for gate in _gates(plan, item)]
    return [m for m in dict.fromkeys(named_) if m is not None and m in plan.metrics]


def _gates(plan: Plan, item: Assessment) -> list[Gate]:
    found: dict[str, Gate] = {}
    for milestone in plan.milestones.values():
        if item.goal is not None and item.goal in milestone.goals and milestone.status != "dropped":
            for gate in milestone.gates:
                found.setdefault(str(gate), gate)
    return list(found.values())


def _measured(made: Draft, item: Assessment) -> list[str]:
    rows = []
    for key in _metrics(made.plan, item):
        metric = made.plan.metrics[key]
        readings = latest_readings(metric.readings, made.as_of)
        baseline = item.baseline.value if item.baseline and item.baseline.metric == key else metric.baseline
        ends = [made.page.value(metric, v) if v is not None else made.text(None)
                for v in (baseline, metric.target, metric.floor)]  # fmt: skip
        if not readings:
            rows.append([named(metric.title, key), made.say("whole"), made.page.say.not_measured, "", *ends, "", ""])
        for segment, reading in readings.items():
            value, interval = reading_value(reading), ""
            if metric.proportion and reading.n and value is not None and 0 <= value <= 1:
                low, high = wilson_interval(value, reading.n)
                interval = f"{made.page.value(metric, low)} … {made.page.value(metric, high)}"
            sample = made.page.value(metric, value) + (f" (n = {reading.n:,})" if reading.n else "")
            place = made.say("whole") if segment is None else escape(segment)
            source = made.text(reading.from_)
            rows.append([named(metric.title, key), place, sample, interval, *ends, made.page.date(reading.on), source])
    heads = ("metric", "segment", "reading", "interval", "baseline", "target", "floor", "read_on", "from")
    return table([made.say(h) for h in heads], rows) if rows else []


def _bars(made: Draft, item: Assessment) -> list[str]:
    return [f"- {made.page.gate(decide_gate(made.plan, gate, made.as_of))}" for gate in _gates(made.plan, item)]


def _ethics(made: Draft, item: Assessment) -> list[str]:
    tier = None if item.eu_ai_act is None else act().tier(item.eu_ai_act.tier)
    said = tier.title.in_(made.language) if tier is not None else None
    lines = made.fields(
        ("act", made.text(said)),
        ("oversight", _scored(made, item, "oversight")),
        ("tolerance", _scored(made, item, "error_tolerance")),
        ("false_positive", made.number(item.false_positive_cost)),
        ("false_negative", made.number(item.false_negative_cost)),
    )
    rows = []
    for key in item.risks:
        risk = made.plan.risks.get(key)
        if risk is not None:
            levels = [_level(made, rating) for rating in (inherent(risk), residual(risk))]
            rows.append([named(risk.title, key), *levels, made.text(risk.mitigation), made.text(risk.owner)])
    heads = [made.say(h) for h in ("risk", "before", "after", "mitigation", "owner")]
    return lines + (["", *table(heads, rows)] if rows else [])


def _scored(made: Draft, item: Assessment, dimension: str) -> str:
    score = next((s for d, s in item.scores.items() if d == dimension), None)
    return made.text(None) if score is None else f"{score.score} / 5{made.page.say.comma}{made.text(score.because)}"


def _level(made: Draft, rating: Rating | None) -> str:
    if rating is None:
        return made.text(None)
    return f"{explain_ai.title('levels', rating.level, made.language)} ({rating.likelihood}×{rating.impact})"


def _band(made: Draft, dataset: Dataset) -> str:
    if dataset.band is None:
        return made.text(None)
    meaning = explain_ai.title("bands", dataset.band, made.language)
    return dataset.band + made.page.say.parenthesis.format(meaning)


# ── Data sheet ───────────────────────────────────────────────────────────────────


def _data_sheet(made: Draft, key: str) -> list[str]:
    item, plan = made.plan.datasets[key], made.plan
    ready = readiness(item)
    users = [named(a.title, k) for k, a in plan.assessments.items() if key in a.datasets]
    users += [named(e.title, k) for k, e in plan.experiments.items() if e.eval_set == key]
    used_by = made.page.say.list_semicolon.join(users) or made.text(None)
    lines = made.head("data_sheet", named(item.title, key))
    lines += made.section(
        "why", made.fields(("id", code(key)), ("role", made.choice("role", item.role)), ("used_by", used_by))
    )
    lines += made.section("composition", made.fields(
        ("size", made.number(item.size)), ("target_size", made.number(item.target_size)),
        ("labelled", made.number(item.labelled)), ("classes", made.number(item.classes)),
        ("smallest", made.number(item.smallest_class)), ("balance", made.number(ready.balance)),
        ("pii", made.choice("pii", item.pii)),
    ))  # fmt: skip
    lines += made.section("collection", made.fields(
        ("source", made.text(item.source)), ("legal_basis", made.text(item.legal_basis)),
        ("licence", made.text(item.licence)), ("consent", made.text(item.consent)),
    ))  # fmt: skip
    lines += made.section("quality", made.fields(
        ("band", _band(made, item)), ("agreement", made.number(item.label_agreement)),
        ("leakage", made.truth(item.leakage_checked)), ("frozen", made.text(item.frozen_hash)),
        ("gaps", made.listed(item.gaps)),
    ))  # fmt: skip
    return lines + made.section("upkeep", made.fields(
        ("owner", made.text(item.owner)), ("freshness", made.number(item.freshness_days)),
        ("assessed", made.date(item.assessed_on)), ("sheet", made.text(item.datasheet)),
    ))  # fmt: skip
