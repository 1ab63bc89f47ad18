"""Record that work is finished; of an experiment, how its attempt went."""

from __future__ import annotations

import argparse

from aiplan.cli import progress
from aiplan.cli.addressing import work_id
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.options import day


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID")
    parser.add_argument(
        "--on", metavar="DATE", type=day, help="its last day; default: the last working day before the data date"
    )
    parser.add_argument("--result", choices=progress.RESULTS, help="of an experiment's attempt; default: met")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Record the end."""
    session = open_session(args, as_of=args.as_of)
    key = work_id(args.id, session.schedule.ids)
    on = args.on or progress.default_day(session.schedule, key)
    finish = progress.finish(session.schedule, session.text.data, key, on, args.result)
    fallback = getattr(session.plan.work[key], "fallback", None)
    if session.schedule[key].kind != "experiment" or (fallback is not None and fallback.started is not None):
        did = f"{key} was finished on {on}"
    else:
        did = f"{key}: attempt {args.result or 'met'} on {on}"
    return carry_out(args, session, finish.edits, [did + (f"; {finish.next_step}" if finish.next_step else "")])
