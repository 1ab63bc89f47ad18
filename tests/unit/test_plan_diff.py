"""What a reviewer is told of two versions of a plan: causes that sum up, states that turned, sizes that fit."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from bench.generate import Size, plan_text

from aiplan.core.causes import MOST, causes_of
from aiplan.core.compare import compare
from aiplan.core.markup import one_line
from aiplan.core.plan_diff import PlanDiff, diff_plans
from aiplan.core.schedule import schedule_plan
from aiplan.model.reading import read_plan
from aiplan.review.chart import diff_gantt
from aiplan.review.comment import diff_markdown
from helpers.gfm import ZERO_WIDTH, render
from helpers.roadmaps import HOSTILE

TODAY = dt.date(2026, 1, 5)
PLAN = """
format = 1
[project]
name = "P"
start = 2026-01-05
as_of = 2026-01-05
[metrics.acc]
better = "higher"
readings = [{ on = 2026-01-05, value = 0.85 }]
[goals.g]
title = "G"
due = 2026-01-16
[milestones.m]
title = "M"
goals = ["g"]
deadline = 2026-01-16
gates = ["acc >= 0.8"]
[tasks.a]
duration = "3d"
milestone = "m"
[tasks.b]
duration = "3d"
milestone = "m"
depends_on = ["a"]
[tasks.c]
duration = "5d"
milestone = "m"
"""


def diff(after: str, before: str = PLAN, **given: Any) -> PlanDiff:
    data = tomllib.loads(before), tomllib.loads(after)
    old, new = (schedule_plan(read_plan(d)[0], today=TODAY) for d in data)
    return diff_plans(old, new, *data, **given)


def edited(*pairs: tuple[str, str]) -> str:
    text = PLAN
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_causes_in_parallel_leave_an_interaction_and_sum_up_exactly() -> None:
    one, other = ('[tasks.a]\nduration = "3d"', '[tasks.a]\nduration = "6d"'), ('"5d"', '"8d"')
    (slip,) = diff(edited(one, other)).slips
    assert (slip.days, [(p.label, p.days) for p in slip.parts], slip.interaction) == (
        3, [("tasks.a.duration", 3), ("tasks.c.duration", 2)], -2,
    )  # fmt: skip
    for label, pair in (("tasks.a.duration", one), ("tasks.c.duration", other)):
        (alone,) = diff(edited(pair)).slips
        assert [(p.label, p.days) for p in slip.parts if p.label == label] == [(label, alone.days)]


def test_a_new_activity_and_the_link_to_it_are_one_cause() -> None:
    text = edited(('depends_on = ["a"]', 'depends_on = ["a", "new"]')) + '[tasks.new]\nduration = "9d"\n'
    found = diff(text)
    assert [(p.label, p.days) for p in found.finish_parts] == [("tasks.new", 6)]
    assert found.finish_interaction == 0
    gone = diff(PLAN, before=text)
    assert [(p.label, p.days) for p in gone.finish_parts] == [("tasks.new", -6)]


def test_progress_on_one_activity_is_one_cause() -> None:
    text = edited(("[tasks.c]\n", '[tasks.c]\nstarted = 2026-01-05\nremaining = "20d"\n'))
    (cause,) = diff(text).finish_parts
    assert cause.label == "tasks.c: started, remaining"


def test_a_pinned_data_date_is_no_cause() -> None:
    text = edited(("as_of = 2026-01-05", "as_of = 2026-01-12"))
    assert [p.label for p in diff(text).finish_parts] == ["project.as_of"]
    data = tomllib.loads(PLAN), tomllib.loads(text)
    assert causes_of(compare(*data), as_of_pinned=True) == ()


def test_very_many_edits_are_tried_by_item_then_by_section() -> None:
    before = tomllib.loads(plan_text(Size(300, milestones=False, experiments=0.0)))
    after = tomllib.loads(plan_text(Size(300, milestones=False, experiments=0.0)))
    for n, task in enumerate(after["tasks"].values()):
        task["duration"] = "30d"
        if n < MOST // 2:
            task["not_before"] = dt.date(2026, 2, 2)
    labels = [c.label for c in causes_of(compare(before, after))]
    assert labels == ["350 edits of tasks"]
    few = {**after, "tasks": {**before["tasks"], **dict(list(after["tasks"].items())[: MOST // 2 + 10])}}
    labels = [c.label for c in causes_of(compare(before, few))]
    assert len(labels) == MOST // 2 + 10
    assert labels[0] == "tasks.a00000: duration, not_before"


def test_a_goal_a_deadline_and_a_gate_turn() -> None:
    found = diff(edited(("5d", "15d"), ("acc >= 0.8", "acc >= 0.9")))
    assert [(t.id, t.before, t.after, t.worse) for t in found.goals] == [("g", "in time", "late by 5d", True)]
    assert [(t.id, t.before, t.after, t.worse) for t in found.deadlines] == [("m", "met", "missed by 5d", True)]
    assert [(t.id, t.before, t.after, t.worse) for t in found.gates] == [("m: acc >= 0.9", "pass", "fail", True)]
    assert found.goals_at_risk == ("g",)
    assert found.verdict().endswith("1 goal at risk")
    back = diff(PLAN, before=edited(("5d", "15d")))
    assert [(t.before, t.after, t.worse) for t in back.goals] == [("late by 5d", "in time", False)]
    assert [t.after for t in diff(edited(('gates = ["acc >= 0.8"]\n', ""))).gates] == ["removed"]


def test_nothing_but_comments_is_no_semantic_change() -> None:
    found = diff("# why\n" + PLAN.replace(" = ", "  =  "))
    assert found.empty
    assert found.verdict() == "no semantic change"
    assert diff_gantt(found) == ""


def test_a_plan_that_is_new_or_gone() -> None:
    new = diff(PLAN, before="format = 1\n")
    assert new.verdict() == "no finish before, now 2026-01-12 · nothing moves · critical path changed"
    assert {c.kind for c in new.items} == {"added"}
    assert new.path_in == ("a", "b")
    assert "added" in diff_markdown(new, ("a", "b"))
    gone = diff("format = 1\n", before=PLAN)
    assert gone.verdict() == "finish 2026-01-12, now none · nothing moves · critical path changed"
    assert {c.kind for c in gone.items} == {"removed"}


@pytest.fixture(scope="module")
def huge() -> PlanDiff:
    text = plan_text(Size(5000))
    return diff(text.replace(f"start = {TODAY}", "start = 2026-03-02", 1), before=text)


def test_a_comment_on_5000_moved_activities_fits(huge: PlanDiff) -> None:
    assert len(huge.moved) > 4500
    for max_rows in (40, 1000, 10_000):
        text = diff_markdown(huge, ("a", "b"), max_rows=max_rows)
        assert len(text) < 60_000
        shown = render(text)
        assert shown.headings[0][1].endswith(huge.verdict())
        assert all(len(row) == len(table[0]) for table in shown.tables for row in table)
        assert ("Left out for length: other dates" in text) == (max_rows > 40)
        assert text.count("<details>") == text.count("</details>")
    assert len(diff_markdown(huge, ("a", "b"), max_chars=900)) < 900
    assert len(diff_gantt(huge, max_rows=10_000)) <= 45_000


@pytest.mark.parametrize("title", ["a | b", "`code`", "@user", "fixes #1", "12:30: done", *HOSTILE])
def test_no_title_breaks_the_comment(title: str) -> None:
    longer, added = ('duration = "5d"', 'duration = "15d"'), '[tasks.new]\ntitle = "plain"\nowner = "plain"\n'
    plain = render(diff_markdown(diff(edited(longer, ('title = "G"', 'title = "plain"')) + added), ("a", "b")))
    quoted = '"' + "".join(f"\\U{ord(c):08X}" for c in title) + '"'
    before = edited(('title = "M"', f"title = {quoted}"))
    after = before.replace(*longer).replace('title = "G"', f"title = {quoted}") + added.replace('"plain"', quoted)
    shown = render(diff_markdown(diff(after, before=before), ("a", "b")))
    assert [len(table) for table in shown.tables] == [len(table) for table in plain.tables]
    assert set(shown.kinds) == set(plain.kinds)
    words = one_line(title).replace(ZERO_WIDTH, "")
    edits, milestones, *_, items = shown.tables
    assert milestones[1][1] == words
    assert edits[1] == ["goals.g.title", f"G → {words}".rstrip()]
    assert items[1] == ["tasks.new", f"added: {words}".removesuffix(": ")]
