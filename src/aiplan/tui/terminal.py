"""What the terminal can do, asked of the environment before anything is drawn."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from rich.console import Console

MIN_WIDTH, MIN_HEIGHT = 60, 16
"""Below this the screen says that it is too small."""


def elsewhere(environ: Mapping[str, str]) -> bool:
    """Tell whether the interface is drawn by a driver that needs no terminal: in a browser."""
    return bool(environ.get("TEXTUAL_DRIVER"))


def missing(environ: Mapping[str, str]) -> str:
    """Return why there is no terminal to draw on, empty where there is one. The interface draws on stderr."""
    if elsewhere(environ):
        return ""
    if not sys.stdin.isatty():
        return "stdin is not a terminal"
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        return "stderr is not a terminal, and that is where the interface draws"
    if environ.get("TERM", "") in ("", "dumb", "unknown"):
        return f"TERM={environ.get('TERM', '')} cannot place characters"
    return ""


def gone(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal that the interface was started on is no longer there."""
    return not elsewhere(environ) and (sys.__stdin__ is None or not sys.__stdin__.isatty())


def own_colors(environ: Mapping[str, str]) -> bool:
    """Tell whether to use the terminal's own colours: it has sixteen only, or none are wanted (NO_COLOR)."""
    if environ.get("NO_COLOR"):
        return True
    if environ.get("TEXTUAL_COLOR_SYSTEM"):
        return environ["TEXTUAL_COLOR_SYSTEM"] == "standard"
    console = Console(force_terminal=True, _environ=dict(environ), legacy_windows=False)
    return console.color_system == "standard"


def plain_characters() -> bool:
    """Tell whether the terminal's encoding has no block and line characters."""
    encoding = getattr(sys.__stderr__, "encoding", None) or "ascii"
    try:
        "▌▾◆━".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    return False
