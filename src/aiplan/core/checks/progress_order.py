"""AIP2xx: whether what is recorded agrees with itself: status, dates, links, members."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aiplan.core.checks.look import actual_dates, each_work, status_of
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.schedule import Schedule
from aiplan.model.address import Path
from aiplan.model.plan import Plan
from aiplan.model.work import Experiment, Work
from aiplan.phrases import NOTHING, Phrase, listed, say, term


@rule("AIP202", "done-before-its-predecessor", "error")
def done_before_predecessor(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Work is done although what it depends on is not.

    What: finished work has a predecessor that is not finished (FS, FF) or not started (SS, SF), or that was finished
        later. Links with a lead are left alone.
    Why: either the record or the link is wrong; a plan that says both is not to be trusted.
    Fix: record the predecessor's dates, or remove the link that did not hold.

    Example:
        [tasks.train]
        finished = 2026-02-06
        depends_on = ["label-photos"]      # still active
    """
    for path, key, item in each_work(schedule):
        if not item.depends_on or schedule.network.progress[key].status != "done":
            continue
        for index, link in enumerate(item.depends_on):
            if link.id not in schedule or link.lag.amount < 0 or link.id == key:
                continue
            said = _contradicts(schedule, item, link.id, link.type)
            if said:
                yield Problem(
                    (*path, "depends_on", index),
                    say("{key} is done, but {id}, on which it depends, {said}", key=key, id=link.id, said=said),
                    say("correct the dates, or remove the link"),
                )


@rule("AIP217", "status-disagrees-with-dates", "warning")
def status_disagrees(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """`status` says something else than the dates.

    What: planned work with dates, active work that is finished or was never started, dropped work that is finished.
        The dates win.
    Why: two people recorded two things; one of them is mistaken.
    Fix: correct it, or leave `status` out: the dates say it.

    Example:
        [tasks.label-photos]
        status = "planned"
        started = 2026-02-02
    """
    for path, key, item in each_work(schedule):
        if item.status is None:
            continue
        started, finished = _dates(item)
        said = NOTHING
        if item.status == "planned" and (started or finished):
            said = say("has finished on {day}", day=finished) if finished else say("has started on {day}", day=started)
        elif item.status == "active" and finished:
            said = say("has finished on {day}", day=finished)
        elif item.status == "active" and not started and key not in schedule.network.members:
            said = say("has no started date, and is planned as if it had not begun")
        elif item.status == "dropped" and finished:
            said = say("has finished on {day}", day=finished)
        if said:
            yield Problem(
                (*path, "status"),
                say("{key} is called {status}, but {said}", key=key, status=term(item.status), said=said),
                say("the dates win; correct one"),
            )


@rule("AIP218", "dates-reversed", "error")
def dates_reversed(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Something was finished before it was started.

    What: `finished` lies before `started`, of work, an attempt or a fallback.
    Why: one of the two dates is wrong, and elapsed days come out negative.
    Fix: correct it.

    Example:
        started = 2026-02-09
        finished = 2026-02-02
    """
    for path, key, item in each_work(schedule):
        pairs: list[tuple[Path, str, dt.date | None, dt.date | None]] = [(path, key, item.started, item.finished)]
        if isinstance(item, Experiment):
            pairs += [
                ((*path, "attempts", i), say("attempt {index} of {key}", index=i + 1, key=key), a.started, a.finished)
                for i, a in enumerate(item.attempts)
            ]
            if item.fallback is not None:
                fallback = item.fallback
                pairs.append(
                    ((*path, "fallback"), say("the fallback of {key}", key=key), fallback.started, fallback.finished)
                )
        for place, name, started, finished in pairs:
            if started is not None and finished is not None and finished < started:
                yield Problem(
                    (*place, "finished"),
                    say(
                        "{name} was finished on {finished}, before it started on {started}",
                        name=name,
                        finished=finished,
                        started=started,
                    ),
                )


@rule("AIP220", "out-of-sequence", "warning")
def out_of_sequence(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Work was started before what it depends on allowed it.

    What: started work with an FS predecessor that is not finished or was finished later, or an SS predecessor that
        was not started. Links with a lead are left alone.
    Why: what is left of it still waits for the predecessor (retained logic), which may look odd in the dates.
    Fix: change the link to what is true, such as SS with a lag, or keep it if the rest really waits.

    Example:
        [tasks.train]
        started = 2026-02-02
        depends_on = ["label-photos"]      # finished 2026-02-13
    """
    for path, key, item in each_work(schedule):
        if not item.depends_on:
            continue
        own = schedule.network.progress[key]
        if own.started is None or own.status not in ("active", "done"):
            continue
        for index, link in enumerate(item.depends_on):
            if link.id not in schedule or link.lag.amount < 0 or link.type not in ("FS", "SS") or link.id == key:
                continue
            if own.status == "done" and _contradicts(schedule, item, link.id, link.type):
                continue
            said = _not_yet(schedule, own.started, link.id, link.type)
            if said:
                yield Problem(
                    (*path, "depends_on", index),
                    say(
                        "{key} started on {started}, but {id} {said}",
                        key=key,
                        started=own.started,
                        id=link.id,
                        said=said,
                    ),
                    say("what is left of it still waits; change the link if it does not"),
                )


@rule("AIP221", "remaining-without-effect", "warning")
def remaining_without_effect(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """`remaining` stands where it has no effect.

    What: `remaining` of work that is done, dropped or not started.
    Why: somebody believes to have said how much is left, and the plan uses `duration`.
    Fix: add `started`, or remove `remaining`.

    Example:
        [tasks.train]
        duration = "10d"
        remaining = "4d"                   # no started
    """
    for path, key, item in each_work(schedule):
        if item.remaining is None:
            continue
        status = schedule.network.progress[key].status
        if status == "active" or (status == "planned" and item.status == "active"):
            continue
        state = {"planned": say("has not started"), "done": say("is done"), "dropped": say("is dropped")}[status]
        yield Problem(
            (*path, "remaining"),
            say("{key} {state}; remaining has no effect", key=key, state=state),
            say("add started, or remove remaining"),
        )


@rule("AIP222", "milestone-done-with-open-members", "error")
def milestone_done_with_open_members(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A milestone is recorded as reached, and work inside it is not finished.

    What: `finished` or `status = "done"` of a milestone with a member that is neither done nor dropped.
    Why: a milestone is reached when its members are; one of the two records is wrong.
    Fix: record the members, drop what is no longer wanted, or take the milestone's date back.

    Example:
        [milestones.data-ready]
        finished = 2026-02-27
        [tasks.label-photos]
        milestone = "data-ready"           # not finished
    """
    progress = schedule.network.progress
    for key, members in schedule.network.members.items():
        milestone = plan.milestones[key]
        if milestone.finished is None and milestone.status != "done":
            continue
        left = [m for m in members if progress[m].status not in ("done", "dropped")]
        if left:
            names = listed(left[:3])
            if len(left) > 3:
                names = say("{names} and {count} more", names=names, count=len(left) - 3)
            yield Problem(
                ("milestones", key, "finished" if milestone.finished else "status"),
                say("the milestone {key} is recorded as reached, but not finished: {names}", key=key, names=names),
                say("record or drop its members, or take the date back"),
            )


def _contradicts(schedule: Schedule, item: Work, predecessor: str, link: str) -> Phrase:
    """Return what about the predecessor contradicts that `item` is done; empty where nothing does."""
    status = status_of(schedule, predecessor)
    if status == "dropped":
        return NOTHING
    if link in ("SS", "SF"):
        return say("has not started") if status == "planned" else NOTHING
    if status != "done":
        return say("is not finished")
    theirs = actual_dates(schedule, predecessor)[1]
    known = schedule.network.work[predecessor].finished is not None or predecessor in schedule.network.members
    if item.finished is not None and known and theirs is not None and item.finished < theirs:
        return say("was finished later, on {day}", day=theirs)
    return NOTHING


def _not_yet(schedule: Schedule, started: dt.date, predecessor: str, link: str) -> Phrase:
    """Return why the predecessor did not yet allow a start on `started`; empty where it did."""
    status = status_of(schedule, predecessor)
    if status == "dropped":
        return NOTHING
    theirs = actual_dates(schedule, predecessor)
    if link == "SS":
        late = theirs[0] is not None and started < theirs[0]
        if status == "planned":
            return say("has not started")
        return say("started later, on {day}", day=theirs[0]) if late else NOTHING
    if status != "done":
        return say("is not finished")
    if theirs[1] is not None and started < theirs[1]:
        return say("was finished only on {day}", day=theirs[1])
    return NOTHING


def _dates(item: Work) -> tuple[dt.date | None, dt.date | None]:
    """Return the first day and the last day that are recorded for an activity."""
    started = item.started
    if started is None and isinstance(item, Experiment):
        started = min((a.started for a in item.attempts if a.started is not None), default=None)
        if started is None and item.fallback is not None:
            started = item.fallback.started
    return started, item.finished


RULES: tuple[Rule, ...] = (
    done_before_predecessor,
    status_disagrees,
    dates_reversed,
    out_of_sequence,
    remaining_without_effect,
    milestone_done_with_open_members,
)
