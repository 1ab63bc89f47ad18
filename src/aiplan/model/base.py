"""The base of every table of a plan, and the annotated types its fields are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic.config import JsonDict

from aiplan.model.values import (
    Dependency,
    Duration,
    Estimate,
    Gate,
    parse_dependency,
    parse_duration,
    parse_estimate,
    parse_gate,
)
from aiplan.phrases import Phrase, say

T = TypeVar("T")


class Table(BaseModel):
    """One table of the plan file: frozen, strict, unknown keys left to the text."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", arbitrary_types_allowed=True, defer_build=True)


FIRST_YEAR, LAST_YEAR = 1000, 9998
"""Years of dates in a plan; calendars need room on both sides."""


def required() -> JsonDict:
    """Return the mark of a key that a complete table has.

    A plan that lacks one still opens; reading reports it as AIP006.
    """
    return {"aiplan_required": True}


def _list(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(value)
    raise ValueError(say("a list is wanted here: [ … ]"))


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(value: object) -> dt.date:
    if isinstance(value, str) and not _is_day(value):
        raise ValueError(say("no such day; a date is written as 2026-03-31"))
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise ValueError(say("a date is written without quotes: 2026-03-31"))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(
            say("the year is to be between {first_year} and {last_year}", first_year=FIRST_YEAR, last_year=LAST_YEAR)
        )
    return value


_A_DURATION = say('a duration ("8d")')
_A_DEPENDENCY = say('a dependency ("id SS+3d")')
_A_GATE = say('a gate ("metric >= 0.9")')


def _text(value: object, parse: Any, what: Phrase) -> Any:
    if not isinstance(value, str):
        raise ValueError(say("{what} is text in quotes", what=what))
    return parse(value)


def _duration(value: object) -> Duration:
    return value if isinstance(value, Duration) else _text(value, parse_duration, _A_DURATION)


def _dependency(value: object) -> Dependency:
    return value if isinstance(value, Dependency) else _text(value, parse_dependency, _A_DEPENDENCY)


def _gate(value: object) -> Gate:
    return value if isinstance(value, Gate) else _text(value, parse_gate, _A_GATE)


def estimate_as_toml(value: Estimate) -> str | dict[str, str]:
    """Return an estimate as it stands in the file."""
    if not value.three_point:
        return str(value.likely)
    points = {"optimistic": value.optimistic, "likely": value.likely, "pessimistic": value.pessimistic}
    return {k: str(v) for k, v in points.items() if v is not None}


_DURATION_SCHEMA = {"type": "string", "pattern": r"^\d+[dw]$", "examples": ["8d", "2w"]}
_ESTIMATE_SCHEMA = {
    "anyOf": [
        _DURATION_SCHEMA,
        {
            "type": "object",
            "properties": dict.fromkeys(("optimistic", "likely", "pessimistic"), _DURATION_SCHEMA),
            "required": ["likely"],
            "additionalProperties": False,
        },
    ]
}

Tuple = Annotated[tuple[T, ...], BeforeValidator(_list), Field(strict=False)]
Day = Annotated[dt.date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Length = Annotated[
    Duration,
    PlainValidator(_duration),
    PlainSerializer(str),
    WithJsonSchema(_DURATION_SCHEMA),
]
Estimated = Annotated[
    Estimate, PlainValidator(parse_estimate), PlainSerializer(estimate_as_toml), WithJsonSchema(_ESTIMATE_SCHEMA)
]
Link = Annotated[
    Dependency,
    PlainValidator(_dependency),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["label-10k", "label-10k SS+3d"]}),
]
Bar = Annotated[
    Gate,
    PlainValidator(_gate),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["top1-accuracy", "min(class-recall) >= 0.80"]}),
]
Share = Annotated[float, Field(ge=0, le=1)]
Score5 = Annotated[int, Field(ge=1, le=5)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Units = Annotated[int, Field(ge=1)]
Table_ = TypeVar("Table_", bound=Table)
Section = Mapping[str, Table_]
"""A section of tables keyed by id, in file order."""
