"""What edits mean on plain data, and what they refuse."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest

from aiplan.core.edits import apply_edit
from aiplan.errors import InvalidEdit, UnknownAddress
from aiplan.model.edits import (
    AddItem,
    AppendEntry,
    Edit,
    MoveItem,
    RemoveEntry,
    RemoveField,
    RemoveItem,
    RenameItem,
    SetField,
)

DATA: dict[str, Any] = {
    "format": 1,
    "project": {"name": "P", "start": dt.date(2026, 1, 5)},
    "metrics": {"acc": {"title": "Accuracy", "better": "higher"}},
    "milestones": {"m": {"title": "M", "gates": ["acc >= 0.9"]}},
    "tasks": {
        "a": {"title": "A", "milestone": "m", "duration": "5d"},
        "b": {"title": "B", "depends_on": ["a", "c"], "crash": {"duration": "1d"}, "uses": {"a": 1}},
        "c": {"title": "C", "duration": "soon"},
    },
    "baselines": {"k": {"start": {"a": dt.date(2026, 1, 5)}}},
    "scenarios": {"s": {"set": {"tasks.a.duration": "3d"}}},
}


@pytest.fixture(autouse=True)
def _data_is_never_changed() -> Any:
    before = copy.deepcopy(DATA)
    yield
    assert before == DATA


def task(edit: Edit, name: str = "b") -> Any:
    return apply_edit(DATA, edit)["tasks"][name]


def test_set_field_makes_tables_on_the_way_and_shares_the_rest() -> None:
    changed = apply_edit(DATA, SetField(("tasks", "a", "crash", "cost"), 5))
    assert changed["tasks"]["a"]["crash"] == {"cost": 5}
    assert changed["tasks"]["b"] is DATA["tasks"]["b"]
    assert changed["milestones"] is DATA["milestones"]


def test_tuples_and_mappings_become_plain() -> None:
    assert task(SetField(("tasks", "b", "tags"), ("x", "y")))["tags"] == ["x", "y"]  # type: ignore[arg-type]


def test_remove_field_takes_tables_along_that_become_empty() -> None:
    assert "crash" not in task(RemoveField(("tasks", "b", "crash", "duration")))


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        ("b2", ["a", "b2", "c"]),
        ("a SS", ["a", "a SS", "c"]),
        ("a FS-1d", ["a FS-1d", "a", "c"]),
        ("z", ["a", "c", "z"]),
    ],
)
def test_links_stay_sorted_by_predecessor_type_and_lag(new: str, wanted: list[str]) -> None:
    assert task(AppendEntry(("tasks", "b", "depends_on"), new))["depends_on"] == wanted


def test_lists_that_name_no_items_grow_at_their_end() -> None:
    changed = apply_edit(DATA, AppendEntry(("milestones", "m", "gates"), "aaa"))
    assert changed["milestones"]["m"]["gates"] == ["acc >= 0.9", "aaa"]
    assert task(AppendEntry(("tasks", "a", "tags"), "x"), "a")["tags"] == ["x"]


def test_new_lists_are_sorted_and_lists_that_stand_are_left_in_order() -> None:
    added = apply_edit(DATA, AddItem("tasks", "n", {"depends_on": ["c", "a SS"], "tags": ["z", "y"]}))["tasks"]["n"]
    assert added == {"depends_on": ["a SS", "c"], "tags": ["z", "y"]}
    assert task(SetField(("tasks", "a", "depends_on"), ["c", "b"]), "a")["depends_on"] == ["b", "c"]
    assert task(SetField(("tasks", "b", "depends_on"), ["c", "b"]))["depends_on"] == ["c", "b"]


def test_remove_entry() -> None:
    assert task(RemoveEntry(("tasks", "b", "depends_on", 0)))["depends_on"] == ["c"]


def test_remove_item_takes_a_section_along_that_becomes_empty() -> None:
    assert "metrics" not in apply_edit(DATA, RemoveItem("metrics", "acc"))


def test_rename_item_updates_every_reference() -> None:
    changed = apply_edit(DATA, RenameItem("tasks", "a", "neu"))
    assert list(changed["tasks"]) == ["neu", "b", "c"]
    assert changed["tasks"]["b"]["depends_on"] == ["neu", "c"]
    assert changed["tasks"]["b"]["uses"] == {"a": 1}, "a team of that name is another thing"
    assert changed["baselines"]["k"]["start"] == {"neu": dt.date(2026, 1, 5)}
    assert changed["scenarios"]["s"]["set"] == {"tasks.neu.duration": "3d"}
    assert apply_edit(DATA, RenameItem("metrics", "acc", "x"))["milestones"]["m"]["gates"] == ["x >= 0.9"]
    assert apply_edit(DATA, RenameItem("milestones", "m", "m-2"))["tasks"]["a"]["milestone"] == "m-2"


def test_move_item_changes_the_order_alone() -> None:
    changed = apply_edit(DATA, MoveItem("tasks", "c", before=("tasks", "a")))
    assert list(changed["tasks"]) == ["c", "a", "b"]
    assert changed == DATA


@pytest.mark.parametrize(
    ("edit", "address", "words"),
    [
        (SetField(("tasks", "a", "duration"), "abc"), "tasks.a.duration", "duration"),
        (SetField(("tasks", "a", "started"), "2026-01-01"), "tasks.a.started", "without quotes"),
        (SetField(("tasks", "a", "depends_on"), ["b", 5]), "tasks.a.depends_on[1]", "dependency"),
        (SetField(("tasks", "a", "title", "x"), 1), "tasks.a.title.x", "tasks.a.title is not a table"),
        (SetField(("tasks", "a", "title"), "\ud800"), "tasks.a.title", "half a character"),
        (SetField(("tasks", "a", "notes"), None), "tasks.a.notes", "cannot be written"),  # type: ignore[arg-type]
        (SetField(("tasks", "-x", "title"), "T"), "tasks.-x", "not an id"),
        (SetField(("tasks", "m", "title"), "T"), "tasks.m", "already the id of milestones.m"),
        (SetField(("tasks",), {}), "tasks", "one item at a time"),
        (AppendEntry(("tasks", "b", "depends_on"), "a"), "tasks.b.depends_on", "already in"),
        (AppendEntry(("tasks", "b", "title"), "a"), "tasks.b.title", "not a list"),
        (AppendEntry(("tasks", "b", "depends_on"), "no such thing"), "tasks.b.depends_on[2]", "dependency"),
        (AddItem("tasks", "m", {"title": "T"}), "tasks.m", "already"),
        (AddItem("tusks", "x", {}), "tusks", "section"),
        (AddItem("tasks", "x", {"priority": "high"}), "tasks.x.priority", "must"),
        (RenameItem("tasks", "a", "m"), "tasks.m", "already"),
        (RenameItem("tasks", "a", "a b"), 'tasks."a b"', "not an id"),
        (MoveItem("tasks", "a"), "tasks.a", "one table"),
    ],
)
def test_edits_that_make_no_sense_name_the_place(edit: Edit, address: str, words: str) -> None:
    with pytest.raises(InvalidEdit) as caught:
        apply_edit(DATA, edit)
    assert caught.value.address == address
    assert words in str(caught.value)


def test_what_was_wrong_before_does_not_stop_other_edits() -> None:
    assert task(SetField(("tasks", "c", "title"), "C2"), "c") == {"title": "C2", "duration": "soon"}
    assert task(SetField(("tasks", "c", "duration"), "4d"), "c")["duration"] == "4d"


@pytest.mark.parametrize(
    ("edit", "address", "hint"),
    [
        (RemoveItem("tasks", "aa"), "tasks.aa", "did you mean tasks.a?"),
        (RemoveField(("tasks", "a", "titel")), "tasks.a.titel", "did you mean tasks.a.title?"),
        (RemoveEntry(("tasks", "b", "depends_on", 7)), "tasks.b.depends_on[7]", "2 entries"),
        (RenameItem("goals", "x", "y"), "goals.x", ""),
        (MoveItem("tasks", "a", after=("tasks", "zz")), "tasks.zz", ""),
    ],
)
def test_unknown_addresses_name_the_nearest_that_exists(edit: Edit, address: str, hint: str) -> None:
    with pytest.raises(UnknownAddress) as caught:
        apply_edit(DATA, edit)
    assert caught.value.address == address
    assert hint in caught.value.hint
