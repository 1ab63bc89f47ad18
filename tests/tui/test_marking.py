"""Several items at once: marks, one field of all of them, another milestone, copying, deleting."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from aiplan.tui.app import PlanApp
from aiplan.tui.marked_edits import as_markdown, common_specs, deletions
from aiplan.tui.screens.one_field import FieldScreen
from aiplan.tui.screens.pick import PickScreen
from helpers.screens import SMALL, drive, screen_text, select, small_plan, type_text, until

TEAM = SMALL + '\n[teams.core]\ncapacity = 2\n\n[milestones.later]\ntitle = "Later"\n'


async def mark_two(app: PlanApp, pilot: Pilot[int]) -> None:
    select(app, "model")
    await pilot.pause()
    await pilot.press("m")
    await until(pilot, lambda: app.desk.state.selected == "data")
    await pilot.press("m")
    await until(pilot, lambda: app.desk.state.marked == (("experiments", "model"), ("tasks", "data")))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "narrow"])
def test_a_field_of_all_marked_items_changes_as_one_step(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await mark_two(app, pilot)
        assert screen_text(app).count("■") == 2
        await pilot.press("E")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await type_text(pilot, "team")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FieldScreen) and isinstance(app.focused, Input))
        await type_text(pilot, "nobody")
        await pilot.press("enter")
        await until(pilot, lambda: "nothing is called nobody" in screen_text(app))
        await pilot.press("home", "shift+end")
        await type_text(pilot, "core")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"].get("team") == "core")
        assert app.desk.state.document.data["experiments"]["model"]["team"] == "core"
        await pilot.press("u")
        await until(pilot, lambda: not app.desk.session.dirty)
        await pilot.press("escape")
        await until(pilot, lambda: not app.desk.state.marked)
        assert "■" not in screen_text(app)

    drive(small_plan(tmp_path, TEAM), steps, size=size)


def test_work_is_moved_to_another_milestone(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await mark_two(app, pilot)
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await type_text(pilot, "later")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"]["milestone"] == "later")
        assert app.desk.state.document.data["experiments"]["model"]["milestone"] == "later"
        assert app.desk.session.undo_label == "move 2 items to later"

    drive(small_plan(tmp_path, TEAM), steps)


def test_work_can_be_moved_out_of_every_milestone(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await type_text(pilot, "no milestone")
        await pilot.press("enter")
        await until(pilot, lambda: "milestone" not in app.desk.state.document.data["tasks"]["data"])

    drive(small_plan(tmp_path), steps)


def test_marked_items_are_deleted_as_one_step(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        before = app.desk.session.text.text
        await mark_two(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: set(app.desk.state.document.schedule.ids) == {"ready", "docs", "later"})
        assert app.desk.state.marked == ()
        await pilot.press("u")
        await until(pilot, lambda: app.desk.session.text.text == before)

    drive(small_plan(tmp_path, TEAM), steps)


def test_deleting_items_that_name_each_other_leaves_nothing_that_names_them() -> None:
    data = {
        "tasks": {
            "a": {"title": "A"}, "b": {"title": "B", "depends_on": ["a"]},
            "c": {"title": "C", "depends_on": ["a", "b", "x"]}, "x": {"title": "X"},
        }
    }  # fmt: skip
    from aiplan.core.edits import apply_edit

    for edit in deletions(data, (("tasks", "a"), ("tasks", "b"))):
        data = apply_edit(data, edit)
    assert data == {"tasks": {"c": {"title": "C", "depends_on": ["x"]}, "x": {"title": "X"}}}


def test_items_of_different_kinds_have_their_common_fields() -> None:
    names = {spec.name for spec in common_specs((("tasks", "a"), ("experiments", "b"), ("risks", "c")))}
    assert {"title", "owner", "notes"} <= names
    assert "duration" not in names


def test_what_is_copied_is_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = TEAM + '\n[risks.late]\ntitle = "Data comes late"\nlikelihood = 4\nowner = "lin"\n'

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        await pilot.press("y")
        wanted = "- **Data** (`tasks.data`): 2 Mar – 4 Mar, planned, float 0d\n"
        await until(pilot, lambda: app.clipboard == wanted)
        assert (tmp_path / "cache" / "aiplan" / "copied.md").read_text(encoding="utf-8") == wanted
        said = as_markdown(app.desk.state.document, (("risks", "late"), ("milestones", "later")))
        assert said.startswith("- **Data comes late** (`risks.late`): likelihood 4, owner lin\n- **Later**")

    drive(small_plan(tmp_path, text), steps)


def test_a_text_can_be_pasted_into_a_field(tmp_path: Path) -> None:
    from textual.events import Paste

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press("home", "shift+end")
        assert app.focused is not None
        app.focused.post_message(Paste("Pasted 数据\n  in two lines\n"))
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"]["title"] == "Pasted 数据 in two lines")

    drive(small_plan(tmp_path), steps)
