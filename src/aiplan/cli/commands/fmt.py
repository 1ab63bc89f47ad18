"""Put plans in canonical form: order of keys, lists by line, spacing.

Tables stay where they are, comments with what they belong to, and the plan says the same.
Exit 1 with --check where a file is not canonical, or where merge conflicts stand in one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_file, find_many
from aiplan.errors import AiplanError


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, many=True)
    parser.add_argument("--check", action="store_true", help="only say which files are not canonical")
    parser.add_argument("--diff", action="store_true", help="print what would change, write nothing")
    parser.add_argument("--exit-code", action="store_true", help="exit 1 where a file was changed, as hooks do")


def run(args: argparse.Namespace) -> int:
    """Format the files; one that cannot be formatted does not stop the others."""
    codes = []
    for path in find_many(args):
        try:
            codes.append(_format(path, args))
        except AiplanError as error:
            codes.append(diagnostics.fail(error))
    return max(codes)


def _format(path: Path, args: argparse.Namespace) -> int:
    from aiplan.cli.textdiff import unified
    from aiplan.store.canonical import format_text
    from aiplan.store.files import read_file, save
    from aiplan.store.text import PlanText

    stored = read_file(path)
    text = PlanText.from_bytes(stored.raw, path=str(path))
    if text.read_only:
        diagnostics.note(f"{path}: merge conflicts stand in the file; it was not touched")
        return diagnostics.FINDINGS
    formatted = format_text(text)
    raw = formatted.to_bytes()
    if raw == stored.raw:
        if not args.diff:
            output.emit(f"{path} is canonical")
        return diagnostics.OK
    if args.diff:
        for line in unified(path.as_posix(), text.text, formatted.text):
            output.emit(line)
    elif args.check:
        output.emit(f"{path} is not canonical")
    else:
        save(path, raw, stored.digest)
        output.emit(f"formatted {path}")
    wanted = args.check or (args.exit_code and not args.diff)
    return diagnostics.FINDINGS if wanted else diagnostics.OK
