"""AIP3xx: assessments and the policy they are judged by."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

import math
from collections.abc import Iterator

from aiplan.core.assessment_gates import read_gates
from aiplan.core.checks.look import near_miss
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.experiment_state import experiment_status
from aiplan.core.readiness import data_bound
from aiplan.core.schedule import Schedule
from aiplan.core.verdict import DIMENSIONS
from aiplan.model.ai import AiActTier
from aiplan.model.plan import Plan
from aiplan.phrases import code, listed, say, term

STALE_AFTER_DAYS = 180
"""How long an assessment without a review date holds, in days."""

_TIER_LIMITS: dict[AiActTier, int] = {
    "prohibited": 1, "high_annex_i": 3, "high_annex_iii": 3, "gpai": 4, "transparency": 4, "not_classified": 3,
}  # fmt: skip
"""Tier under the EU AI Act → the highest score of risk_compliance whose anchor fits it."""


@rule("AIP303", "stale-assessment", "warning", time_dependent=True)
def stale_assessment(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An assessment is due for another look.

    What: `review_by` lies before the data date; or there is none, and `assessed_on` is more than 180 days old.
    Why: what AI can do, what it costs and what the law says changes within months.
    Fix: go through the scores again, then write `assessed_on` and a new `review_by`.

    Example:
        [assessments.recognition]
        assessed_on = 2025-06-02
        review_by = 2025-12-01
    """
    for key, item in plan.assessments.items():
        if item.review_by is not None:
            if item.review_by < schedule.as_of:
                yield Problem(
                    ("assessments", key, "review_by"),
                    say("the assessment {key} was to be reviewed by {review_by}", key=key, review_by=item.review_by),
                    say("review the scores, then write assessed_on and a new review_by"),
                )
        elif item.assessed_on is not None and (schedule.as_of - item.assessed_on).days > STALE_AFTER_DAYS:
            yield Problem(
                ("assessments", key, "assessed_on"),
                say("the assessment {key} is of {assessed_on}", key=key, assessed_on=item.assessed_on),
                say("review the scores, then write assessed_on and review_by"),
            )


@rule("AIP305", "no-non-ai-baseline", "warning")
def no_non_ai_baseline(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody knows what the best way without AI achieves.

    What: an assessment without `baseline`. The hold gate `no_non_ai_baseline` fails: at most explore.
    Why: AI that is no better than a rule costs more and explains less.
    Fix: measure rules, a lookup or people on the same cases, and write metric and value.

    Example:
        [assessments.recognition]
        title = "Recognise a plant"        # baseline = { kind = "heuristic", metric = "top1-accuracy", value = 0.71 }
    """
    for key, item in plan.assessments.items():
        if item.baseline is None:
            yield Problem(
                ("assessments", key),
                say("the assessment {key} has no baseline: what does the best way without AI achieve?", key=key),
                say('write baseline = { kind = "…", metric = "…", value = … }'),
            )


@rule("AIP306", "no-fallback", "warning")
def no_fallback(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody has said what happens where the AI falls short.

    What: an assessment without `fallback`, or an uncertain experiment (`success` given) without one.
    Why: where the technology falls short, the product makes up for it; without a way out a missed experiment stops
        everything.
    Fix: write what the product does then: ask a person, show several answers, keep the old way.

    Example:
        [experiments.cnn-v1]
        success = 0.4                      # fallback = { title = "Show the three most likely", duration = "10d" }
    """
    for key, item in plan.assessments.items():
        if not item.fallback.strip():
            yield Problem(
                ("assessments", key),
                say("the assessment {key} does not say what the product does where the AI falls short", key=key),
                say('write fallback = "…"'),
            )
    for key, experiment in plan.experiments.items():
        status = experiment_status(experiment)
        uncertain = experiment.success is not None and experiment.success < 1
        if uncertain and experiment.fallback is None and status.state != "dropped" and not status.ended:
            yield Problem(
                ("experiments", key),
                say("the experiment {key} may miss, and nothing says what is done then", key=key),
                say('write fallback = { title = "…", duration = "…d" }'),
            )


@rule("AIP310", "readiness-above-data", "warning")
def readiness_above_data(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An assessment claims better data than its data sets are.

    What: the data score is above what the worst train, eval or retrieval data set allows (C4, C3: 1; C2: 2; C1: 3;
        B: 4; A: 5). The verdict uses the lower.
    Why: a data score that rests on hope is the most common reason why a pilot fails.
    Fix: lower the score, or bring the data set to the band it needs and assess it again.

    Example:
        [assessments.recognition]
        datasets = ["photos"]
        scores.data = { score = 4 }
        [datasets.photos]
        band = "C1"
    """
    for key, item in plan.assessments.items():
        bound, claimed = data_bound(plan, item), item.scores.get("data")
        if bound is not None and claimed is not None and claimed.score > bound.score:
            bands = listed(say("{name} is {band}", name=name, band=plan.datasets[name].band) for name in bound.datasets)
            yield Problem(
                ("assessments", key, "scores", "data"),
                say(
                    "{key} claims {score} for its data, and its data sets allow {bound_score}: {bands}",
                    key=key,
                    score=claimed.score,
                    bound_score=bound.score,
                    bands=bands,
                ),
                say("lower the score, or improve the data set"),
            )


@rule("AIP318", "computed-gate-differs", "warning")
def computed_gate_differs(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A written gate says something else than the fields do.

    What: a gate under `gates` that is computed from other fields has another state. The computed one counts.
    Why: whoever reads the file is told the wrong thing.
    Fix: remove the written gate, or mend the field.

    Example:
        [assessments.recognition]
        gates.no_owner = "pass"            # and no owner
    """
    for key, item in plan.assessments.items():
        for gate in read_gates(plan, item):
            if gate.differs:
                yield Problem(
                    ("assessments", key, "gates", gate.name),
                    say(
                        "{name} of {key} is written as {written}, but {because}: {computed}",
                        name=term(gate.name, "gates"),
                        key=key,
                        written=term(str(gate.written), "gate_states"),
                        because=gate.because,
                        computed=term(str(gate.computed), "gate_states"),
                    ),
                    say("remove the written gate, or mend the field"),
                )


@rule("AIP343", "tier-contradicts-score", "warning")
def tier_contradicts_score(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The compliance score is better than the tier allows.

    What: `eu_ai_act.tier` is prohibited with a score of `risk_compliance` above 1, high risk or not classified with one
        above 3, transparency or general purpose with 5.
    Why: the anchors of the dimension speak of the tiers; one of the two is mistaken.
    Fix: correct the score or the tier. The triage is an aid, not legal advice.

    Example:
        eu_ai_act = { tier = "high_annex_iii" }
        scores.risk_compliance = { score = 5 }
    """
    for key, item in plan.assessments.items():
        score = item.scores.get("risk_compliance")
        if item.eu_ai_act is None or score is None:
            continue
        limit = _TIER_LIMITS.get(item.eu_ai_act.tier, 5)
        if score.score > limit:
            yield Problem(
                ("assessments", key, "scores", "risk_compliance"),
                say(
                    "{key} scores {score} for {dimension}; its tier {tier} fits {limit} at most",
                    key=key,
                    score=score.score,
                    dimension=term("risk_compliance", "dimensions"),
                    tier=term(item.eu_ai_act.tier),
                    limit=limit,
                ),
                say("correct the score or the tier"),
            )


@rule("AIP344", "unknown-ai-task", "info")
def unknown_ai_task(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The task type is not in the catalogue.

    What: `ai_task` is none of the types that `aiplan explain catalogue` lists. It is kept.
    Why: for known types the usual metrics, baselines and failures are at hand.
    Fix: use the nearest type, or keep it if there is none.

    Example:
        ai_task = "image-clasification"
    """
    named = [(key, item.ai_task) for key, item in plan.assessments.items() if item.ai_task is not None]
    if not named:
        return
    from aiplan.core.catalogue import task_type_ids

    hint = near_miss()
    for key, ai_task in named:
        if ai_task not in task_type_ids():
            yield Problem(
                ("assessments", key, "ai_task"),
                say("{ai_task} is no task type of the catalogue", ai_task=ai_task),
                hint(ai_task, task_type_ids()) or say("the catalogue has nothing to say about it"),
            )


@rule("AIP345", "evidence-without-reason", "info")
def evidence_without_reason(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A score claims evidence and does not say which.

    What: `evidence` of 3 or 4 with an empty `because`.
    Why: evidence that cannot be looked up is an assumption.
    Fix: write what it rests on: the study, the reading, the contract.

    Example:
        scores.value = { score = 4, evidence = 3 }
    """
    for key, item in plan.assessments.items():
        for dimension, score in item.scores.items():
            if score.evidence >= 3 and not score.because.strip():
                yield Problem(
                    ("assessments", key, "scores", dimension),
                    say(
                        "{dimension} of {key} claims evidence, and does not say which",
                        dimension=term(dimension, "dimensions"),
                        key=key,
                    ),
                    say('write because = "…"'),
                )


@rule("AIP346", "assessment-incomplete", "info")
def assessment_incomplete(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Not every dimension has been scored.

    What: scores are missing; the verdict is incomplete.
    Why: the dimension nobody looked at is the one that surprises.
    Fix: score what is missing; `aiplan explain assessment` shows the anchors.

    Example:
        [assessments.recognition]
        scores.value = { score = 4 }       # nine dimensions are missing
    """
    for key, item in plan.assessments.items():
        missing = [d for d in DIMENSIONS if d not in item.scores]
        if missing:
            yield Problem(
                ("assessments", key),
                say(
                    "the assessment {key} has no score for {missing}",
                    key=key,
                    missing=listed(term(d, "dimensions") for d in missing),
                ),
                code("aiplan explain assessment"),
            )


@rule("AIP347", "assessment-policy", "error")
def assessment_policy(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The plan's own weights or bands make no sense.

    What: a weight for something that is no dimension, a weight or band that is not a finite number, or bands that do
        not descend from go over pilot to explore.
    Why: a verdict would be given that nobody can reach, or that skips one.
    Fix: correct the table, or remove it to use the default.

    Example:
        [assessment_policy]
        bands = { go = 60, pilot = 70 }
    """
    policy = plan.assessment_policy
    hint = near_miss()
    for name, weight in policy.weights.items():
        path = ("assessment_policy", "weights", name)
        if name not in DIMENSIONS:
            yield Problem(path, say("{name} is no dimension of an assessment", name=name), hint(name, DIMENSIONS))
        elif not math.isfinite(weight):
            yield Problem(path, say("the weight of {name} is not a finite number; the default is used", name=name))
    bands = policy.bands
    if not all(math.isfinite(band) for band in (bands.go, bands.pilot, bands.explore)):
        yield Problem(("assessment_policy", "bands"), say("a band is not a finite number; the default is used"))
    elif not bands.go > bands.pilot > bands.explore:
        yield Problem(
            ("assessment_policy", "bands"),
            say(
                "the bands do not descend: go {go:g}, pilot {pilot:g}, explore {explore:g}",
                go=bands.go,
                pilot=bands.pilot,
                explore=bands.explore,
            ),
            say("write go > pilot > explore"),
        )


RULES: tuple[Rule, ...] = (
    stale_assessment,
    no_non_ai_baseline,
    no_fallback,
    readiness_above_data,
    computed_gate_differs,
    tier_contradicts_score,
    unknown_ai_task,
    evidence_without_reason,
    assessment_incomplete,
    assessment_policy,
)
