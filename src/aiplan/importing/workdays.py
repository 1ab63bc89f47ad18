"""Which days are working days in what was read, so that its dates are dates of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiplan.core.calendar import WEEK, Calendar
from aiplan.importing.notes import N_, Note
from aiplan.importing.source import Entry, Source
from aiplan.model.context import CalendarSpec

_USUAL = CalendarSpec().workweek
_FEW = 0.1
"""Share of dates on weekends up to which these are extra working days, and not the whole week one of work."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """The calendar of a plan that is being made."""

    table: Mapping[str, Any]
    """What `[calendar]` says; empty where it is the usual week."""
    calendar: Calendar
    notes: tuple[Note, ...] = ()


def workdays_of(source: Source, entries: Iterable[Entry]) -> Workdays:
    """Return the calendar under which the dates of unfinished work are working days."""
    notes: tuple[Note, ...] = ()
    extra = set(source.extra_workdays)
    week = tuple(source.workweek) if source.workweek is not None else _USUAL
    if source.workweek is None:
        days = [day for entry in entries for day in _days(entry)]
        weekend = [day for day in days if day.weekday() > 4]
        if weekend and len(weekend) <= max(1, _FEW * len(days)):
            extra |= set(weekend)
            said = N_("work begins or ends on these days of a weekend, so they are working days: {days}")
            notes = (Note(said, {"days": ", ".join(str(day) for day in sorted(set(weekend)))}),)
        elif weekend:
            week = WEEK
            notes = (Note(N_("much begins or ends on weekends: every day is a working day in the plan")),)
    table: dict[str, Any] = {}
    if week != _USUAL:
        table["workweek"] = list(week)
    if source.holidays:
        table["holidays"] = list(source.holidays)
    if extra:
        table["extra_workdays"] = sorted(extra)
    return Workdays(table, Calendar(CalendarSpec.model_validate(table)), notes)


def _days(entry: Entry) -> Iterable[dt.date]:
    if entry.status not in ("done", "dropped") and entry.kind != "group":
        yield from (day for day in (entry.start, entry.finish) if day is not None)
