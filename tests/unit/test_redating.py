"""A plan moved to another start."""

from __future__ import annotations

import datetime as dt
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from aiplan.core.calendar import Calendar
from aiplan.core.redating import redated
from aiplan.model.context import CalendarSpec

PLAN = """\
[project]
start = 2026-01-05
as_of = 2026-01-05
[calendar]
workweek = ["sun", "mon", "tue", "wed", "thu"]
holidays = [2026-01-06, { from = 2026-02-15, to = 2026-02-23 }]
[calendars.desk]
holidays = [2026-01-07]
[metrics.m]
readings = [{ on = 2026-01-18, value = 0.5 }]
[tasks.t]
not_before = 2026-01-09
external = { promised = 2026-01-01 }
notes = "since 2026-01-05"
[x.other]
at = 2026-01-05T10:00:00
"""
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))


def _moved(start: dt.date) -> dict[tuple[str | int, ...], object]:
    return {edit.path: edit.value for edit in redated(tomllib.loads(PLAN), start)}


def test_every_date_keeps_its_distance_in_working_days() -> None:
    """The week is Sunday to Thursday: Friday 9 January counts as Sunday, four days after the start."""
    assert _moved(dt.date(2026, 3, 1)) == {
        ("project", "start"): dt.date(2026, 3, 1),
        ("project", "as_of"): dt.date(2026, 3, 1),
        ("metrics", "m", "readings", 0, "on"): dt.date(2026, 3, 12),
        ("tasks", "t", "not_before"): dt.date(2026, 3, 5),
        ("tasks", "t", "external", "promised"): dt.date(2026, 2, 25),
    }


def test_to_the_same_start_nothing_moves_but_days_off() -> None:
    moved = _moved(dt.date(2026, 1, 5))
    assert moved["tasks", "t", "not_before"] == dt.date(2026, 1, 11)
    assert moved["metrics", "m", "readings", 0, "on"] == dt.date(2026, 1, 18)


def test_a_start_off_work_is_kept_and_the_rest_rolls() -> None:
    moved = _moved(dt.date(2026, 3, 6))
    assert moved["project", "start"] == dt.date(2026, 3, 6)
    assert moved["project", "as_of"] == dt.date(2026, 3, 8)


def test_a_plan_without_a_start_gets_one() -> None:
    assert [(e.path, e.value) for e in redated({}, dt.date(2026, 3, 2))] == [
        (("project", "start"), dt.date(2026, 3, 2))
    ]


@given(first=DAYS, then=DAYS, day=DAYS)
def test_distances_hold(first: dt.date, then: dt.date, day: dt.date) -> None:
    week = Calendar(CalendarSpec())
    data = {"project": {"start": first}, "goals": {"g": {"due": day}}}
    moved = {edit.path: edit.value for edit in redated(data, then)}["goals", "g", "due"]
    assert isinstance(moved, dt.date)
    before = week.count(week.roll_forward(first), week.roll_forward(day))
    assert week.count(week.roll_forward(then), moved) == before
    assert week.is_working(moved)
