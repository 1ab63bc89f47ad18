"""The engine against a scheduler that tries positions day by day and shares no code with it.

AIPLAN_REFERENCE_PLANS sets how many seeded plans are compared (2,000 unless told; hypothesis adds 200 more).
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from aiplan.core import passes
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.reading import read_plan
from helpers.random_plans import SECTIONS, minimal, plans, random_plan, shuffled, to_toml
from helpers.reference import Reference

FIELDS = (
    "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float", "critical", "incomplete",
)  # fmt: skip
PLANS = int(os.environ.get("AIPLAN_REFERENCE_PLANS", "2000"))
CHUNKS = 12
TODAY = dt.date(2026, 1, 1)
DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: `minimal` takes whole tables and keys away and is far quicker."""


def scheduled(data: dict[str, Any]) -> Schedule:
    order = [key for section in data if section in SECTIONS for key in data[section]]
    plan, findings = read_plan(data, file_order=order)
    assert [f for f in findings if f.severity == "error"] == []
    return schedule_plan(plan, today=TODAY)


def differences(data: dict[str, Any]) -> list[str]:
    """What the engine says otherwise than the reference, one line each."""
    reference, schedule = Reference(data), scheduled(data)
    found = []
    for key, row in reference.rows.items():
        for field in FIELDS:
            engine, expected = getattr(schedule[key], field), getattr(row, field)
            if engine != expected:
                found.append(f"{key}.{field}: the engine says {engine}, the reference {expected}")
    finish = None if reference.finish is None else dt.date.fromordinal(reference.finish)
    if schedule.finish != finish:
        found.append(f"project.finish: the engine says {schedule.finish}, the reference {finish}")
    return found


def assert_nothing(wrong: Callable[[dict[str, Any]], list[str]], data: dict[str, Any], name: str) -> None:
    """Fail with the smallest plan for which `wrong` still says something."""

    def fails(smaller: dict[str, Any]) -> bool:
        try:
            return bool(wrong(smaller))
        except (AssertionError, KeyError, ValueError):
            return False

    if wrong(data):
        small = minimal(data, fails)
        pytest.fail("\n".join([name, to_toml(small), *wrong(small)]), pytrace=False)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_engine_and_reference_agree_on_every_date_and_float(chunk: int) -> None:
    for seed in range(chunk, PLANS, CHUNKS):
        assert_nothing(differences, random_plan(random.Random(seed)), f"seed {seed}")


@settings(max_examples=200, phases=DRAWN)
@given(plans())
def test_they_agree_on_what_hypothesis_draws(data: dict[str, Any]) -> None:
    assert_nothing(differences, data, "drawn")


def outside_cycles(data: dict[str, Any]) -> list[str]:
    """What is wrong with the schedule of a plan that has cycles, unknown ids and links to themselves."""
    reference, schedule = Reference(data), scheduled(data)
    codes = [f.code for f in schedule.findings]
    links = [
        (key, text.split()[0])
        for section in SECTIONS
        for key, table in data.get(section, {}).items()
        for text in table.get("depends_on", [])
    ]
    unscheduled = {a.id for a in schedule.activities if a.early_start is None}
    found = [] if unscheduled == reference.unscheduled else [f"unscheduled: {unscheduled} or {reference.unscheduled}"]
    if ("AIP103" in codes) != bool(reference.unscheduled):
        found.append("AIP103")
    if ("AIP104" in codes) != any(key == pred for key, pred in links):
        found.append("AIP104")
    return found + [line for line in differences(data) if line.split(".")[0] not in unscheduled]


@settings(max_examples=100, phases=DRAWN)
@given(plans(broken=True, size=(3, 9)))
def test_they_agree_on_what_stands_outside_cycles(data: dict[str, Any]) -> None:
    assert_nothing(outside_cycles, data, "drawn")


@settings(max_examples=60)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(data: dict[str, Any], rng: random.Random) -> None:
    once, again = scheduled(data), scheduled(shuffled(data, rng))
    assert {a.id: a for a in once.activities} == {a.id: a for a in again.activities}
    assert (once.finish, once.critical_path) == (again.finish, again.critical_path)


def test_activities_stand_in_file_order() -> None:
    data = shuffled(random_plan(random.Random(3)), random.Random(4))
    order = [key for section in data if section in SECTIONS for key in data[section]]
    assert [a.id for a in scheduled(data).activities] == order


def test_a_chain_of_five_thousand_works() -> None:
    tasks: dict[str, Any] = {"t0": {"title": "t0", "duration": "1d"}}
    for i in range(1, 5000):
        tasks[f"t{i}"] = {"title": f"t{i}", "duration": "1d", "depends_on": [f"t{i - 1}"]}
    start = dt.date(2026, 1, 5)
    schedule = scheduled({"format": 1, "project": {"name": "x", "start": start, "as_of": start}, "tasks": tasks})
    assert schedule.finish == start + dt.timedelta(days=7 * 999 + 4)
    assert schedule.critical_path == tuple(tasks)
    assert all(a.critical and a.total_float == 0 for a in schedule.activities)


def test_a_ring_of_five_thousand_is_one_finding() -> None:
    tasks = {f"t{i}": {"title": f"t{i}", "depends_on": [f"t{(i - 1) % 5000}"]} for i in range(5000)}
    start = dt.date(2026, 1, 5)
    tasks["after"] = {"title": "after", "depends_on": ["t7"]}
    schedule = scheduled({"format": 1, "project": {"name": "x", "start": start, "as_of": start}, "tasks": tasks})
    assert [f.code for f in schedule.findings] == ["AIP103"]
    assert (schedule["after"].early_start, schedule["after"].incomplete) == (start, True)
    assert schedule["t7"].early_start is None


def test_days_are_counted_no_further_than_dates_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths, run = list[int](), passes._run

    def measured(network: Any, floors: Any, span: tuple[int, int], earlier: Any, *, late: bool) -> Any:
        lengths.append(span[1] - span[0])
        return run(network, floors, span, earlier, late=late)

    monkeypatch.setattr(passes, "_run", measured)
    for seed in range(100):
        scheduled(random_plan(random.Random(seed), size=(5, 18)))
    assert lengths
    assert max(lengths) < 20 * 366


def test_a_milestone_that_is_late_starts_no_later_than_it_finishes_on_the_late_side() -> None:
    schedule = scheduled(
        {
            "format": 1,
            "project": {"name": "P", "start": dt.date(2026, 1, 14), "as_of": dt.date(2026, 1, 17)},
            "milestones": {"m": {"title": "M", "deadline": dt.date(2026, 1, 17)}},
            "tasks": {"t": {"title": "T", "milestone": "m"}},
        }
    )
    found = schedule["m"]
    assert (found.early_start, found.early_finish) == (dt.date(2026, 1, 19), dt.date(2026, 1, 19))
    assert (found.late_start, found.late_finish) == (dt.date(2026, 1, 16), dt.date(2026, 1, 16))
