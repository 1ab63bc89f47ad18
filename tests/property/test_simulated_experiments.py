"""Simulated experiments against their exact ends: days, attempts and success, for whatever has happened so far."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest

from aiplan.core.progress import attempts_left, remaining_trials
from aiplan.core.schedule import Schedule
from aiplan.core.simulation import trials
from aiplan.core.simulation.forecast import Forecast, simulate
from aiplan.core.simulation.quantiles import TICKS
from helpers.plans import schedule_of
from helpers.trials import Outcome, outcomes

RUNS = 4_000
MOST = trials.MOST_ROUNDS
AS_OF = dt.date(2026, 2, 2)
"""A Monday, four weeks after the start of the plan."""


def experiment(rng: random.Random) -> Schedule:
    lines = [
        "format = 1", "[project]", 'name = "E"', "start = 2026-01-05", f"as_of = {AS_OF}", "[experiments.e]",
        'title = "E"', f'duration = "{rng.randint(2, 9)}d"', f"success = {rng.choice((0.1, 0.25, 0.4, 0.7, 0.95))}",
        f"max_attempts = {rng.randint(1, 5)}", f"parallel = {rng.choice((1, 1, 2, 3))}",
    ]  # fmt: skip
    if rng.random() < 0.6:
        lines.append(f'fallback = {{ title = "F", duration = "{rng.randint(1, 12)}d" }}')
    if rng.random() < 0.4:
        lines.append(f'timebox = "{rng.randint(3, 40)}d"')
    state = rng.choice(("fresh", "fresh", "missed", "running"))
    attempts = []
    if state != "fresh":
        attempts.append('  { started = 2026-01-19, finished = 2026-01-23, result = "missed" },')
    if state == "running":
        attempts.append("  { started = 2026-01-28 },")
    if attempts:
        lines += ["attempts = [", *attempts, "]"]
    return schedule_of("\n".join(lines) + "\n")


def exact(schedule: Schedule) -> tuple[Outcome, ...]:
    return outcomes(remaining_trials(schedule.plan.experiments["e"], schedule.project_calendar, AS_OF))


def too_far(share: float, probability: Fraction) -> bool:
    """Tell whether a share of the runs is further from its probability than 4.5 standard errors: 1 in 150,000."""
    p = float(probability)
    return abs(share - p) > 4.5 * math.sqrt(p * (1 - p) / RUNS) + 1e-9


def differences(forecast: Forecast, ends: tuple[Outcome, ...]) -> list[str]:
    """Return in what the simulation is not what the ends say."""
    found = []
    days: defaultdict[float, Fraction] = defaultdict(Fraction)
    attempts: defaultdict[int, Fraction] = defaultdict(Fraction)
    met = Fraction(0)
    for end in ends:
        days[end.days] += end.probability
        attempts[end.attempts] += end.probability
        met += end.probability if end.ending == "met" else 0
    drawn: Counter[float] = Counter((forecast.project_finishes() / TICKS).tolist())
    found += [f"{d} days" for d in {*days, *drawn} if too_far(drawn[d] / RUNS, days[d])]
    own = forecast["e"]
    assert own.attempts is not None
    assert own.success_probability is not None
    made = own.attempts
    found += [f"{n} attempts" for n in {*attempts, *made} if too_far(made.get(n, 0.0), attempts[n])]
    return found + (["success"] if too_far(own.success_probability, met) else [])


@pytest.mark.parametrize("rounds", [MOST, 1, 0])
@pytest.mark.parametrize("fifty", range(2))
def test_simulated_ends_are_the_exact_ones(monkeypatch: pytest.MonkeyPatch, fifty: int, rounds: int) -> None:
    """Whether rounds are drawn one by one or, all of them full, at once; only the first may be under way."""
    monkeypatch.setattr(trials, "MOST_ROUNDS", rounds)
    compared = 0
    for seed in range(50 * fifty, 50 * fifty + 50):
        schedule = experiment(random.Random(seed))
        forecast = simulate(schedule, runs=RUNS)
        if "e" not in forecast:
            assert schedule["e"].status == "done"
            continue
        work = schedule.plan.experiments["e"]
        if rounds < MOST and (attempts_left(work) % work.parallel or (rounds == 0 and work.attempts)):
            continue
        assert differences(forecast, exact(schedule)) == [], seed
        compared += 1
    assert compared > 10


def test_a_wrong_length_is_seen() -> None:
    schedule = experiment(random.Random(1))
    first, *others = exact(schedule)
    longer = replace(first, days=first.days + 1)
    assert differences(simulate(schedule, runs=RUNS), (longer, *others)) != []


def test_attempts_without_number_are_simulated_at_once() -> None:
    text = """
    format = 1
    [project]
    name = "Many"
    start = 2026-01-05
    as_of = 2026-01-05
    [experiments.e]
    title = "E"
    duration = "1d"
    success = 0.0001
    max_attempts = 1000000000
    """
    sample = simulate(schedule_of(text), runs=2_000).project_finishes() / TICKS
    assert abs(float(sample.mean()) - 10_000) <= 4.5 * 10_000 / math.sqrt(2_000)


@pytest.mark.parametrize("success", [0, 0.0001])
def test_attempts_side_by_side_without_number_are_drawn_at_once(success: float) -> None:
    text = f"""
    format = 1
    [project]
    name = "Many"
    start = 2026-01-05
    as_of = 2026-01-05
    [experiments.e]
    title = "E"
    duration = {{ optimistic = "1d", likely = "2d", pessimistic = "4d" }}
    success = {success}
    max_attempts = 1000000
    parallel = 20000
    fallback = {{ title = "F", duration = "3d" }}
    """
    forecast = simulate(schedule_of(text), runs=2_000)
    sample = forecast.project_finishes() / TICKS
    own = forecast["e"]
    assert own.success_probability is not None
    # The longest of 20,000 takes nearly four days; a round meets with 1 - (1 - p) ** 20,000, of 50 one nearly always.
    if success:
        meets, round_days = 1 - (1 - success) ** 20_000, float(sample.min())
        assert 3.7 < round_days <= 4
        assert own.success_probability == 1
        rounds = sample / round_days
        assert abs(float(rounds.mean()) - 1 / meets) <= 4.5 * math.sqrt(1 - meets) / meets / math.sqrt(2_000)
    else:
        assert own.success_probability == 0
        assert float(sample.min()) > 50 * 3.7 + 3
        assert float(sample.max()) <= 50 * 4 + 3
