"""What is done between keys, so that none has to wait for it: imports, and collecting what is no longer needed."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiplan.tui.base import DeskApp

THRESHOLDS = (20_000, 20, 1_000_000)
"""New objects until the collector looks through the youngest, and so on: a key makes some thousands. It is not left to
itself to look through everything, which takes longer than a key may."""
EVERY = 0.5
"""Seconds from one look to the next."""
_WORTH_IT = 5_000
"""New objects from which the younger ones are looked through."""
_AT_REST = 1_000
"""New objects between two looks up to which nobody is working."""
_LONG = 20
"""Looks in a row at which nobody was working before everything is looked through."""
_ENOUGH = 10
"""Times that younger objects have been looked through before it is worth looking through everything."""
_SETTLED = 1.5
"""Seconds after opening: by then the plan has been looked through."""
_BREATH = 0.05
"""Seconds between two imports, in which keys are answered."""


class Upkeep:
    """Looks after one app, from the first plan that is opened in it."""

    def __init__(self, app: DeskApp) -> None:
        self._app = app
        self._begun = False
        self._known = 0
        self._rested = 0
        self._looked = 0

    def begin(self) -> None:
        """Spare the plan that has been opened; the first time, begin to look after the app."""
        spare_what_stays()
        if not self._begun:
            self._begun = True
            self._app.set_interval(EVERY, self.look)
            self._app.set_timer(_SETTLED, lambda: Thread(target=load_ahead, daemon=True).start())

    def look(self) -> None:
        """Collect what the last moment has left, before much has come together; everything, once nobody is working.

        Left to itself the collector waits for many forms to be opened and closed.
        """
        new = gc.get_count()[0]
        self._rested = self._rested + 1 if new - self._known < _AT_REST else 0
        self._known = new
        if new > _WORTH_IT or gc.get_count()[1]:
            gc.collect(1)
            self._known = 0
            self._looked += 1
        elif self._rested >= _LONG and self._looked >= _ENOUGH:
            spare_what_stays()
            self._looked = self._known = 0


def spare_what_stays() -> None:
    """Have the garbage collector pass over what is there now, so that it takes no time while keys are pressed.

    What was spared before and is no longer needed is collected first.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def load_ahead() -> None:
    """Import views, dialogs and what they need before they are asked for, a module at a time."""
    for name in _ahead():
        import_module(name)
        time.sleep(_BREATH)
    gc.freeze()


def _ahead() -> Iterator[str]:
    """Yield the modules that are loaded on first use, the likeliest first."""
    from aiplan.tui import screens
    from aiplan.tui.views import VIEWS

    yield "aiplan.tui.widgets.detail_form"
    yield from (view.factory.partition(":")[0] for view in VIEWS)
    yield from (f"{screens.__name__}.{module.name}" for module in iter_modules(screens.__path__))
    yield from ("aiplan.core.recovery.replan", "aiplan.store.merging.merge")
