"""Print the dates, float and critical path of everything in the plan.

Float is how many working days an activity can slip before the finish or a deadline moves; * marks what cannot.
With --level the work waits for its teams and resources, too.
"""

from __future__ import annotations

import argparse

from aiplan.cli import output
from aiplan.cli.opening import Opened, headline, open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column, Row
from aiplan.core.result import Activity

COLUMNS = (
    Column("id"),
    Column("title", flexible=True),
    Column("start"),
    Column("finish"),
    Column("float", "right"),
    Column("*"),
    Column("status", droppable=True),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_as_of(parser)
    add_format(parser, "text", "json")
    parser.add_argument("--critical", action="store_true", help="only what is critical")
    parser.add_argument("--level", action="store_true", help="level teams and resources")
    parser.add_argument("--effort", choices=("normal", "high"), help="of levelling; high searches longer")


def run(args: argparse.Namespace) -> int:
    """Print the schedule; exit 1 where the plan has errors."""
    opened = open_plan(args)
    left: list[str] = []
    if args.level or args.effort:
        from aiplan.cli.commands import level

        found = level.levelled(opened, args.effort)
        opened, left = level.with_findings(opened, found), level.leftovers(found)
    if args.format == "json":
        output.emit_json(opened.schedule.as_json(findings=opened.findings))
    else:
        _print(opened, critical_only=args.critical)
        for line in left:
            output.emit(output.paragraph(line))
    return say_errors(opened)


def _print(opened: Opened, *, critical_only: bool) -> None:
    output.emit(headline(opened))
    shown = [a for a in opened.schedule.activities if a.critical or not critical_only]
    if shown:
        output.emit("")
        output.table(COLUMNS, [row(a) for a in shown])
    elif not opened.schedule.activities:
        output.emit('There is no work in the plan yet; begin with: aiplan add task ID --title "…" duration=5d')


def row(activity: Activity) -> Row:
    """Return one activity as a row of `COLUMNS`."""
    a = activity
    style = "red" if a.critical else "dim" if a.status in ("done", "dropped") else ""
    return Row(
        (
            a.id,
            a.title,
            a.early_start.isoformat() if a.early_start else "—",
            a.early_finish.isoformat() if a.early_finish else "—",
            "" if a.total_float is None else str(a.total_float),
            "*" if a.critical else "",
            a.status + (" ?" if a.incomplete else ""),
        ),
        style,
    )
