"""Readings from the rows of an evaluation run: one row a value, or one row an example, counted to k of n."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from aiplan.core.gates import reading_value
from aiplan.errors import InvalidEdit
from aiplan.model.context import Metric, Reading
from aiplan.model.edits import AppendEntry
from aiplan.model.plan import Plan

Row = Mapping[str, Any]
"""Column → value, as CSV or JSON give it."""

TRUE = frozenset({"1", "1.0", "true", "yes", "y", "t", "pass", "passed", "correct", "right", "ok", "hit", "对", "是"})
FALSE = frozenset({"0", "0.0", "false", "no", "n", "f", "fail", "failed", "incorrect", "wrong", "miss", "错", "否"})
_MAP = re.compile(r"(?P<metric>[^\[\]=]+?)\s*(?:\[(?P<segment>[^\]]+)\])?\s*=\s*(?P<column>.+)\Z")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where the readings of one metric stand in the rows."""

    metric: str
    value: str | None
    """Column of the value, or of the outcome of one example."""
    same_as: str | None = None
    """Of an example: it is right where this column equals `value`."""
    segment: str | None = None
    n: str | None = None
    k: str | None = None


@dataclass(frozen=True, slots=True)
class RunReading:
    """One reading to be added."""

    metric: str
    on: dt.date
    value: float | None
    n: int | None
    k: int | None
    segment: str | None
    source: str | None

    @property
    def shown(self) -> str:
        """The value in a few words: `0.86 (43 of 50)`."""
        number = self.k / self.n if self.value is None and self.k is not None and self.n else self.value
        sample = f" of {self.n}" if self.n is not None and self.k is None else ""
        counted = f" ({self.k} of {self.n})" if self.k is not None else ""
        return f"{'?' if number is None else f'{number:.6g}'}{sample}{counted}"

    def edit(self) -> AppendEntry:
        """Return the edit that adds it to the plan."""
        entry = {
            "on": self.on, "value": self.value, "n": self.n, "k": self.k, "segment": self.segment, "from": self.source,
        }  # fmt: skip
        return AppendEntry(("metrics", self.metric, "readings"), {k: v for k, v in entry.items() if v is not None})

    def is_in(self, readings: Iterable[Reading]) -> bool:
        """Tell whether the plan has exactly this reading."""
        mine = Reading.model_validate(self.edit().value)
        return any(
            (r.on, r.segment, r.from_, r.n, reading_value(r))
            == (mine.on, mine.segment, mine.from_, mine.n, reading_value(mine))
            for r in readings
        )


def parse_map(text: str) -> Mapped:
    """Return the mapping written `metric=column`, `metric[segment column]=column` or `metric=label==prediction`.

    Raises:
        InvalidEdit: where it is none.
    """
    match = _MAP.match(text.strip())
    if match is None:
        hint = "such as --map top1-accuracy=accuracy, or --map 'class-recall[label]=label==prediction'"
        raise InvalidEdit(f"{text!r} is not METRIC=COLUMN", hint=hint)
    value, twice, other = match["column"].partition("==")
    return Mapped(match["metric"], value.strip(), other.strip() if twice else None, match["segment"])


def readings_of(
    rows: Sequence[Row],
    maps: Sequence[Mapped],
    plan: Plan,
    *,
    on: dt.date,
    source: str | None = None,
    examples: bool = False,
) -> tuple[RunReading, ...]:
    """Return the readings that the rows of a run hold, in the order of the mappings and of the rows.

    Args:
        rows: the run.
        maps: where each metric stands.
        plan: has the metrics.
        on: day of the run.
        source: what was evaluated.
        examples: each row is one example with an outcome; they are counted to k of n, by segment.

    Raises:
        InvalidEdit: for metrics, columns and values that do not fit, with the row.
    """
    if not rows:
        raise InvalidEdit("the run has no rows")
    found: list[RunReading] = []
    for mapped in maps:
        metric = plan.metrics.get(mapped.metric)
        if metric is None:
            raise InvalidEdit(
                f"there is no metric {mapped.metric}", address=f"metrics.{mapped.metric}", hint=_listed(plan.metrics)
            )
        _need_columns(rows, mapped)
        if examples or mapped.same_as is not None:
            found += _counted(rows, mapped, metric, on, source)
        else:
            found += _as_given(rows, mapped, metric, on, source)
    return tuple(found)


def check_reading(
    metric: Metric, name: str, value: float | None, n: int | None, k: int | None, where: str = ""
) -> None:
    """Refuse a reading that the metric cannot have.

    Raises:
        InvalidEdit: with `where`, such as the row.
    """
    if value is None and k is None:
        _refuse(f"{where}{name} has no value", "give a value, or k and n")
    if k is not None and n is None:
        _refuse(f"{where}{name} has k without n", "give n, the size of the sample")
    if (n is not None or k is not None) and not metric.proportion:
        if k is not None:
            _refuse(
                f"{where}{name} is no proportion, so it has no k of n", f"aiplan set metrics.{name}.proportion true"
            )
        if n == 0:
            _refuse(f"{where}the sample of {name} is empty")
        return
    if n == 0:
        _refuse(f"{where}the sample of {name} is empty")
    if k is not None and n is not None and k > n:
        _refuse(f"{where}{name}: {k} of {n} is more than all")
    if value is not None and metric.proportion and not 0 <= value <= 1:
        _refuse(f"{where}{name} is a proportion; {value:g} lies outside 0 … 1", "write 0.87 or 87%")
    if value is not None and k is not None and n and abs(value - k / n) > 0.5 / n + 1e-9:
        _refuse(f"{where}{name}: {value:g} is not {k} of {n} ({k / n:.6g})")


def _need_columns(rows: Sequence[Row], mapped: Mapped) -> None:
    known = list(dict.fromkeys(key for row in rows for key in row))
    for column in (mapped.value, mapped.same_as, mapped.segment, mapped.n, mapped.k):
        if column is not None and column not in known:
            raise InvalidEdit(f"the run has no column {column}", hint=_listed(known))


def _as_given(
    rows: Sequence[Row], mapped: Mapped, metric: Metric, on: dt.date, source: str | None
) -> Iterator[RunReading]:
    seen: dict[str | None, int] = {}
    for number, row in enumerate(rows, 1):
        segment = _segment(row, mapped, number)
        if segment in seen:
            what = f"of the segment {segment}" if segment is not None else "without a segment"
            hint = "are these single examples? --examples counts them; else name --segment-column"
            _refuse(f"rows {seen[segment]} and {number} both hold {mapped.metric} {what}", hint)
        seen[segment] = number
        k, n = _whole(row, mapped.k, number), _whole(row, mapped.n, number)
        value = None if mapped.value is None else _number(row, mapped.value, number)
        check_reading(metric, mapped.metric, value, n, k, f"row {number}: ")
        yield RunReading(mapped.metric, on, None if k is not None else value, n, k, segment, source)


def _counted(
    rows: Sequence[Row], mapped: Mapped, metric: Metric, on: dt.date, source: str | None
) -> Iterator[RunReading]:
    if not metric.proportion:
        hint = f"give its value for the whole run, or: aiplan set metrics.{mapped.metric}.proportion true"
        _refuse(f"{mapped.metric} is no proportion: examples cannot be counted to k of n", hint)
    if mapped.k is not None or mapped.n is not None:
        _refuse("examples are counted: there is no column for k or n")
    counts: dict[str | None, list[int]] = {}
    for number, row in enumerate(rows, 1):
        count = counts.setdefault(_segment(row, mapped, number), [0, 0])
        count[0] += _outcome(row, mapped, number)
        count[1] += 1
    for segment, (k, n) in counts.items():
        yield RunReading(mapped.metric, on, None, n, k, segment, source)


def _outcome(row: Row, mapped: Mapped, number: int) -> bool:
    if mapped.value is None:
        _refuse(f"{mapped.metric} needs the column of the outcome")
    cell = row.get(mapped.value)
    if mapped.same_as is not None:
        return _text(cell) == _text(row.get(mapped.same_as))
    word = _text(cell).lower()
    if word not in TRUE and word not in FALSE:
        hint = "an outcome is true or false, 1 or 0; two columns are compared by METRIC=label==prediction"
        _refuse(f"row {number}: {_shown(cell)} in {mapped.value} is no outcome", hint)
    return word in TRUE


def _segment(row: Row, mapped: Mapped, number: int) -> str | None:
    if mapped.segment is None:
        return None
    word = _text(row.get(mapped.segment))
    if not word:
        _refuse(f"row {number}: {mapped.segment} is empty, so the segment is not known")
    return word


def _number(row: Row, column: str, number: int) -> float:
    cell = row.get(column)
    word = _text(cell)
    percent = word.endswith("%")
    try:
        value = float(word.removesuffix("%")) if not isinstance(cell, bool) else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        _refuse(f"row {number}: {_shown(cell)} in {column} is no number")
    return round(value / 100, 12) if percent else value


def _whole(row: Row, column: str | None, number: int) -> int | None:
    if column is None:
        return None
    value = _number(row, column, number)
    if value != int(value) or not 0 <= value < 10**9:
        _refuse(f"row {number}: {_shown(row.get(column))} in {column} is no number of cases")
    return int(value)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _shown(cell: Any) -> str:
    return "nothing" if _text(cell) == "" else repr(cell)


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    more = f" and {len(known) - 12} more" if len(known) > 12 else ""
    return f"there are: {', '.join(known[:12])}{more}" if known else ""


def _refuse(message: str, hint: str = "") -> NoReturn:
    raise InvalidEdit(message, hint=hint)
