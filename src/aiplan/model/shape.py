"""What the format consists of, asked of the models: sections, keys, their order, what is required."""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from aiplan.model.base import Table
from aiplan.model.plan import Plan
from aiplan.model.work import WORK_KEYS, Work

ShapeKind = Literal["table", "section", "list_of_tables", "mapping", "value"]


@cache
def keys(model: type[Table]) -> dict[str, FieldInfo]:
    """Return the keys of `model` as written in the file (aliases), in canonical order."""
    found = {
        field.alias or name: field
        for name, field in model.model_fields.items()
        if not (field.exclude and _extra(field).get("aiplan_internal"))
    }
    if issubclass(model, Work):
        return {key: found[key] for key in WORK_KEYS if key in found}
    return found


@cache
def required_keys(model: type[Table]) -> tuple[str, ...]:
    """Return the keys a complete table has."""
    return tuple(k for k, f in keys(model).items() if f.is_required() or _extra(f).get("aiplan_required"))


@cache
def shape(model: type[Table], key: str) -> tuple[ShapeKind, type[Table] | None]:
    """Return what stands under `key` of `model`, and the model of the tables in it, if any."""
    return _shape(keys(model)[key].annotation)


@cache
def value_keys(model: type[Table]) -> frozenset[str]:
    """Return the keys of `model` under which no tables of the format stand."""
    return frozenset(key for key in keys(model) if shape(model, key)[1] is None)


@cache
def sections() -> Mapping[str, type[Table]]:
    """Return the sections whose tables are keyed by id, with their models, in canonical order."""
    shapes = {key: shape(Plan, key) for key in keys(Plan)}
    return {key: model for key, (kind, model) in shapes.items() if kind == "section" and model is not None}


def model_at(path: tuple[str | int, ...]) -> type[Table] | None:
    """Return the model of the table at `path`, `None` where there is no table of the format."""
    model: type[Table] | None = Plan
    parts = list(path)
    while parts and model is not None:
        key = parts.pop(0)
        if not isinstance(key, str) or key not in keys(model):
            return None
        kind, inner = shape(model, key)
        if kind in ("section", "list_of_tables"):
            if not parts:
                return None
            parts.pop(0)
        model = inner
    return model


def _extra(field: FieldInfo) -> Mapping[str, Any]:
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}


def _shape(annotation: Any) -> tuple[ShapeKind, type[Table] | None]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shape(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return next((s for a in get_args(annotation) if (s := _shape(a))[0] != "value"), ("value", None))
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return "table", annotation
    if origin is tuple:
        kind, model = _shape(get_args(annotation)[0])
        return ("list_of_tables", model) if kind == "table" else ("value", None)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        kind, model = _shape(get_args(annotation)[1])
        return ("section", model) if kind == "table" else ("mapping", None)
    return "value", None
