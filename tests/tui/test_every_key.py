"""Every key of the format has a field, and every list inside an item can be added to, edited and taken from."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from textual.pilot import Pilot

from aiplan.core.calendar import Calendar
from aiplan.core.edits import apply_edit
from aiplan.model.address import Path as Address
from aiplan.model.base import Table
from aiplan.model.context import CalendarSpec
from aiplan.model.edits import RemoveEntry, RemoveField, RenameItem, SetField
from aiplan.model.plan import Plan
from aiplan.model.reading import validate_table
from aiplan.model.shape import keys, model_at, sections, shape
from aiplan.tui.actions import BY_ID
from aiplan.tui.app import PlanApp
from aiplan.tui.forms.entries import entry_lines, new_entry, removal
from aiplan.tui.forms.labels import LABELS, VALUES
from aiplan.tui.forms.spec import FieldKind, FieldSpec, field_specs, pair_specs
from aiplan.tui.forms.subject import PairSubject, TableSubject
from aiplan.tui.forms.values import Setting, read, show
from aiplan.tui.items import SINGLE
from aiplan.tui.messages import OpenItem
from aiplan.tui.screens.other import OtherScreen
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.entry_list import EntryList
from aiplan.tui.widgets.field_row import FieldRow
from helpers.screens import SAMPLE, SMALL, drive, screen_text, small_plan, type_text, until

SETTING = Setting(dt.date(2026, 3, 16), Calendar(CalendarSpec()))
EXAMPLES: Mapping[FieldKind, str] = {
    "text": "words", "long": "many words", "flag": "yes", "date": "2026-03-31", "duration": "8d",
    "estimate": "5d/8d/20d", "links": "a SS+3d", "gates": "acc >= 0.9", "list": "mon", "counts": "gpu 2",
    "integer": "3", "number": "0.5", "value": "0.5",
}  # fmt: skip


def items() -> list[Address]:
    return [*((name,) for name in SINGLE), *((section, "one") for section in sections())]


def leaves(model: type[Table], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every key of a table that holds a value, from the model alone; keys of mappings as `*`."""
    for key in keys(model):
        kind, inner = shape(model, key)
        if kind == "table" and inner is not None:
            yield from leaves(inner, (*path, key))
        elif kind == "list_of_tables" and inner is not None:
            yield from ((*path, key, "[]", *rest) for rest in leaves(inner))
        elif kind == "section" and inner is not None:
            yield from ((*path, key, "*", *rest) for rest in leaves(inner))
        elif kind == "mapping":
            yield (*path, key, "*")
        else:
            yield (*path, key)


def editable(model: type[Table]) -> Iterator[tuple[str, ...]]:
    """Yield every key that some field of the form of `model`, or of an entry inside it, gives a value."""
    for spec in field_specs(model):
        inner = shape(model, spec.key)[0]
        if spec.kind == "tables":
            assert spec.inner is not None
            yield from ((*spec.path, "[]", *rest) for rest in editable(spec.inner))
        elif spec.kind in ("pairs", "counts", "mapping"):
            yield (*spec.path, "*")
        elif inner in ("section", "mapping"):
            yield (spec.key, "*", *spec.path[2:])
        else:
            yield spec.path


@pytest.mark.parametrize("address", items(), ids=lambda address: address[0])
def test_every_key_of_every_table_has_a_field(address: Address) -> None:
    model = model_at(address)
    assert model is not None
    assert set(leaves(model)) == set(editable(model))


def test_every_key_of_the_file_itself_is_an_item_or_one_of_those_that_have_a_list_of_their_own(tmp_path: Path) -> None:
    in_forms = {str(address[0]) for address in items()}
    rest = set(keys(Plan)) - in_forms

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press(BY_ID["plan.other"].usual_keys[0])
        await until(pilot, lambda: isinstance(app.screen, OtherScreen))
        await until(
            pilot, lambda: all(f"{key} = " in screen_text(app) or f"{key}.tool" in screen_text(app) for key in rest)
        )

    drive(small_plan(tmp_path, f"{SMALL}\n[x.tool]\nkey = 1\n"), steps)
    assert rest == {"format", "x"}


@pytest.mark.parametrize("address", items(), ids=lambda address: address[0])
def test_what_a_field_reads_is_what_the_model_takes(address: Address) -> None:
    model = model_at(address)
    assert model is not None
    for model_of_fields, spec in every_field(model):
        if spec.listed or spec.kind == "mapping":
            continue
        text = spec.choices[0] if spec.choices else EXAMPLES[spec.kind]
        if spec.kind == "list" and spec.key == "waives":
            text = "m: acc >= 0.9"
        value = read(spec, text, SETTING)
        subject = TableSubject(("tasks", "x"))
        assert value is not None
        assert show(spec, value) == text
        assert not subject.edits({"tasks": {"x": {"title": "X"}}}, FieldSpec(("title",), "text", "Title"), "X")
        candidate: Any = value
        for key in reversed(spec.path):
            candidate = {key: candidate}
        found = [e for e in errors(model_of_fields, candidate) if e[: len(spec.path)] == spec.path]
        assert found == [], (spec, value)


def every_field(model: type[Table]) -> Iterator[tuple[type[Table], FieldSpec]]:
    for spec in field_specs(model):
        yield model, spec
        if spec.inner is not None:
            yield from every_field(spec.inner)


def errors(model: type[Table], table: dict[str, Any]) -> list[tuple[str, ...]]:
    from pydantic import ValidationError

    try:
        validate_table(model, table)
    except ValidationError as error:
        return [tuple(map(str, item["loc"])) for item in error.errors() if item["type"] != "missing"]
    return []


def test_every_key_has_a_label_and_no_other() -> None:
    named = {key for address in items() for path in leaves(model_at(address) or Plan) for key in path} - {"*", "[]"}
    from aiplan.model.ai import Dimension, GateName

    assert set(LABELS) >= named
    assert set(LABELS) - named == {*get_args(Dimension), *get_args(GateName)} - named


def test_every_word_to_choose_from_is_in_the_table_of_words() -> None:
    words = {word for address in items() for _, spec in every_field(model_at(address) or Plan) for word in spec.choices}
    assert {word for word in words if not word.isdecimal()} | {"yes", "no"} == set(VALUES)


def test_a_new_entry_is_one_that_the_model_takes() -> None:
    for address in items():
        for _model, spec in every_field(model_at(address) or Plan):
            if spec.inner is not None:
                validate_table(spec.inner, new_entry(spec.inner, SETTING.as_of))


def test_entries_say_what_they_hold() -> None:
    data = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    seen = 0
    for section, model in sections().items():
        for table in data.get(section, {}).values():
            for spec in field_specs(model):
                if spec.listed and spec.path[0] in table:
                    lines = entry_lines(spec, table[spec.path[0]])
                    assert len(lines) == len(table[spec.path[0]])
                    assert all(lines)
                    seen += len(lines)
    assert seen > 20


def test_an_entry_goes_and_the_last_takes_the_list_along() -> None:
    spec = next(s for s in field_specs(sections()["metrics"]) if s.key == "readings")
    path = ("metrics", "m", "readings")
    assert removal(path, spec, [{}, {}], 0) == (RemoveEntry((*path, 0)),)
    assert removal(path, spec, [{}], 0) == (RemoveField(path),)
    pairs = next(s for s in field_specs(sections()["scenarios"]) if s.key == "set")
    assert removal(("s",), pairs, {"a": 1, "b": 2}, 1) == (RemoveField(("s", "b")),)


def test_a_holiday_written_as_a_day_stays_one_while_a_day_says_it_all() -> None:
    day, later = dt.date(2026, 5, 1), dt.date(2026, 5, 5)
    data = {"calendar": {"holidays": [day]}}
    subject = TableSubject(("calendar", "holidays", 0))
    first, last, name = field_specs(subject.model)
    assert subject.table(data) == {"from": day, "to": day}
    assert subject.edits(data, first, later) == (SetField(subject.address, later),)
    assert subject.edits(data, last, later) == (SetField(subject.address, {"from": day, "to": later}),)
    (edit,) = subject.edits(data, name, "May")
    assert apply_edit(data, edit)["calendar"]["holidays"] == [{"from": day, "to": day, "name": "May"}]


def test_the_value_of_a_scenario_is_typed_like_the_field_it_changes() -> None:
    subject = PairSubject(("scenarios", "s", "set"), "tasks.data.duration")
    data = {"scenarios": {"s": {"set": {"tasks.data.duration": "5d"}}}, "tasks": {"data": {}}}
    name, value = subject.specs()
    assert value.kind == "estimate"
    assert subject.edits(data, value, "8d") == (SetField(subject.address, "8d"),)
    renamed = subject.edits(data, name, "tasks.data.cost")
    assert renamed == (SetField((*subject.mapping, "tasks.data.cost"), "5d"), RemoveField(subject.address))
    assert pair_specs(sections()["baselines"], "finish")[1].kind == "date"


def test_another_id_renames_the_item() -> None:
    subject = TableSubject(("tasks", "data"))
    spec = subject.specs()[-1]
    assert subject.edits({"tasks": {"data": {}}}, spec, "photos") == (RenameItem("tasks", "data", "photos"),)
    assert subject.complaint({"tasks": {"data": {}}}, spec, "no spaces")


# ------------------------------------------------------------ in the interface


def row_of(app: PlanApp, name: str) -> FieldRow:
    return next(row for row in app.screen.query(FieldRow) if row.spec.name == name)


METRIC = SMALL + '\n[metrics.acc]\ntitle = "Accuracy"\nbetter = "higher"\n'


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_a_reading_is_added_edited_and_taken_out(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(("metrics", "acc"), "readings"))
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#field-value"))
        assert "Readings 1" in screen_text(app)
        row_of(app, "value").focus_editor()
        await pilot.pause()
        await type_text(pilot, "0.87")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        readings = app.desk.state.document.data["metrics"]["acc"]["readings"]
        assert readings == [{"on": dt.date(2026, 3, 2), "value": 0.87}]
        assert "2026-03-02  value 0.87" in screen_text(app)
        await pilot.press("x")
        await until(pilot, lambda: "readings" not in app.desk.state.document.data["metrics"]["acc"])

    drive(small_plan(tmp_path, METRIC), steps, size=size)


def test_undoing_an_entry_that_is_open_goes_back_to_the_item(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(("metrics", "acc"), "readings"))
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        await pilot.press("a")
        await until(pilot, lambda: app.screen.query("#field-value"))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: app.screen.query("#field-readings"))
        assert not app.desk.session.dirty

    drive(small_plan(tmp_path, METRIC), steps)


def test_a_change_of_a_scenario_is_added_once_it_has_name_and_value(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(("scenarios", "fast"), "set"))
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#field-key"))
        await pilot.pause()
        await type_text(pilot, "tasks")
        await pilot.press("full_stop")
        await type_text(pilot, "data")
        await pilot.press("full_stop")
        await type_text(pilot, "duration")
        await pilot.press("enter")
        await type_text(pilot, "1d")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        assert app.desk.state.document.data["scenarios"]["fast"]["set"] == {"tasks.data.duration": "1d"}

    drive(small_plan(tmp_path, SMALL + '\n[scenarios.fast]\ntitle = "Fast"\n'), steps)


def test_scores_stand_ten_rows_with_evidence_and_reason_and_say_what_they_mean(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(("assessments", "idea"), "scores"))
        await until(pilot, lambda: app.focused is not None and app.screen.query("#field-scores-value-score"))
        await until(pilot, lambda: row_of(app, "scores-value-score").editing)
        await pilot.press("4")
        await until(pilot, lambda: "4: baseline, owner" in screen_text(app))
        assert re.search(r"Scores value +4", screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: row_of(app, "scores-ai_fit-score").editing)
        await pilot.press("2", "tab", "3", "tab")
        await until(pilot, lambda: row_of(app, "scores-ai_fit-because").editing)
        await type_text(pilot, "rules tried")
        await pilot.press("escape")
        await until(pilot, lambda: "ai_fit" in app.desk.state.document.data["assessments"]["idea"]["scores"])
        await until(
            pilot,
            lambda: (
                app.desk.state.document.data["assessments"]["idea"]["scores"]["ai_fit"].get("because") == "rules tried"
            ),
        )
        scores = app.desk.state.document.data["assessments"]["idea"]["scores"]
        assert scores == {"value": {"score": 4}, "ai_fit": {"score": 2, "evidence": 3, "because": "rules tried"}}

    drive(small_plan(tmp_path, SMALL + '\n[assessments.idea]\ntitle = "Idea"\n'), steps)


def test_another_id_is_written_wherever_the_item_is_named(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(("tasks", "data"), "id"))
        await until(pilot, lambda: app.screen.query(DetailForm) and app.screen.query("#field-id"))
        await until(pilot, lambda: row_of(app, "id").editing)
        await pilot.press("home", "shift+end")
        await type_text(pilot, "photos")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.item == ("tasks", "photos"))
        assert app.desk.state.document.data["experiments"]["model"]["depends_on"] == ["photos"]
        assert app.desk.state.selected == "photos"

    drive(small_plan(tmp_path), steps)


def test_the_form_tells_what_stands_behind_ids_and_estimates(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(("experiments", "model"), "depends_on"))
        await until(pilot, lambda: "Data, until 4 Mar" in screen_text(app))
        row_of(app, "duration").focus_editor()
        await until(pilot, lambda: row_of(app, "duration").editing)
        await pilot.press("home", "shift+end")
        for char in "2d/5d/20d":
            await pilot.press("slash" if char == "/" else char)
        await until(pilot, lambda: "mean 7.0 days" in screen_text(app))

    drive(small_plan(tmp_path), steps)


def test_a_long_text_has_the_lines_it_needs(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.post_message(OpenItem(("tasks", "data"), "notes"))
        await until(pilot, lambda: app.screen.query("#field-notes") and row_of(app, "notes").editing)
        assert row_of(app, "notes").size.height == 3
        row_of(app, "notes").put("one\ntwo\nthree\nfour\nfive")
        await until(pilot, lambda: row_of(app, "notes").size.height == 5)
        row_of(app, "notes").put("many words " * 100)
        await until(pilot, lambda: row_of(app, "notes").size.height == 9)

    drive(small_plan(tmp_path), steps)
