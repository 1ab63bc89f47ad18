"""Edits of a file with comments everywhere: every comment stays with its table, byte for byte."""

from __future__ import annotations

import datetime as dt

import pytest

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
from aiplan.store.canonical import format_text
from aiplan.store.text import PlanText
from helpers.golden import GOLDEN, assert_golden

NEW = {"depends_on": ["label FS-1d", "collect"], "title": "Check labels", "milestone": "data-ready", "duration": "2d"}

EDITS: dict[str, tuple[Edit, ...]] = {
    "delete-task": (RemoveItem("tasks", "label"),),
    "delete-first": (RemoveItem("tasks", "collect"),),
    "delete-last": (RemoveItem("metrics", "recall"),),
    "delete-milestone": (RemoveItem("milestones", "model-ready"),),
    "delete-experiment": (RemoveItem("experiments", "cnn"),),
    "insert-task": (AddItem("tasks", "check", NEW),),
    "insert-before": (AddItem("tasks", "check", NEW, before=("tasks", "collect")),),
    "insert-after": (AddItem("tasks", "check", NEW, after=("tasks", "collect")),),
    "insert-milestone": (AddItem("milestones", "launch", {"title": "Launch", "gates": ["top1", "recall >= 0.9"]}),),
    "insert-section": (AddItem("goals", "g", {"title": "A goal", "metric": "top1"}),),
    "insert-baseline": (
        AddItem("baselines", "kickoff", {"taken": dt.date(2026, 1, 5), "start": {"collect": dt.date(2026, 1, 5)}}),
    ),
    "rename-task": (RenameItem("tasks", "label", "标注"),),
    "rename-experiment": (RenameItem("experiments", "cnn", "cnn-v1"),),
    "rename-metric": (RenameItem("metrics", "recall", "class-recall"),),
    "reorder-back": (MoveItem("tasks", "label", before=("tasks", "collect")),),
    "reorder-on": (MoveItem("tasks", "collect", after=("experiments", "cnn")),),
    "reorder-to-end": (MoveItem("milestones", "data-ready", after=("metrics", "recall")),),
    "reorder-from-end": (MoveItem("metrics", "recall", before=("metrics", "top1")),),
    "fields": (
        SetField(("tasks", "collect", "duration"), {"likely": "9d", "optimistic": "8d", "pessimistic": "20d"}),
        SetField(("tasks", "collect", "status"), "active"),
        SetField(("tasks", "collect", "notes"), 'Two lines:\nthis one ends in "quotes"'),
        SetField(("experiments", "cnn", "duration", "likely"), "9d"),
        SetField(("tasks", "label", "crash", "cost"), 2500),
        RemoveField(("metrics", "top1", "better")),
    ),
    "lists": (
        AppendEntry(("tasks", "label", "depends_on"), "aaa"),
        AppendEntry(("milestones", "model-ready", "depends_on"), "label FF"),
        AppendEntry(("milestones", "model-ready", "gates"), "latency <= 200"),
        AppendEntry(("metrics", "recall", "readings"), {"value": 0.7, "on": dt.date(2026, 4, 1)}),
        AppendEntry(("experiments", "cnn", "attempts"), {"started": dt.date(2026, 3, 9)}),
        RemoveEntry(("milestones", "model-ready", "gates", 0)),
    ),
}


def start() -> PlanText:
    return PlanText.from_bytes((GOLDEN / "edits" / "start.plan.toml").read_bytes())


@pytest.mark.parametrize("name", EDITS)
def test_edits_leave_every_comment_with_its_table(name: str) -> None:
    text = start()
    for edit in EDITS[name]:
        text = text.apply(edit)
    assert_golden(f"edits/{name}.plan.toml", text.text)


def test_formatting() -> None:
    assert_golden("edits/formatted.plan.toml", format_text(start()).text)


def test_the_same_edits_with_windows_line_ends_give_the_same_lines() -> None:
    for edits in EDITS.values():
        text = start()
        other = PlanText.from_text(text.text.replace("\n", "\r\n"), bom=True)
        for edit in edits:
            text, other = text.apply(edit), other.apply(edit)
        assert other.to_bytes() == b"\xef\xbb\xbf" + text.text.replace("\n", "\r\n").encode()


def test_moving_there_and_back_restores_every_byte() -> None:
    text = start()
    there = text.apply(MoveItem("tasks", "collect", after=("experiments", "cnn")))
    assert there.apply(MoveItem("tasks", "collect", after=("milestones", "data-ready"))).text == text.text
