"""What happened, as edits: work has started, or is finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from aiplan.core.recording import record_result, start_edits
from aiplan.core.schedule import Schedule
from aiplan.errors import InvalidEdit
from aiplan.model.edits import Edit, RemoveField, SetField
from aiplan.model.work import Experiment, Result
from aiplan.tui.i18n import _
from aiplan.tui.items import address_of


def last_day(schedule: Schedule, key: str) -> dt.date:
    """Return the last working day of `key` before the data date: when what is recorded now will have happened."""
    return schedule.calendar_of(key).add(schedule.as_of, -1)


def start(schedule: Schedule, data: Mapping[str, Any], key: str) -> tuple[Edit, ...]:
    """Return the edits that say that `key` has started; an experiment starts its next attempt.

    Raises:
        InvalidEdit: where it is under way or over, or is a milestone whose members start.
    """
    activity, work = schedule[key], schedule.network.work[key]
    if activity.status in ("done", "dropped"):
        raise InvalidEdit(_("{id} is {status}").format(id=key, status=_(activity.status)))
    if schedule.network.members.get(key):
        raise InvalidEdit(_("{id} starts when its members do").format(id=key), hint=_("start one of them"))
    running = isinstance(work, Experiment) and any(a.finished is None and a.result is None for a in work.attempts)
    if running or (not isinstance(work, Experiment) and work.started is not None):
        raise InvalidEdit(_("{id} is under way already").format(id=key), hint=_("F records that it is finished"))
    return (*start_edits(schedule, key, last_day(schedule, key)), *_status(schedule, data, key, "active"))


def finish(
    schedule: Schedule, data: Mapping[str, Any], key: str, result: Result | None = None
) -> tuple[tuple[Edit, ...], str]:
    """Return the edits that say that `key` is finished, and what the plan does next, in words.

    Args:
        schedule: the present schedule.
        data: the file as plain data.
        key: the activity.
        result: what came out of an experiment's attempt.

    Raises:
        InvalidEdit: where it is over already.
    """
    activity, work = schedule[key], schedule.network.work[key]
    if activity.status in ("done", "dropped"):
        raise InvalidEdit(_("{id} is {status} already").format(id=key, status=_(activity.status)))
    if schedule.network.members.get(key) and activity.duration == 0:
        raise InvalidEdit(
            _("{id} is reached when its members are finished").format(id=key), hint=_("finish those that are left")
        )
    day = last_day(schedule, key)
    if needs_result(schedule, key) and result is not None:
        recorded = record_result(schedule, key, result, on=day)
        status = _status(schedule, data, key, "done") if result == "met" else ()
        said = recorded.next_step + (f". {recorded.doubt}" if recorded.doubt else "")
        return (*recorded.edits, *status), said
    path = address_of(schedule, key)
    if isinstance(work, Experiment):
        return (SetField((*path, "fallback", "finished"), day), *_status(schedule, data, key, "done")), ""
    edits: list[Edit] = [SetField((*path, "finished"), day), *_status(schedule, data, key, "done")]
    if work.remaining is not None:
        edits.append(RemoveField((*path, "remaining")))
    return tuple(edits), ""


def needs_result(schedule: Schedule, key: str) -> bool:
    """Tell whether finishing `key` means that an attempt of an experiment came out somehow."""
    work = schedule.network.work[key]
    if not isinstance(work, Experiment):
        return False
    return work.fallback is None or work.fallback.started is None


def _status(schedule: Schedule, data: Mapping[str, Any], key: str, status: str) -> tuple[Edit, ...]:
    """Keep a written `status` in step; where the dates alone say it, nothing is written."""
    section, name = address_of(schedule, key)
    table = data.get(str(section), {}).get(name, {})
    if isinstance(table, Mapping) and table.get("status", status) != status:
        return (SetField((section, name, "status"), status),)
    return ()
