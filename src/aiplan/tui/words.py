"""How dates, lengths and reasons are said to a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from aiplan.tui.i18n import N_, _, language

if TYPE_CHECKING:
    from aiplan.core.result import Activity, Driver


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

STAGES: Mapping[str, str] = {
    "problem": N_("Problem"), "data": N_("Data"), "model": N_("Model"), "product": N_("Product"),
    "launch": N_("Launch"),
}  # fmt: skip
STATUSES: Mapping[str, str] = {
    "planned": N_("Planned"), "active": N_("Under way"), "done": N_("Done"), "dropped": N_("Dropped"),
}  # fmt: skip


def weekdays() -> tuple[str, ...]:
    """Return short names of the days of a week, Monday first."""
    return tuple(_WEEKDAYS_ZH) if language() == "zh" else tuple(name[:2] for name in WEEKDAYS)


def date_of(ordinal: int) -> dt.date:
    """Return the date of an ordinal, kept inside the years that dates can express."""
    return dt.date.fromordinal(min(max(1, ordinal), dt.date.max.toordinal()))


def day(date: dt.date | None, *, year: int | None = None) -> str:
    """Return `6 Apr` or `4月6日`, with the year where it is not `year`."""
    if date is None:
        return "?"
    if language() == "zh":
        text = f"{date.month}月{date.day}日"
        return text if year is None or date.year == year else f"{date.year}年{text}"
    text = f"{date.day} {MONTHS[date.month - 1]}"
    return text if year is None or date.year == year else f"{text} {date.year}"


def no_dates() -> str:
    """Return what is said of work that cannot be scheduled."""
    return _("no dates: part of a cycle")


def dates_of(activity: Activity, *, year: int) -> str:
    """Return `6 Apr – 9 Apr`, the one day of a milestone, or that there are no dates."""
    start, finish = activity.early_start, activity.early_finish
    if finish is None:
        return no_dates()
    if start is None or start == finish or activity.kind == "milestone":
        return day(finish, year=year)
    return f"{day(start, year=year)} – {day(finish, year=year)}"


def month(date: dt.date, *, with_year: bool = False) -> str:
    """Return `Apr`, `Apr 2026`, `4月` or `2026年4月`."""
    if language() == "zh":
        return f"{date.year}年{date.month}月" if with_year else f"{date.month}月"
    return MONTHS[date.month - 1] + (f" {date.year}" if with_year else "")


def weekday(date: dt.date | None, *, year: int | None = None) -> str:
    """Return `Tue 3 Feb` or `2月3日 周二`, with the year where it is not `year`."""
    if date is None:
        return "?"
    if language() == "zh":
        return f"{day(date, year=year)} 周{_WEEKDAYS_ZH[date.weekday()]}"
    return f"{WEEKDAYS[date.weekday()]} {day(date, year=year)}"


def days(count: int | None) -> str:
    """Return a number of working days as `12d`."""
    return "" if count is None else f"{count}d"


def signed(count: int) -> str:
    """Return a difference in working days as `+5d`, `-2d` or `±0d`."""
    return f"{count:+d}d" if count else "±0d"


def listed(pieces: Iterable[str]) -> str:
    """Return words in a row."""
    return ("，" if language() == "zh" else ", ").join(pieces)


def lag(count: int) -> str:
    """Return how a lag is said: ` + 3d`, ` - 2d`, nothing for none."""
    return "" if not count else f" {'+' if count > 0 else '-'} {abs(count)}d"


_LINK = {
    "FS": N_("starts when {id} finishes{lag}"),
    "SS": N_("starts when {id} starts{lag}"),
    "FF": N_("finishes when {id} finishes{lag}"),
    "SF": N_("finishes when {id} starts{lag}"),
}


def reason(driver: Driver | None, activity: Activity, *, promised_by: str = "") -> str:
    """Return in words what sets the dates of `activity`."""
    if driver is None:
        return (
            _("has no dates: it is part of a cycle") if activity.early_start is None else _("starts with the project")
        )
    if driver.kind == "dependency":
        return _(_LINK[driver.type or "FS"]).format(id=driver.id, lag=lag(driver.lag))
    words = {
        "member": _("reached when {id} is finished").format(id=driver.id),
        "milestone": _("starts when {id}, its milestone, may start").format(id=driver.id),
        "external": _("waits for what {who} promised").format(who=promised_by or _("others")),
        "not_before": _("may not start earlier (not_before)"),
        "as_of": _("the work left starts at the data date"),
        "project_start": _("starts with the project"),
        "team": _("waits until {id} has hands free").format(id=driver.id),
        "actual": _("this is what happened"),
    }
    if activity.status == "planned" and driver.kind == "as_of":
        return _("cannot start before the data date")
    return words[driver.kind]
