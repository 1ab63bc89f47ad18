"""What part of a plan is shown, and what is remembered of that."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aiplan.core.schedule import schedule_plan
from aiplan.loading import load
from aiplan.store import remembered as store
from aiplan.tui.filters import EVERYTHING, Filter, filter_of, leading_to, visible
from aiplan.tui.widgets.plan_grid.rows import grid_model
from helpers.plans import schedule_of

PLAN = """
[teams.data]
[teams.app]

[milestones.first]
title = "First"
stage = "data"

[milestones.second]
title = "Second"
depends_on = ["first"]

[tasks.a]
title = "A"
milestone = "first"
duration = "5d"
team = "data"
owner = "wei"

[tasks.b]
title = "B"
milestone = "first"
duration = "1d"
team = "app"
uses = { data = 1 }
started = 2026-03-09

[tasks.c]
title = "C"
milestone = "second"
stage = "launch"
duration = "2d"

[tasks.alone]
title = "Alone"
duration = "1d"
"""


def shown(**conditions: object) -> set[str]:
    found = visible(Filter(**conditions), schedule_of(PLAN))  # type: ignore[arg-type]
    assert found is not None
    return set(found)


def test_without_a_condition_everything_is_shown() -> None:
    assert visible(EVERYTHING, schedule_of(PLAN)) is None
    assert not EVERYTHING.active


def test_what_leads_to_an_item_goes_back_through_members_and_milestones() -> None:
    assert leading_to(schedule_of(PLAN), "c") == {"c", "first", "a", "b"}
    assert leading_to(schedule_of(PLAN), "second") == {"second", "c", "first", "a", "b"}
    assert leading_to(schedule_of(PLAN), "alone") == {"alone"}
    assert shown(focus="first") == {"first", "a", "b"}


def test_conditions_must_all_hold() -> None:
    assert shown(team="data") == {"a", "b"}
    assert shown(team="data", owner="wei") == {"a"}
    assert shown(stage="data") == {"first", "a", "b"}
    assert shown(stage="launch") == {"c"}
    assert shown(status="active") == {"b", "first"}
    assert shown(critical=True) == {"first", "second", "a", "c"}
    assert shown(critical=True, team="app") == set()
    assert shown(focus="gone") == set()


def test_a_condition_is_set_and_taken_away() -> None:
    one = EVERYTHING.toggled("team", "data").toggled("critical", True)
    assert one == Filter(team="data", critical=True)
    assert one.toggled("team", "app").team == "app"
    assert one.toggled("team", "data").toggled("critical", True) == EVERYTHING
    assert one.said() == "data, critical"
    assert Filter(focus="x", stage="model").said() == "leads to x, Model"


@pytest.mark.parametrize(
    "data", [{"team": 5}, {"focus": "gone"}, {"team": "nobody"}, {"critical": "yes"}, {"stage": ["data"]}, {}]
)
def test_what_does_not_read_or_shows_nothing_is_no_filter(data: dict[str, object]) -> None:
    assert filter_of(data, schedule_of(PLAN)) == EVERYTHING


def test_a_filter_survives_being_written() -> None:
    chosen = Filter(team="data", status="active", critical=False)
    assert filter_of(chosen.as_data(), schedule_of(PLAN)) == chosen


def test_the_outline_keeps_the_milestones_of_what_is_shown() -> None:
    schedule = schedule_of(PLAN)
    model = grid_model(schedule.plan, schedule, only=visible(Filter(team="data"), schedule))
    assert [(place.id, place.depth, place.members) for place in model.places] == [
        ("first", 0, 2), ("a", 1, 0), ("b", 1, 0),
    ]  # fmt: skip
    assert not model.edges
    again = grid_model(schedule.plan, schedule, previous=model)
    assert len(again.places) == 6
    focused = grid_model(schedule.plan, schedule, only=visible(Filter(focus="c"), schedule), previous=again)
    assert [place.id for place in focused.places] == ["first", "a", "b", "second", "c"]


# ---------------------------------------------------------------- remembering


def test_plans_are_remembered_apart_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIPLAN_STATE_DIR", str(tmp_path / "state"))
    one, two = tmp_path / "一.toml", tmp_path / "two.toml"
    assert store.remembered(one) == {}
    store.remember(one, {})
    assert not (tmp_path / "state").exists()
    store.remember(one, {"team": "数据"})
    store.remember(two, {"critical": True})
    assert store.remembered(one) == {"team": "数据"}
    store.remember(one, {})
    assert (store.remembered(one), store.remembered(two)) == ({}, {"critical": True})
    assert [file.name for file in (tmp_path / "state").iterdir()] == ["looks.json"]


def test_a_damaged_memory_is_empty_and_the_oldest_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIPLAN_STATE_DIR", str(tmp_path))
    for damaged in ("{", "[]", '{"x": 5}', ""):
        (tmp_path / "looks.json").write_text(damaged, encoding="utf-8")
        assert store.remembered(Path("x").absolute()) == {}
    for number in range(store.MOST + 5):
        store.remember(tmp_path / str(number), {"n": number})
    assert store.remembered(tmp_path / "0") == {}
    assert store.remembered(tmp_path / str(store.MOST + 4)) == {"n": store.MOST + 4}


def test_the_sample_leads_to_every_milestone(tmp_path: Path) -> None:
    schedule = schedule_plan(load(Path(__file__).parents[2] / "sample_project.toml").plan, today=dt.date(2026, 3, 16))
    assert {"cnn-v1", "label-photos", "data-ready"} & leading_to(schedule, "model-ready") == {"cnn-v1", "label-photos"}
    assert len(leading_to(schedule, "first-season")) > 40
