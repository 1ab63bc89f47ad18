"""From the rows of an evaluation run to readings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplan.core.run_readings import Mapped, RunReading, parse_map, readings_of
from aiplan.errors import InvalidEdit
from aiplan.model.plan import Plan
from helpers.plans import plan_of

ON = dt.date(2026, 3, 16)
PLAN = plan_of("""
    [metrics.acc]
    title = "Accuracy"
    better = "higher"
    unit = "ratio"
    proportion = true
    readings = [{ on = 2026-03-16, n = 50, k = 43, segment = "lily", from = "run" }]
    [metrics.f1]
    title = "F1"
    better = "higher"
    [metrics.p95]
    title = "Latency"
    better = "lower"
    unit = "ms"
""")


def read(rows: list[dict[str, Any]], *maps: str, examples: bool = False, plan: Plan = PLAN) -> tuple[RunReading, ...]:
    return readings_of(rows, [parse_map(m) for m in maps], plan, on=ON, source="run", examples=examples)


def test_maps_are_parsed() -> None:
    assert parse_map("acc=accuracy") == Mapped("acc", "accuracy")
    assert parse_map(" acc[species] = label == guess ") == Mapped("acc", "label", "guess", "species")
    assert parse_map("acc=a.b=c").value == "a.b=c"
    for text in ("acc", "=x", "", "acc="):
        with pytest.raises(InvalidEdit, match="METRIC=COLUMN"):
            parse_map(text)


def test_a_row_of_values_is_a_reading_a_metric() -> None:
    found = read([{"accuracy": 0.871, "f1": "0.8", "p95": 1820}], "acc=accuracy", "f1=f1", "p95=p95")
    assert [(r.metric, r.value, r.n, r.k) for r in found] == [
        ("acc", 0.871, None, None), ("f1", 0.8, None, None), ("p95", 1820.0, None, None),
    ]  # fmt: skip
    assert found[0].edit().value == {"on": ON, "value": 0.871, "from": "run"}
    assert found[0].shown == "0.871"


def test_percent_is_read_as_a_share() -> None:
    assert read([{"a": "87.1%"}], "acc=a")[0].value == 0.871


def test_rows_by_segment_with_k_and_n() -> None:
    rows: list[dict[str, Any]] = [{"s": "lily", "k": "43", "n": "50"}, {"s": "rose", "k": 49.0, "n": 50}]
    found = readings_of(rows, [Mapped("acc", None, None, "s", "n", "k")], PLAN, on=ON, source="run")
    assert [(r.segment, r.k, r.n, r.value) for r in found] == [("lily", 43, 50, None), ("rose", 49, 50, None)]
    assert found[0].shown == "0.86 (43 of 50)"
    assert found[0].is_in(PLAN.metrics["acc"].readings)
    assert not found[1].is_in(PLAN.metrics["acc"].readings)


def test_examples_are_counted_by_segment() -> None:
    rows = [{"ok": w, "s": s} for w, s in [("True", "a"), ("no", "a"), (1, "b"), ("PASS", "b"), (True, "b")]]
    assert [(r.segment, r.k, r.n) for r in read(rows, "acc[s]=ok", examples=True)] == [("a", 1, 2), ("b", 3, 3)]
    assert [(r.segment, r.k, r.n) for r in read(rows, "acc=ok", examples=True)] == [(None, 4, 5)]


def test_labels_are_compared() -> None:
    rows = [{"label": "lily", "guess": g} for g in ("lily", "rose", " lily ")]
    assert [(r.k, r.n) for r in read(rows, "acc=label==guess")] == [(2, 3)]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc")), min_size=1))
def test_counts_add_up_whatever_the_order(outcomes: list[tuple[bool, str]]) -> None:
    rows = [{"ok": ok, "s": s} for ok, s in outcomes]
    found = {r.segment: (r.k, r.n) for r in read(rows, "acc[s]=ok", examples=True)}
    assert found == {r.segment: (r.k, r.n) for r in read(rows[::-1], "acc[s]=ok", examples=True)}
    whole = read(rows, "acc=ok", examples=True)[0]
    assert (whole.k, whole.n) == (sum(k or 0 for k, _ in found.values()), len(rows))


@pytest.mark.parametrize(
    ("rows", "mapped", "said"),
    [
        ([], "acc=a", "no rows"),
        ([{"a": 1}], "nobody=a", "no metric nobody"),
        ([{"a": 1}], "acc=b", "no column b"),
        ([{"a": 1}], "acc[s]=a", "no column s"),
        ([{"a": ""}], "acc=a", "row 1: nothing in a is no number"),
        ([{"a": "high"}], "acc=a", "row 1: 'high' in a is no number"),
        ([{"a": True}], "acc=a", "is no number"),
        ([{"a": "nan"}], "p95=a", "is no number"),
        ([{"a": "inf"}], "p95=a", "is no number"),
        ([{"a": 87.1}], "acc=a", "lies outside 0 … 1"),
        ([{"a": 1}, {"a": 0}], "acc=a", "rows 1 and 2 both hold acc without a segment"),
        ([{"a": 1, "s": "x"}, {"a": 0, "s": "x"}], "acc[s]=a", "of the segment x"),
        ([{"a": 1, "s": " "}], "acc[s]=a", "row 1: s is empty"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row(rows: list[dict[str, Any]], mapped: str, said: str) -> None:
    with pytest.raises(InvalidEdit) as refused:
        read(rows, mapped)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "mapped", "said"),
    [
        ([{"a": "maybe"}], "acc=a", "row 1: 'maybe' in a is no outcome"),
        ([{"a": None}], "acc=a", "nothing in a is no outcome"),
        ([{"a": "1"}], "f1=a", "f1 is no proportion"),
    ],
)
def test_examples_that_cannot_be_counted_are_refused(rows: list[dict[str, Any]], mapped: str, said: str) -> None:
    with pytest.raises(InvalidEdit) as refused:
        read(rows, mapped, examples=True)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("mapped", "row", "said"),
    [
        (Mapped("acc", None, None, None, "n", "k"), {"n": 4, "k": 5}, "5 of 4 is more than all"),
        (Mapped("acc", None, None, None, None, "k"), {"k": 5}, "k without n"),
        (Mapped("acc", None, None, None, "n", "k"), {"n": 0, "k": 0}, "is empty"),
        (Mapped("acc", "v", None, None, "n", "k"), {"v": 0.9, "n": 50, "k": 43}, "is not 43 of 50"),
        (Mapped("acc", None, None, None, "n", "k"), {"n": 4.5, "k": 1}, "no number of cases"),
        (Mapped("f1", None, None, None, "n", "k"), {"n": 4, "k": 1}, "no proportion"),
        (Mapped("acc", None, None, None, "n", None), {"n": 4}, "has no value"),
    ],
)
def test_samples_must_make_sense(mapped: Mapped, row: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidEdit) as refused:
        readings_of([row], [mapped], PLAN, on=ON)
    assert said in str(refused.value)
