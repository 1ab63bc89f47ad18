"""AIP2xx: estimates, links, constraints and capacity; after the 14 points of the DCMA schedule assessment."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

from collections.abc import Iterator

from aiplan.core.checks.look import each_work, impossible_dates, open_work
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.schedule import Schedule
from aiplan.model.plan import Plan
from aiplan.model.work import Experiment, Milestone, Rollout
from aiplan.phrases import say

WIDE = 4
"""A pessimistic duration more than this many times the likely one is too wide."""
LONG_LEAD_DAYS = 5
LONG_LAG_DAYS = 20
LONG_ACTIVITY_DAYS = 44
"""Two months of working days. Source: DCMA 14-point assessment, high duration."""


@rule("AIP206", "estimate-order", "error")
def estimate_order(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The points of an estimate are out of order.

    What: not optimistic ≤ likely ≤ pessimistic.
    Why: no distribution fits it, so the simulation cannot draw from it.
    Fix: correct the points.

    Example:
        duration = { optimistic = "8d", likely = "5d", pessimistic = "20d" }
    """
    for path, key, item in each_work(schedule):
        if item.duration is not None and item.duration.three_point:
            low, likely, high = item.duration.days(schedule.calendar_of(key).week)
            if not low <= likely <= high:
                yield Problem(
                    (*path, "duration"),
                    say(
                        "the estimate of {key} is out of order: {low}, {likely}, {high} working days",
                        key=key,
                        low=low,
                        likely=likely,
                        high=high,
                    ),
                    say("write optimistic ≤ likely ≤ pessimistic"),
                )


@rule("AIP207", "estimate-too-wide", "info")
def estimate_too_wide(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """An estimate is so wide that it says little.

    What: the pessimistic duration is more than four times the likely one.
    Why: such a range usually hides a question that nobody has asked yet; it dominates the simulation.
    Fix: cut the work in two, or make the unknown part an experiment with criteria and a fallback.

    Example:
        duration = { optimistic = "2d", likely = "5d", pessimistic = "40d" }
    """
    for path, key, item in open_work(schedule):
        if item.duration is not None and item.duration.three_point:
            low, likely, high = item.duration.days(schedule.calendar_of(key).week)
            if low <= likely and high > WIDE * likely > 0:
                yield Problem(
                    (*path, "duration"),
                    say(
                        "{key} takes {likely} working days, or {high}: more than {wide} times as long",
                        key=key,
                        likely=likely,
                        high=high,
                        wide=WIDE,
                    ),
                    say("cut it in two, or make the unknown part an experiment"),
                )


@rule("AIP208", "open-end", "info")
def open_end(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nothing waits for this work.

    What: a task or experiment that no milestone holds and no other work depends on.
    Why: if it slips, no date but the last day of the project can show it.
    Fix: write the `milestone` it is part of, or depend on it where its result is needed.

    Example:
        [tasks.write-glossary]             # no milestone, no successor
    """
    for path, key, item in open_work(schedule):
        if isinstance(item, Milestone | Rollout) or item.milestone is not None:
            continue
        if not schedule.successors(key):
            yield Problem(
                path,
                say("nothing waits for {key}: it is in no milestone and no work depends on it", key=key),
                say("write its milestone, or depend on it where its result is needed"),
            )


@rule("AIP209", "milestone-without-work", "warning")
def milestone_without_work(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A milestone waits for nothing.

    What: an open milestone without members, predecessors, `not_before` and `external`.
    Why: it is forecast for the data date, whatever happens.
    Fix: write `milestone` in the work that leads to it, or `depends_on` here.

    Example:
        [milestones.beta-passed]
        title = "Beta passed"              # nothing leads there
    """
    for path, key, item in open_work(schedule):
        if isinstance(item, Milestone) and key not in schedule.network.members:
            waits = item.depends_on or item.not_before or item.external or item.started
            if not waits:
                yield Problem(
                    path,
                    say(
                        "nothing leads to the milestone {key}: it is forecast for the data date whatever happens",
                        key=key,
                    ),
                    say('write milestone = "{key}" in its work, or depends_on here', key=key),
                )


@rule("AIP210", "hard-date", "info", forecast=True)
def hard_date(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A fixed date decides when critical work starts, not the work before it.

    What: critical work with predecessors is driven by its own `not_before`.
    Why: the critical path begins at a date that nobody can compute; finishing earlier what comes before gains nothing.
    Fix: replace the date by what it stands for (a dependency, an outside promise), or keep it and know it.

    Example:
        [tasks.beta]
        depends_on = ["integrate"]
        not_before = 2026-06-01
    """
    for path, key, item in open_work(schedule):
        if item.not_before is None or not item.depends_on:
            continue
        activity = schedule[key]
        driver = activity.driven_by
        if activity.critical and driver is not None and driver.kind == "not_before":
            yield Problem(
                (*path, "not_before"),
                say(
                    "{key} is critical and starts because of a fixed date, {not_before}, not of the work before it",
                    key=key,
                    not_before=item.not_before,
                ),
                say("replace the date by what it stands for, if that can be planned"),
            )


@rule("AIP211", "long-lead", "warning")
def long_lead(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A lead reaches far back into the predecessor.

    What: a negative lag of more than 5 working days, or longer than the predecessor itself.
    Why: the overlap rests on nothing that is written down, and a predecessor that gets shorter starts after it.
    Fix: cut the predecessor where its first result is ready and depend on that part, or link start to start.

    Example:
        depends_on = ["label-photos -15d"]
    """
    week = schedule.project_calendar.week
    for path, key, item in open_work(schedule):
        for index, link in enumerate(item.depends_on):
            lead = -link.lag.days(week)
            if lead <= 0 or link.id not in schedule:
                continue
            length = schedule.network.progress[link.id].duration
            longer = link.id not in schedule.network.members and link.type in ("FS", "FF") and lead > length
            if lead > LONG_LEAD_DAYS or longer:
                than = (
                    say("longer than {id} itself ({length}d)", id=link.id, length=length)
                    if longer
                    else say("more than {most}", most=LONG_LEAD_DAYS)
                )
                yield Problem(
                    (*path, "depends_on", index),
                    say(
                        "{key} overlaps {id} by {lead} working days, {than}", key=key, id=link.id, lead=lead, than=than
                    ),
                    say("cut the predecessor in two, or link SS"),
                )


@rule("AIP212", "long-lag", "info")
def long_lag(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A long wait stands in a link instead of in the plan.

    What: a lag of more than 20 working days.
    Why: a month in which nobody does anything is usually work of somebody else; in a lag nobody owns or shortens it.
    Fix: make it an activity with an owner, or an outside promise.

    Example:
        depends_on = ["hand-in-papers +30d"]
    """
    week = schedule.project_calendar.week
    for path, key, item in open_work(schedule):
        for index, link in enumerate(item.depends_on):
            lag = link.lag.days(week)
            if lag > LONG_LAG_DAYS:
                yield Problem(
                    (*path, "depends_on", index),
                    say("{key} waits {lag} working days after {id}, and nobody owns it", key=key, lag=lag, id=link.id),
                    say("make the wait an activity or an outside promise"),
                )


@rule("AIP213", "very-long-activity", "info")
def very_long_activity(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Work is too long to be followed.

    What: a likely duration of more than 44 working days, two months.
    Why: until the last week nobody can tell whether it is late.
    Fix: cut it where something can be shown.

    Example:
        duration = "80d"
    """
    for path, key, item in open_work(schedule):
        if item.duration is not None:
            days = item.duration.likely.days(schedule.calendar_of(key).week)
            if days > LONG_ACTIVITY_DAYS:
                what = say("one attempt of {key}", key=key) if isinstance(item, Experiment) else key
                yield Problem(
                    (*path, "duration"),
                    say("{what} takes {days} working days; slips show up only at its end", what=what, days=days),
                    say("cut it where something can be shown"),
                )


@rule("AIP214", "missing-duration", "warning")
def missing_duration(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody has said how long it takes.

    What: open work without `duration`; one day is assumed. Milestones take none.
    Why: a day is a placeholder that looks like an estimate.
    Fix: write a duration, best with three points.

    Example:
        [tasks.integrate]
        title = "Integrate the model"      # duration = { optimistic = "4d", likely = "6d", pessimistic = "12d" }
    """
    for path, key, item in open_work(schedule):
        if item.duration is None and not isinstance(item, Milestone):
            yield Problem(path, say("{key} has no duration; one day is assumed", key=key), say('write duration = "…d"'))


@rule("AIP219", "impossible-window", "error")
def impossible_window(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Work may start only after it has to be finished.

    What: `not_before` lies after `deadline`, or an outside promise does.
    Why: no schedule can keep both.
    Fix: correct one of the dates.

    Example:
        not_before = 2026-04-01
        deadline = 2026-03-20
    """
    for path, key, item in open_work(schedule):
        for place, words, day in impossible_dates(item):
            yield Problem(
                (*path, *place),
                say(
                    "{key} {words} {day}, and its deadline is {deadline}",
                    key=key,
                    words=words,
                    day=day,
                    deadline=item.deadline,
                ),
                say("correct one"),
            )


@rule("AIP223", "crash-not-shorter", "error")
def crash_not_shorter(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Spending money does not make the work shorter.

    What: `crash.duration` is not below the likely duration.
    Why: re-planning would offer to pay for nothing.
    Fix: write the shortest possible length, or remove `crash`.

    Example:
        duration = "5d"
        crash = { duration = "8d", cost = 4000 }
    """
    for path, key, item in open_work(schedule):
        if item.crash is not None and item.duration is not None:
            week = schedule.calendar_of(key).week
            short, likely = item.crash.duration.days(week), item.duration.likely.days(week)
            if short >= likely:
                yield Problem(
                    (*path, "crash", "duration"),
                    say(
                        "{key} takes {likely} working days, and shortened {short}", key=key, likely=likely, short=short
                    ),
                    say("write the shortest possible length, or remove crash"),
                )


@rule("AIP224", "more-than-there-is", "error")
def more_than_there_is(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Work needs more of a team or resource than there will ever be.

    What: `uses` asks for more units than the largest capacity; work of a team counts as one unit.
    Why: levelling can never place it.
    Fix: lower the number, raise the capacity, or cut the work.

    Example:
        [resources.gpu]
        capacity = 8
        [experiments.train]
        uses = { gpu = 16 }
    """
    most = {
        key: max([pool.capacity, *(change.capacity for change in pool.capacity_changes)])
        for section in (plan.resources, plan.teams)
        for key, pool in section.items()
    }
    for path, key, item in open_work(schedule):
        wanted = dict(item.uses)
        if item.team is not None:
            wanted.setdefault(item.team, 1)
        for name, units in wanted.items():
            if name in most and units > most[name]:
                yield Problem(
                    (*path, "uses", name) if name in item.uses else (*path, "team"),
                    say(
                        "{key} needs {units} of {name}, and there are never more than {most}",
                        key=key,
                        units=units,
                        name=name,
                        most=most[name],
                    ),
                )


@rule("AIP225", "depends-on-dropped", "info")
def depends_on_dropped(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Open work depends on work that was dropped.

    What: a predecessor has `status = "dropped"`. The link keeps the order and takes no time.
    Why: what the dropped work would have delivered will not come.
    Fix: depend on what replaces it, or remove the entry.

    Example:
        [tasks.port]
        depends_on = ["offline-model"]     # dropped
    """
    progress = schedule.network.progress
    for path, key, item in open_work(schedule):
        for index, link in enumerate(item.depends_on):
            if link.id in progress and progress[link.id].status == "dropped":
                yield Problem(
                    (*path, "depends_on", index),
                    say("{key} depends on {id}, which was dropped", key=key, id=link.id),
                    say("depend on what replaces it, or remove the entry"),
                )


RULES: tuple[Rule, ...] = (
    estimate_order,
    estimate_too_wide,
    open_end,
    milestone_without_work,
    hard_date,
    long_lead,
    long_lag,
    very_long_activity,
    missing_duration,
    impossible_window,
    crash_not_shorter,
    more_than_there_is,
    depends_on_dropped,
)
