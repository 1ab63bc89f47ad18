from __future__ import annotations

import datetime as dt

import pytest

from aiplan.core.blocking import blocks
from aiplan.core.gates import GateDecision, criteria_decisions, decide_gate, milestone_gates, rollout_gates
from aiplan.model.values import parse_gate
from helpers.plans import plan_of

AS_OF = dt.date(2026, 3, 16)


def decide(gate: str, readings: str, *, as_of: dt.date = AS_OF, metric: str = "proportion = true") -> GateDecision:
    plan = plan_of(f"""
        [metrics.m]
        title = "M"
        better = "higher"
        {metric}
        readings = [{readings}]
    """)
    return decide_gate(plan, parse_gate(gate), as_of)


@pytest.mark.parametrize(
    ("k", "n", "state", "low", "high"),
    [
        (43, 50, "inconclusive", 0.7381, 0.9305),
        (450, 500, "pass", 0.8706, 0.9233),
        (30, 50, "fail", 0.4618, 0.7239),
    ],
)
def test_the_interval_decides_a_proportion(k: int, n: int, state: str, low: float, high: float) -> None:
    decision = decide("m >= 0.80", f"{{ on = 2026-03-06, k = {k}, n = {n} }}")
    assert decision.state == state
    assert decision.interval is not None
    assert [round(b, 4) for b in decision.interval] == [low, high]
    assert decision.decisive.method == "interval"


def test_an_inconclusive_gate_says_what_would_settle_it() -> None:
    assert decide("m >= 0.80", "{ on = 2026-03-06, value = 0.86, n = 50 }").needed_n == 171
    never = decide("m >= 0.80", "{ on = 2026-03-06, value = 0.80, n = 50 }")
    assert (never.state, never.needed_n, never.cause) == ("inconclusive", "never", "on_the_bar")
    assert "no sample settles" in never.reason


@pytest.mark.parametrize("metric", ["proportion = true", "proportion = false"])
def test_without_a_sample_the_value_is_compared_as_it_stands(metric: str) -> None:
    decision = decide("m >= 0.80", "{ on = 2026-03-06, value = 0.80 }", metric=metric)
    assert (decision.state, decision.decisive.method, decision.interval) == ("pass", "as_is", None)
    assert decide("m >= 0.80", "{ on = 2026-03-06, value = 0.79 }", metric=metric).state == "fail"


def test_a_metric_that_is_no_proportion_has_no_interval() -> None:
    decision = decide("m >= 0.80", "{ on = 2026-03-06, value = 0.81, n = 50 }", metric="")
    assert (decision.state, decision.decisive.method) == ("pass", "as_is")
    assert "compared as it stands" in decision.reason


def test_only_readings_up_to_the_data_date_count_and_the_last_of_a_day_wins() -> None:
    readings = """
        { on = 2026-03-06, value = 0.5 }, { on = 2026-03-10, value = 0.6 }, { on = 2026-03-10, value = 0.9 },
        { on = 2026-03-08, value = 0.1 }, { on = 2026-03-17, value = 0.2 }
    """
    assert decide("m >= 0.8", readings).value == 0.9
    assert decide("m >= 0.8", readings, as_of=dt.date(2026, 3, 17)).value == 0.2
    assert decide("m >= 0.8", readings, as_of=dt.date(2026, 3, 6)).value == 0.5
    assert decide("m >= 0.8", readings, as_of=dt.date(2026, 3, 5)).cause == "no_reading"


def test_a_bare_gate_takes_target_and_direction_of_its_metric() -> None:
    reading = "{ on = 2026-03-06, value = 3.0 }"
    lower = 'unit = "s"\ntarget = 3.0'
    plan = plan_of(f'[metrics.m]\ntitle = "M"\nbetter = "lower"\n{lower}\nreadings = [{reading}]')
    decision = decide_gate(plan, parse_gate("m"), AS_OF)
    assert (decision.operator, decision.bar, decision.state) == ("<=", 3.0, "pass")
    assert decide("m", reading, metric="").cause == "no_bar"


@pytest.mark.parametrize(("k", "state"), [(2, "pass"), (12, "inconclusive"), (20, "inconclusive"), (40, "fail")])
def test_lower_is_better_mirrors(k: int, state: str) -> None:
    assert decide("m <= 0.10", f"{{ on = 2026-03-06, k = {k}, n = 160 }}").state == state


def test_mirrored_bars_decide_alike() -> None:
    for k in range(101):
        up = decide("m >= 0.80", f"{{ on = 2026-03-06, k = {k}, n = 100 }}")
        down = decide("m <= 0.20", f"{{ on = 2026-03-06, k = {100 - k}, n = 100 }}")
        assert up.state == down.state


SEGMENTS = """
    { on = 2026-03-06, k = 30, n = 50, segment = "daylily" }, { on = 2026-03-06, k = 43, n = 50, segment = "lily" },
    { on = 2026-03-06, k = 450, n = 500, segment = "rose" }, { on = 2026-03-06, k = 1, n = 500 }
"""


def test_a_named_segment() -> None:
    assert decide("m[daylily] >= 0.80", SEGMENTS).state == "fail"
    assert decide("m[lily] >= 0.80", SEGMENTS).state == "inconclusive"
    assert decide("m[rose] >= 0.80", SEGMENTS).state == "pass"
    assert decide("m[tulip] >= 0.80", SEGMENTS).cause == "no_reading"
    assert decide("m >= 0.80", SEGMENTS).value == 0.002


def test_the_worst_segment_decides_and_the_whole_is_ignored() -> None:
    decision = decide("min(m) >= 0.80", SEGMENTS)
    assert (decision.state, decision.decisive.segment) == ("fail", "daylily")
    assert [s.segment for s in decision.segments] == ["daylily", "lily", "rose"]
    later = SEGMENTS + ', { on = 2026-03-10, k = 95, n = 100, segment = "daylily" }'
    decision = decide("min(m) >= 0.80", later)
    assert (decision.state, decision.decisive.segment, decision.needed_n) == ("inconclusive", "lily", 171)
    assert decide("min(m) >= 0.80", later + ', { on = 2026-03-10, k = 95, n = 100, segment = "lily" }').state == "pass"
    assert decide("min(m) >= 0.80", "{ on = 2026-03-06, k = 1, n = 500 }").cause == "no_reading"


def test_the_worst_segment_of_a_lower_metric() -> None:
    readings = """
        { on = 2026-03-06, value = 900.0, segment = "old" }, { on = 2026-03-06, value = 300.0, segment = "new" }
    """
    decision = decide("max(m) <= 500", readings, metric="")
    assert (decision.state, decision.decisive.segment) == ("fail", "old")
    assert decide("max(m) <= 1000", readings, metric="").state == "pass"


def test_the_best_segment_is_enough_where_that_is_written() -> None:
    assert decide("max(m) >= 0.80", SEGMENTS).decisive.segment == "rose"
    assert decide("max(m) >= 0.80", SEGMENTS).state == "pass"
    assert decide("max(m) >= 0.95", SEGMENTS).state == "fail"


@pytest.mark.parametrize(
    ("reading", "cause"),
    [
        ("value = nan", "not_finite"),
        ("value = inf", "not_finite"),
        ("value = 1.2, n = 10", "out_of_range"),
        ("value = -0.1", "out_of_range"),
        ("k = 7, n = 5", "out_of_range"),
        ("k = 0, n = 0", "empty_sample"),
        ("n = 5", "no_reading"),
    ],
)
def test_a_reading_that_is_no_value_decides_nothing(reading: str, cause: str) -> None:
    decision = decide("m >= 0.80", f"{{ on = 2026-03-06, {reading} }}")
    assert (decision.state, decision.cause) == ("inconclusive", cause)
    assert decision.reason


def test_one_segment_without_a_value_leaves_the_rest_undecided_but_not_a_fail() -> None:
    readings = '{ on = 2026-03-06, value = nan, segment = "a" }, { on = 2026-03-06, value = 0.9, segment = "b" }'
    assert decide("min(m) >= 0.8", readings).state == "inconclusive"
    assert decide("min(m) >= 0.95", readings).state == "fail"


def test_gates_that_cannot_be_decided_say_why() -> None:
    plan = plan_of('[metrics.m]\ntitle = "M"\nbetter = "higher"')
    assert decide_gate(plan, parse_gate("other >= 1"), AS_OF).cause == "no_metric"
    assert decide_gate(plan, parse_gate("m"), AS_OF).cause == "no_bar"


MILESTONE = """
    [metrics.accuracy]
    title = "Accuracy"
    better = "higher"
    proportion = true
    target = 0.9
    readings = [{ on = 2026-03-06, value = 0.84, n = 5000 }]

    [milestones.model-ready]
    title = "Ready"
    gates = ["accuracy", "accuracy >= 0.80", "min(accuracy) >= 0.7"]

    [rollout.canary]
    title = "Canary"
    phase = "pilot"
    entry_gates = ["accuracy >= 0.80"]
    exit_gates = ["accuracy >= 0.90"]
"""


def test_gates_of_a_milestone() -> None:
    statuses = milestone_gates(plan_of(MILESTONE), "model-ready", AS_OF)
    assert [s.state for s in statuses] == ["fail", "pass", "inconclusive"]
    assert [s.open for s in statuses] == [True, False, True]
    assert statuses[2].path == ("milestones", "model-ready", "gates", 2)
    assert milestone_gates(plan_of(MILESTONE), "nothing", AS_OF) == ()


def test_gates_of_a_rollout_stage() -> None:
    statuses = rollout_gates(plan_of(MILESTONE), "canary", AS_OF)
    assert [(s.role, s.state) for s in statuses] == [("entry", "pass"), ("exit", "fail")]


@pytest.mark.parametrize(
    ("waiver", "states"),
    [
        ("model-ready: accuracy", ["waived", "pass", "inconclusive"]),
        ("model-ready: min(accuracy) >= 0.70", ["fail", "pass", "waived"]),
        ("model-ready: min(accuracy) >= 0.75", ["fail", "pass", "inconclusive"]),
        ("canary: accuracy", ["fail", "pass", "inconclusive"]),
        ("accuracy", ["fail", "pass", "inconclusive"]),
    ],
)
def test_a_decision_waives_the_gate_it_names(waiver: str, states: list[str]) -> None:
    plan = plan_of(MILESTONE + f'\n[decisions.d]\non = 2026-03-09\ntitle = "D"\nwaives = ["{waiver}"]')
    statuses = milestone_gates(plan, "model-ready", AS_OF)
    assert [s.state for s in statuses] == states
    assert {s.waived_by for s in statuses if s.state == "waived"} <= {"d"}
    before = milestone_gates(plan, "model-ready", dt.date(2026, 3, 8))
    assert "waived" not in [s.state for s in before]


def test_criteria_look_only_at_readings_of_their_experiment() -> None:
    plan = plan_of("""
        [metrics.m]
        title = "M"
        better = "higher"
        readings = [{ on = 2026-03-06, value = 0.9, from = "other" }, { on = 2026-03-05, value = 0.5, from = "e" }]
        [experiments.e]
        title = "E"
        criteria = ["m >= 0.8"]
    """)
    assert [d.state for d in criteria_decisions(plan, "e", AS_OF)] == ["fail"]


def test_what_blocks_a_launch() -> None:
    plan = plan_of("""
        [goals.g]
        title = "G"
        [metrics.m]
        title = "M"
        better = "higher"
        [assessments.a]
        title = "A"
        goal = "g"
        gates.prohibited_use = "fail"
        [milestones.open]
        title = "Open"
        stage = "launch"
        goals = ["g"]
        gates = ["m >= 0.8"]
        needs_verdict = { a = "pilot" }
    """)
    assert [(b.kind, b.name) for b in blocks(plan, "open", AS_OF)] == [
        ("gate", "m >= 0.8"),
        ("verdict", "a"),
        ("stop_gate", "a: prohibited_use"),
    ]
