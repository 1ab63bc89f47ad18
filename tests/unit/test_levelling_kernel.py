"""The kernel of levelling against every possible order, on problems small enough to try them all."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from aiplan.core.levelling.generation import list_by, parallel, serial, shift_early, shift_late
from aiplan.core.levelling.problem import NoPlaceError, Problem, cost, horizon, layout_of, window_of
from aiplan.core.levelling.search import Search

POOLS = {"algo": 3, "gpu": 4}
LAYOUT = layout_of(POOLS)
SEEDS = range(40)


def problem(
    work: Sequence[tuple[int, dict[str, int], list[tuple[int, int]]]],
    *,
    capacity: Sequence[tuple[int, dict[str, int]]] = ((0, POOLS),),
    due: dict[int, int] | None = None,
    release: Sequence[int] | None = None,
) -> Problem:
    """Return a problem of (length, units, waits after predecessors); `capacity` holds from its days on."""
    lengths = [length for length, _, _ in work]
    predecessors = [waits for _, _, waits in work]
    successors: list[list[tuple[int, int]]] = [[] for _ in work]
    for j, waits in enumerate(predecessors):
        for i, wait in waits:
            successors[i].append((j, wait))
    released = list(release or [0] * len(work))
    end = horizon(lengths, released, predecessors, capacity[-1][0])
    free: list[int] = []
    for (day, units), (following, _) in pairwise([*capacity, (end, {})]):
        free += [LAYOUT.pack(units) | LAYOUT.guard] * (following - day)
    needs = [LAYOUT.pack(units) if length else 0 for length, units, _ in work]
    return Problem(lengths, needs, released, due or {}, predecessors, successors, free, LAYOUT.guard)


def random_problem(rng: random.Random, size: int, *, leads: bool = False, steady: bool = True) -> Problem:
    work: list[tuple[int, dict[str, int], list[tuple[int, int]]]] = []
    for j in range(size):
        waits = []
        for i in range(j):
            if rng.random() < 0.3:
                waits.append((i, work[i][0] + rng.choice((0, 0, 0, 2, -1 if leads else 1, -3 if leads else 0))))  # noqa: PERF401
        work.append((rng.choice((0, 1, 2, 3, 5)), {"algo": rng.randint(0, 3), "gpu": rng.randint(0, 4)}, waits))
    capacity = [(0, POOLS)]
    if not steady:
        capacity = [(0, POOLS), (4, {"algo": 1, "gpu": 2}), (7, {"algo": 0, "gpu": 4}), (9, POOLS)]
    due = {i: rng.randint(2, 12) for i in range(size) if rng.random() < 0.2}
    return problem(work, capacity=capacity, due=due, release=[rng.choice((0, 0, 0, 3)) for _ in range(size)])


def broken(p: Problem, starts: Sequence[int]) -> list[str]:
    """Return what a schedule does wrong, judged day by day and unit by unit."""
    found = [f"{i} before its release" for i in range(p.size) if starts[i] < p.release[i]]
    for j, waits in enumerate(p.predecessors):
        found += [f"{j} too early after {i}" for i, wait in waits if starts[j] < starts[i] + wait]
    for day in range(max((s + d for s, d in zip(starts, p.lengths, strict=True)), default=0)):
        at_work = [i for i in range(p.size) if starts[i] <= day < starts[i] + p.lengths[i]]
        for pool in POOLS:
            used = sum(LAYOUT.unit(p.needs[i], pool) for i in at_work)
            if used > LAYOUT.unit(p.free[day], pool):
                found.append(f"{pool} on day {day}: {used}")
    return found


def orders(p: Problem, chosen: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    if len(chosen) == p.size:
        yield chosen
    for j in range(p.size):
        if j not in chosen and all(i in chosen for i, _ in p.predecessors[j]):
            yield from orders(p, (*chosen, j))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("steady", [True, False])
def test_every_scheme_keeps_links_and_capacities(seed: int, *, steady: bool) -> None:
    p = random_problem(random.Random(seed), 9, leads=True, steady=steady)
    late = window_of(p).late
    for starts in (serial(p, list_by(p, late)), parallel(p, late)):
        assert broken(p, starts) == []
        finish = max(s + d for s, d in zip(starts, p.lengths, strict=True))
        pushed = shift_late(p, starts, finish)
        assert broken(p, pushed) == []
        assert all(a <= b for a, b in zip(starts, pushed, strict=True))
        assert cost(p, pushed) <= cost(p, starts)
        pulled = shift_early(p, pushed)
        assert broken(p, pulled) == []
        assert all(a <= b for a, b in zip(pulled, pushed, strict=True))
        assert cost(p, pulled) <= cost(p, starts)


@pytest.mark.parametrize("seed", range(20))
def test_the_search_finds_the_best_of_all_orders(seed: int) -> None:
    p = random_problem(random.Random(seed), 6)
    best = min(cost(p, serial(p, order)) for order in orders(p))
    search = Search(p, window_of(p), 400)
    search.apply_rules()
    by_rule = search.solution().cost
    search.evolve(random.Random(1))
    solution = search.solution()
    assert solution.cost == best <= by_rule
    assert broken(p, solution.best[0]) == []
    assert cost(p, solution.best[0]) == solution.cost
    assert window_of(p).bound <= best


def test_the_search_improves_on_the_rules() -> None:
    by_rule = found = 0
    for seed in range(8):
        p = random_problem(random.Random(seed), 25)
        search = Search(p, window_of(p), 600)
        search.apply_rules()
        by_rule += search.solution().cost
        search.evolve(random.Random(1))
        found += search.solution().cost
    assert found < by_rule


def test_one_seed_gives_one_answer_within_the_budget() -> None:
    p = random_problem(random.Random(3), 25)
    answers = []
    for seed in (7, 7):
        search = Search(p, window_of(p), 300)
        search.apply_rules()
        search.evolve(random.Random(seed))
        answers.append(search.solution())
    assert answers[0] == answers[1]
    assert answers[0].schedules <= 300


def test_a_search_that_is_stopped_gives_what_it_has() -> None:
    p = random_problem(random.Random(3), 25)
    search = Search(p, window_of(p), 5000, progress=lambda *_: False)
    search.apply_rules()
    search.evolve(random.Random(1))
    assert search.solution().schedules < 1000


def test_equal_urgency_goes_by_total_float() -> None:
    # 1 and 2 have the same latest finish; 1 can start only on day 2 and has no float.
    p = problem([(2, {}, []), (3, {"algo": 3}, [(0, 2)]), (1, {"algo": 3}, [])], release=[0, 2, 2])
    search = Search(p, window_of(p), 1)
    search.apply_rules()
    assert search.solution().best[0] == [0, 2, 5]


def test_deadlines_say_what_is_urgent_and_count_when_missed() -> None:
    p = problem([(3, {"algo": 3}, []), (2, {"algo": 3}, [])], due={1: 2})
    search = Search(p, window_of(p), 10)
    search.apply_rules()
    assert search.solution().best[0] == [2, 0]
    assert cost(p, [2, 0]) == 5
    assert cost(p, [0, 3]) == 5 + 3


def test_what_fits_nowhere_is_named() -> None:
    p = problem([(1, {}, []), (4, {"algo": 3}, [])], capacity=[(0, POOLS), (3, {"algo": 1, "gpu": 4})])
    with pytest.raises(NoPlaceError) as one_by_one:
        serial(p, [0, 1])
    with pytest.raises(NoPlaceError) as through_time:
        parallel(p, [0, 0])
    assert one_by_one.value.activity == through_time.value.activity == 1


def test_units_lie_side_by_side() -> None:
    layout = layout_of({"a": 1, "b": 200, "c": 7})
    packed = layout.pack({"a": 1, "b": 200, "c": 7, "unknown": 9})
    assert [layout.unit(packed, pool) for pool in "abc"] == [1, 200, 7]
    assert (packed | layout.guard) - packed == layout.guard
