"""Freeze the dates of today's forecast under a name, to compare with later."""

from __future__ import annotations

import argparse

from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.opening import plural
from aiplan.core.freezing import frozen
from aiplan.core.plain import MISSING, get
from aiplan.errors import InvalidEdit
from aiplan.model.address import format_address
from aiplan.model.edits import AddItem, Edit, RemoveItem


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("name", metavar="NAME", help="such as kickoff")
    parser.add_argument("--replace", action="store_true", help="where a baseline of this name exists")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Add the baseline."""
    session = open_session(args, as_of=args.as_of)
    address = format_address(("baselines", args.name))
    edits: list[Edit] = []
    if get(session.text.data, ("baselines", args.name)) is not MISSING:
        if not args.replace:
            raise InvalidEdit(f"{address} exists", address=address, hint="--replace freezes it anew")
        edits.append(RemoveItem("baselines", args.name))
    values = frozen(session.schedule)
    edits.append(AddItem("baselines", args.name, values))
    count = plural(len(values["finish"]), "activity").replace("activitys", "activities")
    return carry_out(args, session, edits, [f"{address} holds {count} as of {session.schedule.as_of}"], tell="nothing")
