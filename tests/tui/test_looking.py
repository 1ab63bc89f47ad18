"""Looking at a plan: views, lists, finding, folding, and what is said when something is the matter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from aiplan.session import Session
from aiplan.tui.app import PlanApp
from aiplan.tui.messages import GoTo
from aiplan.tui.screens.findings import FindingsScreen
from aiplan.tui.screens.help import HelpScreen
from aiplan.tui.themes import DARK, LIGHT
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.explain_strip import ExplainStrip
from aiplan.tui.widgets.find_bar import FindBar
from aiplan.tui.widgets.overview_view import OverviewView
from aiplan.tui.widgets.row_list import RowList
from helpers.screens import SMALL, TODAY, drive, grid_of, sample_plan, screen_text, select, small_plan, type_text, until


def test_the_overview_tells_what_needs_a_decision_and_leads_there(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=20)
        await pilot.press("1")
        await until(pilot, lambda: "Needs a decision" in screen_text(app))
        screen = screen_text(app)
        assert "Recognising a plant is as easy as scanning a code." in screen
        assert "is 4d late" in screen
        assert "Next milestones" in screen
        assert "4d late" in screen
        assert "Goals" in screen
        # The cursor stands on the first line that is about something; o goes to it where it is at home.
        assert app.desk.state.item == ("vision",)
        view = app.main.query_one(OverviewView)
        while view.cursor is None or view.cursor.address[0] != "milestones" or view.cursor.key:
            await pilot.press("j")
        milestone = view.cursor.address
        await until(pilot, lambda: app.desk.state.item == milestone)
        await pilot.press("o")
        await until(pilot, lambda: grid_of(app).has_focus)
        assert app.desk.state.view == "timeline"
        assert grid_of(app).cursor_id == app.desk.state.selected == milestone[1]

    drive(sample_plan(tmp_path), steps)


def test_from_a_finding_one_jumps_to_the_field_it_is_about(tmp_path: Path) -> None:
    text = SMALL.replace('title = "Docs"\nduration = "2d"', 'title = "Docs"\nduration = "2 days"')

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FindingsScreen) and "AIP004" in screen_text(app), seconds=20)
        rows = app.screen.query_one(RowList)
        lines = [str(rows.get_option_at_index(i).prompt) for i in range(rows.option_count)]
        rows.highlighted = next(i for i, line in enumerate(lines) if "AIP004" in line)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query(DetailForm) and isinstance(app.focused, Input))
        assert app.desk.state.selected == "docs"
        assert isinstance(app.focused, Input)
        assert app.focused.value == "2 days"

    drive(small_plan(tmp_path, text), steps)


def test_find_goes_to_hits_by_title_or_id_also_in_chinese(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("slash")
        await until(pilot, lambda: app.main.query(FindBar))
        await pilot.press("模")
        await until(pilot, lambda: app.desk.state.selected == "model")
        await pilot.press("escape")
        await until(pilot, lambda: app.desk.state.selected == "docs")
        assert grid_of(app).has_focus
        await pilot.press("slash")
        await type_text(pilot, "d")
        await pilot.press("enter")
        first = app.desk.state.selected
        await pilot.press("n")
        assert app.desk.state.selected != first
        await pilot.press("N")
        assert app.desk.state.selected == first

    drive(small_plan(tmp_path), steps)


def test_the_palette_offers_items_and_every_action(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await type_text(pilot, "model")
        await until(pilot, lambda: "Model 模型" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.desk.state.selected == "model")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await type_text(pilot, "density")
        await until(pilot, lambda: "Timeline: Density" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: grid_of(app).virtual_size.height == 2 + 2 * 4)

    drive(small_plan(tmp_path), steps)


def test_the_palette_leads_to_any_item(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await type_text(pilot, "quick answers")
        await until(pilot, lambda: "Quick answers  fast  (goal)" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.desk.state.item == ("goals", "fast"))

    drive(small_plan(tmp_path, SMALL + '\n[goals.fast]\ntitle = "Quick answers"\n'), steps)


def test_an_item_that_no_view_shows_is_opened(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(GoTo(("calendar",)))
        await until(pilot, lambda: app.main.form_open and "Workweek" in screen_text(app))
        await pilot.press("escape")
        app.post_message(GoTo(("teams", "core")))
        await until(pilot, lambda: app.main.form_open and "Capacity" in screen_text(app))

    drive(small_plan(tmp_path, SMALL + "\n[teams.core]\ncapacity = 2\n"), steps)


def test_a_folded_milestone_hides_its_members_and_finding_one_unfolds_it(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "model")
        await pilot.press("space")
        await until(pilot, lambda: app.desk.state.selected == "ready")
        assert "Model 模型" not in screen_text(app)
        await pilot.press("slash")
        await type_text(pilot, "model")
        await pilot.press("enter")
        await until(pilot, lambda: grid_of(app).cursor_id == "model")
        await until(pilot, lambda: "Model 模型" in screen_text(app))

    drive(small_plan(tmp_path), steps)


def test_the_row_is_explained_and_the_explanation_can_be_had_on_a_small_screen(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "model")
        assert not app.main.query_one(ExplainStrip).display
        await pilot.press("i")
        await until(pilot, lambda: "why: starts when data finishes" in screen_text(app))
        screen = screen_text(app)
        assert "Thu 5 Mar – Wed 11 Mar" in screen
        assert "← data" in screen
        await pilot.press("i")
        await until(pilot, lambda: "why:" not in screen_text(app))

    drive(small_plan(tmp_path), steps, size=(80, 24))


def test_help_lists_the_keys_and_closes(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        screen = screen_text(app)
        assert "Zoom out" in screen
        assert "baseline" in screen
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, HelpScreen))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))

    drive(small_plan(tmp_path), steps)


def test_themes_change_live(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert app.theme == DARK
        before = screen_text(app)
        app.theme = LIGHT
        await pilot.pause()
        assert screen_text(app) == before

    drive(small_plan(tmp_path), steps)


@pytest.mark.parametrize("size", [(40, 12), (59, 20), (70, 15)])
def test_a_terminal_that_is_too_small_is_told_so(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "too small" in screen_text(app))
        assert "Ready" in screen_text(app)
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: "too small" not in screen_text(app))
        assert "finish 13 Mar" in screen_text(app)

    drive(small_plan(tmp_path), steps, size=size)


# ---------------------------------------------------------------- the file outside


def write_outside(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(1, 1))


def test_a_change_outside_is_followed_while_nothing_is_unsaved(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        write_outside(path, SMALL.replace('"5d"', '"8d"'))
        await until(pilot, lambda: "finish 18 Mar" in screen_text(app))
        assert app.desk.state.selected == "docs"
        assert not app.desk.session.dirty

    drive(path, steps)


@pytest.mark.parametrize("key", ["R", "K"])
def test_a_change_outside_beside_unsaved_changes_asks_which_to_keep(tmp_path: Path, key: str) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("x")
        write_outside(path, SMALL.replace('"5d"', '"8d"'))
        await until(pilot, lambda: "Somebody else changed the file" in screen_text(app))
        await pilot.press("s")
        assert app.desk.session.dirty, "saving does not overwrite what was changed outside"
        await pilot.press(key)
        await until(pilot, lambda: app.desk.state.notice is None)
        if key == "R":
            assert "docs" in app.desk.session.plan.tasks
            assert not app.desk.session.dirty
        else:
            await pilot.press("s")
            await until(pilot, lambda: not app.desk.session.dirty)

    drive(path, steps)
    text = path.read_text(encoding="utf-8")
    assert ('"8d"' in text) == (key == "R")
    assert ("[tasks.docs]" in text) == (key == "R")


def test_a_file_that_is_removed_beside_unsaved_changes_can_be_saved_anew(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("x")
        path.unlink()
        await until(pilot, lambda: "Somebody else removed the file" in screen_text(app))
        await pilot.press("s")
        assert app.desk.state.notice == "removed"
        await pilot.press("J")
        await until(pilot, lambda: "K, then s, saves it anew" in screen_text(app))
        assert not path.exists(), "nothing is made anew unasked"
        await pilot.press("K")
        await until(pilot, lambda: app.desk.state.notice is None)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)

    drive(path, steps)
    assert "[tasks.docs]" not in path.read_text(encoding="utf-8")


def test_a_file_with_conflict_markers_is_shown_and_cannot_be_changed(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    ours, theirs = 'duration = "5d"   # one attempt\n', 'duration = "9d"\n'
    path.write_text(SMALL.replace(ours, f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\n"), encoding="utf-8")
    before = path.read_bytes()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert "Merge conflicts stand in the file" in screen_text(app)
        assert "finish 13 Mar" in screen_text(app)
        for key in ("x", "S", "e", "s"):
            await pilot.press(key)
        await pilot.press("escape")
        assert not app.desk.session.dirty

    drive(path, steps)
    assert path.read_bytes() == before


# ---------------------------------------------------------------- leaving


def test_leaving_with_unsaved_changes_warns_first_and_keeps_a_copy_that_is_offered_again(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def leave(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("x")
        await pilot.press("q")
        assert app.is_running
        await until(pilot, lambda: "unsaved changes" in screen_text(app))
        await pilot.press("q")
        await until(pilot, lambda: app.return_code == 0)

    drive(path, leave)
    assert path.read_text(encoding="utf-8") == SMALL
    assert Session.recovery_for(path) is not None

    async def come_back(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "Unsaved work was found" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "docs" not in app.desk.session.plan.tasks)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)

    drive(path, come_back)
    assert "[tasks.docs]" not in path.read_text(encoding="utf-8")
    assert Session.recovery_for(path) is None


def test_leaving_without_changes_asks_nothing(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("q")
        await until(pilot, lambda: app.return_code == 0)

    drive(small_plan(tmp_path), steps)


def test_an_empty_plan_says_how_to_begin(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert "a adds the first piece of work" in screen_text(app)
        for key in ("e", "x", "S", "F", "d", "space", "plus", "full_stop", "1", "2", "n"):
            await pilot.press(key)
        await pilot.press("a")
        await until(pilot, lambda: "Add" in screen_text(app))
        await type_text(pilot, "First")
        await pilot.press("enter")
        await until(pilot, lambda: "first" in app.desk.session.plan.tasks)

    text = f'format = 1\n[project]\nname = "New"\nstart = {TODAY.isoformat()}\n'
    drive(small_plan(tmp_path, text), steps)
