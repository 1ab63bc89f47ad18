"""A pilot that goes on as soon as the interface has nothing left to do, instead of sleeping until it seems idle.

Textual's own sleeps at least 40 ms a key, and up to two seconds while anything works in the background.
"""

from __future__ import annotations

import asyncio
import time
import unicodedata
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterable

_QUIET = 3
"""Rounds of the event loop in a row without anything to do: a timer of no time is due in the next one."""
_AT_MOST = 20_000
"""Rounds until it is an endless loop."""
_PATIENCE = 0.5
"""Seconds that what works in the background is waited for."""


class QuickPilot(Pilot[int]):
    """Presses a key, and goes on when every widget has done what follows from it and the screen is drawn."""

    patience = _PATIENCE
    """Seconds a worker is waited for after a key; 0 leaves it to work beside the next keys."""

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when what follows from the one before is on the screen."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            driver.send_message(key_event(self.app, key))
            await self.settle()

    async def pause(self, delay: float | None = None) -> None:
        """Wait `delay` seconds, and until nothing is left to do."""
        if delay is not None:
            await asyncio.sleep(delay)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is left to do but what waits for its time.

        Raises:
            Exception: what was raised in the app.
        """
        end = time.monotonic() + self.patience
        while True:
            await self._quiet()
            if time.monotonic() >= end or not _working(self.app):
                return
            await asyncio.sleep(0.001)

    async def _quiet(self) -> None:
        """Let the event loop run until nothing is ready to run and nothing is left to be drawn."""
        ready: Iterable[object] = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        quiet = 0
        for _round in range(_AT_MOST):
            await asyncio.sleep(0)
            if ready:
                quiet = 0
                continue
            quiet += 1
            if quiet < _QUIET:
                continue
            if self.app._exception is not None:
                raise self.app._exception
            if not self.app.is_running or not _draw(self.app):
                return
            quiet = 0
        raise AssertionError("the interface never comes to rest")


def key_event(app: App[int], key: str) -> events.Key:
    """Return what a terminal sends for a key."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    char: str | None = key if len(key) == 1 else None
    if char is None:
        try:
            char = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
        except KeyError:
            char = None
    event = events.Key(name, char)
    event.set_sender(app)
    return event


def _draw(app: App[int]) -> bool:
    """Draw what is due without waiting for the next frame; tell whether anything was."""
    screen: Screen[object] = app.screen
    if app._batch_count or not screen.is_current:
        return False
    due = bool(
        screen._layout_required or screen._scroll_required or screen._repaint_required
        or screen._recompose_required or screen._dirty_widgets or screen._callbacks
    )  # fmt: skip
    if due:
        screen._on_timer_update()
    return due


def _working(app: App[int]) -> bool:
    return any(worker.is_running for worker in app.workers)
