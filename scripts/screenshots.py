"""`make screenshots`: the pictures of the guide, made by the interface itself on plans that come with aiplan.

The data date stands in the plan, nothing is animated and nothing blinks: the same sources give the same bytes.
`make screenshots ARGS="forecast help"` makes those whose names hold one of the words.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.screen_svg import svg
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from aiplan.store.settings import Settings
from aiplan.tui.app import PlanApp
from aiplan.tui.i18n import set_language
from aiplan.tui.program import Wishes, make_app
from aiplan.tui.themes import LIGHT
from aiplan.tui.views import VIEWS

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "guide" / "img"
PLANS = {"en": ROOT / "sample_project.toml", "zh": ROOT / "templates" / "computer-vision.zh.toml"}
"""What is open, by language; the data date stands in each."""
DAY = dt.date(2026, 3, 16)
LARGE, SMALL = (120, 36), (80, 24)
WHO = ("-c", "user.name=Lin", "-c", "user.email=lin@example.org", "-c", "commit.gpgsign=false")
WHEN = {f"GIT_{who}_DATE": f"{DAY}T09:00:00+0000" for who in ("AUTHOR", "COMMITTER")}
PATIENCE = 60.0
"""Seconds after which a screen that does not come to rest is given up."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: which keys lead there, and how it looks."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = LARGE
    language: str = "en"
    light: bool = False
    ascii_only: bool = False
    own_colors: bool = False
    """Whether the terminal has sixteen colours of its own and no others."""
    plan: bool = True
    """Whether the sample is open; else the start screen is shown."""
    changed: tuple[tuple[str, str], ...] = ()
    """What has been changed in the file, text for text, since it was committed to git."""


def pictures() -> list[Picture]:
    """Return every picture of the guide; each view is in it."""
    views = [
        Picture(view.id, (view.key, *BEFORE.get(view.id, ())), changed=CHANGED if view.id == "review" else ())
        for view in VIEWS
    ]
    chinese = [Picture(f"{view.id}_zh", (view.key,), language="zh") for view in VIEWS if view.id in IN_CHINESE]
    return [
        Picture("start", plan=False),
        *views,
        Picture("scorecard", ("5", "right", "down", "down", "down", "down")),
        Picture("map", ("5", "c")),
        Picture("neighbours", ("3", "f")),
        Picture("form", ("2", "d")),
        Picture("findings", ("f",)),
        Picture("help", ("2", "question_mark")),
        Picture("what_if", ("W", "down", "enter")),
        Picture("overview_80x24", ("1",), SMALL),
        Picture("timeline_80x24", ("2",), SMALL),
        Picture("timeline_light", ("2",), light=True),
        Picture("timeline_ascii", ("2",), ascii_only=True),
        *chinese,
    ]


BEFORE: Mapping[str, tuple[str, ...]] = {"roadmap": ("g",)}
"""Keys that show what a view begins with."""
CHANGED = (
    ('likely = "5d", pessimistic = "9d" }\nteam = "algo"\ndepends_on = [\n  "cnn-v1",',
     'likely = "9d", pessimistic = "15d" }\nteam = "algo"\ndepends_on = [\n  "cnn-v1",'),
    ('duration = "4d"\nteam = "app"\ndepends_on = ["integrate-model"]\nowner = "yu"',
     'duration = "2d"\nteam = "app"\ndepends_on = ["integrate-model"]\nowner = "chen"'),
)  # fmt: skip
"""An estimate that has grown, and work that is shorter and somebody else's."""
IN_CHINESE = ("overview", "timeline", "forecast")


def main() -> None:
    """Make the pictures, all or some."""
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("words", nargs="*", help="make only pictures whose names hold one of these")
    words = parser.parse_args().words
    chosen = [p for p in pictures() if not words or any(word in p.name for word in words)]
    IMAGES.mkdir(parents=True, exist_ok=True)
    if not words:
        for path in IMAGES.glob("*.svg"):
            path.unlink()
    for picture in chosen:
        (IMAGES / f"{picture.name}.svg").write_text(drawn(picture), encoding="utf-8", newline="\n")
        print(f"{picture.name}.svg")


def drawn(picture: Picture) -> str:
    """Return a picture as SVG, made in folders of its own so that nothing of the user's is shown or changed."""
    before, here = dict(os.environ), Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        plans = home / "plans"
        plans.mkdir(parents=True)
        for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = str(home)
        for name in list(os.environ):
            if name == "NO_COLOR" or name.startswith(("AIPLAN_", "GIT_", "TEXTUAL_")):
                del os.environ[name]
        os.environ["COLORTERM"] = "truecolor"
        if picture.own_colors:
            os.environ["TEXTUAL_COLOR_SYSTEM"] = "standard"
        os.chdir(plans)
        try:
            return asyncio.run(_drawn(picture, _plan(picture, plans) if picture.plan else None))
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)
            set_language("en")


def _plan(picture: Picture, folder: Path) -> Path:
    """Return the plan that is open, in a repository of its own where something in it has been changed."""
    path = Path(shutil.copy(PLANS[picture.language], folder))
    if picture.changed:
        for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "The plan as agreed")):
            subprocess.run(["git", *WHO, *words], cwd=folder, check=True, env={**os.environ, **WHEN})  # noqa: S603, S607
        text = path.read_text(encoding="utf-8")
        for old, new in picture.changed:
            if text.count(old) != 1:
                raise SystemExit(f"{path.name} does not hold this once: {old}")
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8", newline="\n")
    return path


async def _drawn(picture: Picture, path: Path | None) -> str:
    app = make_app(
        path, Wishes(DAY, ascii_only=picture.ascii_only, language=picture.language), Settings(Path("settings.toml"))
    )
    app.animation_level = "none"
    Input.cursor_blink._default = False  # noqa: SLF001 - before there is an input
    async with app.run_test(size=picture.size) as pilot:
        if path is not None:
            await _until(pilot, lambda: app.opened and app.desk.state.findings is not None)
        if picture.light:
            app.theme = LIGHT
        await _at_rest(app, pilot)
        for key in picture.keys:
            await pilot.press(key)
            await _at_rest(app, pilot)
        return svg(_strips(app), picture.size[0], title=f"aiplan: {picture.name.replace('_', ' ')}")


def _strips(app: PlanApp) -> list[Strip]:
    return app.screen._compositor.render_strips()  # noqa: SLF001 - there is no public way


async def _at_rest(app: PlanApp, pilot: Pilot[int]) -> None:
    """Wait until nothing is computed and the screen has been the same five times."""
    seen: list[Sequence[object]] = []

    def rested() -> bool:
        seen.append([strip.text for strip in _strips(app)])
        return len(seen) > 5 and all(screen == seen[-1] for screen in seen[-6:]) and not list(app.workers)

    await _until(pilot, rested)


async def _until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while not condition():
        if loop.time() > end:
            raise SystemExit(f"the screen does not come to rest: {[w.name for w in pilot.app.workers]}")
        await pilot.pause(0.05)


if __name__ == "__main__":
    main()
