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

WORKED = """
import gc, sys
from aiplan.tui import upkeep

gone = []

class Node:
    def __del__(self):
        gone.append(1)

def work():
    for _ in range(3_000):
        node = [Node()]
        node.append(node)

upkeep._BREATH = 0
upkeep.load_ahead()
print(all(name in sys.modules for name in upkeep._ahead()))
care = upkeep.Upkeep(None)
upkeep.spare_what_stays()
for _ in range(upkeep._ENOUGH):
    work()
    care.look()
print(len(gone))
stays = [[] for _ in range(900)]
care.look()
print(len(gc.get_objects()))
for _ in range(upkeep._LONG + 1):
    care.look()
print(len(gc.get_objects()))
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
    assert gc.get_freeze_count() <= before[0], "what was spared before may go, nothing comes to it"
    assert gc.get_threshold() == before[1]


def test_what_was_there_of_the_plan_before_is_collected_when_another_is_opened() -> None:
    told = subprocess.run([sys.executable, "-c", FROZEN], check=True, capture_output=True, text=True, timeout=60)
    counts = [int(line) for line in told.stdout.split()]
    assert counts[0] > 10_000, "what stays is passed over"
    assert max(counts) < counts[0] + 11_000, "one plan may be left from before, not four"


def test_garbage_is_collected_as_it_comes_and_everything_is_looked_through_once_nobody_works() -> None:
    told = subprocess.run([sys.executable, "-c", WORKED], check=True, capture_output=True, text=True, timeout=120)
    loaded, collected, looked_at, at_rest = told.stdout.split()
    assert loaded == "True", "what is used first later is there"
    assert int(collected) == 3_000 * 10
    assert int(looked_at) > 900
    assert int(at_rest) < 900, "what stays is passed over"
