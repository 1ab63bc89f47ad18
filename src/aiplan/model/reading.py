"""From the data of a plan file to the immutable `Plan`, never giving up.

Every value that does not fit is left out and reported; what remains is the plan.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from aiplan.model.address import Path, format_address
from aiplan.model.base import Table
from aiplan.model.finding import Finding
from aiplan.model.plan import FORMAT, WORK_SECTIONS, Plan
from aiplan.model.shape import ShapeKind, keys, required_keys, shape, value_keys
from aiplan.model.values import is_id
from aiplan.phrases import Phrase, say

Data = Mapping[str, Any]

_PLAIN = {
    "string_type": say("text in quotes is wanted here"),
    "int_type": say("a whole number is wanted here"),
    "int_from_float": say("a whole number is wanted here"),
    "float_type": say("a number is wanted here"),
    "bool_type": say("true or false is wanted here"),
    "dict_type": say("a table is wanted here"),
    "mapping_type": say("a table is wanted here"),
    "model_type": say("a table is wanted here"),
    "missing": say("the key is missing"),
    "finite_number": say("a finite number is wanted here"),
}
_LIMITS = {
    "greater_than_equal": say("the number must be at least {limit}"),
    "less_than_equal": say("the number must be at most {limit}"),
    "greater_than": say("the number must be more than {limit}"),
    "less_than": say("the number must be less than {limit}"),
}


def read_plan(data: Data, *, file_order: Sequence[str] = ()) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan that `data` (as of `tomllib`) holds, and what had to be left out or is not known.

    Args:
        data: the whole file as plain values; not changed.
        file_order: ids of activities in the order of the file.
    """
    findings: list[Finding] = []
    findings += _format(data)
    plan, pruned = _validated(data, file_order)
    findings += pruned
    findings += _unknown_and_missing(data, Plan, ())
    findings += _ids(data)
    return plan, tuple(findings)


def validate_table(model: type[Table], data: Data) -> Table:
    """Return one table as its model.

    Raises:
        pydantic.ValidationError: where a value does not fit.
    """
    return model.model_validate(dict(data))


def explain_error(error: Mapping[str, Any]) -> str:
    """Return one error of a `ValidationError` in words that say what to write instead."""
    kind = error["type"]
    if kind in _PLAIN:
        return _PLAIN[kind]
    context = error.get("ctx", {})
    if kind == "literal_error":
        return say("one of {values} is wanted here", values=str(context.get("expected", "")).replace(" or ", ", "))
    if kind in _LIMITS:
        limit = context.get("ge", context.get("le", context.get("gt", context.get("lt"))))
        return _LIMITS[kind].filled(limit=limit)
    refused = context.get("error")
    if isinstance(refused, ValueError) and refused.args and isinstance(refused.args[0], Phrase):
        return refused.args[0]
    return str(error["msg"]).removeprefix("Value error, ")


def _format(data: Data) -> Iterator[Finding]:
    version = data.get("format")
    if version is None:
        yield Finding(
            "AIP005",
            "warning",
            say("the file does not say its format"),
            (),
            hint=say("write format = {format} at its top", format=FORMAT),
        )
    elif version != FORMAT:
        yield Finding(
            "AIP005",
            "error",
            say(
                "the file is of format {version!r}; this version of aiplan reads format {format}",
                version=version,
                format=FORMAT,
            ),
            ("format",),
            hint=say("install a newer aiplan")
            if isinstance(version, int) and version > FORMAT
            else say("write format = {format}", format=FORMAT),
        )


def _validated(data: Data, file_order: Sequence[str]) -> tuple[Plan, list[Finding]]:
    findings: list[Finding] = []
    good: dict[str, Any] = dict(data) | {"file_order": tuple(file_order)}
    copied = False
    while True:
        try:
            return Plan.model_validate(good), findings
        except ValidationError as error:
            if not copied:
                good, copied = copy.deepcopy(good), True
            doomed: dict[Path, Finding] = {}
            for item in error.errors(include_url=False):
                path = _existing(good, item["loc"])
                doomed.setdefault(path, _refusal(item, path))
            findings += doomed.values()
            for path in sorted(doomed, key=_deepest_last_first):
                _delete(good, path)


def _refusal(item: ErrorDetails, path: Path) -> Finding:
    """Return the finding for what pydantic did not accept at `path`."""
    hint = say("until then it is left out")
    address = format_address(path)
    if item["type"] == "missing":
        return Finding(
            "AIP006",
            "error",
            say("{address}: the key {key} is missing", address=address, key=item["loc"][-1]),
            path,
            hint=hint,
        )
    given, said = item["input"], explain_error(item)
    already_said = isinstance(given, str) and repr(given) in said
    message = say("{address}: {said}", address=address, said=said)
    if isinstance(given, str | int | float | bool) and not already_said:
        message = say("{address}: {said}, not {given!r}", address=address, said=said, given=given)
    return Finding("AIP004", "error", message, path, hint=hint)


def _deepest_last_first(path: Path) -> tuple[Any, ...]:
    return tuple((0, -p, "") if isinstance(p, int) else (1, 0, p) for p in path)


def _existing(data: Any, loc: Iterable[Any]) -> Path:
    """Return the longest prefix of `loc` that names something in `data`."""
    path: list[str | int] = []
    for part in loc:
        in_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if in_list or (isinstance(data, dict) and part in data):
            data = data[part]
        else:
            break
        path.append(part)
    return tuple(path)


def _delete(data: Any, path: Path) -> None:
    for part in path[:-1]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(path[-1], None)
    elif isinstance(data, list) and isinstance(path[-1], int) and path[-1] < len(data):
        del data[path[-1]]


def _unknown_and_missing(data: Data, model: type[Table], path: Path) -> Iterator[Finding]:
    known, plain = keys(model), value_keys(model)
    for key in [key for key in data if key not in plain]:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = say("did you mean {name}?", name=near[0]) if near else say("own keys and tables belong under [x.*]")
            address = format_address((*path, key))
            yield Finding(
                "AIP003", "warning", say("{address}: not a key of the format", address=address), (*path, key), hint=hint
            )
            continue
        kind, inner = shape(model, key)
        if inner is not None:
            for place, table in _tables(kind, data[key], (*path, key)):
                yield from _unknown_and_missing(table, inner, place)
    for key in required_keys(model):
        if key not in data and not known[key].is_required():
            address = format_address(path)
            yield Finding(
                "AIP006",
                "error",
                say("{address}: the key {key} is missing", address=address, key=key),
                path,
                hint=say("add {key} = …", key=key),
            )
    if model is Plan and "project" not in data:
        yield Finding(
            "AIP006", "error", say("the table [project] is missing"), (), hint=say("add [project] with name and start")
        )


def _tables(kind: ShapeKind, value: Any, path: Path) -> Iterator[tuple[Path, Data]]:
    """Yield each table that `value`, of shape `kind`, holds, with its path."""
    if kind == "table" and isinstance(value, dict):
        yield path, value
    elif kind == "section" and isinstance(value, dict):
        yield from (((*path, name), item) for name, item in value.items() if isinstance(item, dict))
    elif kind == "list_of_tables" and isinstance(value, list):
        yield from (((*path, index), item) for index, item in enumerate(value) if isinstance(item, dict))


def _ids(data: Data) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for section in data:
        tables = data[section]
        if section not in keys(Plan) or shape(Plan, section)[0] != "section" or not isinstance(tables, dict):
            continue
        for key in tables:
            if not is_id(key):
                yield Finding(
                    "AIP004", "error", say("{key!r} is not an id", key=key), (section, key),
                    hint=say("an id is made of letters, digits, _ and -, and does not start with -"),
                )  # fmt: skip
            if section in WORK_SECTIONS:
                if key in taken:
                    yield Finding(
                        "AIP101", "error",
                        say(
                            "{key} names both {taken}.{key} and {section}.{key}",
                            key=key, taken=taken[key], section=section,
                        ),
                        (section, key),
                        hint=say("milestones, tasks, experiments and rollout stages share one namespace: rename one"),
                    )  # fmt: skip
                taken.setdefault(key, section)
