"""Add the experiment that a monitor asks for: a retraining, gated on what it watches and on the bars of the launch.

    aiplan retrain input-drift
    aiplan retrain input-drift --milestone first-season --duration 6d --success 0.7 --dry-run

Its criteria are the monitored metric back inside its watch level, and the bars of the launch that earlier experiments
were measured by. Team, duration, attempts and evaluation set are those of the latest such experiment, unless said.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aiplan.cli.addressing import unknown
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.notation import shown
from aiplan.cli.numbers import plain, share
from aiplan.cli.tongue import ENGLISH, Tongue
from aiplan.errors import InvalidEdit, UsageError
from aiplan.model.values import is_id, parse_duration

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.model.plan import Plan


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("monitor", metavar="MONITOR")
    parser.add_argument("--id", metavar="ID", help="of the experiment; default: retrain-MONITOR")
    parser.add_argument("--milestone", metavar="M", help="what it is part of")
    parser.add_argument("--duration", metavar="8d", type=_duration, help="of one attempt")
    parser.add_argument("--success", metavar="P", type=share, help="chance that one attempt meets the criteria")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Add the experiment."""
    from aiplan.core.retraining import retraining

    session = open_session(args, as_of=args.as_of)
    plan, key = session.plan, args.monitor.removeprefix("monitors.").strip('"')
    if key not in plan.monitors:
        raise unknown(args.monitor, key, plan.monitors)
    if args.id is not None and not is_id(args.id):
        raise InvalidEdit(f"{args.id!r} is not an id", address=args.id, hint="letters, digits, _ and -")
    if args.id is not None and args.id in plan.work:
        raise UsageError(f"{args.id} is in the plan already", hint="give another --id")
    given: dict[str, Any] = {k: v for k in ("duration", "success") if (v := getattr(args, k)) is not None}
    found = retraining(session.schedule, key, key=args.id, milestone=args.milestone, values=given)
    edit = found.edit
    like = f", as {found.like} was" if found.like is not None else ""
    did = [
        watching(plan, key, session.schedule.as_of_given),
        f"added experiments.{edit.id}: {edit.values['title']}{like}",
        *(f"· {name} = {shown(edit.values[name])}" for name in edit.values if name not in ("title", "notes")),
    ]
    return carry_out(args, session, [edit], did)


def watching(plan: Plan, key: str, as_of: dt.date, say: Tongue = ENGLISH) -> str:
    """Return what a monitor sees at `as_of`, in one sentence."""
    from aiplan.core.gates import latest_readings, reading_value

    monitor = plan.monitors[key]
    metric = plan.metrics.get(monitor.metric or "")
    levels = [say(f"level.{word}", level=plain(level)) for word, level in (("watch", monitor.watch),
              ("act", monitor.act)) if level is not None]  # fmt: skip
    readings = latest_readings(metric.readings, as_of) if metric is not None else {}
    last = readings.get(None)
    seen = say("nothing_measured")
    if last is not None:
        seen = say("measured", value=plain(reading_value(last)), day=last.on)
    acts = say("acts", times=monitor.consecutive, window=monitor.window) if monitor.window else ""
    shown_levels = say.list(levels) or say("no_levels")
    return say("watches", id=key, metric=monitor.metric or say("no_metric"), seen=seen, levels=shown_levels, acts=acts)


def _duration(text: str) -> str:
    try:
        return str(parse_duration(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
