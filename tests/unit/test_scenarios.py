"""Variants of a plan side by side: the same random numbers, and what differs."""

from __future__ import annotations

from aiplan.core.scenarios import compare_scenarios, compare_schedules
from aiplan.core.simulation.draws import Streams
from aiplan.core.variant import reschedule
from aiplan.model.edits import SetField
from helpers.plans import schedule_of

PLAN = """
format = 1
[project]
name = "What if"
start = 2026-01-05
as_of = 2026-01-05
[milestones.end]
title = "End"
deadline = 2026-01-23
depends_on = ["a", "b"]
[tasks.a]
title = "A"
duration = { optimistic = "6d", likely = "10d", pessimistic = "30d" }
[tasks.b]
title = "B"
duration = "9d"
cost = 100
[scenarios.fast]
title = "A faster"
[scenarios.fast.set]
"tasks.a.duration" = "8d"
"tasks.b.cost" = 700
"""


def test_a_scenario_beside_the_plan() -> None:
    base, fast = compare_scenarios(schedule_of(PLAN), ["fast"], runs=500)
    assert (base.id, fast.id, fast.title) == ("", "fast", "A faster")
    assert fast.days_against(base) == -1
    assert fast.path_against(base) == (("b",), ("a",))
    assert fast.cost - base.cost == 600
    assert fast.probability == 1.0
    assert base.probability is not None
    assert base.probability < 1.0
    (end,) = fast.milestones
    assert (end.id, end.planned, end.p80, end.risk) == ("end", fast.finish, fast.finish, "green")


def test_an_edit_that_is_tried_out_is_the_same_as_the_scenario_that_says_it() -> None:
    schedule = schedule_of(PLAN)
    edits = (SetField(("tasks", "a", "duration"), "8d"), SetField(("tasks", "b", "cost"), 700))
    streams = Streams(schedule.plan.simulation.seed)
    variants = [("", "the plan", schedule), ("fast", "A faster", reschedule(schedule, edits))]
    for _ in range(2):
        tried = compare_schedules(variants, runs=500, streams=streams)
        for one, other in zip(tried, compare_scenarios(schedule, ["fast"], runs=500), strict=True):
            assert (one.finish, one.p50, one.p80, one.probability, one.cost, one.path, one.milestones) == (
                other.finish, other.p50, other.p80, other.probability, other.cost, other.path, other.milestones,
            )  # fmt: skip
