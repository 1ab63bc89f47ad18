"""Back and forward, the chain behind a date, and Chinese items by the first letters of their pinyin."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.messages import GoTo
from aiplan.tui.pinyin import initials
from aiplan.tui.screens.pick import PickScreen
from aiplan.tui.trail import Place, Trail
from helpers.screens import drive, screen_text, select, small_plan, type_text, until

A, B, C = (Place("timeline", ("tasks", name)) for name in "abc")


def test_a_trail_goes_back_and_forward_as_a_browser_does() -> None:
    trail = Trail()
    trail.leave(A)
    trail.leave(B)
    assert trail.back(C) == B
    assert trail.back(B) == A
    assert trail.back(A) is None
    assert trail.forward(A) == B
    trail.leave(B)
    assert trail.forward(C) is None
    assert trail.back(C) == B


def test_the_place_one_is_at_is_no_place_to_go_back_to() -> None:
    trail = Trail()
    trail.leave(A)
    trail.leave(A)
    assert trail.back(A) is None


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_back_to_the_start_and_forward_again_is_where_one_was(jumps: list[str]) -> None:
    trail, here = Trail(), Place("overview", None)
    for name in jumps:
        there = Place("timeline", ("tasks", name))
        if there != here:
            trail.leave(here)
            here = there
    end, seen = here, 0
    while (place := trail.back(here)) is not None:
        here, seen = place, seen + 1
    assert here == Place("overview", None)
    for _step in range(seen):
        place = trail.forward(here)
        assert place is not None
        here = place
    assert here == end


def test_jumps_are_gone_back_over_and_cursor_steps_are_not(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        app.post_message(GoTo(("tasks", "docs")))
        await until(pilot, lambda: app.desk.state.item == ("tasks", "docs"))
        await pilot.press("1")
        await until(pilot, lambda: app.desk.state.view == "overview")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.desk.state.view == "timeline")
        assert app.desk.state.item == ("tasks", "docs")
        await pilot.press("backspace")
        await until(pilot, lambda: app.desk.state.item == ("tasks", "data"))
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until(pilot, lambda: app.desk.state.view == "overview")
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "there is nothing to go forward to" in screen_text(app))

    drive(small_plan(tmp_path), steps)


def test_what_is_gone_is_not_gone_back_to(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        app.post_message(GoTo(("tasks", "data")))
        await until(pilot, lambda: app.desk.state.item == ("tasks", "data"))
        app.post_message(GoTo(("experiments", "model")))
        await until(pilot, lambda: app.desk.state.item == ("experiments", "model"))
        select(app, "data")
        await pilot.press("x")
        await until(pilot, lambda: "data" not in app.desk.state.document.plan.tasks)
        await pilot.press("left_square_bracket")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.desk.state.item == ("tasks", "docs"))

    drive(small_plan(tmp_path), steps)


def test_the_chain_behind_a_date_is_listed_and_leads_there(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("I")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await until(pilot, lambda: "starts when ready finishes" in screen_text(app))
        lines = screen_text(app)
        places = [lines.index(f" {said}") for said in ("data  ", "model  ", "ready  ", "docs  ")]
        assert places == sorted(places)
        assert "starts when data finishes" in lines
        await type_text(pilot, "model")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.item == ("experiments", "model"))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.desk.state.item == ("tasks", "docs"))

    drive(small_plan(tmp_path), steps)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("标注 30k 照片", "bzzp"),
        ("训练模型", "xlmx"),
        ("啊座", "az"),
        ("Model", ""),
        ("龘 é", ""),
        ("模型 Model", "mx"),
    ],
)
def test_chinese_has_first_letters(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_the_palette_finds_items_by_first_letters(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("colon")
        await type_text(pilot, "mx")
        await until(pilot, lambda: "Model 模型  model" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.item == ("experiments", "model"))

    drive(small_plan(tmp_path), steps)
