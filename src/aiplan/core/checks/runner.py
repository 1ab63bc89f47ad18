"""Running the rules over a plan and its schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from aiplan.core.checks.registry import RULES
from aiplan.core.checks.rule import Rule
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.model.work import Experiment

_LAST = dt.date.max - dt.timedelta(days=1)


def run_checks(
    plan: Plan, schedule: Schedule, *, pinned: bool | None = None, rules: Iterable[Rule] = RULES
) -> tuple[Finding, ...]:
    """Return everything the rules and the schedule find, sorted by code, place and words.

    Without a pinned data date the passing of days changes nothing: time-dependent rules are left out, and forecasts
    are judged on the day after all that is recorded instead of today; so is everything where records lie ahead.

    Args:
        plan: what the file says.
        schedule: of that plan; its own findings are included once.
        pinned: whether the data date is fixed on purpose; by default where `project.as_of` is set.
        rules: which rules to run.
    """
    fixed = is_pinned(plan) if pinned is None else pinned
    found = set(schedule.findings)
    forecast = schedule
    if not fixed:
        day = last_recorded_day(plan)
        ahead = day is not None and day > schedule.as_of
        if day is not None and day != schedule.as_of and (ahead or _has_days_to_hold(plan)):
            forecast = schedule_plan(plan, today=day)
            schedule = forecast if ahead else schedule
    for rule in rules:
        if fixed or not rule.time_dependent:
            found.update(rule.run(plan, forecast if rule.forecast else schedule))
    return tuple(sorted(found, key=sort_key))


def _has_days_to_hold(plan: Plan) -> bool:
    """Tell whether the plan names a day that its forecast is held against."""
    return any(goal.due is not None for goal in plan.goals.values()) or any(
        item.deadline is not None or (item.not_before is not None and item.depends_on)
        for section in (plan.milestones, plan.tasks, plan.experiments, plan.rollout)
        for item in section.values()
    )


def is_pinned(plan: Plan) -> bool:
    """Tell whether the plan fixes its data date, so that a finding may come with the days."""
    return plan.project.as_of is not None


def sort_key(finding: Finding) -> tuple[str, tuple[tuple[bool, int, str], ...], str]:
    """Return what findings are sorted by: code, place (positions in a list by number), words."""
    place = tuple((True, part, "") if isinstance(part, int) else (False, 0, part) for part in finding.path)
    return finding.code, place, finding.message


def last_recorded_day(plan: Plan) -> dt.date | None:
    """Return the first day after all progress and readings, not before the project start; `None` without any."""
    days = list(_recorded(plan))
    after = min(max(days), _LAST) + dt.timedelta(days=1) if days else None
    return max((day for day in (after, plan.project.start) if day is not None), default=None)


def _recorded(plan: Plan) -> Iterator[dt.date]:
    for metric in plan.metrics.values():
        yield from (reading.on for reading in metric.readings)
    for section in (plan.milestones, plan.tasks, plan.experiments, plan.rollout):
        for item in section.values():
            days = [item.started, item.finished]
            if isinstance(item, Experiment):
                days += [day for a in item.attempts for day in (a.started, a.finished)]
                if item.fallback is not None:
                    days += [item.fallback.started, item.fallback.finished]
            yield from (day for day in days if day is not None)
