"""Record that work has begun; an experiment begins its next attempt."""

from __future__ import annotations

import argparse

from aiplan.cli import progress
from aiplan.cli.addressing import work_id
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.options import day


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--on", metavar="DATE", type=day, help="default: the last working day before the data date")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Record the start."""
    session = open_session(args, as_of=args.as_of)
    key = work_id(args.id, session.schedule.ids)
    on = args.on or progress.default_day(session.schedule, key)
    edits = progress.begin(session.schedule, session.text.data, key, on)
    return carry_out(args, session, edits, [f"{key} began on {on}"])
