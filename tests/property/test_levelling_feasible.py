"""Levelled random plans, judged by their printed dates: capacities, order, and independence of the file's order."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiplan.core.levelling.level import Effort, Levelled, level_plan
from aiplan.core.levelling.overload import overloads
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from helpers.random_plans import FIRST, SECTIONS, Data, random_plan, shuffled, to_toml

TODAY = FIRST
FREQUENT = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def scarce(rng: random.Random) -> Data:
    """Return a random plan whose teams and GPUs are fewer than its work could use."""
    data = random_plan(rng, size=(4, 16))
    for team in data["teams"].values():
        team["capacity"] = rng.choice((1, 1, 2, 3))
        if rng.random() < 0.3:
            first = FIRST + dt.timedelta(rng.randint(0, 50))
            changes = [{"from": first, "capacity": rng.choice((0, 1, 2))}]
            changes.append({"from": first + dt.timedelta(rng.randint(1, 30)), "capacity": rng.choice((1, 2))})
            team["capacity_changes"] = changes
    data["resources"] = {"gpu": {"capacity": 4}}
    with_members = {table.get("milestone") for section in SECTIONS for table in data.get(section, {}).values()}
    for section in SECTIONS:
        for key, table in data.get(section, {}).items():
            if key in with_members:
                table.pop("team", None)
            else:
                uses = {"gpu": rng.randint(1, 4)} if rng.random() < 0.4 else {}
                if rng.random() < 0.1:
                    uses[rng.choice(list(data["teams"]))] = rng.randint(1, 3)
                if uses:
                    table["uses"] = uses
    return data


def plan_of(data: Data) -> Plan:
    return read_plan(data)[0]


def level(plan: Plan, effort: Effort) -> Levelled:
    return level_plan(plan, today=TODAY, effort=effort, schedules=60)


def units(plan: Plan, key: str) -> dict[str, int]:
    work = plan.work[key]
    held = {work.team: 1} if work.team in plan.teams else {}
    return {k: v for k, v in (held | dict(work.uses)).items() if k is not None}


def use(schedule: Schedule, keys: list[str]) -> Counter[tuple[str, dt.date]]:
    """Return the units in use by team or resource and day, counted back from the printed finish of each activity."""
    found: Counter[tuple[str, dt.date]] = Counter()
    for key in keys:
        activity, calendar = schedule[key], schedule.calendar_of(key)
        done = activity.status == "done"
        left, day = activity.duration if done else activity.remaining, activity.early_finish
        while left and day is not None:
            if done and (day < schedule.as_of or (activity.early_start is not None and day < activity.early_start)):
                break
            if calendar.is_working(day):
                left -= not done
                for pool, count in units(schedule.plan, key).items():
                    found[pool, day] += count
            day -= dt.timedelta(1)
    return found


def capacity(plan: Plan, pool: str, day: dt.date) -> int:
    item: Any = plan.teams.get(pool) or plan.resources[pool]
    found: int = item.capacity
    for change in item.capacity_changes:
        if change.from_ <= day:
            found = change.capacity
    return found


def in_use(schedule: Schedule, *statuses: str) -> list[str]:
    return [a.id for a in schedule.activities if a.status in (statuses or ("planned", "active", "done"))]


@given(st.randoms(use_true_random=False), st.sampled_from(("normal", "high")))
@FREQUENT
def test_levelled_work_fits_and_keeps_its_links(rng: random.Random, effort: Effort) -> None:
    data = scarce(rng)
    plan = plan_of(data)
    found = level(plan, effort)
    before, after = found.unlevelled, found.schedule

    again = schedule_plan(plan, today=TODAY, team_floors=after.team_floors)
    assert again.as_json() == after.as_json()
    for activity in before.activities:
        moved = after[activity.id]
        if activity.early_start is not None and activity.early_finish is not None:
            assert moved.early_start is not None
            assert moved.early_finish is not None
            assert moved.early_start >= activity.early_start
            assert moved.early_finish >= activity.early_finish

    short = {finding.path[1] for finding in found.findings}
    begun = in_use(after, "active", "done")
    fitted = [key for key in in_use(after) if key not in short]
    held = use(after, begun)
    for (pool, day), count in use(after, fitted).items():
        most = max(capacity(plan, pool, day), held[pool, day])
        assert count <= most, f"{pool} {day}: {count} > {most}\n{to_toml(data)}"


@given(st.randoms(use_true_random=False), st.sampled_from(("normal", "high")))
@FREQUENT
def test_the_order_of_the_file_does_not_matter(rng: random.Random, effort: Effort) -> None:
    data = scarce(rng)
    one, other = level(plan_of(data), effort), level(plan_of(shuffled(data, rng)), effort)
    assert one.schedule.team_floors == other.schedule.team_floors
    assert sorted(one.findings, key=str) == sorted(other.findings, key=str)
    assert one.overloads == other.overloads


@given(st.randoms(use_true_random=False))
@FREQUENT
def test_whoever_waits_names_a_team_that_was_busy_the_day_before(rng: random.Random) -> None:
    plan = plan_of(scarce(rng))
    found = level(plan, "normal")
    schedule, short = found.schedule, {finding.path[1] for finding in found.findings}
    for key, (first, pool) in schedule.team_floors.items():
        driver = schedule[key].driven_by
        assert driver is not None
        assert (driver.kind, driver.id) == ("team", pool)
        if short:
            continue
        calendar, length = schedule.calendar_of(key), schedule[key].remaining
        day = calendar.add(dt.date.fromordinal(first), -1)
        days = [calendar.add(day, n) for n in range(length)]
        others = use(schedule, [k for k in in_use(schedule) if k != key])
        asked = units(plan, key)[pool]
        assert any(others[pool, d] + asked > capacity(plan, pool, d) for d in days)


@given(st.randoms(use_true_random=False))
@FREQUENT
def test_overloads_are_the_days_on_which_more_is_used_than_there_is(rng: random.Random) -> None:
    plan = plan_of(scarce(rng))
    schedule = schedule_plan(plan, today=TODAY)
    used = use(schedule, in_use(schedule))
    expected = {key: count for key, count in used.items() if count > capacity(plan, *key)}
    found: dict[tuple[str, dt.date], int] = {}
    for overload in overloads(schedule):
        day = overload.first
        while day <= overload.last:
            if (overload.pool, day) in used:
                found[overload.pool, day] = overload.demand
                assert overload.capacity == capacity(plan, overload.pool, day)
            day += dt.timedelta(1)
    assert found == expected
