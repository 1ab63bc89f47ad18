"""View 6: lines at every width, what is typed into its windows, and the one line that each changes in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import pytest
from textual.pilot import Pilot

from aiplan.core.gates import decide_gate
from aiplan.core.value_of_information import suggested_order
from aiplan.model.edits import SetField
from aiplan.model.values import parse_gate
from aiplan.session import Session
from aiplan.tui.app import PlanApp
from aiplan.tui.desk import Desk
from aiplan.tui.experiments.look import interval_bar
from aiplan.tui.experiments.page import LOOKS, Look, Shown, experiment_lines
from aiplan.tui.experiments.recording import Value, parse_value
from aiplan.tui.experiments.series import series, sparkline
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.i18n import set_language
from aiplan.tui.lines import Line
from aiplan.tui.screens.amend import AmendScreen
from aiplan.tui.screens.ask import AskScreen
from aiplan.tui.screens.reading import ReadingScreen
from aiplan.tui.screens.result import ResultScreen
from aiplan.tui.state import AppState
from aiplan.tui.widgets.experiment_view import ExperimentView
from aiplan.tui.widgets.field_row import FieldRow
from helpers.screens import TODAY, drive, sample_plan, screen_text, small_plan, type_text, until
from helpers.walks import walk

WIDTHS = (58, 59, 69, 75, 77, 99, 100, 117, 148, 198)
ODD = """\
format = 1
project = { name = "Odd", start = 2026-03-02, as_of = 2026-03-16 }

[experiments.draft]

[experiments."很长很长很长很长很长的标识符号"]
title = "题目很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长"
duration = "0d"
hypothesis = "我们相信我们相信我们相信我们相信我们相信我们相信我们相信我们相信我们相信我们相信我们相信"
criteria = ["recall >= 0.8", "gone >= 1", "latency[gone] <= 3", "recall[重要的部分] >= 0.5"]
eval_set = "gone"
timebox = "1d"
parallel = 2
max_attempts = 4
attempts = [{ started = 2026-03-02, finished = 2026-03-04, result = "inconclusive" }, { started = 2026-03-05 }]
fallback = {}

[experiments.over]
duration = "2d"
criteria = ["recall"]
max_attempts = 1
attempts = [{ started = 2026-03-02, finished = 2026-03-04, result = "missed", note = "no" }]
[[experiments.over.amendments]]
field = "criteria"
why = "没有日期"

[metrics.recall]
title = "召回率召回率召回率召回率召回率召回率召回率召回率召回率召回率召回率召回率"
better = "higher"
unit = "ratio"
proportion = true
target = 0.8
readings = [
  { on = 2026-03-03, n = 50, k = 43, segment = "重要的部分重要的部分重要的部分" },
  { on = 2026-03-03, n = 0, k = 0, segment = "none" },
  { on = 2026-03-04, value = nan, segment = "broken" },
  { on = 2026-03-05, value = 1.5, n = 10, segment = "beyond" },
  { on = 2027-03-05, value = 0.1, n = 10, segment = "later" },
]

[metrics.latency]
better = "lower"
unit = "ms"
target = 0
readings = [{ on = 2026-03-03, value = 1e30 }, { on = 2026-03-04, value = -5 }]

[metrics.nothing]

[tasks.real]
duration = "1d"
"""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def state_of(path: Path) -> AppState:
    return replace(Desk(Session.open(path, today=TODAY)).state, view="experiments", item=None)


def lines_of(state: AppState, width: int, glyphs: Glyphs = UNICODE, **chosen: object) -> list[Line]:
    worth = suggested_order(state.document.schedule)
    return experiment_lines(state, width, glyphs, worth=worth, **chosen)  # type: ignore[arg-type]


def plain(lines: list[Line]) -> str:
    return "\n".join(line.content.plain.rstrip() for line in lines)


def changed(before: str, after: str) -> list[str]:
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


async def at_the_view(app: PlanApp, pilot: Pilot[int]) -> ExperimentView:
    await pilot.press("6")
    await until(pilot, lambda: app.main.query(ExperimentView) and app.main.query_one(ExperimentView).lines)
    return app.main.query_one(ExperimentView)


async def stand_on(app: PlanApp, pilot: Pilot[int], item: Shown) -> None:
    """Go down the lists to an item."""
    for _press in range(60):
        if app.desk.state.item == item:
            return
        await pilot.press("down")
    raise AssertionError(item)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("look", LOOKS)
def test_no_line_is_wider_than_the_view(tmp_path: Path, look: Look, glyphs: Glyphs, language: str) -> None:
    states = [state_of(sample_plan(tmp_path)), state_of(small_plan(tmp_path, ODD))]
    set_language(language)  # type: ignore[arg-type]
    for state in states:
        plan = state.document.plan
        items: list[Shown] = [("experiments", key) for key in plan.experiments if look != "metrics"]
        items += [("metrics", key) for key in plan.metrics if look != "experiments"]
        worth = suggested_order(state.document.schedule)
        for width in WIDTHS:
            for shown in items:
                for line in experiment_lines(state, width, glyphs, look=look, shown=shown, worth=worth):
                    assert line.content.cell_length <= width, line.content.plain
                    assert all(0 <= t.start < t.end <= width for t in line.targets), line.content.plain
                    assert not glyphs.ascii or not set(line.content.plain) & set("━┄●│▁▂▃▄▅▆▇█✓○–…")


def test_the_card_says_what_is_believed_tried_and_worth(tmp_path: Path) -> None:
    text = plain(lines_of(state_of(sample_plan(tmp_path)), 117, shown=("experiments", "cnn-v1")))
    for said in (
        "running, by chen", "! top1-accuracy >= 0.90  fail", "84.2 % of 6,000 cases, 5.8 points short, 5 Mar",
        "measured on photos-eval", "1  24 Feb – 5 Mar   missed", "84.2 %; lily and daylily confused",
        "2  11 Mar –         running, 3 days so far", "○ 1 more may follow",
        "45 % an attempt, 70 % with all that are left", "15 of 35 days used", "open: only if every attempt misses",
        "1. of 4 to run: 30 % to fail", "amended     6 Mar chen: criteria top1-accuracy >= 0.88",
        "1 running, 3 ready, 2 met, 1 dropped; 3 of 15 metrics on target",
    ):  # fmt: skip
        assert said in text, said
    learned = plain(lines_of(state_of(sample_plan(tmp_path)), 117, shown=("experiments", "hyper-params")))
    assert "learned     84.2 % became 87.1 %" in learned
    assert "so          384 pixels for attempt 2 of cnn-v1." in learned


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    state = state_of(small_plan(tmp_path, ODD))
    draft = plain(lines_of(state, 148, shown=("experiments", "draft")))
    for said in ("still missing: a hypothesis, criteria, a duration", "no criteria: nothing can say whether it met",
                 "nobody has said how likely an attempt meets", "none: what if every attempt misses?"):  # fmt: skip
        assert said in draft, said
    over = plain(lines_of(state, 148, shown=("experiments", "over")))
    assert "no attempt is left" in over
    assert "nothing is written down: L closes it" in over
    odd = plain(lines_of(state, 148, shown=("experiments", "很长很长很长很长很长的标识符号")))
    assert "the metric is not in the plan" in odd
    assert "2 side by side" in odd


def test_the_metric_card_shows_segments_gates_and_the_sample_that_settles(tmp_path: Path) -> None:
    text = plain(lines_of(state_of(sample_plan(tmp_path)), 117, look="metrics", shown=("metrics", "class-recall")))
    for said in ("worst 76 %", "daylily 76 % of 50 cases, 385 cases would settle it", "95 % interval 62.6 % to 85.7 %",
                 "for model-ready  launched", "lily-daylily  More data", "target 80 % ┄", "5 Mar"):  # fmt: skip
        assert said in text, said
    rows = [line for line in text.splitlines() if "/50" in line]
    assert [line.split("│")[1].split()[1] for line in rows] == [
        "daylily", "lily", "peach-blossom", "osmanthus", "rose", "lotus"
    ]  # fmt: skip
    assert len({line.rindex("│") for line in rows}) == 1, "the bar stands in the same place on every line"
    narrow = plain(lines_of(state_of(sample_plan(tmp_path)), 77, look="metrics"))
    for said in ("2.9 points short", "385 cases", "320 ms over", "not measured"):
        assert said in narrow


def test_the_interval_is_drawn_against_the_bar(tmp_path: Path) -> None:
    plan = state_of(sample_plan(tmp_path)).document.plan
    lily = decide_gate(plan, parse_gate("class-recall[lily] >= 0.80"), TODAY)
    drawn = interval_bar(lily.decisive, 0.8, 21, UNICODE).plain
    assert drawn.startswith("┄┄━━")
    assert drawn.count("│") == drawn.count("●") == 1
    assert drawn.index("│") < drawn.index("●")
    assert interval_bar(lily.decisive, 0.8, 21, ASCII).plain.strip(".").startswith("=")
    clear = decide_gate(plan, parse_gate("class-recall[lotus] >= 0.80"), TODAY)
    drawn = interval_bar(clear.decisive, 0.8, 21, UNICODE).plain
    assert drawn.index("│") < drawn.index("━")


def test_the_trend_follows_the_worst_segment_and_its_colour_the_direction(tmp_path: Path) -> None:
    plan = state_of(sample_plan(tmp_path)).document.plan
    found = series(plan.metrics["class-recall"], TODAY)
    assert found.worst
    assert found.points == ((dt.date(2026, 3, 5), 29 / 50), (dt.date(2026, 3, 10), 38 / 50))
    falling = sparkline(plan.metrics["p95-latency"], TODAY, 6, UNICODE)
    assert falling.cell_length == 6
    assert "$warning" in str(falling.markup)
    assert series(plan.metrics["toxic-miss"], TODAY).now is None


@pytest.mark.parametrize(
    ("text", "size", "value"),
    [
        ("0.884", "", Value(0.884)), ("88.4 %", "6000", Value(0.884, None, 6000)), ("43/50", "", Value(0.86, 43, 50)),
        ("43 of 50", "", Value(0.86, 43, 50)), ("88.4% of 6,000", "", Value(0.884, None, 6000)),
        ("0.5 of 10", "", Value(0.5, None, 10)), ("1,820", "", Value(1820.0)), ("-3", "", Value(-3.0)),
    ],
)  # fmt: skip
def test_values_are_typed_as_people_write_them(text: str, size: str, value: Value) -> None:
    assert parse_value(text, size) == value


@pytest.mark.parametrize(
    ("text", "size"), [("", ""), ("many", ""), ("51/50", ""), ("1/0", ""), ("nan", ""), ("inf", ""), ("0.5", "few")]
)
def test_what_is_no_value_is_refused(text: str, size: str) -> None:
    with pytest.raises(ValueError, match=r"k of n|a number such as|number of cases"):
        parse_value(text, size)


def test_without_experiments_the_key_is_named(tmp_path: Path) -> None:
    text = plain(
        lines_of(state_of(small_plan(tmp_path, "format = 1\n[project]\nname = 'x'\nstart = 2026-01-05\n")), 80)
    )
    assert "No experiments or metrics yet: a adds one." in text


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_a_reading_is_one_more_line(tmp_path: Path, size: tuple[int, int]) -> None:
    path = sample_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await type_text(pilot, "5500/6000")
        await until(pilot, lambda: "fail → pass" in screen_text(app))
        assert not app.desk.session.dirty
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.session.dirty)
        await until(pilot, lambda: "91.67 %" in screen_text(app))
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)
        assert changed(before, path.read_text(encoding="utf-8")) == [
            '+   { on = 2026-03-16, n = 6000, k = 5500, from = "cnn-v1" },'
        ]
        await pilot.press("u")
        await until(pilot, lambda: app.desk.session.text.to_bytes() == before.encode())

    drive(path, steps, size=size)


def test_a_reading_of_a_segment_of_the_metric_under_the_cursor(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await pilot.press("c", "c")
        await stand_on(app, pilot, ("metrics", "class-recall"))
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, ReadingScreen))
        await type_text(pilot, "120%")
        await until(pilot, lambda: "a proportion lies between 0 and 1" in screen_text(app))
        for _letter in range(4):
            await pilot.press("backspace")
        await type_text(pilot, "350 of 400")
        await pilot.press("down", "down")
        await type_text(pilot, "daylily")
        await until(pilot, lambda: "lily 86 % of 50 cases, 171 cases would settle it" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.session.dirty)
        after = app.desk.session.text.to_bytes().decode()
        assert changed(before, after) == ['+   { on = 2026-03-16, n = 400, k = 350, segment = "daylily" },']

    drive(path, steps)


def test_a_result_says_first_what_follows(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))
        await until(pilot, lambda: "doubtful: recorded as met, but the readings fail" in screen_text(app))
        await until(pilot, lambda: "finish 4 Aug -3d" in screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: "then: 1 more attempt is planned" in screen_text(app))
        await until(pilot, lambda: "launched by 30 Jun +5d" in screen_text(app))
        assert app.desk.session.text.to_bytes() == before.encode()
        await pilot.press("tab", *"88.4% of 6000", "enter")
        await until(pilot, lambda: app.desk.session.dirty)
        assert changed(before, app.desk.session.text.to_bytes().decode()) == [
            '+   { on = 2026-03-13, value = 0.884, n = 6000, from = "cnn-v1" },',
            "-   { started = 2026-03-11 },",
            '+   { started = 2026-03-11, finished = 2026-03-13, result = "missed" },',
        ]

    drive(path, steps)


def test_the_fallback_is_taken_after_a_yes(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, AskScreen) and "Finish" in screen_text(app))
        await pilot.press("escape", "b")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        assert not app.desk.session.dirty
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.session.dirty)
        assert changed(before, app.desk.session.text.to_bytes().decode()) == ["+ take_fallback = true"]
        await until(pilot, lambda: "due: it comes next" in screen_text(app))
        await pilot.press("b")
        await until(pilot, lambda: "no attempts left to end" in screen_text(app))

    drive(path, steps)


def test_an_amendment_changes_the_bar_and_says_why(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, AmendScreen) and "It has begun" in screen_text(app))
        await type_text(pilot, "top1-accuracy >= 0.84")
        await pilot.press("enter")
        await until(pilot, lambda: "why is needed" in screen_text(app))
        await type_text(pilot, "Agreed with sales.")
        await until(pilot, lambda: "inconclusive" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.session.dirty)
        lines = changed(before, app.desk.session.text.to_bytes().decode())
        assert lines[:2] == ['- criteria = ["top1-accuracy >= 0.90"]', '+ criteria = ["top1-accuracy >= 0.84"]']
        assert [line for line in lines[2:] if line.strip("+ ")] == [
            "+ [[experiments.cnn-v1.amendments]]", "+ on = 2026-03-16", '+ who = "chen"', '+ field = "criteria"',
            '+ old = "top1-accuracy >= 0.90"', '+ new = "top1-accuracy >= 0.84"', '+ why = "Agreed with sales."',
        ]  # fmt: skip

    drive(path, steps)


def test_the_next_attempt_is_started_and_learning_is_written(tmp_path: Path) -> None:
    path = small_plan(tmp_path, ODD)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await stand_on(app, pilot, ("experiments", "draft"))
        await pilot.press("S")
        await until(pilot, lambda: app.desk.session.dirty)
        added = changed(before, app.desk.session.text.to_bytes().decode())
        assert added == ["+ attempts = [", "+   { started = 2026-03-13 },", "+ ]"]
        await pilot.press("u")
        app.desk.select_item(("experiments", "over"))
        app.publish()
        await pilot.press("L")
        await until(
            pilot,
            lambda: any(r.editing and r.spec.path == ("learning", "observed") for r in app.screen.query(FieldRow)),
        )
        await type_text(pilot, "It never got near.")
        await pilot.press("escape")
        await until(pilot, lambda: "It never got near." in app.desk.session.text.to_bytes().decode())

    drive(path, steps, size=(120, 36))


def test_enter_opens_the_field_and_a_gate_leads_home(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await pilot.press("right")
        assert view.cursor is not None
        assert view.cursor.key
        view._stand(next(i for i, p in enumerate(view._shown.places) if p.target.key == "timebox"))
        await pilot.press("enter")
        await until(pilot, lambda: any(r.editing and r.spec.key == "timebox" for r in app.main.query(FieldRow)))
        await pilot.press("escape")
        await until(pilot, lambda: not app.main.form_open)
        app.desk.select_item(("metrics", "class-recall"))
        app.publish()
        await until(pilot, lambda: "Recall of one species 单类识别率" in screen_text(app))
        view._stand(next(i for i, p in enumerate(view._shown.places) if p.target.address == ("milestones", "launched")))
        await pilot.press("o")
        await until(pilot, lambda: app.desk.state.view == "timeline" and app.desk.state.selected == "launched")

    drive(sample_plan(tmp_path), steps)


def test_of_a_large_plan_the_order_is_computed_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiplan.tui.widgets.experiment_view.AT_ONCE", 0)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await until(pilot, lambda: "1. of 4 to run: 30 % to fail" in screen_text(app))
        app.desk.apply(SetField(("experiments", "cnn-v1", "success"), 0.9), label="surer")
        app.publish()
        await until(pilot, lambda: "of 4 to run: 1 % to fail" in screen_text(app))

    drive(sample_plan(tmp_path), steps)


def test_a_random_walk_over_odd_experiments_never_raises_and_undo_leads_back(tmp_path: Path) -> None:
    walk(small_plan(tmp_path, ODD), view="experiments", seed="odd experiments", count=100, size=(60, 16))
