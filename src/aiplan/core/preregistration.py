"""Whether bars were moved after an experiment had begun: a plan compared with an earlier revision of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aiplan.model.address import Path
from aiplan.model.plan import Plan
from aiplan.model.values import Gate
from aiplan.model.work import Amendment, Experiment

Move = Literal["loosened", "tightened", "changed"]
"""What became of a bar; `changed` where the two cannot be compared, such as two evaluation sets."""


@dataclass(frozen=True, slots=True)
class BarChange:
    """One bar that was moved after the first attempt had started."""

    experiment: str
    path: Path
    field: str
    """The key an amendment has to name."""
    old: str
    new: str
    """Empty where it was taken away."""
    move: Move
    amended: bool
    """Whether an amendment that is new since then names it."""


def bar_changes(base: Plan, now: Plan) -> tuple[BarChange, ...]:
    """Return the bars of started experiments that differ between `base`, the earlier plan, and `now`."""
    found: list[BarChange] = []
    for key, before in base.experiments.items():
        after = now.experiments.get(key)
        if after is not None and has_started(before):
            found += _of_experiment(base, now, key, before, after)
    return tuple(found)


def has_started(experiment: Experiment) -> bool:
    """Tell whether an attempt has started."""
    return experiment.started is not None or any(a.started is not None for a in experiment.attempts)


def _of_experiment(base: Plan, now: Plan, key: str, before: Experiment, after: Experiment) -> Iterator[BarChange]:
    fresh = [a for a in after.amendments if a not in before.amendments]
    path: Path = ("experiments", key)
    old_bars = {gate.key: gate for gate in before.criteria}
    new_bars = {gate.key: gate for gate in after.criteria}
    for name, old in old_bars.items():
        new = new_bars.get(name)
        if new is None:
            yield BarChange(key, (*path, "criteria"), "criteria", str(old), "", "loosened", _named(fresh, "criteria"))
            continue
        place = (*path, "criteria", after.criteria.index(new))
        was, is_now = _bar(base, old), _bar(now, new)
        if was == is_now:
            continue
        written = (old.operator, old.bar) != (new.operator, new.bar)
        field = "criteria" if written else f"metrics.{new.metric}.target"
        amended = _named(fresh, field) or (not written and _named(fresh, "target"))
        yield BarChange(key, place, field, _text(old, was), _text(new, is_now), _move(was, is_now), amended)
    for name, new in new_bars.items():
        if name not in old_bars:
            place = (*path, "criteria", after.criteria.index(new))
            yield BarChange(key, place, "criteria", "", str(new), "tightened", _named(fresh, "criteria"))
    if before.eval_set != after.eval_set:
        yield BarChange(
            key, (*path, "eval_set"), "eval_set", before.eval_set or "", after.eval_set or "", "changed",
            _named(fresh, "eval_set"),
        )  # fmt: skip


_Bar = tuple[str | None, float | None]
"""(operator, bar), with what the metric adds."""


def _bar(plan: Plan, gate: Gate) -> _Bar:
    metric = plan.metrics.get(gate.metric)
    if metric is None:
        return gate.operator, gate.bar
    sign = {"higher": ">=", "lower": "<=", None: None}[metric.better]
    return gate.operator or sign, metric.target if gate.bar is None else gate.bar


def _move(was: _Bar, is_now: _Bar) -> Move:
    if was[0] != is_now[0] or was[1] is None:
        return "changed"
    if is_now[1] is None:
        return "loosened"
    harder = is_now[1] > was[1] if was[0] == ">=" else is_now[1] < was[1]
    return "tightened" if harder else "loosened"


def _text(gate: Gate, bar: _Bar) -> str:
    return str(gate) if gate.bar is not None or bar[1] is None else f"{gate} {bar[0]} {bar[1]:g}"


def _named(amendments: list[Amendment], field: str) -> bool:
    return any(a.field == field or a.field.startswith(f"{field}[") for a in amendments)
