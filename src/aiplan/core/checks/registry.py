"""All rules, in the order of their codes."""

from __future__ import annotations

from aiplan.core.checks import (
    assessment_rules,
    data_rules,
    experiment_rules,
    file,
    gate_rules,
    goal_rules,
    identity,
    launch_rules,
    metric_rules,
    progress_dates,
    progress_order,
    risk_rules,
    structure,
    style_rules,
    suppression_rules,
)
from aiplan.core.checks.rule import Rule

_FAMILIES = (
    file, identity, progress_dates, progress_order, structure, gate_rules, experiment_rules, assessment_rules,
    metric_rules, data_rules, launch_rules, goal_rules, risk_rules, style_rules, suppression_rules,
)  # fmt: skip

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: rule.code)
)
"""Every rule, found by a check or elsewhere."""

_BY_CODE = {rule.code: rule for rule in RULES}


def rule_of(code: str) -> Rule:
    """Return the rule with this code.

    Raises:
        KeyError: where there is none.
    """
    return _BY_CODE[code]
