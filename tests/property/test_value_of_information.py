"""The suggested order of experiments never violates a dependency, and follows the ratio where it is free to."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.value_of_information import Information, ordered, suggested_order
from helpers.plans import plan_of, schedule_of

DAY = dt.date(2026, 3, 16)


@st.composite
def plans(draw: st.DrawFn) -> str:
    """Return a plan of tasks, experiments and milestones; links lead to earlier items only."""
    parts = ["[teams.algo]\ncost_per_day = 100\n", '[milestones.m0]\ntitle = "M"\n', '[milestones.m1]\ntitle = "N"\n']
    if draw(st.booleans()):
        parts[-1] += 'depends_on = ["m0"]\n'
    names: list[str] = []
    for number in range(draw(st.integers(2, 7))):
        experiment = draw(st.booleans())
        name = f"{'e' if experiment else 't'}{number}"
        days = draw(st.integers(1, 9))
        lines = [f"[{'experiments' if experiment else 'tasks'}.{name}]", 'title = "X"', f'duration = "{days}d"']
        if draw(st.booleans()):
            lines.append('team = "algo"')
        if names and bool(draw(st.booleans())):
            ends = st.tuples(st.sampled_from(names), st.sampled_from(["", " SS", " FF+2d"]))
            links = draw(st.lists(ends, min_size=1, max_size=2, unique_by=lambda link: link[0]))
            lines.append(f"depends_on = {[other + kind for other, kind in links]}")
        if draw(st.booleans()):
            lines.append(f'milestone = "m{draw(st.integers(0, 1))}"')
        if experiment:
            if draw(st.booleans()):
                lines.append(f"success = {draw(st.floats(0, 1))!r}")
            lines.append(f"max_attempts = {draw(st.integers(1, 3))}")
        parts.append("\n".join(lines) + "\n")
        names.append(name)
    return "\n".join(parts)


def starts_first(schedule: Schedule) -> set[tuple[str, str]]:
    """Return (earlier, later) for every pair whose start waits for the other's start: moving one moves the other."""
    work = schedule.plan.work
    waits: set[tuple[str, str]] = set()
    for key, item in work.items():
        above = [item.milestone] if item.milestone is not None and item.milestone in work else []
        for holder in (key, *above):
            for link in work[holder].depends_on:
                if link.type in ("FS", "SS"):
                    waits.add((link.id, key))
                    if link.type == "FS":
                        waits |= {(member, key) for member in schedule.members(link.id)}
    grown = True
    while grown:
        more = {(a, d) for a, b in waits for c, d in waits if b == c} - waits
        waits, grown = waits | more, bool(more)
    return waits


@settings(max_examples=60)
@given(plans())
def test_no_experiment_comes_before_one_it_waits_for(text: str) -> None:
    schedule = schedule_plan(plan_of(text), today=DAY)
    found = suggested_order(schedule)
    order = [item.id for item in found.order]
    assert sorted(order) == sorted(schedule.plan.experiments)
    for earlier, later in starts_first(schedule):
        if earlier in order and later in order and (later, earlier) not in starts_first(schedule):
            assert order.index(earlier) < order.index(later)


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.floats(0, 1)), st.floats(0, 1e6), st.floats(0, 1e4)), min_size=1, max_size=6
    )
)
def test_without_dependencies_the_ratio_decides(items: list[tuple[float | None, float, float]]) -> None:
    found = {f"e{i}": Information(f"e{i}", p, loss, cost, ()) for i, (p, loss, cost) in enumerate(items)}
    values = [found[key].value for key in ordered(found)]
    known = [v for v in values if v is not None]
    assert known == sorted(known, reverse=True)
    assert values[: len(known)] == known


def test_experiments_in_a_circle_are_all_listed() -> None:
    found = {k: Information(k, p, 10, 1, (w,)) for k, p, w in (("a", 0.1, "b"), ("b", 0.9, "a"))}
    assert ordered(found) == ["b", "a"]


PLAN = """
    [teams.algo]
    cost_per_day = 100
    [teams.app]
    cost_per_day = 50
    [milestones.model]
    title = "Model"
    [experiments.cnn]
    title = "CNN"
    milestone = "model"
    duration = "10d"
    team = "algo"
    cost = 500
    success = 0.4
    max_attempts = 2
    fallback = { title = "Three answers", duration = "5d" }
    [tasks.app]
    title = "App"
    duration = "20d"
    team = "app"
    cost = 1000
    depends_on = ["model"]
    [tasks.beside]
    title = "Beside"
    duration = "20d"
    team = "app"
"""


def test_the_ratio_is_that_of_the_page() -> None:
    found = suggested_order(schedule_of(PLAN))
    (cnn,) = found.order
    assert found.unit == "money"
    assert cnn.failure == pytest.approx(0.36)
    assert cnn.downstream == 1000 + 20 * 50
    assert cnn.cost == pytest.approx(500 + 100 * (0.4 * 10 + 0.6 * 20))
    assert cnn.value == pytest.approx(0.36 * 2000 / 2100)


def test_work_that_is_done_cannot_be_avoided_and_started_attempts_are_paid() -> None:
    text = PLAN.replace('title = "App"', 'title = "App"\nstarted = 2026-03-02\nfinished = 2026-03-13')
    assert suggested_order(schedule_of(text)).order[0].downstream == 0
    used = PLAN.replace(
        "success = 0.4",
        'success = 0.4\nattempts = [{ started = 2026-03-02, finished = 2026-03-13, result = "missed" }]',
    )
    (cnn,) = suggested_order(schedule_of(used)).order
    assert cnn.failure == pytest.approx(0.6)
    assert cnn.cost == pytest.approx(1000)


def test_without_costs_days_are_counted_and_unknown_success_is_no_certainty() -> None:
    text = PLAN.replace("cost_per_day = 100", "").replace("cost = 500", "").replace("success = 0.4", "")
    found = suggested_order(schedule_of(text))
    assert found.unit == "days"
    assert (found.order[0].failure, found.order[0].value) == (None, None)
    assert found.order[0].downstream == 20


def test_an_experiment_that_is_over_is_not_suggested() -> None:
    done = PLAN.replace(
        "success = 0.4", 'success = 0.4\nattempts = [{ started = 2026-03-02, finished = 2026-03-13, result = "met" }]'
    )
    assert suggested_order(schedule_of(done)).order == ()
    assert suggested_order(schedule_of(PLAN.replace("success = 0.4", "take_fallback = true"))).order == ()
