"""Charts read back by mermaid itself: nothing vanishes, nothing changes."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from aiplan.core.plan_diff import diff_plans
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.trend import Forecasts, trends
from aiplan.export.mermaid import gantt_groups, mermaid_gantt
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from aiplan.review.chart import diff_gantt, diff_groups
from aiplan.review.history import History
from aiplan.review.history_report import history_gantt, history_groups
from helpers.mermaid import read_back
from helpers.roadmaps import HOSTILE, TODAY, sample_plan

KEYWORDS = (
    "title", "section", "gantt", "dateFormat", "axisFormat", "tickInterval", "includes", "excludes", "todayMarker",
    "topAxis", "inclusiveEndDates", "weekday", "weekend", "click", "call", "href", "accTitle", "accDescr",
    "accDescription", "done", "active", "crit", "milestone", "vert", "after", "until", "gantt-x", "topaxis-1",
    "2026-01-05", "2026-01-05-a", "__proto__", "constructor", "toString", "end", "graph", "1", "标注", "TITLE",
)  # fmt: skip


def meant(schedule: Schedule, *, only_milestones: bool = False) -> list[tuple[str, str, str, str, str, list[str]]]:
    return [
        (group.title, bar.id, bar.name, f"{bar.start}T00:00:00", f"{bar.end}T00:00:00", list(bar.tags))
        for group in gantt_groups(schedule, only_milestones=only_milestones)
        for bar in group.bars
    ]


def understood(found: dict[str, Any]) -> list[tuple[str, str, str, str, str, list[str]]]:
    assert "error" not in found, found
    assert found["type"] == "gantt"
    return [(t["section"], t["id"], t["name"].strip(), t["start"], t["end"], t["tags"]) for t in found["tasks"]]


def plan_with(titles: dict[str, str], *, milestone: str | None = None) -> Plan:
    """A plan of one task per (id, title), inside a milestone of that title where one is given."""
    tasks: dict[str, Any] = {key: {"title": title, "duration": "2d"} for key, title in titles.items()}
    data: dict[str, Any] = {"format": 1, "project": {"name": "x", "start": TODAY, "as_of": TODAY}, "tasks": tasks}
    if milestone is not None:
        data["milestones"] = {"m": {"title": milestone}}
        for task in tasks.values():
            task["milestone"] = "m"
    return read_plan(data)[0]


def schedules_of(plans: list[Plan]) -> list[Schedule]:
    return [schedule_plan(plan, today=TODAY) for plan in plans]


def test_the_sample_reads_back_with_the_same_tasks_and_dates() -> None:
    schedule = schedule_plan(sample_plan(), today=TODAY)
    chart = mermaid_gantt(schedule)
    short = mermaid_gantt(schedule, max_chars=2000)
    whole, milestones = read_back([chart, short])
    assert understood(whole) == meant(schedule)
    assert len(whole["tasks"]) == sum(a.status != "dropped" for a in schedule.activities)
    assert whole["sections"] == [group.title for group in gantt_groups(schedule)]
    assert understood(milestones) == meant(schedule, only_milestones=True)
    tasks = {task["id"]: task for task in whole["tasks"]}
    running = schedule["cnn-v1"]
    assert running.early_finish is not None
    assert tasks["n_cnn-v1"]["start"] == "2026-02-24T00:00:00"
    assert tasks["n_cnn-v1"]["end"] > f"{running.early_finish}T23"
    assert tasks["n_cnn-v1"]["tags"] == ["active", "crit"]
    assert tasks["n_launched"]["tags"] == ["crit", "milestone"]


def test_words_of_the_grammar_and_hostile_titles_are_only_names() -> None:
    plans = [plan_with({key: "of the plan"}) for key in KEYWORDS]
    plans += [plan_with({key: ""}) for key in KEYWORDS]
    plans += [plan_with({"a": title}) for title in HOSTILE]
    plans += [plan_with({"a": "x", "b": "y"}, milestone=title) for title in (*HOSTILE, *KEYWORDS)]
    plans.append(plan_with({**dict.fromkeys(KEYWORDS, "all at once"), **{f"h{i}": t for i, t in enumerate(HOSTILE)}}))
    schedules = schedules_of(plans)
    for schedule, found in zip(schedules, read_back([mermaid_gantt(s) for s in schedules]), strict=True):
        assert understood(found) == meant(schedule)


def test_random_titles_read_back() -> None:
    draw = random.Random(1)
    letters = "abc XYZ 0129 :;#%|`\"'<>()[]{}&@!?,.-_=+*/\\~^$ 植物识别\t–…"
    plans = [
        plan_with(
            {f"t{i}": "".join(draw.choices(letters, k=draw.randint(0, 24))) for i in range(8)},
            milestone="".join(draw.choices(letters, k=12)),
        )
        for _ in range(60)
    ]
    schedules = schedules_of(plans)
    for schedule, found in zip(schedules, read_back([mermaid_gantt(s) for s in schedules]), strict=True):
        assert understood(found) == meant(schedule)


def test_the_chart_of_a_difference_reads_back() -> None:
    words = [*HOSTILE, *KEYWORDS]
    names = {f"m{i}": title for i, title in enumerate(words)}
    data = [
        {"format": 1, "project": {"name": "x", "start": start, "as_of": TODAY},
         "milestones": {key: {"title": title} for key, title in names.items()}}
        for start in (TODAY, dt.date(2026, 5, 4))
    ]  # fmt: skip
    before, after = (schedule_plan(read_plan(d)[0], today=TODAY) for d in data)
    diff = diff_plans(before, after, *data)
    assert len(diff.moved) == len(names)
    (found,) = read_back([diff_gantt(diff, max_rows=1000)])
    groups = diff_groups(diff)
    assert found["sections"] == [group.title for group in groups]
    assert understood(found) == [
        (group.title, bar.id, bar.name, f"{bar.start}T00:00:00", f"{bar.end}T00:00:00", list(bar.tags))
        for group in groups
        for bar in group.bars
    ]


def test_the_chart_of_a_history_reads_back() -> None:
    days = [dt.date(2026, 1, 5), dt.date(2026, 1, 12), dt.date(2026, 1, 19)]
    milestones = {f"m{i}": {"title": title} for i, title in enumerate([*HOSTILE, *KEYWORDS])}
    plan = read_plan({"format": 1, "project": {"name": "x", "start": TODAY}, "milestones": milestones})[0]
    versions = [Forecasts(day, dict.fromkeys(milestones, day.replace(month=3)), milestones) for day in days]
    found = trends(versions, plan, schedule_plan(plan, today=TODAY).project_calendar)
    (read,) = read_back([history_gantt(History(found, (), (), shallow=False, stories={}))])
    groups = history_groups(History(found, (), (), shallow=False, stories={}))
    assert len(groups) == len(milestones)
    assert read["sections"] == [group.title for group in groups]
    assert understood(read) == [
        (group.title, bar.id, bar.name, f"{bar.start}T00:00:00", f"{bar.end}T00:00:00", list(bar.tags))
        for group in groups
        for bar in group.bars
    ]


def test_careless_text_would_have_been_understood_otherwise() -> None:
    careless = "gantt\n    dateFormat YYYY-MM-DD\n    section s\n    a 50% done: x #1 :n_a, 2026-01-01, 2026-01-02\n"
    clash = "gantt\n    dateFormat YYYY-MM-DD\n    section s\n    title of it :n_a, 2026-01-01, 2026-01-02\n"
    lost, vanished = read_back([careless, clash])
    assert [t["name"].strip() for t in lost.get("tasks", [])] != ["a 50% done: x #1"]
    assert vanished.get("tasks", []) == []
