"""Risks: how large they are before and after treatment, and the matrix they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from aiplan.model.ai import Risk
from aiplan.model.plan import Plan

Level = Literal["low", "medium", "high", "critical"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high", "critical")
"""From the smallest up."""

LIKELIHOODS: Mapping[int, tuple[float, float]] = MappingProxyType(
    {1: (0.0, 0.05), 2: (0.05, 0.20), 3: (0.20, 0.50), 4: (0.50, 0.80), 5: (0.80, 1.0)}
)
"""Likelihood class → the probabilities it stands for."""


@dataclass(frozen=True, slots=True)
class Rating:
    """Likelihood times impact."""

    likelihood: int
    """1 … 5."""
    impact: int
    """1 … 5."""

    @property
    def score(self) -> int:
        """1 … 25."""
        return self.likelihood * self.impact

    @property
    def level(self) -> Level:
        """Low up to 4, medium up to 9, high up to 15, critical above."""
        return "low" if self.score <= 4 else "medium" if self.score <= 9 else "high" if self.score <= 15 else "critical"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of the risk matrix."""

    rating: Rating
    risks: tuple[str, ...]
    """Ids, in file order."""


def inherent(risk: Risk) -> Rating | None:
    """Return the rating before treatment, `None` where likelihood or impact is not given."""
    if risk.likelihood is None or risk.impact is None:
        return None
    return Rating(risk.likelihood, risk.impact)


def residual(risk: Risk) -> Rating | None:
    """Return the rating after treatment; a part that is not given is as before treatment.

    `None` where neither is known.
    """
    likelihood = risk.likelihood if risk.residual_likelihood is None else risk.residual_likelihood
    impact = risk.impact if risk.residual_impact is None else risk.residual_impact
    return None if likelihood is None or impact is None else Rating(likelihood, impact)


def needs_acceptance(risk: Risk) -> bool:
    """Tell whether accepting this risk needs a name: what remains is high or critical."""
    rating = residual(risk)
    return risk.response == "accept" and rating is not None and rating.level in ("high", "critical")


def treated(risk: Risk) -> bool:
    """Tell whether somebody answers for what is done: a mitigation for it, or an acceptance with a name."""
    if risk.response == "accept":
        return bool(risk.accepted_by)
    return bool(risk.mitigation)


def mean_delay(risk: Risk, week: int = 5) -> float | None:
    """Return the working days that a risk adds on average, probability times impact; `None` where it adds none.

    Args:
        risk: the risk.
        week: working days of a week.
    """
    return None if risk.schedule is None else risk.schedule.probability * risk.schedule.impact.days(week)


def matrix(plan: Plan, *, after_treatment: bool = False) -> tuple[tuple[MatrixCell, ...], ...]:
    """Return the matrix of all open risks: five rows from likelihood 5 down, five columns from impact 1 up."""
    cells: dict[tuple[int, int], list[str]] = {}
    for key, risk in plan.risks.items():
        rating = residual(risk) if after_treatment else inherent(risk)
        if rating is not None and risk.status == "open":
            cells.setdefault((rating.likelihood, rating.impact), []).append(key)
    return tuple(
        tuple(MatrixCell(Rating(row, column), tuple(cells.get((row, column), ()))) for column in range(1, 6))
        for row in range(5, 0, -1)
    )
