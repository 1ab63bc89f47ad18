"""Views made of lines: lines with targets, the cursor among them, and what is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.glyphs import ASCII, UNICODE
from aiplan.tui.lines import Line, Target, bar, beside, fitted, joined, row, trimmed
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.geometry import Place, nearest
from aiplan.tui.widgets.overview_view import OverviewView
from helpers.screens import drive, sample_plan, screen_lines, screen_text, small_plan, until

HERE = ("tasks", "a")


def place(line: int, start: int, end: int) -> Place:
    return Place(line, Target(start, end, HERE))


def test_two_columns_keep_their_cells_and_targets() -> None:
    left = [row(Content("中文标题很长很长"), HERE), Line(Content("ab"))]
    right = [row(Content("right"), ("risks", "r"), "impact")]
    lines = beside(left, right, 7, " | ")
    assert [line.content.plain for line in lines] == ["中文标… | right", "ab      | "]
    assert lines[0].targets == (Target(0, 7, HERE), Target(10, 15, ("risks", "r"), "impact"))


@pytest.mark.parametrize("width", range(12))
def test_content_is_made_as_wide_as_wanted(width: int) -> None:
    for text in ("", "abc", "中文中文", "a中b中c中d"):
        assert fitted(Content(text), width).cell_length == width


def test_targets_outside_the_width_are_dropped_and_cut() -> None:
    line = Line(Content("0123456789"), (Target(0, 4, HERE), Target(2, 9, HERE), Target(6, 8, HERE)))
    assert [(t.start, t.end) for t in trimmed(line, 6).targets] == [(0, 4), (2, 6)]


def test_pieces_are_joined_with_their_targets() -> None:
    line = joined((Content("中: "), row(Content("x"), HERE), Content(", "), row(Content("yy"), HERE)))
    assert line.content.plain == "中: x, yy"
    assert [(t.start, t.end) for t in line.targets] == [(4, 5), (7, 9)]


def test_a_bar_is_exact_to_an_eighth() -> None:
    assert bar(0.5, 4, UNICODE) == "██  "
    assert bar(1 / 32, 4, UNICODE) == "▏   "
    assert bar(7, 4, UNICODE) == "████"
    assert all(cell_len(bar(n / 100, 9, ASCII)) == 9 for n in range(101))


def test_up_and_down_stay_in_their_column() -> None:
    places = [place(0, 0, 5), place(1, 40, 45), place(2, 40, 45), place(6, 0, 5)]
    assert nearest(places, places[0], 0, 1, 0) == 3
    assert nearest(places, places[0], 1, 0, 0) == 1
    assert nearest(places, places[2], 0, -1, 40) == 1
    assert nearest(places, places[2], -1, 0, 40) == 0
    assert nearest(places, places[3], 0, 1, 0) is None


def test_the_cursor_goes_through_the_overview_and_opens_the_field(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: app.main.query(OverviewView) and app.desk.state.item == ("vision",))
        view = app.main.query_one(OverviewView)
        seen = [view.cursor]
        for _press in range(40):
            await pilot.press("j")
            if view.cursor != seen[-1]:
                seen.append(view.cursor)
        addresses = [target.address for target in seen if target is not None]
        assert {address[0] for address in addresses} >= {"vision", "milestones", "goals"}
        await until(pilot, lambda: app.desk.state.item == addresses[-1])
        await pilot.press("g")
        await until(pilot, lambda: app.desk.state.item == ("vision",))
        await pilot.press("enter")
        await until(pilot, lambda: app.main.query(DetailForm) and "Statement" in screen_text(app))

    drive(sample_plan(tmp_path), steps)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (121, 36)])
def test_every_line_of_the_overview_is_as_wide_as_the_view(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: app.main.query(OverviewView) and app.main.query_one(OverviewView).lines)
        view = app.main.query_one(OverviewView)
        for _press in range(12):
            await pilot.press("pagedown")
            assert {cell_len(line) for line in screen_lines(app)} == {size[0]}
        assert {view.render_line(y).cell_length for y in range(size[1])} == {view.scrollable_content_region.width}

    drive(sample_plan(tmp_path), steps, size=size)


def test_a_click_selects_and_a_second_one_opens(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: app.desk.state.findings is not None and "Next milestones" in screen_text(app))
        line, text = next((y, text) for y, text in enumerate(screen_lines(app)) if "◆ Ready 就绪" in text)
        column = cell_len(text[: text.index("◆ Ready")]) + 3
        await pilot.click(offset=(column, line))
        await until(pilot, lambda: app.desk.state.item == ("milestones", "ready"))
        assert not app.main.form_open
        await pilot.click(offset=(column, line))
        await until(pilot, lambda: app.main.form_open)

    drive(small_plan(tmp_path), steps)
