"""Showing a part of the plan: one filter for timeline, graph and board, remembered for the plan."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.filters import EVERYTHING, Filter
from aiplan.tui.screens.filter import FilterScreen
from aiplan.tui.widgets.board_view import BoardView
from aiplan.tui.widgets.graph_view import GraphView
from helpers.screens import drive, grid_of, sample_plan, screen_lines, screen_text, select, until


def test_focus_holds_in_every_view_and_is_cleared_by_the_same_key(tmp_path: Path) -> None:
    wanted = {"cnn-v1", "eval-set", "label-photos", "collect-photos", "photo-rights", "taxonomy", "user-interviews"}

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        grid = grid_of(app)
        await pilot.press("vertical_line")
        await until(pilot, lambda: len(grid.model.places) == 10)
        assert {place.id for place in grid.model.places if place.depth} == wanted
        assert "only leads to cnn-v1" in screen_lines(app)[0]
        await pilot.press("3")
        await until(pilot, lambda: app.main.query(GraphView) and app.main.query_one(GraphView).arrangement)
        assert set(app.main.query_one(GraphView).model.ids) == wanted
        await pilot.press("4")
        await until(pilot, lambda: app.main.query(BoardView) and app.main.query_one(BoardView).columns)
        board = app.main.query_one(BoardView)
        assert {card.id for column in board.columns for card in column.cards} == wanted
        await pilot.press("vertical_line")
        await until(pilot, lambda: len([c for column in board.columns for c in column.cards]) == 45)
        assert "only" not in screen_lines(app)[0]

    drive(sample_plan(tmp_path), steps)


def test_the_dialog_takes_several_conditions(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("backslash")
        await until(pilot, lambda: isinstance(app.screen, FilterScreen))
        assert {cell_len(line) for line in screen_lines(app)} == {120}
        await pilot.press("space")
        while "algo" not in _chosen(app):
            await pilot.press("j")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.filter == Filter(team="algo", critical=True))
        assert set(app.desk.state.visible or ()) == {"cnn-v1", "lily-daylily", "retrain-field"}
        await pilot.press("backslash")
        await until(pilot, lambda: isinstance(app.screen, FilterScreen))
        await pilot.press("c")
        await until(pilot, lambda: app.desk.state.filter == EVERYTHING)

    drive(sample_plan(tmp_path), steps)


def _chosen(app: PlanApp) -> str:
    listed = app.screen.query_one("RowList")
    at = listed.highlighted  # type: ignore[attr-defined]
    return str(listed.get_option_at_index(at).prompt)  # type: ignore[attr-defined]


def test_a_filter_that_nothing_passes_is_refused(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.filter_by(Filter(team="data", stage="launch"))
        await until(pilot, lambda: "nothing passes" in screen_text(app))
        assert app.desk.state.filter == EVERYTHING

    drive(sample_plan(tmp_path), steps)


def test_the_cursor_stays_among_what_is_shown_and_going_elsewhere_shows_everything(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "filing")
        app.filter_by(Filter(team="data"))
        await until(pilot, lambda: grid_of(app).cursor_id == app.desk.state.selected)
        assert app.desk.state.selected in (app.desk.state.visible or ())
        assert app.desk.state.item == ("tasks", app.desk.state.selected)
        app.go_to(("tasks", "filing"))
        assert app.desk.state.filter == EVERYTHING
        await until(pilot, lambda: grid_of(app).cursor_id == "filing")

    drive(sample_plan(tmp_path), steps)


def test_work_that_drops_out_takes_the_filter_only_when_nothing_is_left(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.filter_by(Filter(team="data", status="active"))
        assert set(app.desk.state.visible or ()) == {"more-lilies", "more-eval-photos"}
        select(app, "more-lilies")
        await pilot.press("F")
        await until(pilot, lambda: set(app.desk.state.visible or ()) == {"more-eval-photos"})
        assert app.desk.state.selected == "more-eval-photos"
        await pilot.press("F")
        await until(pilot, lambda: app.desk.state.filter == EVERYTHING)
        await pilot.press("u")
        assert app.is_running

    drive(sample_plan(tmp_path), steps)


def test_what_was_shown_is_shown_again(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)

    async def first(app: PlanApp, pilot: Pilot[int]) -> None:
        app.filter_by(Filter(owner="chen"))
        await pilot.pause()

    async def second(app: PlanApp, pilot: Pilot[int]) -> None:
        assert app.desk.state.filter == Filter(owner="chen")
        await pilot.press("vertical_line")
        await until(pilot, lambda: app.desk.state.visible is None)

    async def third(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.pause()
        assert app.desk.state.visible is None

    for steps in (first, second, third):
        drive(path, steps)
