"""The plans that benchmarks and tests are measured on are what they say."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib

import pytest
from bench.generate import Links, Size, plan_text

from aiplan.core.schedule import schedule_plan
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan


def read(size: Size) -> Plan:
    plan, findings = read_plan(tomllib.loads(plan_text(size)))
    assert findings == ()
    return plan


@pytest.mark.parametrize(("activities", "links"), [*itertools.product((1, 2, 25, 26, 333), ("fs", "fs_ss", "all"))])
def test_a_plan_has_the_size_asked_for_and_can_be_scheduled(activities: int, links: Links) -> None:
    plan = read(Size(activities, links=links, calendars=3))
    schedule = schedule_plan(plan, today=dt.date(2026, 1, 5))
    assert len(schedule) == activities
    assert schedule.findings == ()
    assert all(activity.early_finish is not None for activity in schedule.activities)


def test_it_is_the_same_every_time_and_differs_by_seed() -> None:
    assert plan_text(Size(200)) == plan_text(Size(200))
    assert plan_text(Size(200)) != plan_text(Size(200, seed=2))


def test_it_is_made_of_what_was_asked_for() -> None:
    plan = read(Size(500, links="fs_ss"))
    links = [link for item in plan.work.values() for link in item.depends_on]
    assert {link.type for link in links} == {"FS", "SS"}
    assert min(link.lag.amount for link in links) == 0
    assert len(plan.milestones) == 20
    assert 20 < len(plan.experiments) < 80
    assert not plan.calendars

    plain = read(Size(500, milestones=False, experiments=0.0, calendars=3, links="all"))
    assert len(plain.tasks) == 500
    assert set(plain.calendars) == {"four-day", "six-day"}
    assert {link.type for item in plain.tasks.values() for link in item.depends_on} == {"FS", "SS", "FF", "SF"}
