"""The small values written in a plan: ids, durations, estimates, dependencies, gates.

Each has one parser (raises `ValueError` with what to write instead) and one spelling (`str()`), and
`parse(str(value)) == value`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from aiplan.phrases import say

LinkType = Literal["FS", "SS", "FF", "SF"]
LINK_TYPES: tuple[LinkType, ...] = get_args(LinkType)

MAX_DAYS = 36_500
"""Longest duration or lag, in days: a century; longer is taken for a slip of the finger."""

_DURATION = re.compile(r"([+-]?)(\d+)\s*([dw])\Z")
_ID = re.compile(r"[^\W-][\w-]*\Z")
_LINK = re.compile(r"(?P<id>\S+)(?:\s+(?P<type>FS|SS|FF|SF)?(?P<lag>[+-]\d+[dw])?)?\Z", re.IGNORECASE)
_GATE = re.compile(
    r"""(?:(?P<agg>min|max)\(\s*(?P<worst>[^()\[\]\s]+)\s*\)|(?P<metric>[^()\[\]<>=\s]+)(?:\[(?P<segment>[^\]]+)\])?)
        \s*(?:(?P<op>>=|<=|≥|≤)\s*(?P<bar>[+-]?(?:\d[\d_]*)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?P<percent>%)?)?\Z""",
    re.VERBOSE,
)


def is_id(text: str) -> bool:
    """Tell whether `text` may name an item: letters, digits, `_`, `-`, not starting with `-`."""
    return bool(_ID.match(text))


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of working time: whole days or weeks of the calendar that counts it."""

    amount: int
    unit: Literal["d", "w"] = "d"

    def days(self, week: int = 5) -> int:
        """Return working days, a week being `week` of them."""
        return self.amount * week if self.unit == "w" else self.amount

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> Duration:
    """Return the duration written as `8d` or `2w`.

    Raises:
        ValueError: for anything else, negative amounts and parts of days included.
    """
    match = _DURATION.match(text.strip().lower())
    if match is None or match[1]:
        raise ValueError(say('{text!r} is not a duration: write whole working days or weeks, "8d" or "2w"', text=text))
    return _bounded(int(match[2]), match[3], text)


@lru_cache(maxsize=1024)
def parse_lag(text: str) -> Duration:
    """Return the signed lag written as `+3d` (wait) or `-2d` (lead).

    Raises:
        ValueError: where `text` is not a lag.
    """
    match = _DURATION.match(text.strip().lower())
    if match is None:
        raise ValueError(say("{text!r} is not a lag: write +3d, +1w or -2d", text=text))
    return _bounded(int(match[1] + match[2]), match[3], text)


def _bounded(amount: int, unit: str, text: str) -> Duration:
    if abs(amount) * (7 if unit == "w" else 1) > MAX_DAYS:
        raise ValueError(say("{text!r} is longer than {max_days} days", text=text, max_days=MAX_DAYS))
    return Duration(amount, "w" if unit == "w" else "d")


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long work takes: one duration, or a three-point estimate round the likely one."""

    likely: Duration
    optimistic: Duration | None = None
    pessimistic: Duration | None = None

    @property
    def three_point(self) -> bool:
        """Whether the estimate is a range."""
        return self.optimistic is not None or self.pessimistic is not None

    def days(self, week: int = 5) -> tuple[int, int, int]:
        """Return (optimistic, likely, pessimistic) working days; a single duration three times."""
        likely = self.likely.days(week)
        low = likely if self.optimistic is None else self.optimistic.days(week)
        high = likely if self.pessimistic is None else self.pessimistic.days(week)
        return low, likely, high

    def __str__(self) -> str:
        if not self.three_point:
            return str(self.likely)
        return f"{self.optimistic or self.likely}/{self.likely}/{self.pessimistic or self.likely}"


def parse_estimate(value: object) -> Estimate:
    """Return the estimate written as `"8d"` or `{ optimistic = …, likely = …, pessimistic = … }`.

    Raises:
        ValueError: for any other shape.
    """
    if isinstance(value, Estimate):
        return value
    if isinstance(value, str):
        return Estimate(parse_duration(value))
    if isinstance(value, dict):
        unknown = sorted(set(value) - {"optimistic", "likely", "pessimistic"})
        if unknown or "likely" not in value or not all(isinstance(v, str) for v in value.values()):
            raise ValueError(
                say('a three-point estimate is written { optimistic = "5d", likely = "8d", pessimistic = "20d" }')
            )
        points = {k: parse_duration(v) for k, v in value.items()}
        return Estimate(points["likely"], points.get("optimistic"), points.get("pessimistic"))
    raise ValueError(
        say('a duration is text: "8d", "2w", or { optimistic = "5d", likely = "8d", pessimistic = "20d" }')
    )


@dataclass(frozen=True, slots=True)
class Dependency:
    """A link from a predecessor: which, of what type, with what lag (a lead is a negative lag)."""

    id: str
    type: LinkType = "FS"
    lag: Duration = Duration(0)

    def __str__(self) -> str:
        lag = f"{self.lag.amount:+d}{self.lag.unit}" if self.lag.amount else ""
        kind: str = "" if self.type == "FS" else self.type
        if lag and not kind:
            kind = "FS"
        return f"{self.id} {kind}{lag}".rstrip()


@lru_cache(maxsize=65536)
def parse_dependency(text: str) -> Dependency:
    """Return the link written as `label-10k`, `label-10k SS+3d` or `label-10k -2d`.

    Raises:
        ValueError: where `text` is not a dependency.
    """
    match = _LINK.match(text.strip())
    if match is None or not is_id(match["id"]):
        raise ValueError(say('{text!r} is not a dependency: write "id", "id SS", "id FS+3d" or "id FF-2d"', text=text))
    kind: LinkType = (match["type"] or "FS").upper()  # type: ignore[assignment]
    return Dependency(match["id"], kind, parse_lag(match["lag"]) if match["lag"] else Duration(0))


@dataclass(frozen=True, slots=True)
class Gate:
    """A bar that a metric must clear, such as `min(class-recall) >= 0.80`; no bar: the metric's own target."""

    metric: str
    segment: str | None = None
    """`metric[segment]`."""
    aggregate: Literal["min", "max"] | None = None
    """`min(metric)`, `max(metric)`: the worst segment."""
    operator: Literal[">=", "<="] | None = None
    bar: float | None = None
    text: str = ""
    """As written."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two gates the same one in a merge: metric and segment (or aggregate)."""
        return self.metric, f"{self.aggregate}()" if self.aggregate else (self.segment or "")

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse_gate(text: str) -> Gate:
    """Return the gate written as `metric`, `metric >= 0.9`, `metric[segment] <= 3` or `min(metric) >= 0.8`.

    Raises:
        ValueError: where `text` is not a gate.
    """
    match = _GATE.match(text.strip())
    if match is None:
        raise ValueError(
            say(
                '{text!r} is not a gate: write "metric", "metric >= 0.90", "metric[segment] >= 0.8" '
                'or "min(metric) >= 0.80"',
                text=text,
            )
        )
    operator = {"≥": ">=", "≤": "<="}.get(match["op"] or "", match["op"])
    bar = None if match["bar"] is None else float(match["bar"].replace("_", ""))
    if bar is not None and match["percent"]:
        bar /= 100
    return Gate(
        metric=match["worst"] or match["metric"],
        segment=match["segment"].strip().strip("\"'") if match["segment"] else None,
        aggregate=match["agg"],  # type: ignore[arg-type]
        operator=operator,  # type: ignore[arg-type]
        bar=bar,
        text=text.strip(),
    )
