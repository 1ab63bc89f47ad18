"""A schedule that takes over what no change has reached is the one that is made anew."""

from __future__ import annotations

import copy
import datetime as dt
import random
from typing import Any

import pytest

from aiplan.core.passes import Earlier, run_passes
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from helpers.random_plans import FIRST, SECTIONS, random_plan

CHUNKS = 6
PLANS = 300
TODAY = dt.date(2026, 1, 1)
PASSES = (
    "start_hi", "start_lo", "finish_hi", "finish_lo", "position", "start_dated", "limit_hi", "limit_lo", "total_float",
    "project_finish", "constrained",
)  # fmt: skip


def plan_of(data: dict[str, Any]) -> Plan:
    order = [key for section in data if section in SECTIONS for key in data[section]]
    return read_plan(data, file_order=order)[0]


def changed(data: dict[str, Any], rng: random.Random) -> tuple[dict[str, Any], str]:
    """Return the plan with another length or date of one activity, and the id of that."""
    section = rng.choice([section for section in SECTIONS if data.get(section)])
    key = rng.choice(list(data[section]))
    data = copy.deepcopy(data)
    table = data[section][key]
    field = rng.choice(
        ("duration", "duration", "duration", "not_before", "deadline", "started", "finished", "external")
    )
    day = FIRST + dt.timedelta(rng.randint(-20, 90))
    if field == "duration":
        table[field] = f"{rng.choice((0, 1, 2, 5, 9, 30))}d"
    elif rng.random() < 0.3:
        table.pop(field, None)
    else:
        table[field] = {"from": "them", "promised": day} if field == "external" else day
    return data, key


def passes_of(schedule: Schedule) -> dict[str, Any]:
    assert schedule.passes is not None
    return {name: getattr(schedule.passes, name) for name in PASSES}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_schedule_after_changes_is_the_one_made_anew(chunk: int) -> None:
    for seed in range(chunk, PLANS, CHUNKS):
        rng = random.Random(seed)
        data = random_plan(rng, broken=seed % 5 == 0)
        schedule = schedule_plan(plan_of(data), today=TODAY)
        for step in range(6):
            data, key = changed(data, rng)
            plan = plan_of(data)
            schedule = schedule_plan(plan, today=TODAY, previous=schedule, changed={key})
            anew = schedule_plan(plan, today=TODAY)
            assert schedule.as_json() == anew.as_json(), f"seed {seed}, step {step}: {key}"
            assert passes_of(schedule) == passes_of(anew), f"seed {seed}, step {step}: {key}"


def test_passes_whose_days_were_counted_otherwise_are_not_taken_over() -> None:
    tasks = {"a": {"title": "a", "duration": "3d"}, "b": {"title": "b", "duration": "3d", "depends_on": ["a"]}}
    # A calendar that no other plan has, whose days nobody has counted so far.
    days_off = {"holidays": [dt.date(2031, 7, 9)]}
    data: dict[str, Any] = {"project": {"name": "p", "start": FIRST}, "calendar": days_off, "tasks": tasks}
    before = schedule_plan(plan_of(data), today=TODAY)
    data = copy.deepcopy(data)
    data["tasks"]["a"]["not_before"] = dt.date(2400, 1, 3)
    after = schedule_plan(plan_of(data), today=TODAY, previous=before, changed={"a"})
    assert after["b"].early_start == dt.date(2400, 1, 6)
    assert before.passes is not None
    assert after.passes is not None
    assert after.passes.tables[0] is not before.passes.tables[0]


def test_only_what_a_change_reaches_is_placed_again() -> None:
    tasks = {
        key: {"title": key, "duration": "3d", "depends_on": after}
        for key, after in (("a", []), ("b", ["a"]), ("c", []))
    }
    data: dict[str, Any] = {"project": {"name": "p", "start": FIRST}, "tasks": tasks}
    before = schedule_plan(plan_of(data), today=TODAY)
    assert before.passes is not None
    # A place that no pass gives, to be seen again where it is taken over.
    wrong = before.network.main["c"]
    before.passes.start_hi[wrong] += 7
    after = run_passes(before.network, earlier=Earlier(before.network, before.passes))
    assert after.start_hi[wrong] == before.passes.start_hi[wrong]
    data = copy.deepcopy(data)
    data["tasks"]["a"]["duration"] = "5d"
    later = schedule_plan(plan_of(data), today=TODAY, previous=before, changed={"a"})
    assert later.passes is not None
    assert later["b"].early_start == dt.date(2026, 1, 8)
    assert later.passes.start_hi[wrong] == before.passes.start_hi[wrong]
