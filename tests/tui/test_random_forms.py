"""Keys pressed at random in the forms of every kind of item: nothing raises, and undo leads back to every byte."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from textual.pilot import Pilot

from aiplan.model.shape import sections
from aiplan.tui.app import PlanApp
from aiplan.tui.items import SINGLE
from aiplan.tui.messages import OpenItem
from helpers.screens import drive, sample_plan
from helpers.walks import WANTED, assert_read, assert_undone, assert_whole, told

KEYS = [
    "down", "down", "up", "tab", "shift+tab", "enter", "enter", "escape", "a", "x", "5", "2", "d", "left", "right",
    "backspace", "delete", "f2", "f4", "ctrl+@", "ctrl+t", "ctrl+z", "ctrl+y", "识", "comma", "minus", "ctrl+s", "home",
    "shift+end", "pagedown", "shift+right",
]  # fmt: skip
STEPS = max(12, min(WANTED, 4000) // 40)
"""Keys in each form; more of them are pressed where there is time."""


@pytest.mark.parametrize(("seed", "size"), [(1, (120, 36)), (2, (80, 24))], ids=["pane", "window"])
def test_a_random_walk_through_every_form_never_raises_and_undo_leads_back(
    tmp_path: Path, seed: int, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlanApp, "action_save", lambda _: None)
    path = sample_plan(tmp_path)
    before = path.read_bytes()
    random, pressed = Random(seed), list[str]()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        data = app.desk.session.text.data
        addresses = [
            *((name,) for name in SINGLE),
            *((name, random.choice([*data[name]])) for name in sections() if name in data),
        ]
        for address in addresses:
            app.post_message(OpenItem(address))
            await pilot.pause()
            pressed.append(str(address))
            for _step in range(STEPS):
                pressed.append(random.choice(KEYS))
                await pilot.press(pressed[-1])
            assert_whole(app, size)
            assert_read(app)
            while len(app.screen_stack) > 1:
                app.pop_screen()
                await pilot.pause()
            await app.main.close_form()
        assert app.is_running
        assert_undone(app.desk.session, before)

    with told(seed, pressed):
        drive(path, steps, size=size, frames=False)
        assert path.read_bytes() == before
