"""JSON Schema of the plan file, as editors want it: asked of the models, described by their docstrings."""

from __future__ import annotations

from typing import Any

from aiplan.model.base import Table
from aiplan.model.docs import field_docs, table_doc
from aiplan.model.plan import Plan

DIALECT = "http://json-schema.org/draft-07/schema#"
"""What TOML editors (Taplo, Even Better TOML, tombi) read."""
_DAY = {"type": "string", "format": "date"}
_DAY_OR_SPAN = ("holidays", "extra_workdays")
"""Lists whose entries may be a bare date instead of a span."""
_ID_PATTERN = r"""^[^-\s.,"'#=\[\]{}][^\s.,"'#=\[\]{}]*$"""
"""Of ids; `\\w` would leave out Chinese ones, as JavaScript reads it."""


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan file."""
    raw = Plan.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    models = {model.__name__: model for model in _tables(Table)}
    definitions = {
        name: _table(schema, models[name]) if name in models else _value(schema)
        for name, schema in sorted(raw.pop("$defs", {}).items())
    }
    return {
        "$schema": DIALECT,
        "title": "aiplan plan, format 1",
        **_table(raw, Plan),
        "definitions": definitions,
    }


def _tables(base: type[Table]) -> list[type[Table]]:
    return [model for child in base.__subclasses__() for model in (child, *_tables(child))]


def _table(schema: dict[str, Any], model: type[Table]) -> dict[str, Any]:
    docs = field_docs(model)
    required = list(schema.get("required", []))
    properties: dict[str, Any] = {}
    for key, given in schema.get("properties", {}).items():
        if given.get("aiplan_internal"):
            continue
        if given.get("aiplan_required") and key not in required:
            required.append(key)
        value = _value(given)
        if key in _DAY_OR_SPAN:
            value["items"] = {"anyOf": [_DAY, value["items"]]}
        described = {"description": docs[key]} if key in docs else {}
        # Draft 7 ignores everything beside a reference, so that one goes into a list of its own.
        properties[key] = described | ({"allOf": [value]} if "$ref" in value and described else value)
    out: dict[str, Any] = {"type": "object", "description": table_doc(model), "properties": properties}
    if required:
        out["required"] = sorted(required, key=list(properties).index)
    return out | {"additionalProperties": False}


def _value(schema: Any) -> Any:
    """Return `schema` without what TOML does not know (null) and what only pydantic needs (titles)."""
    if isinstance(schema, list):
        return [_value(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    options = [o for o in schema.get("anyOf", []) if o != {"type": "null"}]
    out: dict[str, Any] = {}
    for key, item in schema.items():
        nothing = key == "default" and (item in (None, "", [], {}) or "$ref" in schema)
        if nothing or key in ("title", "aiplan_required", "aiplan_internal", "anyOf"):
            continue
        out[key] = item if key in ("default", "enum", "examples") else _value(item)
    if len(options) == 1:
        out |= _value(options[0])
    elif options:
        out["anyOf"] = _value(options)
    if _keyed_by_id(out):
        out["propertyNames"] = {"pattern": _ID_PATTERN}
    return out


def _keyed_by_id(schema: dict[str, Any]) -> bool:
    inner = schema.get("additionalProperties")
    return isinstance(inner, dict) and "$ref" in inner and "propertyNames" not in schema
