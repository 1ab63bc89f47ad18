"""The format of the file and the tables of other tools: seen, and changed key by key or as text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.forms.other import OtherKey, other_edits, other_keys, other_path, other_value
from aiplan.tui.screens.other import OtherKeyScreen, OtherScreen
from aiplan.tui.screens.raw import RawScreen
from helpers.screens import SMALL, drive, screen_lines, screen_text, small_plan, type_text, until

WITH_X = (
    SMALL
    + """
[x]   # other tools
plain = 3

[x.jira]
board = "AI"   # the one of the team
since = 2026-01-05

[[x.jira.filters]]
name = "open"
"""
)


def text(app: PlanApp) -> str:
    return app.desk.session.text.text


async def opened(app: PlanApp, pilot: Pilot[int]) -> None:
    await until(pilot, lambda: isinstance(app.screen, OtherScreen))
    await pilot.pause()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_a_key_is_changed_added_and_taken_away_and_nothing_else_is(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        before = text(app)
        await pilot.press("O")
        await opened(app, pilot)
        await until(pilot, lambda: "x.jira.board" in screen_text(app))
        assert "format = 1" in screen_text(app)
        assert all(len(line) <= size[0] for line in screen_lines(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, OtherKeyScreen))
        await pilot.press("end", "ctrl+u")
        await type_text(pilot, "ML")
        await pilot.press("enter")
        await until(pilot, lambda: 'board = "ML"   # the one of the team' in text(app))
        assert text(app) == before.replace('board = "AI"', 'board = "ML"')
        await opened(app, pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, OtherKeyScreen))
        await type_text(pilot, "ci.runs")
        await pilot.press("enter")
        await until(pilot, lambda: "a value is needed" in screen_text(app))
        await type_text(pilot, "[1, 2]")
        await until(pilot, lambda: "x.ci.runs = [1, 2]" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.session.text.data["x"].get("ci") == {"runs": [1, 2]})
        await opened(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: "runs" not in app.desk.session.text.data["x"].get("ci", {}))
        await opened(app, pilot)
        await pilot.press("escape")
        for _step in range(3):
            await pilot.press("u")
        await until(pilot, lambda: text(app) == before)

    drive(small_plan(tmp_path, WITH_X), steps, size=size)


def test_all_of_it_is_changed_as_text_and_begun_where_there_is_none(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        before = text(app)
        await app.run_action("app.other")
        await opened(app, pilot)
        assert "Nothing yet" in screen_text(app)
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, RawScreen))
        area = app.screen.query_one("TextArea")
        area.text = "[tasks.data]\ntitle = 'mine'\n"  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RawScreen) and "[tasks.data]" in screen_text(app))
        assert text(app) == before
        area.text = '[x.jira]\nboard = "AI"\n'  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: text(app) == before.rstrip() + '\n\n[x.jira]\nboard = "AI"\n')
        await opened(app, pilot)
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, RawScreen))
        app.screen.query_one("TextArea").text = ""  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "x" not in app.desk.session.text.data)
        assert text(app).rstrip() == before.rstrip()

    drive(small_plan(tmp_path), steps)


def test_every_kind_of_value_is_a_key_and_reads_back() -> None:
    data = tomllib.loads(WITH_X)
    keys = {key.name: key for key in other_keys(data)}
    assert set(keys) == {"plain", "jira.board", "jira.since", "jira.filters"}
    for key in keys.values():
        assert other_value(key.text) == key.value
        assert other_edits(data, key, key.path, key.value) == ()
        assert other_path(key.name) == other_path(f"x.{key.name}") == key.path


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "a name is needed"), ("a..b", "dots between"), ("a[0]", "whole list"), ("jira.board", "is there already"),
     ("plain.deep", "is a value, not a table")],
)  # fmt: skip
def test_names_that_cannot_be_taken_are_told(name: str, said: str) -> None:
    data = tomllib.loads(WITH_X)
    with pytest.raises(ValueError, match=said):
        other_edits(data, None, other_path(name), 1)


def test_a_key_gets_another_name() -> None:
    data = tomllib.loads(WITH_X)
    key = OtherKey(("x", "plain"), 3)
    edits = other_edits(data, key, ("x", "other", "plain"), 3)
    assert [edit.path for edit in edits] == [("x", "plain"), ("x", "other", "plain")]
