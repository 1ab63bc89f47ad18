"""AIP4xx: risks."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

from collections.abc import Iterator

from aiplan.core.checks.look import number
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.risk import LIKELIHOODS, inherent, needs_acceptance, residual, treated
from aiplan.core.schedule import Schedule
from aiplan.model.ai import Risk
from aiplan.model.plan import Plan
from aiplan.phrases import say, term


@rule("AIP403", "risk-without-owner", "warning")
def risk_without_owner(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody watches a risk.

    What: an open risk without `owner`.
    Why: a risk that belongs to everybody is watched by nobody.
    Fix: write the owner.

    Example:
        [risks.class-imbalance]
        title = "Rare classes stay weak"   # owner = "wei"
    """
    for key, risk in _open(plan):
        if not risk.owner.strip():
            yield Problem(("risks", key), say("nobody watches the risk {key}", key=key), say('write owner = "…"'))


@rule("AIP404", "critical-risk-accepted-by-nobody", "error")
def critical_risk_accepted_by_nobody(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A high or critical risk is accepted, and nobody has put their name to it.

    What: `response = "accept"` while likelihood × impact, after treatment where that is given, is 10 or more, and
        `accepted_by` is empty.
    Why: accepting such a risk is a decision of a person who may take it.
    Fix: write who accepted it, or treat it.

    Example:
        [risks.toxic-lookalike]
        likelihood = 3
        impact = 5
        response = "accept"                # accepted_by = "…"
    """
    for key, risk in _open(plan):
        rating = residual(risk)
        if needs_acceptance(risk) and not risk.accepted_by.strip() and rating is not None:
            yield Problem(
                ("risks", key, "response"),
                say(
                    "the risk {key} is {level} ({score}) and accepted, and nobody has put their name to it",
                    key=key,
                    level=term(rating.level, "levels"),
                    score=rating.score,
                ),
                say('write accepted_by = "…", or treat it'),
            )


@rule("AIP408", "large-risk-untreated", "warning")
def large_risk_untreated(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nothing is done about a large risk.

    What: an open risk of likelihood × impact 10 or more has no `mitigation` and is not accepted.
    Why: knowing a risk changes nothing until somebody acts.
    Fix: write what makes it less likely or less bad, or accept it with a name.

    Example:
        [risks.filing-delay]
        likelihood = 4
        impact = 4                         # response, mitigation
    """
    for key, risk in _open(plan):
        rating = inherent(risk)
        if rating is None or rating.level not in ("high", "critical") or risk.response == "accept" or treated(risk):
            continue
        yield Problem(
            ("risks", key),
            say(
                "the risk {key} is {level} ({score}), and nothing is done about it",
                key=key,
                level=term(rating.level, "levels"),
                score=rating.score,
            ),
            say("write response and mitigation"),
        )


@rule("AIP409", "residual-above-inherent", "warning")
def residual_above_inherent(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A risk is larger after treatment than before.

    What: `residual_likelihood` or `residual_impact` exceeds `likelihood` or `impact`.
    Why: treatment that makes things worse is a slip of the pen, or a bad treatment.
    Fix: correct the numbers.

    Example:
        likelihood = 2
        residual_likelihood = 4
    """
    for key, risk in plan.risks.items():
        pairs = (
            ("residual_likelihood", risk.residual_likelihood, risk.likelihood),
            ("residual_impact", risk.residual_impact, risk.impact),
        )
        for name, after, before in pairs:
            if after is not None and before is not None and after > before:
                yield Problem(
                    ("risks", key, name),
                    say(
                        "{name} of {key} is {after}, and before treatment it is {before}",
                        name=name,
                        key=key,
                        after=after,
                        before=before,
                    ),
                )


@rule("AIP410", "risk-not-rated", "info")
def risk_not_rated(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody has said how large a risk is.

    What: an open risk without `likelihood` or `impact`; it stands outside the matrix.
    Why: what is not rated is not ranked, and comes up when it has happened.
    Fix: write both, 1 … 5; a rough guess is better than none.

    Example:
        [risks.vendor]
        title = "The vendor changes its terms"     # likelihood, impact
    """
    for key, risk in _open(plan):
        if inherent(risk) is None:
            yield Problem(
                ("risks", key),
                say("nobody has said how large the risk {key} is", key=key),
                say("write likelihood and impact"),
            )


@rule("AIP413", "risk-probability-mismatch", "info")
def risk_probability_mismatch(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The simulation draws a risk with another probability than its rating says.

    What: `schedule.probability` lies outside the class of `likelihood`, before or after treatment (1: up to 5 %,
        2: 5–20, 3: 20–50, 4: 50–80, 5: above 80).
    Why: the matrix and the forecast tell two stories.
    Fix: correct one of them.

    Example:
        likelihood = 2
        schedule = { probability = 0.6, impact = "6d", on = ["filing"] }
    """
    for key, risk in _open(plan):
        classes = [c for c in (risk.likelihood, risk.residual_likelihood) if c is not None]
        if risk.schedule is None or not classes:
            continue
        low, high = LIKELIHOODS[min(classes)][0], LIKELIHOODS[max(classes)][1]
        given = risk.schedule.probability
        if not low <= given <= high:
            span = f"{number(low * 100)} … {number(high * 100)} %"
            yield Problem(
                ("risks", key, "schedule"),
                say(
                    "{key} is drawn with {given} %, and its likelihood stands for {span}",
                    key=key,
                    given=number(given * 100),
                    span=span,
                ),
                say("correct one of them"),
            )


def _open(plan: Plan) -> Iterator[tuple[str, Risk]]:
    for key, risk in plan.risks.items():
        if risk.status == "open":
            yield key, risk


RULES: tuple[Rule, ...] = (
    risk_without_owner,
    critical_risk_accepted_by_nobody,
    large_risk_untreated,
    residual_above_inherent,
    risk_not_rated,
    risk_probability_mismatch,
)
