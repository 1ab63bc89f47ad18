"""What holds the interface up: the CPU time of every step of its event loop while somebody works in it.

`python -m bench.blocks PLAN [REPORT]` opens a plan in this terminal, does what people do, and writes the longest step
of each action. While one runs, no key is read and nothing is painted. CPU time, because other programs
take the processor too; of the main thread, because others do not hold the interface up.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from textual.pilot import Pilot

from aiplan.store.settings import Settings
from aiplan.tui.app import PlanApp
from aiplan.tui.program import Wishes, make_app
from aiplan.tui.upkeep import Upkeep

GROUPS: dict[str, str] = {
    "views": "opening each view", "forms": "opening and leaving forms", "typing": "typing into a form",
    "edits": "edits, undo, redo, save", "elsewhere": "edits in other views",
    "lists": "find, filter, findings, palette, help", "moving": "moving about",
    "forecast": "forecast, what-if", "outside": "changes by others, merge",
}  # fmt: skip
"""What belongs together, and what it is called in the bench."""
_NOTICED = 0.003
"""Seconds of CPU above which a step of the loop counts as something going on; a blinking cursor takes less."""
_PATIENCE = 8.0
"""Seconds after which an action has to be over."""


class Loop:
    """Hears what every step of the event loop costs."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.last = time.monotonic()
        run = asyncio.Handle._run  # noqa: SLF001 - there is no other place to listen at

        def timed(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            run(handle)
            cost = time.thread_time() - began
            self.costs.append(cost * 1000)
            if cost > _NOTICED:
                self.last = time.monotonic()

        asyncio.Handle._run = timed  # type: ignore[assignment, method-assign]  # noqa: SLF001 - as above


class Work:
    """Does what people do, one action after the other, and notes what each has cost."""

    def __init__(self, app: PlanApp, path: Path, loop: Loop) -> None:
        self.app = app
        self.path = path
        self.loop = loop
        self.longest: dict[str, dict[str, float]] = {group: {} for group in GROUPS}

    async def rest(self, quiet: float) -> None:
        """Wait until nothing has gone on for `quiet` seconds, in workers neither."""
        end = time.monotonic() + quiet + _PATIENCE
        self.loop.last = time.monotonic()
        while time.monotonic() < end and (  # noqa: ASYNC110 - what is looked at tells nobody
            time.monotonic() - self.loop.last < quiet or any(worker.is_running for worker in self.app.workers)
        ):
            await asyncio.sleep(0.02)

    async def did(self, group: str, name: str, *keys: str, quiet: float = 0.25) -> None:
        """Press keys, one as soon as the one before has been answered, and note the longest step until all is quiet."""
        self.loop.costs.clear()
        for key in keys:
            self.app.simulate_key(key)
            await asyncio.sleep(0.03)
        await self.rest(quiet)
        self.note(group, name)

    def note(self, group: str, name: str) -> None:
        """Keep the longest step since the last action."""
        known = self.longest[group]
        known[name] = max(known.get(name, 0.0), max(self.loop.costs, default=0.0))
        self.loop.costs.clear()

    async def all(self) -> None:
        """Do everything once."""
        for part in (
            self.views,
            self.moving,
            self.forms,
            self.edits,
            self.elsewhere,
            self.lists,
            self.forecast,
            self.outside,
        ):
            await part()

    async def views(self) -> None:
        """Open each view, twice: to make it and to come back to it."""
        for again in ("", " again"):
            for key in "123456789v":
                await self.did("views", f"view {key}{again}", key, quiet=0.4)
        await self.did("views", "timeline again", "2")

    async def moving(self) -> None:
        """Go through rows, one by one and by pages, zoom, fold."""
        await self.did("moving", "down", *"j" * 20)
        await self.did("moving", "page down", "pagedown", "pagedown", "pageup")
        await self.did("moving", "last and first row", "G", "g")
        await self.did("moving", "zoom", "+", "-", "0")
        await self.did("moving", "fold all", "Z", "Z")
        await self.did("moving", "mark", "m", "j", "m", "escape")

    async def forms(self) -> None:
        """Open forms of several kinds, with every field, and leave them."""
        for section, key in self._first_items():
            await self.go(section, key)
            await self.did("forms", f"form of {section}", "e", quiet=0.5)
            await self.did("forms", f"every field of {section}", "f2", quiet=0.5)
            await self.did("forms", f"leaving that of {section}", "escape", quiet=0.5)
        await self.go("tasks", "a00000")
        await self.did("typing", "open", "e", quiet=0.5)
        await self.did("typing", "a title", *"abc", quiet=1.5)
        await self.did("typing", "next field", "tab", "tab", "tab", "shift+tab")
        await self.did("typing", "leave", "escape", quiet=1.5)

    def _first_items(self) -> Iterator[tuple[str, str]]:
        """Yield the first item of each section."""
        for section, items in self.app.desk.session.text.data.items():
            if isinstance(items, dict) and items and all(isinstance(item, dict) for item in items.values()):
                yield section, next(iter(items))

    async def edits(self) -> None:
        """Change a duration, a title, undo, redo, delete, mark and move, save."""
        await self.go("tasks", "a00000")
        await self.did("edits", "duration field", "d", quiet=0.4)
        await self.did("edits", "duration", "9", "enter", "escape", quiet=1.8)
        await self.did("edits", "undo", "u", quiet=1.8)
        await self.did("edits", "redo", "ctrl+r", quiet=1.8)
        await self.did("edits", "delete", "x", quiet=1.8)
        await self.did("edits", "undo delete", "u", quiet=1.8)
        await self.did("edits", "start", "S", quiet=1.8)
        await self.did("edits", "add dialog", "a", quiet=0.4)
        await self.did("edits", "leave dialog", "escape")
        await self.did("edits", "save", "s", quiet=1.0)
        await self.did("edits", "back to the timeline", "2")

    async def elsewhere(self) -> None:
        """Take an edit back and make it again in every other view."""
        for view in "1345789":
            await self.did("elsewhere", f"view {view} before an edit", view, quiet=0.5)
            self.app.desk.select("a00000")
            self.app.publish()
            await self.did("elsewhere", f"edit in view {view}", "u", quiet=1.8)
            await self.did("elsewhere", f"redo in view {view}", "ctrl+r", quiet=1.8)
        await self.did("elsewhere", "back to the timeline", "2")

    async def lists(self) -> None:
        """Find, filter, list the findings, open palette and help."""
        await self.did("lists", "find", "slash", *"train", "enter")
        await self.did("lists", "next hit", "n", "n")
        await self.did("lists", "filter dialog", "backslash", quiet=0.5)
        await self.did("lists", "filter", "c", "r", "i", "enter", quiet=0.5)
        await self.did("lists", "leave filter", "escape", "escape")
        await self.did("lists", "focus", "vertical_line", quiet=0.5)
        await self.did("lists", "focus off", "vertical_line", quiet=0.5)
        await self.did("lists", "findings", "f", quiet=0.5)
        await self.did("lists", "leave findings", "escape")
        await self.did("lists", "path", "I", quiet=0.5)
        await self.did("lists", "leave path", "escape")
        await self.did("lists", "palette", "colon", quiet=0.5)
        await self.did("lists", "palette typed", *"train", quiet=0.5)
        await self.did("lists", "leave palette", "escape", "escape")
        await self.did("lists", "help", "question_mark", quiet=0.5)
        await self.did("lists", "leave help", "escape")

    async def forecast(self) -> None:
        """Simulate, look at the forecast, try something out and leave it."""
        await self.did("forecast", "forecast view", "8", quiet=1.0)
        await self.did("forecast", "simulate", "m", quiet=1.0)
        await self.did("forecast", "timeline", "2", quiet=0.5)
        await self.did("forecast", "begin what-if", "w", quiet=1.5)
        await self.go("tasks", "a00000")
        await self.did("forecast", "edit in what-if", "d", "3", "enter", "escape", quiet=1.8)
        await self.did("forecast", "apply what-if", "A", quiet=1.8)

    async def outside(self) -> None:
        """Let others write the file: read it, and merge it with what is not saved."""
        await self.did("outside", "save first", "s", quiet=1.0)
        self._write("a00010")
        await self.did("outside", "read again", quiet=1.8)
        await self.go("tasks", "a00000")
        await self.did("outside", "an edit", "d", "7", "enter", "escape", quiet=1.8)
        self._write("a00012")
        await self.did("outside", "the banner", quiet=1.2)
        await self.did("outside", "merge", "J", quiet=1.8)
        await self.did("outside", "save", "s", quiet=1.0)
        await self.did("outside", "undo merge", "u", quiet=1.8)

    def _write(self, key: str) -> None:
        """Give an activity another priority in the file, as another program would."""
        text = self.path.read_text(encoding="utf-8")
        head = f".{key}]\n"
        self.path.write_text(text.replace(head, head + 'notes = "theirs"\n', 1), encoding="utf-8")

    async def go(self, section: str, key: str) -> None:
        """Select an item."""
        self.app.desk.select_item((section, key))
        self.app.publish()
        await self.rest(0.1)


def main() -> None:
    """Work in a plan and write what held the interface up."""
    path, report = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None
    only = sys.argv[3:]
    app = make_app(path, Wishes(today=dt.date(2026, 1, 5)), Settings(path.with_name("settings.toml")))
    app.after_opening = Upkeep(app).begin
    loop = Loop()
    work = Work(app, path, loop)

    async def drive(_pilot: Pilot[int]) -> None:
        while not app.opened:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)
        await work.rest(3.0)
        parts: list[Callable[[], Awaitable[None]]] = [getattr(work, name) for name in only] or [work.all]
        for part in parts:
            await part()
        app.exit()

    app.run(auto_pilot=drive)  # type: ignore[arg-type]
    found = json.dumps(work.longest, indent=1)
    if report is None:
        print(found)
    else:
        report.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
