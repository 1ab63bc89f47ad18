"""Gates: whether a metric clears its bar, and whether enough was measured to say so."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from aiplan.core.wilson import Interval, Never, settling_n, wilson_interval
from aiplan.model.address import Path
from aiplan.model.context import Metric, Reading
from aiplan.model.plan import Plan
from aiplan.model.values import Gate, parse_gate
from aiplan.phrases import Phrase, code, say

GateState = Literal["pass", "fail", "inconclusive"]
GateStatusState = Literal["pass", "fail", "inconclusive", "waived"]
Operator = Literal[">=", "<="]
Method = Literal["interval", "as_is", "none"]
"""How a value was compared: by its Wilson 95 % interval, as it stands, or not at all."""
Cause = Literal[
    "clears", "misses", "spans", "on_the_bar", "no_metric", "no_bar", "no_direction", "no_reading", "empty_sample",
    "not_finite", "out_of_range",
]  # fmt: skip
"""Why a gate is decided as it is."""
Role = Literal["gate", "entry", "exit"]


@dataclass(frozen=True, slots=True)
class Measured:
    """The decision on one segment (`None`: the whole)."""

    state: GateState
    cause: Cause
    segment: str | None = None
    value: float | None = None
    n: int | None = None
    interval: Interval | None = None
    needed_n: int | Never | None = None
    """Of an inconclusive proportion: the sample that would settle it at the observed rate."""
    method: Method = "none"
    on: dt.date | None = None
    source: str | None = None
    """What produced the reading."""


@dataclass(frozen=True, slots=True)
class GateDecision:
    """The decision on a gate: that of its one segment, or of the segment that settles an aggregate."""

    gate: Gate
    operator: Operator | None
    bar: float | None
    decisive: Measured
    segments: tuple[Measured, ...] = ()
    """Of `min()` and `max()`: every segment, worst first; else empty."""

    @property
    def state(self) -> GateState:
        """pass, fail or inconclusive."""
        return self.decisive.state

    @property
    def cause(self) -> Cause:
        """Why."""
        return self.decisive.cause

    @property
    def value(self) -> float | None:
        """The value that was compared."""
        return self.decisive.value

    @property
    def interval(self) -> Interval | None:
        """Its 95 % interval, where it is a proportion of a known sample."""
        return self.decisive.interval

    @property
    def needed_n(self) -> int | Never | None:
        """The total sample that would settle an inconclusive gate at the observed rate."""
        return self.decisive.needed_n

    @property
    def reason(self) -> Phrase:
        """One sentence that says why."""
        return reason(self.decisive, self.operator, self.bar)


@dataclass(frozen=True, slots=True)
class GateStatus:
    """A gate of a milestone or rollout stage, with what lets it pass although it is open."""

    path: Path
    role: Role
    decision: GateDecision
    waived_by: str | None = None
    """The decision in the plan that waives it."""

    @property
    def gate(self) -> Gate:
        """The gate as written."""
        return self.decision.gate

    @property
    def state(self) -> GateStatusState:
        """pass, fail, inconclusive, or waived where it did not pass and a decision lets it."""
        return "waived" if self.waived_by and self.decision.state != "pass" else self.decision.state

    @property
    def open(self) -> bool:
        """Whether the gate still stands in the way."""
        return self.state in ("fail", "inconclusive")


def decide_gate(plan: Plan, gate: Gate, as_of: dt.date, *, source: str | None = None) -> GateDecision:
    """Return whether `gate` is passed by the latest readings on or before `as_of`.

    Args:
        plan: where metrics and readings stand.
        gate: the bar.
        as_of: readings after this day do not count.
        source: only readings from this experiment or model count; default all.
    """
    metric = plan.metrics.get(gate.metric)
    if metric is None:
        return GateDecision(gate, gate.operator, gate.bar, Measured("inconclusive", "no_metric"))
    bar = metric.target if gate.bar is None else gate.bar
    operator = gate.operator or (None if metric.better is None else ">=" if metric.better == "higher" else "<=")
    latest = latest_readings(metric.readings, as_of, source=source)
    if bar is None or not math.isfinite(bar):
        return GateDecision(gate, operator, bar, Measured("inconclusive", "no_bar"))
    if operator is None:
        return GateDecision(gate, operator, bar, Measured("inconclusive", "no_direction"))
    if gate.aggregate is None:
        reading = latest.get(gate.segment)
        return GateDecision(gate, operator, bar, _measure(metric, reading, gate.segment, operator, bar))
    segments = [_measure(metric, r, s, operator, bar) for s, r in latest.items() if s is not None]
    if not segments:
        return GateDecision(gate, operator, bar, Measured("inconclusive", "no_reading"))
    segments.sort(key=lambda m: _badness(m, gate.aggregate == "min"))
    worst_means_all = (gate.aggregate, operator) in (("min", ">="), ("max", "<="))
    return GateDecision(gate, operator, bar, _decisive(segments, worst_means_all), tuple(segments))


def latest_readings(
    readings: Iterable[Reading], as_of: dt.date, *, source: str | None = None
) -> dict[str | None, Reading]:
    """Return the latest reading per segment on or before `as_of`; of the same day, the last in the file."""
    latest: dict[str | None, Reading] = {}
    for reading in readings:
        if reading.on > as_of or (source is not None and reading.from_ != source):
            continue
        known = latest.get(reading.segment)
        if known is None or reading.on >= known.on:
            latest[reading.segment] = reading
    return latest


def reading_value(reading: Reading) -> float | None:
    """Return the value of a reading: k of n where both are given, else what is written."""
    if reading.k is not None and reading.n:
        return reading.k / reading.n
    return reading.value


def milestone_gates(plan: Plan, milestone_id: str, as_of: dt.date) -> tuple[GateStatus, ...]:
    """Return the gates of a milestone, in file order; none for an unknown id."""
    milestone = plan.milestones.get(milestone_id)
    if milestone is None:
        return ()
    return _statuses(plan, milestone_id, (("milestones", milestone_id, "gates"), "gate", milestone.gates), as_of)


def rollout_gates(plan: Plan, stage_id: str, as_of: dt.date) -> tuple[GateStatus, ...]:
    """Return the entry gates, then the exit gates of a rollout stage; none for an unknown id."""
    stage = plan.rollout.get(stage_id)
    if stage is None:
        return ()
    entry = _statuses(plan, stage_id, (("rollout", stage_id, "entry_gates"), "entry", stage.entry_gates), as_of)
    return entry + _statuses(plan, stage_id, (("rollout", stage_id, "exit_gates"), "exit", stage.exit_gates), as_of)


def item_gates(plan: Plan, item_id: str, as_of: dt.date) -> tuple[GateStatus, ...]:
    """Return all gates of a milestone or rollout stage, in file order."""
    return milestone_gates(plan, item_id, as_of) + rollout_gates(plan, item_id, as_of)


def criteria_decisions(plan: Plan, experiment_id: str, as_of: dt.date) -> tuple[GateDecision, ...]:
    """Return the criteria of an experiment, each decided by the readings that come from it."""
    experiment = plan.experiments[experiment_id]
    return tuple(decide_gate(plan, gate, as_of, source=experiment_id) for gate in experiment.criteria)


def parse_waiver(text: str) -> tuple[str, Gate] | None:
    """Return (item, gate) of a waiver written `"milestone: gate"`, `None` where it is not one."""
    item, colon, gate = text.partition(":")
    if not colon:
        return None
    try:
        return item.strip(), parse_gate(gate)
    except ValueError:
        return None


def waives(waiver: Gate, gate: Gate) -> bool:
    """Tell whether a waiver of `waiver` names `gate`; a waiver without a bar names the gate whatever its bar."""
    if waiver.key != gate.key:
        return False
    return waiver.bar is None or (waiver.operator, waiver.bar) == (gate.operator, gate.bar)


def reason(measured: Measured, operator: Operator | None, bar: float | None) -> Phrase:
    """Return one sentence that says why a gate is decided as it is."""
    said = _REASONS[measured.cause].filled(
        value=_value(measured), bar=_number(bar), wanted=say("at least") if operator == ">=" else say("at most"),
        interval="" if measured.interval is None else f"{measured.interval.low:.4f} … {measured.interval.high:.4f}",
        needed=say("no sample settles a rate equal to the bar") if measured.needed_n == "never"
        else say("{count} cases would settle it at this rate", count=measured.needed_n),
    )  # fmt: skip
    return say("{segment}: {reason}", segment=measured.segment, reason=said) if measured.segment else said


_REASONS: dict[Cause, Phrase] = {
    "clears": say("{value} is {wanted} {bar}"),
    "misses": say("{value} is not {wanted} {bar}"),
    "spans": say("{value} could be on either side of {bar} (95 % interval {interval}); {needed}"),
    "on_the_bar": say("{value} equals the bar {bar} (95 % interval {interval}); {needed}"),
    "no_metric": say("the metric is not in the plan"),
    "no_bar": say("neither the gate nor the metric says a bar"),
    "no_direction": say("neither the gate nor the metric says which direction is better"),
    "no_reading": say("nothing was measured yet"),
    "empty_sample": say("the latest reading has no cases"),
    "not_finite": say("the latest reading is not a number"),
    "out_of_range": say("the latest reading {value} is no proportion"),
}


def _value(measured: Measured) -> Phrase:
    if measured.value is None:
        return say("nothing")
    said: Phrase = code(_number(measured.value))
    if measured.n is not None:
        said = say("{value} of {count} cases", value=said, count=measured.n)
    return say("{value}, compared as it stands,", value=said) if measured.method == "as_is" else said


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.6g}"


def _measure(metric: Metric, reading: Reading | None, segment: str | None, operator: Operator, bar: float) -> Measured:
    if reading is None:
        return Measured("inconclusive", "no_reading", segment)
    value, n = reading_value(reading), reading.n
    seen = Measured("inconclusive", "no_reading", segment, value, n, on=reading.on, source=reading.from_)
    if n == 0:
        return replace(seen, cause="empty_sample")
    if value is None:
        return seen
    if not math.isfinite(value):
        return replace(seen, cause="not_finite")
    if metric.proportion and not 0 <= value <= 1:
        return replace(seen, cause="out_of_range")
    if metric.proportion and n is not None:
        return _by_interval(seen, value, n, operator, bar)
    seen = replace(seen, method="as_is")
    if value >= bar if operator == ">=" else value <= bar:
        return replace(seen, state="pass", cause="clears")
    return replace(seen, state="fail", cause="misses")


def _by_interval(seen: Measured, value: float, n: int, operator: Operator, bar: float) -> Measured:
    interval = wilson_interval(value, n)
    seen = replace(seen, interval=interval, method="interval")
    if interval.low >= bar if operator == ">=" else interval.high <= bar:
        return replace(seen, state="pass", cause="clears")
    if interval.high < bar if operator == ">=" else interval.low > bar:
        return replace(seen, state="fail", cause="misses")
    needed = settling_n(value, bar)
    return replace(seen, cause="on_the_bar" if needed == "never" else "spans", needed_n=needed)


def _badness(measured: Measured, low_is_bad: bool) -> tuple[bool, float, str]:
    value = measured.value
    if value is None or not math.isfinite(value):
        return True, 0.0, measured.segment or ""
    return False, value if low_is_bad else -value, measured.segment or ""


def _decisive(segments: list[Measured], worst_means_all: bool) -> Measured:
    """Return the segment that settles the aggregate; `segments` stand worst first.

    `min() >=` and `max() <=` hold where every segment holds; `min() <=` and `max() >=` where any does.
    """
    settling: GateState = "fail" if worst_means_all else "pass"
    order: tuple[GateState, ...] = (settling, "inconclusive", "pass" if worst_means_all else "fail")
    for state in order:
        for measured in segments:
            if measured.state == state:
                return measured
    return segments[0]


def _statuses(
    plan: Plan, item_id: str, gates: tuple[Path, Role, tuple[Gate, ...]], as_of: dt.date
) -> tuple[GateStatus, ...]:
    path, role, bars = gates
    if not bars:
        return ()
    waivers = list(_waivers(plan, item_id, as_of))
    return tuple(
        GateStatus(
            (*path, index), role, decide_gate(plan, gate, as_of),
            next((name for name, waiver in waivers if waives(waiver, gate)), None),
        )
        for index, gate in enumerate(bars)
    )  # fmt: skip


def _waivers(plan: Plan, item_id: str, as_of: dt.date) -> Iterator[tuple[str, Gate]]:
    for name, decision in plan.decisions.items():
        if decision.on is not None and decision.on > as_of:
            continue
        for text in decision.waives:
            parsed = parse_waiver(text)
            if parsed is not None and parsed[0] == item_id:
                yield name, parsed[1]
