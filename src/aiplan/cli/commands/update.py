"""Move the data date on, and go through everything under way, due or overdue.

On a terminal it asks how each stands; an empty answer keeps what the plan says, q leaves without writing.
With --as-of DATE it sets the date outright and asks nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output, review
from aiplan.cli.editing import carry_out, open_session
from aiplan.cli.opening import plural
from aiplan.cli.options import add_dry_run, add_file, day, today
from aiplan.errors import InvalidEdit, UsageError
from aiplan.model.edits import Edit, SetField

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.session import Session

_AS_OF = ("project", "as_of")


class _Left(Exception):
    """The person wants to go without writing."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the new data date (or today); asks nothing")
    add_dry_run(parser)


def run(args: argparse.Namespace) -> int:
    """Move the data date on."""
    if args.as_of is None and not _terminal():
        raise UsageError(
            "update asks questions, and there is no terminal to ask on",
            hint="give the new data date: aiplan update --as-of today",
        )
    session = open_session(args, as_of=None)
    try:
        return _outright(args, session) if args.as_of is not None else _walk(args, session)
    except _Left:
        diagnostics.note("left; nothing was written")
        return diagnostics.OK


def _outright(args: argparse.Namespace, session: Session) -> int:
    open_work = review.questions(session.schedule, args.as_of)
    code = carry_out(args, session, [_move(args.as_of)], [_moved(session.schedule, args.as_of)])
    if open_work:
        diagnostics.note(f"{plural(len(open_work), 'activity').replace('activitys', 'activities')} to look at:")
        for question in open_work:
            diagnostics.hint(f"{question.activity.id}: {review.state(question, session.schedule)}")
        diagnostics.hint("record it with aiplan start, done and remaining")
    return code


def _walk(args: argparse.Namespace, session: Session) -> int:
    schedule, data = session.schedule, session.text.data
    until = _ask_date(schedule)
    edits: list[Edit] = [_move(until)]
    did = [_moved(schedule, until)]
    open_work = review.questions(schedule, until)
    for number, question in enumerate(open_work, 1):
        a = question.activity
        _say(f"\n{number}/{len(open_work)}  {output.styled(a.id, 'bold')}  {output.clean(a.title)}")
        _say(f"     {review.state(question, schedule)}")
        while True:
            said = _ask(f"     {review.asks(question)} [keep] ")
            try:
                new = review.answer(schedule, data, question, said, until=until)
            except InvalidEdit as error:
                _say(f"     {error}" + (f"; {error.hint}" if error.hint else ""))
                continue
            if new:
                edits += new
                did.append(f"{a.id}: {' '.join(said.split())}")
            break
    _say("")
    return carry_out(args, session, edits, did)


def _ask_date(schedule: Schedule) -> dt.date:
    was = schedule.as_of_given
    offered = max(today(), was)
    while True:
        said = _ask(f"The data date is {was}. New data date? [{offered}] ")
        try:
            until = day(said) if said else offered
        except argparse.ArgumentTypeError as error:
            _say(str(error))
            continue
        if until >= was:
            return until
        _say(f"{until} lies before {was}; to go back: aiplan update --as-of {until}")


def _move(until: dt.date) -> SetField:
    return SetField(_AS_OF, until)


def _moved(schedule: Schedule, until: dt.date) -> str:
    was = schedule.plan.project.as_of
    return f"data date {was} → {until}" if was is not None else f"data date {until}"


def _ask(prompt: str) -> str:
    """Return what the person answers; the prompt goes to stderr, since stdout is the result."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        _say("")
        raise _Left
    said = line.strip()
    if said.lower() in ("q", "quit"):
        raise _Left
    return said


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
