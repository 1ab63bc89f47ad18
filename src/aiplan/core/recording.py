"""Recording what happened: the edits that a result, a start or a finish stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from aiplan.core.gates import GateDecision, decide_gate
from aiplan.core.network import SECTION
from aiplan.core.progress import attempts_left
from aiplan.core.schedule import Schedule
from aiplan.core.variant import with_edits
from aiplan.errors import InvalidEdit
from aiplan.model.edits import AppendEntry, Edit, SetField
from aiplan.model.plan import Plan
from aiplan.model.work import Attempt, Experiment, Result
from aiplan.phrases import say


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value that was measured, to be kept as a reading."""

    value: float
    n: int | None = None
    """Sample size."""
    metric: str | None = None
    """By default that of the experiment's first criterion."""
    segment: str | None = None
    """What part it was measured on."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a result means, before anything is written."""

    edits: tuple[Edit, ...]
    decisions: tuple[GateDecision, ...]
    """How each criterion stands with the readings, new ones included."""
    doubt: str
    """Why the result and the criteria disagree; empty where they agree or nothing was measured."""
    next_step: str
    """What the plan does next, in words."""


def record_result(
    schedule: Schedule,
    key: str,
    result: Result,
    *,
    on: dt.date,
    measured: Measurement | None = None,
    note: str = "",
) -> Recorded:
    """Return the edits that close the running attempt of an experiment with `result`.

    Args:
        schedule: the present schedule.
        key: the experiment.
        result: what came out.
        on: last day of the attempt.
        measured: what was measured, kept as a reading.
        note: what was learned.

    Raises:
        InvalidEdit: for anything but an experiment, or one that is over.
    """
    plan = schedule.plan
    work = plan.experiments.get(key)
    if work is None:
        raise InvalidEdit(say("{key} is not an experiment", key=key), address=f"experiments.{key}")
    if schedule[key].status in ("done", "dropped"):
        raise InvalidEdit(
            say("{key} is over already", key=key), address=f"experiments.{key}", hint=say("undo its last attempt first")
        )
    edits = [
        *_attempt_edits(schedule, key, work, result, on, note),
        *_reading_edits(plan, key, on, measured),
    ]
    after = with_edits(plan, edits)[0]
    decisions = tuple(decide_gate(after, gate, max(on, schedule.as_of)) for gate in work.criteria)
    return Recorded(tuple(edits), decisions, _doubt(result, decisions), _next_step(after.experiments[key], key, result))


def _attempt_edits(
    schedule: Schedule, key: str, work: Experiment, result: Result, on: dt.date, note: str
) -> list[Edit]:
    path = ("experiments", key, "attempts")
    running = next((i for i, a in enumerate(work.attempts) if a.finished is None and a.result is None), None)
    if running is not None:
        closed = _attempt_data(work.attempts[running]) | {"finished": on, "result": result}
        return [SetField((*path, running), closed | ({"note": note} if note else {}))]
    started = work.started if not work.attempts and work.started is not None else _likely_start(schedule, key, on)
    entry: dict[str, Any] = {"started": started, "finished": on, "result": result}
    return [AppendEntry(path, entry | ({"note": note} if note else {}))]


def _likely_start(schedule: Schedule, key: str, on: dt.date) -> dt.date:
    """Return when an attempt that nobody started in the plan will have begun: its length before `on`."""
    work = schedule.plan.experiments[key]
    calendar = schedule.calendar_of(key)
    days = 1 if work.duration is None else max(1, work.duration.likely.days(calendar.week))
    earliest = max((a.finished for a in work.attempts if a.finished is not None), default=None)
    start = calendar.add(on + dt.timedelta(days=1), -days)
    if earliest is not None and start <= earliest:
        start = min(on, calendar.add(earliest + dt.timedelta(days=1), 0))
    return start


def _attempt_data(attempt: Attempt) -> dict[str, Any]:
    return attempt.model_dump(by_alias=True, exclude_unset=True)


def _reading_edits(plan: Plan, key: str, on: dt.date, measured: Measurement | None) -> list[Edit]:
    if measured is None:
        return []
    criteria = plan.experiments[key].criteria
    name = measured.metric or (criteria[0].metric if criteria else None)
    if name is None or name not in plan.metrics:
        raise InvalidEdit(
            say("{key} has no criterion whose metric the value could belong to", key=key),
            address=f"experiments.{key}.criteria",
            hint=say("name the metric: --metric ID"),
        )
    reading = {"on": on, "value": measured.value, "n": measured.n, "segment": measured.segment, "from": key}
    return [AppendEntry(("metrics", name, "readings"), {k: v for k, v in reading.items() if v is not None})]


def _doubt(result: Result, decisions: tuple[GateDecision, ...]) -> str:
    states = {d.state for d in decisions}
    if result == "met" and "fail" in states:
        failing = ", ".join(d.gate.text for d in decisions if d.state == "fail")
        return f"recorded as met, but the readings fail {failing}"
    if result == "met" and "inconclusive" in states:
        open_ = ", ".join(d.gate.text for d in decisions if d.state == "inconclusive")
        return f"recorded as met, but the readings cannot decide {open_} yet"
    if result == "missed" and decisions and states == {"pass"}:
        return "recorded as missed, but the readings pass every criterion"
    return ""


def _next_step(work: Experiment, key: str, result: Result) -> str:
    if result == "met":
        return f"{key} is done"
    left = attempts_left(work)
    if left > 0 and not work.take_fallback:
        return f"{left} more attempt{'s' if left > 1 else ''} of {key} planned"
    if work.fallback is not None:
        return f"the attempts are used up: the fallback is next ({work.fallback.title or 'untitled'})"
    return f"the attempts of {key} are used up, and there is no fallback"


def start_edits(schedule: Schedule, key: str, on: dt.date) -> tuple[Edit, ...]:
    """Return the edits that start an activity: its `started`, or an attempt of an experiment."""
    work = schedule.network.work[key]
    if isinstance(work, Experiment):
        if work.take_fallback and work.fallback is not None and work.fallback.started is None:
            return (SetField(("experiments", key, "fallback", "started"), on),)
        return (AppendEntry(("experiments", key, "attempts"), {"started": on}),)
    return (SetField((SECTION[work.kind], key, "started"), on),)
