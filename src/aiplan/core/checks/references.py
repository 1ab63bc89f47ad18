"""Which names in a plan refer to nothing; what refers to what is told by `aiplan.core.references`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from aiplan.core.references import Reference, named_in, reference_of
from aiplan.model.address import Path, format_address, parse_address
from aiplan.model.base import Table
from aiplan.model.context import Baseline, Reading
from aiplan.model.plan import Plan
from aiplan.model.shape import keys, sections, shape
from aiplan.model.values import Dependency, Gate

FREE: frozenset[tuple[type[Table], str]] = frozenset({(Reading, "from"), (Baseline, "start"), (Baseline, "finish")})
"""Keys that may name what the plan does not hold: a model's name, or work that was there when a baseline was taken."""


class Named(NamedTuple):
    """A name that refers to nothing."""

    path: Path
    id: str
    sections: tuple[str, ...]
    """Where it was looked for."""
    user: str
    """Address of the table that names it."""


class _Field(NamedTuple):
    key: str
    attribute: str
    reference: Reference | None
    kind: str
    inner: type[Table] | None


def named_items(plan: Plan) -> Iterator[Named]:
    """Yield every name in `plan` that refers to nothing, in the order of the format."""
    known = {section: frozenset(getattr(plan, section)) for section in sections()}
    work = frozenset().union(*(known[section] for section in ("milestones", "tasks", "experiments", "rollout")))
    for section, model in sections().items():
        if not _fields(model):
            continue
        for key, table in getattr(plan, section).items():
            yield from _missing(table, (section, key), (section, key), known, work)


@cache
def _fields(model: type[Table]) -> tuple[_Field, ...]:
    """Return the keys of `model` that name items or hold tables that do."""
    by_alias = {(info.alias or name): name for name, info in model.model_fields.items()}
    found = []
    for key in keys(model):
        kind, inner = shape(model, key)
        reference = None if (model, key) in FREE else reference_of(model, key)
        if reference is not None or (inner is not None and _fields(inner)):
            found.append(_Field(key, by_alias[key], reference, kind, inner))
    return tuple(found)


Known = Mapping[str, Collection[str]]


def _missing(table: Table, path: Path, user: Path, known: Known, work: Collection[str]) -> Iterator[Named]:
    for field in _fields(type(table)):
        value = getattr(table, field.attribute)
        if not value:
            continue
        if field.key == "depends_on":
            for index, link in enumerate(value):
                if link.id not in work:
                    yield _named((*path, field.key, index), link.id, field.reference, user)
        elif field.reference is not None:
            for place, name, where in _names(value, (*path, field.key), field.reference):
                if not any(name in known.get(section, ()) for section in where):
                    yield Named(place, name, where, format_address(user))
        elif field.kind == "table":
            yield from _missing(value, (*path, field.key), user, known, work)
        elif field.kind == "list_of_tables":
            for index, entry in enumerate(value):
                yield from _missing(entry, (*path, field.key, index), user, known, work)


def _named(path: Path, name: str, reference: Reference | None, user: Path) -> Named:
    return Named(path, name, reference.sections if reference is not None else (), format_address(user))


def id_lists(plan: Plan) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield (path, id of the table, ids) of every list of ids directly in a table of the plan."""
    for section, model in sections().items():
        lists = [f for f in _fields(model) if f.reference is not None and f.reference.notation == "id"]
        for key, table in getattr(plan, section).items() if lists else ():
            for field in lists:
                value = getattr(table, field.attribute)
                if isinstance(value, tuple) and len(value) > 1:
                    yield (section, key, field.key), key, value


def _names(value: Any, path: Path, reference: Reference) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield (path, id, sections) of every name in the value of a key."""
    if isinstance(value, str):
        for name, where in named_in(value, reference):
            yield path, name, where
    elif isinstance(value, Mapping):
        for key in value:
            if reference.notation == "key":
                yield (*path, key), key, reference.sections
            else:
                yield from _in_address(key, (*path, key))
    else:
        for index, entry in enumerate(value):
            yield from _entry(entry, (*path, index), reference)


def _entry(entry: Any, path: Path, reference: Reference) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    if isinstance(entry, Gate):
        yield path, entry.metric, reference.sections
    elif isinstance(entry, Dependency):
        yield path, entry.id, reference.sections
    elif isinstance(entry, str):
        for name, where in named_in(entry, reference):
            yield path, name, where


def _in_address(address: str, path: Path) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Yield what the address of a scenario names: its table, looked for in the section it says."""
    try:
        target = parse_address(address)
    except ValueError:
        return
    if len(target) >= 2 and isinstance(target[0], str) and isinstance(target[1], str) and target[0] in sections():
        yield path, target[1], (target[0],)
