"""Dates as people type them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from dateutil.parser import ParserError, parse
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from aiplan.tui.i18n import N_, _

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/月](\d{1,2})日?\Z")
_NAMED = re.compile(r"(?:[a-z]{3,9}\.?\s+\d{1,2}|\d{1,2}\.?\s+[a-z]{3,9}\.?)"
                    r"(?:,?\s+(?P<year>\d{4}))?\Z")  # fmt: skip
_SHIFT = re.compile(r"([+-]\d{1,4})\s*([dw])\Z")

WANTED = N_("write 2026-03-31, mar 31, next mon or +5d")


def parse_date(text: str, *, as_of: dt.date, add: Callable[[dt.date, int], dt.date], week: int = 5) -> dt.date:
    """Return the date that `text` names.

    Args:
        text: `2026-03-31`, `mar 31`, `31 mar 2027`, `3-31`, `3月31日`, `next mon`, `today` (the data date), or `+5d`
            and `-1w`: working days from the data date.
        as_of: the data date; a date without a year is the one nearest to it.
        add: working-day arithmetic of the calendar that counts.
        week: working days of a week.

    Raises:
        ValueError: for anything else.
    """
    text = text.strip().lower()
    if text in ("today", "now"):
        return as_of
    try:
        if match := _ISO.match(text):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if match := _SHIFT.match(text):
            return add(as_of, int(match[1]) * (week if match[2] == "w" else 1))
        if match := _MONTH_DAY.match(text):
            return _nearest(int(match[1]), int(match[2]), as_of)
        if match := _NAMED.match(text):
            named = parse(text, default=dt.datetime(2024, 1, 1)).date()
            return named if match["year"] else _nearest(named.month, named.day, as_of)
    except (ParserError, ValueError, OverflowError):
        raise ValueError(_("there is no such day; {wanted}").format(wanted=_(WANTED))) from None
    name = text.removeprefix("next ").strip()
    for full, weekday in _WEEKDAYS.items():
        if len(name) >= 3 and full.startswith(name):
            return as_of + relativedelta(days=1, weekday=weekday)
    raise ValueError(_(WANTED))


_WEEKDAYS = {
    "monday": MO, "tuesday": TU, "wednesday": WE, "thursday": TH, "friday": FR, "saturday": SA, "sunday": SU,
}  # fmt: skip


def _nearest(month: int, day: int, as_of: dt.date) -> dt.date:
    found = []
    for year in (as_of.year - 1, as_of.year, as_of.year + 1):
        try:
            found.append(dt.date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise ValueError(_("there is no such day"))
    return min(found, key=lambda date: abs((date - as_of).days))
