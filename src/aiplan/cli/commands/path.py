"""Print the driving path: the chain of work that sets the finish of the project, or the date of one milestone."""

from __future__ import annotations

import argparse
from typing import Any

from aiplan.cli import output, prose
from aiplan.cli.addressing import work_id
from aiplan.cli.opening import Opened, headline, open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.core.result import Step


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("milestone", metavar="MILESTONE", nargs="?", help="or any activity; default: the finish")
    add_file(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the path; exit 1 where the plan has errors."""
    opened = open_plan(args)
    schedule = opened.schedule
    if args.milestone is not None:
        key = work_id(args.milestone, schedule.ids)
        steps, title = schedule.driving_path(key), f"What drives {key}:"
    else:
        last = schedule.critical_path[-1:]
        steps = schedule.driving_path(last[0]) if last else ()
        steps = tuple(s for s in steps if s.id in set(schedule.critical_path))
        title = f"What drives the finish {schedule.finish}:" if last else ""
    if args.format == "json":
        output.emit_json(_as_json(opened, steps))
    else:
        _print(opened, steps, title)
    return say_errors(opened)


def _print(opened: Opened, steps: tuple[Step, ...], title: str) -> None:
    output.emit(headline(opened))
    if not steps:
        output.emit("\nThere is no path: nothing is planned, or it is part of a cycle. See aiplan check.")
        return
    output.emit(f"\n{title}")
    output.table(prose.CHAIN, prose.chain(opened.schedule, steps))


def _as_json(opened: Opened, steps: tuple[Step, ...]) -> dict[str, Any]:
    whole = opened.schedule.as_json(findings=opened.findings)
    by_id = {a["id"]: a for a in whole["activities"]}
    return {
        "schema_version": whole["schema_version"],
        "project": whole["project"],
        "path": [by_id[step.id] for step in steps],
    }
