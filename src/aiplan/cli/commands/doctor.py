"""Look at everything the program stands on: terminal, encoding, colours, git, packages, settings, the plan.

Prints one line for each, with what to do where something is missing. Exit 1 where something does not work.
"""

from __future__ import annotations

import argparse

from aiplan.cli import diagnostics, output
from aiplan.cli.options import add_file, add_format

_SIGNS = {"ok": "ok", "note": "note", "bad": "BAD"}
_STYLES = {"ok": "green", "note": "yellow", "bad": "bold red"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print what was found; exit 1 where something does not work."""
    from aiplan.cli.examine import examine

    found = list(examine(args.file if args.file is not None else args.plan))
    bad = any(fact.state == "bad" for fact in found)
    if args.format == "json":
        facts = [{"area": f.area, "name": f.name, "state": f.state, "value": f.value, "hint": f.hint} for f in found]
        output.emit_json({"ok": not bad, "facts": facts})
        return diagnostics.FINDINGS if bad else diagnostics.OK
    area = ""
    for fact in found:
        if fact.area != area:
            output.emit(("\n" if area else "") + output.styled(fact.area, "bold"))
            area = fact.area
        sign = output.styled(output.pad(_SIGNS[fact.state], 6), _STYLES[fact.state])
        head = f"  {sign}{output.pad(fact.name, 18)}"
        output.emit(head + output.paragraph(fact.value, " " * 26).strip())
        if fact.hint:
            output.emit(output.paragraph(fact.hint, " " * 26))
    return diagnostics.FINDINGS if bad else diagnostics.OK
