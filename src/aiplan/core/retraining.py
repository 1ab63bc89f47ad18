"""A retraining as a new experiment: what a monitor asks for, linked to it and gated on its metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiplan.core.catalogue import Text
from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule
from aiplan.errors import InvalidEdit
from aiplan.model.ai import Monitor
from aiplan.model.context import Metric
from aiplan.model.edits import AddItem
from aiplan.model.plan import Plan
from aiplan.model.values import Gate
from aiplan.model.work import Experiment

_TITLE = Text("Retrain: {what}", "再训练：{what}")
_HYPOTHESIS = Text(
    "Retrained on recent data, the model meets its bars again: {bars}.", "用近期数据再训练后重新达标：{bars}。"
)
_FALLBACK = Text("Roll back to the last good model", "回滚到上一个合格模型")
_NOTES = Text("Asked for by monitors.{key}, which watches {metric}.", "由 monitors.{key} 触发，监控指标 {metric}。")


@dataclass(frozen=True, slots=True)
class Retraining:
    """The experiment to be added, and where its values come from."""

    edit: AddItem
    like: str | None
    """The experiment whose team, duration and attempts were taken."""


def retraining(
    schedule: Schedule,
    monitor_id: str,
    *,
    key: str | None = None,
    milestone: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Retraining:
    """Return the experiment that a monitor asks for.

    Its criteria are the monitored metric back inside its watch level, and the bars of the launch that an earlier
    experiment was measured by. Team, duration, attempts and evaluation set are those of the latest experiment with
    such criteria. It waits for the launch where that is not done.

    Args:
        schedule: of the present plan.
        monitor_id: the monitor.
        key: id of the experiment; default: `retrain-` and the monitor's.
        milestone: what it is part of; default: the launch milestone its model experiment is part of.
        values: keys that are given, and win.

    Raises:
        KeyError: where there is no such monitor.
        InvalidEdit: where it watches no metric of the plan, or the milestone is none.
    """
    plan = schedule.plan
    monitor = plan.monitors[monitor_id]
    metric = plan.metrics.get(monitor.metric or "")
    if monitor.metric is None or metric is None:
        raise InvalidEdit(
            f"the monitor {monitor_id} watches no metric of the plan", address=f"monitors.{monitor_id}.metric",
            hint=f"aiplan set monitors.{monitor_id}.metric METRIC",
        )  # fmt: skip
    if milestone is not None and milestone not in plan.milestones:
        raise InvalidEdit(f"there is no milestone {milestone}", address=f"milestones.{milestone}")
    bars = [watched_bar(monitor.metric, monitor, metric), *(str(g) for g in _launch_bars(plan, monitor.metric))]
    like = _model_experiment(plan, bars)
    above = milestone or _open_launch(schedule, like)
    found = _texts(plan, monitor_id, monitor, metric, bars) | _as_before(plan, like)
    found |= {"milestone": above} if above is not None else {}
    if above is None and (stage := _last_stage(schedule)) is not None:
        found["depends_on"] = [stage]
    given = dict(values or {})
    order = [k for k in (*_ORDER, *given) if k in found or k in given]
    made = {k: given.get(k, found.get(k)) for k in dict.fromkeys(order)}
    return Retraining(AddItem("experiments", key or free_id(plan, f"retrain-{monitor_id}"), made), like)


_ORDER = (
    "title", "milestone", "duration", "team", "depends_on", "uses", "owner", "hypothesis", "criteria", "eval_set",
    "success", "max_attempts", "timebox", "fallback", "tags", "notes",
)  # fmt: skip


def watched_bar(name: str, monitor: Monitor, metric: Metric) -> str:
    """Return the bar that brings a monitored metric back: inside its watch level, else at its target."""
    level = metric.target if monitor.watch is None else monitor.watch
    if level is None or metric.better is None:
        return name
    return f"{name} {'<=' if metric.better == 'lower' else '>='} {level:g}"


def free_id(plan: Plan, wanted: str) -> str:
    """Return `wanted`, with a number where an activity is called so already."""
    taken = plan.work
    number = 1
    name = wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _launch_bars(plan: Plan, watched: str) -> Iterable[Gate]:
    """Yield the gates of launch milestones on metrics that an experiment was measured by, each once."""
    measured = {gate.metric for e in plan.experiments.values() for gate in e.criteria}
    seen = {watched}
    for milestone in plan.milestones.values():
        if milestone.stage == "launch":
            for gate in milestone.gates:
                metric = plan.metrics.get(gate.metric)
                about_model = metric is not None and metric.kind in ("quality", "safety", "fairness")
                if about_model and gate.metric in measured and gate.metric not in seen:
                    seen.add(gate.metric)
                    yield gate


def _model_experiment(plan: Plan, bars: list[str]) -> str | None:
    """Return the latest experiment that was measured by one of `bars`."""
    metrics = {bar.split()[0].removeprefix("min(").removeprefix("max(").rstrip(")").partition("[")[0] for bar in bars}
    found = [key for key, e in plan.experiments.items() if any(gate.metric in metrics for gate in e.criteria)]
    return found[-1] if found else None


def _open_launch(schedule: Schedule, like: str | None) -> str | None:
    """Return the launch milestone that the experiment `like` is part of, unless it is reached."""
    name = None if like is None else schedule.plan.experiments[like].milestone
    milestone = schedule.plan.milestones.get(name or "")
    if name is None or milestone is None or milestone.stage != "launch" or _over(schedule[name]):
        return None
    return name


def _last_stage(schedule: Schedule) -> str | None:
    """Return the rollout stage that ends the launch and is not done."""
    stages = [key for key, stage in schedule.plan.rollout.items() if stage.phase == "full"] or list(
        schedule.plan.rollout
    )
    return stages[-1] if stages and not _over(schedule[stages[-1]]) else None


def _over(activity: Activity) -> bool:
    return activity.status in ("done", "dropped")


def _texts(plan: Plan, key: str, monitor: Monitor, metric: Metric, bars: list[str]) -> dict[str, Any]:
    language = plan.project.language
    what = monitor.title or metric.title or key
    found: dict[str, Any] = {
        "title": _TITLE.in_(language).format(what=what),
        "hypothesis": _HYPOTHESIS.in_(language).format(bars=", ".join(bars)),
        "criteria": bars,
        "fallback": {"title": _FALLBACK.in_(language), "duration": "1d"},
        "tags": ["retraining", key],
        "notes": _NOTES.in_(language).format(key=key, metric=monitor.metric),
    }
    return found | ({"owner": monitor.owner} if monitor.owner else {})


def _as_before(plan: Plan, like: str | None) -> dict[str, Any]:
    """Return team, duration, attempts and evaluation set of an earlier experiment; an evaluation set in any case."""
    evaluation = next((key for key, d in plan.datasets.items() if d.role == "eval"), None)
    if like is None:
        return {"eval_set": evaluation} if evaluation else {}
    earlier: Experiment = plan.experiments[like]
    data = earlier.model_dump(include={"duration", "team", "uses", "eval_set", "success", "max_attempts", "timebox"})
    found = {k: v for k, v in data.items() if v not in (None, {}, ())}
    return ({"eval_set": evaluation} if evaluation else {}) | found
