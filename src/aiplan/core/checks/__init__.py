"""The rules of `aiplan check`: what contradicts itself (error), is doubtful (warning) or worth knowing (info)."""

from __future__ import annotations

from aiplan.core.checks.registry import RULES, rule_of
from aiplan.core.checks.rule import Rule
from aiplan.core.checks.runner import is_pinned, run_checks
from aiplan.core.checks.settling import Settled, Suppressed, settle

__all__ = ["RULES", "Rule", "Settled", "Suppressed", "is_pinned", "rule_of", "run_checks", "settle"]
