"""A plan open for editing: steps, files changed outside, unsaved work after a crash."""

from __future__ import annotations

import datetime as dt
import gc
import subprocess
import weakref
from pathlib import Path

import pytest

from aiplan.branch import Branch
from aiplan.errors import EditRefused, InvalidEdit, OutsideChange, PlanNotFound, SaveFailed, UnreadablePlan
from aiplan.model.edits import AddItem, AppendEntry, RemoveItem, RenameItem, SetField
from aiplan.session import Session
from aiplan.store import recovery
from aiplan.store.canonical import format_text
from aiplan.store.files import read_file
from aiplan.store.text import PlanText

TODAY = dt.date(2026, 1, 5)
SOURCE = """\
format = 1

[project]
name = "P"
start = 2026-01-05

# The first.
[tasks.a]
title = "A"
duration = "5d"

[tasks.b]
title = "B"
duration = "5d"
depends_on = ["a"]
"""
DURATION = ("tasks", "a", "duration")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.plan.toml"
    path.write_text(SOURCE)
    return path


@pytest.fixture
def session(path: Path) -> Session:
    return Session.open(path, today=TODAY)


def finish(session: Session) -> str:
    return str(session.schedule["b"].early_finish)


def test_opening_gives_text_plan_and_schedule(session: Session) -> None:
    assert session.text.text == SOURCE
    assert session.plan.project.name == "P"
    assert finish(session) == "2026-01-16"
    assert (session.dirty, session.revision, session.read_only) == (False, 0, False)
    assert not session.outside_change()


def test_the_data_date_may_be_given(path: Path) -> None:
    assert finish(Session.open(path, today=TODAY, as_of=dt.date(2026, 1, 12))) == "2026-01-23"


def test_an_edit_moves_dates_and_undo_restores_every_byte(session: Session) -> None:
    session.apply(SetField(DURATION, "10d"), label="longer")
    assert finish(session) == "2026-01-23"
    assert session.dirty
    assert session.revision == 1
    assert session.undo_label == "longer"
    assert session.undo() == "longer"
    assert (session.text.text, session.dirty, finish(session)) == (SOURCE, False, "2026-01-16")
    assert session.undo() is None
    assert session.redo_label == "longer"
    assert session.redo() == "longer"
    assert finish(session) == "2026-01-23"
    assert session.redo() is None
    assert session.revision == 3


def test_edits_of_one_step_are_applied_all_or_none(session: Session) -> None:
    with pytest.raises(InvalidEdit):
        session.apply(SetField(DURATION, "9d"), AddItem("tasks", "b", {"title": "taken"}))
    assert (session.text.text, session.revision, session.undo_label) == (SOURCE, 0, None)
    session.apply(AddItem("tasks", "c", {"title": "C"}), AppendEntry(("tasks", "c", "depends_on"), "b"), label="add c")
    assert session.schedule["c"].early_start == dt.date(2026, 1, 19)
    assert session.undo() == "add c"
    assert session.text.text == SOURCE


def test_an_edit_that_changes_nothing_is_no_step(session: Session) -> None:
    session.apply(SetField(DURATION, "5d"))
    assert (session.revision, session.dirty, session.undo_label) == (0, False, None)


def test_a_new_edit_forgets_what_was_undone(session: Session) -> None:
    session.apply(SetField(DURATION, "6d"))
    session.undo()
    session.apply(SetField(DURATION, "7d"))
    assert session.redo() is None


def test_steps_with_the_same_key_are_undone_together(session: Session) -> None:
    for days in range(6, 9):
        session.apply(SetField(DURATION, f"{days}d"), label="duration", coalesce=DURATION)
    session.apply(SetField(("tasks", "a", "title"), "x"), label="title", coalesce="title")
    assert session.undo() == "title"
    assert session.undo() == "duration"
    assert session.text.text == SOURCE
    session.redo()
    session.apply(SetField(DURATION, "9d"), label="again", coalesce=DURATION)
    assert session.undo() == "again"
    assert session.plan.tasks["a"].duration is not None
    assert str(session.plan.tasks["a"].duration) == "8d"


def test_undo_comes_by_what_was_saved(session: Session) -> None:
    session.apply(SetField(DURATION, "6d"), coalesce="d")
    session.save()
    session.apply(SetField(DURATION, "7d"), coalesce="d")
    states = []
    for _ in range(2):
        session.undo()
        states.append(session.dirty)
    assert states == [False, True]
    assert session.text.text == SOURCE


def test_many_steps_can_be_undone_to_the_first_byte(session: Session) -> None:
    for step in range(50):
        session.apply(SetField(("tasks", "a", "title"), f"title {step}"), label=str(step))
    assert [session.undo() for _ in range(50)] == [str(step) for step in range(49, -1, -1)]
    assert session.text.text == SOURCE
    assert finish(session) == "2026-01-16"
    assert not session.dirty
    while session.redo() is not None:
        pass
    assert session.plan.tasks["a"].title == "title 49"


def test_few_states_are_kept_whole_whichever_way_one_goes(session: Session) -> None:
    kept = [weakref.ref(session.snapshot)]
    for step in range(80):
        session.apply(SetField(("tasks", "a", "title"), str(step)), label=str(step))
        kept.append(weakref.ref(session.snapshot))
    for _ in range(80):
        session.undo()
        kept.append(weakref.ref(session.snapshot))
    assert session.text.text == SOURCE
    gc.collect()
    assert len({id(state) for ref in kept if (state := ref()) is not None}) < 40
    assert [session.redo() for _ in range(80)] == [str(step) for step in range(80)]
    assert session.plan.tasks["a"].title == "79"


def test_a_branch_leaves_the_file_alone(session: Session, path: Path) -> None:
    branch = Branch(session)
    branch.apply(SetField(DURATION, "6d"))
    assert (branch.dirty, session.dirty) == (True, False)
    with pytest.raises(EditRefused):
        branch.save()
    with pytest.raises(EditRefused):
        branch.reload()
    with pytest.raises(EditRefused):
        branch.rebase(read_file(path), branch.text)
    with pytest.raises(EditRefused):
        branch.write_settled(SOURCE + "# settled\n")
    branch.write_recovery()
    assert Session.recovery_for(path) is None
    path.write_text(SOURCE + "# theirs\n")
    assert (branch.outside_change(), session.outside_change()) == (False, True)
    session.replace_text(branch.text, label="what-if")
    assert session.undo() == "what-if"
    assert session.text.text == SOURCE


def test_preview_changes_nothing(session: Session) -> None:
    plan, schedule = session.preview(SetField(DURATION, "10d"), RemoveItem("tasks", "b"))
    assert list(plan.tasks) == ["a"]
    assert schedule.finish == dt.date(2026, 1, 16)
    assert (session.revision, session.dirty, finish(session)) == (0, False, "2026-01-16")


def test_findings_have_lines_and_follow_the_edits(session: Session) -> None:
    session.apply(AppendEntry(("tasks", "b", "depends_on"), "nowhere"))
    unknown = [f for f in session.findings if f.code == "AIP102"]
    assert [f.line for f in unknown] == [17]
    session.apply(SetField(("tasks", "a", "titel"), "oops"))
    assert [f.line for f in session.findings if f.code == "AIP003"] == [11]
    session.undo()
    assert not [f for f in session.findings if f.code == "AIP003"]


def test_saving_writes_the_bytes_and_only_them(session: Session, path: Path) -> None:
    session.apply(SetField(DURATION, "6d"))
    session.save()
    assert path.read_text() == SOURCE.replace('duration = "5d"', 'duration = "6d"', 1)
    assert not session.dirty
    assert not session.outside_change()
    session.save()


def test_a_change_outside_is_noticed_and_never_overwritten(session: Session, path: Path) -> None:
    session.apply(SetField(DURATION, "6d"))
    path.write_text(SOURCE.replace("A", "theirs"))
    assert session.outside_change()
    with pytest.raises(OutsideChange):
        session.save()
    assert "theirs" in path.read_text()
    session.reload()
    assert session.plan.tasks["a"].title == "theirs"
    assert not session.dirty
    assert session.undo() == "reload"
    assert str(session.plan.tasks["a"].duration) == "6d"
    session.save()
    assert 'duration = "6d"' in path.read_text()


def test_a_person_may_overwrite_or_write_anew(session: Session, path: Path) -> None:
    session.apply(SetField(DURATION, "6d"))
    path.write_text("theirs = 1\n")
    session.save(overwrite=True)
    assert 'duration = "6d"' in path.read_text()
    path.unlink()
    assert session.outside_change()
    session.apply(SetField(DURATION, "7d"))
    with pytest.raises(OutsideChange):
        session.save()
    session.save(overwrite=True)
    assert 'duration = "7d"' in path.read_text()


def test_a_touched_file_with_the_same_bytes_is_no_change(session: Session, path: Path) -> None:
    path.write_text(SOURCE)
    assert not session.outside_change()
    path.write_text("x" + SOURCE[1:])
    assert session.outside_change()


def test_reloading_what_cannot_be_read_leaves_everything(session: Session, path: Path) -> None:
    path.write_text("[broken")
    with pytest.raises(UnreadablePlan):
        session.reload()
    path.unlink()
    with pytest.raises(PlanNotFound):
        session.reload()
    assert session.text.text == SOURCE


def test_merge_conflicts_open_read_only(path: Path) -> None:
    path.write_text(SOURCE + "<<<<<<< a\n[tasks.c]\ntitle = 'c'\n=======\n[tasks.d]\n>>>>>>> b\n")
    session = Session.open(path, today=TODAY)
    assert session.read_only
    assert "c" in session.plan.tasks
    assert [f.line for f in session.findings if f.code == "AIP001"] == [16]
    with pytest.raises(EditRefused):
        session.apply(SetField(DURATION, "6d"))
    with pytest.raises(EditRefused):
        session.save()


def test_a_formatted_text_is_a_step(session: Session) -> None:
    session.replace_text(PlanText.from_text(SOURCE.replace(" = ", "=")), label="squeeze")
    session.replace_text(format_text(session.text), label="format")
    assert session.text.text == SOURCE
    assert session.undo() == "format"
    assert session.dirty


def test_an_edit_shares_what_it_does_not_touch(session: Session) -> None:
    before = session.plan
    session.apply(SetField(DURATION, "6d"))
    assert session.plan.tasks["b"] is before.tasks["b"]
    assert session.plan.goals is before.goals
    assert str(before.tasks["a"].duration) == "5d"


def test_an_id_taken_in_another_section_is_found_and_its_mending_too(path: Path) -> None:
    path.write_text(SOURCE + '\n[milestones.a]\ntitle = "same id"\n')
    session = Session.open(path, today=TODAY)
    assert [f.code for f in session.findings if f.code == "AIP101"] == ["AIP101"]
    session.apply(RenameItem("milestones", "a", "m"))
    assert not [f for f in session.findings if f.code == "AIP101"]


# ---------------------------------------------------------------- after a crash


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(recovery.FOLDER_VARIABLE, str(tmp_path / "state"))


def test_unsaved_work_is_found_again(session: Session, path: Path) -> None:
    assert Session.recovery_for(path) is None
    session.apply(SetField(DURATION, "6d"))
    session.write_recovery()
    after_crash = Session.open(path, today=TODAY)
    found = Session.recovery_for(path)
    assert found is not None
    after_crash.restore(found)
    assert str(after_crash.plan.tasks["a"].duration) == "6d"
    assert after_crash.dirty
    after_crash.save()
    assert Session.recovery_for(path) is None
    assert after_crash.undo() == "recover unsaved work"


def test_copies_go_when_nothing_is_unsaved(session: Session, path: Path) -> None:
    session.apply(SetField(DURATION, "6d"))
    session.write_recovery()
    session.undo()
    session.write_recovery()
    assert Session.recovery_for(path) is None
    session.redo()
    session.write_recovery()
    session.discard_recovery()
    assert Session.recovery_for(path) is None


def test_copies_that_the_file_already_says_are_dropped(session: Session, path: Path) -> None:
    session.apply(SetField(DURATION, "6d"))
    session.write_recovery()
    path.write_bytes(session.text.to_bytes())
    assert Session.recovery_for(path) is None


def test_half_written_copies_are_not_offered(session: Session, path: Path) -> None:
    session.apply(SetField(DURATION, "6d"))
    session.write_recovery()
    (copy,) = recovery.state_folder().iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    copy.write_bytes(copy.read_bytes()[:-5])
    assert Session.recovery_for(path) is None
    copy.write_bytes(b"{}")
    assert Session.recovery_for(path) is None


def test_a_state_folder_that_cannot_be_written_is_said(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(recovery.FOLDER_VARIABLE, str(tmp_path / "file"))
    session.apply(SetField(DURATION, "6d"))
    with pytest.raises(SaveFailed, match="unsaved work cannot be kept"):
        session.write_recovery()


def test_the_state_folder_is_that_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(recovery.FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert recovery.state_folder() == tmp_path / "aiplan" / "recovery"


def test_unsaved_work_on_a_file_that_is_gone_is_named_with_what_brings_it_back(tmp_path: Path) -> None:
    path = tmp_path / "a plan.toml"
    path.write_text('format = 1\n[project]\nname = "P"\nstart = 2026-03-02\n', encoding="utf-8")
    session = Session.open(path, today=dt.date(2026, 3, 2))
    session.apply(SetField(("project", "name"), "Changed"))
    session.write_recovery()
    path.unlink()
    with pytest.raises(PlanNotFound) as found:
        Session.open(path, today=dt.date(2026, 3, 2))
    assert "unsaved work on it is kept" in found.value.hint
    subprocess.run(["sh", "-c", found.value.hint.partition(": ")[2]], check=True)
    assert path.read_bytes() == session.text.to_bytes()
