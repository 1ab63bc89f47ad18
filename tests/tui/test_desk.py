"""The desk: from what a person wants to the next state, without a screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiplan.core.recording import record_result
from aiplan.errors import InvalidEdit, OutsideChange
from aiplan.model.edits import AppendEntry, RemoveItem, SetField
from aiplan.session import Session
from aiplan.tui import progress
from aiplan.tui.desk import Desk
from aiplan.tui.facts import headline, margins, slip
from helpers.screens import SMALL, TODAY, sample_plan, small_plan


def desk_on(path: Path) -> Desk:
    return Desk(Session.open(path, today=TODAY))


def status(desk: Desk, key: str) -> str:
    return desk.session.schedule[key].status


def written_status(desk: Desk, key: str) -> str | None:
    return desk.session.plan.tasks[key].status


def is_dirty(desk: Desk) -> bool:
    return desk.state.document.dirty


def test_it_begins_with_the_first_critical_item_that_is_not_done(tmp_path: Path) -> None:
    assert desk_on(small_plan(tmp_path)).state.selected == "data"
    assert desk_on(sample_plan(tmp_path)).state.selected == "cnn-v1"


def test_a_change_moves_the_finish_and_says_by_how_much(tmp_path: Path) -> None:
    desk = desk_on(small_plan(tmp_path))
    before = desk.state
    desk.apply(SetField(("experiments", "model", "duration"), "8d"), label="longer")
    assert desk.state.delta == 3
    assert is_dirty(desk)
    assert before.document.schedule.finish != desk.state.document.schedule.finish, "states never change"
    desk.apply(SetField(("tasks", "docs", "title"), "Handbook"), label="title")
    assert desk.state.delta == 0
    assert desk.undo() == "title"
    assert desk.undo() == "longer"
    assert desk.state.delta == -3
    assert not is_dirty(desk)
    assert desk.redo() == "longer"
    assert desk.state.document.redo_label == "title"


def test_a_change_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    desk = desk_on(small_plan(tmp_path))
    before = desk.state
    with pytest.raises(InvalidEdit):
        desk.apply(SetField(("tasks", "docs", "duration"), "soon"), label="x")
    assert desk.state is before


def test_edits_of_one_field_are_one_step_while_they_follow_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("aiplan.tui.desk.time.monotonic", lambda: now[0])
    desk = desk_on(small_plan(tmp_path))
    path = ("tasks", "docs", "title")

    def write(text: str, after: float) -> None:
        now[0] += after
        desk.edit_field((SetField(path, text),), "docs title", path)

    write("A", 0)
    write("AB", 1.5)
    write("ABC", 1.5)
    write("ABCD", 2.5)
    desk.undo()
    assert desk.session.plan.tasks["docs"].title == "ABC"
    desk.undo()
    assert desk.session.plan.tasks["docs"].title == "Docs"
    assert desk.undo() is None


def test_a_link_that_makes_a_cycle_is_refused_beside_its_field(tmp_path: Path) -> None:
    desk = desk_on(small_plan(tmp_path))
    path = ("tasks", "data", "depends_on")
    desk.edit_field((AppendEntry(path, "docs"),), "data depends on", path)
    assert "cycle" in desk.state.refusals[path]
    assert not desk.state.document.dirty
    desk.edit_field((SetField(("tasks", "data", "title"), "Data 2"),), "data title", ("tasks", "data", "title"))
    assert not desk.state.refusals


def test_when_the_item_under_the_cursor_goes_its_neighbour_takes_over(tmp_path: Path) -> None:
    desk = desk_on(small_plan(tmp_path))
    desk.select("docs")
    desk.apply(RemoveItem("tasks", "docs"), label="delete")
    assert desk.state.selected == "data"


def test_saving_over_a_change_made_outside_needs_a_word(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    desk = desk_on(path)
    desk.apply(SetField(("tasks", "docs", "title"), "Mine"), label="title")
    path.write_text(SMALL.replace("Docs", "Theirs"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert desk.look_outside()
    assert not desk.look_outside(), "said once"
    with pytest.raises(OutsideChange):
        desk.save()
    assert desk.state.notice == "outside_change"
    desk.keep_mine()
    desk.save()
    assert "Mine" in path.read_text(encoding="utf-8")


def test_findings_of_an_older_plan_are_dropped(tmp_path: Path) -> None:
    desk = desk_on(small_plan(tmp_path))
    old = desk.state.document
    desk.apply(SetField(("tasks", "docs", "title"), "New"), label="title")
    desk.found(old, ())
    assert desk.state.findings is None
    desk.found(desk.state.document, ())
    assert desk.state.findings == ()


def test_what_has_happened_is_recorded_once(tmp_path: Path) -> None:
    desk = desk_on(small_plan(tmp_path))
    session = desk.session
    desk.apply(*progress.start(session.schedule, session.text.data, "model"), label="start")
    assert status(desk, "model") == "active"
    with pytest.raises(InvalidEdit, match="under way"):
        progress.start(session.schedule, session.text.data, "model")
    recorded = record_result(session.schedule, "model", "met", on=progress.last_day(session.schedule, "model"))
    edits = progress.with_status(session.schedule, session.text.data, "model", recorded, "met")
    desk.apply(*edits, label="met")
    assert status(desk, "model") == "done"
    assert progress.said_next(session.plan.experiments["model"], "met") == "the experiment is done"
    with pytest.raises(InvalidEdit, match="already"):
        progress.finish(session.schedule, session.text.data, "model")
    with pytest.raises(InvalidEdit, match="members"):
        progress.start(session.schedule, session.text.data, "ready")


def test_a_written_status_is_kept_in_step_with_the_dates(tmp_path: Path) -> None:
    desk = desk_on(small_plan(tmp_path, SMALL.replace('title = "Data"', 'title = "Data"\nstatus = "planned"')))
    session = desk.session
    desk.apply(*progress.start(session.schedule, session.text.data, "data"), label="start")
    assert written_status(desk, "data") == "active"
    desk.apply(*progress.finish(session.schedule, session.text.data, "data"), label="finish")
    assert written_status(desk, "data") == "done"


def test_the_headline_names_the_deadline_most_at_risk(tmp_path: Path) -> None:
    desk = desk_on(sample_plan(tmp_path))
    document = desk.state.document
    now = headline(document)
    assert now.margin is not None
    assert (now.margin.id, now.margin.late) == ("launched", 4)
    assert {m.id for m in margins(document.schedule)} >= {"launched"}
    assert now.critical == sum(a.critical for a in document.schedule.activities)
    assert slip(document.schedule, "cnn-v1", document.baseline) == 13
    assert slip(document.schedule, "cnn-v1", None) is None
