"""In every view and dialog every line is exactly as wide as the screen, and every dialog lies inside it.

One app a look shows everything at one size after the other, so that opening plans costs little.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from aiplan.tui import terminal
from aiplan.tui.app import PlanApp
from aiplan.tui.i18n import set_language
from aiplan.tui.themes import CONTRAST, DARK, LIGHT
from aiplan.tui.views import VIEWS
from helpers.screens import drive, make_app, sample_plan, screen_lines, screen_text, select, until

SIZES = ((60, 16), (80, 24), (101, 30), (120, 36), (200, 60))
FEWER = ((60, 16), (120, 36), (200, 60))
ATTEMPT = "cnn-v1"

DIALOGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "help": ("timeline", ("question_mark",)),
    "palette": ("timeline", ("colon",)),
    "palette with hits": ("timeline", ("colon", "m", "o")),
    "find": ("timeline", ("slash", "识")),
    "filter": ("timeline", ("backslash",)),
    "findings": ("timeline", ("f",)),
    "path": ("timeline", ("I",)),
    "add": ("timeline", ("a",)),
    "add goals": ("overview", ("a",)),
    "form": ("timeline", ("e",)),
    "links": ("timeline", ("D", "f4")),
    "estimate": ("timeline", ("d", "f4")),
    "as text": ("timeline", ("T",)),
    "move": ("timeline", ("M",)),
    "a field of all": ("timeline", ("m", "E")),
    "result": ("timeline", ("F",)),
    "ways out": ("timeline", ("r",)),
    "scenarios": ("timeline", ("W",)),
    "one scenario less": ("timeline", ("w",)),
    "reading": ("experiments", ("plus",)),
    "amend": ("experiments", ("p",)),
    "EU AI Act": ("feasibility", ("t",)),
    "risks proposed": ("risks", ("p",)),
    "runs": ("forecast", ("M",)),
    "export": ("roadmap", ("P",)),
    "revision": ("review", ("C",)),
}
"""View and keys of each dialog, with the cursor on a running attempt."""

LOOKS = ("dark", "light", "contrast", "ansi", "ascii", "zh")
NO_COLOUR = ("no colour", "no colour, a theme chosen")
"""As a start with NO_COLOR leaves it, and with one of the themes that can be chosen then."""
THEMES = {"light": LIGHT, "contrast": CONTRAST, "no colour, a theme chosen": LIGHT}


@contextmanager
def in_language(look: str) -> Iterator[None]:
    """Speak Chinese where the look is that one."""
    set_language("zh" if look == "zh" else "en")
    try:
        yield
    finally:
        set_language("en")


def widths(app: PlanApp) -> set[int]:
    return {cell_len(line) for line in screen_lines(app)}


def app_for(look: str, path: Path) -> PlanApp:
    own = terminal.own_colors(os.environ) if look in NO_COLOUR else look == "ansi"
    return make_app(path, ascii_only=look == "ascii", own_colors=own)


def assert_whole(app: PlanApp, size: tuple[int, int], where: str) -> None:
    """Fail where a line is not as wide as the screen, or a dialog is cut off by its edge."""
    lines = screen_lines(app)
    wrong = [line for line in lines if cell_len(line) != size[0]]
    assert (wrong, len(lines)) == ([], size[1]), f"{where} at {size}"
    for dialog in app.screen.query(".dialog"):
        outside = not app.screen.region.contains_region(dialog.region)
        assert not outside, f"{where} at {size}: {dialog.region}\n{screen_text(app)}"


async def back_to_the_views(app: PlanApp, pilot: Pilot[int]) -> None:
    while len(app.screen_stack) > 1:
        app.pop_screen()
        await pilot.pause()
    if app.desk.state.whatif is not None:
        await pilot.press("escape")
    await app.main.close_form()
    app.main.close_find()
    await pilot.press("escape")


@pytest.mark.parametrize("look", [*LOOKS, *NO_COLOUR])
def test_every_view_is_as_wide_as_the_screen(
    tmp_path: Path, look: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    if look in NO_COLOUR:
        monkeypatch.setenv("NO_COLOR", "1")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert app.no_color == (look in NO_COLOUR)
        app.theme = THEMES.get(look, app.theme)
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        for size in SIZES if look in ("dark", "ascii", "zh") else FEWER:
            await pilot.resize_terminal(*size)
            for view in VIEWS:
                app.action_view(view.id)
                await pilot.pause()
                await pilot.press("j")
                assert_whole(app, size, view.id)

    with in_language(look):
        drive(app_for(look, sample_plan(tmp_path)), steps)


@pytest.mark.parametrize(
    ("look", "size"),
    [("dark", (60, 16)), ("dark", (120, 36)), ("ascii", (80, 24)), ("zh", (60, 16)), ("zh", (80, 24))],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
def test_every_dialog_is_inside_the_screen_and_survives_a_smaller_one(
    tmp_path: Path, look: str, size: tuple[int, int]
) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.theme = DARK if look == "dark" else app.theme
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        for name, (view, keys) in DIALOGS.items():
            app.action_view(view)  # type: ignore[arg-type]
            select(app, ATTEMPT)
            await pilot.pause()
            before = screen_lines(app)
            await pilot.press(*keys)
            await until(pilot, lambda before=before: screen_lines(app) != before)  # type: ignore[misc]
            await pilot.pause()
            assert_whole(app, size, name)
            for other in ((40, 12), size):
                await pilot.resize_terminal(*other)
                await until(pilot, lambda other=other: widths(app) == {other[0]})  # type: ignore[misc]
            assert_whole(app, size, f"{name}, after it was smaller")
            await back_to_the_views(app, pilot)

    with in_language(look):
        drive(app_for(look, sample_plan(tmp_path)), steps, size=size)
