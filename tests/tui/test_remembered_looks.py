"""How a person looks at plans is there again the next time: in the same plan, in another one, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from aiplan.store.remembered import remember_choices, remembered, remembered_choices
from aiplan.store.settings import read_settings
from aiplan.tui.app import PlanApp
from aiplan.tui.choices import holding, kept
from aiplan.tui.program import Wishes, make_app
from aiplan.tui.views import VIEWS, factory_of
from aiplan.tui.widgets.board_view import BoardView
from aiplan.tui.widgets.dep_graph.widget import DepGraph
from aiplan.tui.widgets.feasibility_view import FeasibilityView
from aiplan.tui.widgets.remembering import Remembering
from aiplan.tui.widgets.timeline_view import TimelineView
from helpers.screens import TODAY, Steps, drive, sample_plan, screen_text, small_plan, until


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder with places for settings and state."""
    monkeypatch.setenv("AIPLAN_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def start(plan: Path, steps: Steps) -> PlanApp:
    app = make_app(plan, Wishes(TODAY), read_settings())
    app.animation_level = "none"
    return drive(app, steps)


def grid(app: PlanApp) -> TimelineView:
    return app.main.query_one(TimelineView)


def looks(app: PlanApp) -> tuple[float, int, str]:
    view = grid(app)
    return view.zoom, view._height, view._links


async def choose(app: PlanApp, pilot: Pilot[int]) -> None:
    """Change something in five views, and leave at once."""
    await pilot.press("2", "plus", "z", "c", "4", "b")
    await until(pilot, lambda: app.main.query(BoardView))
    app.main.query_one(BoardView).action_group()
    await pilot.press("3")
    await until(pilot, lambda: app.main.query(DepGraph) and app.main.query_one(DepGraph).arrangement is not None)
    app.main.query_one(DepGraph).action_zoom(1)
    await pilot.press("5")
    await until(pilot, lambda: app.main.query(FeasibilityView))
    app.main.query_one(FeasibilityView).action_look()
    await pilot.pause()


def test_looks_are_there_again_and_zoom_is_that_of_the_plan(home: Path) -> None:
    plan, other = sample_plan(home), small_plan(home)
    chosen: list[object] = []

    async def first(app: PlanApp, pilot: Pilot[int]) -> None:
        await choose(app, pilot)
        chosen.extend([looks(app), app.main.query_one(BoardView).by, app.main.query_one(DepGraph)._node_width])
        app.exit(0)

    async def again(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: looks(app) == chosen[0])
        await pilot.press("4", "3", "5")
        await until(pilot, lambda: app.main.query(FeasibilityView))
        await until(pilot, lambda: app.main.query_one(DepGraph).arrangement is not None)
        assert app.main.query_one(BoardView).by == chosen[1] != "stage"
        assert app.main.query_one(DepGraph)._node_width == chosen[2] is not None
        assert app.main.query_one(FeasibilityView)._look == "map"

    async def elsewhere(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: looks(app)[1:] == chosen[0][1:])  # type: ignore[index]
        assert looks(app)[0] == 0, "how much of a plan fits is another plan's business"

    start(plan, first)
    assert chosen[0] != (0, 1, "critical")
    start(plan, again)
    start(other, elsewhere)


def test_the_filter_of_a_plan_and_its_zoom_do_not_forget_each_other(home: Path) -> None:
    plan = sample_plan(home)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        from dataclasses import replace

        await pilot.press("2", "plus")
        await until(pilot, lambda: "zoom" in remembered(plan))
        app.filter_by(replace(app.desk.state.filter, critical=True))
        assert remembered(plan)["critical"] is True
        await pilot.press("plus")
        await until(pilot, lambda: remembered(plan)["zoom"]["value"] == grid(app).zoom)
        assert remembered(plan)["critical"] is True
        app.filter_by(replace(app.desk.state.filter, critical=False))

    start(plan, steps)
    assert set(remembered(plan)) == {"zoom"}


def test_settings_that_were_changed_since_count_more(home: Path) -> None:
    plan = sample_plan(home)

    async def change(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("2", "c", "z")
        await until(pilot, lambda: "density" in remembered_choices())

    async def look(app: PlanApp, pilot: Pilot[int]) -> None:
        assert looks(app)[1:] == (2, "off")

    start(plan, change)
    (home / "config.toml").write_text('links = "off"\n', encoding="utf-8")
    start(plan, look)


def test_a_state_folder_that_cannot_be_written_is_told_once(home: Path) -> None:
    (home / "state").write_text("a file", encoding="utf-8")
    told: list[str] = []

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        tell = app.tell

        def listen(text: str, *, bad: bool = False) -> None:
            told.append(text)
            tell(text, bad=bad)

        app.tell = listen  # type: ignore[method-assign]
        await pilot.press("2", "z")
        await until(pilot, lambda: any("not remembered" in text for text in told))
        await pilot.press("z")
        await until(pilot, lambda: not app._unwritten)
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.exit(0)

    start(sample_plan(home), steps)
    assert sum("what is chosen in the views is not remembered" in text for text in told) == 1


@pytest.mark.parametrize(
    "text",
    ["", "[", "[]", "3", '{"links": 3}', '{"links": {"value": ["x"], "over": "critical"}}',
     '{"density": {"value": true, "over": 1}}',
     '{"zoom": {"value": 1e999, "over": 0.0}}', '{"board": {"value": "moon"}, "why": {"value": 7}}', "[" * 9999],
)  # fmt: skip
def test_whatever_stands_in_the_file_the_interface_opens_as_usual(home: Path, text: str) -> None:
    plan = sample_plan(home)
    folder = home / "state" / "aiplan"
    folder.mkdir(parents=True)
    (folder / "views.json").write_text(text, encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert looks(app) == (0, 1, "critical")
        await pilot.press("4")
        await until(pilot, lambda: "Photos" in screen_text(app))
        assert app.main.query_one(BoardView).by == "stage"

    start(plan, steps)


def test_two_programs_at_once_keep_what_the_other_remembers(home: Path) -> None:
    remember_choices({"board": {"value": "team"}})
    remember_choices({"why": {"value": True}})
    assert set(remembered_choices()) == {"board", "why"}
    file = next((home / "state").rglob("views.json"))
    assert list(file.parent.glob("views.json.*")) == []
    assert json.loads(file.read_text(encoding="utf-8"))["board"] == {"value": "team"}


def test_a_choice_is_remembered_with_the_setting_it_was_made_over(home: Path) -> None:
    settings = read_settings()
    assert holding({"links": kept("links", "all", settings)}, settings) == {"links": "all"}
    (home / "config.toml").write_text('links = "off"\n', encoding="utf-8")
    assert holding({"links": kept("links", "all", settings)}, read_settings()) == {}


def test_every_view_remembers_or_has_nothing_to_choose() -> None:
    names = [name for view in VIEWS for name in getattr(factory_of(view.id), "REMEMBERED", {})]
    assert len(names) == len(set(names)) >= 11
    assert all(issubclass(factory_of(view.id), Remembering) for view in VIEWS)  # type: ignore[arg-type]
