"""The board: which card stands in which column, what a column says, and what moving a card changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from rich.cells import cell_len
from rich.color import Color

from aiplan.core.edits import apply_edit
from aiplan.core.schedule import schedule_plan
from aiplan.errors import InvalidEdit
from aiplan.model.edits import Edit, RemoveField, SetField
from aiplan.model.reading import read_plan
from aiplan.tui.cells import CellLine
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.widgets.board.model import BYS, By, Card, board_columns
from aiplan.tui.widgets.board.moves import moved
from aiplan.tui.widgets.board.render import Look, Window, header_line, paint_card, title_lines, tops, window
from aiplan.tui.widgets.plan_grid.palette import KEYS, Palette
from helpers.plans import plan_data, schedule_of

PLAN = """
[teams.data]
title = "Data 数据"
capacity = 1

[teams.app]

[milestones.ready]
title = "Ready 就绪"
stage = "data"

[milestones.loose]
title = "Loose"

[tasks.collect]
title = "Collect"
milestone = "ready"
duration = "20d"
team = "data"
owner = "wei"
started = 2026-03-02

[tasks.label]
title = "Label"
milestone = "ready"
duration = "20d"
team = "data"
uses = { app = 1 }
started = 2026-03-02

[tasks.own]
title = "Own stage"
milestone = "ready"
stage = "model"
duration = "3d"
team = "ghost"

[tasks.done]
title = "Over"
milestone = "ready"
duration = "3d"
started = 2026-03-02
finished = 2026-03-04

[tasks.free]
title = "Free"
duration = "3d"

[experiments.try]
title = "Try"
milestone = "loose"
duration = "3d"
hypothesis = "It works."
criteria = ["x >= 1"]
max_attempts = 3
attempts = [{ started = 2026-03-02, finished = 2026-03-04, result = "missed" }, { started = 2026-03-09 }]
"""


def board(by: By, text: str = PLAN) -> dict[str | None, list[str]]:
    return {column.key: [card.id for card in column.cards] for column in board_columns(schedule_of(text), by)}


def test_a_stage_is_the_own_one_or_else_that_of_the_milestone() -> None:
    assert board("stage") == {
        "problem": [], "data": ["ready", "collect", "label", "done"], "model": ["own"], "product": [], "launch": [],
        None: ["loose", "try", "free"],
    }  # fmt: skip


def test_every_team_has_a_column_and_milestones_belong_to_none() -> None:
    assert board("team") == {
        "data": ["collect", "label"], "app": [], "ghost": ["own"], None: ["try", "free", "done"],
    }  # fmt: skip


def test_columns_by_status_and_by_owner() -> None:
    assert board("status") == {
        "planned": ["free", "own"], "active": ["loose", "ready", "try", "collect", "label"], "done": ["done"],
        "dropped": [],
    }  # fmt: skip
    assert board("owner")["wei"] == ["collect"]
    assert "ready" not in board("owner")[None]


def test_a_team_says_what_is_in_use_and_that_it_is_too_much() -> None:
    data, app, *_rest = board_columns(schedule_of(PLAN), "team")
    assert (data.note, data.overloaded) == ("2/1, over from 16 Mar  2 cards", True)
    assert (app.note, app.overloaded) == ("0 cards  1/1 in use", False)
    assert data.title == "Data 数据"
    assert board_columns(schedule_of(PLAN), "stage")[1].note == "4 cards  2 under way"


def test_work_in_a_circle_stands_last() -> None:
    circle = """
    [tasks.a]
    title = "A"
    duration = "2d"
    depends_on = ["b"]
    [tasks.b]
    title = "B"
    duration = "2d"
    depends_on = ["a"]
    [tasks.c]
    title = "C"
    duration = "2d"
    """
    data = plan_data(circle)
    plan, _findings = read_plan(data)
    (column,) = [c for c in board_columns(schedule_plan(plan, today=dt.date(2026, 3, 16)), "team") if c.cards]
    assert [(card.id, card.mark) for card in column.cards] == [("c", "critical"), ("a", "unknown"), ("b", "unknown")]
    assert column.cards[1].dates == "no dates: part of a cycle"


def test_a_card_says_where_its_experiment_stands() -> None:
    cards = {card.id: card for column in board_columns(schedule_of(PLAN), "stage") for card in column.cards}
    assert cards["try"].notes == ("running 2/3", "try")
    assert cards["collect"].notes == ("wei", "data", "collect")
    assert cards["done"].over
    assert not cards["done"].margin
    assert cards["ready"].milestone


# ---------------------------------------------------------------- moving


def after(by: By, key: str, to: str | None) -> tuple[tuple[Edit, ...], str | None]:
    """Return the edits, and the column the card then stands in."""
    data: Mapping[str, Any] = plan_data(PLAN)
    edits = moved(schedule_of(PLAN), data, key, by, to)
    for edit in edits:
        data = apply_edit(data, edit)
    plan, _findings = read_plan(data)
    schedule = schedule_plan(plan, today=dt.date(2026, 3, 16))
    found = [c.key for c in board_columns(schedule, by) if key in {card.id for card in c.cards}]
    return edits, found[0]


@pytest.mark.parametrize(
    ("by", "key", "to", "edits"),
    [
        ("stage", "collect", "model", (SetField(("tasks", "collect", "stage"), "model"),)),
        ("stage", "own", "data", (RemoveField(("tasks", "own", "stage")),)),
        ("stage", "ready", "launch", (SetField(("milestones", "ready", "stage"), "launch"),)),
        ("stage", "ready", None, (RemoveField(("milestones", "ready", "stage")),)),
        ("stage", "free", "problem", (SetField(("tasks", "free", "stage"), "problem"),)),
        ("team", "free", "app", (SetField(("tasks", "free", "team"), "app"),)),
        ("team", "label", None, (RemoveField(("tasks", "label", "team")),)),
        ("owner", "free", "wei", (SetField(("tasks", "free", "owner"), "wei"),)),
        ("owner", "collect", None, (RemoveField(("tasks", "collect", "owner")),)),
    ],
)
def test_moving_a_card_changes_one_key(by: By, key: str, to: str | None, edits: tuple[Edit, ...]) -> None:
    assert after(by, key, to) == (edits, to)


def test_moving_a_milestone_takes_its_members_along() -> None:
    data = apply_edit(plan_data(PLAN), moved(schedule_of(PLAN), plan_data(PLAN), "ready", "stage", "launch")[0])
    assert "stage" not in data["tasks"]["collect"]


def test_what_cannot_be_moved_says_why() -> None:
    for by, key, to, words in (
        ("stage", "collect", None, "has the stage of its milestone"),
        ("status", "free", "done", "from planned to under way"),
        ("status", "done", "active", "from planned to under way"),
    ):
        with pytest.raises(InvalidEdit, match=words):
            moved(schedule_of(PLAN), plan_data(PLAN), key, by, to)  # type: ignore[arg-type]


def test_moving_to_under_way_and_to_done_records_it() -> None:
    started = moved(schedule_of(PLAN), plan_data(PLAN), "free", "status", "active")
    assert [edit.path for edit in started if isinstance(edit, SetField)] == [("tasks", "free", "started")]
    finished = moved(schedule_of(PLAN), plan_data(PLAN), "collect", "status", "done")
    assert [edit.path for edit in finished if isinstance(edit, SetField)] == [("tasks", "collect", "finished")]


# ---------------------------------------------------------------- drawing


def test_as_many_columns_as_fit_are_shown_and_the_current_one_is_among_them() -> None:
    assert window(5, 120, 0, 0) == Window(0, 5, 23)
    assert window(5, 80, 0, 0) == Window(0, 3, 26)
    assert window(5, 80, 4, 0) == Window(2, 3, 26)
    assert window(5, 80, 3, 2) == Window(2, 3, 26)
    assert window(5, 10, 2, 0) == Window(2, 1, 10)
    for width in range(1, 250):
        for columns in range(1, 9):
            shown = window(columns, width, columns - 1, 0)
            assert shown.first + shown.count == columns
            assert shown.count * (shown.width + 1) - 1 <= width or shown.count == 1


CARDS = [
    Card("a", "标注黄金集八千条含难例与边界样本", "critical", "critical", False, "24 Feb – 1 Apr", "-5d", ("running",)),
    Card("b", "A long title with several words in it", "none", "experiment", False, "24 Feb", "12d", ("x", "中文")),
    Card("c", "Over", "done", "over", True, "24 Feb", "", ()),
    Card("d", "", "unknown", "milestone", True, "no dates: part of a cycle", "", ("\x1b[31m", "d")),
]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("solid", [True, False], ids=["colours", "plain"])
def test_every_line_of_a_card_is_as_wide_as_wanted(glyphs: Glyphs, solid: bool) -> None:
    palette = Palette(dict.fromkeys(KEYS, Color.default()), plain=not solid, blocks=not glyphs.ascii)
    look = Look(glyphs, palette)
    for width in (6, 22, 23, 44):
        for card in CARDS:
            for line in range(4):
                for chosen in (True, False):
                    cells = CellLine(width, ["base"] * width, "text")
                    paint_card(cells, 0, width, card, line, look, chosen=chosen)
                    text = "".join(run for run, _ in cells.runs())
                    assert cell_len(text) == width
                    assert "\x1b" not in text
                    if glyphs.ascii:
                        assert not set(text) & set("█▓▒◆✓…▸–│")


def test_titles_take_a_second_line_and_break_between_words() -> None:
    assert title_lines(CARDS[1], 20, UNICODE) == ["A long title with   ", "several words in it "]
    assert title_lines(CARDS[0], 11, UNICODE) == ["标注黄金集 ", "八千条含难…"]
    assert title_lines(CARDS[2], 11, UNICODE) == ["◆ Over     "]
    assert tops(CARDS, 24, UNICODE) == [0, 5, 10, 11, 15]


def test_the_header_points_to_columns_beside() -> None:
    columns = board_columns(schedule_of(PLAN), "stage")
    palette = Palette(dict.fromkeys(KEYS, Color.default()), plain=False, blocks=True)
    shown = window(len(columns), 50, 3, 2)
    for width in (50, 51, 60):
        lines = [header_line(columns, shown, line, 3, Look(UNICODE, palette), width=width) for line in range(2)]
        assert {cell_len(strip.text) for strip in lines} == {width}
        assert lines[0].text[0] == UNICODE.left
        assert lines[0].text[-1] == UNICODE.right


def test_the_header_says_how_many_cards_lie_above() -> None:
    columns = board_columns(schedule_of(PLAN), "stage")
    palette = Palette(dict.fromkeys(KEYS, Color.default()), plain=False, blocks=True)
    shown = window(len(columns), 140, 1, 0)
    strip = header_line(columns, shown, 1, 1, Look(UNICODE, palette), width=140, hidden=[0, 3, 0, 0, 0, 0])
    assert "4 cards  2 under… ▴3" in strip.text


def test_every_grouping_holds_every_piece_of_work_once() -> None:
    schedule = schedule_of(PLAN)
    for by in BYS:
        ids = [card.id for column in board_columns(schedule, by) for card in column.cards]
        assert len(ids) == len(set(ids))
        assert set(ids) >= {"collect", "label", "own", "done", "free", "try"}
