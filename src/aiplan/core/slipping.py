"""What a plan would be if a piece of work took longer, or less: for questions, never written."""

from __future__ import annotations

from aiplan.core.network import SECTION
from aiplan.core.progress import remaining_trials
from aiplan.core.schedule import Schedule
from aiplan.core.variant import reschedule
from aiplan.errors import InvalidEdit
from aiplan.model.edits import Edit, SetField
from aiplan.model.values import Estimate
from aiplan.model.work import Experiment


def slipped(schedule: Schedule, key: str, days: int) -> Schedule:
    """Return the schedule in which what is left of `key` takes `days` of its working days longer (negative: less).

    Of work that has not begun, the whole estimate moves; of an experiment, each attempt that is still to be made, or
    the one that is running.

    Raises:
        InvalidEdit: for work that is over, or consists of other work.
    """
    return reschedule(schedule, (slip_edit(schedule, key, days),))


def slip_edit(schedule: Schedule, key: str, days: int) -> Edit:
    """Return the edit that makes `key` take `days` longer, see `slipped`.

    Raises:
        InvalidEdit: for work that is over, or consists of other work.
    """
    activity, work = schedule[key], schedule.network.work[key]
    if activity.status in ("done", "dropped") or activity.early_finish is None:
        raise InvalidEdit(f"{key} is not ahead: it cannot slip", address=key)
    if schedule.members(key):
        raise InvalidEdit(f"{key} slips only with its members", address=key, hint=f"aiplan why {key}")
    path = (SECTION[work.kind], key)
    left = activity.remaining if activity.status == "active" else None
    if isinstance(work, Experiment):
        running = remaining_trials(work, schedule.calendar_of(key), schedule.as_of).running_days
        left = running if running is not None else left
    if left is not None:
        return SetField((*path, "remaining"), f"{max(1, left + days)}d")
    week = schedule.calendar_of(key).week
    estimate = work.duration
    if estimate is None or not estimate.three_point:
        return SetField((*path, "duration"), f"{max(0, activity.duration + days)}d")
    return SetField((*path, "duration"), _moved(estimate, days, week))


def _moved(estimate: Estimate, days: int, week: int) -> dict[str, str]:
    points = dict(zip(("optimistic", "likely", "pessimistic"), estimate.days(week), strict=True))
    return {name: f"{max(1, value + days)}d" for name, value in points.items()}
