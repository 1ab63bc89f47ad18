"""Levelling of whole plans: who waits for whom, and what is left where it is. 2026-03-16 is a Monday."""

from __future__ import annotations

import datetime as dt

import pytest

from aiplan.core.levelling.level import Effort, Levelled, level_plan, level_schedule
from aiplan.core.levelling.overload import Overload, overloads
from aiplan.core.result import Driver
from aiplan.core.schedule import schedule_plan
from helpers.plans import plan_of, schedule_of

TODAY = dt.date(2026, 3, 16)


def levelled(text: str, *, effort: Effort = "normal", schedules: int = 200) -> Levelled:
    """Return the plan of `text` levelled, and make sure that its floors alone lead to its dates."""
    plan = plan_of(text)
    found = level_plan(plan, today=TODAY, effort=effort, schedules=schedules)
    again = schedule_plan(plan, today=TODAY, team_floors=found.schedule.team_floors)
    assert again.as_json() == found.schedule.as_json()
    return found


def days(found: Levelled, key: str) -> str:
    """Return "first day … last day" of an activity, month and day."""
    activity = found.schedule[key]
    assert activity.early_start is not None
    assert activity.early_finish is not None
    return f"{activity.early_start:%m-%d} … {activity.early_finish:%m-%d}"


TWO = """
[teams.data]
[tasks.a]
title = "a"
duration = "3d"
team = "data"
deadline = 2026-03-18
[tasks.b]
title = "b"
duration = "3d"
team = "data"
"""


def test_the_second_waits_and_its_driver_is_the_team() -> None:
    found = levelled(TWO)
    assert (days(found, "a"), days(found, "b")) == ("03-16 … 03-18", "03-19 … 03-23")
    assert found.schedule["b"].driven_by == Driver("team", "data")
    assert found.schedule["a"].driven_by == Driver("as_of")
    assert found.unlevelled["b"].early_start == TODAY
    assert (found.overloads, found.findings) == ((), ())
    assert [step.id for step in found.schedule.driving_path("b")] == ["b"]


def test_the_nearer_deadline_goes_first() -> None:
    found = levelled(TWO.replace("2026-03-18", "2026-04-30") + "deadline = 2026-03-18")
    assert (days(found, "b"), days(found, "a")) == ("03-16 … 03-18", "03-19 … 03-23")


def test_the_deadline_of_what_follows_counts() -> None:
    found = levelled(
        TWO.replace("2026-03-18", "2026-04-30")
        + '[milestones.shown]\ntitle = "shown"\ndepends_on = ["b"]\ndeadline = 2026-03-19\n'
    )
    assert (days(found, "b"), days(found, "a")) == ("03-16 … 03-18", "03-19 … 03-23")


def test_nothing_moves_where_there_is_enough() -> None:
    found = levelled(TWO.replace("[teams.data]", "[teams.data]\ncapacity = 2"))
    assert found.schedule.team_floors == {}
    assert found.schedule.as_json() == found.unlevelled.as_json()
    assert found.schedules == 0


def test_a_team_that_the_plan_does_not_have_is_no_limit() -> None:
    found = levelled(TWO.replace("[teams.data]", "[teams.other]"))
    assert found.schedule.team_floors == {}


def test_a_hire_lets_work_begin_on_its_day() -> None:
    change = "[teams.data]\ncapacity_changes = [{ from = 2026-03-17, capacity = 2 }]"
    assert days(levelled(TWO.replace("[teams.data]", change)), "b") == "03-17 … 03-19"


def test_work_is_not_cut_in_two_by_an_absence() -> None:
    leave = "{ from = 2026-03-18, capacity = 0 }, { from = 2026-03-25, capacity = 1 }"
    found = levelled(
        f"""
        [teams.data]
        capacity_changes = [{leave}]
        [tasks.long]
        title = "long"
        duration = "3d"
        team = "data"
        [tasks.short]
        title = "short"
        duration = "2d"
        team = "data"
        """
    )
    assert (days(found, "short"), days(found, "long")) == ("03-16 … 03-17", "03-25 … 03-27")


USES = """
[teams.algo]
capacity = 2
[resources.gpu]
capacity = 8
[tasks.big]
title = "big"
duration = "4d"
team = "algo"
uses = { gpu = 6 }
deadline = 2026-03-19
[tasks.small]
title = "small"
duration = "2d"
team = "algo"
"""


def test_the_pool_that_binds_is_named() -> None:
    assert levelled(USES).schedule.team_floors == {}
    by_gpu = levelled(USES + "uses = { gpu = 3 }")
    assert by_gpu.schedule["small"].driven_by == Driver("team", "gpu")
    by_team = levelled(USES + "uses = { gpu = 2, algo = 2 }")
    assert by_team.schedule["small"].driven_by == Driver("team", "algo")
    by_both = levelled(USES + "uses = { gpu = 3, algo = 2 }")
    assert by_both.schedule["small"].driven_by == Driver("team", "algo")
    assert days(by_both, "small") == "03-20 … 03-23"


def test_work_under_way_keeps_its_units_and_its_place() -> None:
    found = levelled(
        """
        [teams.data]
        [tasks.urgent]
        title = "urgent"
        duration = "1d"
        team = "data"
        deadline = 2026-03-16
        [tasks.running]
        title = "running"
        duration = "10d"
        team = "data"
        started = 2026-03-11
        remaining = "4d"
        """
    )
    assert days(found, "running") == "03-11 … 03-19"
    assert days(found, "urgent") == "03-20 … 03-20"
    assert found.overloads == ()


def test_too_much_work_under_way_stays_and_is_shown() -> None:
    running = 'duration = "9d"\nteam = "data"\nstarted = 2026-03-11\nremaining = "2d"'
    found = levelled(
        f'[teams.data]\n[tasks.a]\ntitle = "a"\n{running}\n[tasks.b]\ntitle = "b"\n{running}\n'
        '[tasks.c]\ntitle = "c"\nduration = "1d"\nteam = "data"\n'
    )
    assert days(found, "a") == days(found, "b") == "03-11 … 03-17"
    assert days(found, "c") == "03-18 … 03-18"
    assert found.overloads == (Overload("data", dt.date(2026, 3, 16), dt.date(2026, 3, 17), 2, 1, ("a", "b")),)


def test_what_is_recorded_as_done_holds_its_days_whatever_it_depends_on() -> None:
    found = levelled(
        TWO.replace("[tasks.b]", "[tasks.early]") + 'started = 2026-03-16\nfinished = 2026-03-17\ndepends_on = ["a"]\n'
    )
    assert (days(found, "early"), days(found, "a")) == ("03-16 … 03-17", "03-18 … 03-20")
    assert found.overloads == ()


def test_interrupted_work_goes_on_before_new_work_begins() -> None:
    found = levelled(
        """
        [teams.data]
        [tasks.fix]
        title = "what the running work waits for"
        duration = "2d"
        team = "data"
        [tasks.running]
        title = "begun too early"
        duration = "5d"
        team = "data"
        started = 2026-03-11
        remaining = "3d"
        depends_on = ["fix"]
        [tasks.new]
        title = "urgent"
        duration = "2d"
        team = "data"
        deadline = 2026-03-17
        """
    )
    assert (days(found, "fix"), days(found, "running")) == ("03-16 … 03-17", "03-11 … 03-20")
    assert days(found, "new") == "03-23 … 03-24"


def test_work_that_needs_more_than_there_is_gets_all_there_is() -> None:
    found = levelled(TWO + "uses = { data = 3 }")
    assert [(f.code, f.path) for f in found.findings] == [("AIP224", ("tasks", "b", "uses", "data"))]
    assert found.findings[0].message == "b needs 3 of data, and there are never more than 1"
    assert days(found, "b") == "03-19 … 03-23"
    assert [(o.ids, o.demand, o.capacity) for o in found.overloads] == [(("b",), 3, 1)]


def test_the_capacity_that_is_left_for_work_counts() -> None:
    gone = TWO.replace("[teams.data]", "[teams.data]\ncapacity_changes = [{ from = 2026-03-20, capacity = 0 }]")
    found = levelled(gone)
    assert days(found, "a") == "03-16 … 03-18"
    assert days(found, "b") == "03-16 … 03-18"
    assert found.findings[0].message == "b needs 1 of data, and there are on the days that are left for it only 0"
    assert found.findings[0].path == ("tasks", "b", "team")


def test_events_and_dropped_work_use_nothing() -> None:
    found = levelled(
        TWO.replace("[tasks.b]", "[tasks.a-done]").replace(
            'title = "b"\nduration = "3d"', 'title = "b"\nduration = "0d"'
        )
        + '[milestones.m]\ntitle = "m"\nteam = "data"\n[tasks.never]\ntitle = "x"\nteam = "data"\nstatus = "dropped"\n'
    )
    assert found.schedule.team_floors == {}


def test_a_team_works_by_its_own_calendar() -> None:
    found = levelled(
        TWO.replace("[teams.data]", '[calendars.rest]\nworkweek = ["tue", "wed"]\n[teams.data]\ncalendar = "rest"')
    )
    assert (days(found, "a"), days(found, "b")) == ("03-17 … 03-24", "03-25 … 04-01")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b", "03-24 … 03-26"), ("b +2d", "03-26 … 03-30"), ("b SS+1d", "03-20 … 03-24"), ("b FF+1d", "03-20 … 03-24"),
        ("b SF+4d", "03-20 … 03-24"), ("b -1d", "03-23 … 03-25"),
    ],
)  # fmt: skip
def test_links_hold_from_the_levelled_dates(link: str, expected: str) -> None:
    found = levelled(TWO + f'[tasks.c]\ntitle = "c"\nduration = "3d"\ndepends_on = ["{link}"]\n')
    assert (days(found, "b"), days(found, "c")) == ("03-19 … 03-23", expected)


def test_members_wait_and_their_milestone_with_them() -> None:
    found = levelled(
        """
        [teams.data]
        [milestones.ready]
        title = "ready"
        [tasks.a]
        title = "a"
        duration = "2d"
        team = "data"
        milestone = "ready"
        [tasks.b]
        title = "b"
        duration = "2d"
        team = "data"
        milestone = "ready"
        [tasks.after]
        title = "after"
        duration = "1d"
        team = "data"
        depends_on = ["ready SS+1d"]
        """
    )
    assert {days(found, key) for key in ("a", "b", "after")} == {"03-16 … 03-17", "03-18 … 03-19", "03-20 … 03-20"}
    assert days(found, "ready") == "03-16 … 03-19"


def test_high_effort_finds_what_the_rules_miss() -> None:
    # 91 units of work for a team of 7: no unit may be idle on any of 13 days.
    units, lengths = (4, 1, 2, 3, 6, 4, 1, 3, 1), (3, 5, 4, 1, 5, 1, 5, 6, 6)
    text = "[teams.data]\ncapacity = 7\n"
    for number, (count, length) in enumerate(zip(units, lengths, strict=True)):
        text += f'[tasks.t{number}]\ntitle = "t"\nduration = "{length}d"\nuses = {{ data = {count} }}\n'
    assert levelled(text).schedule.finish == dt.date(2026, 4, 2)
    found = levelled(text, effort="high", schedules=1000)
    assert found.schedule.finish == dt.date(2026, 4, 1)
    assert found.schedules <= 1000


def test_a_queue_of_years_ends_in_its_milestone() -> None:
    tasks = "".join(f'[tasks.part-{n}x]\ntitle = "part"\nduration = "90d"\nteam = "data"\n' for n in range(20))
    links = ", ".join(f'"part-{n}x", "part-{n}x SS"' for n in range(20))
    end = f'[milestones.end]\ntitle = "end"\ndepends_on = [{links}]\n'
    found = levelled("[teams.data]\n" + tasks + end)
    assert found.unlevelled.finish == dt.date(2026, 7, 17)
    assert found.schedule.finish == dt.date(2033, 2, 4)  # 1,800 working days
    assert found.schedule["end"].early_finish is not None


def test_a_search_can_be_called_off() -> None:
    asked: list[tuple[int, int]] = []

    def stop(done: int, whole: int) -> bool:
        asked.append((done, whole))
        return False

    text = "[teams.data]\ncapacity = 5\n" + "".join(
        f'[tasks.t{n}]\ntitle = "t"\nduration = "{1 + n * n % 7}d"\nuses = {{ data = {1 + n % 4} }}\n'
        for n in range(20)
    )
    found = level_schedule(schedule_of(text), effort="high", progress=stop)
    assert (found.overloads, found.schedules < 200) == ((), True)
    assert asked
    assert all(done <= whole for done, whole in asked)


def test_a_cycle_takes_no_part() -> None:
    found = levelled(
        TWO + '[tasks.x]\ntitle = "x"\nteam = "data"\ndepends_on = ["y"]\n[tasks.y]\ntitle = "y"\ndepends_on = ["x"]\n'
    )
    assert days(found, "b") == "03-19 … 03-23"
    assert found.schedule["x"].early_start is None


def test_overloads_are_spans_of_equal_days() -> None:
    schedule = schedule_of(
        """
        [teams.data]
        capacity_changes = [{ from = 2026-03-24, capacity = 2 }]
        [resources.gpu]
        capacity = 8
        [tasks.a]
        title = "a"
        duration = "6d"
        team = "data"
        uses = { gpu = 5 }
        [tasks.b]
        title = "b"
        duration = "9d"
        team = "data"
        [tasks.c]
        title = "c"
        duration = "2d"
        uses = { gpu = 4 }
        [tasks.d]
        title = "d"
        duration = "1d"
        uses = { data = 2 }
        not_before = 2026-03-25
        """
    )
    day = dt.date.fromisoformat
    assert overloads(schedule) == (
        Overload("data", day("2026-03-16"), day("2026-03-23"), 2, 1, ("a", "b")),
        Overload("gpu", day("2026-03-16"), day("2026-03-17"), 9, 8, ("a", "c")),
        Overload("data", day("2026-03-25"), day("2026-03-25"), 3, 2, ("b", "d")),
    )
