from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import pytest

from aiplan.core.assessment_gates import GATES, HOLD_GATES, STOP_GATES, read_gates
from aiplan.core.verdict import DIMENSIONS, WEIGHTS, Inputs, Verdict, at_least, judge, verdict
from aiplan.core.ways_up import Change, ways_up
from aiplan.model.ai import Dimension, GateName, GateState
from aiplan.model.context import AssessmentBands, AssessmentPolicy
from aiplan.model.plan import Plan
from helpers.plans import plan_of
from helpers.roadmaps import sample_plan

PASS: Mapping[GateName, GateState] = dict.fromkeys(GATES, "pass")


def inputs(every: int = 4, *, evidence: int = 3, gates: Mapping[GateName, GateState] = PASS, **scores: int) -> Inputs:
    return Inputs(
        scores={d: scores.get(d, every) for d in DIMENSIONS}, evidence=dict.fromkeys(DIMENSIONS, evidence), gates=gates
    )


@pytest.mark.parametrize(
    ("given", "score", "expected"),
    [
        (inputs(4), 75.0, "go"),
        (inputs(3), 50.0, "explore"),
        (inputs(5), 100.0, "go"),
        (inputs(4, data=2), 67.5, "explore"),
        (inputs(4, economics=2), 72.5, "explore"),
        (inputs(4, evaluability=1), 66.0, "not_yet"),
        (inputs(5, gates={**PASS, "prohibited_use": "fail"}), 100.0, "no_go"),
        (inputs(1), 0.0, "not_yet"),
        (inputs(2), 25.0, "not_yet"),
        (inputs(5, data=2, value=2), 77.5, "pilot"),
    ],
)
def test_oracles(given: Inputs, score: float, expected: str) -> None:
    found = judge(given)
    assert found.score is not None
    assert (float(found.score), found.verdict) == (score, expected)


def test_weights_are_those_of_the_page_and_add_up_to_100() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert tuple(WEIGHTS) == DIMENSIONS == get_args(Dimension)
    assert len(STOP_GATES) + len(HOLD_GATES) == len(get_args(GateName)) == 10


def test_a_missing_score_is_incomplete_unless_a_stop_gate_fails() -> None:
    scores: dict[Dimension, int] = {d: 5 for d in DIMENSIONS if d != "value"}
    evidence = dict.fromkeys(DIMENSIONS, 4)
    found = judge(Inputs(scores, evidence, PASS))
    assert (found.verdict, found.because, found.score) == ("incomplete", ("value",), None)
    assert judge(Inputs(scores, evidence, {**PASS, "no_legal_basis_for_data": "fail"})).verdict == "no_go"


@pytest.mark.parametrize(("level", "expected"), [(4, "go"), (3, "go"), (2, "pilot"), (1, "explore"), (0, "explore")])
@pytest.mark.parametrize("dimension", ["data", "technical", "evaluability"])
def test_weak_evidence_caps(dimension: Dimension, level: int, expected: str) -> None:
    given = inputs(5)
    found = judge(Inputs(given.scores, {**given.evidence, dimension: level}, PASS))
    assert found.verdict == expected
    assert found.rule == ("score" if expected == "go" else "evidence_cap")


def test_evidence_of_other_dimensions_caps_nothing() -> None:
    given = inputs(5)
    evidence = {d: 3 if d in ("data", "technical", "evaluability") else 0 for d in DIMENSIONS}
    assert judge(Inputs(given.scores, evidence, PASS)).verdict == "go"


@pytest.mark.parametrize("state", ["fail", "unknown"])
@pytest.mark.parametrize("gate", HOLD_GATES)
def test_a_hold_gate_caps_at_explore(gate: GateName, state: GateState) -> None:
    found = judge(inputs(5, gates={**PASS, gate: state}))
    assert (found.verdict, found.rule, found.because) == ("explore", "hold_gate_cap", (gate,))


@pytest.mark.parametrize("gate", STOP_GATES)
def test_a_stop_gate(gate: GateName) -> None:
    assert judge(inputs(5, gates={**PASS, gate: "fail"})).verdict == "no_go"
    unknown = judge(inputs(5, gates={**PASS, gate: "unknown"}))
    assert (unknown.verdict, unknown.rule) == ("explore", "stop_unknown_cap")
    absent = judge(inputs(5, gates={g: s for g, s in PASS.items() if g != gate}))
    assert absent.verdict == "explore"


def test_a_cap_that_holds_nothing_does_not_decide() -> None:
    found = judge(inputs(3, evidence=0))
    assert (found.verdict, found.rule) == ("explore", "score")


def test_own_weights_and_bands() -> None:
    light = AssessmentPolicy(weights={"economics": 0.1})
    assert judge(Inputs(inputs(4, economics=2).scores, inputs().evidence, PASS, light)).verdict == "explore"
    strict = AssessmentPolicy(bands=AssessmentBands(go=90))
    assert judge(Inputs(inputs(4).scores, inputs().evidence, PASS, strict)).verdict == "pilot"
    equal = AssessmentPolicy(weights=dict.fromkeys(DIMENSIONS, 0.1))
    assert judge(Inputs(inputs(4).scores, inputs().evidence, PASS, equal)).verdict == "go"
    endless = AssessmentPolicy(weights={"value": float("inf")}, bands=AssessmentBands(go=float("nan")))
    assert judge(Inputs(inputs(4).scores, inputs().evidence, PASS, endless)).verdict == "go"


FULL = """
    [goals.g]
    title = "G"
    metric = "m"
    [metrics.m]
    title = "M"
    better = "higher"
    [assessments.a]
    title = "A"
    goal = "g"
    route = "ai_assist"
    baseline = { kind = "rules", metric = "m", value = 0.7 }
    fallback = "Ask a person"
    owner = "lin"
"""


def assessed(every: int = 4, more: str = "", *, evidence: int = 3, **scores: int) -> tuple[Plan, Verdict]:
    lines = [f"scores.{d} = {{ score = {scores.get(d, every)}, evidence = {evidence} }}\n" for d in DIMENSIONS] + [
        f'gates.{g} = "pass"\n' for g in GATES
    ]
    plan = plan_of(FULL.replace("    ", "") + "".join(lines) + more.replace("    ", ""))
    return plan, verdict(plan, "a")


def test_a_whole_assessment() -> None:
    _, found = assessed(4)
    assert (found.verdict, found.score, found.missing, found.policy_used) == ("go", 75.0, (), False)
    assert found.reason == "75 of 100 (go from 75, pilot from 55, explore from 35)"


def test_the_plans_policy_is_used_and_said() -> None:
    _, found = assessed(4, "[assessment_policy]\nbands = { go = 80 }\n")
    assert (found.verdict, found.policy_used) == ("pilot", True)
    assert "go from 80" in found.reason


def test_weakest_dimensions_come_first_by_evidence_and_weight() -> None:
    _, found = assessed(4, data=3, economics=3, oversight=3)
    assert found.weakest == ("data", "oversight", "economics")


DATA = """
    [datasets.train]
    title = "T"
    role = "train"
    band = "C2"
    [datasets.eval]
    title = "E"
    role = "eval"
    band = "A"
    [datasets.live]
    title = "L"
    role = "production"
    band = "C4"
"""


def test_data_sets_bound_the_data_score() -> None:
    _, found = assessed(4, 'datasets = ["train", "eval", "live"]\n' + DATA)
    assert found.bound is not None
    assert (found.bound.score, found.bound.datasets) == (2, ("train",))
    assert (found.claimed["data"], found.inputs.scores["data"], found.data_bounded) == (4, 2, True)
    assert (found.score, found.verdict, found.judgement.rule) == (67.5, "explore", "score_two")


@pytest.mark.parametrize(("band", "score"), [("C4", 1), ("C3", 1), ("C2", 2), ("C1", 3), ("B", 4), ("A", 5)])
def test_bands_bound_a_claim_of_five(band: str, score: int) -> None:
    _, found = assessed(5, 'datasets = ["d"]\n[datasets.d]\ntitle = "D"\nrole = "train"\n' + f'band = "{band}"\n')
    assert found.inputs.scores["data"] == score


def test_a_lower_claim_stands() -> None:
    _, found = assessed(4, 'datasets = ["eval"]\n' + DATA, data=2)
    assert (found.inputs.scores["data"], found.data_bounded) == (2, False)


@pytest.mark.parametrize(
    ("fields", "gate", "state"),
    [
        ("", "no_owner", "fail"),
        ('owner = "lin"', "no_owner", "pass"),
        ("", "no_fallback", "fail"),
        ('fallback = "ask"', "no_fallback", "pass"),
        ("", "no_non_ai_baseline", "fail"),
        ('baseline = { kind = "human" }', "no_non_ai_baseline", None),
        ("baseline = { value = 0.5 }", "no_non_ai_baseline", "pass"),
        ('goal = "g"', "no_eval_metric", "fail"),
        ('goal = "h"', "no_eval_metric", "pass"),
        ("", "no_eval_metric", None),
        ('baseline = { metric = "m" }', "no_eval_metric", "pass"),
        ('goal = "k"', "no_eval_metric", None),
        ('route = "ai_autonomous"\nscores.error_tolerance = { score = 1 }', "irreversible_autonomous_harm", "fail"),
        ('route = "ai_autonomous"\nscores.error_tolerance = { score = 2 }', "irreversible_autonomous_harm", "pass"),
        ('route = "ai_assist"\nscores.error_tolerance = { score = 1 }', "irreversible_autonomous_harm", "pass"),
        ('route = "ai_autonomous"', "irreversible_autonomous_harm", None),
        ("scores.error_tolerance = { score = 1 }", "irreversible_autonomous_harm", None),
        ('eu_ai_act = { tier = "prohibited" }', "prohibited_use", "fail"),
        ('eu_ai_act = { tier = "minimal" }', "prohibited_use", None),
        ('risks = ["bad"]', "critical_residual_risk_untreated", "fail"),
        ('risks = ["mended"]', "critical_residual_risk_untreated", None),
        ('risks = ["owned"]', "critical_residual_risk_untreated", None),
    ],
)
def test_fields_decide_gates(fields: str, gate: str, state: str | None) -> None:
    plan = plan_of(f"""
[metrics.m]
title = "M"
better = "higher"
[goals.g]
title = "G"
[goals.h]
title = "H"
metric = "m"
[goals.k]
title = "K"
[milestones.ms]
title = "Ms"
goals = ["k"]
gates = ["m >= 1"]
[risks.bad]
title = "B"
likelihood = 4
impact = 5
[risks.mended]
title = "M"
likelihood = 4
impact = 5
mitigation = "do"
residual_likelihood = 1
[risks.owned]
title = "O"
likelihood = 4
impact = 5
response = "accept"
accepted_by = "ceo"
[assessments.a]
title = "A"
{fields}
""")
    reading = next(g for g in read_gates(plan, plan.assessments["a"]) if g.name == gate)
    assert reading.computed == state
    assert reading.state == (state or "unknown")
    assert bool(reading.because) == (state is not None)


def test_a_computed_gate_overrides_a_written_one() -> None:
    plan = plan_of('[assessments.a]\ntitle = "A"\ngates.no_owner = "pass"')
    reading = next(g for g in read_gates(plan, plan.assessments["a"]) if g.name == "no_owner")
    assert (reading.state, reading.written, reading.differs, reading.stop) == ("fail", "pass", True, False)


def test_autonomous_harm_is_no_go_whatever_the_rest() -> None:
    _, found = assessed_autonomous()
    assert (found.verdict, found.judgement.because) == ("no_go", ("irreversible_autonomous_harm",))


def assessed_autonomous() -> tuple[Plan, Verdict]:
    plan, _ = assessed(5, error_tolerance=1)
    assessment = plan.assessments["a"].model_copy(update={"route": "ai_autonomous"})
    plan = plan.model_copy(update={"assessments": {"a": assessment}})
    return plan, verdict(plan, "a")


def test_an_unknown_assessment() -> None:
    with pytest.raises(KeyError):
        verdict(plan_of(""), "a")


def test_what_would_raise_a_pilot() -> None:
    plan, found = assessed(4, economics=3, data=3)
    assert (found.verdict, found.score) == ("pilot", 70.0)
    up = ways_up(plan, found)
    assert (up.target, up.required, up.reachable) == ("go", (), True)
    assert (Change("score", "data", "3", "5"),) in up.options


def test_single_steps_are_offered_smallest_first() -> None:
    plan, found = assessed(4, data=3)
    assert found.score == 71.25
    up = ways_up(plan, found)
    assert up.options[0] == (Change("score", "value", "4", "5"),)
    assert (Change("score", "data", "3", "4"),) in up.options
    assert all(len(option) == 1 for option in up.options)


def test_several_scores_where_one_is_not_enough() -> None:
    plan, found = assessed(3)
    up = ways_up(plan, found)
    assert up.target == "pilot"
    plan, found = assessed(2)
    up = ways_up(plan, found)
    assert (found.verdict, up.target, len(up.options)) == ("not_yet", "explore", 1)
    assert len(up.options[0]) > 1


def test_caps_and_ones_are_required() -> None:
    plan, found = assessed(5, "[goals.none]\ntitle = 'N'\n", evidence=2)
    up = ways_up(plan, found)
    assert (found.verdict, up.target) == ("pilot", "go")
    assert [str(c) for c in up.required] == [
        "evidence data 2 → 3", "evidence technical 2 → 3", "evidence evaluability 2 → 3",
    ]  # fmt: skip
    plan, found = assessed(5, evaluability=1)
    up = ways_up(plan, found)
    assert (found.verdict, up.target) == ("not_yet", "explore")
    assert up.required == (Change("score", "evaluability", "1", "2"),)
    assert up.options == ()


def test_raising_the_data_score_names_the_data_sets() -> None:
    plan, found = assessed(4, 'datasets = ["train", "eval", "live"]\n' + DATA)
    up = ways_up(plan, found)
    assert up.target == "pilot"
    assert (Change("dataset", "train", "C2", "C1"),) in up.options


def test_ways_up_from_the_ends() -> None:
    plan, found = assessed(5)
    assert ways_up(plan, found).target is None
    plan, found = assessed_autonomous()
    up = ways_up(plan, found)
    assert up.required == (Change("gate", "irreversible_autonomous_harm", "fail", "pass"),)
    plan = plan_of('[assessments.a]\ntitle = "A"\nscores.value = { score = 3 }')
    up = ways_up(plan, verdict(plan, "a"))
    assert len(up.required) == 9
    strict, found = assessed(5, "[assessment_policy]\nbands = { go = 101 }\n")
    assert ways_up(strict, found).reachable is False


def test_of_ways_with_as_few_points_the_weakest_dimensions_come_first() -> None:
    plan = sample_plan()
    up = ways_up(plan, verdict(plan, "recognition"))
    assert (up.target, [str(c) for c in up.required]) == ("go", ["evidence data 2 → 3"])
    assert [[str(c) for c in option] for option in up.options] == [
        ["data 3 → 4", "dataset photos-train C1 → B", "technical 3 → 4", "oversight 3 → 4"],
        ["value 4 → 5", "data 3 → 4", "dataset photos-train C1 → B", "technical 3 → 4"],
    ]


def test_order_of_verdicts() -> None:
    assert at_least("go", "pilot")
    assert at_least("pilot", "pilot")
    assert not at_least("explore", "pilot")
    assert not at_least("no_go", "not_yet")
