"""The interface in a real terminal: first rows, what a key costs, and the layout of the map."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from aiplan.core.schedule import schedule_plan
from aiplan.loading import load
from aiplan.tui.widgets.dep_graph.arrangement import arranged
from aiplan.tui.widgets.dep_graph.model import graph_model
from bench.blocks import GROUPS
from bench.generate import Size, plan_text
from bench.measure import Row
from bench.peers import AIPLAN, plan_file
from bench.terminal import Terminal, supported

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("hello there")

Hello().run()
"""
SAMPLE = Path(__file__).parents[2] / "sample_project.toml"
KEYS = 40
"""Key presses of which the 95 % point is taken."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of the first rows painted, of a key on the timeline and of the map of dependencies."""
    for activities, limit in ((100, 1.6), (1000, 1.6), (10_000, 2.0)):
        path = plan_file(folder, Size(activities))
        yield Row(
            f"first rows painted, {activities:,}", 'textual "hello"', limit,
            _painted(folder, (AIPLAN, path), "(00003)"), _painted(folder, (sys.executable, "-c", HELLO), "hello there"),
        )  # fmt: skip
    for activities, limit in ((1000, 10.0), (10_000, 16.0)):
        path = plan_file(folder, Size(activities))
        yield Row(
            f"key to screen, timeline, {activities:,}: p95 CPU", "", limit, _key(folder, path), rounds=1,
            missing="" if supported() else "CPU time of another process can be read on Linux only",
        )  # fmt: skip
    for group, what in GROUPS.items():
        yield Row(
            f"longest block, 1,000: {what}: CPU", "", 50.0, _longest(folder, 1000, group), rounds=1, slow=True,
            missing="" if supported() else "the terminal is one of Linux",
        )  # fmt: skip
    yield Row(
        "longest block, 10,000: edits, undo, redo, save: CPU", "", 50.0, _longest(folder, 10_000, "edits", "edits"),
        rounds=1, slow=True, missing="" if supported() else "the terminal is one of Linux",
    )  # fmt: skip
    yield Row("map of dependencies laid out, 1,000: CPU", "", 150, _map(plan_file(folder, Size(1000))))


def _painted(folder: Path, command: tuple[str | Path, ...], text: str) -> Callable[[], float]:
    """Return a measure of the ms until `text` stands on the screen."""

    def once() -> float:
        with Terminal(command, cwd=folder) as terminal:
            return terminal.until(text)

    return once


def _longest(folder: Path, activities: int, group: str, *parts: str) -> Callable[[], float]:
    """Return a measure of the longest CPU ms for which the actions of a group let no key be read."""

    def once() -> float:
        return max(_blocks(folder, activities, parts)[group].values())

    return once


@cache
def _blocks(folder: Path, activities: int, parts: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Return the longest block of every action, done once in the sample project and many activities more."""
    path, report = folder / f"blocks-{activities}" / "aiplan.toml", folder / f"blocks-{activities}.json"
    path.parent.mkdir()
    generated = plan_text(Size(activities))
    path.write_text(SAMPLE.read_text(encoding="utf-8") + generated[generated.index("\n# m0000") :], encoding="utf-8")
    home = {"HOME": str(folder), "XDG_STATE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command: tuple[str | Path, ...] = ("/usr/bin/env", *(f"{name}={value}" for name, value in home.items()),
               sys.executable, "-m", "bench.blocks", path, report, *parts)  # fmt: skip
    with Terminal(command, cwd=SAMPLE.parent) as terminal:
        terminal.end(seconds=400)
    found: dict[str, dict[str, float]] = json.loads(report.read_text(encoding="utf-8"))
    return found


def _map(path: Path) -> Callable[[], float]:
    """Return a measure of the CPU ms until every activity and link of a plan has its place on the map."""
    model = graph_model(schedule_plan(load(path).plan, today=dt.date(2026, 1, 5)))

    def once() -> float:
        started = time.process_time()
        arranged(len(model.ids), model.pairs, main=model.critical)
        return (time.process_time() - started) * 1000

    return once


def _key(folder: Path, path: Path) -> Callable[[], float]:
    """Return a measure of the CPU ms of the dearest but few of many presses of the arrow keys on the timeline."""

    def once() -> float:
        with Terminal((AIPLAN, path), cwd=folder) as terminal:
            terminal.until("(00003)")
            terminal.rest(still=2.5)  # until the plan is read and looked through, and what comes later is loaded
            down, right = "\x1b[B", "\x1b[C"
            costs = sorted(terminal.key(down if n % 4 else right) for n in range(KEYS))
            return costs[int(KEYS * 0.95)]

    return once
