"""Merge a plan file for git; `aiplan git install` sets this up.

Called by git as: aiplan merge-driver %O %A %B --marker-size=%L --path=%P. The result replaces the current side; exit 1
with conflict markers where something is to be settled. Whatever goes wrong, git's own text merge is done instead.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output
from aiplan.cli.options import accept_file

if TYPE_CHECKING:
    from aiplan.store.merging.soundness import Flaw


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("base", metavar="BASE", help="the common ancestor")
    parser.add_argument("current", metavar="CURRENT", help="the side merged into")
    parser.add_argument("incoming", metavar="INCOMING", help="the side merged")
    parser.add_argument("--marker-size", metavar="N", default="7", help="length of conflict markers (default: 7)")
    parser.add_argument("--path", metavar="NAME", default="", help="what the file is called in the repository")
    parser.add_argument("-o", "--output", metavar="OUT", help="write the result here (merge-driver: to CURRENT)")
    accept_file(parser)


def run(args: argparse.Namespace) -> int:
    """Merge into the current side; exit 1 with markers where something is to be settled."""
    target = args.output or args.current
    return merge(args, target)


def merge(args: argparse.Namespace, target: str | None) -> int:
    """Merge the three files of `args` into `target` (standard output for `None`)."""
    from aiplan.store.merging.merge import merge_plans

    size = int(args.marker_size) if args.marker_size.isdigit() and int(args.marker_size) > 0 else 7
    name = args.path if args.path and not args.path.startswith("%") else args.current
    try:
        base, current, incoming = (Path(p).read_bytes() for p in (args.base, args.current, args.incoming))
        raw, merged = merge_plans(base, current, incoming, marker_size=size)
        _write(raw, target)
    except Exception as error:  # noqa: BLE001 - a driver that fails without a merge would lose the other side
        diagnostics.note(f"{name}: merged as text, since {_why(error)}")
        return _text_merge(args, size, target)
    for flaw in merged.flaws:
        diagnostics.note(f"{name}: {_words(flaw)}")
    for table, key in merged.conflicts:
        diagnostics.note(
            f"{name}: both sides changed {'.'.join((*table, *key)).replace('.[', '[') or 'the head of the file'}"
        )
    return diagnostics.FINDINGS if merged.conflicts else diagnostics.OK


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename} cannot be read: {(error.strerror or str(error)).lower()}"
    return str(error) or type(error).__name__


def _words(flaw: Flaw) -> str:
    place = ".".join((*flaw.table, flaw.key) if flaw.key else flaw.table)
    if flaw.kind == "cycle":
        return f"{place} closes a cycle"
    if flaw.kind == "duplicate":
        return f"{place} and {flaw.target}.{flaw.table[1]} have one id"
    return f"{place} names {flaw.target}, which the other side removed"


def _write(raw: bytes, target: str | None) -> None:
    if target is None:
        output.emit(raw.decode().removesuffix("\n"))
    else:
        _replace(Path(target), raw)


def _replace(target: Path, raw: bytes) -> None:
    """Put `raw` in the place of `target` at once: whoever kills this process finds the old file or the new one.

    The name beside it is known to the driver that `aiplan git install` configures, which takes it away.
    """
    target = target.resolve()
    beside = target.with_name(f"{target.name}.aiplan")
    try:
        beside.write_bytes(raw)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _text_merge(args: argparse.Namespace, size: int, target: str | None) -> int:
    """Do git's own text merge; where even that fails, put both sides between markers."""
    words = ["git", "merge-file", "-p", "-L", "current", "-L", "base", "-L", "incoming", f"--marker-size={size}"]
    current, incoming = Path(args.current).read_bytes(), Path(args.incoming).read_bytes()
    try:
        done = subprocess.run([*words, args.current, args.base, args.incoming], capture_output=True, check=False)
        code, raw = done.returncode, done.stdout
    except OSError:
        code, raw = 255, b""
    if code < 0 or code > 127:
        sides = [side if side.endswith(b"\n") else side + b"\n" for side in (current, incoming)]
        lines = [b"<" * size + b" current\n", sides[0], b"=" * size + b"\n", sides[1], b">" * size + b" incoming\n"]
        code, raw = 1, b"".join(lines)
    if target is None:
        output.emit(raw.decode(errors="replace").removesuffix("\n"))
    else:
        _replace(Path(target), raw)
    return diagnostics.FINDINGS if code else diagnostics.OK
