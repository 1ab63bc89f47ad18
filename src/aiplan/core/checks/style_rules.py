"""AIP5xx: how the plan is written; `aiplan check --fix` and `aiplan fmt` mend all of it."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

from collections.abc import Iterator

from aiplan.core.checks.look import each_work
from aiplan.core.checks.references import id_lists
from aiplan.core.checks.rule import Problem, Rule, elsewhere, rule
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.values import LINK_TYPES, Dependency
from aiplan.phrases import code, say


@rule("AIP501", "dependencies-unsorted", "info", fixable=True)
def dependencies_unsorted(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """`depends_on` is not in order.

    What: entries are not sorted by predecessor, type and lag.
    Why: in a sorted list two people add at different places, and git merges them.
    Fix: `aiplan check --fix` sorts the list and leaves everything else alone; `aiplan fmt` formats the whole file.

    Example:
        depends_on = ["taxonomy", "photo-rights"]
    """
    for path, key, item in each_work(schedule):
        if len(item.depends_on) > 1:
            keys = [link_order(link) for link in item.depends_on]
            if keys != sorted(keys):
                yield Problem(
                    (*path, "depends_on"), say("depends_on of {key} is not sorted", key=key), code("aiplan check --fix")
                )


@rule("AIP502", "ids-unsorted", "info", fixable=True)
def ids_unsorted(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A list of ids is not in order.

    What: goals, answers, affects, data sets or risks are not sorted.
    Why: in a sorted list two people add at different places, and git merges them.
    Fix: `aiplan check --fix` sorts the list and leaves everything else alone; `aiplan fmt` formats the whole file.

    Example:
        goals = ["no-weak-species", "everyday-plants"]
    """
    for path, user, ids in id_lists(plan):
        if list(ids) != sorted(ids):
            yield Problem(
                path, say("{path} of {user} is not sorted", path=path[-1], user=user), code("aiplan check --fix")
            )


def link_order(link: Dependency) -> tuple[str, int, int]:
    """Return what links are sorted by: predecessor, type, lag in days of a five-day week."""
    return link.id, LINK_TYPES.index(link.type), link.lag.days()


RULES: tuple[Rule, ...] = (
    dependencies_unsorted,
    ids_unsorted,
    elsewhere("AIP503", "list-on-one-line", "info", "reading", """
        A list has several entries and not a line for each.

        What: links, gates, criteria, readings, attempts and other tables stand side by side on one line.
        Why: git merges line by line; two people who each add an entry to such a line have a conflict, also on servers
            that know no other way of merging.
        Fix: `aiplan check --fix` gives each entry its line and leaves everything else alone.

        Example:
            depends_on = ["photo-rights", "taxonomy"]
    """, fixable=True),
)  # fmt: skip
