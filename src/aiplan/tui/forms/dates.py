"""Dates as people type them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/月](\d{1,2})日?\Z")
_NAMED = re.compile(r"(?:(?P<m1>[a-z]{3,9})\.?\s+(?P<d1>\d{1,2})|(?P<d2>\d{1,2})\.?\s+(?P<m2>[a-z]{3,9})\.?)"
                    r"(?:,?\s+(?P<year>\d{4}))?\Z")  # fmt: skip
_SHIFT = re.compile(r"([+-]\d{1,4})\s*([dw])\Z")

WANTED = "write 2026-03-31, mar 31, next mon or +5d"


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
            month = _month(match["m1"] or match["m2"])
            day = int(match["d1"] or match["d2"])
            return dt.date(int(match["year"]), month, day) if match["year"] else _nearest(month, day, as_of)
    except (ValueError, OverflowError):
        raise ValueError(f"there is no such day; {WANTED}") from None
    name = text.removeprefix("next ").strip()
    for number, full in enumerate(_WEEKDAYS):
        if len(name) >= 3 and full.startswith(name):
            ahead = (number - as_of.weekday() - 1) % 7 + 1
            return as_of + dt.timedelta(days=ahead)
    raise ValueError(WANTED)


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                "november", "december")  # fmt: skip


def _month(name: str) -> int:
    for number, full in enumerate(_MONTHS, 1):
        if full.startswith(name):
            return number
    raise ValueError(name)


def _nearest(month: int, day: int, as_of: dt.date) -> dt.date:
    found = []
    for year in (as_of.year - 1, as_of.year, as_of.year + 1):
        try:
            found.append(dt.date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise ValueError("no such day")
    return min(found, key=lambda date: abs((date - as_of).days))
