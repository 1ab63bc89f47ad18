"""Moving a whole plan to another start: every date keeps its distance from the start, in working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from aiplan.core.calendar import Calendar
from aiplan.model.address import Path
from aiplan.model.context import CalendarSpec
from aiplan.model.edits import SetField

_FACTS = ("calendar", "calendars")
"""Days off are what they are, whenever the project starts."""


def redated(data: Mapping[str, Any], start: dt.date) -> Iterator[SetField]:
    """Yield the edits that move a plan to `start`.

    `project.start` becomes `start` as it is given. All other dates keep their distance in working days of the project's
    week; holidays are not counted, since those of another year are others. Days off in calendars stay.

    Args:
        data: the plan file, as `tomllib` gives it.
        start: the new first day.
    """
    first = data.get("project", {}).get("start")
    if not isinstance(first, dt.date):
        yield SetField(("project", "start"), start)
        return
    week = Calendar(CalendarSpec(workweek=tuple(data.get("calendar", {}).get("workweek") or CalendarSpec().workweek)))
    origin = week.roll_forward(first)
    for path, day in _dates(data, ()):
        if path == ("project", "start"):
            yield SetField(path, start)
        elif path[0] not in _FACTS:
            yield SetField(path, week.add(start, week.count(origin, week.roll_forward(day))))


def _dates(value: object, path: Path) -> Iterator[tuple[Path, dt.date]]:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        yield path, value
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from _dates(held, (*path, key))
    elif isinstance(value, list):
        for index, held in enumerate(value):
            yield from _dates(held, (*path, index))
