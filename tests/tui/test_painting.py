"""What a key press paints: lines as Textual would draw them, all of a step in one frame, nothing in hidden views."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from aiplan.model.edits import SetField
from aiplan.tui.app import PlanApp
from aiplan.tui.themes import THEMES
from aiplan.tui.widgets.explain_strip import ExplainStrip
from aiplan.tui.widgets.plain_lines import PlainLines
from aiplan.tui.widgets.timeline_view import TimelineView
from helpers.screens import drive, grid_of, make_app, sample_plan, until

LINED = {"1": "overview", "2": "timeline", "3": "graph", "5": "feasibility", "6": "experiments", "7": "risks",
         "8": "forecast", "9": "roadmap"}  # fmt: skip
"""Keys of the views that keep their strips."""


def cells(strip: Strip) -> list[tuple[str, object]]:
    """Return each cell of a strip with what can be seen of its style."""
    return [(char, None if style is None else (style.color, style.bgcolor, style.bold, style.italic, style.underline,
                                               style.reverse, style.dim))
            for text, style, _ in strip for char in text]  # fmt: skip


@pytest.mark.parametrize("look", ["dark", "light", "ansi"])
def test_lines_are_those_that_textual_would_draw(tmp_path: Path, look: str) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        if look == "light":
            app.theme = next(theme.name for theme in THEMES if not theme.dark)
        for key, view in LINED.items():
            await pilot.press(key)
            await until(pilot, lambda: app.desk.state.view == view and app.main.query(f"#{view}"))  # noqa: B023 - awaited here
            shown = app.main.query_one(f"#{view}", PlainLines)
            await until(pilot, lambda: shown.region.width and shown.size.height)  # noqa: B023 - awaited here
            await pilot.press("j", "j")
            await pilot.pause()
            whole = Region(0, 0, *shown.region.size)
            for crop in (whole, Region(3, 1, 20, 4)):
                ours, theirs = shown.render_lines(crop), ScrollView.render_lines(shown, crop)
                assert list(map(cells, ours)) == list(map(cells, theirs)), view
                assert {strip.cell_length for strip in ours} == {crop.width}

    drive(make_app(sample_plan(tmp_path), own_colors=look == "ansi"), steps)


def test_a_step_of_the_cursor_is_painted_in_one_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames: list[set[str]] = []
    paint = Screen._compositor_refresh

    def painted(self: Screen[Any]) -> None:
        frames.append({type(widget).__name__ for widget in self._dirty_widgets})
        paint(self)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await app.workers.wait_for_complete()
        await pilot.pause(0.6)
        monkeypatch.setattr(Screen, "_compositor_refresh", painted)
        here = grid_of(app).cursor_id
        await pilot.press("j")
        await until(pilot, lambda: app.desk.state.selected != here and frames)
        both = {TimelineView.__name__, ExplainStrip.__name__}
        assert [frame & both for frame in frames if frame & both] == [both]

    drive(sample_plan(tmp_path), steps)


def test_a_line_that_is_still_the_same_is_the_same_strip(tmp_path: Path) -> None:
    """Only so does what was cut and encoded for the frame before serve again."""

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        grid = grid_of(app)
        await pilot.press("g")
        await pilot.pause()
        before = grid.render_lines(Region(0, 0, *grid.region.size))
        await pilot.press("j")
        await pilot.pause()
        after = grid.render_lines(Region(0, 0, *grid.region.size))
        changed = [number for number, (was, now) in enumerate(zip(before, after, strict=True)) if was is not now]
        assert changed
        assert len(changed) < len(after) / 2

    drive(sample_plan(tmp_path), steps)


def test_the_timeline_does_nothing_while_another_view_is_on_show(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        grid = grid_of(app)
        await pilot.press("7")
        await until(pilot, lambda: app.desk.state.view == "risks")
        model, cursor = grid.model, grid.cursor_id
        app.desk.apply(SetField(("tasks", "app-shell", "owner"), "wei"), label="owner", select=("tasks", "app-shell"))
        app.publish()
        await pilot.pause()
        assert (grid.model, grid.cursor_id) == (model, cursor)
        await pilot.press("2")
        await until(pilot, lambda: grid.cursor_id == "app-shell")
        assert grid.model is not model

    drive(sample_plan(tmp_path), steps)


def test_back_in_the_timeline_its_row_is_what_is_selected(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        here = app.desk.state.item
        await pilot.press("7")
        await until(pilot, lambda: app.desk.state.item is not None and app.desk.state.item[0] == "risks")
        await pilot.press("2")
        await until(pilot, lambda: app.desk.state.item == here)

    drive(sample_plan(tmp_path), steps)
