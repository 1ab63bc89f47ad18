"""Measuring: time and memory of programs, time of calls, medians of interleaved pairs."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}}
"""Of every program that is measured: it runs as it does for people, from modules compiled once."""

Measure = Callable[[], float]
"""Does the work once and returns what it cost, in the unit of its row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a piece of work beside its yardstick."""

    what: str
    yardstick: str
    """What it is compared with; empty for an absolute budget."""
    limit: float
    """The most it may cost: times the yardstick, or in `unit` where there is none."""
    ours: Measure
    theirs: Measure | None = None
    unit: str = "ms"
    rounds: int = 7
    """Pairs measured, one after the other in turn."""
    missing: str = ""
    """The peer that is not installed; the row is named and not run."""
    slow: bool = False
    """Left out of a quick run."""


class Result(NamedTuple):
    """What a row gave."""

    row: Row
    ours: float
    theirs: float | None

    @property
    def against_limit(self) -> float:
        """Cost as a share of what is allowed; above 1 the budget is broken."""
        return self.cost / self.row.limit

    @property
    def cost(self) -> float:
        """The ratio to the yardstick, or the absolute value where there is none."""
        return self.ours / self.theirs if self.theirs is not None else self.ours


def measure(row: Row) -> Result:
    """Return medians of `row.rounds` interleaved measurements, after one of each that is thrown away."""
    warm_ups = 1 if row.rounds > 1 else 0
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(row.rounds + warm_ups):
        ours.append(row.ours())
        if row.theirs is not None:
            theirs.append(row.theirs())
    return Result(row, median(ours[warm_ups:]), median(theirs[warm_ups:]) if theirs else None)


class Cost(NamedTuple):
    """What one run of a program took."""

    milliseconds: float
    megabytes: float
    """Peak resident memory of the program itself."""


_STARTER = """
import json, os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), (time.perf_counter() - started) * 1000, usage.ru_maxrss]))
"""
"""Starts the program that is measured from a small one: what a big one starts counts as being as big from the start."""


def run(command: Sequence[str | Path], cwd: Path | None = None, *, accepted: Sequence[int] = (0, 1)) -> Cost:
    """Return what `command` took, its output thrown away.

    Args:
        command: program and arguments.
        cwd: where it runs.
        accepted: exit codes of success; of aiplan 1 is a finding, not a failure.

    Raises:
        RuntimeError: where it ends with another code.
    """
    starter = [sys.executable, "-c", _STARTER, *map(str, command)]
    done = subprocess.run(starter, cwd=cwd, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True)
    code, milliseconds, peak = json.loads(done.stdout)
    if code not in accepted:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {code}")
    return Cost(milliseconds, peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


def program(*command: str | Path, cwd: Path | None = None) -> Measure:
    """Return a measure of the wall time of `command`, in ms."""
    return lambda: run(command, cwd).milliseconds


def memory(*command: str | Path, cwd: Path | None = None) -> Measure:
    """Return a measure of the peak memory of `command`, in MB."""
    return lambda: run(command, cwd).megabytes


def call(work: Callable[[], object], *, repeat: int = 1) -> Measure:
    """Return a measure of the wall time of `work()` in ms, without garbage of others in it.

    Args:
        work: what is timed.
        repeat: times it is done in one measurement; the mean counts.
    """

    def once() -> float:
        gc.collect()
        started = time.perf_counter()
        for _ in range(repeat):
            work()
        return (time.perf_counter() - started) * 1000 / repeat

    return once
