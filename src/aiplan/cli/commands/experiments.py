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
from aiplan.cli.opening import open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format, add_language
from aiplan.cli.output import Column, Row
from aiplan.cli.tongue import Tongue, tongue
from aiplan.core.experiment_state import ExperimentStatus, experiment_status
from aiplan.core.gates import GateDecision, GateState, criteria_decisions

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.core.value_of_information import Information, Suggestion
    from aiplan.model.work import Attempt, Experiment

_DECISIONS: dict[GateState, str] = {"pass": "green", "fail": "red", "inconclusive": "yellow"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="EXPERIMENT", nargs="?", help="default: all of the plan")
    add_file(parser)
    add_as_of(parser)
    add_language(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the experiments, or one card."""
    from aiplan.core.value_of_information import suggested_order

    opened = open_plan(args)
    schedule, say = opened.schedule, tongue(args, opened.plan)
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
        _card(schedule, key, suggestion, say)
    elif not opened.plan.experiments:
        output.emit(output.paragraph(say("nothing_tried")))
    else:
        _overview(schedule, suggestion, say)
    return say_errors(opened)


def _overview(schedule: Schedule, suggestion: Suggestion, say: Tongue) -> None:
    plan = schedule.plan
    columns = (Column(say("head.experiment")), Column(say("head.state")), Column(say("head.attempts"), "right"),
               Column(say("head.criteria")), Column(say("head.finish")),
               Column(say("head.title"), flexible=True, droppable=True))  # fmt: skip
    rows = []
    for key, work in plan.experiments.items():
        state = say.title("experiment_states", experiment_status(work).state)
        made = say("made_of", made=len(work.attempts), most=work.max_attempts or 1)
        finish = schedule[key].early_finish
        rows.append((key, state, made, _tally(schedule, key, say), str(finish or "–"), work.title))
    output.table(columns, rows)
    if not suggestion.order:
        return
    output.emit("")
    output.emit(output.styled(say("order"), "bold"))
    unit = plan.project.currency or say("unit.money") if suggestion.unit == "money" else say("unit.days")
    heads = (Column("#", "right"), Column(say("head.experiment")), Column(say("head.failure"), "right"),
             Column(say("head.behind", unit=unit), "right"), Column(say("head.its_cost", unit=unit), "right"),
             Column(say("head.worth"), "right"), Column(say("head.waits"), flexible=True))  # fmt: skip
    lines = []
    for place, item in enumerate(suggestion.order, 1):
        failure = say("unknown") if item.failure is None else percent_of(item.failure)
        cells = (str(place), item.id, failure, plain(item.downstream, 0), plain(item.cost, 0), _value(item))
        lines.append(Row((*cells, say.list(item.waits_for))))
    output.table(heads, lines)
    output.emit(output.paragraph(say("value_is")))
    if any(item.failure is None for item in suggestion.order):
        output.emit(say("how_likely"))


def _value(item: Information) -> str:
    if item.value is None:
        return "–"
    return "∞" if math.isinf(item.value) else plain(item.value, 2)


def _tally(schedule: Schedule, key: str, say: Tongue) -> str:
    states = [d.state for d in criteria_decisions(schedule.plan, key, schedule.as_of_given)]
    counts = [(states.count(word), word) for word in _DECISIONS]
    return say.list(say("tally", n=n, state=say(f"state.{word}")) for n, word in counts if n) or say("none")


def _card(schedule: Schedule, key: str, suggestion: Suggestion, say: Tongue) -> None:
    work, activity = schedule.plan.experiments[key], schedule[key]
    status = experiment_status(work)
    output.emit(output.heading(key, work.title))
    left = say("left", attempts=say.count(status.left, "attempt", "attempts")) if status.left else ""
    facts = [say.title("experiment_states", status.state), left, f"{activity.early_start} … {activity.early_finish}"]
    output.emit(output.wrap(filter(None, [*facts, say("critical") if activity.critical else ""])))
    if status.missing:
        output.emit(say("missing", names=say.list(say(f"field.{name}") for name in status.missing)))
    _say(say, say("believe"), work.hypothesis or say("no_hypothesis"))
    output.emit(say("right_if") if work.criteria else say("right_if_none"))
    for decision in criteria_decisions(schedule.plan, key, schedule.as_of_given):
        _criterion(decision, say)
    if work.eval_set:
        _say(say, say("measured_on"), _eval_set(schedule, work.eval_set, say))
    for number, attempt in enumerate(work.attempts, 1):
        _say(say, say("attempt_number", number=number), _attempt(attempt, say))
    _fallback(work, status, say)
    for item in suggestion.order:
        if item.id == key:
            _worth(schedule, item, suggestion, say)
    for amendment in work.amendments:
        what = say("amendment", field=amendment.field, old=amendment.old, new=amendment.new,
                   why=amendment.why or say("no_reason"))  # fmt: skip
        _say(say, " ".join(filter(None, [say("amended"), str(amendment.on or ""), amendment.who])), what)
    if work.learning is not None:
        for word in ("observed", "insight", "decision"):
            _say(say, say(f"learning.{word}"), getattr(work.learning, word) or say("not_written"))
    elif status.ended:
        output.emit(output.paragraph(say("not_learned", id=key)))


def _criterion(decision: GateDecision, say: Tongue) -> None:
    word = output.styled(say(f"state.{decision.state}"), _DECISIONS[decision.state])
    output.emit(f"  {output.clean(str(decision.gate))}  {word}")
    said, seen = [say.gate_reason(decision)], decision.decisive
    if seen.interval is not None and decision.cause in ("clears", "misses"):
        said.append(say("interval", low=seen.interval.low, high=seen.interval.high))
    if seen.on is not None:
        said.append(say("read_on", day=seen.on))
    output.emit(output.paragraph(output.clean(say("semicolon").join(said)), indent="    "))


def _eval_set(schedule: Schedule, name: str, say: Tongue) -> str:
    dataset = schedule.plan.datasets.get(name)
    if dataset is None:
        return say("no_dataset", name=name)
    return say("frozen", name=name, hash=dataset.frozen_hash) if dataset.frozen_hash else say("not_frozen", name=name)


def _attempt(attempt: Attempt, say: Tongue) -> str:
    until = attempt.finished or "…"
    note = say("attempt_note", note=attempt.note) if attempt.note else ""
    result = say(f"result.{attempt.result or 'running'}")
    return f"{attempt.started or '?'} … {until}  {result}{note}"


def _fallback(work: Experiment, status: ExperimentStatus, say: Tongue) -> None:
    if work.fallback is None:
        output.emit(say("fallback_none"))
        return
    extra = [str(work.fallback.duration) if work.fallback.duration else ""]
    extra.append("" if status.fallback in ("none", "open") else say(f"fallback.{status.fallback}"))
    title, shown = work.fallback.title or say("untitled"), ", ".join(filter(None, extra))
    _say(say, say("fallback"), say("in_brackets", text=title, more=shown) if shown else title)


def _worth(schedule: Schedule, item: Information, suggestion: Suggestion, say: Tongue) -> None:
    unit = schedule.plan.project.currency if suggestion.unit == "money" else say("unit.days")
    place = [i.id for i in suggestion.order].index(item.id) + 1
    failure = say("set_success") if item.failure is None else percent_of(item.failure)
    facts = [
        say("worth.failure", failure), say("worth.behind", plain(item.downstream, 0), unit=unit).rstrip(),
        say("worth.cost", plain(item.cost, 0), unit=unit).rstrip(), say("worth.value", _value(item)),
        say("worth.place", place=place, all=len(suggestion.order)),
    ]  # fmt: skip
    output.emit(output.wrap(facts))


def _say(say: Tongue, name: str, text: str) -> None:
    output.emit(output.paragraph(say("named", name=name, text=output.clean(text))))


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
