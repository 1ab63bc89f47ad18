"""The simulation kernel against one that goes run by run, and against the schedule over several calendars."""

from __future__ import annotations

import datetime as dt
import random
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from aiplan.core.network import EARLIEST, PIECE, POINT
from aiplan.core.schedule import schedule_plan
from aiplan.core.simulation import kernel
from aiplan.core.simulation.durations import Drawn, Durations
from aiplan.core.simulation.forecast import simulate
from aiplan.core.simulation.problem import NEVER, Event, Problem, final_events
from aiplan.core.simulation.program import FROM_FINISH, TO_FINISH
from aiplan.core.simulation.quantiles import TICK_BITS, TICKS, duration_table
from aiplan.model.reading import read_plan
from helpers.random_plans import Data, random_plan

RUNS = 23


def random_event(rng: random.Random, i: int) -> Event:
    mode = rng.choice((PIECE, PIECE, PIECE, POINT)) if i < 3 else rng.choice((PIECE, PIECE, PIECE, POINT, EARLIEST))
    sources = rng.sample(range(i), min(i, rng.choice((0, 1, 1, 2, 3)))) if mode != EARLIEST else rng.sample(range(i), 2)
    codes = (0, 0, 0, 1, 2, 3) if mode != EARLIEST else (1,)
    lags = (0, 0, 0, 1, 3, -2) if mode != EARLIEST else (0,)
    floor = TICKS * rng.choice((0, 0, 0, 4, 15)) if mode != EARLIEST or rng.random() < 0.3 else NEVER
    return Event(
        id=f"e{i}", number=i, mode=mode, main=True, counts=mode != EARLIEST and rng.random() < 0.9,
        start_dated=rng.random() < 0.3, start_floor=floor, start_floor_lo=0,
        finish_floor=TICKS * rng.choice((6, 20)) if mode == PIECE and rng.random() < 0.15 else NEVER,
        actual_start=-3 * TICKS if mode == PIECE and rng.random() < 0.1 else None, clock=0,
        links=tuple((s, rng.choice(codes), rng.choice(lags)) for s in sorted(sources)),
    )  # fmt: skip


def random_lengths(rng: random.Random, event: Event, numbers: np.random.Generator, stretch: int) -> Drawn:
    if event.mode != PIECE:
        return Drawn()
    low = rng.randint(0, 6) * stretch
    match rng.randrange(3):
        case 0:
            return Drawn(constant=low * TICKS)
        case 1:
            table = duration_table(low, low + 2 * stretch, low + 9 * stretch, "pert", "extremes")
            return Drawn(table=table, bins=numbers.integers(0, 1024, RUNS, dtype=np.uint16))
        case _:
            values = (low + numbers.integers(0, 3, RUNS) * rng.randint(0, 5) * stretch) * TICKS
            return Drawn(values=values.astype(np.int32))


def one_by_one(
    events: list[Event], drawn: list[Drawn], fixed_finish: int
) -> tuple[list[list[int]], list[int], list[int]]:
    """Return (day of each event by run, project finish by run, runs in which each event is critical)."""
    lengths = [d.all(RUNS).tolist() for d in drawn]
    days: list[list[int]] = [[] for _ in events]
    wholes: list[int] = []
    critical = [0] * len(events)
    last = final_events(events)
    for run in range(RUNS):
        start: list[int] = []
        finish: list[int] = []

        def bound(i: int, source: int, code: int, lag: int) -> int:
            begin = events[source].actual_start
            edge = finish[source] if code in FROM_FINISH else start[source] if begin is None else begin  # noqa: B023
            held = events[i].mode == PIECE and code in TO_FINISH
            return edge + lag * TICKS - (lengths[i][run] if held else 0)  # noqa: B023

        for i, event in enumerate(events):
            bounds = [bound(i, *link) for link in event.links]
            if event.mode == EARLIEST:
                start.append(min([*bounds, *([event.start_floor] if event.start_floor > NEVER else [])]))
                finish.append(start[i])
                continue
            promised = event.finish_floor - (lengths[i][run] if event.mode == PIECE else 0)
            start.append(max([event.start_floor, promised, *bounds]))
            finish.append(start[i] + lengths[i][run])
        dated = {i: finish[i] + events[i].start_dated for i in last}
        whole = max([fixed_finish, *dated.values()])
        marked = {i for i in last if dated[i] == whole}
        for i in reversed(range(len(events))):
            days[i].append((finish[i] - (0 if events[i].start_dated else 1)) >> TICK_BITS)
            if i in marked:
                critical[i] += 1
                marked |= {link[0] for link in events[i].links if bound(i, *link) == start[i]}
        wholes.append(whole)
    return days, wholes, critical


@pytest.mark.parametrize("stretch", [1, 40])
@pytest.mark.parametrize("block", [7, 5_000])
def test_kernel_equals_run_by_run(monkeypatch: pytest.MonkeyPatch, block: int, stretch: int) -> None:
    monkeypatch.setattr(kernel, "BLOCK", block)
    wide = 0
    for seed in range(150):
        rng, numbers = random.Random(seed), np.random.default_rng(seed)
        events = [random_event(rng, i) for i in range(rng.randint(1, 14))]
        drawn = [random_lengths(rng, event, numbers, stretch) for event in events]
        fixed = rng.choice((NEVER, NEVER, 25 * TICKS))
        problem = cast("Problem", SimpleNamespace(events=events, fixed_finish=fixed, uniform=True, clocks=()))
        runs = kernel.run_kernel(problem, Durations(cast("Any", drawn), {}, {}), RUNS)
        days, wholes, critical = one_by_one(events, drawn, fixed)
        assert runs.project_finish.tolist() == wholes, seed
        assert [runs.days(i).tolist() for i in range(len(events))] == days, seed
        assert runs.critical.tolist() == critical, seed
        wide += runs.rows.dtype == np.int32
    assert wide > 0 if stretch > 1 else wide == 0


def certain_plan(rng: random.Random) -> Data:
    """Return a random plan of three calendars in which nothing is left to chance."""
    data = random_plan(rng, size=(5, 18))
    data.pop("simulation", None)
    data["risks"] = {}
    for section in ("milestones", "tasks", "rollout", "experiments"):
        for table in data.get(section, {}).values():
            table.pop("success", None)
            if isinstance(table.get("duration"), dict):
                table["duration"] = table["duration"]["likely"]
    return data


@pytest.mark.parametrize("twenty", range(5))
def test_without_chance_every_run_is_the_schedule_over_any_calendars(twenty: int) -> None:
    compared = 0
    for seed in range(20 * twenty, 20 * twenty + 20):
        plan, _ = read_plan(certain_plan(random.Random(seed)))
        schedule = schedule_plan(plan, today=dt.date(2026, 1, 5), as_of=dt.date(2026, 1, 5))
        if schedule.passes is None or schedule.finish is None:
            continue
        forecast = simulate(schedule, runs=10)
        for key in forecast.ids:
            assert set(forecast[key].percentiles.values()) == {schedule[key].early_finish}, (seed, key)
            assert forecast.activity_probability(key, forecast[key].mean) == 1.0
            assert forecast.activity_probability(key, forecast[key].mean - dt.timedelta(days=1)) == 0.0
            compared += 1
        assert forecast.percentile(50) == schedule.finish, seed
    assert compared > 20
