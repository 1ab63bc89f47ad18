"""The readings of a metric over time: a sparkline, and a small chart against target and floor."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from aiplan.core.gates import reading_value
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.numbers import value_text
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.model.context import Metric, Reading

LEVELS = 8


@dataclass(frozen=True, slots=True)
class Series:
    """How a metric moved: that of the whole, or of its worst segment where the whole was never measured."""

    points: tuple[tuple[dt.date, float], ...]
    """One value a day, in order of time."""
    worst: bool
    """Whether each value is the worst segment known by that day."""

    @property
    def now(self) -> float | None:
        """The latest value."""
        return self.points[-1][1] if self.points else None


def series(metric: Metric, as_of: dt.date) -> Series:
    """Return the values of `metric` up to `as_of`, one a day."""
    known = [(r, v) for r in metric.readings if r.on <= as_of and (v := reading_value(r)) is not None]
    known = sorted(((r, v) for r, v in known if math.isfinite(v)), key=lambda pair: pair[0].on)
    whole = {r.on: v for r, v in known if r.segment is None}
    if whole or not known:
        return Series(tuple(whole.items()), worst=False)
    return Series(tuple(_worst_by_day(known, lower=metric.better == "lower").items()), worst=True)


def _worst_by_day(known: list[tuple[Reading, float]], *, lower: bool) -> dict[dt.date, float]:
    """Return the worst of the latest values of all segments, for each day with a reading."""
    latest: dict[str | None, float] = {}
    worst = {}
    for reading, value in known:
        latest[reading.segment] = value
        worst[reading.on] = (max if lower else min)(latest.values())
    return worst


def style_of(value: float, metric: Metric) -> str:
    """Return the colour of a value: good from the target on, bad beyond the floor; lower is better where it is so."""
    sign = -1 if metric.better == "lower" else 1
    if metric.target is not None and value * sign >= metric.target * sign:
        return "$gantt-good"
    if metric.floor is not None and value * sign < metric.floor * sign:
        return "$gantt-error"
    return "$warning" if metric.target is not None or metric.floor is not None else "$gantt-task"


def sparkline(metric: Metric, as_of: dt.date, width: int, glyphs: Glyphs) -> Content:
    """Return the last values as one cell each, as high as they stand between the lowest and the highest bar or value.

    The colour says what is good; where lower is better, a falling line is.
    """
    points = series(metric, as_of).points[-width:]
    low, high = _range(metric, [value for _day, value in points], from_zero=False)
    cells = [
        part(glyphs.rises[1 + round((value - low) / (high - low) * (LEVELS - 1))], style_of(value, metric))
        for _day, value in points
    ]
    return Content("").join([*cells, part(" " * (width - len(cells)))])


def _range(metric: Metric, values: list[float], *, from_zero: bool) -> tuple[float, float]:
    """Return the lowest and the highest of values and bars, never the same."""
    bars = [bar for bar in (metric.target, metric.floor, metric.baseline) if bar is not None and math.isfinite(bar)]
    found = [*values, *bars, *([0.0] if from_zero else [])] or [0.0, 1.0]
    low, high = min(found), max(found)
    return (low, high) if high > low else (low - (abs(low) * 0.1 or 1.0), high + (abs(high) * 0.1 or 1.0))


def chart_lines(
    metric: Metric, as_of: dt.date, width: int, height: int, glyphs: Glyphs, currency: str
) -> list[Content]:
    """Return the values over time as points, with target, floor and baseline across, and the days below."""
    points = series(metric, as_of).points
    label = 17
    room = width - label - 1
    if not points or room < 12:
        return []
    low, high = _range(metric, [value for _day, value in points], from_zero=False)

    def level(value: float) -> int:
        return round((high - value) / (high - low) * (height - 1))

    first, last = points[0][0], points[-1][0]
    days = max(1, (last - first).days)
    cells: list[list[tuple[str, str]]] = [[(" ", "")] * room for _line in range(height)]
    labels: list[tuple[str, str]] = [("", "")] * height
    bars = (
        (metric.baseline, _("baseline"), "$gantt-muted"), (metric.floor, _("floor"), "$gantt-error"),
        (metric.target, _("target"), "$gantt-good"),
    )  # fmt: skip
    for bar, name, style in bars:
        if bar is not None and math.isfinite(bar):
            cells[level(bar)] = [(glyphs.float, style)] * room
            labels[level(bar)] = (f"{name} {value_text(bar, metric, currency)}", style)
    for day, value in points:
        at = round((day - first).days / days * (room - 3)) if len(points) > 1 else room // 2
        cells[level(value)][at] = (glyphs.dot, f"bold {style_of(value, metric)}")
    lines = [
        part(fit_right(fit(text, label).rstrip(), label) + " ", style) + Content("").join(part(c, s) for c, s in row)
        for (text, style), row in zip(labels, cells, strict=True)
    ]
    begin, end = words.day(first, year=as_of.year), words.day(last, year=as_of.year)
    if len(points) == 1:
        days_line = fit(" " * max(0, room // 2 - cell_len(begin) // 2) + begin, room)
    else:
        days_line = fit(begin, room - cell_len(end)) + end
    return [*lines, part(" " * (label + 1) + days_line, "$gantt-muted")]
