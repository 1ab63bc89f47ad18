"""How far milestones slipped since a baseline, and why; or would, and why.

    aiplan slip                       since the latest baseline
    aiplan slip --baseline kickoff
    aiplan slip cnn-v1 8d             what if the rest of it takes 8 days longer
    aiplan slip cnn-v1 -2d            … or 2 days less; writes nothing

The parts of a slip add up exactly: each piece of work on the way answers for
what it adds.
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from aiplan.cli import consequences, output
from aiplan.cli.addressing import unknown, work_id
from aiplan.cli.forecasting import money
from aiplan.cli.opening import Opened, open_plan, plural, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.prose import slip_days
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID", nargs="?", help="an activity that slips")
    parser.add_argument("days", metavar="DAYS", nargs="?", type=_days, help="by how much: 8d, 2w or -3d")
    parser.add_argument("--baseline", metavar="NAME", help="compare with this one; default: the one taken last")
    add_file(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the slips; exit 1 where the plan has errors."""
    opened = open_plan(args)
    if args.id is not None:
        if args.days is None:
            raise UsageError("slip: by how much?", hint=f"aiplan slip {args.id} 8d")
        if args.baseline is not None:
            raise UsageError("slip: a baseline, or an activity that slips: not both")
        return _what_if(args, opened)
    return _since(args, opened)


def _what_if(args: argparse.Namespace, opened: Opened) -> int:
    from aiplan.core.slipping import slipped

    schedule = opened.schedule
    key = work_id(args.id, schedule.ids)
    after = slipped(schedule, key, args.days)
    found = consequences.of_change(schedule, after)
    if args.format == "json":
        from aiplan.core.cost import plan_cost

        cost = round(plan_cost(after).total - plan_cost(schedule).total, 2)
        said = {"schema_version": 1, "id": key, "slip": args.days, "cost": cost}
        output.emit_json(said | consequences.as_json(found))
        return say_errors(opened)
    running = schedule[key].kind == "experiment" and schedule[key].status == "active"
    what = f"the running attempt of {key}" if running else f"what is left of {key}"
    longer = f"{plural(abs(args.days), 'working day')} {'longer' if args.days > 0 else 'less'}"
    output.emit(output.paragraph(f"If {what} takes {longer}: {_moved(schedule, after, key)}"))
    output.emit("")
    if not found.moves:
        output.emit("No milestone moves.")
    consequences.say(found)
    for line in (*_boxed(schedule, after, key, args.days), *_cost(schedule, after)):
        output.emit(output.paragraph(line))
    return say_errors(opened)


def _boxed(before: Schedule, after: Schedule, key: str, days: int) -> list[str]:
    """Return why an experiment slips further than its attempt: its time box leaves less for the next ones."""
    work = before.plan.experiments.get(key)
    if work is None or work.timebox is None or days <= 0:
        return []
    if after[key].remaining - before[key].remaining <= days:
        return []
    then = "the fallback" if work.fallback is not None else "its end without success"
    return [f"More than {days}d: its time box of {work.timebox} leaves less for further attempts; {then} is likelier."]


def _cost(before: Schedule, after: Schedule) -> list[str]:
    """Return what the slip costs."""
    from aiplan.core.cost import plan_cost

    was, now = plan_cost(before).total, plan_cost(after).total
    if round(was) == round(now):
        return []
    currency = before.plan.project.currency
    return [f"Cost {money(was)} → {money(now, currency)} ({money(now - was, sign=True)})."]


def _moved(before: Schedule, after: Schedule, key: str) -> str:
    was, now = before[key].early_finish, after[key].early_finish
    if was is None or now is None:
        return "it has no dates"
    own = f"it finishes {was} → {now} ({slip_days(after, was, now):+}d)"
    if before.finish is None or after.finish is None:
        return own
    return f"{own}, the project {before.finish} → {after.finish} ({slip_days(after, before.finish, after.finish):+}d)"


def _since(args: argparse.Namespace, opened: Opened) -> int:
    baselines = opened.plan.baselines
    if args.baseline is not None and args.baseline not in baselines:
        raise unknown(f"baselines.{args.baseline}", args.baseline, baselines)
    if not baselines:
        raise UsageError("the plan has no baseline", hint="freeze today's dates: aiplan baseline NAME")
    name = args.baseline or max(baselines, key=lambda k: (baselines[k].taken or dt.date.min, k))
    found = consequences.since(baselines[name].finish, opened.schedule)
    if args.format == "json":
        output.emit_json(_as_json(name, opened, found))
        return say_errors(opened)
    taken = f", taken {baselines[name].taken}" if baselines[name].taken else ""
    output.emit(f"Since {name}{taken}, as of {opened.schedule.as_of}:")
    output.emit("")
    if not found.moves:
        output.emit("No milestone has moved.")
    consequences.say(found)
    return say_errors(opened)


def _as_json(name: str, opened: Opened, found: consequences.Consequences) -> dict[str, Any]:
    taken = opened.plan.baselines[name].taken
    base = {"id": name, "taken": None if taken is None else taken.isoformat()}
    return {"schema_version": 1, "baseline": base, **consequences.as_json(found)}


def _days(text: str) -> int:
    from aiplan.model.values import parse_lag

    word = text if text[:1] in "+-" else f"+{text}"
    try:
        days = parse_lag(word if word[-1:].isalpha() else f"{word}d").days()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of working days: write 8d, 2w or -3d") from None
    if days == 0:
        raise argparse.ArgumentTypeError("a slip of 0 days is none")
    return days
