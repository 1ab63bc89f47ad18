"""What passes from one team to another, by itself and through milestones."""

from __future__ import annotations

import datetime as dt

from aiplan.core.handoffs import Handoff, handoffs
from aiplan.core.schedule import schedule_plan
from helpers.plans import plan_of

PLAN = """
    format = 1
    [project]
    name = "P"
    start = 2026-01-05
    as_of = 2026-01-05
    [teams.a]
    title = "A"
    [teams.b]
    title = "B"
    [milestones.first]
    title = "First"
    [tasks.x]
    title = "X"
    milestone = "first"
    team = "a"
    duration = "5d"
    [tasks.y]
    title = "Y"
    milestone = "first"
    team = "b"
    duration = "2d"
    depends_on = ["x SS+1d", "done"]
    [tasks.done]
    title = "Done"
    team = "a"
    duration = "1d"
    started = 2026-01-02
    finished = 2026-01-02
    [milestones.second]
    title = "Second"
    depends_on = ["first"]
    [tasks.z]
    title = "Z"
    milestone = "second"
    team = "b"
    duration = "3d"
    [tasks.nobody]
    title = "Nobody's"
    duration = "3d"
    depends_on = ["z"]
"""


def found(text: str) -> tuple[Handoff, ...]:
    return handoffs(schedule_plan(plan_of(text), today=dt.date(2026, 1, 5)))


def test_links_between_teams_stand_in_order_of_time() -> None:
    start, milestone = found(PLAN)
    assert (start.giver, start.givers, start.receiver, start.team) == ("x", ("a",), "y", "b")
    assert (start.day, start.critical) == (dt.date(2026, 1, 5), False)
    assert (milestone.giver, milestone.givers, milestone.receiver) == ("first", ("a",), "z")
    assert (milestone.day, milestone.critical) == (dt.date(2026, 1, 9), True)


def test_one_team_hands_nothing_to_itself_and_what_is_over_is_over() -> None:
    assert found(PLAN.replace('team = "b"', 'team = "a"')) == ()
    assert [h.giver for h in found(PLAN.replace('title = "X"', 'title = "X"\n    status = "dropped"'))] == []
