"""Whatever stands in a plan, the checks say something or nothing, but never fail; and they say the same again."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.core.checks import run_checks
from aiplan.core.checks.comparison import run_comparison
from aiplan.core.checks.runner import last_recorded_day
from aiplan.core.schedule import schedule_plan
from aiplan.model.reading import read_plan
from helpers.tools import ROOT

SAMPLE = tomllib.loads((ROOT / "sample_project.toml").read_text(encoding="utf-8"))
TODAY = dt.date(2026, 5, 4)

ids = st.sampled_from([*SAMPLE["tasks"], *SAMPLE["experiments"], *SAMPLE["milestones"], "nothing", "", "x y"])
gates = st.sampled_from(
    ["top1-accuracy", "min(class-recall) >= 0.8", "max(class-recall) <= 90", "nothing >= 1", "p95-latency[x] <= 1e400"]
)
values: st.SearchStrategy[Any] = st.one_of(
    st.integers(-5, 400),
    st.floats(),
    st.booleans(),
    st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
    st.dates(dt.date(2025, 6, 1), dt.date(2026, 12, 31)),
    ids,
    gates,
    st.sampled_from(["5d", "0d", "900w", "done", "active", "planned", "dropped", "met", "missed", "launch", "A", "C4"]),
    st.lists(st.one_of(ids, gates, st.just("cnn-v1 FF-30d")), max_size=3),
    st.just({}),
    st.just([]),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*path, index))
    return found


PLACES = places(SAMPLE)


def changed(data: dict[str, Any], path: tuple[Any, ...], value: Any, *, remove: bool) -> None:
    at: Any = data
    for part in path[:-1]:
        if (isinstance(at, dict) and part in at) or (isinstance(at, list) and isinstance(part, int) and part < len(at)):
            at = at[part]
        else:
            return
    if remove and isinstance(at, dict):
        at.pop(path[-1], None)
    elif isinstance(at, dict) or (isinstance(at, list) and isinstance(path[-1], int) and path[-1] < len(at)):
        at[path[-1]] = value


@given(st.lists(st.tuples(st.sampled_from(PLACES), values, st.booleans()), min_size=1, max_size=12), st.booleans())
@settings(max_examples=80, deadline=None)
def test_any_plan_can_be_checked_and_says_the_same_tomorrow(
    edits: list[tuple[tuple[Any, ...], Any, bool]], pinned: bool
) -> None:
    data = copy.deepcopy(SAMPLE)
    for path, value, remove in edits:
        changed(data, path, value, remove=remove)
    plan, _ = read_plan(data)
    schedule = schedule_plan(plan, today=TODAY)
    found = run_checks(plan, schedule, pinned=pinned)
    assert found == run_checks(plan, schedule, pinned=pinned)
    assert len(set(found)) == len(found)
    if not pinned and last_recorded_day(plan) is not None:
        for day in (dt.date(2025, 9, 1), dt.date(2027, 3, 1)):
            assert run_checks(plan, schedule_plan(plan, today=day), pinned=False) == found
    base, _ = read_plan(SAMPLE)
    assert all(f.code == "AIP308" for f in run_comparison(base, plan))
    assert run_comparison(plan, plan) == ()
