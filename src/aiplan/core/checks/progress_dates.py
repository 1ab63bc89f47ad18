"""AIP2xx: forecasts, records and promises against the data date."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aiplan.core.checks.look import each_work, impossible_dates, open_work
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.schedule import Schedule
from aiplan.model.address import Path
from aiplan.model.plan import Plan
from aiplan.model.work import Experiment, Milestone, Work
from aiplan.phrases import NOTHING, Phrase, code, say, say_n

CONFIRMED_FOR_DAYS = 14
"""How long the confirmation of an outside promise is worth something, in days."""
_WORK = say("work")


@rule("AIP201", "forecast-after-deadline", "warning", forecast=True)
def forecast_after_deadline(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The forecast finish lies after the deadline.

    What: by everything that is known on the data date, the work ends later than its `deadline` says.
    Why: a deadline never moves dates; it only makes float negative. Somebody has to decide.
    Fix: see `aiplan why` and `aiplan path`; shorten what drives it, cut scope, take the fallback, or move the date.

    Example:
        [tasks.train]
        duration = "30d"
        deadline = 2026-01-16
    """
    for path, key, item in open_work(schedule):
        if item.deadline is None or impossible_dates(item):
            continue
        activity = schedule[key]
        finish, total = activity.early_finish, activity.total_float
        if finish is not None and finish > item.deadline and total is not None and total < 0:
            late = schedule.calendar_of(key).count(item.deadline + dt.timedelta(days=1), finish + dt.timedelta(days=1))
            yield Problem(
                (*path, "deadline"),
                say(
                    "{key} is forecast for {finish}, {late} after its deadline {deadline}",
                    key=key,
                    finish=finish,
                    late=_days(late),
                    deadline=item.deadline,
                ),
                code(f"aiplan why {key}"),
            )


@rule("AIP203", "done-without-date", "warning")
def done_without_date(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Work is done, and nobody wrote when.

    What: `status = "done"` without `finished`. It counts as finished on the last working day before the data date.
    Why: that day moves on with the data date, and with it everything that was measured against it.
    Fix: `aiplan done ID --on DATE`.

    Example:
        [tasks.label-photos]
        status = "done"
    """
    for path, key, item in each_work(schedule):
        if item.status != "done" or item.finished is not None:
            continue
        if isinstance(item, Experiment) and _experiment_end(item) is not None:
            continue
        if isinstance(item, Milestone) and key in schedule.network.members:
            continue
        yield Problem(
            (*path, "status"),
            say("{key} is done, but has no finished date", key=key),
            code(f"aiplan done {key} --on DATE"),
        )


@rule("AIP204", "done-in-the-future", "error", time_dependent=True)
def done_in_the_future(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Something is recorded that lies after the data date.

    What: work that started after `as_of`, or finished on it or later. What happened lies before the data date.
    Why: forecast and record overlap; elapsed and remaining days are counted from the wrong day.
    Fix: correct the date, or move the data date on with `aiplan update`.

    Example:
        [project]
        as_of = 2026-03-16
        [tasks.label-photos]
        finished = 2026-04-01
    """
    as_of = schedule.as_of
    for path, key, item in each_work(schedule):
        for place, what, day in _recorded(path, item):
            ended = place[-1] == "finished"
            if day > as_of or (ended and day == as_of):
                yield Problem(
                    place,
                    say(
                        "{what} of {key} {happened} on {day}, and the data date is {as_of}",
                        what=what,
                        key=key,
                        happened=say("finished") if ended else say("started"),
                        day=day,
                        as_of=as_of,
                    ),
                    say("correct the date, or move the data date: aiplan update"),
                )


@rule("AIP205", "stale-status", "warning", time_dependent=True)
def stale_status(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Work should be over by now, and nobody has said how much is left.

    What: active work without `remaining` whose duration has passed. One day is assumed to remain, every day anew.
    Why: its forecast is a guess that looks like a date, and moves with every day on which nobody asks.
    Fix: `aiplan done ID`, or `aiplan remaining ID DURATION`; `aiplan update` asks for all of them.

    Example:
        [tasks.label-photos]
        duration = "5d"
        started = 2026-02-02               # data date 2026-03-16
    """
    for path, key, item in open_work(schedule):
        if item.remaining is not None or item.duration is None or isinstance(item, Milestone):
            continue
        since = _running_since(item)
        if since is None:
            continue
        calendar = schedule.calendar_of(key)
        planned = item.duration.likely.days(calendar.week)
        elapsed = calendar.count(since, schedule.as_of)
        if planned > 0 and elapsed >= planned:
            yield Problem(
                (*path, "duration") if isinstance(item, Experiment) else (*path, "started"),
                say(
                    "{key} was planned for {planned}, runs for {elapsed}, and nobody said how much is left",
                    key=key,
                    planned=_days(planned),
                    elapsed=elapsed,
                ),
                say("aiplan done {key}, or aiplan remaining {key} DURATION", key=key),
            )


@rule("AIP215", "promise-past", "warning", time_dependent=True)
def promise_past(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A promise from outside was not kept.

    What: the promised day lies before the data date and the work is not finished.
    Why: the plan still counts on it as if it came tomorrow.
    Fix: ask, then write the new `promised` and `confirmed_on`, or record that it has come.

    Example:
        external = { from = "legal", promised = 2026-03-02 }
    """
    for path, key, item in open_work(schedule):
        promise = item.external
        if promise is not None and promise.promised is not None and promise.promised < schedule.as_of:
            yield Problem(
                (*path, "external", "promised"),
                say(
                    "{key} was promised{who} for {promised} and has not come",
                    key=key,
                    who=_by(promise.from_),
                    promised=promise.promised,
                ),
                say("write the new promised and confirmed_on, or finished"),
            )


@rule("AIP216", "promise-unconfirmed", "warning", time_dependent=True)
def promise_unconfirmed(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """Nobody has confirmed a promise from outside for two weeks.

    What: `confirmed_on` is missing or more than 14 days before the data date; the promised day is still to come.
    Why: people outside change their plans without telling; asking every fortnight costs a phone call.
    Fix: ask, then write `confirmed_on`.

    Example:
        external = { from = "garden", promised = 2026-04-20, confirmed_on = 2026-02-02 }
    """
    for path, key, item in open_work(schedule):
        promise = item.external
        if promise is None or promise.promised is None or promise.promised < schedule.as_of:
            continue
        asked = promise.confirmed_on
        if asked is not None and (schedule.as_of - asked).days <= CONFIRMED_FOR_DAYS:
            continue
        last = say("nobody has confirmed it") if asked is None else say("it was last confirmed on {day}", day=asked)
        yield Problem(
            (*path, "external") if asked is None else (*path, "external", "confirmed_on"),
            say(
                "{key} is promised{who} for {promised}; {last}",
                key=key,
                who=_by(promise.from_),
                promised=promise.promised,
                last=last,
            ),
            say("ask, then write {code}", code=f"confirmed_on = {schedule.as_of}"),
        )


def _days(n: int) -> Phrase:
    return say_n("{count} working day", "{count} working days", n)


def _by(name: str) -> Phrase:
    return say(" by {name}", name=name) if name else NOTHING


def _experiment_end(item: Experiment) -> dt.date | None:
    ends = [a.finished for a in item.attempts if a.finished is not None]
    if item.fallback is not None and item.fallback.finished is not None:
        ends.append(item.fallback.finished)
    return max(ends, default=None)


def _running_since(item: Work) -> dt.date | None:
    """Return since when the running piece of work runs: an attempt of an experiment, or the whole."""
    if isinstance(item, Experiment) and item.attempts:
        running = [
            a.started for a in item.attempts if a.result is None and a.finished is None and a.started is not None
        ]
        return min(running, default=None)
    return item.started


def _recorded(path: Path, item: Work) -> Iterator[tuple[Path, Phrase, dt.date]]:
    places: list[tuple[Path, Phrase, dt.date | None, dt.date | None]] = [(path, _WORK, item.started, item.finished)]
    if isinstance(item, Experiment):
        places += [
            ((*path, "attempts", i), say("attempt {index}", index=i + 1), a.started, a.finished)
            for i, a in enumerate(item.attempts)
        ]
        if item.fallback is not None:
            places.append(((*path, "fallback"), say("the fallback"), item.fallback.started, item.fallback.finished))
    for place, what, started, finished in places:
        if started is not None:
            yield (*place, "started"), what, started
        if finished is not None:
            yield (*place, "finished"), what, finished


RULES: tuple[Rule, ...] = (
    forecast_after_deadline,
    done_without_date,
    done_in_the_future,
    stale_status,
    promise_past,
    promise_unconfirmed,
)
