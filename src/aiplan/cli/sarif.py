"""Findings as SARIF 2.1.0, the format of static analysis results. Source: OASIS standard, 2020."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from aiplan import __version__
from aiplan.cli.reports import Reported
from aiplan.core.checks.rule import Rule
from aiplan.model.finding import Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def as_sarif(found: Sequence[Reported], passed: Sequence[Reported], rules: Sequence[Rule]) -> dict[str, Any]:
    """Return a log with one run: every rule, every finding, and those that comments pass over as suppressed.

    Args:
        found: what counts.
        passed: what comments pass over.
        rules: every rule there is.
    """
    index = {rule.code: position for position, rule in enumerate(rules)}
    driver = {
        "name": "aiplan",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(r, index) for r in (*found, *passed)],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(r: Reported, index: dict[str, int]) -> dict[str, Any]:
    f = r.finding
    region = {"startLine": f.line or 1} | ({"startColumn": r.column} if r.column is not None else {})
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": quote(r.file)}, "region": region},
    }
    if f.path:
        location["logicalLocations"] = [{"fullyQualifiedName": f.address, "kind": "member"}]
    result: dict[str, Any] = {
        "ruleId": f.code,
        "ruleIndex": index[f.code],
        "level": _LEVELS[f.severity],
        "message": {"text": f.message + (f"\n{f.hint}" if f.hint else "")},
        "locations": [location],
        "partialFingerprints": {"aiplan/v1": r.fingerprint},
    }
    if r.by is not None:
        result["suppressions"] = [{"kind": "inSource", **({"justification": r.by.reason} if r.by.reason else {})}]
    return result
