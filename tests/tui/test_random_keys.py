"""Keys pressed at random: nothing ever raises, nothing is written unasked, and undo leads back to every byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from bench.generate import Size, plan_text
from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.state import ViewId
from aiplan.tui.views import VIEWS
from helpers.screens import drive, sample_plan, small_plan
from helpers.walks import EVERY_KEY, PIECE, WANTED, assert_read, assert_undone, assert_whole, home, key_for, told, walk

ACROSS = min(WANTED, 150)
"""Keys of a walk through all views."""
SIZES = [(120, 36), (80, 24), (60, 16)]
PLANS: dict[str, Callable[[Path], Path]] = {
    "sample": sample_plan,
    "thousand": lambda folder: small_plan(folder, plan_text(Size(1000))),
}
VIEW_IDS = [view.id for view in VIEWS]


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 36)), (2, (80, 24)), (3, (60, 16))])
def test_a_walk_through_all_views_never_raises_and_undo_leads_back(
    tmp_path: Path, seed: int, size: tuple[int, int]
) -> None:
    walk(sample_plan(tmp_path), view=None, seed=f"all {seed}", count=ACROSS, size=size, frames=True)


@pytest.mark.parametrize("piece", range(-(-WANTED // PIECE)))
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("view", VIEW_IDS)
def test_a_walk_in_one_view_never_raises_and_undo_leads_back(
    tmp_path: Path, view: ViewId, plan: str, piece: int
) -> None:
    size = SIZES[(VIEW_IDS.index(view) + len(plan) + piece) % len(SIZES)]
    walk(PLANS[plan](tmp_path), view=view, seed=f"{view} {plan} {piece}", count=min(PIECE, WANTED), size=size)


@pytest.mark.parametrize(("seed", "size"), [(7, (120, 36)), (8, (80, 24))])
def test_a_walk_in_and_out_of_what_ifs_never_raises(tmp_path: Path, seed: int, size: tuple[int, int]) -> None:
    path = sample_plan(tmp_path)
    before = path.read_bytes()
    random, pressed = Random(seed), list[str]()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.forecast_pause = 0.01
        trunk = app.desk.session
        for step in range(ACROSS):
            at_home = app.screen is app.main and not app.main.form_open
            tried_out = app.desk.state.whatif is not None
            pressed.append("w" if at_home and not tried_out else key_for(app, random, EVERY_KEY))
            await pilot.press(pressed[-1])
            if app.desk.state.whatif is None:
                assert app.desk.session is trunk
            if step % 10 == 0:
                assert_whole(app, size)
        assert_read(app)
        await home(app, pilot)
        assert_undone(trunk, before)

    with told(seed, pressed):
        drive(path, steps, size=size)
        assert path.read_bytes() == before, "the file was written"
