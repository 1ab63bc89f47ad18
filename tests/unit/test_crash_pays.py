"""Crashing is paid for in the plan: its cost, and what more of it would cost, stay true."""

from __future__ import annotations

import pytest

from aiplan.core.cost import plan_cost
from aiplan.core.recovery.replan import RecoveryPlan, replan
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.forecast import simulate
from aiplan.core.simulation.money import cost_forecast
from aiplan.core.variant import reschedule
from helpers.plans import schedule_of

CHAIN = """
format = 1
[project]
name = "Chain"
start = 2026-01-05
as_of = 2026-01-12
[milestones.end]
title = "End"
depends_on = ["a"]
[tasks.a]
title = "A"
duration = "14d"
cost = 500
crash = { duration = "10d", cost = 4000 }
"""


def crashed(schedule: Schedule, days: int) -> tuple[RecoveryPlan, Schedule]:
    found = replan(schedule, milestone="end", recover=days, runs=200)
    option = next(o for o in found.options if o.levers[0].kind == "crash" and o.days_gained == days)
    return option, reschedule(schedule, option.edits)


@pytest.mark.parametrize("started", ["", "started = 2026-01-05\n"])
def test_two_days_cost_half_and_leave_the_other_half(started: str) -> None:
    schedule = schedule_of(CHAIN + started)
    option, after = crashed(schedule, 2)
    assert option.cost == 2000
    assert plan_cost(after).total - plan_cost(schedule).total == 2000
    work = after.plan.tasks["a"]
    assert work.cost == 2500
    assert work.crash is not None
    assert work.crash.cost == 2000
    again, last = crashed(after, 2)
    assert again.cost == 2000
    assert last.plan.tasks["a"].crash is None
    assert last.plan.tasks["a"].cost == 4500
    assert not any(o.levers[0].kind == "crash" for o in replan(last, milestone="end", recover=1, runs=200).options)


def test_attempts_side_by_side_are_paid_for_each() -> None:
    text = """
    format = 1
    [project]
    name = "Two lanes"
    start = 2026-01-05
    as_of = 2026-01-05
    [teams.t]
    capacity = 4
    cost_per_day = 10
    [milestones.end]
    title = "End"
    depends_on = ["e"]
    [experiments.e]
    title = "E"
    team = "t"
    duration = "10d"
    success = 0.5
    max_attempts = 2
    fallback = { title = "F", duration = "20d" }
    """
    schedule = schedule_of(text)
    # 10 days with 1/2, 20 with 1/4, 40 with 1/4: 20 of them, one lane.
    assert plan_cost(schedule).total == 200
    found = replan(schedule, milestone="end", recover=5, runs=4_000)
    side = next(o for o in found.options if [lever.kind for lever in o.levers] == ["parallel"])
    after = reschedule(schedule, side.edits)
    # 10 days in two lanes and, with 1/4, 20 days of fallback in one: 15 days long, 25 paid for.
    assert plan_cost(after).total == 250
    assert side.cost == 50
    assert cost_forecast(simulate(after, runs=20_000)).mean == pytest.approx(250, abs=3 * 87 / 20_000**0.5)
