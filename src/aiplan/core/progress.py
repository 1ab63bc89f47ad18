"""What has happened to an activity by the data date, and how much of it remains."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from aiplan.core.calendar import Calendar
from aiplan.core.experiment import Trials, basis_days, longest_days, success_probability
from aiplan.model.context import Basis
from aiplan.model.work import Experiment, Milestone, Status, Work


class Progress(NamedTuple):
    """Where an activity stands at the data date. Lengths in its own working days."""

    status: Status
    duration: int
    """Whole length as planned (experiments: by the basis in force)."""
    remaining: int
    """What is still to do; 0 when done or dropped."""
    started: dt.date | None
    finished: dt.date | None


def progress_of(work: Work, *, as_of: dt.date, calendar: Calendar, basis: Basis) -> Progress:
    """Return the progress of one activity; dates win over `status`.

    Args:
        work: the activity; a milestone is judged without its members.
        as_of: data date, rolled forward in the project calendar.
        calendar: the activity's own calendar.
        basis: how long an experiment is taken to be.
    """
    if isinstance(work, Experiment):
        return _experiment(work, as_of, calendar, basis)
    if work.duration is not None:
        duration = work.duration.likely.days(calendar.week)
    else:
        duration = 0 if isinstance(work, Milestone) else 1
    if work.finished is not None or work.status == "done":
        return _done(work, duration, as_of, calendar)
    if work.status == "dropped":
        return Progress("dropped", 0, 0, None, None)
    if work.started is not None and not (isinstance(work, Milestone) and duration == 0):
        remaining = _left(work, duration, work.started, as_of, calendar)
        return Progress("active", duration, remaining, work.started, None)
    remaining = duration
    if work.remaining is not None and work.status == "active":
        remaining = work.remaining.days(calendar.week)
    return Progress("planned", duration, remaining, None, None)


def _left(work: Work, duration: int, started: dt.date, as_of: dt.date, calendar: Calendar) -> int:
    if work.remaining is not None:
        return work.remaining.days(calendar.week)
    return max(1, duration - max(0, calendar.count(started, as_of)))


def _done(work: Work, duration: int, as_of: dt.date, calendar: Calendar) -> Progress:
    started = work.started
    finished = work.finished
    if finished is None:
        finished = max(calendar.add(as_of, -1), started or dt.date.min)
    if started is None:
        started = finished if duration == 0 else calendar.add(finished + dt.timedelta(days=1), -duration)
    return Progress("done", duration, 0, started, finished)


def _experiment(work: Experiment, as_of: dt.date, calendar: Calendar, basis: Basis) -> Progress:
    planned = basis_days(_trials(work, calendar, as_of, fresh=True), basis)
    started = first_started(work)
    met = next((a for a in work.attempts if a.result == "met"), None)
    finished = work.finished or (met.finished if met else None)
    if finished is None and work.fallback is not None:
        finished = work.fallback.finished
    trials = _trials(work, calendar, as_of, fresh=False)
    if finished is None and work.attempts and trials.running_days is None and longest_days(trials) == 0:
        # Attempts or time are used up and there is no fallback: over when the last attempt was.
        finished = max((a.finished for a in work.attempts if a.finished is not None), default=None)
    if finished is not None or work.status == "done" or met:
        done = _done(work, planned, as_of, calendar)
        return Progress("done", planned, 0, started or done.started, finished or done.finished)
    if work.status == "dropped":
        return Progress("dropped", 0, 0, None, None)
    if started is None:
        return Progress("planned", planned, planned, None, None)
    remaining = basis_days(trials, basis)
    return Progress("active", planned, remaining, started, None)


def first_started(work: Experiment) -> dt.date | None:
    """Return the first day on which anything was done for the experiment."""
    days = [a.started for a in work.attempts if a.started is not None]
    if work.started is not None:
        days.append(work.started)
    if not days and work.fallback is not None and work.fallback.started is not None:
        days.append(work.fallback.started)
    return min(days, default=None)


def attempts_left(work: Experiment) -> int:
    """Return how many attempts may still be made, a running one included."""
    used = sum(1 for a in work.attempts if a.result not in (None, "met"))
    return (work.max_attempts or 1) - used


def remaining_trials(work: Experiment, calendar: Calendar, as_of: dt.date) -> Trials:
    """Return what is still to come of an experiment at the data date."""
    return _trials(work, calendar, as_of, fresh=first_started(work) is None)


def _trials(work: Experiment, calendar: Calendar, as_of: dt.date, *, fresh: bool) -> Trials:
    """Return the trials of the whole experiment (`fresh`) or of what is left of it."""
    length = 1 if work.duration is None else work.duration.likely.days(calendar.week)
    fallback, box = work.fallback, None if work.timebox is None else work.timebox.days(calendar.week)
    fallback_days = 0 if fallback is None or fallback.duration is None else fallback.duration.days(calendar.week)
    left = work.max_attempts or 1
    running: int | None = None
    started = first_started(work)
    if not fresh and started is not None:
        left = attempts_left(work)
        if fallback is not None and fallback.started is not None:
            left = 0
            fallback_days = max(1, fallback_days - max(0, calendar.count(fallback.started, as_of)))
        if box is not None:
            box = max(0, box - max(0, calendar.count(started, as_of)))
        running = _running(work, length, as_of, calendar) if left > 0 else None
    if work.take_fallback:
        left = 0
    if left <= 0 and not fresh and work.remaining is not None:
        fallback_days = work.remaining.days(calendar.week)
    return Trials(length, max(0, left), running, success_probability(work), work.parallel, box, fallback_days)


def _running(work: Experiment, length: int, as_of: dt.date, calendar: Calendar) -> int | None:
    open_since = [a.started for a in work.attempts if a.result is None and a.finished is None and a.started is not None]
    if not open_since and not work.attempts and work.started is not None:
        open_since = [work.started]
    if not open_since:
        return None
    if work.remaining is not None:
        return work.remaining.days(calendar.week)
    return max(1, length - max(0, calendar.count(min(open_since), as_of)))
