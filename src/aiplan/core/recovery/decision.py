"""The decision that is logged when a recovery plan is chosen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection

from aiplan.core.recovery.replan import RecoveryPlan, Replanning
from aiplan.model.edits import AddItem
from aiplan.model.plan import Plan
from aiplan.phrases import Phrase, listed, say


def decision_for(
    plan: Plan, replanning: Replanning, chosen: RecoveryPlan, on: dt.date, *, told: Callable[[str], str] = str
) -> AddItem:
    """Return the edit that logs the choice, with the options considered and the impact at this moment.

    Args:
        plan: the plan before the choice.
        replanning: what was on offer.
        chosen: one of its options.
        on: the day of the decision.
        told: says a phrase in the language in which the decision is written.
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
            "title": sentence(told(chosen.label)),
            "why": told(
                say(
                    "Forecast for {finish} (P80 {p80}), wanted by {target}.",
                    finish=late.finish,
                    p80=late.p80,
                    target=replanning.target,
                )
            ),
            "options": [told(option.label) for option in options],
            "chosen": told(chosen.label),
            "impact": told(impact_of(replanning, chosen)),
            "affects": [*affects, *([] if replanning.milestone in affects else [replanning.milestone])],
        },
    )


def impact_of(replanning: Replanning, chosen: RecoveryPlan) -> Phrase:
    """Return what the choice does, in one line."""
    days = f"{-chosen.days_gained:+d}"
    parts = [
        say("{milestone} {days} working days", milestone=replanning.milestone, days=days)
        if chosen.days_gained
        else say("no date moves"),
        say("P80 {day}", day=chosen.p80),
        say("{chance} by {target}", chance=f"{chosen.probability:.0%}", target=replanning.target),
    ]
    if round(chosen.cost):
        parts.append(say("cost {cost}", cost=f"{chosen.cost:+,.0f}"))
    if chosen.dropped:
        parts.append(say("without {names}", names=listed(chosen.dropped)))
    return listed(parts, sentences=True)


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
