"""Simulating: the command beside mcprojsim on one worker, the kernel beside numpy as the textbook has it.

mcprojsim needs Python 3.13: install it in an environment of its own, and name its program in AIPLAN_BENCH_MCPROJSIM
or put it on the path.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from bench.generate import Size
from bench.measure import Cost, Measure, Row, call, run
from bench.peers import AIPLAN, plan_file

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from aiplan.core.simulation.problem import Problem
    from aiplan.model.context import Simulation

RUNS = 10_000
LIMITS = {100: 1 / 15, 300: 1 / 40, 1000: 1 / 150}
DAY = dt.date(2026, 1, 5)


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of `simulate` at 100, 300 and 1,000 activities, and those of the kernel."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    yield from _kernel(folder)
    peer = os.environ.get("AIPLAN_BENCH_MCPROJSIM") or shutil.which("mcprojsim")
    missing = "" if peer else "mcprojsim is not installed"
    for activities, limit in LIMITS.items():
        slow = activities == 1000
        plan = plan_file(folder, _size(activities))
        ours = _Costs((AIPLAN, "simulate", plan, "--json", "--runs", str(RUNS)), (0, 1))
        theirs = _Costs(_mcprojsim(folder, plan, peer), (0,)) if peer else None
        what = f"simulate, {activities:,}, {RUNS:,} runs"
        yield Row(
            what, "mcprojsim, 1 worker, same network", limit, ours.milliseconds,
            theirs.milliseconds if theirs else None, rounds=1 if slow else 3, missing=missing, slow=slow,
        )  # fmt: skip
        if slow:
            yield Row(
                f"{what}: memory", "mcprojsim, 1 worker, same network", 1 / 10, ours.megabytes,
                theirs.megabytes if theirs else None, unit="MB", rounds=1, missing=missing, slow=slow,
            )  # fmt: skip


class _Costs:
    """A program whose time and memory are measured in one run."""

    def __init__(self, command: Sequence[str | Path], accepted: Sequence[int]) -> None:
        self.command, self.accepted = command, accepted
        self.last: Cost | None = None

    def milliseconds(self) -> float:
        """Run it; return the wall time."""
        self.last = run(self.command, accepted=self.accepted)
        return self.last.milliseconds

    def megabytes(self) -> float:
        """Return the peak memory of the run that was timed last."""
        if self.last is None:
            self.milliseconds()
        assert self.last is not None
        return self.last.megabytes


def _size(activities: int) -> Size:
    """Return a plan that both understand: finish-to-start links without lags, one calendar, no experiments.

    Every length is uncertain, since mcprojsim ends with an error at one that is not.
    """
    return Size(activities, milestones=False, experiments=0.0, estimates=1.0, links="fs")


@cache
def _plan(path: Path) -> Plan:
    return read_plan(tomllib.loads(path.read_text(encoding="utf-8")))[0]


def _mcprojsim(folder: Path, path: Path, peer: str) -> Sequence[str | Path]:
    """Return the command that simulates the same network, for which it writes the file."""
    source = folder / f"{path.parent.name}.yaml"
    source.write_text("\n".join(_project(_plan(path))) + "\n", encoding="utf-8")
    return (peer, "simulate", source, "--iterations", str(RUNS), "--seed", "1", "--workers", "1", "-qq", "--no-fx")


def _project(plan: Plan) -> Iterator[str]:
    """Yield the lines of a mcprojsim project."""
    yield from ("project:", '  name: "Plan"', f'  start_date: "{DAY}"', "tasks:")
    for key, task in plan.tasks.items():
        low, likely, high = task.duration.days() if task.duration else (1, 1, 1)
        links = ", ".join(f'"{link.id}"' for link in task.depends_on)
        yield f'  - id: "{key}"'
        yield f'    name: "{key}"'
        yield f'    estimate: {{ low: {low}, expected: {likely}, high: {high}, unit: "days" }}'
        yield f"    dependencies: [{links}]"


def _kernel(folder: Path) -> Iterator[Row]:
    """Yield what drawing, the forward pass and criticality cost for 10,000 runs of 1,000 activities."""
    from aiplan.core.simulation.draws import Streams
    from aiplan.core.simulation.durations import draw_durations
    from aiplan.core.simulation.forecast import QUICK_RUNS, simulate
    from aiplan.core.simulation.kernel import run_kernel
    from aiplan.core.simulation.problem import make_problem

    activities = 1000
    for what, size in (("", _size(activities)), (", 4 of 10 uncertain", replace(_size(activities), estimates=0.4))):
        schedule = schedule_plan(_plan(plan_file(folder, size)), today=DAY)
        settings, problem = schedule.plan.simulation, make_problem(schedule)

        def ours(problem: Problem = problem, settings: Simulation = settings) -> object:
            return run_kernel(problem, draw_durations(problem, settings, RUNS, Streams(1, keep=False)), RUNS)

        def theirs(schedule: Schedule = schedule) -> object:
            return textbook(schedule, RUNS, 1)

        name = f"kernel, {activities:,} activities, {RUNS:,} runs{what}"
        yield Row(name, "numpy as in textbooks, same network", 1 / 5, call(ours), call(theirs))
        yield Row(f"{name}: an activity-run", "", 6.0, _nanoseconds(ours, activities * RUNS), unit="ns", rounds=15)
    schedule = schedule_plan(_plan(plan_file(folder, _size(activities))), today=DAY)
    streams = Streams(1)

    def follow_typing() -> object:
        return simulate(schedule, runs=QUICK_RUNS, streams=streams).outlooks()

    name = f"forecast that follows typing, {activities:,}, {QUICK_RUNS:,} runs"
    yield Row(
        name, "numpy as in textbooks, same network", 1 / 2, call(follow_typing),
        call(lambda: textbook(schedule, QUICK_RUNS, 1)),
    )  # fmt: skip


def _nanoseconds(work: Callable[[], object], times: int) -> Measure:
    """Return a measure of the processor time of one of `times` parts of the work."""

    def once() -> float:
        started = time.process_time()
        work()
        return (time.process_time() - started) * 1e9 / times

    return once


def textbook(schedule: Schedule, runs: int, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return (project finish by run, criticality by activity): one draw and one pass each way, over all runs at once.

    PERT durations from `Generator.beta`, early dates forward, late dates backward, critical where they agree.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    tasks = schedule.plan.tasks
    number = {key: i for i, key in enumerate(tasks)}
    before = [[number[link.id] for link in task.depends_on] for task in tasks.values()]
    after: list[list[int]] = [[] for _ in before]
    for i, sources in enumerate(before):
        for source in sources:
            after[source].append(i)
    finish = np.zeros((len(before), runs))
    lengths = np.zeros((len(before), runs))
    for i, task in enumerate(tasks.values()):
        low, likely, high = task.duration.days() if task.duration else (1, 1, 1)
        lengths[i] = likely
        if high > low:
            a, b = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
            lengths[i] = low + (high - low) * rng.beta(a, b, runs)
        start = np.max(finish[before[i]], axis=0) if before[i] else 0.0
        finish[i] = start + lengths[i]
    whole = finish.max(axis=0)
    late = np.empty_like(finish)
    critical = np.zeros(len(before))
    for i in reversed(range(len(before))):
        late[i] = np.min([late[j] - lengths[j] for j in after[i]], axis=0) if after[i] else whole
        critical[i] = np.mean(late[i] - finish[i] < 1e-9)
    return whole, critical
