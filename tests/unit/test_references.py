"""One table says which values name other items; no field of the models can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest

from aiplan.core.references import REFERENCES, Reference, reference_of, references, renamed, uses
from aiplan.model.ai import Assessment, Dataset, Monitor, Risk
from aiplan.model.base import Table
from aiplan.model.context import AssessmentPolicy, CalendarSpec, Decision, Insight, Project, Scenario, Vision
from aiplan.model.plan import Plan
from aiplan.model.shape import keys, shape
from aiplan.model.values import Dependency, Gate
from aiplan.model.work import Amendment, External, Milestone, Work

NO_REFERENCES: frozenset[tuple[type[Table], str]] = frozenset(
    {
        (Amendment, "old"), (Amendment, "new"),  # what a value was, kept as history
        (Assessment, "gates"), (Assessment, "users"), (Assessment, "ai_task"), (Assessment, "baseline"),
        (AssessmentPolicy, "weights"),  # dimensions
        (CalendarSpec, "workweek"), (CalendarSpec, "country"),
        (Dataset, "gaps"),
        (Decision, "options"),
        (Plan, "x"),
        (External, "from"),
        (Vision, "users"), (Vision, "non_goals"),
        (Work, "tags"), (Work, "links"),
    }
)  # fmt: skip
"""Keys that hold text which may look like an id, and is none."""

PROSE = {
    "name", "title", "owner", "notes", "note", "problem", "statement", "value", "source", "said", "why", "chosen",
    "impact", "unit", "currency", "legal_basis", "licence", "consent", "frozen_hash", "datasheet", "trigger",
    "mitigation", "accepted_by", "because", "kind", "fallback", "hypothesis", "audience", "rollback_when", "how",
    "who", "field", "observed", "insight", "decision", "segment",
}  # fmt: skip
"""Keys whose text is for people, or names something that has no table of its own."""


def models(model: type[Table] = Plan, seen: set[type[Table]] | None = None) -> Iterator[type[Table]]:
    seen = set() if seen is None else seen
    if model in seen:
        return
    seen.add(model)
    yield model
    for key in keys(model):
        inner = shape(model, key)[1]
        if inner is not None:
            yield from models(inner, seen)


def leaves(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation is made of; what a literal allows is none."""
    if get_origin(annotation) is Annotated:
        yield from leaves(get_args(annotation)[0])
    elif get_origin(annotation) is not Literal:
        inner = get_args(annotation)
        yield from (leaf for arg in inner for leaf in leaves(arg)) if inner else (annotation,)


def may_refer(model: type[Table], key: str) -> bool:
    """Tell whether the type of a key leaves room for an id."""
    return shape(model, key)[1] is None and bool(
        {str, Dependency, Gate, Any} & set(leaves(keys(model)[key].annotation))
    )


@pytest.mark.parametrize("model", list(models()), ids=lambda m: m.__name__)
def test_every_key_that_may_name_an_item_is_in_the_table_or_known_to_name_none(model: type[Table]) -> None:
    for key in keys(model):
        if not may_refer(model, key) or key in PROSE:
            continue
        exempt = any((base, key) in NO_REFERENCES for base in model.__mro__)
        assert exempt != (reference_of(model, key) is not None), f"{model.__name__}.{key}"


def test_the_table_names_keys_and_sections_that_exist() -> None:
    for (model, key), reference in REFERENCES.items():
        assert key in keys(model if model is not Work else Milestone), (model, key)
        assert all(section in keys(Plan) for section in reference.sections)
    for model, key in NO_REFERENCES:
        assert key in keys(model if model is not Work else Milestone), (model, key)
    assert (Scenario, "set") in REFERENCES
    assert {"as_of", "start"} <= set(keys(Project))
    assert {"answers"} <= set(keys(Insight))
    assert Monitor in set(models())
    assert Risk in set(models())


DATA: dict[str, Any] = {
    "milestones": {"m": {"gates": ["acc >= 0.9"], "needs_verdict": {"a1": "go"}}},
    "tasks": {"t": {"milestone": "m", "uses": {"data": 1}, "depends_on": ["e FS+2d", "t2"]}, "t2": {}},
    "experiments": {"e": {"criteria": ["min(acc) >= 0.8", "acc[lily] >= 0.7"], "attempts": []}},
    "metrics": {"acc": {"readings": [{"from": "e"}]}},
    "goals": {"e": {"title": "shares its id with an experiment"}},
    "risks": {"r": {"schedule": {"on": ["e", "t"]}}},
    "decisions": {"d": {"affects": ["e", "r", "data"], "waives": ["m: acc >= 0.9"]}},
    "insights": {"i": {"answers": ["e"]}},
    "teams": {"data": {}},
    "scenarios": {"s": {"set": {"tasks.t.uses.data": 2, "tasks.t.depends_on": ["e"], "experiments.e.parallel": 2}}},
    "baselines": {"b": {"start": {"e": 1}, "finish": {"e": 2}}},
}


def test_references_of_an_experiment() -> None:
    assert references(DATA, "experiments", "e") == (
        ("tasks", "t", "depends_on", 0),
        ("metrics", "acc", "readings", 0, "from"),
        ("risks", "r", "schedule", "on", 0),
        ("decisions", "d", "affects", 0),
        ("insights", "i", "answers", 0),
        ("scenarios", "s", "set", "tasks.t.depends_on", 0),
        ("scenarios", "s", "set", "experiments.e.parallel"),
        ("baselines", "b", "start", "e"),
        ("baselines", "b", "finish", "e"),
    )


def test_an_id_in_two_sections_is_referred_to_where_it_is_looked_for_first() -> None:
    assert references(DATA, "goals", "e") == ()


def test_references_of_metrics_and_teams() -> None:
    assert references(DATA, "metrics", "acc") == (
        ("milestones", "m", "gates", 0),
        ("experiments", "e", "criteria", 0),
        ("experiments", "e", "criteria", 1),
        ("decisions", "d", "waives", 0),
    )
    assert references(DATA, "teams", "data") == (
        ("tasks", "t", "uses", "data"),
        ("decisions", "d", "affects", 2),
        ("scenarios", "s", "set", "tasks.t.uses.data"),
    )


def test_uses_of_one_id_are_those_of_all() -> None:
    every = list(uses(DATA))
    for name in {use.id for use in every}:
        assert list(uses(DATA, name)) == [use for use in every if use.id == name]


@pytest.mark.parametrize(
    ("notation", "section", "text", "wanted"),
    [
        ("id", "tasks", "old", "new"),
        ("link", "tasks", "old SS+3d", "new SS+3d"),
        ("link", "tasks", "old  ff-1w", "new  ff-1w"),
        ("gate", "metrics", "min( old )  ≥ 80 %", "min( new )  ≥ 80 %"),
        ("gate", "metrics", "old[old] <= 3", "new[old] <= 3"),
        ("gate", "metrics", "older", "older"),
        ("waiver", "milestones", "old: old >= 1", "new: old >= 1"),
        ("waiver", "metrics", "old: old >= 1", "old: new >= 1"),
    ],
)
def test_renaming_changes_the_name_and_nothing_else(notation: Any, section: str, text: str, wanted: str) -> None:
    assert renamed(text, Reference(notation), section, "old", "new") == wanted
