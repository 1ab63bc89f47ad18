"""Every table of the format can be selected, edited, added and deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from aiplan.model.address import Path as Address
from aiplan.model.shape import sections
from aiplan.tui.app import PlanApp
from aiplan.tui.items import KIND_NAMES, SINGLE, exists, kind_name, neighbour
from aiplan.tui.messages import OpenItem
from aiplan.tui.screens.add_item import AddScreen
from aiplan.tui.views import VIEWS, WORK_KINDS
from aiplan.tui.widgets.field_row import FieldRow
from helpers.screens import SMALL, drive, small_plan, type_text, until

SINGLES = [(name,) for name in SINGLE]
EVERY = [*SINGLES, *((section, "one") for section in sections())]
REST = "".join(f"\n[{section}.one]\n" for section in sections())


def test_every_table_has_a_name() -> None:
    assert set(KIND_NAMES) == {*SINGLE, *sections()}


def test_every_kind_can_be_added_in_some_view() -> None:
    assert {kind for view in VIEWS for kind in view.kinds} == set(sections())


@pytest.mark.parametrize("address", EVERY, ids=lambda address: address[0])
def test_the_form_edits_the_table_under_the_cursor(tmp_path: Path, address: Address) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(address))
        await until(pilot, lambda: app.main.query(FieldRow) and any(row.editing for row in app.main.query(FieldRow)))
        typed = {"text": "word", "long": "word", "integer": "80", "number": "80", "date": "today"}
        row = next(r for r in app.main.query(FieldRow) if r.spec.kind in typed and not r.spec.refers_to)
        row.focus_editor()
        await pilot.pause()
        await pilot.press("ctrl+a" if row.spec.kind == "long" else "home", "shift+end", "delete")
        await type_text(pilot, typed[row.spec.kind])
        await pilot.press("escape")
        await until(pilot, lambda: app.desk.session.dirty)
        table = app.desk.state.document.data
        for key in address:
            table = table[str(key)]
        for key in row.spec.path[:-1]:
            table = table[key]
        assert str(table[row.spec.path[-1]]) in ("word", "80", "80.0", "2026-03-02")
        await pilot.press("u")
        await until(pilot, lambda: not app.desk.session.dirty)

    drive(small_plan(tmp_path, SMALL + REST), steps)


def test_any_kind_can_be_added_and_its_form_opens(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("1", "a")
        await until(pilot, lambda: isinstance(app.screen, AddScreen))
        rows = {row.spec.key: row for row in app.screen.query(FieldRow)}
        assert rows["kind"].text == kind_name(("goals",))
        assert not rows["duration"].display
        await type_text(pilot, "More users")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.form_open)
        assert app.desk.state.item == ("goals", "more-users")
        assert app.desk.state.document.data["goals"]["more-users"] == {"title": "More users"}
        await pilot.press("escape", "x")
        await until(pilot, lambda: not app.desk.session.dirty or "goals" not in app.desk.state.document.data)
        assert app.desk.state.item is not None
        assert exists(app.desk.state.document.data, app.desk.state.item)

    drive(small_plan(tmp_path), steps)


def test_a_new_baseline_holds_the_dates_of_now(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("1", "a")
        await until(pilot, lambda: isinstance(app.screen, AddScreen))
        rows = {row.spec.key: row for row in app.screen.query(FieldRow)}
        rows["kind"].focus_editor()
        while rows["kind"].text != kind_name(("baselines",)):
            await pilot.press("right")
        await pilot.press("down")
        await type_text(pilot, "now")
        await pilot.press("enter")
        await until(pilot, lambda: "now" in app.desk.state.document.plan.baselines)
        assert set(app.desk.state.document.plan.baselines["now"].finish) == {"data", "model", "ready", "docs"}

    drive(small_plan(tmp_path), steps)


def test_deleting_takes_what_names_the_item_along(tmp_path: Path) -> None:
    text = SMALL + '\n[teams.core]\ncapacity = 2\n\n[tasks.more]\ntitle = "More"\nteam = "core"\nuses = { core = 1 }\n'

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.desk.select_item(("teams", "core"))
        app.publish()
        await pilot.press("x")
        await until(pilot, lambda: "teams" not in app.desk.state.document.data)
        assert app.desk.state.document.data["tasks"]["more"] == {"title": "More"}
        await pilot.press("u")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["more"]["team"] == "core")

    drive(small_plan(tmp_path, text), steps)


def test_work_is_recorded_only_where_the_cursor_stands_on_work(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.desk.select_item(("vision",))
        app.publish()
        await pilot.press("F")
        await pilot.pause()
        assert not app.desk.session.dirty
        assert app.desk.state.selected == "data"

    drive(small_plan(tmp_path), steps)


def test_the_next_of_a_section_takes_the_place_of_a_deleted_item() -> None:
    before: dict[str, Any] = {"risks": {"a": {}, "b": {}, "c": {}}}
    assert neighbour(before, {"risks": {"a": {}, "c": {}}}, ("risks", "b")) == ("risks", "c")
    assert neighbour(before, {"risks": {"a": {}, "b": {}}}, ("risks", "c")) == ("risks", "b")
    assert neighbour({"risks": {"a": {}}}, {}, ("risks", "a")) is None


def test_work_is_at_home_in_the_timeline() -> None:
    assert VIEWS[1].kinds == WORK_KINDS
