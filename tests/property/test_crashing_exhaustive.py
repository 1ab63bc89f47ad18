"""Least-cost crashing by minimum cuts against trying every combination of durations."""

from __future__ import annotations

import itertools
import random

import pytest

from aiplan.core.crashing import CrashActivity, crash_steps, network_length


def _network(seed: int) -> tuple[CrashActivity, ...]:
    rng = random.Random(seed)
    found: list[CrashActivity] = []
    for i in range(rng.randint(2, 6)):
        duration = rng.randint(1, 5)
        shortest = rng.randint(1, duration) if rng.random() < 0.8 else duration
        links = tuple((f"a{j}", rng.choice([0, 0, 0, 1])) for j in range(i) if rng.random() < 0.5)
        found.append(CrashActivity(f"a{i}", duration, shortest, rng.randint(1, 9), links))
    return tuple(found)


def _cheapest_by_length(activities: tuple[CrashActivity, ...]) -> dict[int, float]:
    best: dict[int, float] = {}
    for lengths in itertools.product(*[range(a.shortest, a.duration + 1) for a in activities]):
        durations = {a.id: days for a, days in zip(activities, lengths, strict=True)}
        length = network_length(activities, durations)
        cost = sum(a.cost_per_day * (a.duration - durations[a.id]) for a in activities)
        best[length] = min(cost, best.get(length, cost))
    return best


@pytest.mark.parametrize("hundred", range(5))
def test_every_length_is_reached_at_least_cost(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        activities = _network(seed)
        best = _cheapest_by_length(activities)
        steps = crash_steps(activities)
        assert steps[-1].length == min(best), seed
        for step in steps:
            assert network_length(activities, step.durations) == step.length, seed
            assert step.cost == min(cost for length, cost in best.items() if length <= step.length), seed


def test_a_day_is_given_back_when_a_later_cut_makes_it_needless() -> None:
    # Two paths share a: shortening b and c together is dearer than a, until a is at its shortest.
    activities = (
        CrashActivity("a", 4, 3, 5.0),
        CrashActivity("b", 4, 1, 4.0, (("a", 0),)),
        CrashActivity("c", 4, 1, 4.0, (("a", 0),)),
    )
    steps = crash_steps(activities)
    assert [(s.length, s.cost) for s in steps] == [(8, 0), (7, 5), (6, 13), (5, 21), (4, 29)]
