"""Ways out of a late milestone: each option is what it says once applied."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from aiplan.core.recovery.decision import decision_for
from aiplan.core.recovery.replan import NothingToRecover, Replanning, late_milestone, replan
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.simulation.kernel import CancelledError
from aiplan.core.variant import plan_data, reschedule, with_edits
from aiplan.model.reading import read_plan
from helpers.plans import schedule_of

SAMPLE = Path(__file__).parents[2] / "sample_project.toml"

PAIR_NEEDED = """
format = 1
[project]
name = "Pair"
start = 2026-01-05
as_of = 2026-01-05
[milestones.launch]
title = "Launch"
deadline = 2026-01-16
depends_on = ["left", "right"]
[tasks.left]
title = "Left"
duration = "14d"
crash = { duration = "10d", cost = 4000 }
[tasks.right-base]
title = "Right, first half"
duration = "8d"
overlap = 0.5
[tasks.right]
title = "Right"
duration = "6d"
depends_on = ["right-base"]
"""
"""Two parallel paths of 14 days against ten: crashing one or overlapping the other alone gains nothing."""


def check_promises(schedule: Schedule, found: Replanning) -> None:
    for option in found.options:
        again = reschedule(schedule, option.edits)
        assert again[found.milestone].early_finish == option.finish
        plan, _ = read_plan(plan_data(with_edits(schedule.plan, option.edits)[0]))
        afresh = schedule_plan(plan, today=schedule.as_of_given, as_of=schedule.as_of_given)
        for key in schedule.ids:
            assert afresh[key] == again[key], key
        for key in afresh.ids:
            for source, link in afresh.predecessors(key):
                finish, start = afresh[source].early_finish, afresh[key].early_start
                if link.type == "FS" and link.lag.amount == 0 and afresh[key].status == "planned":
                    assert finish is not None
                    assert start is not None
                    assert start > finish or afresh[key].duration == 0 or afresh[source].duration == 0


def test_no_single_lever_but_a_pair_meets_the_date() -> None:
    schedule = schedule_of(PAIR_NEEDED)
    found = replan(schedule)
    assert found.milestone == "launch"
    assert found.target == dt.date(2026, 1, 16)
    meeting = [o for o in found.options if o.meets and o.levers[0].kind != "deadline"]
    assert meeting
    assert all(len(o.levers) >= 2 for o in meeting)
    assert {lever.kind for lever in meeting[0].levers} == {"overlap", "crash"}
    assert meeting[0].cost == 4000
    assert meeting[0].days_gained == 4
    check_promises(schedule, found)


def test_every_option_on_the_sample_is_what_it_says() -> None:
    plan, _ = read_plan(tomllib.loads(SAMPLE.read_text(encoding="utf-8")))
    schedule = schedule_plan(plan, today=dt.date(2026, 3, 16))
    found = replan(schedule, runs=500)
    assert found.milestone == late_milestone(schedule)
    kinds = {lever.kind for option in found.options for lever in option.levers}
    assert {"fallback", "overlap", "drop", "deadline"} <= kinds
    check_promises(schedule, found)
    merits = [(o.cost, o.scope, o.p80.toordinal(), -o.days_gained, len(o.levers)) for o in found.options[:-1]]
    for mine in merits:
        assert not any(all(a <= b for a, b in zip(o, mine, strict=True)) and o != mine for o in merits)


def test_work_behind_several_others_overlaps_all_of_them_at_once() -> None:
    text = """
    format = 1
    [project]
    name = "Fork"
    start = 2026-01-05
    as_of = 2026-01-05
    [milestones.end]
    title = "End"
    depends_on = ["c"]
    [tasks.a]
    title = "A"
    duration = "8d"
    overlap = 0.5
    [tasks.b]
    title = "B"
    duration = "8d"
    overlap = 0.25
    [tasks.c]
    title = "C"
    duration = "5d"
    depends_on = ["a", "b"]
    """
    schedule = schedule_of(text)
    found = replan(schedule, milestone="end", recover=2, runs=50)
    best = found.options[0]
    assert [lever.label for lever in best.levers] == ["start c 4d before a ends and 2d before b ends"]
    assert best.days_gained == 2
    check_promises(schedule, found)


def test_exact_crashing_takes_the_cheaper_of_two() -> None:
    text = """
    format = 1
    [project]
    name = "Chain"
    start = 2026-01-05
    as_of = 2026-01-05
    [milestones.end]
    title = "End"
    depends_on = ["b"]
    [tasks.a]
    title = "A"
    duration = "5d"
    crash = { duration = "3d", cost = 1000 }
    [tasks.b]
    title = "B"
    duration = "5d"
    crash = { duration = "3d", cost = 400 }
    depends_on = ["a"]
    """
    schedule = schedule_of(text)
    found = replan(schedule, milestone="end", recover=3)
    best = found.options[0]
    assert [lever.kind for lever in best.levers] == ["crash"]
    assert best.cost == 900
    assert not best.heuristic
    check_promises(schedule, found)


def test_crashing_over_other_links_is_labelled_heuristic() -> None:
    text = """
    format = 1
    [project]
    name = "Links"
    start = 2026-01-05
    as_of = 2026-01-05
    [milestones.end]
    title = "End"
    depends_on = ["b"]
    [tasks.a]
    title = "A"
    duration = "6d"
    crash = { duration = "3d", cost = 300 }
    [tasks.b]
    title = "B"
    duration = "2d"
    depends_on = ["a FF"]
    """
    schedule = schedule_of(text)
    found = replan(schedule, milestone="end", recover=2)
    crash = next(o for o in found.options if o.levers[0].kind == "crash")
    assert crash.heuristic
    assert crash.days_gained == 2
    check_promises(schedule, found)


def test_the_decision_names_what_was_considered() -> None:
    schedule = schedule_of(PAIR_NEEDED)
    found = replan(schedule)
    edit = decision_for(schedule.plan, found, found.options[0], dt.date(2026, 1, 5))
    assert edit.section == "decisions"
    assert edit.values["chosen"] == found.options[0].label
    assert edit.values["options"][0] == "carry on as planned"
    assert "launch -4 working days" in edit.values["impact"]
    assert edit.values["affects"] == ["left", "right", "launch"]
    plan, changed = with_edits(schedule.plan, [edit])
    assert changed is None
    assert edit.id in plan.decisions


def test_one_more_attempt_is_a_way_out_where_the_fallback_is_long() -> None:
    text = """
    format = 1
    [project]
    name = "Retry"
    start = 2026-01-05
    as_of = 2026-01-19
    [milestones.end]
    title = "End"
    deadline = 2026-02-06
    depends_on = ["e"]
    [experiments.e]
    title = "E"
    duration = "10d"
    success = 0.8
    max_attempts = 1
    fallback = { title = "By hand", duration = "30d" }
    attempts = [{ started = 2026-01-05, finished = 2026-01-16, result = "missed" }]
    """
    schedule = schedule_of(text)
    found = replan(schedule)
    retry = next(o for o in found.options if [lever.kind for lever in o.levers] == ["retry"])
    # 10 days, and with 1 − 0.8 the 30 days of the fallback: 16 instead of 30.
    assert retry.days_gained == 14
    assert retry.probability == pytest.approx(0.8, abs=0.03)
    assert found.options[-1].levers[0].kind == "deadline"
    assert found.options[-1].probability == 1.0
    for option in found.options:
        kinds = {lever.kind for lever in option.levers}
        assert not {"retry", "fallback"} <= kinds
    check_promises(schedule, found)


def test_a_search_can_be_cancelled_and_is_bounded() -> None:
    schedule = schedule_of(PAIR_NEEDED)
    with pytest.raises(CancelledError):
        replan(schedule, progress=lambda done, _: done < 3)
    steps: list[tuple[int, int]] = []

    def note(done: int, whole: int) -> bool:
        steps.append((done, whole))
        return True

    replan(schedule, runs=50, progress=note)
    assert all(done <= whole for done, whole in steps)


def test_nothing_late_nothing_to_recover() -> None:
    schedule = schedule_of('[tasks.a]\ntitle = "A"\nduration = "1d"\n')
    with pytest.raises(NothingToRecover):
        replan(schedule)
