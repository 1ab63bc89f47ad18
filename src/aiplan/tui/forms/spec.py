"""The fields of a form, derived from the models of the plan file."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiplan.core.references import reference_of
from aiplan.model.base import Table
from aiplan.model.shape import keys, required_keys, shape
from aiplan.model.values import Dependency, Duration, Estimate, Gate

FieldKind = Literal[
    "text", "long", "choice", "flag", "date", "duration", "estimate", "links", "gates", "list", "counts", "mapping",
    "integer", "number", "tables",
]  # fmt: skip
"""How a value is shown and typed."""

LONG = frozenset({"notes", "hypothesis", "said", "statement", "problem", "observed", "insight", "decision"})
"""Keys whose text runs over several lines."""

COMMON: tuple[str, ...] = (
    "title", "milestone", "duration", "remaining", "depends_on", "status", "started", "finished", "team", "owner",
    "not_before", "deadline", "hypothesis", "criteria", "success", "max_attempts", "gates", "phase", "share", "notes",
)  # fmt: skip
"""Keys shown without asking, in this order, where the model has them."""

LABELS: dict[str, str] = {
    "depends_on": "Depends on", "eval_set": "Eval set", "max_attempts": "Attempts", "not_before": "Not before",
    "needs_verdict": "Needs verdict", "risk_if_wrong": "Risk if wrong", "take_fallback": "Fall back now",
    "rollback_when": "Rollback when", "entry_gates": "Entry gates", "exit_gates": "Exit gates",
    "success": "P(success)", "attempts": "Tries so far",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form."""

    path: tuple[str, ...]
    """Keys from the item's table down: one, or two for a key of a table inside it."""
    kind: FieldKind
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    """Sections whose ids the value names."""

    @property
    def key(self) -> str:
        """The key of the item's table that the value stands under."""
        return self.path[0]

    @property
    def inner_label(self) -> str:
        """The label below another field of the same inner table."""
        return self.label if len(self.path) == 1 else f"  {label_of(self.path[1]).lower()}"

    @property
    def name(self) -> str:
        """The path as one word, for ids of widgets."""
        return "-".join(self.path)


@cache
def field_specs(model: type[Table]) -> tuple[FieldSpec, ...]:
    """Return the fields of `model`: the common ones first, then the rest in the order of the file."""
    order = [key for key in COMMON if key in keys(model)]
    order += [key for key in keys(model) if key not in order]
    found: list[FieldSpec] = []
    for key in order:
        kind, inner = shape(model, key)
        if kind == "table" and inner is not None:
            found += [_spec(inner, sub, (key, sub)) for sub in keys(inner)]
        elif kind in ("list_of_tables", "section"):
            found.append(FieldSpec((key,), "tables", label_of(key)))
        else:
            found.append(_spec(model, key, (key,)))
    return tuple(found)


def label_of(key: str) -> str:
    """Return what people call a key."""
    return LABELS.get(key) or key.rstrip("_").replace("_", " ").capitalize()


def _spec(model: type[Table], key: str, path: tuple[str, ...]) -> FieldSpec:
    annotation = keys(model)[key].annotation
    kind, choices = _kind(annotation, key)
    label = label_of(path[0]) if len(path) == 1 else f"{label_of(path[0])} {label_of(path[1]).lower()}"
    required = len(path) == 1 and key in required_keys(model)
    reference = reference_of(model, key)
    return FieldSpec(path, kind, label, required, choices, () if reference is None else reference.sections)


def _kind(annotation: Any, key: str) -> tuple[FieldKind, tuple[str, ...]]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kind(get_args(annotation)[0], key)
    if origin in (Union, types.UnionType):
        return _kind(next(a for a in get_args(annotation) if a is not types.NoneType), key)
    if origin is Literal:
        return "choice", tuple(map(str, get_args(annotation)))
    if origin is tuple:
        inner = _base(get_args(annotation)[0])
        return {Dependency: "links", Gate: "gates"}.get(inner, "list"), ()  # type: ignore[return-value]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inner = _base(get_args(annotation)[1])
        if inner is int:
            return "counts", ()
        kind, choices = _kind(get_args(annotation)[1], key)
        # A mapping to dates or to anything is shown, and changed where those values are made.
        return ("mapping", choices) if kind == "choice" else ("tables", ())
    if annotation is str or annotation is Any:
        return ("long" if key in LONG else "text"), ()
    simple: dict[Any, FieldKind] = {
        bool: "flag", int: "integer", float: "number", dt.date: "date", Duration: "duration", Estimate: "estimate",
    }  # fmt: skip
    return simple[annotation], ()


def _base(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation
