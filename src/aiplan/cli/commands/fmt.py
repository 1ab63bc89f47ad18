"""Put plans in canonical form: order of keys, lists by line, spacing.

Tables stay where they are, comments with what they belong to, and the plan says the same.
Exit 1 with --check where a file is not canonical, or where merge conflicts stand in one.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_file, find


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, many=True)
    parser.add_argument("--check", action="store_true", help="only say which files are not canonical")
    parser.add_argument("--diff", action="store_true", help="print what would change, write nothing")


def run(args: argparse.Namespace) -> int:
    """Format the files."""
    named = [*args.files, *([args.file] if args.file is not None else [])]
    codes = [_format(path, args) for path in ([find(name) for name in named] or [find(None)])]
    return max(codes)


def _format(path: Path, args: argparse.Namespace) -> int:
    from aiplan.store.canonical import format_text
    from aiplan.store.files import read_file, save
    from aiplan.store.text import PlanText

    stored = read_file(path)
    text = PlanText.from_bytes(stored.raw, path=str(path))
    if text.read_only:
        diagnostics.note(f"{path}: merge conflicts stand in the file; it was not touched")
        return diagnostics.FINDINGS
    raw = format_text(text).to_bytes()
    if raw == stored.raw:
        if not args.diff:
            output.emit(f"{path} is canonical")
        return diagnostics.OK
    if args.diff:
        for line in _diff(path, stored.raw, raw):
            output.emit(line)
    if args.check:
        if not args.diff:
            output.emit(f"{path} is not canonical")
        return diagnostics.FINDINGS
    if not args.diff:
        save(path, raw, stored.digest)
        output.emit(f"formatted {path}")
    return diagnostics.OK


def _diff(path: Path, old: bytes, new: bytes) -> Iterator[str]:
    """Yield the lines of a unified diff, without their line ends."""
    before, after = (raw.decode().splitlines(keepends=True) for raw in (old, new))
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line.removesuffix("\n")
