"""Keys that arrive faster than what they lead to comes about."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from aiplan.tui import typed_ahead
from aiplan.tui.app import PlanApp
from aiplan.tui.messages import OpenItem
from aiplan.tui.screens.new_plan import NewPlanScreen
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.status_line import StatusLine
from helpers.screens import drive, select, small_plan, until

KEYS = {"\t": "tab", "\r": "enter", "\x1b": "escape", "\x7f": "backspace", " ": "space"}


def burst(app: PlanApp, text: str) -> None:
    """Let keys arrive as a terminal sends them that sends them all at once."""
    for char in text:
        app.post_message(events.Key(KEYS.get(char, char), char))


def test_letters_behind_a_tab_go_into_the_next_field(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        burst(app, "aAlpha\tbeta\t7d\tready\tdata\r")
        await until(pilot, lambda: "beta" in app.desk.state.document.data["tasks"])
        assert app.desk.state.document.data["tasks"]["beta"] == {
            "title": "Alpha", "milestone": "ready", "duration": "7d", "depends_on": ["data"],
        }  # fmt: skip

    drive(small_plan(tmp_path), steps)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_letters_behind_a_key_that_opens_the_form_go_into_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        burst(app, "d" + 20 * "\x7f" + "11d\x7f\x7f\x7f9d\t\x1bs")
        await until(pilot, lambda: 'duration = "9d"' in path.read_text(encoding="utf-8"))
        assert not app.screen.query(DetailForm)

    path = small_plan(tmp_path)
    drive(path, steps, size=size)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_letters_go_into_the_field_that_was_asked_for_however_far_down_it_stands(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        for notes in ("abc", "abcabc"):
            app.post_message(OpenItem(("experiments", "model"), "notes"))
            burst(app, "abc\x1b")
            await until(
                pilot,
                lambda: app.desk.state.document.data["experiments"]["model"].get("notes") == notes,  # noqa: B023 - awaited here
            )
            await until(pilot, lambda: not app.screen.query(DetailForm))

    drive(small_plan(tmp_path), steps, size=size)


def test_a_new_plan_is_made_in_one_burst(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.action_new_plan()
        answers = ("Mushroom", "Know it", "Names it", "Top1", "0.9", "Data", "Model", "Open", "CNN")
        burst(app, "\r".join(answers))
        await until(
            pilot, lambda: isinstance(app.screen, NewPlanScreen) and app.screen._rows["experiment"].text == "CNN"
        )
        assert isinstance(app.screen, NewPlanScreen)
        assert [row.text for row in list(app.screen._rows.values())[: len(answers)]] == list(answers)

    drive(small_plan(tmp_path), steps)


def test_escape_and_a_letter_at_once_are_two_keys(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.focused, Input))
        app.post_message(events.Key("alt+1", "1"))
        await until(pilot, lambda: app.desk.state.view == "overview")
        assert not app.screen.query(DetailForm)
        assert not app.desk.session.dirty

    drive(small_plan(tmp_path), steps)


def test_a_paste_stays_between_the_keys_around_it(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        burst(app, "e")
        app.post_message(events.Paste("New\n  photos"))
        burst(app, "!\x1b")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"]["title"] == "New photos!")

    drive(small_plan(tmp_path), steps)


def test_what_takes_long_holds_keys_up_for_a_while_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_ahead, "PATIENCE", 0.3)

    async def steps(app: PlanApp, _pilot: Pilot[int]) -> None:
        app.main.query_one(StatusLine).call_later(asyncio.sleep, 2.0)
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        burst(app, "1")
        for _turn in range(200):
            await asyncio.sleep(0.01 if app.desk.state.view != "overview" else 0)
        assert 0.3 <= time.monotonic() - begun < 1.8

    drive(small_plan(tmp_path), steps)
