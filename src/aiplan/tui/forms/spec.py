"""The fields of a form, derived from the models of the plan file."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from aiplan.core.references import reference_of
from aiplan.model.base import Table
from aiplan.model.shape import keys, required_keys, shape
from aiplan.model.values import Dependency, Duration, Estimate, Gate
from aiplan.model.work import Work
from aiplan.tui.forms.labels import label_of
from aiplan.tui.i18n import _

FieldKind = Literal[
    "id", "text", "long", "choice", "flag", "level", "date", "duration", "estimate", "links", "gates", "list", "counts",
    "mapping", "integer", "number", "value", "tables", "pairs",
]  # fmt: skip
"""How a value is shown and typed; `tables` and `pairs` are lists whose entries have forms of their own."""

LONG = frozenset(
    {"notes", "hypothesis", "said", "statement", "problem", "observed", "insight", "decision", "mitigation"}
)
"""Keys whose text runs over several lines."""

COMMON: tuple[str, ...] = (
    "title", "milestone", "duration", "remaining", "depends_on", "status", "started", "finished", "team", "owner",
    "not_before", "deadline", "hypothesis", "criteria", "success", "max_attempts", "gates", "phase", "share", "notes",
)  # fmt: skip
"""Keys of work shown without asking, in this order, where the model has them."""

MOST_LEVELS = 6
"""A whole number of so few values is chosen, not typed."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form."""

    path: tuple[str, ...]
    """Keys from the form's table down: one, or more for a key of a table inside it."""
    kind: FieldKind
    label: str
    """In English."""
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    """Sections whose ids the value names."""
    inner: type[Table] | None = None
    """Of `tables`: the model of an entry."""

    @property
    def key(self) -> str:
        """The key of the form's table that the value stands under."""
        return self.path[0]

    @property
    def name(self) -> str:
        """The path as one word, for ids of widgets."""
        return "-".join(self.path)

    @property
    def listed(self) -> bool:
        """Whether the field is a list whose entries have forms of their own."""
        return self.kind in ("tables", "pairs")

    @property
    def row(self) -> tuple[str, ...]:
        """Fields with the same row stand on one line: score, evidence and reason of a dimension."""
        return self.path[:2] if len(self.path) > 2 else self.path

    def shown_label(self, above: FieldSpec | None = None) -> str:
        """Return the label in the language of the interface; below a field of the same inner table, a short one."""
        if len(self.path) == 1:
            return _(self.label)
        last = _(label_of(self.path[1]))
        if above is not None and above.key == self.key:
            return f"  {last.lower()}"
        return f"{_(label_of(self.key))} {last.lower()}"


@cache
def field_specs(model: type[Table]) -> tuple[FieldSpec, ...]:
    """Return the fields of `model`: the common ones first, then the rest in the order of the file."""
    first = COMMON if issubclass(model, Work) else ("title",)
    order = [key for key in first if key in keys(model)]
    order += [key for key in keys(model) if key not in order]
    return tuple(spec for key in order for spec in _specs(model, key, (key,)))


@cache
def pair_specs(model: type[Table], key: str) -> tuple[FieldSpec, FieldSpec]:
    """Return the fields of one entry of the mapping `key` of `model`: its name and its value."""
    reference = reference_of(model, key)
    sections = reference.sections if reference is not None and reference.notation == "key" else ()
    value = get_args(_plain(keys(model)[key].annotation))[1]
    kind, choices = _kind(value, key)
    return (
        FieldSpec(("key",), "text", "Name", required=True, refers_to=sections),
        FieldSpec(("value",), kind, "Value", required=True, choices=choices),
    )


def _specs(model: type[Table], key: str, path: tuple[str, ...]) -> Iterator[FieldSpec]:
    kind, inner = shape(model, key)
    if kind == "table" and inner is not None:
        for sub in keys(inner):
            yield from _specs(inner, sub, (*path, sub))
    elif kind == "list_of_tables":
        yield FieldSpec(path, "tables", label_of(path[-1]), inner=inner)
    elif kind in ("section", "mapping"):
        yield from _mapping(model, key, path, inner)
    else:
        yield _spec(model, key, path)


def _mapping(model: type[Table], key: str, path: tuple[str, ...], inner: type[Table] | None) -> Iterator[FieldSpec]:
    names, value = get_args(_plain(keys(model)[key].annotation))
    if get_origin(names) is Literal:
        for name in get_args(names):
            if inner is not None:
                for sub in keys(inner):
                    yield _spec(inner, sub, (*path, name, sub))
            else:
                kind, choices = _kind(value, name)
                yield FieldSpec((*path, name), kind, label_of(name), choices=choices)
        return
    reference = reference_of(model, key)
    sections = () if reference is None else reference.sections
    plain = _base(value)
    if plain is int:
        yield FieldSpec(path, "counts", label_of(key), refers_to=sections)
    elif get_origin(plain) is Literal:
        yield FieldSpec(path, "mapping", label_of(key), choices=tuple(map(str, get_args(plain))), refers_to=sections)
    else:
        yield FieldSpec(path, "pairs", label_of(key), refers_to=sections)


def _spec(model: type[Table], key: str, path: tuple[str, ...]) -> FieldSpec:
    field = keys(model)[key]
    kind, choices = _kind(field.annotation, key, field.metadata)
    label = label_of(path[0]) if len(path) == 1 else f"{label_of(path[0])} {label_of(path[-1]).lower()}"
    required = len(path) == 1 and key in required_keys(model)
    reference = reference_of(model, key)
    return FieldSpec(path, kind, label, required, choices, () if reference is None else reference.sections)


def _kind(annotation: Any, key: str, metadata: list[Any] | None = None) -> tuple[FieldKind, tuple[str, ...]]:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _kind(inner, key, [*(metadata or ()), *more])
    if origin in (Union, types.UnionType):
        return _kind(next(a for a in get_args(annotation) if a is not types.NoneType), key, metadata)
    if origin is Literal:
        return "choice", tuple(map(str, get_args(annotation)))
    if origin is tuple:
        entry = _base(get_args(annotation)[0])
        found: dict[Any, FieldKind] = {Dependency: "links", Gate: "gates"}
        return found.get(entry, "list"), tuple(map(str, get_args(entry))) if get_origin(entry) is Literal else ()
    if annotation is Any:
        return "value", ()
    if annotation is str:
        return ("long" if key in LONG else "text"), ()
    if annotation is int and (levels := _levels(metadata or [])):
        return "level", levels
    simple: dict[Any, FieldKind] = {
        bool: "flag", int: "integer", float: "number", dt.date: "date", Duration: "duration", Estimate: "estimate",
    }  # fmt: skip
    return simple[annotation], ()


def _levels(metadata: list[Any]) -> tuple[str, ...]:
    """Return the values of a whole number that can have few, else nothing."""
    bounds = [bound for item in metadata for bound in (item.metadata if isinstance(item, FieldInfo) else [item])]
    low = next((bound.ge for bound in bounds if hasattr(bound, "ge")), None)
    high = next((bound.le for bound in bounds if hasattr(bound, "le")), None)
    if not isinstance(low, int) or not isinstance(high, int) or high - low >= MOST_LEVELS:
        return ()
    return tuple(str(level) for level in range(low, high + 1))


def _plain(annotation: Any) -> Any:
    """Return the mapping inside an annotation."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return annotation
    return next(_plain(a) for a in get_args(annotation) if a is not types.NoneType)


def _base(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation
