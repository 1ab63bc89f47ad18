"""How the format is laid out in text, asked of the models: order of keys, lists by line, tables within tables."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Literal

from aiplan.core.references import Reference, reference_of
from aiplan.model.address import Path
from aiplan.model.ai import Assessment
from aiplan.model.base import Table
from aiplan.model.context import AssessmentPolicy, Baseline, Scenario
from aiplan.model.shape import keys, model_at, shape

TableLayout = Literal["inline", "dotted", "table"]
"""How a table within a table is written: on one line, one dotted key a line, under its own header."""

_LAYOUTS: dict[tuple[type[Table], str], TableLayout] = {
    (Scenario, "set"): "table",
    (Baseline, "start"): "table",
    (Baseline, "finish"): "table",
    (Assessment, "scores"): "dotted",
    (Assessment, "gates"): "dotted",
    (AssessmentPolicy, "weights"): "dotted",
}


def _holder(path: Path) -> tuple[type[Table], str] | None:
    """Return the model that knows the key at the end of `path`, with that key."""
    model = model_at(path[:-1])
    key = path[-1]
    return (model, key) if model is not None and isinstance(key, str) and key in keys(model) else None


def layout_of(path: Path) -> TableLayout:
    """Return how the table at `path` is written where it is new."""
    found = _holder(path)
    return _LAYOUTS.get(found, "inline") if found is not None else "inline"


_ESTIMATE = {"optimistic": 0, "likely": 1, "pessimistic": 2}


@cache
def _ranks(model: type[Table]) -> dict[str, int]:
    return {key: position for position, key in enumerate(keys(model))}


def rank(model: type[Table] | None, key: str) -> float:
    """Return the place of `key` in the canonical order; keys that are not of the format come last.

    Without a model, keys are those of an estimate or of no known order.
    """
    return (_ranks(model) if model is not None else _ESTIMATE).get(key, math.inf)


def in_order(model: type[Table] | None, names: Iterable[str]) -> list[str]:
    """Return `names` in canonical order; those not of the format last, as they come."""
    return sorted(names, key=lambda name: rank(model, name))


def list_reference(path: Path) -> Reference | None:
    """Return what the entries of the list at `path` refer to, `None` where they name no items."""
    found = _holder(path)
    return reference_of(*found) if found is not None else None


def by_line(path: Path) -> bool:
    """Tell whether the list at `path` has one entry a line once it holds more than one: links, gates, tables."""
    found = _holder(path)
    if found is None:
        return False
    reference = reference_of(*found)
    return shape(*found)[0] == "list_of_tables" or (reference is not None and reference.notation in ("link", "gate"))
