"""The plan as commands that only read it need it: loaded, scheduled, checked."""

from __future__ import annotations

import argparse
import datetime as dt
import pathlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aiplan.cli import diagnostics, output
from aiplan.cli.options import YEARS, plan_path, today
from aiplan.errors import DatesOutOfRange
from aiplan.model.address import Path, format_address
from aiplan.model.finding import SEVERITIES, Finding

if TYPE_CHECKING:
    from aiplan.core.checks import Settled
    from aiplan.core.checks.rule import Rule
    from aiplan.core.schedule import Schedule
    from aiplan.loading import Loaded
    from aiplan.model.plan import Plan


@dataclass(frozen=True)
class Opened:
    """A plan file with its schedule; what is wrong in it is looked for when asked."""

    path: pathlib.Path
    loaded: Loaded
    schedule: Schedule
    known: tuple[Finding, ...] | None = None
    """What counts, where that is known already."""
    pinned: bool | None = None
    """Whether the command line fixed the data date; `None`: as the plan says."""

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.loaded.plan

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading, scheduling and checking found and no comment passes over, in the order of the file.

        Raises:
            UnreadablePlan: where the dates lie outside all calendars.
        """
        return self.settled.counted if self.known is None else self.known

    @cached_property
    def settled(self) -> Settled:
        """What was found, told apart by whether it counts; with lines, in the order of the file.

        Raises:
            UnreadablePlan: where the dates lie outside all calendars.
        """
        return self.settle()

    def settle(self, compared: Iterable[Finding] | None = None) -> Settled:
        """Return what was found, told apart by whether it counts; with lines, in the order of the file.

        Args:
            compared: what the comparison with an earlier revision found, where there was one.

        Raises:
            UnreadablePlan: where the dates lie outside all calendars.
        """
        from aiplan.core.checks import is_pinned, settle
        from aiplan.core.checks.registry import RULES

        text = self.loaded.text
        computed = text.located(self._computed(RULES))
        settled = settle(
            in_order([*self.loaded.findings, *text.appearance, *computed, *text.located(compared or ())]),
            text.suppressions,
            as_of=self.schedule.as_of,
            pinned=is_pinned(self.plan) if self.pinned is None else self.pinned,
            compared=compared is not None,
        )
        return replace(settled, counted=in_order(settled.counted)) if text.suppressions else settled

    @property
    def errors(self) -> int:
        """How many of the findings are errors; where nobody has asked for these, only rules that find some are run.

        Raises:
            UnreadablePlan: where the dates lie outside all calendars.
        """
        found: Iterable[Finding]
        if self.known is not None or "settled" in vars(self) or self.loaded.text.suppressions:
            found = self.findings
        else:
            from aiplan.core.checks.registry import RULES

            computed = self._computed([rule for rule in RULES if rule.severity == "error"])
            errors = [f for f in computed if f.severity == "error"]
            found = {*self.loaded.findings, *self.loaded.text.located(errors)}
        return count_errors(found)

    def _computed(self, rules: Iterable[Rule]) -> tuple[Finding, ...]:
        """Return what `rules` and the schedule find, without lines.

        Raises:
            UnreadablePlan: where the dates lie outside all calendars.
        """
        from aiplan.core.calendar import OutOfRangeError
        from aiplan.core.checks import run_checks

        try:
            return run_checks(self.plan, self.schedule, pinned=self.pinned, rules=rules)
        except (OutOfRangeError, OverflowError):
            raise out_of_range(self.loaded) from None


def open_plan(args: argparse.Namespace) -> Opened:
    """Return the plan that the command line names, as of the date it names.

    Raises:
        AiplanError: where it cannot be read.
    """
    return open_path(plan_path(args), args)


def open_path(path: pathlib.Path, args: argparse.Namespace) -> Opened:
    """Return the plan at `path`, as of the date that the command line names.

    Raises:
        AiplanError: where it cannot be read.
    """
    from aiplan.core.calendar import OutOfRangeError
    from aiplan.core.schedule import schedule_plan
    from aiplan.loading import load

    loaded = load(path)
    as_of = getattr(args, "as_of", None)
    try:
        schedule = schedule_plan(loaded.plan, today=today(), as_of=as_of)
    except (OutOfRangeError, OverflowError):
        raise out_of_range(loaded) from None
    return Opened(path, loaded, schedule, pinned=True if as_of else None)


def out_of_range(loaded: Loaded) -> DatesOutOfRange:
    """Return the error for a plan whose dates no calendar reaches, at the first date that is to blame."""
    said = "the dates leave the years that calendars reach"
    for path, day in _days(loaded.text.data, ()):
        if day.year not in YEARS:
            said, line = f"{format_address(path)}: no plan reaches {day}", loaded.text.line_of(path)
            return DatesOutOfRange(said, path=str(loaded.path), line=line, hint="correct the year")
    return DatesOutOfRange(said, path=str(loaded.path), hint="look for a date or a duration with a digit too many")


def _days(value: Any, path: Path) -> Iterator[tuple[Path, dt.date]]:
    if isinstance(value, dt.date):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _days(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _days(inner, (*path, index))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return `findings` by line, then the worst first; what is said twice is said once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.line or 0, SEVERITIES.index(f.severity), f.code)))


def count_errors(findings: Iterable[Finding]) -> int:
    """Return how many of `findings` are errors."""
    return sum(f.severity == "error" for f in findings)


def count_phrase(findings: Iterable[Finding]) -> str:
    """Return how many findings there are, such as `3 findings (1 error)`."""
    found = list(findings)
    errors = count_errors(found)
    phrase = plural(len(found), "finding")
    return phrase + (f" ({plural(errors, 'error')})" if errors else "")


def plural(n: int, noun: str) -> str:
    """Return `1 day`, `2 days`."""
    return f"{n:,} {noun}" + ("" if n in (1, -1) else "s")


def headline(opened: Opened) -> str:
    """Return the project, its data date and its finish in one line."""
    schedule = opened.schedule
    critical = sum(is_critical(schedule, key) for key in schedule.ids)
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


def is_critical(schedule: Schedule, key: str) -> bool:
    """Tell whether `key` is critical, without its dates being worked out."""
    total = schedule.float_of(key)
    return total is not None and total <= 0 and schedule.network.progress[key].status != "dropped"


def say_errors(opened: Opened) -> int:
    """Point to `check` on stderr where the plan has errors; return the exit code."""
    return point_to_check(opened.path, opened.errors)


def point_to_check(path: pathlib.Path, errors: int) -> int:
    """Say on stderr that a plan has so many errors, if any; return the exit code."""
    if errors:
        diagnostics.note(f"{path}: {plural(errors, 'error')}; see aiplan check {path}")
    return diagnostics.FINDINGS if errors else diagnostics.OK
