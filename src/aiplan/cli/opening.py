"""The plan as commands that only read it need it: loaded, scheduled, checked."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output
from aiplan.cli.options import plan_path, today
from aiplan.model.finding import SEVERITIES, Finding

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.loading import Loaded
    from aiplan.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan file with its schedule and everything found in it."""

    path: Path
    loaded: Loaded
    schedule: Schedule
    findings: tuple[Finding, ...]
    """Of reading, scheduling and checking, with lines, in the order of the file."""

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.loaded.plan


def open_plan(args: argparse.Namespace) -> Opened:
    """Return the plan that the command line names, as of the date it names.

    Raises:
        AiplanError: where it cannot be read.
    """
    return open_path(plan_path(args), args)


def open_path(path: Path, args: argparse.Namespace) -> Opened:
    """Return the plan at `path`, as of the date that the command line names.

    Raises:
        AiplanError: where it cannot be read.
    """
    from aiplan.core.checks import run_checks
    from aiplan.core.schedule import schedule_plan
    from aiplan.loading import load

    loaded = load(path)
    as_of = getattr(args, "as_of", None)
    schedule = schedule_plan(loaded.plan, today=today(), as_of=as_of)
    computed = run_checks(loaded.plan, schedule, pinned=True if as_of else None)
    return Opened(path, loaded, schedule, in_order([*loaded.findings, *loaded.text.located(computed)]))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return `findings` by line, then the worst first; what is said twice is said once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.line or 0, SEVERITIES.index(f.severity), f.code)))


def count_phrase(findings: Iterable[Finding]) -> str:
    """Return how many findings there are, such as `3 findings (1 error)`."""
    found = list(findings)
    errors = sum(f.severity == "error" for f in found)
    phrase = plural(len(found), "finding")
    return phrase + (f" ({plural(errors, 'error')})" if errors else "")


def plural(n: int, noun: str) -> str:
    """Return `1 day`, `2 days`."""
    return f"{n:,} {noun}" + ("" if n in (1, -1) else "s")


def headline(opened: Opened) -> str:
    """Return the project, its data date and its finish in one line."""
    schedule = opened.schedule
    critical = sum(a.critical for a in schedule.activities)
    finish = schedule.finish.isoformat() if schedule.finish else "unknown"
    return output.wrap(
        [
            output.clean(opened.plan.project.name) or opened.path.name,
            f"as of {schedule.as_of}",
            f"finish {finish}",
            f"basis {schedule.basis}",
            f"{critical:,} critical",
            count_phrase(opened.findings),
        ]
    )


def say_errors(opened: Opened) -> int:
    """Point to `check` on stderr where the plan has errors; return the exit code."""
    code = diagnostics.exit_code(opened.findings)
    if code:
        errors = sum(f.severity == "error" for f in opened.findings)
        diagnostics.note(f"{opened.path}: {plural(errors, 'error')}; see aiplan check {opened.path}")
    return code
