"""What the catalogue knows of a new assessment before anybody has written it: a first guess, to be corrected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aiplan.core.catalogue import TaskType
from aiplan.model.context import Language
from aiplan.model.edits import AddItem
from aiplan.model.plan import Plan


def usual_fields(task: TaskType, language: Language) -> dict[str, Any]:
    """Return the fields of an assessment that its type of AI task suggests.

    The baseline has no value: nobody has measured it yet, so its gate stays open.
    """
    return {
        "baseline": {"kind": task.baselines.in_(language)[0]},
        "fallback": task.fallbacks.in_(language)[0],
    }


def usual_metrics(plan: Plan, task: TaskType, language: Language) -> Iterator[AddItem]:
    """Yield the usual metrics of a type of AI task that the plan does not have yet; without targets."""
    for metric in (*task.metrics, *task.guards):
        if metric.id not in plan.metrics:
            values: dict[str, Any] = {
                "title": metric.title.in_(language), "kind": metric.kind, "better": metric.better, "unit": metric.unit,
            }  # fmt: skip
            yield AddItem("metrics", metric.id, values | ({"proportion": True} if metric.proportion else {}))
