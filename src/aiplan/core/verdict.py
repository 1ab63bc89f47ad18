"""The verdict on an assessment: a pure function of its scores, evidence and gates, never stored.

Order: go > pilot > explore > not_yet > incomplete > no_go. Raising a score, an evidence level or a gate never
lowers it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, get_args

from aiplan.core.assessment_gates import GATES, STOP_GATES, GateReading, read_gates
from aiplan.core.readiness import DataBound, data_bound
from aiplan.model.ai import Assessment, Dimension, GateName, GateState
from aiplan.model.context import AssessmentPolicy
from aiplan.model.plan import Plan
from aiplan.phrases import NOTHING, Phrase, listed, say, term

VerdictName = Literal["go", "pilot", "explore", "not_yet", "incomplete", "no_go"]
VERDICTS: tuple[VerdictName, ...] = get_args(VerdictName)
"""From the best down."""

Rule = Literal[
    "stop_gate", "missing_score", "score_one", "score", "score_two", "evidence_cap", "hold_gate_cap",
    "stop_unknown_cap",
]  # fmt: skip
"""What decided a verdict."""

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
EVIDENCE_CAPPED: tuple[Dimension, ...] = ("data", "technical", "evaluability")
"""Dimensions without whose evidence no verdict is above pilot (3) or explore (2)."""

WEIGHTS: Mapping[Dimension, int] = MappingProxyType({
    "value": 15, "ai_fit": 10, "data": 15, "technical": 12, "evaluability": 12, "error_tolerance": 10,
    "risk_compliance": 10, "oversight": 6, "economics": 5, "operability": 5,
})  # fmt: skip
"""This project's own choice; `[assessment_policy]` overrides it."""

DEFAULT_POLICY = AssessmentPolicy()


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a verdict depends on."""

    scores: Mapping[Dimension, int]
    """1 … 5; a dimension that is missing was not scored. Data is already bounded by its data sets."""
    evidence: Mapping[Dimension, int]
    """0 … 4; a dimension that is missing has none."""
    gates: Mapping[GateName, GateState]
    """A gate that is missing is unknown."""
    policy: AssessmentPolicy = DEFAULT_POLICY


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, and the rule that decided it."""

    verdict: VerdictName
    rule: Rule
    because: tuple[str, ...]
    """The dimensions or gates that the rule speaks of."""
    score: Fraction | None
    """S, 0 … 100; `None` while a score is missing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one assessment, with all that stands behind it."""

    id: str
    inputs: Inputs
    judgement: Judgement
    claimed: Mapping[Dimension, int]
    """Scores as written."""
    bound: DataBound | None
    """What the data sets allow."""
    gates: tuple[GateReading, ...]

    @property
    def verdict(self) -> VerdictName:
        """go, pilot, explore, not_yet, incomplete or no_go."""
        return self.judgement.verdict

    @property
    def score(self) -> float | None:
        """S, 0 … 100; `None` while a score is missing."""
        return None if self.judgement.score is None else float(self.judgement.score)

    @property
    def feasibility(self) -> float | None:
        """S of all dimensions but value, 0 … 100; `None` while one of their scores is missing."""
        found = weighted_score(self.inputs, [d for d in DIMENSIONS if d != "value"])
        return None if found is None else float(found)

    @property
    def missing(self) -> tuple[Dimension, ...]:
        """Dimensions without a score."""
        return tuple(d for d in DIMENSIONS if d not in self.inputs.scores)

    @property
    def weakest(self) -> tuple[Dimension, ...]:
        """Dimensions with the lowest score there is, those of little evidence and of much weight first."""
        scores, evidence, weights = self.inputs.scores, self.inputs.evidence, weights_of(self.inputs.policy)
        lowest = min(scores.values(), default=0)
        found = [d for d in DIMENSIONS if scores.get(d) == lowest]
        return tuple(sorted(found, key=lambda d: (evidence.get(d, 0), -weights[d], DIMENSIONS.index(d))))

    @property
    def data_bounded(self) -> bool:
        """Whether the data score counts for less than it claims."""
        return self.claimed.get("data", 0) > self.inputs.scores.get("data", 0)

    @property
    def policy_used(self) -> bool:
        """Whether the plan's own weights or bands had a part in it."""
        return self.inputs.policy != DEFAULT_POLICY

    @property
    def reason(self) -> Phrase:
        """One sentence: the rule that decided."""
        return reason(self.judgement, self.inputs.policy)


def at_least(verdict: VerdictName, wanted: VerdictName) -> bool:
    """Tell whether `verdict` is as good as `wanted`."""
    return VERDICTS.index(verdict) <= VERDICTS.index(wanted)


def verdict(plan: Plan, assessment_id: str) -> Verdict:
    """Return the verdict on an assessment.

    Raises:
        KeyError: where the plan has no such assessment.
    """
    assessment = plan.assessments[assessment_id]
    bound = data_bound(plan, assessment)
    gates = read_gates(plan, assessment)
    claimed = {d: s.score for d, s in assessment.scores.items()}
    inputs = Inputs(
        scores=bounded_scores(assessment, bound),
        evidence={d: s.evidence for d, s in assessment.scores.items()},
        gates={g.name: g.state for g in gates},
        policy=plan.assessment_policy,
    )
    return Verdict(assessment_id, inputs, judge(inputs), claimed, bound, gates)


def bounded_scores(assessment: Assessment, bound: DataBound | None) -> dict[Dimension, int]:
    """Return the scores, that of data lowered to what the data sets allow."""
    scores = {d: s.score for d, s in assessment.scores.items()}
    if bound is not None and "data" in scores:
        scores["data"] = min(scores["data"], bound.score)
    return scores


def judge(inputs: Inputs) -> Judgement:
    """Return the verdict that `inputs` lead to: stop gates, completeness, scores, caps, in this order."""
    score = weighted_score(inputs)
    if failing := [g for g in STOP_GATES if inputs.gates.get(g) == "fail"]:
        return Judgement("no_go", "stop_gate", tuple(failing), score)
    if missing := [d for d in DIMENSIONS if d not in inputs.scores]:
        return Judgement("incomplete", "missing_score", tuple(missing), None)
    assert score is not None
    if ones := [d for d in DIMENSIONS if inputs.scores[d] <= 1]:
        return Judgement("not_yet", "score_one", tuple(ones), score)
    found = Judgement(_band(score, inputs.policy), "score", (), score)
    twos = [d for d in DIMENSIONS if inputs.scores[d] == 2]
    if twos and found.verdict != "not_yet":
        found = Judgement(VERDICTS[VERDICTS.index(found.verdict) + 1], "score_two", tuple(twos), score)
    for verdict_at_most, rule, because in caps(inputs):
        if not at_least(verdict_at_most, found.verdict):
            found = Judgement(verdict_at_most, rule, because, score)
    return found


def caps(inputs: Inputs) -> tuple[tuple[VerdictName, Rule, tuple[str, ...]], ...]:
    """Return what keeps the verdict down: (at most, rule, dimensions or gates), the strictest last.

    Of two that are as strict the first is named: an open stop gate before hold gates.
    """
    found: list[tuple[VerdictName, Rule, tuple[str, ...]]] = []
    levels: tuple[tuple[int, VerdictName], ...] = ((3, "pilot"), (2, "explore"))
    for wanted, at_most in levels:
        if weak := tuple(d for d in EVIDENCE_CAPPED if inputs.evidence.get(d, 0) < wanted):
            found.append((at_most, "evidence_cap", weak))
    if unknown := tuple(g for g in STOP_GATES if inputs.gates.get(g, "unknown") == "unknown"):
        found.append(("explore", "stop_unknown_cap", unknown))
    if held := tuple(g for g in GATES if g not in STOP_GATES and inputs.gates.get(g) != "pass"):
        found.append(("explore", "hold_gate_cap", held))
    return tuple(found)


def weighted_score(inputs: Inputs, dimensions: Collection[Dimension] = DIMENSIONS) -> Fraction | None:
    """Return S = (Σ w·s / Σ w − 1) / 4 · 100, exactly; `None` while a score is missing.

    Args:
        inputs: scores and policy.
        dimensions: those that count.
    """
    if any(d not in inputs.scores for d in dimensions):
        return None
    weights = weights_of(inputs.policy)
    total = sum((weights[d] for d in dimensions), Fraction(0))
    mean = sum((weights[d] * inputs.scores[d] for d in dimensions), Fraction(0)) / total
    return (mean - 1) / 4 * 100


def weights_of(policy: AssessmentPolicy) -> dict[Dimension, Fraction]:
    """Return the weight of each dimension: the plan's own, else the default; as the exact decimal written."""
    return {d: _exact(policy.weights.get(d, WEIGHTS[d]), WEIGHTS[d]) for d in DIMENSIONS}


def bands_of(policy: AssessmentPolicy) -> tuple[tuple[VerdictName, Fraction], ...]:
    """Return from which score each verdict is given, the best first; as the exact decimal written."""
    own, default = policy.bands, DEFAULT_POLICY.bands
    return (
        ("go", _exact(own.go, default.go)),
        ("pilot", _exact(own.pilot, default.pilot)),
        ("explore", _exact(own.explore, default.explore)),
    )


def reason(judgement: Judgement, policy: AssessmentPolicy) -> Phrase:
    """Return one sentence that says which rule decided."""
    bands = (
        say("{verdict} from {bar}", verdict=term(name, "verdicts"), bar=f"{float(bar):g}")
        for name, bar in bands_of(policy)
    )
    return _REASONS[judgement.rule].filled(
        names=listed(term(n, "gates" if n in GATES else "dimensions") for n in judgement.because),
        score=say("{score} of 100", score=f"{float(judgement.score):.4g}") if judgement.score is not None else NOTHING,
        bands=listed(bands) if judgement.rule == "score" else NOTHING,
        verdict=term(judgement.verdict, "verdicts"),
    )


_REASONS: Mapping[Rule, Phrase] = MappingProxyType(
    {
        "stop_gate": say("a stop gate fails: {names}"),
        "missing_score": say("not scored yet: {names}"),
        "score_one": say("{score}, but a score of 1 stops it: {names}"),
        "score": say("{score} ({bands})"),
        "score_two": say("{score}, one band down for a score of 2: {names}"),
        "evidence_cap": say("{score}, held at {verdict} by weak evidence: {names}"),
        "hold_gate_cap": say("{score}, held at {verdict} by a hold gate that does not pass: {names}"),
        "stop_unknown_cap": say("{score}, held at {verdict} by a stop gate that nobody has answered: {names}"),
    }
)


def _band(score: Fraction, policy: AssessmentPolicy) -> VerdictName:
    return next((name for name, bar in bands_of(policy) if score >= bar), "not_yet")


def _exact(value: float, default: float) -> Fraction:
    """Return the decimal that is written; `default` where it is no finite number."""
    return Fraction(repr(value if math.isfinite(value) else default))
