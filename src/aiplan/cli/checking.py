"""Plans as `aiplan check` looks at them: one after the other, against an earlier revision, mended."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiplan.cli import diagnostics
from aiplan.cli.reports import Reported, report_path
from aiplan.errors import AiplanError, PlanNotFound, UnreadablePlan
from aiplan.model.finding import Finding

if TYPE_CHECKING:
    from aiplan.cli.opening import Opened
    from aiplan.core.checks import Settled
    from aiplan.model.plan import Plan
    from aiplan.store.text import PlanText

Wanted = Callable[[str], bool]
"""Tells whether a code is looked for."""


@dataclass
class Outcome:
    """What was found in all plans together."""

    files: list[str] = field(default_factory=list)
    found: list[Reported] = field(default_factory=list)
    passed: list[Reported] = field(default_factory=list)
    """What comments pass over."""
    mended: int = 0
    diffs: list[str] = field(default_factory=list)
    """Lines of what mending would change."""
    failed: int = 0
    """Exit code for what could not be read or written."""


def check_all(paths: Sequence[Path], args: argparse.Namespace, wanted: Wanted) -> Outcome:
    """Return what is found in the plans at `paths`; one that cannot be read does not stop the others.

    Raises:
        AiplanError: where the command line names a revision that is not there.
    """
    from aiplan.store.problems import syntax_finding

    outcome = Outcome()
    for path in paths:
        name = report_path(path)
        try:
            _check(path, name, args, wanted, outcome)
            outcome.files.append(name)
        except UnreadablePlan as error:
            outcome.failed = max(outcome.failed, error.exit_code)
            outcome.files.append(name)
            finding = syntax_finding(error)
            if wanted(finding.code):
                (mark,) = _marks(name, [finding], {}, args)
                outcome.found.append(Reported(name, finding, mark, error.column))
            else:
                diagnostics.fail(error)
        except PlanNotFound as error:
            outcome.failed = max(outcome.failed, diagnostics.fail(error))
    return outcome


def _check(path: Path, name: str, args: argparse.Namespace, wanted: Wanted, outcome: Outcome) -> None:
    opened, settled = _look(path, args)
    if args.fix or args.diff:
        text = _mended(opened, settled, wanted)
        if args.diff:
            from aiplan.cli.textdiff import unified

            outcome.diffs += unified(name, opened.loaded.text.text, text.text)
        elif text is not opened.loaded.text:
            before = _fixable(settled, wanted)
            try:
                _save(opened, text)
            except AiplanError as error:
                outcome.failed = max(outcome.failed, diagnostics.fail(error))
            opened, settled = _look(path, args)
            outcome.mended += max(0, len(before) - len(_fixable(settled, wanted)))
    counted = [f for f in settled.counted if wanted(f.code)]
    passed = [s for s in settled.suppressed if wanted(s.finding.code)]
    marks = _marks(name, [*counted, *(s.finding for s in passed)], opened.loaded.text.data, args)
    outcome.found += [Reported(name, f, mark) for f, mark in zip(counted, marks, strict=False)]
    outcome.passed += [
        Reported(name, s.finding, mark, by=s.by) for s, mark in zip(passed, marks[len(counted) :], strict=True)
    ]


def _marks(name: str, findings: Sequence[Finding], data: Mapping[str, Any], args: argparse.Namespace) -> list[str]:
    """Return the fingerprints of findings; empty ones for formats that people read."""
    if args.format not in ("json", "gitlab", "sarif"):
        return [""] * len(findings)
    from aiplan.cli.fingerprints import fingerprints

    return fingerprints(name, findings, data)


def _look(path: Path, args: argparse.Namespace) -> tuple[Opened, Settled]:
    """Return the plan and what is found in it, compared with `--base` where that is given."""
    from aiplan.cli.opening import open_path

    opened = open_path(path, args)
    base = None if args.base is None else _base_plan(path, args.base)
    if base is None:
        return opened, opened.settled
    from aiplan.core.checks.comparison import run_comparison

    return opened, opened.settle(run_comparison(base, opened.plan))


def _base_plan(path: Path, revision: str) -> Plan | None:
    """Return the plan at `path` as it was at `revision`; `None` (and a note) where it was not there or no plan.

    A plan that was broken then must not stop the change that mends it.

    Raises:
        GitError: where there is no such revision, or no repository.
    """
    from aiplan.review.sides import choose_sides, read_side
    from aiplan.store.text import PlanText

    def parse(raw: bytes, name: str) -> tuple[Mapping[str, Any], Sequence[str]]:
        text = PlanText.from_bytes(raw, path=name)
        return text.data, text.file_order

    side = choose_sides([revision], lambda: path)[0]
    if not side.exists:
        diagnostics.note(f"{path} is not in {revision}; there is nothing to compare it with")
        return None
    try:
        return read_side(side, parse).plan
    except UnreadablePlan as error:
        diagnostics.note(f"{path} as of {revision} cannot be read, so nothing is compared: {error.message}")
        return None


def _fixable(settled: Settled, wanted: Wanted) -> list[Finding]:
    """Return what is to be mended: what counts, is looked for, and has a rule that can be mended."""
    from aiplan.core.checks import rule_of

    return [f for f in settled.counted if wanted(f.code) and rule_of(f.code).fixable]


def _mended(opened: Opened, settled: Settled, wanted: Wanted) -> PlanText:
    """Return the text with everything mended that can be: the same text where there is nothing to do."""
    from aiplan.store.mending import mended

    text, findings = opened.loaded.text, _fixable(settled, wanted)
    if text.read_only:
        diagnostics.note(f"{opened.path}: merge conflicts stand in the file; it was not touched")
        return text
    try:
        return mended(text, findings, settled.unused) if findings else text
    except AiplanError as error:
        diagnostics.fail(error)
        return text


def _save(opened: Opened, text: PlanText) -> None:
    from aiplan.store.files import save

    save(opened.path, text.to_bytes(), opened.loaded.stored.digest)
