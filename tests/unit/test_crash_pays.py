"""Crashing is paid for in the plan: its cost, and what more of it would cost, stay true."""

from __future__ import annotations

import pytest

from aiplan.core.cost import plan_cost
from aiplan.core.recovery.replan import RecoveryPlan, replan
from aiplan.core.schedule import Schedule
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
