"""The map of dependencies on screen: going about, editing, sharing the selection, and the width of every line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color
from textual.pilot import Pilot

from aiplan.core.schedule import schedule_plan
from aiplan.loading import load
from aiplan.tui.app import PlanApp
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.widgets.dep_graph.arrangement import arranged
from aiplan.tui.widgets.dep_graph.model import GraphModel, graph_model
from aiplan.tui.widgets.dep_graph.paint import Drawing
from aiplan.tui.widgets.dep_graph.render import MapView, header_strip, line_strip, short_id
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.graph_view import GraphView
from aiplan.tui.widgets.plan_grid.palette import KEYS, Palette
from helpers.screens import (
    SAMPLE,
    drive,
    sample_plan,
    screen_lines,
    screen_text,
    select,
    small_plan,
    type_text,
    until,
)

CYCLE = """\
format = 1
project = { name = "Circle", start = 2026-03-02 }

[tasks.a]
title = "First"
duration = "2d"
depends_on = ["c"]

[tasks.b]
title = "Second"
duration = "2d"
depends_on = ["a"]

[tasks.c]
title = "Third"
duration = "2d"
depends_on = ["b"]

[tasks."标注黄金集"]
title = "标注黄金集 8k 条，含难例"
duration = "4d"
depends_on = ["标注"]

[tasks."标注"]
title = "标注"
duration = "3d"
"""


def map_of(path: Path) -> GraphModel:
    loaded = load(path)
    return graph_model(schedule_plan(loaded.plan, today=dt.date(2026, 3, 16)))


def view_of(model: GraphModel, width: int, *, glyphs: Glyphs, solid: bool, selected: str, height: int = 1) -> MapView:
    arrangement = arranged(len(model.ids), model.pairs, height=height, main=model.critical)
    strengths = model.strengths_with(selected)
    palette = Palette(dict.fromkeys(KEYS, Color.default()), plain=not solid, blocks=not glyphs.ascii)
    return MapView(model, Drawing(arrangement, arrangement.columns(width), width, strengths, glyphs), selected, palette)


def duration(app: PlanApp) -> FieldRow:
    return app.screen.query_one("#field-duration", FieldRow)


async def at_the_map(app: PlanApp, pilot: Pilot[int]) -> GraphView:
    await pilot.press("3")
    await until(pilot, lambda: app.main.query(GraphView) and app.main.query_one(GraphView).arrangement)
    return app.main.query_one(GraphView)


# ---------------------------------------------------------------- widths


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("solid", [True, False], ids=["colours", "plain"])
def test_every_line_is_exactly_as_wide_as_wanted(tmp_path: Path, glyphs: Glyphs, solid: bool) -> None:
    for path, selected in ((SAMPLE, "cnn-v1"), (small_plan(tmp_path, CYCLE), "标注黄金集")):
        model = map_of(path)
        for node, height in ((5, 1), (8, 1), (13, 3), (40, 3)):
            view = view_of(model, node, glyphs=glyphs, solid=solid, selected=selected, height=height)
            for width in (40, 60, 79, 200):
                for left in (0, 3, 8, 50):
                    lines = range(view.arrangement.lines + 2)
                    overlay = view.drawing.overlay(lines, range(left, left + width))
                    strips = [line_strip(view, line, left, width, overlay) for line in lines]
                    strips.append(
                        header_strip(view.palette, width, selected, "标题" * 60, "标注 9 of 45 items", glyphs)
                    )
                    assert {sum(cell_len(s.text) for s in strip) for strip in strips} == {width}
                    if glyphs.ascii:
                        assert not set("".join(strip.text for strip in strips)) & set("│─╮╯╰╭▸◆✓…━┃")


def test_links_to_what_is_left_out_are_dotted() -> None:
    model = map_of(SAMPLE).around("load-test", 1)
    assert model.cut_before == {"integrate-model", "product-ready"}
    assert model.cut_after == {"integrate-model", "product-ready"}
    view = view_of(model, 18, glyphs=UNICODE, solid=True, selected="load-test")
    line = view.arrangement.line[model.number["integrate-model"]]
    strip = line_strip(view, line, 0, 100, view.drawing.overlay(range(10), range(100)))
    assert strip.text.startswith(f"{UNICODE.float}!integrate-model")
    assert strip.text.rstrip().endswith(UNICODE.float)


def test_ids_are_cut_in_their_middle() -> None:
    assert short_id("beta-enthusiasts", 7, "…") == "beta…ts"
    assert short_id("beta-novices", 7, "…") == "beta…es"
    assert short_id("abc", 7, "…") == "abc    "
    for width in range(1, 20):
        for text in ("标注黄金集很长很长", "a标b注c黄d金", "recognise-api"):
            assert cell_len(short_id(text, width, "…")) == width


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("text", [None, CYCLE], ids=["sample", "circle"])
def test_every_line_of_the_screen_is_as_wide_as_the_terminal(
    tmp_path: Path, size: tuple[int, int], text: str | None
) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_map(app, pilot)
        for key in ("", "l", "f", "j", "f", "plus", "minus", "0", "G", "e", "escape"):
            if key:
                await pilot.press(key)
            await pilot.pause()
            assert {cell_len(line) for line in screen_lines(app)} == {size[0]}, key

    path = sample_plan(tmp_path) if text is None else small_plan(tmp_path, text)
    drive(path, steps, size=size)


# ---------------------------------------------------------------- going about


def test_the_cursor_goes_along_links_and_comes_back(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_map(app, pilot)
        select(app, "cnn-v1")
        await until(pilot, lambda: view.cursor_id == "cnn-v1")
        await pilot.press("l")
        assert view.cursor_id == "lily-daylily"
        await pilot.press("left", "h")
        before = view.cursor_id
        assert before in view.model.before["cnn-v1"]
        await pilot.press("l")
        assert view.cursor_id == "cnn-v1"
        await pilot.press("G")
        assert view.cursor_id == "first-season"
        await until(pilot, lambda: app.desk.state.item == ("milestones", "first-season"))
        await pilot.press("l", "g")
        assert view.arrangement is not None
        assert view.arrangement.layers.layer[view.model.number[view.cursor_id or ""]] == 0

    drive(sample_plan(tmp_path), steps)


def test_up_and_down_go_through_a_layer_and_on(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_map(app, pilot)
        seen = set()
        for key in ["k"] * 40 + ["j"] * 40:
            await pilot.press(key)
            seen.add(view.cursor_id)
        assert len(seen) > 6
        lines = [view.arrangement.line[n] for n in range(view.arrangement.layers.count)] if view.arrangement else []
        assert lines[view.model.number[view.cursor_id or ""]] == max(lines)

    drive(sample_plan(tmp_path), steps)


def test_the_views_share_one_selection(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("2")
        select(app, "load-test")
        view = await at_the_map(app, pilot)
        assert view.cursor_id == "load-test"
        await pilot.press("h")
        await until(pilot, lambda: app.desk.state.selected == "integrate-model")
        await pilot.press("1")
        app.desk.select_item(("vision",))
        app.publish()
        await pilot.press("3")
        await until(pilot, lambda: app.desk.state.item == ("tasks", "integrate-model"))

    drive(sample_plan(tmp_path), steps)


def test_neighbours_are_shown_with_titles(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_map(app, pilot)
        select(app, "load-test")
        assert "Load test" not in "".join(screen_lines(app)[3:30])
        await pilot.press("f")
        await until(pilot, lambda: "Load test" in "".join(screen_lines(app)[3:30]))
        assert set(view.model.ids) == {
            "load-test", "integrate-model", "model-ready", "recognise-api", "uncertain-ui", "product-ready",
            "beta-enthusiasts", "beta-novices", "shadow-run",
        }  # fmt: skip
        await pilot.press("l", "f")
        assert view.cursor_id == "product-ready"
        assert len(view.model.ids) == 45

    drive(sample_plan(tmp_path), steps)


def test_a_click_selects_and_a_double_click_opens(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_map(app, pilot)
        line, text = next((y, text) for y, text in enumerate(screen_lines(app)) if "!data" in text)
        await pilot.click(offset=(text.index("!data") + 2, line))
        await until(pilot, lambda: view.cursor_id == "data" and app.desk.state.item == ("tasks", "data"))
        await pilot.click(offset=(1, line + 6))
        assert view.cursor_id == "data"
        await pilot.click(offset=(text.index("!data") + 2, line), times=2)
        await until(pilot, lambda: app.main.form_open)

    drive(small_plan(tmp_path), steps)


# ---------------------------------------------------------------- editing


def test_work_is_edited_from_the_map_and_one_line_changes(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    before = path.read_text(encoding="utf-8").splitlines()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_map(app, pilot)
        select(app, "docs")
        await pilot.press("d")
        await until(pilot, lambda: app.main.query(DetailForm) and duration(app).editing)
        await type_text(pilot, "6d")
        await until(pilot, lambda: app.desk.session.dirty)
        await pilot.press("escape")
        await until(pilot, lambda: app.main.query_one(GraphView).has_focus)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)

    drive(path, steps)
    after = path.read_text(encoding="utf-8").splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [('duration = "2d"', 'duration = "6d"')]


def test_the_map_follows_an_edit_of_links(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_map(app, pilot)
        assert view.model.before["docs"] == ["ready"]
        select(app, "docs")
        await pilot.press("x")
        await until(pilot, lambda: "docs" not in view.model.number)
        await pilot.press("u")
        await until(pilot, lambda: "docs" in view.model.number)

    drive(small_plan(tmp_path), steps)


# ---------------------------------------------------------------- what may go wrong


def test_work_in_a_circle_is_shown_and_marked(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_map(app, pilot)
        text = "\n".join(screen_lines(app)[3:30])
        assert "?a" in text
        assert "?c" in text
        assert UNICODE.left in text

    drive(small_plan(tmp_path, CYCLE), steps)


def test_an_empty_plan_names_the_key(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("3")
        await until(pilot, lambda: "a adds the first piece" in screen_text(app))
        await pilot.press("j", "l", "f", "g", "plus", "0")
        assert app.is_running

    drive(small_plan(tmp_path, 'format = 1\nproject = { name = "Empty", start = 2026-03-02 }\n'), steps)


def test_a_large_plan_begins_with_neighbours_and_is_laid_out_beside(tmp_path: Path) -> None:
    tasks = (f'[tasks.t{n}]\ntitle = "T{n}"\nduration = "1d"\ndepends_on = ["t{n // 2}"]\n' for n in range(1, 330))
    text = 'format = 1\nproject = { name = "Large", start = 2026-03-02 }\n[tasks.t0]\ntitle = "T0"\nduration = "1d"\n'

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_map(app, pilot)
        assert view.titles
        assert len(view.model.ids) < 20
        await pilot.press("f")
        await until(pilot, lambda: view.arrangement is not None and len(view.model.ids) == 330, seconds=20)
        await pilot.press("l", "j", "G")
        assert app.is_running

    drive(small_plan(tmp_path, text + "".join(tasks)), steps)
