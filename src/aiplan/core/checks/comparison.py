"""Rules that need an earlier revision of the plan (`check --base REV`)."""

from __future__ import annotations

from aiplan.core.checks.registry import rule_of
from aiplan.core.checks.rule import Problem
from aiplan.core.checks.runner import sort_key
from aiplan.core.preregistration import BarChange, bar_changes
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan


def run_comparison(base: Plan, plan: Plan) -> tuple[Finding, ...]:
    """Return what is wrong with the way from `base`, an earlier revision, to `plan`, sorted.

    A bar that was moved after the first attempt without an amendment: loosened is an error, tightened a warning.
    """
    rule = rule_of("AIP308")
    found = []
    for change in bar_changes(base, plan):
        if not change.amended:
            severity = "warning" if change.move == "tightened" else rule.severity
            found.append(rule.finding(_problem(change), severity))
    return tuple(sorted(found, key=sort_key))


def _problem(change: BarChange) -> Problem:
    if not change.new:
        what = f"{change.old} was taken away"
    elif not change.old:
        what = f"{change.new} was added"
    else:
        what = f"{change.old} became {change.new}"
    return Problem(
        change.path,
        f"a bar of {change.experiment} was {change.move} after its first attempt had started: {what}",
        f'put it back, or add [[experiments.{change.experiment}.amendments]] with field = "{change.field}"',
    )
