"""Spreadsheets and charts become plans: dates, links and words as they were, and what could not be read is told."""

from __future__ import annotations

import datetime as dt

import pytest

from aiplan.core.gantt import label
from aiplan.core.schedule import schedule_plan
from aiplan.export.mermaid import mermaid_gantt
from aiplan.importing.notes import ImportFailed
from aiplan.importing.raw import MOST_BYTES
from aiplan.model.reading import read_plan
from aiplan.store.text import PlanText
from helpers.importing import fixture, read
from helpers.tools import ROOT


def links(table: object) -> list[str]:
    return [str(link) for link in table.depends_on]  # type: ignore[attr-defined]


# ---------------------------------------------------------------- what programs save


def test_microsoft_project_outline_row_numbers_and_shares() -> None:
    found = fixture("msproject.csv")
    plan = found.plan
    assert plan.project.name == "Launch bot"
    assert list(plan.milestones) == ["data", "model", "go-live"]
    assert plan.tasks["evaluate"].milestone == "model"
    assert links(plan.tasks["evaluate"]) == ["fine-tune", "label-golden-set SS+2d"]
    assert links(plan.milestones["model"]) == ["data"]
    assert plan.tasks["collect-dialogues"].finished == dt.date(2026, 1, 16)
    assert found.dates("label-golden-set") == ("2026-01-19", "2026-01-23")
    assert found.dates("evaluate") == ("2026-02-23", "2026-02-27")
    assert found.dates("go-live")[1] == "2026-02-27"
    assert "not_before" not in found.made.text
    assert plan.tasks["label-golden-set"].notes == "Progress: 40 %"


def test_jira_epics_links_states_and_what_is_left_out() -> None:
    found = fixture("jira.csv")
    tasks = found.plan.tasks
    assert found.plan.milestones["BOT-1"].deadline == dt.date(2027, 2, 26)
    assert {key: task.milestone for key, task in tasks.items()} == {
        "BOT-2": "BOT-1", "BOT-3": "BOT-1", "BOT-4": "BOT-1", "BOT-5": None,
    }  # fmt: skip
    assert tasks["BOT-2"].tags == ("data", "pii")
    assert found.dates("BOT-3") == ("2026-11-16", "2026-12-04")
    assert found.dates("BOT-4") == ("2026-12-07", "2027-01-08")
    assert links(tasks["BOT-4"]) == ["BOT-2", "BOT-3"]
    assert str(tasks["BOT-5"].duration) == "5d", "144,000 seconds are five days of eight hours"
    assert found.said == [
        "left out, the bookkeeping of another tool: Project key, Reporter, Created",
        "kept as notes, nothing here has that meaning: Custom field (Story Points)",
        "6:Status: 'Blocked' cannot be read",
        "6:: nothing here is called 'BOT-99': the dependency was left out",
    ]
    assert tasks["BOT-5"].notes == "Status: Blocked\nDepends on: BOT-99"


def test_a_chinese_sheet_in_gb18030_with_a_title_above_the_header() -> None:
    found = fixture("schedule.gb18030.csv")
    assert found.plan.project.name == "项目计划表"
    assert found.plan.project.language == "zh"
    assert list(found.plan.milestones) == ["数据准备", "模型", "上线评审"]
    assert found.dates("采集对话") == ("2026-12-01", "2026-12-11")
    assert found.dates("微调模型") == ("2026-12-21", "2027-01-08")
    assert links(found.plan.tasks["评测"]) == ["微调模型", "采集对话"]
    assert [said for said in found.said if said.startswith("9:")] == [
        "9:开始时间: '待补' cannot be read",
        "9:结束时间: '=B3+1' is a formula, not its value",
        "9:工期: '很久' cannot be read",
        "9:进度: 'abc%' cannot be read",
        "9:: nothing here is called '不存在的任务': the dependency was left out",
    ]
    kept = found.plan.tasks["坏行"].notes
    assert "依赖：不存在的任务" in kept
    assert all(text in kept for text in ("待补", "=B3+1", "很久", "abc%", "不存在的任务"))


def test_notion_spans_relations_and_titles_with_commas() -> None:
    found = fixture("notion.csv")
    assert found.dates("collect-dialogues") == ("2026-11-16", "2026-12-04")
    assert found.dates("fine-tune-first-try") == ("2027-01-04", "2027-01-22")
    assert links(found.plan.tasks["evaluate"]) == ["fine-tune-first-try"]
    assert found.plan.tasks["fine-tune-first-try"].not_before == dt.date(2027, 1, 4), "later than its predecessor"
    assert found.plan.tasks["label-golden-set"].not_before is None
    assert found.plan.project.as_of is None, "nothing lies behind, so the data date is today"


def test_asana_sections_what_is_completed_and_both_ends_of_a_dependency() -> None:
    found = fixture("asana.csv")
    tasks = {task.title: task for task in found.plan.tasks.values()}
    assert [item.title for item in found.plan.milestones.values()] == ["Discovery", "Build"]
    assert tasks["Interview ten users"].finished == dt.date(2026, 11, 13)
    assert tasks["Interview ten users"].tags == ("research", "users")
    assert tasks["Interview ten users"].notes.startswith("They want sources")
    assert links(tasks["Write the brief"]) == ["interview-ten-users"], "told from both sides, once"
    assert found.dates("prototype") == ("2026-11-30", "2026-12-18")
    assert "not_before" not in found.made.text


def test_indented_titles_days_first_and_work_on_a_saturday() -> None:
    found = fixture("phases.csv")
    assert found.plan.tasks["label"].milestone == "data"
    assert links(found.plan.tasks["label"]) == [], "row 3 is itself"
    assert links(found.plan.tasks["train"]) == []
    assert found.dates("test") == ("2027-01-18", "2027-01-23")
    assert [span.from_ for span in found.plan.calendar.extra_workdays] == [dt.date(2027, 1, 23)]


# ---------------------------------------------------------------- charts


def test_a_chart_in_a_readme() -> None:
    found = fixture("readme.md")
    plan = found.plan
    assert plan.project.name == "Support bot"
    assert list(plan.milestones) == ["data", "dr", "model", "go"]
    assert plan.tasks["lab"].title == 'Label "golden" set'
    assert links(plan.tasks["lab"]) == ["col"]
    assert links(plan.tasks["baseline"]) == ["dr"], "without a start it follows the bar before"
    assert found.dates("col") == ("2026-11-16", "2026-12-04")
    assert found.dates("lab") == ("2026-12-07", "2026-12-18")
    assert found.dates("ft") == ("2026-12-21", "2027-01-08"), "2w are 14 days that count, Christmas is none of them"
    assert found.dates("go") == ("2027-01-29", "2027-01-29")
    assert any("2 Gantt charts" in said for said in found.said)


def test_a_chart_that_counts_every_day_is_a_plan_that_does() -> None:
    found = read("gantt\n a :a1, 2027-01-04, 10d\n b :after a1, 5d\n", "x.mmd")
    assert len(found.plan.calendar.workweek) == 7
    assert found.dates("a1") == ("2027-01-04", "2027-01-13")
    assert found.dates("b") == ("2027-01-14", "2027-01-18")


def test_what_a_chart_says_wrongly_is_told() -> None:
    found = read(
        "gantt\n title T\n odd line\n a :a, 2027-13-45, 3d\n b :b, after nowhere, 2d\n c :vert, 2027-01-05, 0d\n",
        "x.mmd",
    )
    assert [said.partition(": ")[0] for said in found.said if said[0].isdigit()] == ["3:", "4:", "5:", "6:"]
    assert list(found.plan.tasks) == ["a", "b"]


def test_our_own_chart_comes_back_with_the_same_dates() -> None:
    text = PlanText.from_text((ROOT / "sample_project.toml").read_text(encoding="utf-8"))
    plan, _ = read_plan(text.data, file_order=text.file_order)
    before = schedule_plan(plan, today=dt.date(2026, 3, 16))
    found = read(mermaid_gantt(before), "roadmap.mmd", today=dt.date(2026, 3, 16))
    drawn = [a for a in before.activities if a.status != "dropped" and a.early_finish is not None]
    assert {a.id for a in drawn} == set(found.schedule.ids)
    for activity in drawn:
        again = found.schedule[activity.id]
        point = activity.kind == "milestone"
        assert again.early_finish == activity.early_finish, activity.id
        assert point or again.early_start == activity.early_start, activity.id
        assert again.title == label(activity.title)
        assert again.milestone == activity.milestone


# ---------------------------------------------------------------- cells


def sheet(*rows: str, header: str = "id,title,start,finish,duration,predecessors,status,progress") -> str:
    return "\n".join((header, *rows)) + "\n"


@pytest.mark.parametrize(
    "spelled",
    ["2026-12-07", "2026/12/7", "2026.12.07", "20261207", "2026年12月7日", "12/7/2026", "12/7/26", "07.12.2026",
     "7-Dec-26", "Dec 7, 2026", "7 December 2026", "07/Dec/26 12:00 AM", "Mon 12/7/26", "2026-12-07T09:30:00Z",
     "46363", "2026/12/7 星期一", "2026年12月7日 8:00"],
)  # fmt: skip
def test_a_day_is_a_day_however_it_is_spelled(spelled: str) -> None:
    found = read(sheet(f'a,A,"{spelled}",2026-12-18,,,,'))
    assert found.dates("a") == ("2026-12-07", "2026-12-18")


def test_day_and_month_are_told_apart_by_all_dates_or_by_the_person() -> None:
    rows = ("a,A,03/12/2026,04/12/2026,,,,",)
    american, british = read(sheet(*rows), order="mdy"), read(sheet(*rows), order="dmy")
    assert american.dates("a")[0] == "2026-03-12"
    assert british.dates("a")[0] == "2026-12-03"
    guessed = read(sheet(*rows))
    assert guessed.made.ambiguous
    assert "3/4/2026 was read as 4 March, the month first" in guessed.said
    told = read(sheet(*rows, "b,B,14/12/2026,15/12/2026,,,,"))
    assert not told.made.ambiguous
    assert told.dates("a")[0] == "2026-12-03"


@pytest.mark.parametrize(
    ("spelled", "days"),
    [("5", 5), ("5d", 5), ("5 days?", 5), ("2 wks", 10), ("1w 2d", 7), ("12h", 2), ("3个工作日", 3), ("2周", 10),
     ("1 mon", 20), ("0.5", 1), ("1.5 weeks", 8)],
)  # fmt: skip
def test_a_length_is_working_days(spelled: str, days: int) -> None:
    duration = read(sheet(f"a,A,,,{spelled},,,")).plan.tasks["a"].duration
    assert duration is not None
    assert duration.likely.days() == days


def test_every_kind_of_link_and_two_tasks_in_a_circle() -> None:
    found = read(
        sheet(
            "1,Ask,,,2d,3,,", "2,Build,,,3d,1FS+2d,,", '3,Check,,,1d,"1SS-1w; 2 FF",,', '4,Ship,,,1d,"Build, 9",,'
        )
    )  # fmt: skip
    tasks = found.plan.tasks
    assert links(tasks["build"]) == ["ask FS+2d"]
    assert links(tasks["check"]) == ["ask SS-5d", "build FF"]
    assert links(tasks["ship"]) == ["build"]
    assert "2:: 'Check' and 'Ask' wait for each other: this dependency was left out" in found.said
    assert any("'9'" in said for said in found.said)
    assert found.schedule.finish is not None


def test_many_rings_are_broken_in_reasonable_time_and_what_goes_down_stays() -> None:
    rows = [f"{n},Task {n},,,1d,{n - 1 if n > 1 else ''};{n % 300 + 1};{(n * 7) % 300 + 1},," for n in range(1, 301)]
    found = read(sheet(*rows))
    assert found.schedule.finish is not None
    assert all(f"task-{n - 1}" in links(found.plan.tasks[f"task-{n}"]) for n in range(2, 301))


def test_the_same_id_twice_and_a_row_without_a_title() -> None:
    found = read(sheet("a,One,,,1d,,,", "a,Two,,,1d,,,", "c,,,,1d,a,,"))
    assert list(found.plan.tasks) == ["a", "a-2", "c"]
    assert links(found.plan.tasks["c"]) == ["a"]
    assert any("already that of line 2" in said for said in found.said)
    assert any("no title" in said for said in found.said)


def test_what_has_happened_is_recorded_and_what_contradicts_it_is_left_out() -> None:
    found = read(
        sheet(
            "a,Done,2026-11-02,2026-11-06,,,done,", "b,Half,2026-11-09,2026-11-27,,a,,50%",
            "c,Odd,2026-11-02,2026-11-04,,b,done,",
            "d,Ahead,2027-03-01,2027-03-05,,,done,", "e,Off,,,3d,,Cancelled,", "f,Later,2026-11-30,2026-12-04,,b,,",
        )
    )  # fmt: skip
    tasks = found.plan.tasks
    assert (tasks["a"].started, tasks["a"].finished) == (dt.date(2026, 11, 2), dt.date(2026, 11, 6))
    assert found.dates("b") == ("2026-11-09", "2026-11-27")
    assert links(tasks["c"]) == []
    assert any("'Odd' is done although 'Half' is not" in said for said in found.said)
    assert tasks["d"].finished is None
    assert tasks["e"].status == "dropped"
    assert found.dates("f") == ("2026-11-30", "2026-12-04")


def test_columns_that_nobody_knows_and_cells_beyond_the_last_are_kept() -> None:
    found = read("Task;Zauberwert\nA;42;more\n")
    assert found.plan.tasks["a"].notes == "Zauberwert: 42\nmore"
    assert found.said == [
        "kept as notes, nothing here has that meaning: Zauberwert",
        "2:: more cells than columns: kept as a note",
    ]


def test_dates_that_its_predecessors_do_not_allow_are_told() -> None:
    found = read(sheet("a,A,2026-12-07,2026-12-18,,,,", "b,B,2026-12-14,2026-12-16,,a,,"))
    assert found.dates("b") == ("2026-12-21", "2026-12-23")
    assert any("'B' starts on 2026-12-21 in the plan, not on 2026-12-14" in said for said in found.said)


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"PK\x03\x04rest", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0rest", "Microsoft Project or Excel"),
        (b"a,b\n\x00,1\n", "bytes that are zero"),
        (b"a,b\n1,2\n", "no column holds titles; line 1 has 'a', 'b'"),
        (b"Title,Start\n", "nothing below the header"),
        (b'Title\n"abc\nd\ne', "the row in line 2 cannot be read"),
        (b"Title\n" + b"x" * 200_000, "the row in line 2 cannot be read"),
        (b"Title\n" + b"x\n" * 20_001, "more than 20000 rows"),
        (b"x" * (MOST_BYTES + 1), "more than the 16 MB"),
    ],
)
def test_what_is_no_sheet_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(ImportFailed, match=said) as failed:
        read(raw)
    assert failed.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    raw = "任务,负责人\n标注数据集,王伟\n".encode(encoding)
    assert read(raw).plan.tasks["标注数据集"].owner == "王伟"


def test_western_letters_are_not_taken_for_chinese() -> None:
    raw = "Task;Who\nPréparer les données;Zoé\nÉvaluer;Jürgen\n".encode("cp1252")
    assert [task.title for task in read(raw).plan.tasks.values()] == ["Préparer les données", "Évaluer"]


def test_a_big_sheet_is_read_in_reasonable_time_and_its_chain_needs_no_bounds() -> None:
    rows = [f"{n},Task {n},,,1d,{n - 1 if n > 1 else ''},," for n in range(1, 2001)]
    found = read(sheet(*rows))
    assert len(found.plan.tasks) == 2000
    assert "not_before" not in found.made.text
