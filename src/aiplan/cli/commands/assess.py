"""Judge assessments side by side: is AI needed here, is it feasible, and what would make the answer better?

    aiplan assess                       every assessment of the plan
    aiplan assess recognition care-tips two of them

A verdict is computed from scores, evidence and gates, never stored: go, pilot, explore, not yet, incomplete, no go.
Each score stands with its evidence (0 absent … 4 independently validated) and its reason. A gate is named for the bad
state and fails when that state holds; where the fields of the assessment tell, they count, not what is written.
aiplan explain assessment says how it is reckoned, aiplan explain data what the scores of a dimension mean. Words are in
the language of the plan or of --language; ids and JSON stay as they are.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.addressing import unknown
from aiplan.cli.opening import open_plan, say_errors
from aiplan.cli.options import add_as_of, add_file, add_format, add_language
from aiplan.cli.output import Column, Row
from aiplan.cli.tongue import ENGLISH, Tongue, tongue
from aiplan.core.assessment_gates import GATES, GateReading
from aiplan.core.verdict import DIMENSIONS, Verdict, bands_of, verdict, weights_of
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
    add_language(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the verdicts."""
    opened = open_plan(args)
    plan, as_of = opened.plan, opened.schedule.as_of_given
    say = tongue(args, plan)
    found = [(plan.assessments[key], verdict(plan, key)) for key in named(args.ids, plan)]
    if args.format == "json":
        output.emit_json({
            "schema_version": 1, "as_of": as_of.isoformat(),
            "assessments": [as_json(plan, a, v, as_of) for a, v in found],
        })  # fmt: skip
        return say_errors(opened)
    if not found:
        output.emit(output.paragraph(say("nothing_assessed")))
        return say_errors(opened)
    if len(found) == 1:
        _card(plan, *found[0], as_of, say)
        _details(*found[0], say)
        return say_errors(opened)
    for start in range(0, len(found), SIDE_BY_SIDE):
        _compare([v for _, v in found[start : start + SIDE_BY_SIDE]], say)
        output.emit("")
    for number, (assessment, judged) in enumerate(found):
        if number:
            output.emit("")
        _card(plan, assessment, judged, as_of, say)
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


def _compare(judged: Sequence[Verdict], say: Tongue) -> None:
    """Write a table with a column for each assessment: verdict, score, dimensions, open gates."""
    open_gates = [g for g in GATES if any(_state(v, g) != "pass" for v in judged)]
    columns = (Column(""), *(Column(v.id, flexible=True) for v in judged))
    rows = [
        Row((say("verdict"), *(say.title("verdicts", v.verdict) for v in judged)), "bold"),
        Row((say("score"), *(_of_100(v, say) for v in judged))),
        *(Row((say.dimension(d), *(_scored(v, d, say) for v in judged))) for d in DIMENSIONS),
        *(Row((say.gate(g), *(say.title("gate_states", _state(v, g)) for v in judged))) for g in open_gates),
    ]
    output.table(columns, rows)


def _of_100(judged: Verdict, say: Tongue) -> str:
    return "–" if judged.score is None else say("of_100", score=f"{judged.score:.4g}")


def _scored(judged: Verdict, dimension: Dimension, say: Tongue) -> str:
    score = judged.inputs.scores.get(dimension)
    if score is None:
        return say("not_scored")
    claimed = judged.claimed[dimension]
    bounded = say("claimed", score=claimed) if claimed != score else ""
    return say("scored", score=score, claimed=bounded, evidence=judged.inputs.evidence.get(dimension, 0))


def _state(judged: Verdict, gate: str) -> str:
    return next(g.state for g in judged.gates if g.name == gate)


def _card(plan: Plan, assessment: Assessment, judged: Verdict, as_of: dt.date, say: Tongue) -> None:
    word = output.styled(say.title("verdicts", judged.verdict), STYLES[judged.verdict])
    output.emit(output.heading(judged.id, assessment.title or judged.id))
    output.emit(f"  {word}")
    _say(say("because", text=say.verdict_reason(judged)))
    if judged.policy_used:
        _say(say("own_policy", text=policy_text(judged, say)))
    if judged.bound is not None and judged.data_bounded:
        names = say.list(judged.bound.datasets)
        _say(say("bounded", score=judged.bound.score, claimed=judged.claimed["data"], names=names))
    if judged.weakest:
        lowest = judged.inputs.scores[judged.weakest[0]]
        _say(say("weakest", names=say.list(map(say.dimension, judged.weakest)), score=lowest))
    for line in raise_lines(ways_up(plan, judged), say):
        _say(line)
    _say(_review(assessment, as_of, say))


def _review(assessment: Assessment, as_of: dt.date, say: Tongue) -> str:
    known = assessment.assessed_on
    assessed = say("assessed_on", day=known) if known else say("never_assessed")
    if assessment.review_by is None:
        return say("no_review", assessed=assessed)
    late = say("overdue") if assessment.review_by < as_of else ""
    return say("review_by", assessed=assessed, day=assessment.review_by, late=late)


def _details(assessment: Assessment, judged: Verdict, say: Tongue) -> None:
    """Write what the scores rest on, and every gate as it is written and as the fields tell.

    In Chinese the title of a dimension or gate stands before its reason, since the id is what is typed.
    """
    output.emit("")
    weights = weights_of(judged.inputs.policy)
    columns = (Column(say("head.dimension")), Column(say("head.weight"), "right"), Column(say("head.score"), "right"),
               Column(say("head.evidence"), "right"), Column(say("head.because"), flexible=True))  # fmt: skip
    rows = []
    for dimension in DIMENSIONS:
        score = assessment.scores.get(dimension)
        given = ("–", "–", say("not_scored"))
        if score is not None:
            given = (str(score.score), str(score.evidence), score.because)
        name = dimension if say.language == "en" else f"{dimension} {say.dimension(dimension)}"
        rows.append((name, f"{float(weights[dimension]):g}", *given))
    output.table(columns, output.wrapped(columns, rows))
    output.emit("")
    heads = (Column(say("head.gate")), Column(say("head.kind")), Column(say("head.state")),
             Column(say("head.from"), flexible=True))  # fmt: skip
    gates = [
        (g.name, say("stop" if g.stop else "hold"), say.title("gate_states", g.state), _whence(g, assessment, say))
        for g in judged.gates
    ]
    output.table(heads, output.wrapped(heads, gates))


def _whence(gate: GateReading, assessment: Assessment, say: Tongue) -> str:
    found = origin(gate, assessment, say)
    return found if say.language == "en" else f"{say.gate(gate.name)} · {found}"


def origin(gate: GateReading, assessment: Assessment, say: Tongue = ENGLISH) -> str:
    """Return where the state of a gate comes from, in a few words."""
    if gate.computed is None:
        return say("written" if gate.written is not None else "unanswered")
    because = gate.because if say.language == "en" else _fields(gate, assessment, say)
    if gate.differs:
        return say("computed_differs", text=because, written=say.title("gate_states", str(gate.written)))
    return say("computed", text=because)


def _fields(gate: GateReading, assessment: Assessment, say: Tongue) -> str:
    """Return the fields that a computed gate rests on."""
    score = assessment.scores.get("error_tolerance")
    route = say.title("routes", assessment.route) if assessment.route else "–"
    tolerance = f"{say.dimension('error_tolerance')} {'–' if score is None else score.score}"
    facts = {
        "no_owner": assessment.owner, "no_fallback": assessment.fallback,
        "irreversible_autonomous_harm": say.list([route, tolerance]),
        "prohibited_use": "eu_ai_act.tier = prohibited",
        "critical_residual_risk_untreated": gate.because.partition(": ")[2],
        "no_eval_metric": gate.because.partition("metric: ")[2],
        "no_non_ai_baseline": gate.because.partition(": ")[2],
    }  # fmt: skip
    return facts.get(gate.name, "").strip() or say("none")


def policy_text(judged: Verdict, say: Tongue = ENGLISH) -> str:
    """Return the plan's own weights and bands."""
    policy = judged.inputs.policy
    weights = [say("weighs", name=say.dimension(name), weight=f"{w:g}") for name, w in policy.weights.items()]
    bands = [
        say("band_from", verdict=say.title("verdicts", name), bar=f"{float(bar):g}") for name, bar in bands_of(policy)
    ]
    return say.list([*weights, *bands])


def raise_lines(ways: WaysUp, say: Tongue = ENGLISH) -> list[str]:
    """Return what would raise a verdict by one band, a line each."""
    if ways.target is None:
        names = say.list(say.dimension(c.name) for c in ways.required)
        return [say("to_get_a_verdict", names=names)] if ways.required else []
    word = say.title("verdicts", ways.target)
    if not ways.reachable:
        return [say("nothing_raises", verdict=word)]
    lines = []
    if ways.required:
        lines.append(say("raises", verdict=word, changes=_changes(ways.required, say)))
    if len(ways.options) == 1:
        changes = _changes(ways.options[0], say)
        lines.append(say("and", changes=changes) if lines else say("raises", verdict=word, changes=changes))
    elif ways.options:
        lines.append(say("and_one") if lines else say("raises_one", verdict=word))
        lines += [f"  - {_changes(option, say)}" for option in ways.options]
    return lines


def _changes(changes: Sequence[Change], say: Tongue) -> str:
    return say("semicolon").join(_change(change, say) for change in changes)


def _change(change: Change, say: Tongue) -> str:
    ends = [change.now or "–", change.to or "?"]
    if change.kind == "gate":
        ends = [say.title("gate_states", end) for end in ends]
    return say(f"change.{change.kind}", name=say.dimension(change.name), now=ends[0], to=ends[1])


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
