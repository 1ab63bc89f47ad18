"""Experiments: what each is to show, where it stands, and which to run first.

    aiplan experiments            states, criteria, and the suggested order of those that are open
    aiplan experiments cnn-v1     one card: hypothesis, criteria with intervals, attempts, fallback, learning

Value of information = P(fail) × cost of the work behind it that is still avoidable ÷ cost of the experiment: what is
likely to fail, cheap to try and in front of much work comes first, and nothing before what it depends on. Criteria are
decided by the readings that come from the experiment itself.
"""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.addressing import unknown
from aiplan.cli.numbers import percent_of, plain
from aiplan.cli.opening import open_plan, plural, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column, Row
from aiplan.core.experiment_state import ExperimentState, ExperimentStatus, experiment_status
from aiplan.core.gates import GateDecision, GateState, criteria_decisions

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.core.value_of_information import Information, Suggestion
    from aiplan.model.work import Attempt, Experiment

STATES: dict[ExperimentState, str] = {
    "draft": "draft", "ready": "ready", "running": "running", "met": "met", "missed": "missed, attempts left",
    "exhausted": "exhausted → fallback", "ended": "ended", "dropped": "dropped",
}  # fmt: skip
_DECISIONS: dict[GateState, str] = {"pass": "green", "fail": "red", "inconclusive": "yellow"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="EXPERIMENT", nargs="?", help="default: all of the plan")
    add_file(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the experiments, or one card."""
    from aiplan.core.value_of_information import suggested_order

    opened = open_plan(args)
    schedule = opened.schedule
    key = None if args.id is None else args.id.removeprefix("experiments.").strip('"')
    if key is not None and key not in opened.plan.experiments:
        raise unknown(args.id, key, opened.plan.experiments)
    suggestion = suggested_order(schedule)
    if args.format == "json":
        ids = list(opened.plan.experiments) if key is None else [key]
        output.emit_json({
            "schema_version": 1, "as_of": schedule.as_of_given.isoformat(), "unit": suggestion.unit,
            "suggested_order": [i.id for i in suggestion.order],
            "experiments": [_as_json(schedule, k, suggestion) for k in ids],
        })  # fmt: skip
    elif key is not None:
        _card(schedule, key, suggestion)
    elif not opened.plan.experiments:
        output.emit("The plan has no experiments yet: aiplan add experiment ID hypothesis=… criteria=… duration=…")
    else:
        _overview(schedule, suggestion)
    return say_errors(opened)


def _overview(schedule: Schedule, suggestion: Suggestion) -> None:
    plan = schedule.plan
    columns = (Column("experiment"), Column("state"), Column("attempts", "right"), Column("criteria"),
               Column("finish"), Column("title", flexible=True, droppable=True))  # fmt: skip
    rows = []
    for key, work in plan.experiments.items():
        status = experiment_status(work)
        made = f"{len(work.attempts)} of {work.max_attempts or 1}"
        finish = schedule[key].early_finish
        rows.append((key, STATES[status.state], made, _tally(schedule, key), str(finish or "–"), work.title))
    output.table(columns, rows)
    if not suggestion.order:
        return
    output.emit("")
    output.emit(output.styled("Suggested order of those that are open", "bold"))
    unit = schedule.plan.project.currency or "cost" if suggestion.unit == "money" else "days"
    heads = (Column("#", "right"), Column("experiment"), Column("P(fail)", "right"),
             Column(f"behind it, {unit}", "right"), Column(f"its cost, {unit}", "right"), Column("value", "right"),
             Column("after", flexible=True))  # fmt: skip
    lines = []
    for place, item in enumerate(suggestion.order, 1):
        failure = "unknown" if item.failure is None else percent_of(item.failure)
        cells = (str(place), item.id, failure, plain(item.downstream, 0), plain(item.cost, 0), _value(item))
        lines.append(Row((*cells, ", ".join(item.waits_for))))
    output.table(heads, lines)
    output.emit(output.paragraph("value = P(fail) × cost behind it that is still avoidable ÷ its own cost"))
    if any(item.failure is None for item in suggestion.order):
        output.emit("unknown: how likely is one attempt to meet? aiplan set ID.success 0.5")


def _value(item: Information) -> str:
    if item.value is None:
        return "–"
    return "∞" if math.isinf(item.value) else plain(item.value, 2)


def _tally(schedule: Schedule, key: str) -> str:
    states = [d.state for d in criteria_decisions(schedule.plan, key, schedule.as_of_given)]
    counts = [(states.count(word), word) for word in _DECISIONS]
    return ", ".join(f"{n} {word}" for n, word in counts if n) or "none"


def _card(schedule: Schedule, key: str, suggestion: Suggestion) -> None:
    work, activity = schedule.plan.experiments[key], schedule[key]
    status = experiment_status(work)
    output.emit(output.styled(f"{key}  {output.clean(work.title)}", "bold"))
    facts = [STATES[status.state], f"{plural(status.left, 'attempt')} left" if status.left else ""]
    facts += [f"{activity.early_start} … {activity.early_finish}", "critical" if activity.critical else ""]
    output.emit(output.wrap(filter(None, facts)))
    if status.missing:
        output.emit(f"missing before it can start: {', '.join(status.missing)}")
    _say("we believe", work.hypothesis or "no hypothesis")
    output.emit("we are right if" if work.criteria else "we are right if: no criteria, so nothing decides")
    for decision in criteria_decisions(schedule.plan, key, schedule.as_of_given):
        _criterion(decision)
    if work.eval_set:
        _say("measured on", _eval_set(schedule, work.eval_set))
    _attempts(work)
    _fallback(work, status)
    for item in suggestion.order:
        if item.id == key:
            _worth(schedule, item, suggestion)
    for amendment in work.amendments:
        what = f"{amendment.field}: {amendment.old} → {amendment.new} ({amendment.why or 'no reason given'})"
        _say(f"amended {amendment.on or ''} {amendment.who}".strip(), what)
    if work.learning is not None:
        for word in ("observed", "insight", "decision"):
            _say(word, getattr(work.learning, word) or "not written down")
    elif status.ended:
        output.emit(f"what was learned is not written down: aiplan set {key}.learning.insight …")


def _criterion(decision: GateDecision) -> None:
    word = output.styled(decision.state, _DECISIONS[decision.state])
    output.emit(f"  {output.clean(str(decision.gate))}  {word}")
    said, seen = [decision.reason], decision.decisive
    if seen.interval is not None and decision.cause in ("clears", "misses"):
        said.append(f"95 % interval {seen.interval.low:.4f} … {seen.interval.high:.4f}")
    if seen.on is not None:
        said.append(f"read on {seen.on}")
    output.emit(output.paragraph(output.clean("; ".join(said)), indent="    "))


def _eval_set(schedule: Schedule, name: str) -> str:
    dataset = schedule.plan.datasets.get(name)
    if dataset is None:
        return f"{name} (no data set of the plan)"
    frozen = f"frozen {dataset.frozen_hash}" if dataset.frozen_hash else "not frozen"
    return f"{name}, {frozen}"


def _attempts(work: Experiment) -> None:
    for number, attempt in enumerate(work.attempts, 1):
        _say(f"attempt {number}", _attempt(attempt))


def _attempt(attempt: Attempt) -> str:
    until = attempt.finished or "…"
    note = f": {attempt.note}" if attempt.note else ""
    return f"{attempt.started or '?'} … {until}  {attempt.result or 'running'}{note}"


def _fallback(work: Experiment, status: ExperimentStatus) -> None:
    if work.fallback is None:
        output.emit("if it fails: nothing is planned")
        return
    words = {
        "none": "",
        "not_needed": "not needed",
        "open": "",
        "due": "comes next",
        "running": "under way",
        "done": "done",
    }
    extra = [str(work.fallback.duration) if work.fallback.duration else "", words[status.fallback]]
    shown = ", ".join(filter(None, extra))
    _say("if it fails", f"{work.fallback.title or 'untitled'}{f' ({shown})' if shown else ''}")


def _worth(schedule: Schedule, item: Information, suggestion: Suggestion) -> None:
    unit = schedule.plan.project.currency if suggestion.unit == "money" else "days"
    place = [i.id for i in suggestion.order].index(item.id) + 1
    failure = "unknown (set success)" if item.failure is None else percent_of(item.failure)
    facts = [
        f"P(fail) {failure}", f"behind it {plain(item.downstream, 0)} {unit}".rstrip(),
        f"its cost {plain(item.cost, 0)} {unit}".rstrip(), f"value of information {_value(item)}",
        f"number {place} of {len(suggestion.order)} to run",
    ]  # fmt: skip
    output.emit(output.wrap(facts))


def _say(name: str, text: str) -> None:
    output.emit(output.paragraph(f"{name}: {output.clean(text)}"))


def decision_json(decision: GateDecision) -> dict[str, Any]:
    """Return a decided gate as JSON."""
    seen = decision.decisive
    return {
        "gate": str(decision.gate), "state": decision.state, "reason": decision.reason, "bar": decision.bar,
        "value": decision.value, "n": seen.n, "segment": seen.segment,
        "interval": None if decision.interval is None else list(decision.interval),
        "needed_n": decision.needed_n, "on": None if seen.on is None else seen.on.isoformat(),
    }  # fmt: skip


def _as_json(schedule: Schedule, key: str, suggestion: Suggestion) -> dict[str, Any]:
    work, activity = schedule.plan.experiments[key], schedule[key]
    status = experiment_status(work)
    item = next((i for i in suggestion.order if i.id == key), None)
    value = None if item is None or item.value is None or math.isinf(item.value) else item.value
    return {
        "id": key, "title": work.title, "state": status.state, "missing": list(status.missing), "used": status.used,
        "running": status.running, "left": status.left, "fallback": status.fallback, "hypothesis": work.hypothesis,
        "eval_set": work.eval_set,
        "early_start": None if activity.early_start is None else activity.early_start.isoformat(),
        "early_finish": None if activity.early_finish is None else activity.early_finish.isoformat(),
        "criteria": [decision_json(d) for d in criteria_decisions(schedule.plan, key, schedule.as_of_given)],
        "information": None if item is None else {
            "failure": item.failure, "downstream": item.downstream, "cost": item.cost, "value": value,
            "waits_for": list(item.waits_for),
        },
    }  # fmt: skip
