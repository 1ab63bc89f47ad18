"""Yes or no, asked on a terminal."""

from __future__ import annotations

import sys


def interactive() -> bool:
    """Tell whether somebody is there to be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def yes(question: str) -> bool:
    """Return whether the person says yes; anything else means no. The question goes to stderr."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
