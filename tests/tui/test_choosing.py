"""Choosing instead of typing: ids, days, durations, dependencies; the own editor; the text of an item."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from aiplan.errors import InvalidEdit, UsageError
from aiplan.store.text import PlanText
from aiplan.tui.app import PlanApp
from aiplan.tui.editor import command_of, edited
from aiplan.tui.forms.raw import raw_text, with_raw
from aiplan.tui.messages import OpenItem
from aiplan.tui.screens.day import DayScreen
from aiplan.tui.screens.length import LengthScreen
from aiplan.tui.screens.links import LinkScreen
from aiplan.tui.screens.pick import PickScreen
from aiplan.tui.screens.raw import RawScreen
from aiplan.tui.widgets.field_row import FieldRow
from helpers.screens import SMALL, drive, screen_text, small_plan, type_text, until


async def at_field(app: PlanApp, pilot: Pilot[int], address: tuple[str, ...], key: str) -> FieldRow:
    """Open the form of an item at a field."""
    app.post_message(OpenItem(address, key))
    await until(pilot, lambda: [r for r in app.screen.query(FieldRow) if r.spec.key == key and r.editing])
    return next(r for r in app.screen.query(FieldRow) if r.spec.key == key)


SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["pane", "window"])


@SIZES
def test_an_id_is_chosen_by_a_part_of_its_name(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("tasks", "docs"), "milestone")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await type_text(pilot, "rdy")
        await until(pilot, lambda: "ready" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["docs"].get("milestone") == "ready")

    text = SMALL.replace('depends_on = ["ready"]\n', "")
    drive(small_plan(tmp_path, text), steps, size=size)


def test_several_ids_are_marked(tmp_path: Path) -> None:
    more = '\n[goals.fast]\ntitle = "Fast"\n\n[goals.cheap]\ntitle = "Cheap"\n'

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("tasks", "data"), "goals")
        await pilot.press("ctrl+@")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await pilot.pause()
        await pilot.press("tab", "down", "tab", "enter")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"].get("goals") == ["cheap", "fast"])

    drive(small_plan(tmp_path, SMALL + more), steps)


@SIZES
def test_dependencies_are_chosen_with_type_and_lag(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("experiments", "model"), "depends_on")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, LinkScreen) and "✓ data" in screen_text(app))
        await pilot.press("ctrl+t", "shift+right", "shift+right")
        await until(pilot, lambda: "data SS+2d" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.document.data["experiments"]["model"]["depends_on"] == ["data SS+2d"])

    drive(small_plan(tmp_path), steps, size=size)


def test_what_waits_for_the_item_is_not_offered_as_its_predecessor(tmp_path: Path) -> None:
    async def offered(app: PlanApp, pilot: Pilot[int], address: tuple[str, str]) -> set[str]:
        await at_field(app, pilot, address, "depends_on")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, LinkScreen))
        assert isinstance(app.screen, LinkScreen)
        found = {choice.id for choice in app.screen._choices}
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        await pilot.press("escape")
        await until(pilot, lambda: not app.main.form_open)
        return found

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert await offered(app, pilot, ("tasks", "data")) == {"other"}, "the model waits for it, and the milestone"
        assert await offered(app, pilot, ("experiments", "model")) == {"data", "other"}

    drive(small_plan(tmp_path, SMALL + '\n[tasks.other]\ntitle = "Other"\nduration = "2d"\n'), steps)


@SIZES
def test_a_day_is_chosen_from_a_month(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("milestones", "ready"), "deadline")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, DayScreen) and "Mar 2026" in screen_text(app))
        await pilot.press("pagedown", "right")
        await until(pilot, lambda: "Apr 2026" in screen_text(app) and "Tue 21 Apr" in screen_text(app))
        await pilot.press("enter")
        await until(
            pilot, lambda: app.desk.state.document.data["milestones"]["ready"]["deadline"] == dt.date(2026, 4, 21)
        )

    drive(small_plan(tmp_path), steps, size=size)


def test_a_day_can_be_said_in_the_calendar(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("milestones", "ready"), "deadline")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, DayScreen))
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press("plus", "5", "d", "enter")
        await until(
            pilot, lambda: app.desk.state.document.data["milestones"]["ready"]["deadline"] == dt.date(2026, 3, 9)
        )

    drive(small_plan(tmp_path), steps)


@SIZES
def test_an_estimate_is_made_of_three_durations(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("experiments", "model"), "duration")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, LengthScreen))
        await pilot.press("shift+right")
        await pilot.press("down")
        await pilot.pause()
        await type_text(pilot, "4d")
        await pilot.press("down")
        await pilot.pause()
        await type_text(pilot, "2w")
        await until(pilot, lambda: "mean 6.3 days" in screen_text(app))
        await pilot.press("enter")
        await until(
            pilot,
            lambda: (
                app.desk.state.document.data["experiments"]["model"]["duration"]
                == {"optimistic": "4d", "likely": "6d", "pessimistic": "2w"}
            ),
        )

    drive(small_plan(tmp_path), steps, size=size)


def test_a_text_is_written_in_the_own_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "my editor"
    script.write_text('#!/bin/sh\necho "second line" >> "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{script}'")

    @contextlib.contextmanager
    def suspend(_: PlanApp) -> Iterator[None]:
        yield

    monkeypatch.setattr(PlanApp, "suspend", suspend)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("tasks", "data"), "notes")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"].get("notes") == "second line\n")

    drive(small_plan(tmp_path), steps)


def test_without_a_terminal_to_hand_over_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_field(app, pilot, ("tasks", "data"), "notes")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "cannot be opened from here" in screen_text(app))

    drive(small_plan(tmp_path), steps)


def test_an_editor_that_fails_leaves_the_text() -> None:
    with pytest.raises(UsageError, match="as it was"):
        edited("x", ["false"])
    with pytest.raises(UsageError, match="cannot be run"):
        edited("x", ["/nowhere/editor"])
    with pytest.raises(UsageError, match="no editor"):
        command_of({})
    assert command_of({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]


# ------------------------------------------------------------ the text of an item

COMMENTED = SMALL.replace("[tasks.docs]", "# Written last.\n[tasks.docs]")


def test_the_text_of_an_item_has_its_comments_and_sub_tables() -> None:
    text = PlanText.from_text(COMMENTED + "\n[experiments.model.fallback]\ntitle = 'Buy'\n")
    assert raw_text(text, ("tasks", "docs")).startswith("# Written last.\n[tasks.docs]\n")
    model = raw_text(text, ("experiments", "model"))
    assert model.startswith("# The model takes longest.")
    assert "[experiments.model.fallback]" in model
    assert 'duration = "5d"   # one attempt' in model


def test_only_the_lines_of_the_item_change() -> None:
    text = PlanText.from_text(COMMENTED)
    new = raw_text(text, ("tasks", "data")).replace('"3d"', '"4d" # more photos')
    changed = with_raw(text, ("tasks", "data"), new)
    before, after = COMMENTED.splitlines(), changed.text.splitlines()
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert differing == [('duration = "3d"', 'duration = "4d" # more photos')]
    assert with_raw(text, ("tasks", "data"), raw_text(text, ("tasks", "data"))).text == COMMENTED


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ('[tasks.data]\ntitle = "x', "line 2"),
        ("", "is gone"),
        ('[tasks.data]\ntitle = "Data"\n[tasks.other]\ntitle = "More"\n', "only tasks.data"),
        ("[tasks.data]\ntitle = 3\n", "title"),
    ],
)
def test_a_text_that_is_not_the_item_is_refused(new: str, said: str) -> None:
    with pytest.raises(InvalidEdit, match=said):
        with_raw(PlanText.from_text(COMMENTED), ("tasks", "data"), new)


@SIZES
def test_an_item_is_edited_as_text_and_undone_as_one_step(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        before = app.desk.session.text.text
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, RawScreen))
        area = app.screen.query_one(TextArea)
        area.text = area.text.replace('"3d"', '"x"')
        await until(pilot, lambda: "duration" in str(app.screen.query_one(".said").render()))
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, RawScreen)
        area.text = area.text.replace('"x"', '"6d"')
        await until(pilot, lambda: "reads well" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.desk.state.document.data["tasks"]["data"]["duration"] == "6d")
        await pilot.press("u")
        await until(pilot, lambda: app.desk.session.text.text == before)

    drive(small_plan(tmp_path), steps, size=size)


def test_leaving_a_changed_text_asks_once(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, RawScreen))
        await pilot.press("x", "escape")
        await until(pilot, lambda: "esc again" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, RawScreen))
        assert not app.desk.session.dirty

    drive(small_plan(tmp_path), steps)
