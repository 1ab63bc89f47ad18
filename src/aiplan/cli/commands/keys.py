"""List what can be done with a key: the id of each action, its usual keys and its present ones, and what clashes.

Keys of your own stand in the settings file, whose place is printed:

    [keys]
    "plan.save" = "w"            # or several: "w,ctrl+w"
"""

from __future__ import annotations

import argparse

from aiplan.cli import diagnostics, output
from aiplan.cli.options import accept_file, add_format


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    accept_file(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the table; exit 1 where something of the settings cannot be taken."""
    from aiplan.store.settings import read_settings
    from aiplan.tui.keymap import actions, resolve

    settings = read_settings()
    found = resolve(settings.keys)
    problems = [*settings.problems, *(f"{settings.place(name)}: {trouble}" for name, trouble in found.problems)]
    rows = [(a, a.usual_keys, found.keys.get(a.id, a.usual_keys)) for a in actions()]
    if args.format == "json":
        output.emit_json(
            {
                "settings": str(settings.path),
                "actions": [
                    {"id": a.id, "where": a.scope, "usual": list(usual), "keys": list(now), "help": a.help}
                    for a, usual, now in rows
                ],
                "problems": problems,
            }
        )
        return diagnostics.FINDINGS if problems else diagnostics.OK
    columns = (
        output.Column("action"),
        output.Column("keys"),
        output.Column("usual"),
        output.Column("what it does", flexible=True),
    )
    output.table(columns, ((a.id, " ".join(now), "" if now == usual else " ".join(usual), a.help)
                           for a, usual, now in rows))  # fmt: skip
    output.emit(f"\nKeys of your own: [keys] in {settings.path}")
    for problem in problems:
        diagnostics.note(problem)
    return diagnostics.FINDINGS if problems else diagnostics.OK
