"""Fields of the form: derived from the models, read as people type, turned into the smallest edits."""

from __future__ import annotations

import contextlib
import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplan.core.calendar import Calendar
from aiplan.core.edits import apply_edit
from aiplan.model.base import Table
from aiplan.model.context import CalendarSpec, Scenario
from aiplan.model.edits import AppendEntry, RemoveEntry, RemoveField, SetField
from aiplan.model.shape import keys, sections, shape
from aiplan.model.work import Experiment, Milestone, Rollout, Task
from aiplan.tui.forms.changes import complaint, edits_for, unknown, value_at
from aiplan.tui.forms.dates import parse_date
from aiplan.tui.forms.spec import FieldSpec, field_specs, pair_specs
from aiplan.tui.forms.values import Setting, read, show
from helpers.screens import SAMPLE

AS_OF = dt.date(2026, 3, 16)
SETTING = Setting(AS_OF, Calendar(CalendarSpec()))
PATH = ("tasks", "a")


def spec_of(name: str, model: type[Table] = Experiment) -> FieldSpec:
    return next(spec for spec in field_specs(model) if spec.name == name)


@pytest.mark.parametrize("model", [Milestone, Task, Experiment, Rollout])
def test_every_key_of_work_has_a_field(model: type[Table]) -> None:
    found = {spec.path for spec in field_specs(model)}
    for key in keys(model):
        kind, inner = shape(model, key)
        wanted = {(key, sub) for sub in keys(inner)} if kind == "table" and inner is not None else {(key,)}
        assert wanted <= found


def test_fields_can_be_derived_for_every_section() -> None:
    for model in sections().values():
        assert field_specs(model)


def test_every_value_of_the_sample_reads_back_as_it_stands() -> None:
    data = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    seen = 0
    for section, model in sections().items():
        for table in data.get(section, {}).values():
            for spec in field_specs(model):
                value = value_at(table, spec.path)
                if value is None or spec.listed:
                    continue
                again = read(spec, show(spec, value), SETTING)
                assert edits_for((section, "x"), table, spec, again) == (), (spec, value, again)
                seen += 1
    assert seen > 400


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", dt.date(2026, 3, 31)),
        ("2026/3/1", dt.date(2026, 3, 1)),
        ("2026年4月2日", dt.date(2026, 4, 2)),
        ("4月2日", dt.date(2026, 4, 2)),
        ("mar 31", dt.date(2026, 3, 31)),
        ("31 March", dt.date(2026, 3, 31)),
        ("Feb 1, 2027", dt.date(2027, 2, 1)),
        ("12-28", dt.date(2025, 12, 28)),
        ("jan 5", dt.date(2026, 1, 5)),
        ("+5d", dt.date(2026, 3, 23)),
        ("-1w", dt.date(2026, 3, 9)),
        ("+2 w", dt.date(2026, 3, 30)),
        ("today", AS_OF),
        ("next mon", dt.date(2026, 3, 23)),
        ("fri", dt.date(2026, 3, 20)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: dt.date) -> None:
    assert parse_date(text, as_of=AS_OF, add=SETTING.calendar.add) == day


@pytest.mark.parametrize("text", ["2026-13-01", "feb 30", "soon", "5d", "", "99-99", "ma 3", "0000-01-01"])
def test_what_is_no_date_says_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="2026-03-31"):
        parse_date(text, as_of=AS_OF, add=SETTING.calendar.add)


@given(st.text(max_size=20) | st.sampled_from(["9" * 5000, "[" * 5000]))
def test_no_text_breaks_a_field(text: str) -> None:
    for spec in (*field_specs(Experiment), *pair_specs(Scenario, "set")):
        if spec.kind == "tables":
            continue
        with contextlib.suppress(ValueError):
            assert show(spec, read(spec, text, SETTING)) is not None


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("duration", "8", "8d"),
        ("duration", "2w", "2w"),
        ("duration", "5/8/20", {"optimistic": "5d", "likely": "8d", "pessimistic": "20d"}),
        ("duration", "1w / 8d / 4w", {"optimistic": "1w", "likely": "8d", "pessimistic": "4w"}),
        ("depends_on", "a, b ss+3d，c", ["a", "b SS+3d", "c"]),
        ("criteria", "acc >= 90 %, min(r) >= 0.8", ["acc >= 90 %", "min(r) >= 0.8"]),
        ("uses", "gpu 4, algo=2", {"gpu": 4, "algo": 2}),
        ("success", "40%", 0.4),
        ("max_attempts", "3", 3),
        ("take_fallback", "yes", True),
        ("tags", "one, two", ["one", "two"]),
        ("owner", "  ", None),
    ],
)
def test_values_are_read_as_people_write_them(name: str, text: str, value: object) -> None:
    assert read(spec_of(name), text, SETTING) == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("duration", "10/6/18", "optimistic ≤ likely ≤ pessimistic"),
        ("duration", "8d/9d", "three"),
        ("duration", "-3d", "duration"),
        ("duration", "half a day", "duration"),
        ("status", "finished", "planned, active, done, dropped"),
        ("title", "", "needed"),
        ("uses", "gpu", "gpu 1"),
        ("uses", "gpu two", "whole number"),
        ("success", "often", "number"),
    ],
)
def test_what_does_not_read_says_what_to_write(name: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(spec_of(name), text, SETTING)


def test_the_model_has_the_last_word() -> None:
    assert "at most 1" in complaint(Experiment, {}, spec_of("success"), 1.5)
    assert complaint(Experiment, {"success": "broken elsewhere"}, spec_of("owner"), "lin") == ""
    assert complaint(Experiment, {"crash": {"duration": "5d"}}, spec_of("crash-cost"), -1.0)


def test_names_of_nothing_are_refused_with_the_nearest() -> None:
    assert "did you mean label-10k" in unknown(spec_of("depends_on"), ["label10k SS"], ["label-10k", "x"])
    assert unknown(spec_of("depends_on"), ["label-10k SS"], ["label-10k"]) == ""
    assert unknown(spec_of("team"), "data", ["dat"])
    assert unknown(spec_of("owner"), "anybody", []) == ""


def test_a_list_is_changed_entry_by_entry() -> None:
    links = spec_of("depends_on")
    old = {"depends_on": ["a", "b SS+3d", "c"]}
    path = (*PATH, "depends_on")
    assert edits_for(PATH, old, links, ["a", "b SS+3d", "c"]) == ()
    assert edits_for(PATH, old, links, ["a", "b SS+4d", "c"]) == (SetField((*path, 1), "b SS+4d"),)
    assert edits_for(PATH, old, links, ["a", "b SS+3d", "c", "d"]) == (AppendEntry(path, "d"),)
    assert edits_for(PATH, old, links, ["b SS+3d"]) == (RemoveEntry((*path, 2)), RemoveEntry((*path, 0)))
    assert edits_for(PATH, old, links, []) == (RemoveField(path),)
    assert edits_for(PATH, {}, links, ["a"]) == (SetField(path, ["a"]),)


def test_equal_values_are_no_edit_however_they_are_spelled() -> None:
    assert edits_for(PATH, {"cost": 5}, spec_of("cost"), 5.0) == ()
    assert edits_for(PATH, {"owner": "lin"}, spec_of("owner"), "lin") == ()
    assert edits_for(PATH, {}, spec_of("owner"), None) == ()
    assert edits_for(PATH, {"depends_on": ["b ss+3d"]}, spec_of("depends_on"), ["b SS+3d"]) == ()


def test_the_last_key_of_an_inner_table_takes_the_table_with_it() -> None:
    fallback = spec_of("fallback-title")
    assert edits_for(PATH, {"fallback": {"title": "x"}}, fallback, None) == (RemoveField((*PATH, "fallback")),)
    both = {"fallback": {"title": "x", "duration": "5d"}}
    assert edits_for(PATH, both, fallback, None) == (RemoveField((*PATH, "fallback", "title")),)
    assert edits_for(PATH, {}, fallback, "y") == (SetField((*PATH, "fallback", "title"), "y"),)


@given(
    st.lists(st.sampled_from(["a", "b", "c SS+1d", "c SS+2d", "d FF"]), unique=True, max_size=5),
    st.lists(st.sampled_from(["a", "b", "c SS+1d", "c SS+2d", "d FF"]), unique=True, max_size=5),
)
def test_edits_of_a_list_make_what_was_typed(old: list[str], new: list[str]) -> None:
    table: dict[str, Any] = {"title": "A"} | ({"depends_on": old} if old else {})
    data: dict[str, Any] = {"tasks": {"a": table}}
    for edit in edits_for(PATH, table, spec_of("depends_on", Task), new or None):
        data = apply_edit(data, edit)
    assert sorted(data["tasks"]["a"].get("depends_on", [])) == sorted(new)
