"""What `aiplan doctor` finds: facts, each with a state and a way out."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, NamedTuple

from aiplan import __version__
from aiplan.cli import output
from aiplan.cli.probe import PROBED, cells_drawn
from aiplan.errors import AiplanError

State = Literal["ok", "note", "bad"]
NEEDED = ("textual", "rich", "pydantic", "tomlkit", "networkx", "numpy", "platformdirs", "python-dateutil")
OPTIONAL = {
    "holidays": "public holidays by country: pip install 'aiplan[holidays]'",
    "textual-serve": "aiplan serve: pip install 'aiplan[web]'",
}
"""Package → what it is for, and how it is had."""
_SMALLEST = 60, 16


class Fact(NamedTuple):
    """One thing that was looked at."""

    area: str
    name: str
    state: State
    value: str
    hint: str = ""
    """What to do; empty where there is nothing to do."""


def examine(named: str | None) -> Iterator[Fact]:
    """Yield everything there is to say, area by area.

    Args:
        named: the plan that was named, `None` for the one lying here.
    """
    yield from _program()
    yield from _terminal()
    yield from _tmux()
    yield from _git()
    yield from _settings()
    yield from _plan(named)


def _program() -> Iterator[Fact]:
    area = "program"
    yield Fact(area, "aiplan", "ok", f"{__version__} in {Path(__file__).parents[1]}")
    yield Fact(area, "Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    for name in NEEDED:
        try:
            yield Fact(area, name, "ok", version(name))
        except PackageNotFoundError:
            yield Fact(area, name, "bad", "is missing", "install aiplan again: it needs this package")
    for name, use in OPTIONAL.items():
        try:
            yield Fact(area, name, "ok", version(name))
        except PackageNotFoundError:
            yield Fact(area, name, "note", "is not installed", use)


def _terminal() -> Iterator[Fact]:
    area, environ = "terminal", os.environ
    term = environ.get("TERM", "")
    inside = sys.stdin.isatty() and sys.__stderr__ is not None and sys.__stderr__.isatty()
    if inside:
        yield Fact(area, "terminal", "ok", "stdin and stderr are one")
    else:
        yield Fact(area, "terminal", "note", "stdin or stderr is none: what follows cannot be asked of it",
                   "run it in the terminal that the interface is to run in")  # fmt: skip
    usable = term not in ("", "dumb", "unknown")
    state: State = "ok" if usable else "bad" if inside else "note"
    yield Fact(area, "TERM", state, term or "is not set", "" if usable else "set it to what your terminal is")
    if inside:
        width, height = shutil.get_terminal_size()
        room = width >= _SMALLEST[0] and height >= _SMALLEST[1]
        yield Fact(area, "size", "ok" if room else "note", f"{width}x{height}", "" if room else "60x16 is needed")
    yield from _colours(area, term)
    yield from _encoding(area)
    yield from _widths(area, inside=inside)


def _colours(area: str, term: str) -> Iterator[Fact]:
    from rich.console import Console

    if os.environ.get("NO_COLOR"):
        yield Fact(area, "colours", "ok", "none: NO_COLOR is set")
        return
    system = Console(force_terminal=True, _environ=dict(os.environ), legacy_windows=False).color_system
    said = {"truecolor": "16 million", "256": "256", "standard": "16"}.get(system or "", "none")
    hint = "" if system != "256" else "where your terminal has more, set COLORTERM=truecolor"
    if system in ("standard", None) and term not in ("", "dumb"):
        hint = "the terminal's own colours are used; where it has more, set COLORTERM=truecolor"
    yield Fact(area, "colours", "ok" if not hint else "note", said, hint)


def _encoding(area: str) -> Iterator[Fact]:
    encoding = (getattr(sys.__stderr__, "encoding", None) or "ascii").lower()
    try:
        PROBED.encode(encoding)
        yield Fact(area, "encoding", "ok", encoding)
    except (UnicodeEncodeError, LookupError):
        yield Fact(area, "encoding", "note", encoding, "the interface draws with plain characters; LC_ALL=C.UTF-8 "
                   "or a locale of your own in UTF-8 changes that")  # fmt: skip


def _widths(area: str, *, inside: bool) -> Iterator[Fact]:
    name = "ambiguous width"
    drawn = cells_drawn() if inside else None
    if drawn is None:
        why = "the terminal does not answer where its cursor is" if inside else "cannot be asked without a terminal"
        yield Fact(area, name, "note", why)
    elif drawn == len(PROBED):
        yield Fact(area, name, "ok", f"{PROBED} take one cell each")
    else:
        yield Fact(area, name, "bad", f"{PROBED} take {drawn} cells in place of {len(PROBED)}",
                   "draw ambiguous characters narrow (a setting of the terminal), or use aiplan --ascii")  # fmt: skip


def _tmux() -> Iterator[Fact]:
    if not os.environ.get("TMUX"):
        return
    area = "tmux"
    delay, clipboard = _said("tmux", "show", "-sv", "escape-time"), _said("tmux", "show", "-sv", "set-clipboard")
    if delay.isdigit():
        slow = int(delay) > 50
        hint = "esc is late: set -sg escape-time 10" if slow else ""
        yield Fact(area, "escape-time", "note" if slow else "ok", f"{delay} ms", hint)
    if clipboard:
        hint = "" if clipboard == "on" else "copying reaches the clipboard with: set -s set-clipboard on"
        yield Fact(area, "set-clipboard", "note" if hint else "ok", clipboard, hint)


def _git() -> Iterator[Fact]:
    area = "git"
    found = _said("git", "--version")
    if not found:
        yield Fact(area, "git", "note", "is not on the path", "history, diff of commits and merging need it")
        return
    yield Fact(area, "git", "ok", found.removeprefix("git version "))
    from aiplan.review.git import Repository
    from aiplan.review.setup import status

    try:
        settings = status(Repository.of(Path.cwd()))
    except AiplanError as error:
        yield Fact(area, "repository", "note", str(error))
        return
    hint = "aiplan git install sets it up"
    for name, parts in (("merge driver", "git config"), ("attributes", ".gitattributes")):
        missing = [s.name for s in settings if s.name.startswith(parts) and not s.right]
        yield Fact(area, name, "note" if missing else "ok",
                   f"missing: {', '.join(missing)}" if missing else "is set up", hint if missing else "")  # fmt: skip


def _settings() -> Iterator[Fact]:
    from aiplan.store.settings import read_settings

    settings = read_settings()
    there = settings.path.exists()
    yield Fact("settings", "file", "ok", f"{settings.path}" + ("" if there else " (not there: everything is as usual)"))
    for problem in settings.problems:
        yield Fact("settings", "problem", "bad", problem)


def _plan(named: str | None) -> Iterator[Fact]:
    from aiplan.cli.options import find
    from aiplan.loading import load

    try:
        path = find(named)
        plan = load(path).plan
    except AiplanError as error:
        yield Fact("plan", "file", "bad" if named else "note", str(error), error.hint)
        return
    count = sum(map(len, (plan.tasks, plan.experiments, plan.milestones, plan.rollout)))
    yield Fact("plan", "file", "ok", f"{path}: {output.clean(plan.project.name or path.name)}, {count} pieces of work")


def _said(*words: str) -> str:
    """Return what a program prints, empty where it cannot be run."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
