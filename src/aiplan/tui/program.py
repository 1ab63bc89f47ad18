"""Starting the interface: what the terminal can do, which plan, and the app that is run."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiplan.errors import UsageError
from aiplan.store.settings import Settings, read_settings
from aiplan.tui import terminal
from aiplan.tui.app import PlanApp
from aiplan.tui.glyphs import glyphs
from aiplan.tui.i18n import language_for, set_language
from aiplan.tui.preview import preview
from aiplan.tui.upkeep import Upkeep

if TYPE_CHECKING:
    from aiplan.session import Session


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for."""

    today: dt.date
    """The data date where neither `as_of` nor the plan gives one."""
    as_of: dt.date | None = None
    """Data date that overrides the plan's."""
    ascii_only: bool = False
    """Draw with plain characters."""
    mouse: bool = True
    """Whether the mouse is listened to; without it the terminal selects text."""
    language: str = ""
    """`en` or `zh`; empty leaves it to the settings, and then to the locale."""


def run(path: Path | None, wishes: Wishes, *, plans: Sequence[Path] = ()) -> int:
    """Open the plan at `path` in the terminal and return the exit code.

    Args:
        path: the plan file; `None` shows the start screen.
        wishes: how.
        plans: what the start screen offers to choose from.

    Raises:
        UsageError: where there is no terminal to draw on.
        PlanNotFound: where there is no file.
        UnreadablePlan: where it cannot be read or is not TOML.
    """
    lacking = terminal.missing(os.environ)
    if lacking:
        raise UsageError(f"the interface needs a terminal: {lacking}", hint="aiplan schedule prints the dates")
    if not terminal.elsewhere(os.environ):
        for name in ("COLUMNS", "LINES"):
            # Exported by some shells, they would hold the screen at the size it had then.
            os.environ.pop(name, None)
    settings = read_settings()
    app = make_app(path, wishes, settings)
    app.plans_here = plans
    app.after_opening = Upkeep(app).begin
    app.run(mouse=wishes.mouse and settings.mouse)
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def make_app(path: Path | None, wishes: Wishes, settings: Settings) -> PlanApp:
    """Return the app on the plan at `path`, or on the start screen, not yet running."""
    set_language(language_for(wishes.language or settings.language, os.environ))

    def open_at(where: Path) -> Session:
        from aiplan.session import Session

        return Session.open(where, today=wishes.today, as_of=wishes.as_of)

    plain = not terminal.elsewhere(os.environ) and terminal.plain_characters()
    app = PlanApp(
        None if path is None else lambda: open_at(path),
        None if path is None else preview(path),
        signs=glyphs(ascii_only=wishes.ascii_only or settings.ascii or plain),
        own_colors=terminal.own_colors(os.environ),
        settings=settings,
    )
    app.folder, app.today, app.open_at = Path.cwd(), wishes.today, open_at
    return app
