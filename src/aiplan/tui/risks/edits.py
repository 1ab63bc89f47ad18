"""Changes of risks: moved in the matrix, taken over from a suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.core.naming import slug
from aiplan.model.edits import AddItem, AppendEntry, Edit, SetField
from aiplan.tui.i18n import _
from aiplan.tui.messages import Edited

if TYPE_CHECKING:
    from typing import Literal

    from aiplan.core.risk_suggestions import Suggestion
    from aiplan.model.ai import Risk
    from aiplan.model.plan import Plan

    Axis = Literal["likelihood", "impact"]

HIGHEST = 5


def moved(key: str, risk: Risk, axis: Axis, step: int, *, after_treatment: bool) -> Edited | None:
    """Return the change that moves a risk by `step` in the matrix; `None` at its edge.

    After treatment, the residual rating is changed; one that is not given begins at the rating before.
    """
    before = risk.likelihood if axis == "likelihood" else risk.impact
    residual = risk.residual_likelihood if axis == "likelihood" else risk.residual_impact
    now = residual if after_treatment and residual is not None else before
    to = (0 if now is None else now) + step
    if not 1 <= to <= HIGHEST:
        return None
    field = f"residual_{axis}" if after_treatment else axis
    word = _("likelihood") if axis == "likelihood" else _("impact")
    said = _("{word} after treatment").format(word=word) if after_treatment else word
    path = ("risks", key, field)
    return Edited((SetField(path, to),), f"{key} {said} {to}", path)


def taken_over(plan: Plan, suggestion: Suggestion) -> tuple[tuple[Edit, ...], str]:
    """Return the edits that add a suggested risk and name it in its assessment, and the id that it gets."""
    name = slug(suggestion.title) or f"{suggestion.assessment}-risk"
    key, number = name, 2
    while key in plan.risks:
        key, number = f"{name}-{number}", number + 1
    values = {
        "title": suggestion.title, "category": suggestion.category, "likelihood": suggestion.likelihood,
        "impact": suggestion.impact,
    }  # fmt: skip
    return (AddItem("risks", key, values), AppendEntry(("assessments", suggestion.assessment, "risks"), key)), key
