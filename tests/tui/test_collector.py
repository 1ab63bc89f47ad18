"""The garbage collector is told by the program what to pass over, never by the app: its settings are the process's."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from helpers.screens import drive, make_app, small_plan, until

FROZEN = """
import gc
from aiplan.tui.upkeep import spare_what_stays

def opened():
    plan = [[] for _ in range(10_000)]
    plan.append(plan)
    return plan

for _ in range(5):
    plan = opened()
    spare_what_stays()
    print(gc.get_freeze_count())
"""


def test_the_app_leaves_the_collector_alone_and_tells_the_program_of_each_opening(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    before = gc.get_freeze_count(), gc.get_threshold()
    opened = []
    app = make_app(path)
    app.after_opening = lambda: opened.append(app.desk.session.path.name)
    first = app._open_plan
    assert first is not None

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert opened == ["small.plan.toml"]
        was = app.desk
        app.begin(first)
        await until(pilot, lambda: app.desk is not was)
        assert opened == ["small.plan.toml"] * 2
        looking = [timer for timer in app._timers if timer._callback == app.look_outside]
        assert len(looking) == 1, "the file is looked at as often as before"

    drive(app, steps)
    assert (gc.get_freeze_count(), gc.get_threshold()) == before


def test_what_was_there_of_the_plan_before_is_collected_when_another_is_opened() -> None:
    told = subprocess.run([sys.executable, "-c", FROZEN], check=True, capture_output=True, text=True, timeout=60)
    counts = [int(line) for line in told.stdout.split()]
    assert counts[0] > 10_000, "what stays is passed over"
    assert max(counts) < counts[0] + 11_000, "one plan may be left from before, not four"
