"""The JSON Schema for editors: it takes what the format takes, and explains every key."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from aiplan.cli.json_schema import plan_schema
from aiplan.model.base import Table
from aiplan.model.docs import field_docs, table_doc
from aiplan.model.plan import Plan
from aiplan.model.shape import keys, sections
from aiplan.model.work import External, Task
from helpers.command_line import PLAN, call
from helpers.tools import ROOT

SCHEMA = call("schema").json
TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "object": (dict,),
    "array": (list,),
}  # fmt: skip


def complaints(value: Any, schema: Any, place: str = "") -> Iterator[str]:
    """Yield where `value` breaks `schema`: the part of draft 7 that the schema uses."""
    if "$ref" in schema:
        yield from complaints(value, SCHEMA["definitions"][schema["$ref"].rsplit("/", 1)[1]], place)
        return
    for part in schema.get("allOf", []):
        yield from complaints(value, part, place)
    if "anyOf" in schema and all(list(complaints(value, option, place)) for option in schema["anyOf"]):
        yield f"{place}: fits nothing"
    kind = schema.get("type")
    if kind is not None and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{place}: not {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: not in enum"
    yield from _of_scalar(value, schema, place)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from complaints(item, schema["items"], f"{place}[{index}]")
    if isinstance(value, dict):
        yield from _of_table(value, schema, place)


def _of_scalar(value: Any, schema: Any, place: str) -> Iterator[str]:
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{place}: pattern"
        if schema.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            yield f"{place}: date"
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{place}: out of range"


def _of_table(value: dict[str, Any], schema: Any, place: str) -> Iterator[str]:
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (f"{place}: {key} is missing" for key in schema.get("required", []) if key not in value)
    for key, item in value.items():
        if "pattern" in schema.get("propertyNames", {}) and not re.search(schema["propertyNames"]["pattern"], key):
            yield f"{place}: {key} is no id"
        if key in properties:
            yield from complaints(item, properties[key], f"{place}.{key}")
        elif more is False:
            yield f"{place}: {key} is unknown"
        elif more is not True:
            yield from complaints(item, more, f"{place}.{key}")


def plain(value: Any) -> Any:
    """Return TOML data as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def checked(text: str) -> list[str]:
    return list(complaints(plain(tomllib.loads(text)), SCHEMA))


@pytest.mark.parametrize("path", [ROOT / "sample_project.toml", *sorted((ROOT / "templates").glob("*.toml"))], ids=str)
def test_plans_that_are_sound_fit(path: Any) -> None:
    assert checked(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAN.replace('title = "Data ready"', "titel = 3"), "titel is unknown"),
        (PLAN.replace('title = "Data ready"', ""), "title is missing"),
        (PLAN.replace('"8d"', "8"), "fits nothing"),
        (PLAN.replace('"8d"', '"8 days"'), "fits nothing"),
        (PLAN.replace("success = 0.5", "success = 1.5"), "out of range"),
        (PLAN.replace("started = 2026-01-05", 'started = "January"'), "date"),
        (PLAN.replace("[tasks.label]", '[tasks."a b"]'), "no id"),
        (PLAN + "\n[calendar]\nworkweek = ['monday']\n", "enum"),
    ],
)
def test_what_is_wrong_does_not(text: str, said: str) -> None:
    assert any(said in complaint for complaint in checked(text)), checked(text)


def test_chinese_ids_spans_and_other_tools_fit() -> None:
    spans = "[calendar]\nholidays = [2026-01-01, { from = 2026-02-01, to = 2026-02-02 }]\n"
    more = '[tasks."标注"]\ntitle = "x"\n[x.jira]\nany = [1, "a"]\n'
    assert checked(PLAN + more + spans) == []


def _models(base: type[Table]) -> Iterator[type[Table]]:
    for child in base.__subclasses__():
        yield child
        yield from _models(child)


MODELS = {model.__name__: model for model in _models(Table)}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_is_explained(name: str) -> None:
    assert table_doc(MODELS[name])
    assert set(keys(MODELS[name])) <= set(field_docs(MODELS[name]))


def test_explanations_reach_the_schema() -> None:
    definitions = SCHEMA["definitions"]
    assert definitions["Task"]["properties"]["deadline"]["description"] == field_docs(Task)["deadline"]
    assert definitions["External"]["properties"]["from"]["description"] == field_docs(External)["from"]
    assert set(SCHEMA["properties"]) == set(keys(Plan))
    for section in sections():
        assert "additionalProperties" in SCHEMA["properties"][section]


def test_there_is_no_null_in_toml() -> None:
    assert "null" not in str(plan_schema()).replace("None", "null").replace("'default': null", "")
