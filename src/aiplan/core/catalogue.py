"""The catalogue of AI task types: what measures them, what they need, what to beat, how they fail."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from aiplan.model.context import Better, Language, MetricKind


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    en: str
    zh: str

    def in_(self, language: Language) -> str:
        """Return the words in `language`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Texts:
    """The same sentences in both languages."""

    en: tuple[str, ...]
    zh: tuple[str, ...]

    def in_(self, language: Language) -> tuple[str, ...]:
        """Return the sentences in `language`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class UsualMetric:
    """A metric that usually measures a task type; it can be written into a plan as it is."""

    id: str
    kind: MetricKind
    better: Better
    unit: str
    proportion: bool
    title: Text


@dataclass(frozen=True, slots=True)
class TaskType:
    """One AI task type."""

    id: str
    title: Text
    llm: bool
    """Whether a large language model does it."""
    metrics: tuple[UsualMetric, ...]
    """Quality, cost and speed."""
    guards: tuple[UsualMetric, ...]
    """Fairness and safety."""
    data: Texts
    """What data it needs."""
    baselines: Texts
    """Ways without AI that have to be beaten."""
    failures: Texts
    """How it typically fails."""
    fallbacks: Texts
    """What the product typically does then."""


@cache
def catalogue() -> Mapping[str, TaskType]:
    """Return all task types by id, in the order of the data file."""
    text = resources.files("aiplan.core").joinpath("data", "catalogue.toml").read_text(encoding="utf-8")
    return {key: _task_type(key, table) for key, table in tomllib.loads(text).items()}


def task_type_ids() -> tuple[str, ...]:
    """Return the ids of all task types."""
    return tuple(catalogue())


def _task_type(key: str, table: Mapping[str, Any]) -> TaskType:
    return TaskType(
        id=key,
        title=Text(**table["title"]),
        llm=table.get("llm", False),
        metrics=tuple(_metric(entry) for entry in table["metrics"]),
        guards=tuple(_metric(entry) for entry in table["guards"]),
        data=_texts(table["data"]),
        baselines=_texts(table["baselines"]),
        failures=_texts(table["failures"]),
        fallbacks=_texts(table["fallbacks"]),
    )


def _metric(entry: Mapping[str, Any]) -> UsualMetric:
    return UsualMetric(
        id=entry["id"], kind=entry["kind"], better=entry["better"], unit=entry["unit"],
        proportion=entry["proportion"], title=Text(entry["en"], entry["zh"]),
    )  # fmt: skip


def _texts(entry: Mapping[str, Any]) -> Texts:
    return Texts(tuple(entry["en"]), tuple(entry["zh"]))
