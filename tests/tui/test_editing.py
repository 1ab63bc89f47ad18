"""Editing a plan through the interface: what a person does, and what the plan then says."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from aiplan.core.naming import slug
from aiplan.tui.app import PlanApp
from aiplan.tui.screens.add_item import AddScreen
from aiplan.tui.screens.form import FormScreen
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.field_row import FieldRow
from helpers.screens import SMALL, drive, grid_of, screen_lines, screen_text, select, small_plan, type_text, until


def row(app: PlanApp, name: str) -> FieldRow:
    return app.screen.query_one(f"#field-{name}", FieldRow)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_a_duration_typed_into_the_form_moves_the_finish_at_once(tmp_path: Path, size: tuple[int, int]) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert "finish 13 Mar" in screen_text(app)
        select(app, "model")
        await pilot.press("d")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "duration").editing)
        assert isinstance(app.screen, FormScreen) == (size[0] < 100)
        await type_text(pilot, "8d")
        await until(pilot, lambda: "finish 18 Mar +3d" in screen_text(app))
        assert app.desk.session.plan.experiments["model"].duration is not None
        assert str(app.desk.session.plan.experiments["model"].duration) == "8d"
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.query(DetailForm))
        assert grid_of(app).has_focus
        assert path.read_text() == SMALL, "nothing is written before it is saved"
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)

    drive(path, steps, size=size)
    assert path.read_text() == SMALL.replace('duration = "5d"', 'duration = "8d"')


def test_typing_is_one_step_of_undo_and_undo_gives_back_every_byte(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        before = app.desk.session.text.to_bytes()
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "title").editing)
        await type_text(pilot, "New")
        await until(pilot, lambda: app.desk.session.dirty)
        await type_text(pilot, " name")
        await until(pilot, lambda: "New name" in app.desk.session.text.text)
        await pilot.press("escape")
        await until(pilot, lambda: grid_of(app).has_focus)
        after = app.desk.session.text.to_bytes()
        await pilot.press("u")
        assert app.desk.session.text.to_bytes() == before
        assert not app.desk.session.dirty
        await pilot.press("ctrl+r")
        assert app.desk.session.text.to_bytes() == after

    drive(path, steps)


def test_what_does_not_read_is_said_below_the_field_and_changes_nothing(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "model")
        await pilot.press("d")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "duration").editing)
        await type_text(pilot, "10/6/18")
        await until(pilot, lambda: "need optimistic" in screen_text(app))
        assert not app.desk.session.dirty
        # Undo in the field puts back what it held.
        await pilot.press("ctrl+z")
        await until(pilot, lambda: row(app, "duration").text == "5d")
        assert "need optimistic" not in screen_text(app)

    drive(small_plan(tmp_path), steps)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("docs", "cycle"), ("nowhere", "nowhere"), ("model", "model"), ("data XX+1d", "not a dependency")],
)
def test_a_link_that_would_break_the_network_is_refused_in_its_field(tmp_path: Path, typed: str, said: str) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "model")
        await pilot.press("D")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "depends_on").editing)
        await type_text(pilot, typed)
        await until(pilot, lambda: row(app, "depends_on").complaint)
        assert said in row(app, "depends_on").complaint
        assert not app.desk.session.dirty

    drive(small_plan(tmp_path), steps)


def test_a_dependency_is_added_and_taken_away_entry_by_entry(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("D")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "depends_on").editing)
        await pilot.press("end")
        await type_text(pilot, ", data ff+2d")
        await until(pilot, lambda: app.desk.session.dirty)
        links = app.desk.session.plan.tasks["docs"].depends_on
        assert sorted(map(str, links)) == ["data FF+2d", "ready"]

    drive(path, steps)


def test_dates_are_typed_as_people_say_them(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "title").editing)
        row(app, "not_before").focus_editor()
        await until(pilot, lambda: row(app, "not_before").editing)
        await type_text(pilot, "mar 31")
        await until(pilot, lambda: "finish 1 Apr" in screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: row(app, "not_before").text == "2026-03-31")

    app = drive(small_plan(tmp_path), steps)
    assert "not_before = 2026-03-31\n" in app.desk.session.text.text


def test_choices_are_made_with_keys_and_cleared_again(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "title").editing)
        row(app, "status").focus_editor()
        await until(pilot, lambda: row(app, "status").editing)
        await pilot.press("d")
        await until(pilot, lambda: app.desk.session.plan.tasks["docs"].status == "done")
        await pilot.press("x")
        assert "docs" in app.desk.session.plan.tasks, "no letter does anything but choose"
        await pilot.press("backspace")
        await until(pilot, lambda: app.desk.session.plan.tasks["docs"].status is None)

    app = drive(small_plan(tmp_path), steps)
    assert app.desk.session.text.text == SMALL


def test_every_field_can_be_shown_and_one_that_was_not_set_can_be(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "model")
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "title").editing)
        assert not app.screen.query("#field-fallback-duration")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query("#field-fallback-duration"))
        row(app, "fallback-duration").focus_editor()
        await until(pilot, lambda: row(app, "fallback-duration").editing)
        await type_text(pilot, "2w")
        await until(pilot, lambda: app.desk.session.plan.experiments["model"].fallback is not None)

    app = drive(small_plan(tmp_path), steps)
    fallback = app.desk.session.plan.experiments["model"].fallback
    assert fallback is not None
    assert str(fallback.duration) == "2w"


def test_letters_do_nothing_to_the_plan_while_a_field_has_the_focus(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "docs")
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(DetailForm) and row(app, "title").editing)
        await type_text(pilot, "xasuq1")
        assert row(app, "title").text == "xasuq1"
        await until(pilot, lambda: app.desk.session.plan.tasks["docs"].title == "xasuq1")

    drive(small_plan(tmp_path), steps)


def test_work_is_added_after_the_row_and_shown(tmp_path: Path) -> None:
    path = small_plan(tmp_path)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, AddScreen))
        await type_text(pilot, "Clean the Data")
        await pilot.press("enter")
        await until(pilot, lambda: "clean-the-data" in app.desk.session.plan.tasks)
        await until(pilot, lambda: grid_of(app).cursor_id == "clean-the-data")
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)

    drive(path, steps)
    added = '[tasks.clean-the-data]\ntitle = "Clean the Data"\nmilestone = "ready"\nduration = "5d"\n'
    assert added + 'depends_on = ["data"]\n' in path.read_text()


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, AddScreen))
        await type_text(pilot, "docs")
        await pilot.press("enter")
        await until(pilot, lambda: "this id is taken" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, AddScreen))
        assert not app.desk.session.dirty

    drive(small_plan(tmp_path), steps)


def test_ids_are_slugs_of_titles() -> None:
    assert slug("Fine-tune the CNN, again!") == "fine-tune-the-cnn-again"
    assert slug("采集 50k 对话") == "采集-50k-对话"
    assert len(slug("a very long title that goes on and on and on")) <= 28
    assert slug("!!!") == ""


def test_delete_takes_the_links_to_it_along_and_undo_brings_everything_back(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        before = app.desk.session.text.to_bytes()
        select(app, "data")
        await pilot.press("x")
        await until(pilot, lambda: "data" not in app.desk.session.plan.tasks)
        assert app.desk.session.plan.experiments["model"].depends_on == ()
        assert app.desk.state.selected == "docs"
        await pilot.press("u")
        assert app.desk.session.text.to_bytes() == before

    drive(small_plan(tmp_path), steps)


def test_progress_is_recorded_with_one_key(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        await pilot.press("S")
        assert str(app.desk.session.plan.tasks["data"].started) == "2026-02-27"
        await pilot.press("F")
        assert str(app.desk.session.plan.tasks["data"].finished) == "2026-02-27"
        select(app, "model")
        await pilot.press("F")
        await until(pilot, lambda: "come out" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.desk.session.plan.experiments["model"].attempts)
        assert app.desk.session.plan.experiments["model"].attempts[0].result == "missed"

    drive(small_plan(tmp_path), steps)


def test_the_form_follows_the_row(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query(DetailForm) and app.screen.query(FieldRow))
        select(app, "docs")
        await until(pilot, lambda: row(app, "title").text == "Docs")
        assert all(len(line) for line in screen_lines(app))

    drive(small_plan(tmp_path), steps)


def test_opening_a_form_is_no_typing(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("e")
        await until(pilot, lambda: app.main.query(FieldRow) and any(row.editing for row in app.main.query(FieldRow)))
        await pilot.pause(0.1)
        assert not app.main.query_one(DetailForm).flush()

    drive(small_plan(tmp_path), steps)


def test_of_a_long_text_the_beginning_is_seen_and_typing_replaces_it(tmp_path: Path) -> None:
    title = "A title that is much longer than the field in which it stands, by far"

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("e")
        await until(pilot, lambda: app.main.query(FieldRow) and any(row.editing for row in app.main.query(FieldRow)))
        await until(pilot, lambda: "Title          A title that" in screen_text(app))
        await type_text(pilot, "Short")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"]["title"] == "Short")

    drive(small_plan(tmp_path, SMALL.replace('title = "Data"', f'title = "{title}"')), steps)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["pane", "window"])
def test_what_does_not_read_keeps_nobody_in_the_form_but_is_told(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("d")
        await until(
            pilot, lambda: app.screen.query(FieldRow) and any(row.editing for row in app.screen.query(FieldRow))
        )
        await type_text(pilot, "soon")
        await pilot.press("escape")
        await until(pilot, lambda: "not taken: Duration:" in screen_text(app))
        assert not app.desk.session.dirty

    drive(small_plan(tmp_path), steps, size=size)
