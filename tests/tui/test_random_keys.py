"""Keys pressed at random: nothing ever raises, nothing is written unasked, and undo leads back to every byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from bench.generate import Size, plan_text
from rich.cells import cell_len
from textual.command import CommandPalette
from textual.pilot import Pilot

from aiplan.tui import whatif
from aiplan.tui.actions import ACTIONS, scopes_of
from aiplan.tui.app import PlanApp
from aiplan.tui.state import ViewId
from aiplan.tui.views import VIEWS
from helpers.screens import drive, sample_plan, screen_lines, small_plan

WRITING = {key for a in ACTIONS if a.id in ("app.quit", "plan.save") for key in a.all_keys}
KEYS = [k for a in ACTIONS if a.scope != "form" for k in a.keys.split(",") if k and k not in WRITING]
"""Every key of the views but those that leave or write."""
LEAVING = {f"app.view('{view.id}')" for view in VIEWS}
"""What leads to another view."""
IN_DIALOGS = ["enter", "escape", "escape", "tab", "down", "up", "left", "right", "backspace", "f2", "5", "d", "a", "识"]
IN_PALETTE = [key for key in IN_DIALOGS if key != "enter"]
"""The palette leaves and writes as well, if it is told to."""
WANTED = int(os.environ.get("AIPLAN_RANDOM_KEYS", "60"))
"""Keys pressed in each view of each plan; more of them where there is time."""
STEPS = min(WANTED, 500)
"""Keys a walk: a walk that fails is short enough to be read."""
WALKS = range(1, max(1, WANTED // STEPS) + 1)
ACROSS = max(STEPS, 150)
"""Keys of a walk through all views."""
PLANS: dict[str, Callable[[Path], Path]] = {
    "sample": sample_plan,
    "thousand": lambda folder: small_plan(folder, plan_text(Size(1000))),
}


def key_for(app: PlanApp, random: Random, keys: list[str]) -> str:
    """Return a key for what is on show: one of `keys` for a view."""
    if app.screen is app.main and not app.main.form_open:
        return random.choice(keys)
    return random.choice(IN_PALETTE if isinstance(app.screen, CommandPalette) else IN_DIALOGS)


async def home(app: PlanApp, pilot: Pilot[int]) -> None:
    """Leave every dialog and what is being tried out."""
    while len(app.screen_stack) > 1:
        app.pop_screen()
        await pilot.pause()
    if app.desk.state.whatif is not None:
        whatif.discard(app.desk)


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 36)), (2, (80, 24)), (3, (60, 16))])
def test_a_random_walk_never_raises_and_undo_leads_back(tmp_path: Path, seed: int, size: tuple[int, int]) -> None:
    path = sample_plan(tmp_path)
    before = path.read_bytes()
    random = Random(seed)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        pressed: list[str] = []
        for step in range(ACROSS):
            pressed.append(key_for(app, random, KEYS))
            await pilot.press(pressed[-1])
            if step % 10 == 0:
                assert {cell_len(line) for line in screen_lines(app)} == {size[0]}, pressed[-10:]
        assert app.is_running
        await home(app, pilot)
        while app.desk.session.undo() is not None:
            pass
        assert app.desk.session.text.to_bytes() == before, pressed

    drive(path, steps, size=size)
    assert path.read_bytes() == before


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("view", [view.id for view in VIEWS])
def test_a_walk_in_one_view_never_raises_and_undo_leads_back(
    tmp_path: Path, view: ViewId, plan: str, walk: int
) -> None:  # fmt: skip
    path = PLANS[plan](tmp_path)
    before = path.read_bytes()
    keys = [
        key for action in ACTIONS if action.scope in scopes_of(view) and action.call not in LEAVING
        for key in action.keys.split(",") if key and key not in WRITING
    ]  # fmt: skip
    random = Random(f"{view} {plan} {walk}")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.action_view(view)
        await pilot.pause()
        pressed: list[str] = []
        for step in range(STEPS):
            pressed.append(key_for(app, random, keys))
            await pilot.press(pressed[-1])
            if step % 10 == 0:
                assert {cell_len(line) for line in screen_lines(app)} == {120}, pressed[-10:]
        assert app.is_running
        await home(app, pilot)
        while app.desk.session.undo() is not None:
            pass
        assert app.desk.session.text.to_bytes() == before, pressed

    drive(path, steps)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("seed", "size"), [(7, (120, 36)), (8, (80, 24))])
def test_a_walk_in_and_out_of_what_ifs_never_raises(tmp_path: Path, seed: int, size: tuple[int, int]) -> None:
    path = sample_plan(tmp_path)
    before = path.read_bytes()
    random = Random(seed)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.forecast_pause = 0.01
        trunk = app.desk.session
        for step in range(ACROSS):
            at_home = app.screen is app.main and not app.main.form_open
            key = "w" if at_home and app.desk.state.whatif is None else key_for(app, random, KEYS)
            await pilot.press(key)
            if app.desk.state.whatif is None:
                assert app.desk.session is trunk
            if step % 10 == 0:
                assert {cell_len(line) for line in screen_lines(app)} == {size[0]}
        await home(app, pilot)
        while trunk.undo() is not None:
            pass
        assert trunk.text.to_bytes() == before

    drive(path, steps, size=size)
    assert path.read_bytes() == before
