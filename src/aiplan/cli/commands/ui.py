"""Open the plan in the terminal interface."""

from __future__ import annotations

import argparse
import os
import sys

from aiplan.cli.options import add_as_of, add_file, plan_path, today
from aiplan.errors import UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_as_of(parser)
    parser.add_argument("--ascii", action="store_true", help="draw with plain characters")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")


def run(args: argparse.Namespace) -> int:
    """Open the interface."""
    path = plan_path(args)
    lacking = missing_terminal()
    if lacking:
        raise UsageError(
            f"the interface needs a terminal: {lacking}",
            hint=f"aiplan schedule {path}  prints the dates; aiplan --help  lists what works without one",
        )
    from aiplan.tui.app import run as run_app

    return run_app(path, today=today(), as_of=args.as_of, ascii_only=args.ascii, mouse=not args.no_mouse)


def missing_terminal() -> str:
    """Return what is missing for the interface, which draws on stderr; empty where nothing is."""
    if not sys.stdin.isatty():
        return "stdin is not one"
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        return "stderr is not one, and that is where it draws"
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "TERM is not set" if not os.environ.get("TERM") else "TERM is dumb"
    return ""
