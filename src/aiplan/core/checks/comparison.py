"""Rules that need an earlier revision of the plan (`check --base REV`)."""

from __future__ import annotations

from aiplan.core.checks.registry import rule_of
from aiplan.core.checks.rule import Problem
from aiplan.core.checks.runner import sort_key
from aiplan.core.preregistration import BarChange, bar_changes
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.phrases import say


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


_MOVES = {"loosened": say("loosened"), "tightened": say("tightened"), "changed": say("changed")}


def _problem(change: BarChange) -> Problem:
    if not change.new:
        what = say("{old} was taken away", old=change.old)
    elif not change.old:
        what = say("{new} was added", new=change.new)
    else:
        what = say("{old} became {new}", old=change.old, new=change.new)
    return Problem(
        change.path,
        say(
            "a bar of {experiment} was {move} after its first attempt had started: {what}",
            experiment=change.experiment,
            move=_MOVES[change.move],
            what=what,
        ),
        say(
            'put it back, or add [[experiments.{experiment}.amendments]] with field = "{field}"',
            experiment=change.experiment,
            field=change.field,
        ),
    )
