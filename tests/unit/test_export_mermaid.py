"""Gantt charts: the rules that make mermaid read what was meant. The proof is tests/real/test_mermaid.py."""

from __future__ import annotations

import datetime as dt

import pytest

from aiplan.core.gantt import label, task_name
from aiplan.export.mermaid import gantt_groups, mermaid_gantt
from helpers.plans import schedule_of

PLAN = """
    [calendar]
    holidays = [2026-03-18]

    [milestones.done]
    title = "Data: 50 % ready; #1"

    [tasks.collect]
    title = "Collect"
    milestone = "done"
    duration = "3d"

    [tasks.label]
    title = "Label"
    milestone = "done"
    duration = "2d"
    depends_on = ["collect"]
    started = 2026-03-12

    [tasks.gone]
    title = "Dropped"
    status = "dropped"
    milestone = "done"

    [tasks.loop]
    title = "Waits for itself"
    milestone = "done"
    depends_on = ["pool"]

    [tasks.pool]
    title = "Waits too"
    depends_on = ["loop"]

    [tasks.free]
    title = "Without a milestone"
    duration = "1d"
    finished = 2026-03-10
"""

CHART = """\
gantt
    dateFormat YYYY-MM-DD
    axisFormat %d %b
    todayMarker off
    section Data： 50 ready 1
    collect Collect :crit, n_collect, 2026-03-16, 2026-03-20
    label Label :active, crit, n_label, 2026-03-12, 2026-03-21
    done Data： 50 ready 1 :active, crit, milestone, n_done, 2026-03-20, 2026-03-21
    section Other work
    free Without a milestone :done, n_free, 2026-03-10, 2026-03-11
"""


def test_the_chart_holds_absolute_dates_with_exclusive_ends() -> None:
    assert mermaid_gantt(schedule_of(PLAN)) == CHART


def test_the_language_is_that_of_the_reader() -> None:
    chart = mermaid_gantt(schedule_of(PLAN), language="zh")
    assert "section 其他工作" in chart
    assert "axisFormat %m-%d" in chart


def test_a_long_chart_shows_milestones_alone_and_a_longer_one_nothing() -> None:
    schedule = schedule_of(PLAN)
    short = mermaid_gantt(schedule, max_chars=len(CHART) - 1)
    assert short.count("section") == 1
    assert "section Milestones" in short
    assert "n_done, 2026-03-20, 2026-03-21" in short
    assert "n_collect" not in short
    assert mermaid_gantt(schedule, max_chars=len(CHART)) == CHART
    assert mermaid_gantt(schedule, max_chars=len(short) - 1) == ""


def test_no_section_is_empty_and_an_empty_plan_has_no_chart() -> None:
    assert mermaid_gantt(schedule_of("")) == ""
    only_loop = '[tasks.a]\ntitle = "a"\ndepends_on = ["b"]\n[tasks.b]\ntitle = "b"\ndepends_on = ["a"]'
    assert mermaid_gantt(schedule_of(only_loop)) == ""
    assert all(group.bars for group in gantt_groups(schedule_of(PLAN)))


@pytest.mark.parametrize(
    ("key", "title", "wanted"),
    [
        ("a", "x: y #1; 50 % <b>", "a x： y 1 50 ＜b＞"),
        ("title", "of the app", "· title of the app"),
        ("gantt-x", "chart", "· gantt-x chart"),
        ("2026-01-05", "kick-off", "· 2026-01-05 kick-off"),
        ("2026-01-05x", "kick-off", "2026-01-05x kick-off"),
        ("titles", "", "titles"),
        ("click", "", "· click"),
        ("a", "two\n lines", "a two lines"),
    ],
)
def test_a_name_is_no_keyword_and_one_line(key: str, title: str, wanted: str) -> None:
    assert task_name(key, title) == wanted


def test_a_label_keeps_what_is_harmless() -> None:
    assert label("植物 'a', \"b\" (c) [d] {e} / \\") == "植物 'a', \"b\" (c) [d] {e} / \\"


def test_bars_know_their_days() -> None:
    first = gantt_groups(schedule_of(PLAN))[0].bars[0]
    assert (first.start, first.end, first.tags) == (dt.date(2026, 3, 16), dt.date(2026, 3, 20), ("crit",))
