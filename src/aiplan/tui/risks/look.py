"""How levels and categories of risks look and are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.core import explain_ai
from aiplan.core.risk import Level, Rating
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.i18n import N_, _, language
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.ai import RiskCategory, RiskResponse, RiskStatus

LEVEL_STYLES: Mapping[Level, str] = MappingProxyType(
    {"low": "$gantt-good", "medium": "$warning", "high": "$gantt-error", "critical": "bold $gantt-error"}
)
CATEGORIES: Mapping[RiskCategory, str] = MappingProxyType({
    "discrimination": N_("discrimination"), "privacy_security": N_("privacy and security"),
    "misinformation": N_("misinformation"), "malicious_use": N_("malicious use"),
    "human_computer": N_("people and machines"), "socioeconomic": N_("society and economy"),
    "ai_safety": N_("AI safety"), "data": N_("data"), "schedule": N_("schedule"), "vendor_model": N_("vendor, model"),
    "cost": N_("cost"), "adoption": N_("adoption"),
})  # fmt: skip
RESPONSES: Mapping[RiskResponse, str] = MappingProxyType({
    "mitigate": N_("mitigate"), "transfer": N_("transfer"), "avoid": N_("avoid"), "accept": N_("accept"),
})  # fmt: skip
STATUSES: Mapping[RiskStatus, str] = MappingProxyType(
    {"open": N_("open"), "closed": N_("closed"), "happened": N_("happened")}
)


def level_word(level: Level) -> str:
    """Return a level in the language of the interface."""
    return explain_ai.title("levels", level, language())


def level_letter(level: Level) -> str:
    """Return the sign of a level in two cells: `H`, or `高`."""
    return fit(level_word(level)[0].upper(), 2)


def level_mark(rating: Rating | None, *, unknown: str = "?") -> Content:
    """Return letter and score of a rating in five cells, in the colour of its level."""
    if rating is None:
        return part(fit(unknown, 5), "$gantt-muted")
    return part(f"{level_letter(rating.level)}{fit_right(str(rating.score), 2)} ", LEVEL_STYLES[rating.level])


def category_word(category: RiskCategory) -> str:
    """Return a category in the language of the interface."""
    return _(CATEGORIES[category])


def handling(response: RiskResponse | None, status: RiskStatus) -> str:
    """Return what is done about a risk; of one that is not open, what became of it."""
    if status != "open":
        return _(STATUSES[status])
    return _(RESPONSES[response]) if response else _("nothing")
