"""Teach git about plans in this repository: a merge that loses nothing, hunk headers that name the table.

aiplan git install [FILE]   set up configuration and .gitattributes; FILE: a plan with another name
aiplan git uninstall        take it back
aiplan git status           what is set up; --check exits 1 where something is missing
"""

from __future__ import annotations

import argparse
from pathlib import Path

from aiplan.cli import diagnostics, output


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=("install", "uninstall", "status"), help="what to do")
    parser.add_argument("files", metavar="FILE", nargs="*", default=[], help="plans with other names")
    parser.add_argument("-f", "--file", metavar="FILE", help="the same as naming FILE")
    parser.add_argument("--check", action="store_true", help="status: exit 1 where something is missing")


def run(args: argparse.Namespace) -> int:
    """Set up, take back or tell; exit 1 with --check where something is missing."""
    from aiplan.review.git import Repository
    from aiplan.review.setup import install, status, uninstall

    repository = Repository.of(Path.cwd())
    named = [*args.files, *([args.file] if args.file else [])]
    files = tuple(repository.name_of(Path(name)) for name in named)
    if args.what == "install":
        changed = install(repository, files)
        output.emit("\n".join(changed) if changed else "everything was set up already")
        if changed:
            output.emit("commit .gitattributes; everybody who clones runs aiplan git install once")
        return diagnostics.OK
    if args.what == "uninstall":
        changed = uninstall(repository)
        output.emit("\n".join(changed) if changed else "nothing was set up")
        return diagnostics.OK
    settings = status(repository, files)
    for setting in settings:
        output.emit(f"{'ok     ' if setting.right else 'missing'}  {setting.name}")
    missing = not all(s.right for s in settings)
    if missing:
        diagnostics.note("aiplan git install sets it up")
    return diagnostics.FINDINGS if missing and args.check else diagnostics.OK
