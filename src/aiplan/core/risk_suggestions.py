"""Risks that low scores of an assessment point to: how its type of AI task typically fails, and what is not ready.

Likelihood and impact are a first guess to be corrected: the lower the score, the likelier; the impact is what an error
costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aiplan.core import explain_ai
from aiplan.core.catalogue import catalogue
from aiplan.core.verdict import DIMENSIONS, Verdict, verdict
from aiplan.model.ai import Assessment, Dimension, RiskCategory
from aiplan.model.plan import Plan

LOW = 2
"""Scores up to this one point to a risk."""
QUALITY: tuple[Dimension, ...] = ("data", "technical", "evaluability", "error_tolerance", "ai_fit")
"""Dimensions whose low score makes the typical failures of the task type likely."""
CATEGORIES: Mapping[Dimension, RiskCategory] = MappingProxyType({
    "value": "adoption", "ai_fit": "adoption", "data": "data", "technical": "ai_safety", "evaluability": "ai_safety",
    "error_tolerance": "ai_safety", "risk_compliance": "privacy_security", "oversight": "human_computer",
    "economics": "cost", "operability": "vendor_model",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One risk that a plan does not name yet."""

    assessment: str
    title: str
    """In the language of the plan."""
    category: RiskCategory
    likelihood: int
    """1 … 5."""
    impact: int
    """1 … 5."""
    because: tuple[tuple[Dimension, int], ...]
    """Dimensions and their scores."""


def suggestions(plan: Plan) -> tuple[Suggestion, ...]:
    """Return the risks that low scores point to and that the plan does not name, by assessment.

    An assessment that a stop gate forbids is not to be built, and gets none.
    """
    known = {_plain(risk.title) for risk in plan.risks.values()}
    found: dict[str, Suggestion] = {}
    for key, assessment in plan.assessments.items():
        judged = verdict(plan, key)
        if judged.verdict == "no_go":
            continue
        for suggestion in _of(plan, assessment, judged):
            name = _plain(suggestion.title)
            if name not in known:
                found.setdefault(name, suggestion)
    return tuple(found.values())


def _of(plan: Plan, assessment: Assessment, judged: Verdict) -> Iterator[Suggestion]:
    low = tuple((d, judged.inputs.scores[d]) for d in DIMENSIONS if judged.inputs.scores.get(d, 5) <= LOW)
    language, impact = plan.project.language, _impact(assessment, judged)
    weak = tuple((d, score) for d, score in low if d in QUALITY)
    task = catalogue().get(assessment.ai_task or "")
    if weak and task is not None:
        worst, score = min(weak, key=lambda pair: pair[1])
        for failure in task.failures.in_(language):
            yield Suggestion(judged.id, failure, CATEGORIES[worst], 6 - score, impact, weak)
    for dimension, score in low:
        if dimension in QUALITY and task is not None:
            continue
        words = explain_ai.dimension(dimension)
        mark = "：" if language == "zh" else ": "
        title = f"{words.title.in_(language)}{mark}{words.anchors.in_(language)[score - 1]}"
        yield Suggestion(judged.id, title, CATEGORIES[dimension], 6 - score, impact, ((dimension, score),))


def _impact(assessment: Assessment, judged: Verdict) -> int:
    """Return what an error costs: as the assessment says, else by how badly errors are tolerated, else 3."""
    costs = [c for c in (assessment.false_positive_cost, assessment.false_negative_cost) if c is not None]
    if costs:
        return max(costs)
    tolerance = judged.inputs.scores.get("error_tolerance")
    return 3 if tolerance is None else 6 - tolerance


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
