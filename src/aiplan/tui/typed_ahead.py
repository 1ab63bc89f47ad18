"""Keys in the order in which they were pressed: none is handed on before all that follows from the one before is done.

Textual gives a key to the widget that has the focus when the key arrives. What the key before leads to (another focus,
a form, a window) comes about a few messages later: of keys that come in one burst, as on a slow line, from a paste or
from quick fingers, those behind a Tab would go into the field that is left, and those behind `a` to the plan below.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Any

from textual import events
from textual.app import App, ScreenStackError
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

PATIENCE = 2.0
"""Seconds after which a key is handed on although something that came before it is still under way."""
TURNS = 200
"""Turns of the event loop that are waited for as they come; after them there is a rest between two looks."""
REST = 0.002
"""Seconds of it."""
STILL = 3
"""Turns without anything to do after which nothing more is about to come: a worker or a widget starts in its first."""


class InOrder(App[int]):
    """An app that keeps keys, pastes and clicks waiting while something follows from those before."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._typed_ahead: deque[events.Event] = deque()
        self._typed_task: asyncio.Task[None] | None = None
        self._typed_into: tuple[Screen[Any] | None, Widget | None] = None, None
        """Screen and widget that had the focus when something was handed on last."""
        self._typed_letter = False
        """Whether that was a letter for a field of text."""

    async def on_event(self, event: events.Event) -> None:
        """Hand on what comes from the terminal in its turn, and everything else at once."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        parts = self._parts(event)
        turn = isinstance(event, events.Key | events.Paste | events.MouseDown) and not self._goes_on(event)
        if self._typed_task is None and len(parts) == 1 and not (turn and self._under_way()):
            await self._give(event)
            return
        self._typed_ahead.extend(parts)
        if self._typed_task is None:
            self._typed_task = asyncio.create_task(self._hand_on())

    def _parts(self, event: events.Event) -> tuple[events.Event, ...]:
        """Return the event; escape and a character, where both came at once and so as alt and the character.

        Nothing here is on alt; a letter that follows a quick escape would otherwise be typed into the field it leaves.
        """
        if (
            not isinstance(event, events.Key)
            or not event.key.startswith("alt+")
            or event.character is None
            or not event.is_printable
            or event.key in self.active_bindings
        ):
            return (event,)
        return events.Key("escape", "\x1b"), events.Key(event.key.removeprefix("alt+"), event.character)

    async def _hand_on(self) -> None:
        """Hand on what waits, one after the other."""
        try:
            while self._typed_ahead:
                if not self._goes_on(self._typed_ahead[0]):
                    await self._come_to_rest()
                self.call_later(self._give, self._typed_ahead.popleft())
                await asyncio.sleep(0)
        finally:
            self._typed_task = None

    async def _give(self, event: events.Event) -> None:
        """Let an event have its effect."""
        self._typed_into = self._place()
        self._typed_letter = _is_letter(event, self._typed_into[1])
        await super().on_event(event)

    def _goes_on(self, event: events.Event) -> bool:
        """Tell whether a letter follows a letter in one field: these come one after the other by themselves."""
        place = self._place()
        return self._typed_letter and place == self._typed_into and _is_letter(event, place[1])

    # ------------------------------------------------------------ what is still under way

    async def _come_to_rest(self) -> None:
        """Wait until nothing is under way, but not for ever."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        painted = self._typed_into
        turns = still = 0
        while still < STILL and loop.time() < end:
            turns += 1
            await asyncio.sleep(0 if turns < TURNS else REST)
            still = 0 if _busy(self) or self._under_way() else still + 1
            if still == STILL and painted != self._place():
                # A window or a form may have left something until it is on screen.
                painted = self._place()
                still = 0
                await self._next_frame(end - loop.time())

    async def _next_frame(self, seconds: float) -> None:
        """Wait until what is on screen is what there is."""
        shown = asyncio.Event()
        self.call_after_refresh(shown.set)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(shown.wait(), seconds)

    def _place(self) -> tuple[Screen[Any] | None, Widget | None]:
        """Return the screen, and the widget that has the focus."""
        try:
            return self.screen, self.screen.focused
        except ScreenStackError:
            return None, None

    def _under_way(self) -> bool:
        """Tell whether the app or a widget still has something to do."""
        try:
            screen = self.screen
        except ScreenStackError:
            return False
        return self.message_queue_size > 0 or any(
            _busy(widget) or getattr(widget, "arriving", False) for widget in screen.walk_children(with_self=True)
        )


def _is_letter(event: events.Event, widget: Widget | None) -> bool:
    """Tell whether a key is a letter for a field of text."""
    return widget is not None and isinstance(event, events.Key) and widget.check_consume_key(event.key, event.character)


def _busy(pump: MessagePump) -> bool:
    """Tell whether something has messages to deal with, or is dealing with one."""
    if not pump.is_running or pump.message_queue_size:
        return pump.is_running
    # No one says whether a message is being dealt with; but what is done with its last one waits for the next.
    ready = getattr(pump._message_queue, "ready_event", None)  # noqa: SLF001
    return isinstance(ready, asyncio.Event) and not getattr(ready, "_waiters", True)
