"""Level teams and resources: nothing is done before its team has time for it.

Writes nothing. Shows what waits, for whom, and what that costs in days, beside
the dates by the links alone. aiplan schedule --level prints all levelled
dates, aiplan overload where the plan asks for too much. --effort high searches
longer.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.forecasting import Bar, need_dates
from aiplan.cli.opening import Opened, in_order, open_plan, plural, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column, Row
from aiplan.cli.prose import slip_days
from aiplan.core.result import Activity

if TYPE_CHECKING:
    from aiplan.core.levelling.level import Levelled

_MOVED = (
    Column("id"),
    Column("by links"),
    Column("levelled"),
    Column("days", "right"),
    Column("waits for"),
    Column("title", flexible=True, droppable=True),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    add_effort(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def add_effort(parser: argparse.ArgumentParser) -> None:
    """Add `--effort`."""
    parser.add_argument(
        "--effort", choices=("normal", "high"), help="normal: priority rules; high: a search over 5,000 schedules"
    )


def run(args: argparse.Namespace) -> int:
    """Level and print; exit 1 where the plan has errors."""
    opened = open_plan(args)
    need_dates(opened.schedule)
    found = levelled(opened, args.effort)
    if args.format == "json":
        output.emit_json(_as_json(opened, found))
    else:
        _print(opened, found)
    return say_errors(with_findings(opened, found))


def levelled(opened: Opened, effort: str | None) -> Levelled:
    """Return the plan levelled."""
    from aiplan.core.levelling.level import level_schedule

    with Bar("searching") as bar:
        return level_schedule(opened.schedule, effort="high" if effort == "high" else "normal", progress=bar.step)


def with_findings(opened: Opened, found: Levelled) -> Opened:
    """Return the opened plan with its levelled schedule, and what levelling found besides."""
    known = {(f.code, f.path) for f in opened.findings}
    new = [f for f in opened.loaded.text.located(found.findings) if (f.code, f.path) not in known]
    return Opened(opened.path, opened.loaded, found.schedule, in_order([*opened.findings, *new]))


def _moved(found: Levelled) -> list[tuple[Activity, Activity, int]]:
    """Return what finishes on another day, before and after, with its working days."""
    moved = []
    for now in found.schedule.activities:
        was = found.unlevelled[now.id]
        if was.early_finish is None or now.early_finish is None or was.early_finish == now.early_finish:
            continue
        moved.append((was, now, slip_days(found.schedule, was.early_finish, now.early_finish)))
    return moved


def _print(opened: Opened, found: Levelled) -> None:
    was, now = found.unlevelled.finish, found.schedule.finish
    name = output.clean(opened.plan.project.name) or opened.path.name
    days = 0 if was is None or now is None else slip_days(found.schedule, was, now)
    later = f" ({days:+} working days)" if days else ""
    parts = [name, f"as of {opened.schedule.as_of}", f"finish {was} by links", f"{now} levelled{later}"]
    output.emit(output.wrap(parts))
    moved = _moved(found)
    if not moved:
        output.emit("\nNothing has to wait for a team or resource.")
    else:
        output.emit("")
        output.table(_MOVED, [_row(*moves) for moves in moved])
    for line in leftovers(found):
        output.emit(output.paragraph(line))
    if found.schedules:
        output.emit(f"\n{plural(found.schedules, 'schedule')} generated")


def _row(was: Activity, now: Activity, days: int) -> Row:
    driver = now.driven_by
    waits = driver.id if driver is not None and driver.kind == "team" and driver.id else ""
    style = "red" if now.critical else ""
    dates = [str(was.early_finish), str(now.early_finish)]
    return Row((now.id, *dates, f"{days:+}", waits, now.title), style)


def leftovers(found: Levelled) -> list[str]:
    """Return what levelling cannot mend, as sentences."""
    return [
        f"Still too much for {o.pool} from {o.first} to {o.last}: {o.demand} of {o.capacity}, by {', '.join(o.ids)}."
        for o in found.overloads
    ]


def _as_json(opened: Opened, found: Levelled) -> dict[str, Any]:
    from aiplan.cli.commands.overload import as_json

    return {
        "schema_version": 1,
        "project": {
            "name": opened.plan.project.name,
            "as_of": opened.schedule.as_of.isoformat(),
            "finish": found.unlevelled.finish and found.unlevelled.finish.isoformat(),
            "levelled_finish": found.schedule.finish and found.schedule.finish.isoformat(),
        },
        "schedules": found.schedules,
        "activities": [
            {
                "id": now.id,
                "early_finish": str(was.early_finish),
                "levelled_start": str(now.early_start),
                "levelled_finish": str(now.early_finish),
                "days": days,
                "driven_by": now.driven_by and now.driven_by.as_json(),
            }
            for was, now, days in _moved(found)
        ],
        "overloads": as_json(found.overloads),
    }
