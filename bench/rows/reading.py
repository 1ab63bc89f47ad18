"""Checking and scheduling as commands, beside TaskJuggler and beside the imports that reading cannot avoid."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.generate import Size
from bench.measure import Row, memory, program
from bench.peers import AIPLAN, missing, plan_file, taskjuggler

IMPORTS = (sys.executable, "-c", "import tomllib, networkx; from pydantic import BaseModel")
COMMANDS = {"check": ("check",), "schedule": ("schedule", "--json")}


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of `check` and `schedule` at 100, 1,000 and 10,000 activities."""
    for name, words in COMMANDS.items():
        for activities in (100, 1000):
            ours = program(AIPLAN, *words, plan_file(folder, Size(activities)))
            yield Row(
                f"{name}, {activities:,}", "import tomllib, networkx, pydantic", 2.0, ours, program(*IMPORTS), rounds=9
            )
    for activities, limit in ((1000, 0.25), (10_000, 0.08)):
        slow = activities == 10_000
        # Both read the same network: start-to-start and finish-to-start links, one calendar, no experiments.
        plan = plan_file(folder, Size(activities, milestones=False, experiments=0.0, links="fs_ss"))
        for name, words in COMMANDS.items():
            theirs = taskjuggler(folder, plan, program)
            yield Row(
                f"{name}, {activities:,}", "tj3, same network", limit, program(AIPLAN, *words, plan), theirs,
                rounds=1 if slow else 3, missing=missing("tj3"), slow=slow,
            )  # fmt: skip
        if slow:
            yield Row(
                f"schedule, {activities:,}: memory", "tj3, same network", 0.8,
                memory(AIPLAN, *COMMANDS["schedule"], plan), taskjuggler(folder, plan, memory),
                unit="MB", rounds=1, missing=missing("tj3"), slow=True,
            )  # fmt: skip
