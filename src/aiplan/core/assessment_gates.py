"""Stop and hold gates of an assessment: what is written, and what its fields tell.

A gate is named for the bad state and fails when that state holds. Where the fields tell, they win over what is
written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from aiplan.core.risk import residual, treated
from aiplan.model.ai import Assessment, GateName, GateState
from aiplan.model.plan import Plan
from aiplan.phrases import NOTHING, Phrase, code, listed, say, term

GATES: tuple[GateName, ...] = get_args(GateName)
STOP_GATES: tuple[GateName, ...] = (
    "prohibited_use", "no_legal_basis_for_data", "irreversible_autonomous_harm", "critical_residual_risk_untreated",
)  # fmt: skip
"""One that fails means no go; one that is unknown, at most explore."""
HOLD_GATES: tuple[GateName, ...] = tuple(g for g in GATES if g not in STOP_GATES)
"""One that fails or is unknown means at most explore."""

_TOLERANCE = term("error_tolerance", "dimensions")


@dataclass(frozen=True, slots=True)
class GateReading:
    """The state of one gate, and where it comes from."""

    name: GateName
    state: GateState
    written: GateState | None
    """As it stands in the file; `None` where it does not."""
    computed: GateState | None
    """What the fields tell; `None` where they do not."""
    because: Phrase = NOTHING
    """What the fields say, for a computed gate."""

    @property
    def stop(self) -> bool:
        """Whether it is a stop gate."""
        return self.name in STOP_GATES

    @property
    def differs(self) -> bool:
        """Whether something else is written than the fields tell."""
        return self.written is not None and self.computed is not None and self.written != self.computed


def read_gates(plan: Plan, assessment: Assessment) -> tuple[GateReading, ...]:
    """Return all ten gates of an assessment, stop gates first."""
    told = computed_gates(plan, assessment)
    found = []
    for name in GATES:
        written = assessment.gates.get(name)
        computed, because = told.get(name, (None, NOTHING))
        found.append(GateReading(name, computed or written or "unknown", written, computed, because))
    return tuple(found)


def computed_gates(plan: Plan, assessment: Assessment) -> Mapping[GateName, tuple[GateState, Phrase]]:
    """Return the gates that the fields of an assessment decide, with what they say."""
    told: dict[GateName, tuple[GateState, Phrase]] = {}
    if assessment.eu_ai_act is not None and assessment.eu_ai_act.tier == "prohibited":
        told["prohibited_use"] = "fail", say("its tier under the EU AI Act is prohibited")
    told |= _autonomous_harm(assessment)
    if untreated := untreated_critical_risks(plan, assessment):
        told["critical_residual_risk_untreated"] = (
            "fail",
            say("critical and untreated: {risks}", risks=listed(untreated)),
        )
    told["no_owner"] = (
        ("pass", say("owner: {owner}", owner=code(assessment.owner)))
        if assessment.owner.strip()
        else ("fail", say("no owner"))
    )
    told |= _baseline(assessment)
    told |= _eval_metric(plan, assessment)
    if assessment.fallback.strip():
        told["no_fallback"] = "pass", say("fallback: {fallback}", fallback=code(assessment.fallback))
    else:
        told["no_fallback"] = "fail", say("no fallback")
    return told


def untreated_critical_risks(plan: Plan, assessment: Assessment) -> tuple[str, ...]:
    """Return the open risks of an assessment that remain critical and that nobody treats."""
    found = []
    for key in assessment.risks:
        risk = plan.risks.get(key)
        if risk is None or risk.status != "open":
            continue
        rating = residual(risk)
        if rating is not None and rating.level == "critical" and not treated(risk):
            found.append(key)
    return tuple(found)


def _autonomous_harm(assessment: Assessment) -> dict[GateName, tuple[GateState, Phrase]]:
    score = assessment.scores.get("error_tolerance")
    if assessment.route is not None and assessment.route != "ai_autonomous":
        return {
            "irreversible_autonomous_harm": (
                "pass",
                say("the route is {route}", route=term(assessment.route, "routes")),
            )
        }
    if score is not None and score.score > 1:
        return {
            "irreversible_autonomous_harm": (
                "pass",
                say("{dimension} is {score}", dimension=_TOLERANCE, score=score.score),
            )
        }
    if assessment.route == "ai_autonomous" and score is not None:
        return {
            "irreversible_autonomous_harm": (
                "fail",
                say(
                    "the route is {route} and {dimension} is 1",
                    route=term("ai_autonomous", "routes"),
                    dimension=_TOLERANCE,
                ),
            )
        }
    return {}


def _baseline(assessment: Assessment) -> dict[GateName, tuple[GateState, Phrase]]:
    baseline = assessment.baseline
    if baseline is None:
        return {"no_non_ai_baseline": ("fail", say("no baseline"))}
    if baseline.value is not None:
        return {"no_non_ai_baseline": ("pass", say("baseline: {value:g}", value=baseline.value))}
    return {}


def _eval_metric(plan: Plan, assessment: Assessment) -> dict[GateName, tuple[GateState, Phrase]]:
    goal = plan.goals.get(assessment.goal) if assessment.goal else None
    named = [goal.metric if goal else None, assessment.baseline.metric if assessment.baseline else None]
    for metric in named:
        if metric in plan.metrics:
            return {"no_eval_metric": ("pass", say("metric: {metric}", metric=metric))}
    gated = any(
        assessment.goal in milestone.goals and any(gate.metric in plan.metrics for gate in milestone.gates)
        for milestone in plan.milestones.values()
    )
    if goal is None or gated:
        return {}
    return {"no_eval_metric": ("fail", say("neither its goal nor its baseline names a metric"))}
