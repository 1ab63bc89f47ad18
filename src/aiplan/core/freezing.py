"""What a baseline holds, and earlier versions as baselines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiplan.core.compare import renamed_items
from aiplan.model.context import Baseline
from aiplan.model.plan import WORK_SECTIONS

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


def frozen(schedule: Schedule) -> dict[str, Any]:
    """Return the values of a baseline: the dates of everything that has dates and is not dropped."""
    kept = [a for a in schedule.activities if a.early_finish is not None and a.status != "dropped"]
    return {
        "taken": schedule.as_of_given,
        "start": {a.id: a.early_start for a in kept},
        "finish": {a.id: a.early_finish for a in kept},
    }


def frozen_since(schedule: Schedule, taken: dt.date, before: Mapping[str, Any], after: Mapping[str, Any]) -> Baseline:
    """Return the dates of an earlier version as a baseline for a later one.

    Args:
        schedule: of the earlier version.
        taken: when that was the plan.
        before: what the earlier file says, as plain data.
        after: what the later one says; activities it calls otherwise are known again by what they say.
    """
    names: dict[str, str] = {}
    for section in WORK_SECTIONS:
        old, new = before.get(section), after.get(section)
        if isinstance(old, dict) and isinstance(new, dict):
            names |= renamed_items(old, new)
    dates = frozen(schedule)
    start, finish = ({names.get(key, key): day for key, day in dates[k].items()} for k in ("start", "finish"))
    return Baseline(taken=taken, start=start, finish=finish)
