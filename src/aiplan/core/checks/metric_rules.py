"""AIP3xx: metrics and their readings."""

# ruff: noqa: ARG001 - every check takes the plan and its schedule, whichever it needs

from __future__ import annotations

import math
from collections.abc import Iterator

from aiplan.core.checks.look import all_gates, number
from aiplan.core.checks.rule import Problem, Rule, rule
from aiplan.core.gates import decide_gate, latest_readings
from aiplan.core.schedule import Schedule
from aiplan.model.address import Path
from aiplan.model.context import Metric, Reading
from aiplan.model.plan import Plan
from aiplan.model.values import Gate
from aiplan.phrases import NOTHING, Phrase, say

ROUNDING = 0.006
"""How far a written value may be from k of n: half a percent, and what rounding adds."""


@rule("AIP313", "invalid-reading", "error")
def invalid_reading(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A reading is no value of its metric.

    What: not a number, infinite, outside 0 … 1 for a ratio, more successes than cases, no cases, a value that is not
        k of n, or neither `value` nor `k` of `n`. It decides no gate.
    Why: a gate must not pass on a slip of the finger.
    Fix: correct the reading; a percentage is written as a ratio, 0.84.

    Example:
        readings = [{ on = 2026-03-06, value = 84.2, n = 5000 }]
    """
    for key, metric in plan.metrics.items():
        for index, reading in enumerate(metric.readings):
            wrong = _wrong(metric, reading)
            if wrong:
                yield Problem(
                    ("metrics", key, "readings", index),
                    say("the reading of {key} on {on} {wrong}", key=key, on=reading.on, wrong=wrong),
                    say("write a ratio between 0 and 1") if "outside" in wrong else say("correct the reading"),
                )


@rule("AIP314", "reading-in-the-future", "warning", time_dependent=True)
def reading_in_the_future(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A reading lies after the data date.

    What: `on` is later than `as_of`. Gates do not see it yet.
    Why: either the date is wrong, or the data date was not moved on.
    Fix: correct the date, or `aiplan update`.

    Example:
        [project]
        as_of = 2026-03-16
        [metrics.accuracy]
        readings = [{ on = 2026-04-06, value = 0.9 }]
    """
    for key, metric in plan.metrics.items():
        for index, reading in enumerate(metric.readings):
            if reading.on > schedule.as_of:
                yield Problem(
                    ("metrics", key, "readings", index, "on"),
                    say(
                        "a reading of {key} is of {on}, after the data date {as_of}",
                        key=key,
                        on=reading.on,
                        as_of=schedule.as_of,
                    ),
                    say("correct the date, or move the data date: aiplan update"),
                )


@rule("AIP317", "bar-out-of-range", "error")
def bar_out_of_range(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A bar can never be met, or always is.

    What: a target, floor, baseline, goal target or gate of a ratio outside 0 … 1, or of any metric that is not a
        finite number.
    Why: 90 where 0.90 was meant fails for ever; the gate would look strict and say nothing.
    Fix: write a ratio, 0.90, or `90 %` in a gate.

    Example:
        [metrics.top1-accuracy]
        unit = "ratio"
        target = 90
    """
    for path, name, metric, value in _bars(plan):
        if value is None:
            continue
        if not math.isfinite(value):
            yield Problem(path, say("{name} is not a finite number", name=name))
        elif _is_ratio(metric) and not 0 <= value <= 1:
            yield Problem(
                path,
                say("{name} is {value}, outside 0 … 1", name=name, value=number(value)),
                say("write {value}?", value=number(value / 100))
                if 1 < value <= 100
                else say("a ratio lies between 0 and 1"),
            )


@rule("AIP348", "floor-crossed", "warning")
def floor_crossed(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """A metric is on the wrong side of its floor.

    What: the latest reading, of the whole or of a segment, crosses `floor`; for proportions by its 95 % interval.
    Why: the floor is what must never be crossed.
    Fix: act on it: roll back, fall back, or retrain; a decision says which.

    Example:
        [metrics.top1-accuracy]
        floor = 0.85
        readings = [{ on = 2026-03-06, value = 0.80, n = 5000 }]
    """
    for key, metric in plan.metrics.items():
        if metric.floor is None or metric.better is None or not metric.readings:
            continue
        sign = ">=" if metric.better == "higher" else "<="
        for segment in latest_readings(metric.readings, schedule.as_of):
            gate = Gate(key, segment, None, ">=" if sign == ">=" else "<=", metric.floor, f"{key} {sign} floor")
            decision = decide_gate(plan, gate, schedule.as_of)
            if decision.state == "fail":
                place = _place(metric, segment, decision.decisive.on)
                yield Problem(
                    ("metrics", key, "readings", place),
                    say("{key} has crossed its floor: {reason}", key=key, reason=decision.reason),
                    say("roll back, fall back or retrain; a decision says which"),
                )


@rule("AIP349", "floor-beyond-target", "error")
def floor_beyond_target(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """What must never be crossed is stricter than what is wanted.

    What: the floor lies beyond the target, in the direction that is better.
    Why: a launch at the target would cross the floor.
    Fix: swap them, or correct `better`.

    Example:
        better = "higher"
        target = 0.85
        floor = 0.90
    """
    for key, metric in plan.metrics.items():
        if metric.floor is not None and metric.target is not None and _beats(metric, metric.floor, metric.target):
            yield Problem(
                ("metrics", key, "floor"),
                say(
                    "the floor of {key}, {floor}, is stricter than its target, {target}",
                    key=key,
                    floor=number(metric.floor),
                    target=number(metric.target),
                ),
                say('swap them, or correct better = "…"'),
            )


@rule("AIP350", "target-not-above-baseline", "warning")
def target_not_above_baseline(plan: Plan, schedule: Schedule) -> Iterator[Problem]:
    """The target is no better than what there is without AI.

    What: `target` does not beat `baseline`. Latency, cost and safety are left out: AI may be slower and still wanted.
    Why: reaching it gains nothing.
    Fix: raise the target, correct the baseline, or ask again whether AI is needed.

    Example:
        better = "higher"
        baseline = 0.92
        target = 0.90
    """
    for key, metric in plan.metrics.items():
        if metric.baseline is None or metric.target is None or metric.better is None:
            continue
        if metric.kind in ("latency", "cost", "safety"):
            continue
        if not _beats(metric, metric.target, metric.baseline):
            yield Problem(
                ("metrics", key, "target"),
                say(
                    "the target of {key}, {target}, is no better than {baseline}, which there is without AI",
                    key=key,
                    target=number(metric.target),
                    baseline=number(metric.baseline),
                ),
                say("raise the target, or ask again whether AI is needed"),
            )


def _is_ratio(metric: Metric) -> bool:
    return metric.proportion or metric.unit == "ratio"


def _beats(metric: Metric, value: float, other: float) -> bool:
    if metric.better is None:
        return False
    return value > other if metric.better == "higher" else value < other


def _wrong(metric: Metric, reading: Reading) -> Phrase:
    """Return what is wrong with a reading, to follow "the reading … "; empty where nothing is."""
    value, n, k = reading.value, reading.n, reading.k
    if value is not None and not math.isfinite(value):
        return say("is not a finite number")
    if n == 0:
        return say("has no cases")
    if k is not None and n is not None and k > n:
        return say("has {k} successes in {n} cases", k=k, n=n)
    if value is None:
        if k is None:
            return say("has no value")
        return say("has k without n") if n is None else NOTHING
    if _is_ratio(metric) and not 0 <= value <= 1:
        return say("is {value}, outside 0 … 1", value=number(value))
    if k is not None and n and abs(value - k / n) > ROUNDING:
        return say("says {value}, and {k} of {n} is {share}", value=number(value), k=k, n=n, share=number(k / n))
    return NOTHING


def _bars(plan: Plan) -> Iterator[tuple[Path, Phrase, Metric, float | None]]:
    for key, metric in plan.metrics.items():
        yield ("metrics", key, "target"), say("the target of {key}", key=key), metric, metric.target
        yield ("metrics", key, "floor"), say("the floor of {key}", key=key), metric, metric.floor
        yield ("metrics", key, "baseline"), say("the baseline of {key}", key=key), metric, metric.baseline
    for key, goal in plan.goals.items():
        if goal.metric is not None and goal.metric in plan.metrics:
            yield (
                ("goals", key, "target"),
                say("the target of the goal {key}", key=key),
                plan.metrics[goal.metric],
                goal.target,
            )
    for path, gate in all_gates(plan):
        if gate.metric in plan.metrics:
            yield path, say("the bar of the gate {gate}", gate=gate), plan.metrics[gate.metric], gate.bar
    for key, item in plan.assessments.items():
        baseline = item.baseline
        if baseline is not None and baseline.metric is not None and baseline.metric in plan.metrics:
            path = ("assessments", key, "baseline", "value")
            yield path, say("the baseline of {key}", key=key), plan.metrics[baseline.metric], baseline.value


def _place(metric: Metric, segment: str | None, on: object) -> int:
    places = [i for i, r in enumerate(metric.readings) if r.segment == segment and r.on == on]
    return places[-1] if places else 0


RULES: tuple[Rule, ...] = (
    invalid_reading,
    reading_in_the_future,
    bar_out_of_range,
    floor_crossed,
    floor_beyond_target,
    target_not_above_baseline,
)
