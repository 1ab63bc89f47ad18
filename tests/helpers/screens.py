"""Driving the interface without a terminal: open a plan, press keys, read the screen."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import textwrap
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot
from textual.widgets import Input

from aiplan.session import Session
from aiplan.tui.app import PlanApp
from aiplan.tui.glyphs import glyphs
from aiplan.tui.preview import preview
from aiplan.tui.widgets.timeline_view import TimelineView
from helpers.quick_pilot import QuickPilot
from helpers.tools import ROOT

TODAY = dt.date(2026, 3, 16)
SAMPLE = ROOT / "sample_project.toml"

SMALL = """\
format = 1

[project]
name = "Small 小"
start = 2026-03-02
as_of = 2026-03-02

[milestones.ready]
title = "Ready 就绪"
deadline = 2026-03-20

# The model takes longest.
[experiments.model]
title = "Model 模型"
milestone = "ready"
duration = "5d"   # one attempt
depends_on = ["data"]

[tasks.data]
title = "Data"
milestone = "ready"
duration = "3d"

[tasks.docs]
title = "Docs"
duration = "2d"
depends_on = ["ready"]
"""
"""Data 2–4 March, model 5–11 March, ready 11 March, docs until Friday 13 March."""

_NEVER = 3600.0
"""Seconds between frames."""
Steps = Callable[[PlanApp, "Pilot[int]"], Awaitable[None]]


def small_plan(folder: Path, text: str = SMALL) -> Path:
    """Return a plan file with `text` in `folder`."""
    path = folder / "small.plan.toml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def sample_plan(folder: Path) -> Path:
    """Return a copy of the sample project in `folder`."""
    return Path(shutil.copy(SAMPLE, folder / "sample_project.toml"))


def make_app(path: Path, *, ascii_only: bool = False, own_colors: bool = False) -> PlanApp:
    """Return the app on the plan at `path`, not yet running."""
    app = PlanApp(
        lambda: Session.open(path, today=TODAY),
        preview(path),
        signs=glyphs(ascii_only=ascii_only),
        own_colors=own_colors,
    )
    app.animation_level = "none"
    return app


def drive(
    path: Path | PlanApp, steps: Steps, *, size: tuple[int, int] = (120, 36), frames: bool = True
) -> PlanApp:  # fmt: skip
    """Run the app on a plan through `steps`, and return it when it has ended.

    Without `frames` the screen is drawn only when the pilot has waited for everything else, not 60 times a second.
    """
    app = make_app(path) if isinstance(path, Path) else path
    Input.cursor_blink._default = False

    async def run() -> None:
        async with app.run_test(size=size, notifications=True):
            pilot = QuickPilot(app)
            await until(pilot, lambda: app.opened or app.failure is not None, seconds=30)
            await pilot.pause()
            await steps(app, pilot)
            await app.workers.wait_for_complete()

    with nullcontext() if frames else patch("textual.screen.UPDATE_PERIOD", _NEVER):
        asyncio.run(run())
    return app


def select(app: PlanApp, key: str) -> None:
    """Put the cursor on an item."""
    app.desk.select(key)
    app.publish()


async def until(pilot: Pilot[int], condition: Callable[[], object], *, seconds: float = 20.0) -> None:
    """Wait until `condition` holds; fail after `seconds`."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not condition():
        assert loop.time() < end, f"it never came to that:\n{screen_text(pilot.app)}"
        await pilot.pause(0.005)


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Press the keys that write `text`."""
    for char in text:
        await pilot.press(char if char.isalnum() else {" ": "space"}.get(char, char))


def screen_lines(app: object) -> list[str]:
    """Return the lines on screen, as a terminal would show them without colours."""
    strips = app.screen._compositor.render_strips()  # type: ignore[attr-defined]
    return ["".join(segment.text for segment in strip) for strip in strips]


def screen_text(app: object) -> str:
    """Return the screen as text, without spaces at the ends of lines."""
    return "\n".join(line.rstrip() for line in screen_lines(app)) + "\n"


def grid_of(app: PlanApp) -> TimelineView:
    """Return the timeline."""
    return app.main.query_one(TimelineView)
