"""Which findings count: those that no comment in the plan passes over, and what is wrong with such comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiplan.core.checks.registry import rule_of
from aiplan.core.checks.rule import Problem
from aiplan.model.address import Path
from aiplan.model.finding import Finding
from aiplan.model.suppression import Suppression
from aiplan.phrases import NOTHING, Phrase, listed, say

NEVER = ("AIP001", "AIP002")
"""What nobody may pass over: as long as it stands, the file does not say what its author meant."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that does not count, and why."""

    finding: Finding
    by: Suppression


@dataclass(frozen=True, slots=True)
class Settled:
    """All findings of one plan, told apart."""

    counted: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()
    unused: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Line of a comment → the codes it passes over in vain."""


def settle(
    findings: Sequence[Finding],
    suppressions: Sequence[Suppression],
    *,
    as_of: dt.date,
    pinned: bool,
    compared: bool = False,
) -> Settled:
    """Return `findings` told apart by `suppressions`, with the findings about these at the end of the counted ones.

    Args:
        findings: everything that was found, with paths.
        suppressions: the comments of that plan.
        as_of: the data date.
        pinned: whether it is fixed on purpose; otherwise no comment expires by the passing of days.
        compared: whether the plan was compared with an earlier revision.
    """
    if not suppressions:
        return Settled(tuple(findings))
    valid = [s for s in suppressions if not _trouble(s)]
    holding = [s for s in valid if not (pinned and _expired(s, as_of))]
    asked: dict[tuple[str, Path | None], list[Suppression]] = {}
    for suppression in holding:
        for code in suppression.codes:
            asked.setdefault((code, suppression.path), []).append(suppression)
    counted: list[Finding] = []
    passed: list[Suppressed] = []
    used: set[tuple[int, str]] = set()
    for finding in findings:
        places = (finding.path[:end] for end in range(len(finding.path), -1, -1))
        by = [s for place in places for s in asked.get((finding.code, place), ())]
        used.update((s.line, finding.code) for s in by)
        if by:
            passed.append(Suppressed(finding, by[0]))
        else:
            counted.append(finding)

    def expected(code: str) -> bool:
        rule = rule_of(code)
        return (pinned or not rule.time_dependent) and (compared or rule.found_by != "comparison")

    unused = {
        s.line: codes
        for s in holding
        if (codes := tuple(c for c in s.codes if (s.line, c) not in used and expected(c)))
    }  # fmt: skip
    for s in suppressions:
        counted += _about(s, as_of, pinned, unused.get(s.line, ()))
    return Settled(tuple(counted), tuple(passed), unused)


def _about(s: Suppression, as_of: dt.date, pinned: bool, unused: Sequence[str]) -> list[Finding]:
    """Return what is wrong with one comment."""
    trouble = _trouble(s)
    if trouble:
        hint = say("write # aiplan: ignore[AIP201] until=2026-06-01 the reason")
        return [_finding("AIP904", s, say("this comment passes nothing over: {trouble}", trouble=trouble), hint)]
    found = []
    if not s.reason:
        found.append(
            _finding(
                "AIP902",
                s,
                say("{codes} is passed over without a reason", codes=listed(s.codes)),
                say("write it behind"),
            )
        )
    if pinned and _expired(s, as_of):
        message = say(
            "{codes} was to be passed over until {until}, and the data date is {as_of}",
            codes=listed(s.codes),
            until=s.until,
            as_of=as_of,
        )
        return [*found, _finding("AIP903", s, message, say("settle it and remove the comment, or agree on a new date"))]
    if unused:
        where = say("stands at nothing") if s.path is None else say("passes over what is not there")
        hint = (
            say("it belongs on the line of a key, or directly above a header")
            if s.path is None
            else say("aiplan check --fix removes it; or move it to the line it is about")
        )
        found.append(
            _finding("AIP901", s, say("{comment} {where}", comment=f"ignore[{', '.join(unused)}]", where=where), hint)
        )
    return found


def _trouble(s: Suppression) -> Phrase:
    """Return why a comment cannot be followed; empty where it can."""
    if s.problem:
        return s.problem
    for code in s.codes:
        try:
            rule = rule_of(code)
        except KeyError:
            return say("there is no code {code}", code=code)
        if code in NEVER or rule.found_by == "suppression":
            return say("{code} cannot be passed over", code=code)
    return NOTHING


def _expired(s: Suppression, as_of: dt.date) -> bool:
    return s.until is not None and s.until < as_of


def _finding(code: str, s: Suppression, message: Phrase, hint: Phrase) -> Finding:
    return rule_of(code).finding(Problem(s.path or (), message, hint)).at(s.line)
