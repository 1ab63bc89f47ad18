"""How states, results and decisions of experiments and metrics look and are called."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.content import Content

from aiplan.tui.cells import fit
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.core.experiment_state import ExperimentState, FallbackState
    from aiplan.core.gates import GateStatusState, Measured

STATES: Mapping[ExperimentState, tuple[str, str]] = MappingProxyType({
    "running": (N_("running"), "bold $accent"), "missed": (N_("missed"), "bold $warning"),
    "exhausted": (N_("exhausted"), "bold $gantt-error"), "ready": (N_("ready"), "$gantt-task"),
    "draft": (N_("draft"), "$gantt-muted"), "met": (N_("met"), "bold $gantt-good"),
    "ended": (N_("ended"), "$gantt-muted"), "dropped": (N_("dropped"), "$gantt-faint"),
})  # fmt: skip
"""What each state is called and its colour, in the order in which they need somebody."""
RESULTS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "met": (N_("met"), "bold $gantt-good"), "missed": (N_("missed"), "bold $gantt-error"),
    "inconclusive": (N_("inconclusive"), "bold $warning"),
})  # fmt: skip
GATES: Mapping[GateStatusState, tuple[str, str]] = MappingProxyType({
    "pass": (N_("pass"), "bold $gantt-good"), "fail": (N_("fail"), "bold $gantt-error"),
    "inconclusive": (N_("inconclusive"), "bold $warning"), "waived": (N_("waived"), "$gantt-muted"),
})  # fmt: skip
FALLBACKS: Mapping[FallbackState, str] = MappingProxyType({
    "none": N_("none"), "not_needed": N_("not needed"), "open": N_("open: only if every attempt misses"),
    "due": N_("due: it comes next"), "running": N_("under way"), "done": N_("done"),
})  # fmt: skip
MISSING: Mapping[str, str] = MappingProxyType(
    {"hypothesis": N_("a hypothesis"), "criteria": N_("criteria"), "duration": N_("a duration")}
)


def state_part(state: ExperimentState, width: int = 0) -> Content:
    """Return a state as a coloured word, in `width` cells where that is given."""
    word, style = STATES[state]
    return part(fit(_(word), width) if width else _(word), style)


def gate_part(state: GateStatusState, width: int = 0) -> Content:
    """Return a decision as a coloured word, in `width` cells where that is given."""
    word, style = GATES[state]
    return part(fit(_(word), width) if width else _(word), style)


def gate_sign(state: GateStatusState, glyphs: Glyphs) -> Content:
    """Return the mark of a decision."""
    mark = {"pass": glyphs.done, "fail": glyphs.critical, "inconclusive": glyphs.unknown, "waived": glyphs.dropped}
    return part(mark[state], GATES[state][1])


def interval_bar(
    found: Measured, bar: float, width: int, glyphs: Glyphs, *, span: tuple[float, float] | None = None
) -> Content:
    """Return the interval of a measured value as a stretch of a line, with the value on it and the bar across.

    Args:
        found: what was measured.
        bar: what it is compared with.
        width: cells of the line.
        glyphs: what to draw with.
        span: the values at its ends; by default those around value, interval and bar.
    """
    value = found.value
    if value is None or width < 5 or not math.isfinite(value):
        return Content(" " * max(0, width))
    low, high = span_of([found], bar) if span is None else span

    def cell(at: float) -> int:
        return min(width - 1, max(0, round((at - low) / (high - low) * (width - 1))))

    style = GATES[found.state][1]
    cells: list[tuple[str, str]] = [(glyphs.float, "$gantt-rule")] * width
    if found.interval is not None:
        for at in range(cell(found.interval.low), cell(found.interval.high) + 1):
            cells[at] = ("=" if glyphs.ascii else glyphs.heavy[10], style)
    cells[cell(bar)] = (glyphs.separator, "bold $foreground")
    if cell(value) != cell(bar):
        cells[cell(value)] = (glyphs.dot, style)
    return Content("").join(part(char, look) for char, look in cells)


def span_of(measured: Iterable[Measured], bar: float) -> tuple[float, float]:
    """Return between which values lines are drawn: around values, intervals and the bar, and a little further."""
    ends = [bar]
    for one in measured:
        ends += [] if one.interval is None else [one.interval.low, one.interval.high]
        ends += [one.value] if one.value is not None and math.isfinite(one.value) else []
    low, high = min(ends), max(ends)
    margin = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return low - margin, high + margin
