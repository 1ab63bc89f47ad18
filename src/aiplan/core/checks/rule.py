"""What a rule is: one function with one stable code, and its docstring as the page people read."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from aiplan.core.schedule import Schedule
from aiplan.model.address import Path
from aiplan.model.finding import Finding, Severity
from aiplan.model.plan import Plan
from aiplan.phrases import NOTHING, Phrase

FoundBy = Literal["check", "reading", "schedule", "comparison", "suppression"]
"""
check: run by `run_checks`. reading: found while the file is read. schedule: found while the network is built.
comparison: needs an earlier version of the plan. suppression: about the comments that pass findings over.
"""


class Problem(NamedTuple):
    """What a check finds; the rule adds its code and severity."""

    path: Path
    """Where, as precisely as the text can be pointed at."""
    message: Phrase
    """One sentence that names the item and what is wrong."""
    hint: Phrase = NOTHING
    """What to write or do instead."""


Check = Callable[[Plan, Schedule], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of `aiplan check`."""

    code: str
    """Never renumbered."""
    name: str
    """In kebab-case, for people."""
    severity: Severity
    page: str
    """What, why, fix, example."""
    check: Check | None = None
    """`None` where the rule is found elsewhere."""
    found_by: FoundBy = "check"
    time_dependent: bool = False
    """Whether the passing of days alone makes it speak; then it needs a pinned data date."""
    forecast: bool = False
    """Whether it judges forecast dates, which move with an unpinned data date."""
    fixable: bool = False
    """Whether `check --fix` mends it, at least where that cannot be wrong."""

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]

    def run(self, plan: Plan, schedule: Schedule) -> Iterator[Finding]:
        """Yield what the rule finds in a plan and its schedule."""
        for problem in self.check(plan, schedule) if self.check is not None else ():
            yield self.finding(problem)

    def finding(self, problem: Problem, severity: Severity | None = None) -> Finding:
        """Return `problem` as a finding of this rule."""
        return Finding(self.code, severity or self.severity, problem.message, problem.path, hint=problem.hint)


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    time_dependent: bool = False,
    forecast: bool = False,
    fixable: bool = False,
) -> Callable[[Check], Rule]:
    """Return a decorator that makes a rule of a check; the docstring of the check is the page."""

    def make(check: Check) -> Rule:
        page = _page(check.__doc__ or "")
        return Rule(
            code, name, severity, page, check,
            time_dependent=time_dependent, forecast=forecast, fixable=fixable,
        )  # fmt: skip

    return make


def elsewhere(
    code: str,
    name: str,
    severity: Severity,
    found_by: FoundBy,
    page: str,
    *,
    time_dependent: bool = False,
    fixable: bool = False,
) -> Rule:
    """Return a rule that is not found by a check but belongs to the list: its code, severity and page."""
    return Rule(
        code, name, severity, _page(page), found_by=found_by, time_dependent=time_dependent, fixable=fixable
    )  # fmt: skip


def _page(docstring: str) -> str:
    """Return a docstring as a page: each part on one line, for whoever prints it to wrap; the example as it stands."""
    text, mark, example = inspect.cleandoc(docstring).partition("\nExample:\n")
    return re.sub(r"\n {4,}", " ", text) + mark + example
