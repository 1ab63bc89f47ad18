"""Give an item another id, in its headers and everywhere it is referred to."""

from __future__ import annotations

import argparse

from aiplan.cli.addressing import resolve
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.opening import plural
from aiplan.core.references import references
from aiplan.errors import UsageError
from aiplan.model.address import format_address
from aiplan.model.edits import RenameItem
from aiplan.model.shape import sections


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("old", metavar="OLD", help="an id, or an address such as tasks.label-10k")
    parser.add_argument("new", metavar="NEW", help="the new id")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Rename the item."""
    session = open_session(args, as_of=args.as_of)
    data = session.text.data
    path = resolve(args.old, data)
    if len(path) != 2 or path[0] not in sections():
        raise UsageError(f"{args.old} is not an item", hint="only items have an id: tasks, milestones, metrics, …")
    section, old = str(path[0]), str(path[1])
    new = args.new.removeprefix(f"{section}.")
    users = len(references(data, section, old))
    did = f"{format_address(path)} is now {format_address((section, new))}"
    if users:
        did += f", and so in {plural(users, 'reference')}"
    edit = RenameItem(section, old, new)
    return carry_out(args, session, [edit], [did], tell="briefly")
