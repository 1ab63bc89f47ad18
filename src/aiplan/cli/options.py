"""The argument parser of every command, and the options they share."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from aiplan.cli.diagnostics import nearest
from aiplan.cli.help_text import HelpFormatter
from aiplan.errors import PlanNotFound, UsageError

LANGUAGES = ("en", "zh")
"""Languages that the program answers in."""
YEARS = range(1000, 9000)
"""Years that dates are taken from; others are slips of the finger, and too near to the end of all calendars."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises `UsageError` instead of leaving, and knows what was probably meant."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=HelpFormatter,
        )
        # Not only numbers but all values that begin like one (-5d) are values, so that they can be refused as such.
        self._negative_number_matcher = re.compile(r"-\.?\d")

    def error(self, message: str) -> NoReturn:
        """Raise `message` as a usage error."""
        usage = " ".join(self.format_usage().split())
        raise UsageError(f"{self.prog.removeprefix('aiplan ')}: {message}", hint=f"{usage}\nhelp: {self.prog} --help")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return `words` as arguments; options may stand anywhere.

        Raises:
            UsageError: where they make no sense.
        """
        args, rest = self.parse_known_intermixed_args(list(words))
        if rest:
            word = rest[0]
            close = nearest(word.split("=")[0], self._option_string_actions) if word.startswith("-") else ""
            what = "option" if word.startswith("-") else "argument"
            plan = next((each for each in words if each.endswith(".toml")), "")
            if not close and plan and "--file" in self._option_string_actions:
                close = f"a plan is named with -f {plan}"
            self.error(f"unknown {what} {word}" + (f"; {close}" if close else ""))
        return args


def add_file(parser: argparse.ArgumentParser, *, positional: bool = False, many: bool = False) -> None:
    """Add `-f FILE`, and a positional FILE where no other positional stands."""
    parser.add_argument("-f", "--file", metavar="FILE", help="the plan (default: aiplan.toml or the one *.plan.toml)")
    if many:
        parser.add_argument("files", metavar="PATH", nargs="*", default=[], help="plans, or folders with plans in them")
    elif positional:
        parser.add_argument("plan", metavar="FILE", nargs="?", help="the same without -f")


def accept_file(parser: argparse.ArgumentParser) -> None:
    """Accept `-f FILE` on a command that needs no plan, so that it may be given everywhere."""
    parser.add_argument("-f", "--file", help=argparse.SUPPRESS)


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """Add `--as-of DATE`."""
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=day,
        help="compute as of this data date (2026-03-31 or today; default: the plan's)",
    )


def add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    """Add `--format` with these formats, the first being the default, and `--json` as its alias."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=f"default: {formats[0]}")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="same as --format json")


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add `--language`."""
    parser.add_argument("--language", choices=LANGUAGES, help="default: that of the plan")


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Add `--dry-run`."""
    parser.add_argument("-n", "--dry-run", action="store_true", help="say what would happen, write nothing")


def today() -> dt.date:
    """Return the day it is where the person sits."""
    return dt.date.today()


def day(text: str) -> dt.date:
    """Return the date written as `2026-03-31` or `today`.

    Raises:
        argparse.ArgumentTypeError: where `text` is neither.
    """
    word = text.strip().lower()
    if word == "today":
        return today()
    try:
        found = dt.datetime.strptime(word, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it as 2026-03-31, or today") from None
    if found.year not in YEARS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date that can be planned: write it as 2026-03-31, or today"
        )
    return found


def plan_path(args: argparse.Namespace) -> Path:
    """Return the path of the plan that the command line names, or the one lying here.

    Raises:
        UsageError: where two different files are named.
        PlanNotFound: where there is none, or several and none chosen.
    """
    named: str | None = args.file
    other: str | None = getattr(args, "plan", None)
    if named is not None and other is not None and Path(named) != Path(other):
        raise UsageError(f"two plans are named: {named} and {other}", hint="name one, with -f or without")
    return find(named if named is not None else other)


def find_many(args: argparse.Namespace) -> list[Path]:
    """Return the paths of all plans that the command line names, each once; of a folder, all that lie in and below it.

    Raises:
        UsageError: where something named cannot be a file.
        PlanNotFound: where a folder holds none, or none is named and none or several lie here.
    """
    from aiplan.store.lookup import plans_below

    named = [*args.files, *([args.file] if args.file is not None else [])]
    if not named:
        return [find(None)]
    found: list[Path] = []
    for name in named:
        try:
            found += plans_below(Path(name)) if Path(name).is_dir() else [Path(name)]
        except ValueError as error:
            raise UsageError(f"{name!r} is not the name of a file: {error}") from None
    return list(dict.fromkeys(found))


def find(named: str | None) -> Path:
    """Return the path of the plan called `named`, as it was written, or of the one lying here.

    Raises:
        PlanNotFound: where there is none, or several and none chosen.
    """
    from aiplan.store.lookup import find_plan

    try:
        here = Path() if named is not None else Path.cwd()
    except FileNotFoundError:
        raise PlanNotFound(
            "the folder you are in is gone", hint="cd to one that exists, or name a plan: -f FILE"
        ) from None
    try:
        path = find_plan(here, named)
    except ValueError as error:
        raise UsageError(f"{named!r} is not the name of a file: {error}") from None
    return path if named is not None else Path(path.name)
