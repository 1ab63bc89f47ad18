"""Which values of a plan name other items: one table, from which renaming, checks and sorting follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from aiplan.model.address import Path, format_address, parse_address
from aiplan.model.ai import Assessment, Monitor, NonAiBaseline, RiskSchedule
from aiplan.model.base import Table
from aiplan.model.context import Baseline, Decision, Goal, Insight, Reading, Scenario, Team
from aiplan.model.plan import WORK_SECTIONS, Plan
from aiplan.model.shape import keys, shape
from aiplan.model.values import parse_dependency, parse_gate
from aiplan.model.work import Experiment, Milestone, Rollout, Work

Notation = Literal["id", "link", "gate", "key", "address", "waiver"]
"""How an item is named.

`id`: by itself, or each in a list; `link`: `"id SS+3d"`; `gate`: `"min(metric) >= 0.8"`; `key`: the keys of a table;
`address`: the keys of a table are addresses; `waiver`: `"milestone: gate"`.
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """What one key refers to."""

    notation: Notation
    sections: tuple[str, ...] = ()
    """Where the named item stands: the first of these that has it. Empty for `address`, which says it itself."""


_WORK = WORK_SECTIONS
_ANYTHING = (*_WORK, "goals", "metrics", "datasets", "assessments", "risks", "monitors", "insights", "teams",
             "resources", "calendars", "scenarios", "baselines", "decisions")  # fmt: skip
_BARS = Reference("gate", ("metrics",))

REFERENCES: Mapping[tuple[type[Table], str], Reference] = {
    (Work, "milestone"): Reference("id", ("milestones",)),
    (Work, "goals"): Reference("id", ("goals",)),
    (Work, "team"): Reference("id", ("teams",)),
    (Work, "depends_on"): Reference("link", _WORK),
    (Work, "uses"): Reference("key", ("teams", "resources")),
    (Milestone, "gates"): _BARS,
    (Milestone, "needs_verdict"): Reference("key", ("assessments",)),
    (Experiment, "criteria"): _BARS,
    (Experiment, "eval_set"): Reference("id", ("datasets",)),
    (Rollout, "entry_gates"): _BARS,
    (Rollout, "exit_gates"): _BARS,
    (Goal, "supports"): Reference("id", ("goals",)),
    (Goal, "metric"): Reference("id", ("metrics",)),
    (Reading, "from"): Reference("id", (*_WORK, "datasets")),
    (Team, "calendar"): Reference("id", ("calendars",)),
    (Insight, "answers"): Reference("id", (*_WORK, "goals")),
    (Decision, "affects"): Reference("id", _ANYTHING),
    (Decision, "waives"): Reference("waiver", ("milestones", "metrics")),
    (Scenario, "set"): Reference("address"),
    (Baseline, "start"): Reference("key", _WORK),
    (Baseline, "finish"): Reference("key", _WORK),
    (Assessment, "goal"): Reference("id", ("goals",)),
    (Assessment, "datasets"): Reference("id", ("datasets",)),
    (Assessment, "risks"): Reference("id", ("risks",)),
    (NonAiBaseline, "metric"): Reference("id", ("metrics",)),
    (RiskSchedule, "on"): Reference("id", _WORK),
    (Monitor, "metric"): Reference("id", ("metrics",)),
}
"""(model, key) → what it refers to; a key of `Work` holds for milestones, tasks, experiments and rollout stages."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names an item."""

    path: Path
    """Of the value, or of the key where the key names the item."""
    id: str
    sections: tuple[str, ...]
    """Where the item may stand."""
    notation: Notation

    def section(self, data: Mapping[str, Any]) -> str | None:
        """Return the section in which the named item stands, `None` where nothing is so named."""
        return next((s for s in self.sections if isinstance(data.get(s), Mapping) and self.id in data[s]), None)


def reference_of(model: type[Table], key: str) -> Reference | None:
    """Return what `key` of `model` refers to, `None` where it names no item."""
    return _references(model).get(key)


@cache
def _references(model: type[Table]) -> Mapping[str, Reference]:
    return {key: found for (owner, key), found in REFERENCES.items() if issubclass(model, owner)}


@cache
def _inner(model: type[Table]) -> Mapping[str, tuple[str, type[Table]]]:
    """Return the keys of `model` under which tables of the format stand, with their shape and model."""
    found = ((key, *shape(model, key)) for key in keys(model))
    return {key: (kind, inner) for key, kind, inner in found if inner is not None}


def uses(data: Mapping[str, Any], naming: str | None = None) -> Iterator[Use]:
    """Yield every place of the plan that names an item, in the order of the data.

    Args:
        data: the whole file as plain values.
        naming: only places that name this id.
    """
    for use in _uses(data, Plan, (), naming or ""):
        if naming is None or use.id == naming:
            yield use


def references(data: Mapping[str, Any], section: str, id: str) -> tuple[Path, ...]:  # noqa: A002
    """Return the place of every reference to `[section.id]`; keys that name it are given as the path of that key."""
    found = (use for use in uses(data, id) if section in use.sections and use.section(data) == section)
    return tuple(dict.fromkeys(use.path for use in found))


def _uses(data: Mapping[str, Any], model: type[Table], path: Path, holding: str) -> Iterator[Use]:
    """Yield the uses in a table and below; texts in which `holding` does not occur are passed over."""
    named, inner = _references(model), _inner(model)
    for key, value in data.items():
        if key in named:
            yield from _uses_at(value, (*path, key), named[key], holding)
        if key in inner:
            kind, table = inner[key]
            if kind == "table" and isinstance(value, dict):
                yield from _uses(value, table, (*path, key), holding)
            elif kind == "section" and isinstance(value, dict):
                for name, item in value.items():
                    if isinstance(item, dict):
                        yield from _uses(item, table, (*path, key, name), holding)
            elif kind == "list_of_tables" and isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, dict):
                        yield from _uses(item, table, (*path, key, index), holding)


def _uses_at(value: Any, path: Path, reference: Reference, holding: str) -> Iterator[Use]:
    if reference.notation == "key":
        for name in value if isinstance(value, dict) else ():
            yield Use((*path, name), name, reference.sections, "key")
    elif reference.notation == "address":
        for address, given in value.items() if isinstance(value, dict) else ():
            yield from _address_uses(address, given, (*path, address), holding)
    elif isinstance(value, str):
        if holding in value:
            for name, sections in named_in(value, reference):
                yield Use(path, name, sections, reference.notation)
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            if isinstance(entry, str) and holding in entry:
                for name, sections in named_in(entry, reference):
                    yield Use((*path, index), name, sections, reference.notation)


def named_in(text: str, reference: Reference) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the ids that `text` names, with the sections in which each may stand; nothing where it is malformed."""
    try:
        if reference.notation == "id":
            yield text, reference.sections
        elif reference.notation == "link":
            yield parse_dependency(text).id, reference.sections
        elif reference.notation == "gate":
            yield parse_gate(text).metric, reference.sections
        elif reference.notation == "waiver":
            milestone, colon, gate = text.partition(":")
            if colon:
                yield milestone.strip(), ("milestones",)
                yield parse_gate(gate).metric, ("metrics",)
    except ValueError:
        return


def _address_uses(address: str, given: Any, path: Path, holding: str) -> Iterator[Use]:
    """Yield what a key of `[scenarios.ID.set]` names: the item, a key of it, and what the value refers to."""
    target = _parsed(address)
    for name, sections in _named_by(target):
        yield Use(path, name, sections, "address")
    model = _item_model(target)
    if model is not None and len(target) == 3 and isinstance(target[2], str):
        reference = reference_of(model, target[2])
        if reference is not None:
            yield from _uses_at(given, path, reference, holding)


def _named_by(target: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    model = _item_model(target)
    if model is None:
        return
    yield str(target[1]), (str(target[0]),)
    if len(target) >= 4 and isinstance(target[2], str) and isinstance(target[3], str):
        reference = reference_of(model, target[2])
        if reference is not None and reference.notation == "key":
            yield target[3], reference.sections


def _item_model(target: Path) -> type[Table] | None:
    if len(target) < 2 or not isinstance(target[0], str) or not isinstance(target[1], str):
        return None
    kind, model = _inner(Plan).get(target[0], ("", None))
    return model if kind == "section" else None


def _parsed(address: str) -> Path:
    try:
        return parse_address(address)
    except ValueError:
        return ()


def renamed(text: str, reference: Reference, section: str, old: str, new: str) -> str:
    """Return `text`, a value that refers to `[section.old]`, naming `new` instead and otherwise as it was."""
    if reference.notation == "id":
        return new if text == old else text
    if reference.notation == "link":
        lead = len(text) - len(text.lstrip())
        return text[:lead] + new + text[lead + len(old) :] if text[lead:].startswith(old) else text
    if reference.notation == "gate":
        return _renamed_gate(text, old, new)
    if reference.notation == "waiver":
        milestone, colon, gate = text.partition(":")
        if section == "milestones":
            return milestone.replace(old, new, 1) + colon + gate if milestone.strip() == old else text
        return milestone + colon + _renamed_gate(gate, old, new)
    return text


def _renamed_gate(text: str, old: str, new: str) -> str:
    """Return a gate naming another metric; `min(` and what follows the name stay."""
    gate = parse_gate(text)
    if gate.metric != old:
        return text
    start = text.index("(") + 1 if gate.aggregate else 0
    at = text.index(old, start)
    return text[:at] + new + text[at + len(old) :]


def renamed_address(address: str, section: str, old: str, new: str, data: Mapping[str, Any]) -> str:
    """Return `address`, a key of a scenario, with `[section.old]` called `new` wherever it names it."""
    target = list(_parsed(address))
    if not target:
        return address
    named = list(_named_by(tuple(target)))
    for place, (name, sections) in zip((1, 3), named, strict=False):
        if name == old and Use((), name, sections, "address").section(data) == section:
            target[place] = new
    return format_address(target) if tuple(target) != _parsed(address) else address
