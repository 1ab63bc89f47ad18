"""Judge assessments side by side: is AI needed here, is it feasible, and what would make the answer better?

    aiplan assess                       every assessment of the plan
    aiplan assess recognition care-tips two of them

A verdict is computed from scores, evidence and gates, never stored: go, pilot, explore, not yet, incomplete, no go.
Each score stands with its evidence (0 absent … 4 independently validated) and its reason. A gate is named for the bad
state and fails when that state holds; where the fields of the assessment tell, they count, not what is written.
aiplan explain assessment says how it is reckoned, aiplan explain data what the scores of a dimension mean.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.addressing import unknown
from aiplan.cli.opening import open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format
from aiplan.cli.output import Column, Row
from aiplan.core.assessment_gates import GATES, GateReading
from aiplan.core.verdict import DIMENSIONS, Verdict, verdict, weights_of
from aiplan.core.ways_up import Change, WaysUp, ways_up

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.model.ai import Assessment, Dimension
    from aiplan.model.plan import Plan

STYLES = {
    "go": "bold green", "pilot": "green", "explore": "yellow", "not_yet": "red", "incomplete": "magenta",
    "no_go": "bold red",
}  # fmt: skip
SIDE_BY_SIDE = 3
"""Assessments beside each other; more stand in further tables."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("ids", metavar="ASSESSMENT", nargs="*", default=[], help="default: all of the plan")
    add_file(parser)
    add_as_of(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the verdicts."""
    opened = open_plan(args)
    plan, as_of = opened.plan, opened.schedule.as_of_given
    found = [(plan.assessments[key], verdict(plan, key)) for key in named(args.ids, plan)]
    if args.format == "json":
        output.emit_json({
            "schema_version": 1, "as_of": as_of.isoformat(),
            "assessments": [as_json(plan, a, v, as_of) for a, v in found],
        })  # fmt: skip
        return say_errors(opened)
    if not found:
        output.emit("The plan assesses nothing yet: aiplan add assessment ID --title … ai_task=… goal=…")
        return say_errors(opened)
    if len(found) == 1:
        _card(plan, *found[0], as_of)
        _details(*found[0])
        return say_errors(opened)
    for start in range(0, len(found), SIDE_BY_SIDE):
        _compare([v for _, v in found[start : start + SIDE_BY_SIDE]])
        output.emit("")
    for number, (assessment, judged) in enumerate(found):
        if number:
            output.emit("")
        _card(plan, assessment, judged, as_of)
    return say_errors(opened)


def named(ids: Iterable[str], plan: Plan) -> list[str]:
    """Return the assessments that `ids` name, by id or address; all where none is named.

    Raises:
        UnknownAddress: where there is none of that name.
    """
    words = [word.removeprefix("assessments.").strip('"') for word in ids]
    for word in words:
        if word not in plan.assessments:
            raise unknown(word, word, plan.assessments)
    return list(dict.fromkeys(words)) or list(plan.assessments)


def _compare(judged: Sequence[Verdict]) -> None:
    """Write a table with a column for each assessment: verdict, score, dimensions, open gates."""
    open_gates = [g for g in GATES if any(_state(v, g) != "pass" for v in judged)]
    columns = (Column(""), *(Column(v.id, flexible=True) for v in judged))
    rows = [
        Row(("verdict", *(v.verdict.replace("_", " ") for v in judged)), "bold"),
        Row(("score", *(_of_100(v) for v in judged))),
        *(Row((d, *(_scored(v, d) for v in judged))) for d in DIMENSIONS),
        *(Row((g, *(_state(v, g) for v in judged))) for g in open_gates),
    ]
    output.table(columns, rows)


def _of_100(judged: Verdict) -> str:
    return "–" if judged.score is None else f"{judged.score:.4g} of 100"


def _scored(judged: Verdict, dimension: Dimension) -> str:
    score = judged.inputs.scores.get(dimension)
    if score is None:
        return "not scored"
    claimed = judged.claimed[dimension]
    bounded = f" (claims {claimed})" if claimed != score else ""
    return f"{score}{bounded} · evidence {judged.inputs.evidence.get(dimension, 0)}"


def _state(judged: Verdict, gate: str) -> str:
    return next(g.state for g in judged.gates if g.name == gate)


def _card(plan: Plan, assessment: Assessment, judged: Verdict, as_of: dt.date) -> None:
    name = output.clean(assessment.title) or judged.id
    word = output.styled(judged.verdict.replace("_", " "), STYLES[judged.verdict])
    output.emit(output.styled(f"{judged.id}  {name}", "bold"))
    output.emit(f"  {word}")
    _say(f"because: {judged.reason}")
    if judged.policy_used:
        _say(f"by the plan's own policy: {policy_text(judged)}")
    if judged.bound is not None and judged.data_bounded:
        names = ", ".join(judged.bound.datasets)
        _say(f"data counts as {judged.bound.score}, not {judged.claimed['data']}: {names} is no readier than that")
    if judged.weakest:
        lowest = judged.inputs.scores[judged.weakest[0]]
        _say(f"weakest: {', '.join(judged.weakest)} ({lowest})")
    for line in raise_lines(ways_up(plan, judged)):
        _say(line)
    _say(_review(assessment, as_of))


def _review(assessment: Assessment, as_of: dt.date) -> str:
    assessed = f"assessed on {assessment.assessed_on}" if assessment.assessed_on else "no day of assessment"
    if assessment.review_by is None:
        return f"{assessed}; no review date"
    late = " (overdue)" if assessment.review_by < as_of else ""
    return f"{assessed}; review by {assessment.review_by}{late}"


def _details(assessment: Assessment, judged: Verdict) -> None:
    """Write what the scores rest on, and every gate as it is written and as the fields tell."""
    output.emit("")
    weights = weights_of(judged.inputs.policy)
    columns = (Column("dimension"), Column("weight", "right"), Column("score", "right"), Column("evidence", "right"),
               Column("because", flexible=True))  # fmt: skip
    rows = []
    for dimension in DIMENSIONS:
        score = assessment.scores.get(dimension)
        given = ("–", "–", "not scored") if score is None else (str(score.score), str(score.evidence), score.because)
        rows.append((dimension, f"{float(weights[dimension]):g}", *given))
    output.table(columns, rows)
    output.emit("")
    heads = (Column("gate"), Column("kind"), Column("state"), Column("from", flexible=True))
    output.table(heads, [(g.name, "stop" if g.stop else "hold", g.state, origin(g)) for g in judged.gates])


def origin(gate: GateReading) -> str:
    """Return where the state of a gate comes from, in a few words."""
    if gate.differs:
        return f"computed: {gate.because} (but {gate.written} is written)"
    if gate.computed is not None:
        return f"computed: {gate.because}"
    return "written" if gate.written is not None else "nobody has answered"


def policy_text(judged: Verdict) -> str:
    """Return the plan's own weights and bands."""
    policy = judged.inputs.policy
    weights = [f"{name} weighs {weight:g}" for name, weight in policy.weights.items()]
    bands = policy.bands
    return ", ".join([*weights, f"go from {bands.go:g}, pilot from {bands.pilot:g}, explore from {bands.explore:g}"])


def raise_lines(ways: WaysUp) -> list[str]:
    """Return what would raise a verdict by one band, a line each."""
    if ways.target is None:
        return [f"to get a verdict: score {_listed(c.name for c in ways.required)}"] if ways.required else []
    word = ways.target.replace("_", " ")
    if not ways.reachable:
        return [f"nothing raises it to {word} under the plan's own bands"]
    lines = []
    if ways.required:
        lines.append(f"raises it to {word}: {'; '.join(map(str, ways.required))}")
    if len(ways.options) == 1:
        lines.append(f"{'and' if lines else f'raises it to {word}:'} {_changes(ways.options[0])}")
    elif ways.options:
        lines.append(f"{'and one of' if lines else f'raises it to {word}, one of'}:")
        lines += [f"  - {_changes(option)}" for option in ways.options]
    return lines


def _changes(changes: Sequence[Change]) -> str:
    return "; ".join(map(str, changes))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _say(text: str) -> None:
    indent = "    " if text.startswith("  ") else "  "
    output.emit(output.paragraph(output.clean(text), indent=indent))


def as_json(plan: Plan, assessment: Assessment, judged: Verdict, as_of: dt.date) -> dict[str, Any]:
    """Return one assessment with all that its verdict rests on."""
    ways = ways_up(plan, judged)
    weights = weights_of(judged.inputs.policy)
    return {
        "id": judged.id,
        "title": assessment.title,
        "ai_task": assessment.ai_task,
        "goal": assessment.goal,
        "route": assessment.route,
        "verdict": judged.verdict,
        "rule": judged.judgement.rule,
        "because": list(judged.judgement.because),
        "reason": judged.reason,
        "score": judged.score,
        "dimensions": {d: _dimension_json(assessment, judged, d, float(weights[d])) for d in DIMENSIONS},
        "data_bound": None if judged.bound is None else {
            "score": judged.bound.score, "datasets": list(judged.bound.datasets),
        },
        "gates": [
            {"name": g.name, "kind": "stop" if g.stop else "hold", "state": g.state, "written": g.written,
             "computed": g.computed, "differs": g.differs, "because": g.because}
            for g in judged.gates
        ],
        "weakest": list(judged.weakest),
        "raise": {
            "to": ways.target, "reachable": ways.reachable, "required": _changes_json(ways.required),
            "one_of": [_changes_json(option) for option in ways.options],
        },
        "policy": policy_text(judged) if judged.policy_used else None,
        "assessed_on": assessment.assessed_on.isoformat() if assessment.assessed_on else None,
        "review_by": assessment.review_by.isoformat() if assessment.review_by else None,
        "review_overdue": assessment.review_by is not None and assessment.review_by < as_of,
    }  # fmt: skip


def _dimension_json(assessment: Assessment, judged: Verdict, dimension: Dimension, weight: float) -> dict[str, Any]:
    score = assessment.scores.get(dimension)
    return {
        "weight": weight,
        "score": judged.inputs.scores.get(dimension),
        "claimed": judged.claimed.get(dimension),
        "evidence": None if score is None else score.evidence,
        "because": "" if score is None else score.because,
    }


def _changes_json(changes: Iterable[Change]) -> list[dict[str, str]]:
    return [{"kind": c.kind, "name": c.name, "now": c.now, "to": c.to} for c in changes]
