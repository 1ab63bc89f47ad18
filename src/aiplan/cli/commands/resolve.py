"""Settle the merge conflicts in a plan, entry by entry.

aiplan resolve                          list them; on a terminal, ask about each
aiplan resolve --current                take the current side of all
aiplan resolve --incoming tasks.label   take the incoming side of what is about tasks.label
aiplan resolve --list                   only list them; --json as data

Not a byte outside the conflicts that are settled changes. Exit 1 while some are left.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output, questions
from aiplan.cli.opening import open_path, plural, say_errors
from aiplan.cli.options import add_dry_run, add_format, find
from aiplan.errors import UnknownAddress, UsageError
from aiplan.model.address import Path, parse_address

if TYPE_CHECKING:
    from aiplan.store.files import Stored
    from aiplan.store.settling import Choice, Dispute


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("addresses", metavar="ADDRESS", nargs="*", default=[], help="what the conflicts are about")
    parser.add_argument("-f", "--file", metavar="FILE", help="the plan (default: aiplan.toml or the one *.plan.toml)")
    side = parser.add_mutually_exclusive_group()
    side.add_argument("--current", dest="side", action="store_const", const="current", help="take the current side")
    side.add_argument("--incoming", dest="side", action="store_const", const="incoming", help="take the incoming side")
    side.add_argument("--list", action="store_true", help="only list the conflicts")
    add_format(parser, "text", "json")
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """List or settle the conflicts; exit 1 while some are left."""
    from aiplan.store.files import read_file
    from aiplan.store.settling import disputes
    from aiplan.store.text import PlanText

    addresses, named = _split(args.addresses, args.file)
    path = find(named)
    stored = read_file(path)
    text = PlanText.from_bytes(stored.raw, path=str(path)).text
    found = disputes(text)
    if args.format == "json" and args.side is None:
        output.emit_json({"schema_version": 1, "file": str(path), "conflicts": [_json(d) for d in found]})
        return diagnostics.FINDINGS if found else diagnostics.OK
    if not found:
        output.emit(f"{path}: no merge conflicts")
        return diagnostics.OK
    meant = _meant(found, addresses)
    if args.side is not None:
        return _write(args, path, stored, dict.fromkeys(meant, args.side))
    if args.list or not questions.interactive():
        _list(path, found, meant)
        if not args.list:
            diagnostics.note("--current or --incoming takes a side; on a terminal it asks about each")
        return diagnostics.FINDINGS
    return _ask_all(args, path, stored, [(i, found[i]) for i in meant])


def _split(words: Sequence[str], named: str | None) -> tuple[list[str], str | None]:
    files = [w for w in words if w.endswith(".toml")]
    if len(files) > 1 or (files and named is not None):
        raise UsageError("resolve: name one plan")
    return [w for w in words if not w.endswith(".toml")], files[0] if files else named


def _meant(found: Sequence[Dispute], addresses: Sequence[str]) -> list[int]:
    """Return the positions of the conflicts that are about one of `addresses`; all where none is named."""
    paths: list[Path] = []
    for address in addresses:
        try:
            paths.append(parse_address(address))
        except ValueError as error:
            raise UsageError(f"resolve: {error}") from None
        if not any(dispute.is_about(paths[-1]) for dispute in found):
            known = ", ".join(dict.fromkeys(a for d in found for a in d.addresses))
            raise UnknownAddress(address, f"no conflict is about {address}", hint=f"they are about {known}")
    return [i for i, d in enumerate(found) if not paths or any(d.is_about(path) for path in paths)]


def _list(path: pathlib.Path, found: Sequence[Dispute], meant: Sequence[int]) -> None:
    output.emit(output.styled(f"{plural(len(found), 'merge conflict')} in {path}", "bold"))
    for position in meant:
        output.emit("")
        for line in _shown(position, found[position]):
            output.emit(line)


def _shown(position: int, dispute: Dispute) -> list[str]:
    about = ", ".join(dispute.addresses) or "the head of the file"
    lines = [output.styled(f"{position + 1}  {about}", "bold") + f"  line {dispute.conflict.start}"]
    for name, label, text in (
        ("current", dispute.conflict.current, dispute.current),
        ("base", "", dispute.base),
        ("incoming", dispute.conflict.incoming, dispute.incoming),
    ):
        if text is not None:
            lines.append(f"   {name}{f' ({label})' if label not in ('', name) else ''}:")
            lines += [f"     {_steady(line)}" for line in text.splitlines()] or ["     (nothing)"]
    return lines


def _steady(line: str) -> str:
    """Return a line without characters that steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in line).rstrip()


def _ask_all(args: argparse.Namespace, path: pathlib.Path, stored: Stored, found: Sequence[tuple[int, Dispute]]) -> int:
    """Ask about each conflict; write once, at the end."""
    choices: dict[int, Choice] = {}
    for number, (position, dispute) in enumerate(found, 1):
        print("\n".join(["", *_shown(position, dispute)]), file=sys.stderr)
        said = _ask(f"   {number}/{len(found)}  [c]urrent, [i]ncoming, [s]kip or [q]uit? ")
        if said == "q":
            diagnostics.note("left; nothing was written")
            return diagnostics.FINDINGS
        if said in ("c", "i"):
            choices[position] = "current" if said == "c" else "incoming"
    return _write(args, path, stored, choices)


def _ask(prompt: str) -> str:
    """Return c, i, s or q."""
    while True:
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        said = line.strip().lower()[:1] if line else "q"
        if said in ("c", "i", "s", "q"):
            return said


def _write(args: argparse.Namespace, path: pathlib.Path, stored: Stored, choices: Mapping[int, Choice]) -> int:
    from aiplan.store.files import save
    from aiplan.store.settling import disputes, settle
    from aiplan.store.text import PlanText

    before = PlanText.from_bytes(stored.raw, path=str(path))
    count = len(disputes(before.text))
    settled = settle(before.text, choices)
    left = count - len(choices)
    words = f"{len(choices)} of {plural(count, 'conflict')} settled" + (f", {left} left" if left else "")
    if args.dry_run or not choices:
        output.emit(f"{path}: {words} (nothing was written)")
        return diagnostics.FINDINGS if left else diagnostics.OK
    bom = b"\xef\xbb\xbf" if before.bom else b""
    save(path, bom + settled.encode(), stored.digest)
    output.emit(f"{path}: {words}")
    if left:
        return diagnostics.FINDINGS
    diagnostics.note(f"tell git that it is settled: git add {path}")
    return say_errors(open_path(path, args))


def _json(dispute: Dispute) -> dict[str, object]:
    conflict = dispute.conflict
    return {
        "lines": [conflict.start, conflict.end],
        "addresses": list(dispute.addresses),
        "current": {"label": conflict.current, "text": dispute.current},
        "incoming": {"label": conflict.incoming, "text": dispute.incoming},
        "base": dispute.base,
    }
