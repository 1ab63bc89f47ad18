"""How the risk of a deadline is said: a word and a colour, and the chance behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplan.tui.i18n import N_, _

if TYPE_CHECKING:
    from aiplan.core.simulation.forecast import DeadlineRisk

_WORDS: dict[DeadlineRisk, str] = {"red": N_("red"), "amber": N_("amber"), "green": N_("green")}
RISK_COLORS: dict[DeadlineRisk, str] = {"red": "error", "amber": "warning", "green": "good"}
"""Colour keys of the chart."""


def risk_word(risk: DeadlineRisk) -> str:
    """Return the word for a risk."""
    return _(_WORDS[risk])


def risk_style(risk: DeadlineRisk | None) -> str:
    """Return the style of a risk; that of text where there is none."""
    return "$foreground" if risk is None else f"bold $gantt-{RISK_COLORS[risk]}"


def chance(share: float | None) -> str:
    """Return `43%`, `<1%` or `>99%`: a share of runs is never quite certain."""
    if share is None:
        return ""
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{share:.0%}"
