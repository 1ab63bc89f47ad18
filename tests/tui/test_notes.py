"""What is said for a few seconds goes, also where its time is up as it comes."""

from __future__ import annotations

from pathlib import Path

from textual.notifications import Notification
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from aiplan.tui.app import PlanApp
from aiplan.tui.notes import Note
from helpers.screens import drive, screen_text, small_plan, until


def test_a_note_whose_time_is_up_still_has_some_left_for_its_timer() -> None:
    note = Note("late", timeout=-1)
    assert note.has_expired
    assert 0 < note.time_left < 0.1
    assert Notification("late", timeout=-1).time_left < 0


def test_a_note_says_how_long_it_stays() -> None:
    note = Note("here", timeout=60)
    assert not note.has_expired
    assert 59 < note.time_left <= 60


def test_what_is_mounted_as_its_time_ends_goes_at_once(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await app.main.mount(Toast(Note("too late", timeout=-1)))
        await until(pilot, lambda: not app.main.query(Toast))

    drive(small_plan(tmp_path), steps)


def test_all_that_is_said_is_such_a_note(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.tell("Said [not] as markup")
        await until(pilot, lambda: "Said [not] as markup" in screen_text(app))
        assert all(isinstance(one, Note) for one in app._notifications)
        assert len(app._notifications) == 1

    drive(small_plan(tmp_path), steps)
