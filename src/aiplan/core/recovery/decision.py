"""The decision that is logged when a recovery plan is chosen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from aiplan.core.recovery.replan import RecoveryPlan, Replanning
from aiplan.model.edits import AddItem
from aiplan.model.plan import Plan


def decision_for(plan: Plan, replanning: Replanning, chosen: RecoveryPlan, on: dt.date) -> AddItem:
    """Return the edit that logs the choice, with the options considered and the impact at this moment.

    Args:
        plan: the plan before the choice.
        replanning: what was on offer.
        chosen: one of its options.
        on: the day of the decision.
    """
    key = free_id(plan.decisions, f"recover-{replanning.milestone}")
    options = [replanning.as_planned, *replanning.options]
    affects = sorted({str(path[1]) for lever in chosen.levers for path in lever.paths if len(path) > 1})
    late = replanning.as_planned
    return AddItem(
        "decisions",
        key,
        {
            "on": on,
            "title": sentence(chosen.label),
            "why": f"Forecast for {late.finish} (P80 {late.p80}), wanted by {replanning.target}.",
            "options": [option.label for option in options],
            "chosen": chosen.label,
            "impact": impact_of(replanning, chosen),
            "affects": [*affects, *([] if replanning.milestone in affects else [replanning.milestone])],
        },
    )


def impact_of(replanning: Replanning, chosen: RecoveryPlan) -> str:
    """Return what the choice does, in one line."""
    moved = f"{replanning.milestone} {-chosen.days_gained:+d} working days" if chosen.days_gained else "no date moves"
    parts = [moved, f"P80 {chosen.p80}", f"{chosen.probability:.0%} by {replanning.target}"]
    if round(chosen.cost):
        parts.append(f"cost {chosen.cost:+,.0f}")
    if chosen.dropped:
        parts.append("without " + ", ".join(chosen.dropped))
    return "; ".join(parts)


def sentence(text: str) -> str:
    """Return `text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def free_id(taken: Collection[str], wanted: str) -> str:
    """Return `wanted`, or the first of `wanted-b`, `wanted-c`, … that is not taken."""
    stem = re.sub(r"[^\w-]+", "-", wanted).strip("-") or "decision"
    if stem not in taken:
        return stem
    for letter in "bcdefghijklmnopqrstuvwxyz":
        if f"{stem}-{letter}" not in taken:
            return f"{stem}-{letter}"
    return free_id(taken, f"{stem}-again")
