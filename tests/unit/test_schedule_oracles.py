"""Rules of the schedule on time, links, zero length, late dates and float, each computed by hand.

Unless a plan says otherwise it starts on Monday 5 January 2026, which is the data date too, and works Monday to
Friday.
"""

from __future__ import annotations

import datetime as dt

import pytest

from helpers.oracle import early, floats, late, schedule, short

# ---------------------------------------------------------------------------------------------------- time


def test_a_finish_is_inclusive_and_monday_follows_friday() -> None:
    plan = schedule("""
        tasks.week = { duration = "5d" }
        tasks.next = { duration = "1d", depends_on = ["week"] }
    """)
    assert (early(plan, "week"), early(plan, "next")) == ("01-05..01-09", "01-12..01-12")


def test_the_successor_of_a_friday_starts_after_the_holiday() -> None:
    plan = schedule("""
        calendar = { holidays = [2026-01-12, { from = 2026-01-13, to = 2026-01-14, name = "break" }] }
        tasks.week = { duration = "5d" }
        tasks.next = { duration = "2d", depends_on = ["week"] }
    """)
    assert early(plan, "next") == "01-15..01-16"


def test_lengths() -> None:
    plan = schedule("""
        calendar.holidays = [2026-01-06]
        calendars.six.workweek = ["mon", "tue", "wed", "thu", "fri", "sat"]
        teams.lab.calendar = "six"
        tasks.guess.duration = { optimistic = "1d", likely = "2d", pessimistic = "9d" }
        tasks.silent = {}
        tasks.weeks.duration = "2w"
        tasks.lab-weeks = { duration = "2w", team = "lab" }
        milestones.event = {}
        rollout.canary = {}
        experiments.try = {}
    """)
    lengths = {a.id: a.duration for a in plan.activities}
    assert lengths == {
        "guess": 2, "silent": 1, "weeks": 10, "lab-weeks": 12, "event": 0, "canary": 1, "try": 1,
    }  # fmt: skip
    assert early(plan, "guess") == "01-05..01-07"  # the likely days, across the holiday
    assert early(plan, "weeks") == "01-05..01-19"  # ten working days: the holiday is not subtracted
    assert early(plan, "lab-weeks") == "01-05..01-17"  # its own six-day weeks, without the project's holiday


def test_precedence_of_a_day() -> None:
    pytest.importorskip("holidays")
    plan = schedule("""
        calendar.country = "US"               # 19 January: Martin Luther King Day
        calendar.holidays = [2026-01-06, 2026-01-17]
        calendar.extra_workdays = [2026-01-06, 2026-01-10]
        calendars.open = { country = "US", extra_workdays = [2026-01-19] }
        teams.open.calendar = "open"
        tasks.a.duration = "5d"
        tasks.b = { duration = "6d", depends_on = ["a"] }
        tasks.open = { duration = "11d", team = "open" }
    """)
    assert early(plan, "a") == "01-05..01-09"  # the extra work day wins over the holiday of the 6th
    assert early(plan, "b") == "01-10..01-16"  # Saturday the 10th is worked
    assert early(plan, "open") == "01-05..01-19"  # the extra work day wins over the country
    assert not plan.project_calendar.is_working(dt.date(2026, 1, 19))


def test_project_start_and_data_date_roll_in_the_project_calendar() -> None:
    plan = schedule("""
        project = { start = 2026-01-03, as_of = 2026-01-10 }
        calendars.all.workweek = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        teams.all.calendar = "all"
        tasks.a = { team = "all" }
    """)
    assert (plan.start, plan.as_of) == (dt.date(2026, 1, 5), dt.date(2026, 1, 12))
    assert early(plan, "a") == "01-12..01-12"


def test_the_data_date_is_the_argument_then_the_plan_then_today() -> None:
    given = 'project.as_of = 2026-01-07\ntasks.a = { title = "a" }'
    assert early(schedule(given, as_of=dt.date(2026, 1, 8)), "a") == "01-08..01-08"
    assert early(schedule(given, today=dt.date(2026, 1, 9)), "a") == "01-07..01-07"


def test_not_before_rolls_forward_and_a_deadline_back_in_the_own_calendar() -> None:
    plan = schedule("""
        calendars.mid.workweek = ["tue", "wed", "thu"]
        teams.mid.calendar = "mid"
        tasks.a = { team = "mid", not_before = 2026-01-09, deadline = 2026-01-19 }
        tasks.end.duration = "20d"
    """)
    assert early(plan, "a") == "01-13..01-13"
    assert late(plan, "a") == "01-15..01-15"
    assert floats(plan, "a") == (2, 2)


# ---------------------------------------------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("p", "01-14..01-15"),
        ("p FS+1d", "01-15..01-16"),
        ("p +2d", "01-16..01-19"),
        ("p -2d", "01-12..01-13"),
        ("p FS+1w", "01-21..01-22"),
        ("p SS", "01-09..01-12"),
        ("p SS+2d", "01-13..01-14"),
        ("p SS-1d", "01-08..01-09"),
        ("p FF", "01-12..01-13"),
        ("p FF+2d", "01-14..01-15"),
        ("p FF-1d", "01-09..01-12"),
        ("p SF", "01-07..01-08"),
        ("p SF+4d", "01-13..01-14"),
        ("p SF-1d", "01-06..01-07"),
        ("p SF-3w", "01-05..01-06"),
        ("p SS-9d", "01-05..01-06"),
    ],
)
def test_a_link_bounds_the_end_it_names(link: str, expected: str) -> None:
    """The predecessor works from Friday the 9th to Tuesday the 13th; no lead gets before the project start."""
    plan = schedule(f"""
        tasks.p = {{ duration = "3d", not_before = 2026-01-09 }}
        tasks.s = {{ duration = "2d", depends_on = ["{link}"] }}
    """)
    assert early(plan, "p") == "01-09..01-13"
    assert early(plan, "s") == expected


def test_the_latest_of_several_links_counts() -> None:
    plan = schedule("""
        tasks.p.duration = "3d"
        tasks.q.duration = "9d"
        tasks.s = { duration = "2d", depends_on = ["p +1d", "q FF+1d", "p SS+1d"] }
    """)
    assert early(plan, "s") == "01-15..01-16"


def test_lags_count_project_days_and_lengths_own_days() -> None:
    plan = schedule("""
        calendars.weekend.workweek = ["sat", "sun"]
        teams.weekend.calendar = "weekend"
        tasks.a = { duration = "2d", team = "weekend" }
        tasks.b = { duration = "3d", team = "weekend", depends_on = ["a +2d"] }
        tasks.c = { depends_on = ["a +2d"] }
        tasks.d = { team = "weekend", depends_on = ["c FF"] }
        tasks.e = { depends_on = ["b SS-1d"] }
    """)
    assert early(plan, "a") == "01-10..01-11"
    assert early(plan, "c") == "01-14..01-14"  # Monday and Tuesday are waited
    assert early(plan, "b") == "01-17..01-24"
    assert early(plan, "d") == "01-17..01-17"  # the first weekend that ends at or after Wednesday
    assert early(plan, "e") == "01-16..01-16"  # the project day before Saturday the 17th


def test_the_start_of_a_working_day_is_the_end_of_the_one_before() -> None:
    plan = schedule("""
        tasks.p.not_before = 2026-01-12
        tasks.s = { duration = "3d", depends_on = ["p SF"] }
    """)
    assert early(plan, "s") == "01-07..01-09"  # the end of Friday is the start of Monday


# ---------------------------------------------------------------------------------------------------- zero length


def test_work_done_on_friday_is_a_friday_milestone() -> None:
    plan = schedule("""
        tasks.work.duration = "5d"
        milestones.done.depends_on = ["work"]
        tasks.next.depends_on = ["done"]
    """)
    assert early(plan, "done") == "01-09..01-09"
    assert early(plan, "next") == "01-12..01-12"


def test_what_a_start_drives_is_dated_at_that_start() -> None:
    plan = schedule("""
        tasks.long.duration = "20d"
        tasks.second = { not_before = 2026-01-06 }
        milestones.first = {}
        milestones.by-date.not_before = 2026-01-10
        milestones.after-it.depends_on = ["by-date"]
        tasks.later.depends_on = ["after-it"]
        milestones.begun.depends_on = ["second SS"]
        milestones.begun-lag.depends_on = ["second SS+2d"]
        milestones.started-finish.depends_on = ["second SF+2d"]
        milestones.both = { depends_on = ["week"], not_before = 2026-01-12 }
        milestones.lagged.depends_on = ["week FS+2d"]
        milestones.led.depends_on = ["week FS-1d"]
        tasks.week.duration = "5d"
    """)
    dates = {a.id: short(a.early_finish) for a in plan.activities if a.kind == "milestone"}
    assert dates == {
        "first": "01-05",  # the project start
        "by-date": "01-12",
        "after-it": "01-12",  # a milestone so dated
        "begun": "01-06",
        "begun-lag": "01-08",  # a lag does not change the side
        "started-finish": "01-08",
        "both": "01-12",  # the start side wins over the end of Friday
        "lagged": "01-13",
        "led": "01-08",  # the start of Friday, on the side of ends
    }
    assert early(plan, "later") == "01-12..01-12"


def test_the_end_of_a_day_and_the_start_of_the_next_are_one_instant_after_a_lead_too() -> None:
    plan = schedule("""
        milestones.begin = {}
        tasks.task.duration = "6d"
        milestones.equal.depends_on = ["begin FS+5d", "task FS-1d"]
        milestones.later.depends_on = ["begin FS+4d", "task FS-1d"]
    """)
    assert early(plan, "equal") == "01-12..01-12"  # five days after the project start: the start side wins
    assert early(plan, "later") == "01-09..01-09"
    plan = schedule("""
        tasks.week.duration = "5d"
        tasks.pair.duration = "2d"
        tasks.long.duration = "8d"
        milestones.done.depends_on = ["week", "pair FS-1d"]
    """)
    assert plan["pair"].free_float == 4  # the start of the Monday it would finish on is the end of the Friday


def test_the_data_date_drives_at_its_start() -> None:
    plan = schedule("""
        project.as_of = 2026-01-14
        milestones.event = {}
        milestones.reached.finished = 2026-01-09
        tasks.next.depends_on = ["reached +5d"]
    """)
    assert (early(plan, "event"), early(plan, "reached")) == ("01-14..01-14", "01-09..01-09")
    assert early(plan, "next") == "01-19..01-19"


def test_the_late_date_of_a_milestone() -> None:
    plan = schedule("""
        tasks.long.duration = "10d"
        tasks.short.duration = "1d"
        milestones.easy.depends_on = ["short"]
        milestones.tight.depends_on = ["long"]
        milestones.promised = { depends_on = ["short"], deadline = 2026-01-08 }
    """)
    assert (early(plan, "easy"), late(plan, "easy"), floats(plan, "easy")) == ("01-05..01-05", "01-16..01-16", (9, 9))
    assert (early(plan, "tight"), late(plan, "tight"), floats(plan, "tight")) == (
        "01-16..01-16", "01-16..01-16", (0, 0),
    )  # fmt: skip
    assert (late(plan, "promised"), floats(plan, "promised")) == ("01-08..01-08", (3, 3))


def test_a_milestone_dated_at_a_start_ends_the_project_at_that_start() -> None:
    plan = schedule("""
        tasks.week.duration = "4d"
        milestones.monday.not_before = 2026-01-12
    """)
    assert plan.finish == dt.date(2026, 1, 12)
    assert late(plan, "week") == "01-06..01-09"  # working on Monday would move the finish
    assert (floats(plan, "monday"), plan["monday"].critical) == ((0, 0), True)


# ------------------------------------------------------------------------------------------- milestones with members

MEMBERS = """
    tasks.before.duration = "3d"
    milestones.ready = { depends_on = ["before"], duration = "2d" }
    tasks.a = { milestone = "ready", duration = "2d" }
    tasks.b = { milestone = "ready", duration = "4d" }
    rollout.canary = { milestone = "ready", duration = "1d" }
    tasks.after.depends_on = ["ready"]
    tasks.along.depends_on = ["ready SS"]
"""


def test_a_milestone_with_members() -> None:
    plan = schedule(MEMBERS)
    assert plan.members("ready") == ("a", "b", "canary")
    assert [early(plan, key) for key in ("a", "b", "canary")] == ["01-08..01-09", "01-08..01-13", "01-08..01-08"]
    assert early(plan, "ready") == "01-08..01-15"  # two days of its own after the last member
    assert early(plan, "after") == "01-16..01-16"
    assert early(plan, "along") == "01-08..01-08"
    assert (floats(plan, "ready"), floats(plan, "a"), floats(plan, "b")) == ((0, 0), (2, 2), (0, 0))
    assert late(plan, "canary") == "01-13..01-13"
    assert late(plan, "before") == "01-05..01-07"


def test_links_out_of_the_start_leave_its_earliest_member() -> None:
    plan = schedule("""
        milestones.ready = {}
        tasks.a = { milestone = "ready", not_before = 2026-01-08 }
        tasks.b = { milestone = "ready", not_before = 2026-01-07 }
        tasks.along.depends_on = ["ready SS+1d"]
        tasks.ends = { duration = "2d", depends_on = ["ready SF+3d"] }
    """)
    assert early(plan, "along") == "01-08..01-08"
    assert early(plan, "ends") == "01-08..01-09"


def test_a_milestone_whose_members_take_no_time_does_not_start_after_it_finishes() -> None:
    plan = schedule("""
        tasks.week.duration = "5d"
        tasks.long.duration = "15d"
        milestones.signed.depends_on = ["week"]
        tasks.signature = { milestone = "signed", duration = "0d" }
    """)
    assert (early(plan, "signature"), early(plan, "signed")) == ("01-09..01-09", "01-09..01-09")
    assert late(plan, "signed") == "01-23..01-23"


def test_what_all_members_wait_for_holds_their_earliest_start_though_none_of_them_does() -> None:
    plan = schedule("""
        tasks.before.duration = "3d"
        milestones.ready.depends_on = ["before"]
        tasks.a = { milestone = "ready", duration = "2d" }
        tasks.b = { milestone = "ready", duration = "2d" }
        tasks.along = { duration = "10d", depends_on = ["ready SS"] }
    """)
    assert (floats(plan, "a"), floats(plan, "b")) == ((8, 0), (8, 0))  # where one waits, the other holds the start
    assert (floats(plan, "before"), plan["before"].critical) == ((0, 0), True)
    assert late(plan, "ready") == "01-08..01-21"
    chain = schedule("""
        milestones.ready = {}
        tasks.a = { milestone = "ready", duration = "4d" }
        tasks.b = { milestone = "ready", duration = "2d", depends_on = ["a SS+1d"] }
        tasks.along = { duration = "9d", depends_on = ["ready SS"] }
        tasks.end.duration = "12d"
    """)
    assert late(chain, "b") == "01-19..01-20"
    assert late(chain, "a") == "01-08..01-13"  # later it would hold back b, and both the work along


def test_not_before_bounds_the_start_event_and_finish_links_the_finish_event() -> None:
    plan = schedule("""
        tasks.other.duration = "9d"
        milestones.ready = { not_before = 2026-01-07, depends_on = ["other FF", "other SF+8d"] }
        tasks.a = { milestone = "ready", duration = "2d" }
    """)
    assert early(plan, "a") == "01-07..01-08"
    assert early(plan, "ready") == "01-07..01-15"
    assert floats(plan, "a") == (5, 5)


def test_the_start_event_has_no_data_date_floor_once_a_member_has_started() -> None:
    text = """
        project.as_of = 2026-01-14
        milestones.ready = {}
        tasks.a = { milestone = "ready", duration = "2d" }
        tasks.b = { milestone = "ready", duration = "8d", PROGRESS }
    """
    assert early(schedule(text.replace(", PROGRESS", "")), "ready") == "01-14..01-23"
    begun = schedule(text.replace("PROGRESS", "started = 2026-01-07"))
    assert early(begun, "ready") == "01-05..01-16"
    assert early(begun, "a") == "01-14..01-15"


def test_an_external_promise_holds_the_finish() -> None:
    plan = schedule("""
        tasks.contract = { duration = "2d", external = { from = "legal", promised = 2026-01-16 } }
        tasks.next.depends_on = ["contract"]
        milestones.approved.external = { from = "legal", promised = 2026-01-15 }
    """)
    assert early(plan, "contract") == "01-15..01-16"
    assert early(plan, "next") == "01-19..01-19"
    assert early(plan, "approved") == "01-15..01-15"


# ------------------------------------------------------------------------------------------- late dates and float


def test_open_ends_float_to_the_project_finish() -> None:
    plan = schedule("""
        tasks.x.duration = "2d"
        tasks.y.duration = "10d"
    """)
    assert plan.finish == dt.date(2026, 1, 16)
    assert (late(plan, "x"), floats(plan, "x")) == ("01-15..01-16", (8, 8))
    assert (late(plan, "y"), floats(plan, "y")) == ("01-05..01-16", (0, 0))


def test_the_project_finish_is_that_of_all_work_also_of_work_with_successors() -> None:
    plan = schedule("""
        tasks.p.duration = "10d"
        tasks.s.depends_on = ["p SS"]
    """)
    assert plan.finish == dt.date(2026, 1, 16)
    assert (plan["p"].critical, floats(plan, "s")) == (True, (9, 9))


def test_negative_float() -> None:
    plan = schedule("""
        tasks.first.duration = "5d"
        tasks.last = { duration = "2d", depends_on = ["first"], deadline = 2026-01-08 }
        tasks.free.duration = "9d"
    """)
    assert early(plan, "last") == "01-12..01-13"
    assert (late(plan, "last"), floats(plan, "last")) == ("01-07..01-08", (-3, 0))
    assert (late(plan, "first"), floats(plan, "first")) == ("12-31..01-06", (-3, 0))
    assert [a.critical for a in plan.activities] == [True, True, True]
    assert plan.finish == dt.date(2026, 1, 15)


def test_a_deadline_changes_late_dates_only_and_not_before_early_dates_only() -> None:
    plan = schedule("""
        tasks.end.duration = "10d"
        tasks.plain.duration = "2d"
        tasks.due = { duration = "2d", deadline = 2026-01-09 }
        tasks.held = { duration = "2d", not_before = 2026-01-08 }
    """)
    assert (early(plan, "due"), late(plan, "due")) == ("01-05..01-06", "01-08..01-09")
    assert (early(plan, "held"), late(plan, "held")) == ("01-08..01-09", "01-15..01-16")
    assert late(plan, "plain") == late(plan, "held")


@pytest.mark.parametrize(
    ("link", "expected"),
    [("p", 1), ("p +1d", 0), ("p SS", 3), ("p SS+2d", 1), ("p FF", 4), ("p FF+3d", 1), ("p SF", 6), ("p SF+4d", 2)],
)
def test_free_float_is_how_far_it_moves_before_a_link_breaks(link: str, expected: int) -> None:
    """`p` works on the 5th and 6th, `s` from the 8th (Thursday) to the 12th; `end` lasts until the 30th."""
    plan = schedule(f"""
        tasks.p.duration = "2d"
        tasks.s = {{ duration = "3d", not_before = 2026-01-08, depends_on = ["{link}"] }}
        tasks.end.duration = "20d"
    """)
    assert early(plan, "s") == "01-08..01-12"
    assert plan["p"].free_float == expected


def test_free_float_ends_at_the_own_deadline_and_the_project_finish() -> None:
    plan = schedule("""
        tasks.a = { duration = "2d", deadline = 2026-01-08 }
        tasks.b = { duration = "2d" }
        tasks.end.duration = "4d"
    """)
    assert (floats(plan, "a"), floats(plan, "b")) == ((2, 2), (2, 2))
    later = schedule("""
        tasks.a = { duration = "2d", deadline = 2026-01-02 }
        tasks.end.duration = "4d"
    """)
    assert floats(later, "a") == (-2, 0)


def test_total_float_counts_own_days() -> None:
    plan = schedule("""
        calendars.mid.workweek = ["wed"]
        teams.mid.calendar = "mid"
        tasks.seldom = { team = "mid" }
        tasks.end.duration = "15d"
    """)
    assert (early(plan, "seldom"), late(plan, "seldom")) == ("01-07..01-07", "01-21..01-21")
    assert floats(plan, "seldom") == (2, 2)


# ---------------------------------------------------------------------------------------------------- cycles, dropped


def test_a_cycle_is_named_in_order_and_the_rest_is_scheduled() -> None:
    plan = schedule("""
        tasks.c.depends_on = ["b"]
        tasks.a.depends_on = ["c"]
        tasks.b.depends_on = ["a"]
        tasks.before.duration = "2d"
        tasks.after = { depends_on = ["b", "before"] }
        tasks.last.depends_on = ["after"]
        tasks.apart.duration = "1d"
    """)
    assert [(f.code, f.severity) for f in plan.findings] == [("AIP103", "error")]
    assert "a → b → c → a" in plan.findings[0].message
    for key in ("a", "b", "c"):
        assert (early(plan, key), late(plan, key), floats(plan, key)) == ("-..-", "-..-", (None, None))
        assert (plan[key].critical, plan[key].driven_by) == (False, None)
    assert (early(plan, "after"), early(plan, "last")) == ("01-07..01-07", "01-08..01-08")
    assert {a.id for a in plan.activities if a.incomplete and a.early_start} == {"after", "last"}


def test_each_cycle_is_one_finding_and_a_link_to_itself_another() -> None:
    plan = schedule("""
        tasks.a.depends_on = ["b SS"]
        tasks.b.depends_on = ["a FF"]
        tasks.y.depends_on = ["x"]
        tasks.x.depends_on = ["y"]
        tasks.me.depends_on = ["me"]
    """)
    assert sorted(f.code for f in plan.findings) == ["AIP103", "AIP103", "AIP104"]


def test_a_milestone_that_waits_for_its_own_member_is_a_cycle() -> None:
    plan = schedule("""
        milestones.ready.depends_on = ["inside"]
        tasks.inside.milestone = "ready"
        tasks.apart = {}
        tasks.after.depends_on = ["ready"]
    """)
    assert [f.code for f in plan.findings] == ["AIP103"]
    assert early(plan, "apart") == "01-05..01-05"
    assert [a.id for a in plan.activities if a.early_start is None] == ["ready", "inside"]
    assert [a.id for a in plan.activities if a.incomplete] == ["after"]  # it alone has dates that others could move


def test_links_to_unknown_ids_are_ignored_and_leave_the_rest_incomplete() -> None:
    plan = schedule("""
        tasks.a.depends_on = ["nobody", "z"]
        tasks.b.depends_on = ["a"]
        tasks.z = {}
    """)
    assert [(a.id, early(plan, a.id), a.incomplete) for a in plan.activities] == [
        ("a", "01-06..01-06", True), ("b", "01-07..01-07", True), ("z", "01-05..01-05", False),
    ]  # fmt: skip


def test_dropped_work_takes_no_time_and_keeps_the_order() -> None:
    plan = schedule("""
        [tasks.a]
        duration = "3d"
        [tasks.gone]
        status = "dropped"
        duration = "9d"
        depends_on = ["a +5d"]
        not_before = 2026-03-02
        deadline = 2026-01-02
        [tasks.b]
        duration = "2d"
        depends_on = ["gone +1d"]
    """)
    assert early(plan, "gone") == "01-07..01-07"
    assert early(plan, "b") == "01-09..01-12"  # the lag is that of b
    assert plan.finish == dt.date(2026, 1, 12)
    assert (plan["gone"].critical, plan["a"].critical, plan["b"].critical) == (False, True, True)
    assert (plan["gone"].duration, plan["gone"].status) == (0, "dropped")
