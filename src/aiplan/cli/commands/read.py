"""Take what was measured into the plan: an evaluation run, or one value by hand.

    aiplan read top1-accuracy 0.871 --n 6000 --from cnn-v2
    aiplan read class-recall --k 43 --n 50 --segment lily --from cnn-v2
    aiplan read run.json --map top1-accuracy=accuracy,p95-latency=latency.p95 --n-column cases --from cnn-v2
    aiplan read species.csv --metric class-recall --segment-column species --k-column right --n-column photos
    aiplan read predictions.jsonl --map top1-accuracy=label==guess,class-recall[label]=label==guess
    aiplan read graded.csv --examples --map groundedness=grounded

Runs are CSV, TSV, JSON or JSON Lines (- is standard input); nested JSON becomes columns with dots. A row holds values,
or, with --examples, one example whose outcome is true or false; examples are counted to k of n, by segment. Readings
the plan has already are not added again. Then it says what becomes of the gates on these metrics.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.evaluation_file import is_run, read_rows
from aiplan.cli.numbers import cases, number
from aiplan.cli.opening import plural
from aiplan.cli.options import day
from aiplan.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.core.gates import GateDecision
    from aiplan.core.run_readings import Mapped, RunReading
    from aiplan.model.plan import Plan

_COLUMNS = ("value_column", "segment_column", "n_column", "k_column")
_STATES = {"pass": "green", "fail": "red", "inconclusive": "yellow"}
_SHOWN = 12
"""Readings named one by one; the rest are counted."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", metavar="FILE|METRIC", help="an evaluation run, or a metric")
    parser.add_argument("value", metavar="VALUE", nargs="?", type=number, help="of the metric: 0.871 or 87.1%%")
    hand = parser.add_argument_group("one reading by hand")
    hand.add_argument("--n", metavar="N", type=cases, help="size of the sample")
    hand.add_argument("--k", metavar="K", type=cases, help="successes in the sample, instead of VALUE")
    hand.add_argument("--segment", metavar="S", help="the part it was measured on")
    run_ = parser.add_argument_group("an evaluation run")
    run_.add_argument("--map", metavar="METRIC=COLUMN,…", action="append", default=[], help="where each metric stands")
    run_.add_argument("--metric", metavar="M", help="the one metric, with the columns below")
    run_.add_argument("--value-column", metavar="C", help="its value, or the outcome of an example")
    run_.add_argument("--segment-column", metavar="C", help="the segment of a row")
    run_.add_argument("--n-column", metavar="C", help="the size of the sample")
    run_.add_argument("--k-column", metavar="C", help="successes in the sample")
    run_.add_argument("--examples", action="store_true", help="each row is one example")
    parser.add_argument("--on", metavar="DATE", type=day, help="day of measurement; default: the data date")
    parser.add_argument("--from", metavar="ID", dest="source", help="what was measured: an experiment, a model")
    add_edit_options(parser)


def run(args: argparse.Namespace) -> int:
    """Add the readings."""
    whole_run = is_run(args.what)
    _refuse_mixed(args, whole_run=whole_run)
    rows = read_rows(args.what) if whole_run else []
    session = open_session(args, as_of=args.as_of)
    plan, as_of = session.plan, session.schedule.as_of_given
    on = args.on or as_of
    found = _of_run(args, rows, plan, on) if whole_run else (_by_hand(args, plan, on),)
    new = [r for r in found if not r.is_in(plan.metrics[r.metric].readings)]
    if len(new) < len(found):
        diagnostics.note(f"{len(found) - len(new)} of {len(found)} readings are in the plan already")
    before = _decisions(plan, as_of)

    def say_gates() -> None:
        _say_gates(session.plan, {r.metric for r in new}, before, as_of)
        if on > as_of:
            diagnostics.note(f"measured on {on}, after the data date {as_of}: gates do not count it yet")

    return carry_out(args, session, [r.edit() for r in new], _told(new), tell="nothing", then=say_gates)


def _refuse_mixed(args: argparse.Namespace, *, whole_run: bool) -> None:
    """Refuse options of the other way to read.

    Raises:
        UsageError: for each of them, and where nothing says what is read.
    """
    if whole_run:
        given = next((name for name in ("value", "n", "k", "segment") if getattr(args, name) is not None), None)
        if given is not None:
            option = "VALUE" if given == "value" else f"--{given}"
            raise UsageError(f"read: {option} belongs to one reading by hand", hint="a run names columns: --n-column")
        if not args.map and args.metric is None:
            raise UsageError("read: which column is which metric?", hint="--map METRIC=COLUMN, or --metric M")
        if args.map and (args.metric or args.value_column or args.k_column):
            raise UsageError("read: --map or --metric with its columns, not both")
        return
    columns = [name for name in ("metric", *_COLUMNS) if getattr(args, name) is not None]
    if columns or args.map or args.examples:
        option = f"--{columns[0].replace('_', '-')}" if columns else "--map" if args.map else "--examples"
        hint = "runs end in .csv, .tsv, .json or .jsonl, or are - (standard input)"
        raise UsageError(f"read: {option} belongs to an evaluation run, and {args.what} is none", hint=hint)


def _of_run(
    args: argparse.Namespace, rows: Sequence[dict[str, object]], plan: Plan, on: dt.date
) -> tuple[RunReading, ...]:
    from aiplan.core.run_readings import readings_of

    return readings_of(rows, _maps(args), plan, on=on, source=args.source, examples=args.examples)


def _maps(args: argparse.Namespace) -> list[Mapped]:
    from dataclasses import replace

    from aiplan.core.run_readings import Mapped, parse_map

    if args.metric is not None:
        if args.value_column is None and args.k_column is None:
            raise UsageError("read: where does the value stand?", hint="--value-column C, or --k-column and --n-column")
        return [Mapped(args.metric, args.value_column, None, args.segment_column, args.n_column, args.k_column)]
    parsed = [parse_map(part) for text in args.map for part in text.split(",") if part.strip()]
    return [replace(m, segment=m.segment or args.segment_column, n=args.n_column) for m in parsed]


def _by_hand(args: argparse.Namespace, plan: Plan, on: dt.date) -> RunReading:
    from aiplan.cli.addressing import unknown
    from aiplan.core.run_readings import RunReading, check_reading

    name = args.what.removeprefix("metrics.").strip('"')
    metric = plan.metrics.get(name)
    if metric is None:
        raise unknown(args.what, name, plan.metrics)
    check_reading(metric, name, args.value, args.n, args.k)
    return RunReading(name, on, None if args.k is not None else args.value, args.n, args.k, args.segment, args.source)


def _told(new: Sequence[RunReading]) -> list[str]:
    """Return a line for each reading, the first of them at least."""
    lines = []
    for r in new[:_SHOWN]:
        place = f"[{r.segment}]" if r.segment is not None else ""
        source = f", from {r.source}" if r.source is not None else ""
        lines.append(f"{r.metric}{place} {r.shown} on {r.on}{source}")
    return [*lines, f"and {len(new) - _SHOWN} more readings"] if len(new) > _SHOWN else lines


def _decisions(plan: Plan, as_of: dt.date) -> dict[tuple[str, str], GateDecision]:
    """Return every gate and criterion of the plan: (item, gate) → decision."""
    from aiplan.core.gates import criteria_decisions, item_gates

    found = {}
    for key in (*plan.milestones, *plan.rollout):
        for status in item_gates(plan, key, as_of):
            found[key, str(status.gate)] = status.decision
    for key in plan.experiments:
        for decision in criteria_decisions(plan, key, as_of):
            found[key, str(decision.gate)] = decision
    return found


def _say_gates(plan: Plan, metrics: set[str], before: dict[tuple[str, str], GateDecision], as_of: dt.date) -> None:
    """Write what becomes of the gates on `metrics`; what stays as it was is counted."""
    same = 0
    for (item, gate), decision in _decisions(plan, as_of).items():
        if decision.gate.metric not in metrics:
            continue
        old = before.get((item, gate))
        if old is not None and (old.state, old.value, old.decisive.n) == (
            decision.state, decision.value, decision.decisive.n,
        ):  # fmt: skip
            same += 1
            continue
        was = "" if old is None or old.state == decision.state else f"{old.state} → "
        word = output.styled(decision.state, _STATES[decision.state])
        output.emit(f"{item}: {output.clean(gate)}  {was}{word}")
        output.emit(output.paragraph(output.clean(decision.reason), indent="    "))
    if same:
        output.emit(f"{plural(same, 'gate')} on {', '.join(sorted(metrics))}: as before")
