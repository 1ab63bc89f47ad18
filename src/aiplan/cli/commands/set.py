"""Give a key of the plan a value.

    aiplan set tasks.label-10k.duration 8d
    aiplan set label-10k.duration '{ optimistic = "5d", likely = "8d", pessimistic = "20d" }'
    aiplan set label-10k.depends_on 'collect-photos SS+5d, taxonomy'
    aiplan set label-10k.depends_on --append 'rights'
    aiplan set project.as_of today

An id that is unique needs no section before it. Text needs no quotes; the key decides what a value is.
"""

from __future__ import annotations

import argparse

from aiplan.cli.addressing import resolve
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.notation import shown
from aiplan.cli.options import today
from aiplan.cli.values import parse_value
from aiplan.core.plain import MISSING, get
from aiplan.model.address import format_address
from aiplan.model.edits import AppendEntry, SetField


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("address", metavar="ADDRESS", help="such as tasks.label-10k.duration, or label-10k.duration")
    parser.add_argument("value", metavar="VALUE", help="text, 8d, 2026-03-31, 0.4, true, or TOML")
    parser.add_argument("--append", action="store_true", help="add VALUE to the list instead of replacing it")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Set the value."""
    session = open_session(args, as_of=args.as_of)
    data = session.text.data
    path = resolve(args.address, data)
    value = parse_value(path, args.value, data, today=today(), entry=args.append)
    address = format_address(path)
    if args.append:
        return carry_out(
            args, session, [AppendEntry(path, value)], [f"{address}: added {shown(value)}"], tell="briefly"
        )
    was = get(data, path)
    did = f"{address}: {shown(value)}" if was is MISSING else f"{address}: {shown(was)} → {shown(value)}"
    return carry_out(args, session, [SetField(path, value)], [did], tell="briefly")
