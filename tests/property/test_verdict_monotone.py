"""Raising a score, an evidence level or a gate never lowers a verdict, and what is said to raise it does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.core.assessment_gates import GATES
from aiplan.core.verdict import DIMENSIONS, Inputs, Verdict, at_least, judge, weighted_score
from aiplan.core.ways_up import Change, ways_up
from aiplan.model.ai import GateState
from aiplan.model.context import AssessmentBands, AssessmentPolicy
from aiplan.model.plan import Plan

GATE_ORDER: tuple[GateState, ...] = ("fail", "unknown", "pass")

policies = st.one_of(
    st.just(AssessmentPolicy()),
    st.builds(
        AssessmentPolicy,
        weights=st.dictionaries(st.sampled_from(DIMENSIONS), st.floats(0.01, 100)),
        bands=st.builds(AssessmentBands, go=st.floats(0, 110), pilot=st.floats(0, 110), explore=st.floats(0, 110)),
    ),
)
likely = st.sampled_from((1, 2, 3, 3, 3, 4, 4, 4, 5, 5))


@st.composite
def judged(draw: st.DrawFn) -> Inputs:
    whole = draw(st.integers(0, 9)) > 0
    dimensions = DIMENSIONS if whole else draw(st.sets(st.sampled_from(DIMENSIONS)))
    mostly_passing = draw(st.booleans())
    often: list[GateState] = ["pass"] * (20 if mostly_passing else 1)
    gates = st.sampled_from([*often, *GATE_ORDER])
    return Inputs(
        scores={d: draw(likely) for d in dimensions},
        evidence={d: draw(st.sampled_from((0, 1, 2, 2, 3, 3, 3, 4))) for d in dimensions},
        gates={g: draw(gates) for g in GATES},
        policy=draw(policies),
    )


@given(judged(), st.data())
@settings(max_examples=400, deadline=None)
def test_raising_never_lowers(before: Inputs, data: st.DataObject) -> None:
    after = before
    for _ in range(data.draw(st.integers(1, 4))):
        what = data.draw(st.sampled_from(("score", "evidence", "gate")))
        if what == "gate":
            gate = data.draw(st.sampled_from(GATES))
            now = GATE_ORDER.index(after.gates[gate])
            better = GATE_ORDER[data.draw(st.integers(now, 2))]
            after = replace(after, gates={**after.gates, gate: better})
        elif after.scores:
            dimension = data.draw(st.sampled_from(sorted(after.scores)))
            if what == "score":
                to = data.draw(st.integers(after.scores[dimension], 5))
                after = replace(after, scores={**after.scores, dimension: to})
            else:
                to = data.draw(st.integers(after.evidence[dimension], 4))
                after = replace(after, evidence={**after.evidence, dimension: to})
    assert at_least(judge(after).verdict, judge(before).verdict)


@given(judged())
@settings(max_examples=200, deadline=None)
def test_the_score_lies_between_0_and_100(inputs: Inputs) -> None:
    score = weighted_score(inputs)
    assert (score is None) == (len(inputs.scores) < len(DIMENSIONS))
    assert score is None or 0 <= score <= 100


@given(judged())
@settings(max_examples=300, deadline=None)
def test_what_is_said_to_raise_it_raises_it(inputs: Inputs) -> None:
    verdict = Verdict("a", inputs, judge(inputs), inputs.scores, None, ())
    up = ways_up(Plan(), verdict)
    if up.target is None:
        assert verdict.verdict in ("go", "incomplete")
        return
    if not up.reachable:
        best = replace(inputs, scores=dict.fromkeys(DIMENSIONS, 5))
        assert not at_least(judge(_with(best, up.required)).verdict, up.target)
        return
    for option in up.options or ((),):
        assert at_least(judge(_with(inputs, up.required + option)).verdict, up.target)
    if up.options:
        assert not at_least(judge(_with(inputs, up.required)).verdict, up.target)


def _with(inputs: Inputs, changes: tuple[Change, ...]) -> Inputs:
    for change in changes:
        if change.kind == "gate":
            inputs = replace(inputs, gates={**inputs.gates, change.name: change.to})  # type: ignore[dict-item]
        elif change.kind == "evidence":
            inputs = replace(inputs, evidence={**inputs.evidence, change.name: int(change.to)})  # type: ignore[dict-item]
        else:
            raised = max(inputs.scores.get(change.name, 0), int(change.to))  # type: ignore[call-overload]
            inputs = replace(inputs, scores={**inputs.scores, change.name: raised})  # type: ignore[dict-item]
    return inputs
