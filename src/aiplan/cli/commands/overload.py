"""Where the plan asks more of a team or resource than it has.

The dates are those of the links alone; aiplan level shows what becomes of the
dates where work waits its turn.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.opening import open_plan, plural, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column, Row

if TYPE_CHECKING:
    from aiplan.core.levelling.overload import Overload
    from aiplan.core.schedule import Schedule

_COLUMNS = (
    Column("team or resource"),
    Column("from"),
    Column("to"),
    Column("days", "right"),
    Column("asked", "right"),
    Column("has", "right"),
    Column("by"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the overloads; exit 1 where the plan has errors."""
    opened = open_plan(args)
    from aiplan.core.levelling.overload import overloads

    found = overloads(opened.schedule)
    if args.format == "json":
        output.emit_json({"schema_version": 1, "overloads": as_json(found)})
    elif found:
        _print(opened.schedule, found)
    else:
        output.emit("No team or resource is asked for more than it has.")
    return say_errors(opened)


def _print(schedule: Schedule, found: Sequence[Overload]) -> None:
    ordered = sorted(found, key=lambda o: (o.pool, o.first))
    fixed = [_cells(schedule, o) for o in ordered]
    titles = [column.title for column in _COLUMNS[:-1]]
    taken = sum(max(output.cells(row[i]) for row in [titles, *fixed]) + output.GAP for i in range(len(titles)))
    rows = []
    for cells, overload in zip(fixed, ordered, strict=True):
        by = output.wrap([f"{key}," for key in overload.ids], " ", max(16, output.width() - taken))
        first, *more = by.removesuffix(",").split("\n")
        rows.append(Row((*cells, first), "red"))
        rows += [Row(("",) * len(cells) + (line,), "red") for line in more]
    output.table(_COLUMNS, rows)
    for pool, spans in groupby(ordered, key=lambda o: o.pool):
        days = sum(_days(schedule, o) for o in spans)
        output.emit(f"{pool}: {plural(days, 'working day')} with more than it has")


def _cells(schedule: Schedule, o: Overload) -> tuple[str, ...]:
    days = str(_days(schedule, o))
    return o.pool, o.first.isoformat(), o.last.isoformat(), days, str(o.demand), str(o.capacity)


def _days(schedule: Schedule, o: Overload) -> int:
    calendar = schedule.calendar_of(o.ids[0])
    return calendar.count(o.first, o.last) + int(calendar.is_working(o.last))


def as_json(found: Sequence[Overload]) -> list[dict[str, Any]]:
    """Return overloads as JSON."""
    return [
        {
            "id": o.pool,
            "from": o.first.isoformat(),
            "to": o.last.isoformat(),
            "demand": o.demand,
            "capacity": o.capacity,
            "activities": list(o.ids),
        }
        for o in found
    ]
