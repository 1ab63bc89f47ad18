"""The plan as the reference scheduler sees it: calendars walked day by day, work with its progress.

Written from the pages that describe the format and the rules, on plain TOML data. It shares no code with
`aiplan`; days are ordinals (`date.toordinal()`), and day n begins at boundary n and ends at boundary n + 1.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Data = Mapping[str, Any]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SECTIONS = ("milestones", "tasks", "experiments", "rollout")


class Days:
    """A calendar: one predicate, and walks over it one day at a time."""

    def __init__(self, spec: Data) -> None:
        self.workweek = {WEEKDAYS.index(name) for name in spec.get("workweek", WEEKDAYS[:5])}
        self.holidays = _listed(spec.get("holidays", []))
        self.extra = _listed(spec.get("extra_workdays", []))
        self.week = len(self.workweek)

    def is_working(self, day: int) -> bool:
        if day in self.extra:
            return True
        return day not in self.holidays and dt.date.fromordinal(day).weekday() in self.workweek

    def on_or_after(self, day: int) -> int:
        while not self.is_working(day):
            day += 1
        return day

    def on_or_before(self, day: int) -> int:
        while not self.is_working(day):
            day -= 1
        return day

    def nth(self, boundary: int, n: int) -> int:
        """The n-th working day (n >= 1) that starts at or after `boundary`."""
        day = self.on_or_after(boundary)
        for _ in range(n - 1):
            day = self.on_or_after(day + 1)
        return day

    def nth_before(self, boundary: int, n: int) -> int:
        """The n-th working day (n >= 1) that ends at or before `boundary`, counted backwards."""
        day = self.on_or_before(boundary - 1)
        for _ in range(n - 1):
            day = self.on_or_before(day - 1)
        return day

    def count(self, first: int, until: int) -> int:
        """Working days in [first, until); negative where `until` comes before `first`."""
        if until < first:
            return -self.count(until, first)
        return sum(self.is_working(day) for day in range(first, until))


def _listed(entries: list[Any]) -> set[int]:
    days: set[int] = set()
    for entry in entries:
        first, last = (entry["from"], entry["to"]) if isinstance(entry, dict) else (entry, entry)
        days |= set(range(first.toordinal(), last.toordinal() + 1))
    return days


def days_of(text: str, week: int) -> int:
    """Working days written as `8d`, `2w`, `+3d`, `-1w`."""
    amount = int(text[:-1])
    return amount * week if text[-1] == "w" else amount


@dataclass
class Link:
    pred: str
    type: str
    lag: int


@dataclass
class Work:
    """One activity: what is still to be done, and what happened."""

    id: str
    kind: str
    calendar: Days
    milestone: str | None
    state: str
    """planned active done dropped"""
    length: int
    """Own working days still to be done: the duration of planned work, the remaining of active work."""
    started: int | None
    finished: int | None
    not_before: int | None
    deadline: int | None
    promised: int | None
    links: list[Link] = field(default_factory=list)


@dataclass
class ReferencePlan:
    start: int
    """Rolled forward in the project calendar, like `as_of`."""
    as_of: int
    calendar: Days
    work: dict[str, Work]


def read(data: Data, as_of: dt.date | None = None) -> ReferencePlan:
    """Return what the rules need of a plan."""
    project = data["project"]
    calendar = Days(data.get("calendar", {}))
    start = calendar.on_or_after(project["start"].toordinal())
    data_date = calendar.on_or_after((as_of or project["as_of"]).toordinal())
    basis = project.get("experiment_basis", "expected")
    work: dict[str, Work] = {}
    for section in SECTIONS:
        for key, table in data.get(section, {}).items():
            work[key] = _work(
                key, section.removesuffix("s"), table, _own_calendar(data, table, calendar), data_date, basis
            )
            work[key].links = [_link(text, calendar) for text in table.get("depends_on", [])]
    return ReferencePlan(start, data_date, calendar, work)


def _own_calendar(data: Data, table: Data, project: Days) -> Days:
    named = data.get("teams", {}).get(table.get("team"), {}).get("calendar")
    return Days(data["calendars"][named]) if named in data.get("calendars", {}) else project


def _link(text: str, project: Days) -> Link:
    match = re.fullmatch(r"(\S+)(?: (FS|SS|FF|SF)?([+-]\d+[dw])?)?", text)
    assert match is not None, text
    return Link(match[1], match[2] or "FS", days_of(match[3], project.week) if match[3] else 0)


def _ordinal(value: dt.date | None) -> int | None:
    return None if value is None else value.toordinal()


def _work(key: str, kind: str, table: Data, own: Days, as_of: int, basis: str) -> Work:
    written = table.get("duration", "0d" if kind == "milestone" else "1d")
    likely = days_of(written if isinstance(written, str) else written["likely"], own.week)
    remaining = days_of(table["remaining"], own.week) if "remaining" in table else None
    started, finished = _ordinal(table.get("started")), _ordinal(table.get("finished"))
    status = table.get("status")
    if kind == "experiment":
        started, finished = _tried(table, started, finished)
    if finished is not None:
        state = "done"
    elif status in ("done", "dropped"):
        state = status
    elif started is not None and not (kind == "milestone" and likely == 0):
        state = "active"
    else:
        state = "planned"
    if kind == "experiment":
        length = experiment_days(table, own, likely, as_of if state == "active" else None, started, basis)
    elif state == "active":
        elapsed = own.count(started or 0, max(started or 0, as_of))
        length = remaining if remaining is not None else max(1, likely - elapsed)
    else:
        length = likely
    if kind == "experiment" and state == "active" and length == 0 and (ended := _ended(table)):
        state, finished, length = "done", ended, likely
    if state == "done":
        if finished is None:
            finished = own.nth_before(as_of, 1)
            finished = finished if started is None else max(finished, started)
        if started is None:
            started = own.nth_before(finished + 1, length) if length else finished
    if state == "dropped":
        length = 0
    return Work(
        key, kind, own, table.get("milestone"), state, length, started, finished,
        _ordinal(table.get("not_before")), _ordinal(table.get("deadline")),
        _ordinal(table.get("external", {}).get("promised")),
    )  # fmt: skip


def _tried(table: Data, started: int | None, finished: int | None) -> tuple[int | None, int | None]:
    """When an experiment started and finished: as written, else as its attempts and its fallback say."""
    attempts = table.get("attempts", [])
    if started is None:
        started = min(
            (a["started"].toordinal() for a in attempts), default=_ordinal(table.get("fallback", {}).get("started"))
        )
    if finished is None:
        finished = max((a["finished"].toordinal() for a in attempts if a.get("result") == "met"), default=None)
    if finished is None:
        finished = _ordinal(table.get("fallback", {}).get("finished"))
    return started, finished


def _ended(table: Data) -> int | None:
    """When the last attempt finished; None while one is running."""
    attempts = table.get("attempts", [])
    return (
        max((a["finished"].toordinal() for a in attempts), default=None)
        if all("finished" in a for a in attempts)
        else None
    )


def experiment_days(table: Data, own: Days, attempt: int, as_of: int | None, started: int | None, basis: str) -> int:
    """Working days an experiment is planned to take from now on; `as_of` is None before it has started.

    Every possible course is followed to its end: rounds of attempts of `attempt` days (the running one: what is
    left of it), cut by what is left of the timebox, then the fallback.
    """
    attempts = table.get("attempts", [])
    success = table.get("success")
    chance = Fraction(1) if success is None else Fraction(str(success))
    left = max(0, table.get("max_attempts", 1) - sum(a.get("result") not in (None, "met") for a in attempts))
    fallback = table.get("fallback", {})
    after = days_of(fallback.get("duration", "0d"), own.week)
    budget = days_of(table["timebox"], own.week) if "timebox" in table else None
    first = attempt
    if as_of is not None:
        assert started is not None
        if "started" in fallback or table.get("take_fallback") or not left:
            return _fallback_left(table, own, after, as_of)
        running = [a["started"].toordinal() for a in attempts if a.get("result") is None]
        if not attempts:
            running = [started]
        if running:
            spent = own.count(max(running), max(as_of, *running))
            first = days_of(table["remaining"], own.week) if "remaining" in table else max(1, attempt - spent)
        if budget is not None:
            budget = max(0, budget - own.count(started, max(started, as_of)))
    if table.get("take_fallback"):
        left = 0
    courses = _courses(left, table.get("parallel", 1), chance, first, attempt, budget, after)
    if basis == "first_try":
        return courses[0][0]
    if basis == "worst":
        return courses[-1][0] if success is not None else max(length for length, share in courses if share)
    return math.ceil(sum((length * share for length, share in courses), Fraction(0)))


def _fallback_left(table: Data, own: Days, after: int, as_of: int) -> int:
    if "remaining" in table:
        return days_of(table["remaining"], own.week)
    if "started" not in table.get("fallback", {}):
        return after
    begun = table["fallback"]["started"].toordinal()
    return max(1, after - own.count(begun, max(begun, as_of)))


def _courses(
    left: int, side_by_side: int, chance: Fraction, first: int, attempt: int, budget: int | None, after: int
) -> list[tuple[int, Fraction]]:
    """(working days, probability) of meeting in round 1, 2, …; last, of missing all and doing the fallback."""
    courses: list[tuple[int, Fraction]] = []
    spent, missed = 0, Fraction(1)
    while left > 0:
        ends = spent + (attempt if courses else first)
        if budget is not None and ends > budget:
            spent = budget
            break
        together = min(side_by_side, left)
        all_miss = (1 - chance) ** together
        courses.append((ends, missed * (1 - all_miss)))
        missed *= all_miss
        spent, left = ends, left - together
    courses.append((spent + after, missed))
    return courses
