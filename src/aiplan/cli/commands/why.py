"""Explain the dates of one activity: what drives them, back to where the chain begins, and how far it can slip."""

from __future__ import annotations

import argparse
from typing import Any

from aiplan.cli import output, prose
from aiplan.cli.addressing import work_id
from aiplan.cli.opening import Opened, open_plan, plural, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format, today
from aiplan.core.result import Activity


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID", help="a milestone, task, experiment or rollout stage")
    add_file(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the explanation; exit 1 where the plan has errors."""
    opened = open_plan(args)
    key = work_id(args.id, opened.schedule.ids)
    if args.format == "json":
        output.emit_json(_as_json(opened, key))
    else:
        _print(opened, key)
    return say_errors(opened)


def _print(opened: Opened, key: str) -> None:
    schedule = opened.schedule
    activity = schedule[key]
    output.emit(output.styled(output.paragraph(f"{key}  {output.clean(activity.title)}"), "bold"))
    output.emit(output.wrap(_facts(opened, activity)))
    path = schedule.driving_path(key)
    if not path:
        output.emit("")
        output.emit(output.paragraph("It has no dates: it is part of a cycle. See aiplan check."))
        return
    output.emit("")
    for sentence in _sentences(opened, activity):
        output.emit(output.paragraph(sentence))
    if len(path) > 1:
        output.emit("\nWhat drives it, from the beginning:")
        output.table(prose.CHAIN, prose.chain(schedule, path))


def _facts(opened: Opened, activity: Activity) -> list[str]:
    a = activity
    facts: list[str] = [a.kind, a.status]
    if a.early_start is not None and a.early_finish is not None:
        same = a.early_start == a.early_finish
        facts.append(f"{a.early_finish}" if same else f"{a.early_start} → {a.early_finish}")
    if a.duration and a.status == "active" and a.remaining:
        facts.append(f"{plural(a.remaining, 'working day')} left ({a.duration} planned)")
    elif a.duration:
        facts.append(plural(a.duration, "working day"))
    if a.total_float is not None:
        facts.append(f"float {a.total_float}")
    if a.deadline is not None:
        facts.append(f"deadline {a.deadline}")
    facts.append(f"as of {opened.schedule.as_of}")
    if a.kind == "experiment":
        facts.append(f"basis {opened.schedule.basis}")
    return facts


def _sentences(opened: Opened, activity: Activity) -> list[str]:
    schedule, key = opened.schedule, activity.id
    if activity.status == "done":
        return [f"It is done: it ran from {activity.early_start} to {activity.early_finish}."]
    if activity.status == "dropped":
        return ["It is dropped: it takes no time and holds nothing up."]
    harm = prose.slip(schedule, key, today=today())
    said = [f"It stands there because {prose.because(schedule, key, activity.driven_by)}."]
    said += prose.floats(schedule, key, harm)
    said += [
        f"It also waits for {wait.id} ({wait.link.type}), which would have to slip "
        f"{plural(wait.room + 1, 'more working day')} to drive it."
        for wait in prose.waits(schedule, key)[:3]
    ]
    if activity.incomplete:
        said.append("Its dates are incomplete: something it depends on is unknown or part of a cycle.")
    return said


def _as_json(opened: Opened, key: str) -> dict[str, Any]:
    schedule = opened.schedule
    whole = schedule.as_json(findings=())
    harm = prose.slip(schedule, key, today=today())
    return {
        "schema_version": whole["schema_version"],
        "project": whole["project"],
        "activity": next(a for a in whole["activities"] if a["id"] == key),
        "driving_path": [
            {
                "id": step.id,
                "start": step.start and step.start.isoformat(),
                "finish": step.finish and step.finish.isoformat(),
                "driven_by": step.driven_by and step.driven_by.as_json(),
                "because": prose.because(schedule, step.id, step.driven_by),
            }
            for step in schedule.driving_path(key)
        ],
        "predecessors": [_link(i, d) for i, d in schedule.predecessors(key)],
        "successors": [_link(i, d) for i, d in schedule.successors(key)],
        "waits": [{"id": w.id, "type": w.link.type, "room": w.room} for w in prose.waits(schedule, key)],
        "slip": None
        if harm is None
        else {
            "days": harm.days,
            "finish": harm.finish and harm.finish.isoformat(),
            "critical_path": list(harm.path),
            "misses_deadline": harm.late,
        },
    }


def _link(key: str, link: Any) -> dict[str, Any]:
    return {"id": key, "type": link.type, "lag": f"{link.lag.amount:+d}{link.lag.unit}" if link.lag.amount else "0d"}
