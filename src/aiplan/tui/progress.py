"""What happened, as edits: work has started, or is finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from aiplan.core.progress import attempts_left
from aiplan.core.recording import Recorded, start_edits
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


def finish(schedule: Schedule, data: Mapping[str, Any], key: str) -> tuple[Edit, ...]:
    """Return the edits that say that `key` is finished; of an experiment, that its fallback is.

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
    day, path = last_day(schedule, key), address_of(schedule, key)
    if isinstance(work, Experiment):
        return SetField((*path, "fallback", "finished"), day), *_status(schedule, data, key, "done")
    edits: list[Edit] = [SetField((*path, "finished"), day), *_status(schedule, data, key, "done")]
    if work.remaining is not None:
        edits.append(RemoveField((*path, "remaining")))
    return tuple(edits)


def with_status(
    schedule: Schedule, data: Mapping[str, Any], key: str, recorded: Recorded, result: Result
) -> tuple[Edit, ...]:
    """Return the edits of a result; where it ends the experiment, a written status is kept in step."""
    return (*recorded.edits, *(_status(schedule, data, key, "done") if result == "met" else ()))


def said_next(work: Experiment, result: Result) -> str:
    """Return what the plan does after a result that has been written."""
    from aiplan.tui.experiments.recording import next_step

    said = next_step(work, attempts_left(work), result)
    return said if result == "met" else f"{said}; " + _("r shows ways out")


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
