"""Record how an attempt of an experiment went; says first what follows from it.

    aiplan record cnn-v1 --result missed --value 0.884 --n 6000
    aiplan record cnn-v1 --result met --yes

A measured value becomes a reading of the metric; the criteria are decided with
it (Wilson 95 % interval). Where they disagree with the result, it is doubtful,
and is written only with --yes or after a question. On a terminal it asks
anyway; without one, a result that is not doubtful is written at once.
"""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

from aiplan.cli import output, progress
from aiplan.cli.addressing import work_id
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.forecasting import calm_numpy, percent
from aiplan.cli.options import day
from aiplan.cli.questions import interactive, yes
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.gates import GateDecision
    from aiplan.core.recording import Measurement, Recorded
    from aiplan.core.schedule import Schedule

_STATES = {"pass": "green", "fail": "red", "inconclusive": "yellow"}
_RUNS = 4000
"""Simulated projects for the chance before and after."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="EXPERIMENT")
    parser.add_argument("--result", choices=progress.RESULTS, required=True)
    parser.add_argument("--on", metavar="DATE", type=day, help="its last day; default: the last working day before")
    parser.add_argument("--value", metavar="X", type=_number, help="what was measured, such as 0.884")
    parser.add_argument("--n", metavar="N", type=_sample, help="in a sample of so many")
    parser.add_argument("--metric", metavar="M", help="of which metric; default: that of the first criterion")
    parser.add_argument("--segment", metavar="S", help="on which segment")
    parser.add_argument("--note", metavar="TEXT", default="", help="what was learned")
    parser.add_argument("-y", "--yes", action="store_true", help="write without asking, doubtful or not")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Record the result."""
    session = open_session(args, as_of=args.as_of)
    schedule = session.schedule
    key = work_id(args.id, schedule.ids)
    measured = _measured(args)
    on = args.on or progress.default_day(schedule, key)
    recorded = progress.record(schedule, key, args.result, on, measured=measured, note=args.note)
    edits = progress.closing(schedule, session.text.data, key, recorded, args.result)
    _say_result(schedule, key, args.result, on.isoformat(), recorded)
    if recorded.doubt and not (args.yes or args.dry_run or interactive()):
        raise UsageError(recorded.doubt, hint="nothing was written; if the result stands nevertheless, add --yes")
    asks = not (args.yes or args.dry_run) and interactive()
    did = f"{key}: attempt {args.result} on {on}; {recorded.next_step}"
    return carry_out(
        args, session, edits, [did], then=lambda: _outlook(schedule, session.schedule),
        ask=(lambda: yes("Write this?")) if asks else None,
    )  # fmt: skip


def _measured(args: argparse.Namespace) -> Measurement | None:
    from aiplan.core.recording import Measurement

    if args.value is None:
        given = next((o for o in ("n", "metric", "segment") if getattr(args, o) is not None), None)
        if given is not None:
            raise UsageError(f"record: --{given} says what a value was measured on", hint="give it: --value 0.884")
        return None
    return Measurement(args.value, args.n, args.metric, args.segment)


def _say_result(schedule: Schedule, key: str, result: str, on: str, recorded: Recorded) -> None:
    work = schedule.plan.experiments[key]
    number = 1 + sum(1 for a in work.attempts if a.result is not None)
    whole = f" of {work.max_attempts}" if work.max_attempts else ""
    output.emit(output.styled(output.paragraph(f"{key}  {output.clean(schedule[key].title)}"), "bold"))
    output.emit(f"attempt {number}{whole}, ended {on}: {result}")
    for decision in recorded.decisions:
        _say_criterion(decision)
    if not recorded.decisions:
        output.emit("it has no criteria, so nothing says whether the result is right")
    if recorded.doubt:
        output.emit(output.styled(output.paragraph(f"DOUBTFUL: {recorded.doubt}."), "bold yellow"))
    output.emit("")


def _say_criterion(decision: GateDecision) -> None:
    word = output.styled(decision.state, _STATES[decision.state])
    output.emit(f"  {output.clean(decision.gate.text)}  {word}")
    said, found = [output.clean(decision.reason)], decision.decisive
    if found.interval is not None and decision.cause in ("clears", "misses"):
        said.append(f"95 % interval {found.interval.low:.4f} … {found.interval.high:.4f}")
    if found.on is not None:
        source = f" from {output.clean(found.source)}" if found.source else ""
        said.append(f"read on {found.on}{source}")
    output.emit(output.paragraph("; ".join(said), indent="    "))


def _outlook(before: Schedule, after: Schedule) -> None:
    """Write how the chance of each deadline changes, and where the ways out are."""
    dated = [
        a for a in after.activities
        if a.kind == "milestone" and a.deadline is not None and a.status not in ("done", "dropped") and a.early_finish
    ]  # fmt: skip
    if not dated:
        return
    calm_numpy()
    from aiplan.core.simulation.forecast import simulate

    was, now = simulate(before, runs=_RUNS), simulate(after, runs=_RUNS)
    for a in dated:
        assert a.deadline is not None
        if a.id not in was or a.id not in now:
            continue
        old, new = was.activity_probability(a.id, a.deadline), now.activity_probability(a.id, a.deadline)
        p80 = f"P80 {was[a.id].percentiles[80]} → {now[a.id].percentiles[80]}"
        output.emit(f"Chance of {a.id} by {a.deadline}: {percent(old)} → {percent(new)} · {p80}")
    late = [a for a in dated if a.deadline and a.early_finish and a.early_finish > a.deadline]
    if late:
        output.emit(f"Ways out: aiplan replan --milestone {late[0].id}")


def _number(text: str) -> float:
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number: write 0.884 or 88.4%")
    return value


def _sample(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:10]) < 10**9:
        raise argparse.ArgumentTypeError(f"{text!r} is not the size of a sample: write a whole number")
    return int(text)
