"""Open the plan in the terminal interface."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from aiplan.cli.options import add_as_of, add_file, plan_path, today
from aiplan.errors import PlanNotFound, UsageError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_as_of(parser)
    parser.add_argument("--ascii", action="store_true", help="draw with plain characters")
    parser.add_argument("--language", choices=("en", "zh"), help="of the interface; default: the settings, the locale")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")


def run(args: argparse.Namespace) -> int:
    """Open the interface; where no plan is named and none or several lie here, on the start screen."""
    path: Path | None = None
    plans: tuple[Path, ...] = ()
    lacking = missing_terminal()
    try:
        path = plan_path(args)
    except PlanNotFound:
        if lacking or args.file is not None or args.plan is not None:
            raise
        from aiplan.store.lookup import plans_in

        plans = plans_in(Path.cwd())
    if lacking:
        raise UsageError(
            f"the interface needs a terminal: {lacking}",
            hint=f"aiplan schedule {path}  prints the dates; aiplan --help  lists what works without one",
        )
    from aiplan.tui.program import Wishes
    from aiplan.tui.program import run as run_program

    wishes = Wishes(
        today=today(),
        as_of=args.as_of,
        ascii_only=args.ascii,
        mouse=not args.no_mouse,
        language=args.language or "",
    )
    return run_program(path, wishes, plans=plans)


def missing_terminal() -> str:
    """Return what is missing for the interface, which draws on stderr; empty where nothing is."""
    if os.environ.get("TEXTUAL_DRIVER"):  # draws elsewhere: in a browser
        return ""
    if not sys.stdin.isatty():
        return "stdin is not one"
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        return "stderr is not one, and that is where it draws"
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "TERM is not set" if not os.environ.get("TERM") else "TERM is dumb"
    return ""
