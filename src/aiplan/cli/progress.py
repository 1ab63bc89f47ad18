"""What happened, as edits: work has begun, is finished, or needs so much more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from aiplan.errors import InvalidEdit
from aiplan.model.address import Path
from aiplan.model.edits import Edit, RemoveField, SetField
from aiplan.model.values import parse_duration
from aiplan.model.work import Experiment, Result, Work

if TYPE_CHECKING:
    from aiplan.core.recording import Measurement, Recorded
    from aiplan.core.schedule import Schedule

RESULTS: tuple[Result, ...] = get_args(Result)


class Finish(NamedTuple):
    """What finishing something means."""

    edits: list[Edit]
    next_step: str = ""
    """Of an experiment: what the plan does next."""


def default_day(schedule: Schedule, key: str) -> dt.date:
    """Return the last working day of `key` before the data date."""
    return schedule.calendar_of(key).add(schedule.as_of_given, -1)


def table_of(schedule: Schedule, key: str) -> Path:
    """Return the path of the table of an activity."""
    from aiplan.core.network import SECTION

    return (SECTION[schedule.plan.work[key].kind], key)


def begin(schedule: Schedule, data: Mapping[str, Any], key: str, day: dt.date) -> list[Edit]:
    """Return the edits that say that `key` has begun on `day`; an experiment begins its next attempt.

    Raises:
        InvalidEdit: where it is under way or over.
    """
    from aiplan.core.recording import start_edits

    work, path = schedule.plan.work[key], table_of(schedule, key)
    _not_done(schedule, key)
    if schedule.members(key):
        raise InvalidEdit(
            f"{key} is a milestone with members; it begins when they do",
            address=key, hint=f"start one of them: {', '.join(schedule.members(key)[:3])} …",
        )  # fmt: skip
    if isinstance(work, Experiment):
        if running_attempt(work) is not None:
            hint = f"how did it go? aiplan done {key} --result missed"
            raise InvalidEdit(f"an attempt of {key} is under way", address=key, hint=hint)
        return [*start_edits(schedule, key, day), *_status(data, path, "active")]
    if work.started is not None:
        raise InvalidEdit(
            f"{key} is under way since {work.started}",
            address=key, hint=f"to correct the day: aiplan set {key}.started DATE",
        )  # fmt: skip
    return [SetField((*path, "started"), day), *_status(data, path, "active")]


def finish(
    schedule: Schedule, data: Mapping[str, Any], key: str, day: dt.date, outcome: Result | None = None
) -> Finish:
    """Return the edits that say that `key` was finished on `day`, `day` being its last day of work.

    An experiment finishes its attempt with `outcome` (default: met), or its fallback.

    Raises:
        InvalidEdit: where it is over already, or `day` lies before its start.
    """
    work, path = schedule.plan.work[key], table_of(schedule, key)
    _not_done(schedule, key)
    if isinstance(work, Experiment):
        return _finish_experiment(schedule, data, key, day, outcome)
    if outcome is not None:
        raise InvalidEdit(f"{key} is no experiment: it has no result", address=key)
    _in_order(key, work.started, day)
    edits: list[Edit] = [SetField((*path, "finished"), day), *_status(data, path, "done")]
    return Finish(edits + _nothing_left(work, path))


def need(schedule: Schedule, key: str, length: str) -> list[Edit]:
    """Return the edits that say that `key` needs `length` more from the data date on.

    Raises:
        InvalidEdit: where it is not under way, or `length` is no duration.
    """
    path = table_of(schedule, key)
    try:
        duration = parse_duration(length)
    except ValueError as error:
        raise InvalidEdit(str(error), address=f"{key}.remaining") from None
    _not_done(schedule, key)
    if schedule[key].status != "active":
        raise InvalidEdit(
            f"{key} has not begun", address=key, hint=f"aiplan start {key} --on DATE, or set its duration"
        )
    if schedule.members(key):
        raise InvalidEdit(f"{key} is a milestone with members; what is left of it is theirs", address=key)
    if duration.amount == 0:
        raise InvalidEdit(f"nothing is left of {key}", address=key, hint=f"aiplan done {key} --on DATE")
    return [SetField((*path, "remaining"), str(duration))]


def running_attempt(work: Experiment) -> int | None:
    """Return the position of the attempt that is under way, `None` where none is."""
    found = [i for i, a in enumerate(work.attempts) if a.result is None and a.finished is None]
    return found[-1] if found else None


def _finish_experiment(
    schedule: Schedule, data: Mapping[str, Any], key: str, day: dt.date, outcome: Result | None
) -> Finish:
    from aiplan.core.recording import record_result

    work, path = schedule.plan.experiments[key], table_of(schedule, key)
    if work.fallback is not None and work.fallback.started is not None:
        if outcome is not None:
            raise InvalidEdit(f"{key} is doing its fallback, which has no result", address=key)
        _in_order(key, work.fallback.started, day)
        edits: list[Edit] = [SetField((*path, "fallback", "finished"), day), *_status(data, path, "done")]
        return Finish(edits + _nothing_left(work, path))
    position = running_attempt(work)
    if position is None and (work.started is None or work.attempts):
        hint = f"aiplan start {key} --on DATE"
        raise InvalidEdit(f"no attempt of {key} is under way", address=key, hint=hint)
    _in_order(key, work.started if position is None else work.attempts[position].started, day)
    recorded = record_result(schedule, key, outcome or "met", on=day)
    return Finish(closing(schedule, data, key, recorded, outcome or "met"), recorded.next_step)


def record(
    schedule: Schedule, key: str, outcome: Result, day: dt.date, *, measured: Measurement | None = None, note: str = ""
) -> Recorded:
    """Return what recording `outcome` of the attempt that ended on `day` means.

    An attempt that nobody started in the plan is taken to have begun its length before.

    Raises:
        InvalidEdit: where it is no experiment or over, `day` lies before its start, or its fallback is under way.
    """
    from aiplan.core.recording import record_result

    work = schedule.plan.experiments.get(key)
    if work is None:
        raise InvalidEdit(f"{key} is no experiment: it has no result", address=key, hint=f"aiplan done {key}")
    _not_done(schedule, key)
    if work.fallback is not None and work.fallback.started is not None:
        raise InvalidEdit(f"{key} is doing its fallback, which has no result", address=key, hint=f"aiplan done {key}")
    position = running_attempt(work)
    _in_order(key, work.started if position is None else work.attempts[position].started, day)
    return record_result(schedule, key, outcome, on=day, measured=measured, note=note)


def closing(schedule: Schedule, data: Mapping[str, Any], key: str, recorded: Recorded, outcome: Result) -> list[Edit]:
    """Return the edits of a recorded result, with those that keep a written `status` and `remaining` true."""
    work, path = schedule.plan.experiments[key], table_of(schedule, key)
    kept = _status(data, path, "done") if outcome == "met" else []
    return [*recorded.edits, *kept, *_nothing_left(work, path)]


def _nothing_left(work: Work, path: Path) -> list[Edit]:
    """Return the edit that takes away what was said to be left of work that is over."""
    return [RemoveField((*path, "remaining"))] if work.remaining is not None else []


def _not_done(schedule: Schedule, key: str) -> None:
    if schedule[key].status == "done":
        finished = schedule[key].early_finish
        raise InvalidEdit(
            f"{key} is done" + (f" since {finished}" if finished else ""),
            address=key, hint=f"to open it again: aiplan remove {key}.finished",
        )  # fmt: skip


def _in_order(key: str, started: dt.date | None, day: dt.date) -> None:
    if started is not None and day < started:
        raise InvalidEdit(
            f"{key} began on {started}; it cannot finish on {day}", address=key, hint="give the day: --on DATE"
        )


def _status(data: Mapping[str, Any], path: Path, status: str) -> list[Edit]:
    """Return the edit that keeps a written `status` true; where none is written, the dates say it."""
    table: Any = data
    for part in path:
        table = table[part]
    return [SetField((*path, "status"), status)] if table.get("status", status) != status else []
