"""The interface in a real terminal: first rows, what a key costs, and the layout of the map."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from aiplan.core.schedule import schedule_plan
from aiplan.loading import load
from aiplan.tui.widgets.dep_graph.arrangement import arranged
from aiplan.tui.widgets.dep_graph.model import graph_model
from bench.generate import Size
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
    yield Row("map of dependencies laid out, 1,000: CPU", "", 150, _map(plan_file(folder, Size(1000))))


def _painted(folder: Path, command: tuple[str | Path, ...], text: str) -> Callable[[], float]:
    """Return a measure of the ms until `text` stands on the screen."""

    def once() -> float:
        with Terminal(command, cwd=folder) as terminal:
            return terminal.until(text)

    return once


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
            terminal.rest()  # until the plan is read and looked through
            down, right = "\x1b[B", "\x1b[C"
            costs = sorted(terminal.key(down if n % 4 else right) for n in range(KEYS))
            return costs[int(KEYS * 0.95)]

    return once
