"""Random walks: keys pressed at random, after which everything must be whole and undo must lead back to every byte."""

from __future__ import annotations

import gc
import os
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from rich.cells import cell_len
from textual.command import CommandPalette
from textual.pilot import Pilot

from aiplan.session import Session
from aiplan.tui import whatif
from aiplan.tui.actions import ACTIONS, scopes_of
from aiplan.tui.app import PlanApp
from aiplan.tui.state import ViewId
from aiplan.tui.views import VIEWS
from helpers.screens import drive, screen_lines

WANTED = int(os.environ.get("AIPLAN_RANDOM_KEYS", "500"))
"""Keys pressed at random in each view of each plan; more of them where there is time."""
PIECE = 500
"""Keys a walk at most: a walk that fails is short enough to be read."""
WRITING = {key for a in ACTIONS if a.id in ("app.quit", "plan.save") for key in a.all_keys}
EVERY_KEY = [k for a in ACTIONS if a.scope != "form" for k in a.keys.split(",") if k and k not in WRITING]
"""Every key of the views but those that leave or write."""
FORM_KEYS = {
    key for a in ACTIONS if a.id in ("lines.edit", "plan.edit", "plan.duration", "plan.depends") for key in a.all_keys
}
"""What opens a form."""
RARER = 3
"""A form costs as much as twenty other keys, and has random walks of its own: it is opened so much more rarely."""
LEAVING = {f"app.view('{view.id}')" for view in VIEWS}
"""What leads to another view."""
IN_DIALOGS = ["enter", "escape", "escape", "tab", "down", "up", "left", "right", "backspace", "f2", "5", "d", "a", "识"]
IN_PALETTE = [key for key in IN_DIALOGS if key != "enter"]
"""The palette leaves and writes as well, if it is told to."""
_LOOK = 10
"""Keys between two looks at the screen."""
_READ = 50
"""Keys between two readings of the whole text."""


def keys_of(view: ViewId) -> list[str]:
    """Return the keys that do something in a view and do not lead out of it, each as often as it is to be pressed."""
    keys = dict.fromkeys(
        key for action in ACTIONS if action.scope in scopes_of(view) and action.call not in LEAVING
        for key in action.keys.split(",") if key and key not in WRITING
    )  # fmt: skip
    return [key for key in keys for _time in range(1 if key in FORM_KEYS else RARER)]


def key_for(app: PlanApp, random: Random, keys: Sequence[str]) -> str:
    """Return a key for what is on show: one of `keys` for a view."""
    if app.screen is app.main and not app.main.form_open:
        return random.choice(keys)
    return random.choice(IN_PALETTE if isinstance(app.screen, CommandPalette) else IN_DIALOGS)


@contextmanager
def told(seed: object, pressed: Sequence[str]) -> Iterator[None]:
    """Say with whatever goes wrong how to come there again."""
    try:
        yield
    except Exception as error:
        error.add_note(f"seed {seed!r}, {len(pressed)} keys pressed:\n{' '.join(pressed)}")
        raise


def walk(
    path: Path,
    *,
    view: ViewId | None,
    seed: str,
    count: int,
    size: tuple[int, int] = (120, 36),
    keys: Sequence[str] = (),
    frames: bool = False,
) -> None:
    """Press keys at random and undo what they did.

    Args:
        path: the plan; nothing is written into its file.
        view: where to begin; `None` begins where a person does.
        seed: gives the same keys every time.
        count: how many keys.
        size: columns and lines of the screen.
        keys: what is pressed where no dialog is open; by default the keys of the view.
        frames: draw whenever a frame is due, as in a terminal, not once a key.
    """
    before = path.read_bytes()
    random, pressed = Random(seed), list[str]()
    chosen = keys or (EVERY_KEY if view is None else keys_of(view))

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        if view is not None:
            app.action_view(view)
            await pilot.pause()
        for step in range(count):
            pressed.append(key_for(app, random, chosen))
            await pilot.press(pressed[-1])
            if step % _READ == 0:
                assert_read(app)
            if step % _LOOK == 0:
                assert_whole(app, size)
                if view is not None and app.screen is app.main and app.desk.state.view != view:
                    app.action_view(view)
        assert app.is_running
        assert_read(app)
        await home(app, pilot)
        assert_undone(app.desk.session, before)

    with told(seed, pressed):
        drive(path, steps, size=size, frames=frames)
        assert path.read_bytes() == before, "the file was written"
    # Hundreds of states of a plan hang together in circles, and the next walk makes as many.
    gc.collect()


def assert_whole(app: PlanApp, size: tuple[int, int]) -> None:
    """Assert that every line is as wide as the screen."""
    lines = screen_lines(app)
    assert {cell_len(line) for line in lines} == {size[0]}, lines
    assert len(lines) == size[1]


def assert_read(app: PlanApp) -> None:
    """Assert that the text says what the plan is."""
    text = app.desk.session.text
    read = tomllib.loads(text.to_bytes().decode())
    # A number that is none equals nothing, not even itself.
    assert read == text.data or repr(read) == repr(text.data), "the text says something else than the plan"


async def home(app: PlanApp, pilot: Pilot[int]) -> None:
    """Leave every dialog and what is being tried out."""
    while len(app.screen_stack) > 1:
        app.pop_screen()
        await pilot.pause()
    if app.desk.state.whatif is not None:
        whatif.discard(app.desk)


def assert_undone(session: Session, before: bytes) -> None:
    """Assert that undoing leads back to every byte of `before`, and doing again to every byte of now."""
    now, steps = session.text.to_bytes(), 0
    while session.undo() is not None:
        steps += 1
    undone = session.text.to_bytes()
    assert undone == before, "undo leads elsewhere"
    for _step in range(steps):
        session.redo()
    assert session.text.to_bytes() == now, "doing again leads elsewhere"
