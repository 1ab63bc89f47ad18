"""How dates, lengths and reasons are said to a person."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiplan.core.result import Activity, Driver


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def date_of(ordinal: int) -> dt.date:
    """Return the date of an ordinal, kept inside the years that dates can express."""
    return dt.date.fromordinal(min(max(1, ordinal), dt.date.max.toordinal()))


def day(date: dt.date | None, *, year: int | None = None) -> str:
    """Return `6 Apr`, with the year where it is not `year`."""
    if date is None:
        return "?"
    text = f"{date.day} {MONTHS[date.month - 1]}"
    return text if year is None or date.year == year else f"{text} {date.year}"


def weekday(date: dt.date | None, *, year: int | None = None) -> str:
    """Return `Tue 3 Feb`, with the year where it is not `year`."""
    return "?" if date is None else f"{WEEKDAYS[date.weekday()]} {day(date, year=year)}"


def days(count: int | None) -> str:
    """Return a number of working days as `12d`."""
    return "" if count is None else f"{count}d"


def signed(count: int) -> str:
    """Return a difference in working days as `+5d`, `-2d` or `±0d`."""
    return f"{count:+d}d" if count else "±0d"


def plural(count: int, noun: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def lag(count: int) -> str:
    """Return how a lag is said: ` + 3d`, ` - 2d`, nothing for none."""
    return "" if not count else f" {'+' if count > 0 else '-'} {abs(count)}d"


_LINK = {
    "FS": "starts when {id} finishes{lag}",
    "SS": "starts when {id} starts{lag}",
    "FF": "finishes when {id} finishes{lag}",
    "SF": "finishes when {id} starts{lag}",
}


def reason(driver: Driver | None, activity: Activity, *, promised_by: str = "") -> str:
    """Return in words what sets the dates of `activity`."""
    if driver is None:
        return "has no dates: it is part of a cycle" if activity.early_start is None else "starts with the project"
    if driver.kind == "dependency":
        return _LINK[driver.type or "FS"].format(id=driver.id, lag=lag(driver.lag))
    words = {
        "member": f"reached when {driver.id} is finished",
        "milestone": f"starts when {driver.id}, its milestone, may start",
        "external": f"waits for what {promised_by or 'others'} promised",
        "not_before": "may not start earlier (not_before)",
        "as_of": "the work left starts at the data date",
        "project_start": "starts with the project",
        "team": f"waits until {driver.id} has hands free",
        "actual": "this is what happened",
    }
    if activity.status == "planned" and driver.kind == "as_of":
        return "cannot start before the data date"
    return words[driver.kind]
