"""The simulation against cases whose distribution is known."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import math
import os
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.simulation.draws import Streams
from aiplan.core.simulation.forecast import Forecast, simulate
from aiplan.core.simulation.kernel import CancelledError
from aiplan.core.simulation.quantiles import BINS, TICKS, duration_table, triangle_from_p10p90
from aiplan.model.reading import read_plan

SAMPLE = Path(__file__).parents[2] / "sample_project.toml"
"""A plan with several calendars."""
HEAD = """
format = 1
[project]
name = "x"
start = 2026-01-05
as_of = 2026-01-05
"""
ORACLE = """
[experiments.e]
title = "E"
duration = "10d"
success = 0.4
max_attempts = 3
fallback = { title = "F", duration = "15d" }
"""


def schedule_of(text: str) -> Schedule:
    plan, findings = read_plan(tomllib.loads(HEAD + text))
    assert not findings
    return schedule_plan(plan, today=dt.date(2026, 1, 5))


def days_of(forecast: Forecast) -> np.ndarray:
    return forecast.project_finishes() / TICKS


def within_three_errors(sample: np.ndarray, mean: float) -> bool:
    return abs(float(sample.mean()) - mean) <= 3 * float(sample.std()) / math.sqrt(sample.size)


def test_experiment_oracle() -> None:
    forecast = simulate(schedule_of(ORACLE), runs=20_000)
    sample = days_of(forecast)
    for days, share in ((10, 0.4), (20, 0.24), (30, 0.144), (45, 0.216)):
        error = math.sqrt(share * (1 - share) / 20_000)
        assert abs(float((sample == days).mean()) - share) <= 3 * error
    assert within_three_errors(sample, float(Fraction("22.84")))
    own = forecast["e"]
    assert own.success_probability == pytest.approx(0.784, abs=3 * math.sqrt(0.784 * 0.216 / 20_000))
    assert own.attempts is not None
    assert set(own.attempts) == {1, 2, 3}


def test_sum_of_independent_three_point_estimates() -> None:
    estimate = '{ optimistic = "4d", likely = "6d", pessimistic = "14d" }'
    chain = "".join(
        f'[tasks.t{i}]\ntitle = "T"\nduration = {estimate}\n' + (f'depends_on = ["t{i - 1}"]\n' if i else "")
        for i in range(5)
    )
    sample = days_of(simulate(schedule_of(chain), runs=20_000))
    assert within_three_errors(sample, 5 * (4 + 4 * 6 + 14) / 6)
    mode = (6 - 4) / 10
    a, b = 1 + 4 * mode, 5 - 4 * mode
    variance = 5 * 100 * a * b / ((a + b) ** 2 * (a + b + 1))
    # Standard error of a variance: σ²·√(2/n), a little more for the fourth moment of these sums.
    assert abs(float(sample.var()) - variance) <= 4 * variance * math.sqrt(2 / 20_000)


def test_maximum_of_two_experiments() -> None:
    two = "".join(
        f'[experiments.{k}]\ntitle = "E"\nduration = "10d"\nsuccess = 0.5\nfallback = {{ duration = "10d" }}\n'
        for k in "ab"
    )
    sample = days_of(simulate(schedule_of(two), runs=20_000))
    assert within_three_errors(sample, 10 * 0.25 + 20 * 0.75)


def test_discrete_risk() -> None:
    text = """
[tasks.a]
title = "A"
duration = "10d"
[risks.r]
title = "R"
schedule = { probability = 0.3, impact = "20d", on = ["a"] }
"""
    forecast = simulate(schedule_of(text), runs=20_000)
    assert within_three_errors(days_of(forecast), 10 + 0.3 * 20)
    assert forecast.probability(dt.date(2026, 1, 16)) == pytest.approx(0.7, abs=3 * math.sqrt(0.21 / 20_000))


def test_correlation_widens_the_sum_and_keeps_its_mean() -> None:
    estimate = '{ optimistic = "2d", likely = "8d", pessimistic = "20d" }'
    chain = "[teams.t]\ncapacity = 9\n" + "".join(
        f'[tasks.t{i}]\ntitle = "T"\nteam = "t"\nduration = {estimate}\n'
        + (f'depends_on = ["t{i - 1}"]\n' if i else "")
        for i in range(6)
    )
    plain = days_of(simulate(schedule_of(chain), runs=20_000))
    tied = days_of(simulate(schedule_of(chain + "[simulation]\ncorrelation = 0.8\n"), runs=20_000))
    assert tied.std() > 1.5 * plain.std()
    assert abs(float(tied.mean() - plain.mean())) <= 3 * math.hypot(tied.std(), plain.std()) / math.sqrt(20_000)


def test_timebox_cuts_an_attempt_and_starts_the_fallback() -> None:
    text = """
[experiments.e]
title = "E"
duration = "10d"
success = 0.5
max_attempts = 3
timebox = "15d"
fallback = { duration = "5d" }
"""
    sample = days_of(simulate(schedule_of(text), runs=5_000))
    assert set(sample.tolist()) == {10.0, 20.0}


@pytest.mark.parametrize("calendars", ["", '[calendars.six]\nworkweek = ["mon", "tue", "wed", "thu", "fri", "sat"]\n'])
def test_without_uncertainty_every_run_is_the_schedule(calendars: str) -> None:
    team = 'team = "t"\n' if calendars else ""
    text = (
        calendars
        + ('[teams.t]\ncalendar = "six"\n' if calendars else "")
        + f"""
[tasks.a]
title = "A"
duration = "6d"
{team}
[tasks.b]
title = "B"
duration = "3d"
depends_on = ["a SS+2d"]
[tasks.c]
title = "C"
duration = "4d"
{team}depends_on = ["a -1d", "b FF+2d"]
[milestones.m]
title = "M"
depends_on = ["b", "c"]
[tasks.d]
title = "D"
duration = "2d"
milestone = "n"
[milestones.n]
title = "N"
duration = "1d"
depends_on = ["m SF+9d", "m"]
"""
    )
    schedule = schedule_of(text)
    forecast = simulate(schedule, runs=64)
    for key in forecast.ids:
        finish = schedule[key].early_finish
        assert set(forecast[key].percentiles.values()) == {finish}, key
        assert forecast[key].criticality == (1.0 if schedule[key].critical else 0.0), key


def test_p10_p90_bounds_are_the_percentiles_of_the_triangle() -> None:
    low, high = triangle_from_p10p90(4, 7, 16)

    def share_below(x: float) -> float:
        if x <= 7:
            return (x - low) ** 2 / ((high - low) * (7 - low))
        return 1 - (high - x) ** 2 / ((high - low) * (high - 7))

    assert share_below(4) == pytest.approx(0.1, abs=1e-9)
    assert share_below(16) == pytest.approx(0.9, abs=1e-9)
    table = duration_table(4, 7, 16, "pert", "p10p90")
    assert (table <= 4 * TICKS).mean() == pytest.approx(0.1, abs=2 / BINS)


def test_pert_table_has_the_mean_of_the_distribution() -> None:
    for low, likely, high in ((1, 2, 9), (5, 5, 8), (3, 8, 8), (0, 4, 30)):
        table = duration_table(low, likely, high, "pert", "extremes")
        assert table.mean() / TICKS == pytest.approx((low + 4 * likely + high) / 6, rel=2e-3)


def test_work_under_way_needs_what_is_left_of_its_estimate() -> None:
    text = """
[tasks.a]
title = "A"
duration = { optimistic = "2d", likely = "4d", pessimistic = "12d" }
started = 2025-12-29
"""
    sample = days_of(simulate(schedule_of(text), runs=4_000))
    assert float(sample.min()) == 1.0  # five days have passed; at least one remains
    assert float(sample.max()) <= 7.0


def test_same_seed_same_draws_whatever_else_the_plan_holds() -> None:
    estimate = 'duration = { optimistic = "2d", likely = "4d", pessimistic = "12d" }'
    one = simulate(schedule_of(f'[tasks.a]\ntitle = "A"\n{estimate}\n'), runs=500)
    two = simulate(schedule_of(f'[tasks.z]\ntitle = "Z"\n{estimate}\n[tasks.a]\ntitle = "A"\n{estimate}\n'), runs=500)
    assert np.array_equal(one.days("a"), two.days("a"))
    assert not np.array_equal(two.days("a"), two.days("z"))
    assert one.as_json() == simulate(one.schedule, runs=500).as_json()
    assert one.as_json() != simulate(one.schedule, runs=500, seed=2).as_json()


def test_bytes_do_not_depend_on_threads_or_processor_features() -> None:
    program = (
        "import datetime as dt, json, sys, tomllib\n"
        "from aiplan.model.reading import read_plan\n"
        "from aiplan.core.schedule import schedule_plan\n"
        "from aiplan.core.simulation.forecast import simulate\n"
        "for text in (sys.stdin.read(), open(sys.argv[1], encoding='utf-8').read()):\n"
        "    plan, _ = read_plan(tomllib.loads(text))\n"
        "    print(json.dumps(simulate(schedule_plan(plan, today=dt.date(2026, 1, 5))).as_json()))\n"
    )
    text = (
        HEAD
        + ORACLE
        + "".join(
            f'[tasks.t{i}]\ntitle = "T"\n'
            f'duration = {{ optimistic = "{1 + i}d", likely = "{3 + i}d", pessimistic = "{9 + 2 * i}d" }}\n'
            f'depends_on = ["{f"t{i - 1}" if i else "e"}"]\n'
            for i in range(12)
        )
        + "[simulation]\ncorrelation = 0.3\n"
    )
    disabled = " ".join(_dispatched_features())
    variants = [{}, {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, {"OMP_NUM_THREADS": "2"}]
    if disabled:
        variants.append({"NPY_DISABLE_CPU_FEATURES": disabled})
    printed = {
        subprocess.run(
            [sys.executable, "-c", program, str(SAMPLE)],
            input=text,
            env={**os.environ, **extra},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for extra in variants
    }
    assert len(printed) == 1
    one, several = printed.pop().splitlines()
    assert json.loads(one)["project"]["runs"] == json.loads(several)["project"]["runs"] == 10_000


def _dispatched_features() -> list[str]:
    """Return the processor features that this NumPy dispatches to here."""
    core = importlib.import_module("numpy._core._multiarray_umath")
    return [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]


def test_a_simulation_can_be_cancelled() -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> bool:
        seen.append((done, total))
        return False

    with pytest.raises(CancelledError):
        simulate(schedule_of(ORACLE), progress=stop)
    assert len(seen) == 1
    assert seen[0][1] == 10_000


def test_convergence_is_told() -> None:
    estimate = 'duration = { optimistic = "2d", likely = "14d", pessimistic = "42d" }'
    text = f'[tasks.a]\ntitle = "A"\n{estimate}\n'
    few = simulate(schedule_of(text), runs=400).p80_standard_error()
    many = simulate(schedule_of(text), runs=40_000).p80_standard_error()
    assert few == pytest.approx(10 * many, rel=0.5)


def test_a_kept_stream_gives_the_same_bytes_as_a_fresh_one() -> None:
    schedule = schedule_of(ORACLE)
    streams = Streams(7)
    simulate(schedule, runs=3_000, streams=streams)
    kept = simulate(schedule, runs=2_000, streams=streams)
    fresh = simulate(schedule, runs=2_000, seed=7)
    assert kept.as_json() == fresh.as_json()


def test_outlook_says_what_the_forecast_says() -> None:
    forecast = simulate(schedule_of(ORACLE + "deadline = 2026-02-13\n"), runs=2_000)
    (found,) = forecast.outlooks()
    own = forecast["e"]
    assert (found.p50, found.p80, found.probability) == (
        own.percentiles[50],
        own.percentiles[80],
        own.deadline_probability,
    )
    assert found.risk == "amber"
    assert forecast.s_curve("e")[-1] == (dt.date(2026, 3, 6), 1.0)
    assert sum(n for _, n in forecast.histogram("e")) == 2_000


def test_drivers_of_a_milestone_are_what_leads_to_it() -> None:
    estimate = 'duration = { optimistic = "2d", likely = "4d", pessimistic = "12d" }'
    tasks = "".join(f'[tasks.{key}]\ntitle = "T"\n{estimate}\n' for key in "abz")
    text = tasks + '[milestones.m]\ntitle = "M"\ndepends_on = ["a", "b"]\n'
    forecast = simulate(schedule_of(text), runs=2_000)
    found = dict(forecast.drivers(of="m"))
    assert set(found) == {"a", "b"}
    assert all(weight > 0.4 for weight in found.values())
    assert set(dict(forecast.drivers())) == {"a", "b", "z"}
