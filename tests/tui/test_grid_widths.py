"""Every line of the grid is exactly as wide as the screen, whatever is in it; and zooming keeps its anchor."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from aiplan.core.schedule import schedule_plan
from aiplan.loading import load
from aiplan.tui.app import PlanApp
from aiplan.tui.cells import CellLine, clean, explode, fit, fit_right
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.widgets.plan_grid.axis import ZOOM_STEPS, axis_for
from aiplan.tui.widgets.plan_grid.links import LINK_MODES
from aiplan.tui.widgets.plan_grid.model import GridModel
from aiplan.tui.widgets.plan_grid.rows import grid_model
from helpers.grid import MONDAY, all_strips, bar, model_of, view_of
from helpers.screens import SAMPLE, drive, grid_of, sample_plan, screen_lines, select, small_plan, until

WIDTHS = (40, 60, 79, 80, 96, 97, 112, 120, 139, 140, 160, 200)
HOSTILE = (
    "plain", "标注黄金集 8k 条", "ends 在 wide 宽", "全" * 200, "emoji 👩‍💻 and flags 🇨🇳", "combining e\u0301\u0301",
    "tab\there\nand line", "\x1b[31mred\x1b[0m", "right \u202eto left", "variation ♥\ufe0f", "", " ", "\u200d\u200d",
)  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> GridModel:
    loaded = load(SAMPLE)
    schedule = schedule_plan(loaded.plan, today=dt.date(2026, 3, 16))
    return grid_model(loaded.plan, schedule, loaded.plan.baselines["kickoff"])


def hostile_model() -> GridModel:
    rows = [bar(f"i{n}", n, n + 4, title=title) for n, title in enumerate(HOSTILE)]
    rows += [bar("none", None, None, mark="unknown"), bar("far", 4000, 4010), bar("point", 3, 4, point=True)]
    return model_of(rows, links=[("i0", "i3", "FS"), ("i3", "i0", "SS"), ("far", "i1", "FF")], as_of=4)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_line_is_exactly_as_wide_as_the_screen(sample: GridModel, width: int, glyphs: Glyphs) -> None:
    for model in (sample, hostile_model()):
        for per_day in (*ZOOM_STEPS, 1 / 64):
            for left in (0, 7, 300):
                view = view_of(model, per_day=per_day, width=width, left=left, glyphs=glyphs)
                for text, cells in all_strips(view, len(model.places) + 2):
                    assert cells == width, text
                    assert cell_len(text) == width, text


@pytest.mark.parametrize("mode", LINK_MODES)
@pytest.mark.parametrize("height", [1, 2])
def test_it_holds_in_every_mode_of_links_and_density(sample: GridModel, mode: str, height: int) -> None:
    for solid in (True, False):
        view = view_of(sample, links=mode, height=height, solid=solid, cursor=13)  # type: ignore[arg-type]
        assert {cells for _, cells in all_strips(view, 2 * len(sample.places))} == {100}


@given(st.text(max_size=60), st.integers(0, 40))
def test_text_is_cut_and_padded_to_exactly_the_cells_wanted(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit_right(clean(text), width)) == width
    assert all(char.isprintable() or char == " " or cell_len(char) >= 0 for char in clean(text))
    assert "\x1b" not in clean(text)


@given(st.text(max_size=30), st.integers(-20, 30))
def test_text_drawn_over_the_edges_of_a_line_is_clipped_to_whole_characters(text: str, at: int) -> None:
    line = CellLine(20, ["base"] * 20)
    line.write(0, "宽" * 10, "text")
    line.write(at, text, "text")
    line.put(at, "x", "text")
    assert sum(cell_len(run) for run, _ in line.runs()) == 20
    assert len(explode(text)) == cell_len(clean(text))


# ---------------------------------------------------------------- in the app


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24), (99, 30), (120, 36), (200, 60)])
def test_every_line_of_the_screen_is_as_wide_as_the_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        for key in ("", "1", "2", "e", "escape", "question_mark", "escape", "f", "escape", "a", "escape", "slash"):
            if key:
                await pilot.press(key)
            await pilot.pause()
            widths = {cell_len(line) for line in screen_lines(app)}
            assert widths == {size[0]}, f"after {key}"
            assert len(screen_lines(app)) == size[1]

    drive(sample_plan(tmp_path), steps, size=size)


def test_zooming_keeps_the_selected_bar_where_it_is(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        grid = grid_of(app)
        select(app, "load-test")
        await pilot.press("plus", "plus", "plus", "plus", "full_stop")
        start = grid.model.row("load-test").start
        assert start is not None

        def column() -> int:
            return grid.axis.column(start) - grid.scroll_offset.x

        await until(pilot, lambda: grid.axis.per_day == 3.0)
        before = column()
        for key in ("minus", "minus", "plus", "minus", "plus", "plus"):
            await pilot.press(key)
            assert column() == before, key

    drive(sample_plan(tmp_path), steps)


def test_fitting_follows_the_width_of_the_terminal(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        grid = grid_of(app)
        for width in (120, 90, 160):
            await pilot.resize_terminal(width, 36)
            await until(pilot, lambda width=width: grid.size.width >= width - 1)  # type: ignore[misc]
            assert grid.axis.column(grid.model.last) < grid.scrollable_content_region.width
            assert grid.max_scroll_x == 0
        await pilot.press("plus")
        scale = grid.axis.per_day
        await pilot.resize_terminal(100, 36)
        await until(pilot, lambda: grid.size.width < 120)
        assert grid.axis.per_day == scale

    drive(sample_plan(tmp_path), steps)


def test_panning_and_looking_for_the_data_date(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        grid = grid_of(app)
        await pilot.press("plus", "plus", "plus", "plus")
        await pilot.press(*["l"] * 40)
        far = grid.scroll_offset.x
        assert far == grid.max_scroll_x
        await pilot.press("h")
        assert grid.scroll_offset.x == far - 8
        await pilot.press("t")
        column = grid.axis.column(grid.model.as_of) - grid.scroll_offset.x
        assert 0 < column < 40

    drive(small_plan(tmp_path), steps)


def test_the_axis_begins_on_a_monday_before_the_first_day() -> None:
    for day in range(10):
        axis = axis_for(MONDAY + day, MONDAY + 30)
        assert dt.date.fromordinal(axis.first).weekday() == 0
        assert 3 <= MONDAY + day - axis.first <= 9
