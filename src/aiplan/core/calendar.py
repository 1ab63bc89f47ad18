"""Working-day arithmetic.

A day is its proleptic Gregorian ordinal; an *instant* is the boundary before a day, so the end of day `n` is
instant `n + 1`. A calendar numbers its working days from an arbitrary origin; `index(instant)` is the number
of working days before an instant, which is the same for the end of one working day and the start of the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from aiplan.errors import MissingTool
from aiplan.model.context import CalendarSpec, Span, Weekday
from aiplan.model.plan import Plan
from aiplan.phrases import say

FIRST_DAY = dt.date.min.toordinal() + 400
LAST_DAY = dt.date.max.toordinal() - 400
"""Days that calendars cover; schedules that leave them have no dates."""

WEEK: tuple[Weekday, ...] = get_args(Weekday)
"""Monday first."""
_STEP = 366


class OutOfRangeError(Exception):
    """A date lies outside the years that dates can express."""


class DayTable(NamedTuple):
    """Working days of a calendar between two ordinals, flat for the passes."""

    origin: int
    """Ordinal of the first covered day."""
    before: list[int]
    """`before[instant - origin]`: number of working days in `[origin, instant)`."""
    days: list[int]
    """Ordinal of each working day, by index."""


class Calendar:
    """Working days of one calendar: extra work days over holidays over the country's over the week."""

    __slots__ = ("_country", "_off", "_on", "_table", "_working_week", "name", "week")

    def __init__(self, spec: CalendarSpec, name: str = "") -> None:
        self.name = name
        """Id of the calendar; empty for the project's."""
        self._working_week = tuple(day in spec.workweek for day in WEEK)
        if not any(self._working_week):
            self._working_week = tuple(index < 5 for index in range(7))
        self.week: int = sum(self._working_week)
        """Working days in a week: what `1w` means here."""
        self._off = _ordinals(spec.holidays)
        self._on = _ordinals(spec.extra_workdays)
        self._country = spec.country
        today = dt.date(2026, 1, 1).toordinal()
        self._table = self._build(today, today + 1)

    def table(self, first: int, last: int) -> DayTable:
        """Return the working days from `first` to `last` (ordinals), possibly more.

        Raises:
            OutOfRangeError: where the span leaves the years that dates can express.
        """
        table = self._table
        low, high = table.origin, table.origin + len(table.before) - 1
        if first >= low and last < high:
            return table
        if first < FIRST_DAY or last > LAST_DAY:
            raise OutOfRangeError
        low = low if first >= low else max(FIRST_DAY, min(first, low) - _STEP)
        high = high if last < high else min(LAST_DAY, max(last, high) + _STEP) + 1
        self._table = self._build(low, high)
        return self._table

    def index(self, instant: int) -> int:
        """Return the number of working days before `instant`, counted from a fixed day."""
        table = self.table(instant - 1, instant + 1)
        return table.before[instant - table.origin] - table.before[0] + self._anchor(table)

    def is_working(self, day: dt.date) -> bool:
        """Tell whether people work on `day`."""
        return self._works(day.toordinal())

    def roll_forward(self, day: dt.date) -> dt.date:
        """Return `day` if it is a working day, else the next one."""
        return self.add(day, 0)

    def roll_back(self, day: dt.date) -> dt.date:
        """Return `day` if it is a working day, else the one before."""
        ordinal = day.toordinal()
        while not self._works(ordinal):
            ordinal -= 1
        return dt.date.fromordinal(ordinal)

    def add(self, day: dt.date, n: int) -> dt.date:
        """Return the working day `n` working days after `day` (rolled forward), before it for negative `n`."""
        ordinal = day.toordinal()
        reach = (abs(n) // self.week + 3) * 7 + 60
        while True:
            table = self.table(ordinal - reach, ordinal + reach)
            index = table.before[ordinal - table.origin] + n
            if 0 <= index < len(table.days):
                return dt.date.fromordinal(table.days[index])
            reach *= 2

    def count(self, first: dt.date, until: dt.date) -> int:
        """Return the working days in `[first, until)`; negative where `until` comes first."""
        a, b = first.toordinal(), until.toordinal()
        table = self.table(min(a, b), max(a, b))
        return table.before[b - table.origin] - table.before[a - table.origin]

    def _anchor(self, table: DayTable) -> int:
        # Tables grow at both ends; counting from a fixed day keeps indices comparable between them.
        anchor = dt.date(2026, 1, 1).toordinal()
        return -table.before[anchor - table.origin]

    def _works(self, ordinal: int) -> bool:
        if ordinal in self._on:
            return True
        if ordinal in self._off:
            return False
        if self._country and ordinal in country_holidays(self._country, dt.date.fromordinal(ordinal).year):
            return False
        return self._working_week[(ordinal - 1) % 7]

    def _build(self, low: int, high: int) -> DayTable:
        week, on, off = self._working_week, self._on, set(self._off)
        if self._country:
            for year in range(dt.date.fromordinal(low).year, dt.date.fromordinal(high).year + 1):
                off |= country_holidays(self._country, year)
        exceptions = on | off
        before, days, count = [0] * (high - low + 1), [], 0
        for offset, ordinal in enumerate(range(low, high)):
            before[offset] = count
            if (ordinal in on) if ordinal in exceptions else week[(ordinal - 1) % 7]:
                days.append(ordinal)
                count += 1
        before[high - low] = count
        return DayTable(low, before, days)


def _ordinals(spans: Iterable[Span]) -> frozenset[int]:
    out: set[int] = set()
    for span in spans:
        first, last = span.from_.toordinal(), span.to.toordinal()
        out.update(range(first, min(last, first + 3660) + 1))
    return frozenset(out)


@lru_cache(maxsize=512)
def country_holidays(country: str, year: int) -> frozenset[int]:
    """Return the public holidays of `country` in `year`, as ordinals; none for an unknown country.

    Raises:
        MissingTool: where the package `holidays` is not installed.

    Source: the package `holidays`.
    """
    package = _holidays_package()
    try:
        found = package.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset()
    return frozenset(day.toordinal() for day in found)


def known_country(country: str) -> bool:
    """Tell whether the package `holidays` knows `country`.

    Raises:
        MissingTool: where the package is not installed.
    """
    return country in _holidays_package().list_supported_countries()


def holidays_version() -> str:
    """Return the version of the package `holidays`.

    Raises:
        MissingTool: where the package is not installed.
    """
    return str(_holidays_package().__version__)


def _holidays_package() -> Any:
    try:
        import holidays
    except ImportError as error:
        raise MissingTool(
            say("the plan names a country in a calendar, and the package `holidays` is not installed"),
            hint=say("pip install 'aiplan[holidays]', or list the days under holidays and remove `country`"),
        ) from error
    return holidays


@lru_cache(maxsize=64)
def _calendar(spec: CalendarSpec, name: str) -> Calendar:
    """Return the calendar of `spec`, whose tables every plan that has the same one shares."""
    return Calendar(spec, name)


class Calendars:
    """The calendars of a plan: the project's and those of its teams."""

    __slots__ = ("_by_team", "named", "project")

    def __init__(self, plan: Plan) -> None:
        self.project = _calendar(plan.calendar, "")
        self.named: Mapping[str, Calendar] = {key: _calendar(spec, key) for key, spec in plan.calendars.items()}
        self._by_team = {
            key: self.named[team.calendar]
            for key, team in plan.teams.items()
            if team.calendar is not None and team.calendar in self.named
        }

    def of_team(self, team: str | None) -> Calendar:
        """Return the calendar of `team`, the project's where it has none."""
        return self.project if team is None else self._by_team.get(team, self.project)

    def all(self) -> tuple[Calendar, ...]:
        """Return the project calendar, then the named ones."""
        return (self.project, *self.named.values())
