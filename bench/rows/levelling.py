"""Levelling on published instances: how far from the best known finish, and how long a pass takes.

The instances are those of PSPLIB (Kolisch and Sprecher 1996) as JSON, in the folder that AIPLAN_RCPSP_DIR names;
`check.py` beside them judges every schedule. Each instance is read as a plan and levelled as any plan is.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from aiplan.core.levelling.level import Effort, level_schedule
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.reading import read_plan
from bench.measure import Measure, Row, call

FOLDER = Path(os.environ.get("AIPLAN_RCPSP_DIR") or Path(__file__).parents[3] / "shared" / "data" / "rcpsp")
START = dt.date(2026, 1, 5)
LIST = "list schedule by latest finish"

Instance = dict[str, Any]
Check = Callable[[Instance, dict[str, int]], tuple[list[str], int]]


def rows(folder: Path) -> Iterator[Row]:  # noqa: ARG001 - nothing is written
    """Yield the gap and time rows."""
    missing = "" if (FOLDER / "check.py").is_file() else f"instances (AIPLAN_RCPSP_DIR, {FOLDER})"
    yield Row("levelling, 120 activities, 4 resources: a pass", "", 20, _pass, missing=missing)
    yield _absolute("levelling j30 (480): gap to best known", 2.4, "normal", missing)
    yield _absolute("levelling j30, --effort high, 5,000 schedules", 0.5, "high", missing)
    for name in ("j60", "j120", "RG300"):
        yield _beside(f"levelling {name} picks: gap", name, 0.7, "normal", missing)
    for name in ("j60", "j120"):
        yield _beside(f"levelling {name} picks, --effort high", name, 0.5, "high", missing)


def _absolute(what: str, limit: float, effort: Effort, missing: str) -> Row:
    slow = effort == "high"
    return Row(what, "", limit, _gap("j30", effort), unit="%", rounds=1, missing=missing, slow=slow)


def _beside(what: str, name: str, limit: float, effort: Effort, missing: str) -> Row:
    theirs = _gap(name, None)
    return Row(what, LIST, limit, _gap(name, effort), theirs, "%", 1, missing, slow=effort == "high")


def _gap(name: str, effort: Effort | None) -> Measure:
    """Return a measure of the mean gap to the best known finish in percent; without effort that of one list."""

    def measured() -> float:
        gaps = []
        for instance in _instances(name):
            finish = _list_finish(instance) if effort is None else _levelled_finish(instance, effort)
            gaps.append(100 * (finish / instance["best_known_makespan"] - 1))
        return fmean(gaps)

    return measured


def _pass() -> float:
    """Return the milliseconds of one pass over 120 activities, all that levelling does besides included."""
    schedule = _schedule(_instances("j120")[0])
    passes = level_schedule(schedule).schedules
    return call(lambda: level_schedule(schedule))() / passes


def _levelled_finish(instance: Instance, effort: Effort) -> int:
    schedule = level_schedule(_schedule(instance), effort=effort).schedule
    lengths = {task["id"]: task["duration"] for task in instance["tasks"]}
    offsets: dict[str, int] = {}
    for task in instance["tasks"]:
        first = schedule[f"t{task['id']}"].early_start
        assert first is not None
        # An event lies where the last of its predecessors ends, whatever day it is dated.
        ends = (offsets[p] + lengths[p] for p in task["deps"])
        offsets[task["id"]] = (
            schedule.project_calendar.count(START, first) if task["duration"] else max(ends, default=0)
        )
    return _judged(instance, offsets)


def _list_finish(instance: Instance) -> int:
    """Return the finish of the list schedule: by latest finish, each activity in turn as early as it fits."""
    schedule = _schedule(instance)
    late = {a.id.removeprefix("t"): a.late_finish or START for a in schedule.activities}
    lengths = {task["id"]: task["duration"] for task in instance["tasks"]}
    used: dict[tuple[str, int], int] = {}
    offsets: dict[str, int] = {}
    waiting = {task["id"]: task for task in instance["tasks"]}
    while waiting:
        ready = [task for task in waiting.values() if all(p in offsets for p in task["deps"])]
        task = waiting.pop(min(ready, key=lambda t: (late[t["id"]], int(t["id"])))["id"])
        start = max((offsets[p] + lengths[p] for p in task["deps"]), default=0)
        days = range(start, start + task["duration"])
        while any(used.get((r, d), 0) + n > instance["capacities"][r] for d in days for r, n in task["uses"].items()):
            days = range(days.start + 1, days.stop + 1)
        for pool, count in task["uses"].items():
            for day in days:
                used[pool, day] = used.get((pool, day), 0) + count
        offsets[task["id"]] = days.start
    return _judged(instance, offsets)


def _judged(instance: Instance, offsets: dict[str, int]) -> int:
    errors, finish = _check()(instance, offsets)
    if errors:
        raise RuntimeError(f"{instance['name']} is not feasible: {errors[0]}")
    return finish


@cache
def _instances(name: str) -> Sequence[Instance]:
    whole = FOLDER / f"{name}.jsonl"
    if whole.is_file():
        return [json.loads(line) for line in whole.read_text(encoding="utf-8").splitlines()]
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob(f"{name}*_*.json"))]


@cache
def _check() -> Check:
    spec = importlib.util.spec_from_file_location("rcpsp_check", FOLDER / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Check = module.check
    return found


def _schedule(instance: Instance) -> Schedule:
    data = {
        "format": 1,
        "project": {"name": instance["name"], "start": START},
        "resources": {pool: {"capacity": count} for pool, count in instance["capacities"].items()},
        "tasks": {
            f"t{task['id']}": {
                "title": task["id"], "duration": f"{task['duration']}d",
                "depends_on": [f"t{p}" for p in task["deps"]],
                "uses": {pool: count for pool, count in task["uses"].items() if count},
            }
            for task in instance["tasks"]
        },
    }  # fmt: skip
    return schedule_plan(read_plan(data)[0], today=START)
