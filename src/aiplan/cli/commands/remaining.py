"""Record how much work is left of something under way, counted from the data date."""

from __future__ import annotations

import argparse

from aiplan.cli import progress
from aiplan.cli.addressing import work_id
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.opening import plural


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID")
    parser.add_argument("duration", metavar="DURATION", help="working days or weeks, such as 5d or 2w")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Record what is left."""
    session = open_session(args, as_of=args.as_of)
    schedule = session.schedule
    key = work_id(args.id, schedule.ids)
    edits = progress.need(schedule, key, args.duration)
    was = plural(schedule[key].remaining, "day")
    did = f"{key} needs {args.duration} more from {schedule.as_of} on (it was {was})"
    return carry_out(args, session, edits, [did])
