"""The board on screen: going about, moving cards, and the width of every line."""

from __future__ import annotations

from difflib import ndiff
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.screens.result import ResultScreen
from aiplan.tui.widgets.board_view import BoardView
from helpers.screens import drive, make_app, sample_plan, screen_lines, screen_text, select, small_plan, until

EMPTY = 'format = 1\nproject = { name = "Empty", start = 2026-03-02 }\n'


async def at_the_board(app: PlanApp, pilot: Pilot[int]) -> BoardView:
    await pilot.press("4")
    await until(pilot, lambda: app.main.query(BoardView) and app.main.query_one(BoardView).columns)
    return app.main.query_one(BoardView)


def changed(before: str, after: str) -> list[str]:
    """Return the lines that are gone and those that are new, in the order of the file."""
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("key", "press", "lines"),
    [
        ("drift-monitors", "less_than_sign", ['+ stage = "product"']),
        ("model-ready", "greater_than_sign", ['- stage = "model"', '+ stage = "product"']),
    ],
)
def test_moving_a_card_changes_its_stage_and_nothing_else(
    tmp_path: Path, key: str, press: str, lines: list[str]
) -> None:
    path = sample_plan(tmp_path)
    text = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        select(app, key)
        await until(pilot, lambda: view.cursor_id == key)
        column = view.place
        await pilot.press(press)
        await until(pilot, lambda: app.desk.session.dirty and view.place != column)
        assert view.cursor_id == key
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)
        assert changed(text, path.read_text(encoding="utf-8")) == lines
        await pilot.press("u", "s")
        await until(pilot, lambda: path.read_text(encoding="utf-8") == text)

    drive(path, steps)


def test_moving_a_card_to_another_team_is_one_line_and_one_undo_step(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        await pilot.press("b")
        select(app, "garden-diary")
        await until(pilot, lambda: view.cursor_id == "garden-diary" and view.by == "team")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "Product & design" in (app.desk.state.document.undo_label or ""))
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)

    drive(path, steps)
    assert changed(before, path.read_text(encoding="utf-8")) == ['- team = "app"', '+ team = "product"']


def test_a_task_cannot_lose_the_stage_of_its_milestone(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        select(app, "docs")
        await until(pilot, lambda: view.cursor_id == "docs")
        assert view.columns[-1].key is None
        await pilot.press("less_than_sign")
        await until(pilot, lambda: app.desk.session.plan.tasks["docs"].stage == "launch")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: app.desk.session.plan.tasks["docs"].stage is None)
        await pilot.press("greater_than_sign")
        assert app.is_running

    drive(small_plan(tmp_path), steps)


def test_moving_between_states_records_what_happened(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        await pilot.press("b", "b")
        assert view.by == "status"
        select(app, "data")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: app.desk.session.schedule["data"].status == "active")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: app.desk.session.schedule["data"].status == "done")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "from planned to under way to done" in screen_text(app))
        select(app, "model")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: app.desk.session.schedule["model"].status == "active")
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: isinstance(app.screen, ResultScreen))

    drive(small_plan(tmp_path), steps)


def test_the_cursor_moves_in_two_dimensions_and_is_shared(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        assert view.cursor_id == "cnn-v1"
        assert view.place == (2, 1)
        await pilot.press("l")
        assert view.place is not None
        assert view.place[0] == 3
        await pilot.press("G", "j", "right", "g", "k")
        assert view.place == (4, 0)
        await until(pilot, lambda: app.desk.state.item == ("milestones", "launched"))
        await pilot.press("h", "h", "h", "h", "h", "pagedown", "pageup")
        assert view.place == (0, 0)
        await pilot.press("2")
        select(app, "load-test")
        await pilot.press("4")
        await until(pilot, lambda: view.cursor_id == "load-test")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.form_open)

    drive(sample_plan(tmp_path), steps)


def test_what_has_no_card_here_leaves_the_cursor_and_selects_its_card(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        await pilot.press("b", "1")
        select(app, "launched")
        await pilot.press("4")
        await until(pilot, lambda: app.desk.state.item is not None and app.desk.state.item[1] == view.cursor_id)
        assert view.cursor_id != "launched"

    drive(sample_plan(tmp_path), steps)


def test_narrow_screens_scroll_through_the_columns(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        assert "Problem" in screen_lines(app)[2]
        assert "Launch" not in screen_lines(app)[2]
        await pilot.press("l", "l")
        await until(pilot, lambda: "Launch" in screen_lines(app)[2])
        assert "Problem" not in screen_lines(app)[2]
        assert view.place is not None
        assert view.place[0] == 4

    drive(sample_plan(tmp_path), steps, size=(80, 24))


def test_a_click_selects_a_card_and_the_wheel_scrolls_its_column(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_board(app, pilot)
        line = next(y for y, text in enumerate(screen_lines(app)) if "Privacy review" in text)
        await pilot.click(offset=(100, line))
        await until(pilot, lambda: view.cursor_id == "filing")
        await pilot.click(offset=(100, line), times=2)
        await until(pilot, lambda: app.main.form_open)

    drive(sample_plan(tmp_path), steps)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("looks", [{}, {"ascii_only": True}, {"own_colors": True}], ids=["colours", "ascii", "ansi"])
def test_every_line_is_as_wide_as_the_terminal(tmp_path: Path, size: tuple[int, int], looks: dict[str, bool]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_board(app, pilot)
        for key in ("", "l", "G", "b", "j", "b", "b", "l", "e", "escape"):
            if key:
                await pilot.press(key)
            await pilot.pause()
            assert {cell_len(line) for line in screen_lines(app)} == {size[0]}, key

    drive(make_app(sample_plan(tmp_path), **looks), steps, size=size)


def test_an_empty_plan_names_the_key(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("4")
        await until(pilot, lambda: "a adds the first card" in screen_text(app))
        await pilot.press("j", "l", "b", "G", "greater_than_sign", "b", "b")
        assert app.is_running

    drive(small_plan(tmp_path, EMPTY), steps)
