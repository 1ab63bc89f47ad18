"""The walk through open work when the data date moves on: what to ask about, and what an answer means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from aiplan.cli import progress
from aiplan.core.result import Activity
from aiplan.errors import InvalidEdit
from aiplan.model.edits import Edit
from aiplan.model.values import parse_duration
from aiplan.model.work import Experiment

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule

Why = Literal["active", "due", "overdue"]


class Question(NamedTuple):
    """One activity whose state on the new data date nobody has said."""

    activity: Activity
    why: Why
    """active: under way. due: it should have begun by now. overdue: it should be finished by now."""


def questions(schedule: Schedule, until: dt.date) -> list[Question]:
    """Return what to ask when the data date moves to `until`, in the order of the file.

    Milestones with members say it through them; finished and dropped work is not asked about.
    """
    found = []
    for a in schedule.activities:
        start, finish = a.early_start, a.early_finish
        if a.status in ("done", "dropped") or start is None or finish is None or schedule.members(a.id):
            continue
        if finish < until:
            found.append(Question(a, "overdue"))
        elif a.status == "active":
            found.append(Question(a, "active"))
        elif start < until:
            found.append(Question(a, "due"))
    return found


def asks(question: Question) -> str:
    """Return the question in words, with what may be answered."""
    a = question.activity
    if a.status == "active":
        if a.kind == "experiment":
            return "met, missed or inconclusive [DATE], or what is left of the attempt (5d)?"
        return "what is left (5d), or done [DATE]?"
    if a.kind == "milestone":
        return "reached? yes, DATE or no"
    return "begun? yes, DATE, done [DATE] or no"


def state(question: Question, schedule: Schedule) -> str:
    """Return where the activity stands by the plan, in a few words."""
    a = question.activity
    if question.why == "overdue":
        return f"{'under way' if a.status == 'active' else 'not begun'}, should be finished since {a.early_finish}"
    if question.why == "due":
        return f"should have begun on {a.early_start}"
    left = a.remaining
    explicit = schedule.plan.work[a.id].remaining is not None
    counted = "recorded" if explicit else "computed"
    return f"under way, forecast {a.early_finish}, {left}d left ({counted})"


def answer(schedule: Schedule, data: Mapping[str, Any], question: Question, said: str, *, until: dt.date) -> list[Edit]:
    """Return the edits that an answer means; an empty answer, `no` and `keep` mean none.

    Args:
        schedule: as it was before.
        data: the whole file.
        question: what was asked.
        said: as typed.
        until: the new data date; days are the last working day before it unless said.

    Raises:
        InvalidEdit: where the answer makes no sense.
    """
    a = question.activity
    words = said.lower().split()
    if not words or words[0] in ("no", "n", "keep", "k", "-"):
        return []
    day = schedule.calendar_of(a.id).add(until, -1)
    for word in words[1:]:
        day = _day(word)
    first = words[0]
    if first in progress.RESULTS and a.kind == "experiment":
        outcome = next(o for o in progress.RESULTS if o == first)
        return progress.finish(schedule, data, a.id, day, outcome).edits
    if first in ("done", "d", "reached", "finished"):
        return _finished(schedule, data, a, day)
    if first in ("yes", "y", "begun", "started"):
        return _finished(schedule, data, a, day) if a.kind == "milestone" else progress.begin(schedule, data, a.id, day)
    if a.status == "active" and _is_duration(first):
        return progress.need(schedule, a.id, first)
    try:
        day = _day(first)
    except InvalidEdit:
        raise InvalidEdit(f"{said!r} is no answer", address=a.id, hint=asks(question)) from None
    if a.status == "active" or a.kind == "milestone":
        return _finished(schedule, data, a, day)
    return progress.begin(schedule, data, a.id, day)


def _finished(schedule: Schedule, data: Mapping[str, Any], a: Activity, day: dt.date) -> list[Edit]:
    if isinstance(schedule.plan.work[a.id], Experiment):
        hint = "say how its attempt went: met, missed or inconclusive"
        raise InvalidEdit(f"{a.id} is an experiment", address=a.id, hint=hint)
    return progress.finish(schedule, data, a.id, day).edits


def _day(word: str) -> dt.date:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        raise InvalidEdit(f"{word!r} is not a date", hint="write it as 2026-03-31") from None


def _is_duration(word: str) -> bool:
    try:
        parse_duration(word)
    except ValueError:
        return False
    return True
