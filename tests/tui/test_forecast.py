"""The forecast: charts and tables at every width, and when it is computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from aiplan.core.simulation.forecast import simulate
from aiplan.core.simulation.kernel import CancelledError
from aiplan.model.edits import SetField
from aiplan.session import Session
from aiplan.tui import i18n
from aiplan.tui.app import PlanApp
from aiplan.tui.cells import CellLine
from aiplan.tui.desk import Desk
from aiplan.tui.forecast import default_subject, forecast_lines
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.overview.page import overview_lines
from aiplan.tui.simulated import Simulated, Simulator
from aiplan.tui.state import AppState
from aiplan.tui.widgets.forecast_view import ForecastView
from aiplan.tui.widgets.plan_grid.axis import Axis
from aiplan.tui.widgets.plan_grid.bars import Brush, paint_baseline, paint_point, paint_tail
from aiplan.tui.widgets.plan_grid.model import GridRow
from aiplan.tui.widgets.plan_grid.rows import grid_model
from helpers.screens import TODAY, drive, make_app, sample_plan, screen_lines, screen_text, select, small_plan, until

WIDTHS = (58, 59, 60, 64, 72, 79, 80, 95, 96, 97, 110, 118, 140, 170, 198)
DEADLINES = """\
format = 1
project = { name = "Deadlines", start = 2026-03-02 }

[tasks.work]
milestone = "early"
duration = { optimistic = "5d", likely = "8d", pessimistic = "15d" }

[milestones.early]
deadline = 2026-03-06

[milestones.middle]
deadline = DAY
depends_on = ["work"]

[milestones.late]
deadline = 2026-04-30
depends_on = ["work"]
"""


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


def simulated(path: Path, *keys: str, runs: int = 2000) -> AppState:
    """Return the state of the plan at `path` with its forecast, the distributions of `keys` included."""
    desk = Desk(Session.open(path, today=TODAY))
    schedule = desk.session.schedule
    found = Simulator().run(schedule, runs, 1, lambda _share: True)
    for key in (*keys, default_subject(schedule)):
        found = found.with_detail(key) if key is not None else found
    desk.forecast(found)
    desk.view("forecast")
    return desk.state


def forecast_of(state: AppState) -> Simulated:
    assert state.forecast is not None
    return state.forecast


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_lines_fit_every_width(tmp_path: Path, glyphs: Glyphs, language: str) -> None:
    state = simulated(sample_plan(tmp_path), "model-ready", "first-season", runs=500)
    for subject in (None, "model-ready", "first-season", "nothing"):
        for width in WIDTHS:
            for tall in (True, False):
                lines = forecast_lines(state, width, glyphs, subject=subject, tall=tall)
                assert max(line.content.cell_length for line in lines) <= width, (language, width, subject)
                for line in lines:
                    assert all(0 <= t.start < t.end <= max(width, 1) for t in line.targets)
    if glyphs is ASCII:
        text = "\n".join(line.content.plain for line in forecast_lines(state, 118, ASCII))
        assert not set(text) & set("▁▂▃▄▅▆▇█┊╌┤─│╭╯╰▲◆▸…┄")


def test_the_charts_say_what_the_simulation_says(tmp_path: Path) -> None:
    state = simulated(sample_plan(tmp_path))
    text = "\n".join(line.content.plain for line in forecast_lines(state, 118, UNICODE))
    forecast = simulate(state.document.schedule, runs=2000, seed=1)
    outlook = forecast.outlook("launched")
    assert f"P50 {outlook.p50.day} {outlook.p50:%b}" in text
    assert f"P80 {outlook.p80.day} {outlook.p80:%b}" in text
    assert f"By 30 Jun: {outlook.probability:.0%} red" in text
    assert "2,000 runs │ seed 1 │ standard error of P80" in text
    assert f"{forecast.p80_standard_error('launched'):.2f} days" in text
    for key, weight in forecast.drivers(3, of="launched"):
        assert f"{weight:.2f}" in text, key
    met = forecast["cnn-v1"].success_probability
    assert f"{met:.0%}" in text


@pytest.mark.parametrize(("level", "word"), [(50, "amber"), (80, "green")])
def test_the_risk_is_red_before_p50_amber_before_p80_and_green_from_then_on(
    tmp_path: Path, level: int, word: str
) -> None:
    path = small_plan(tmp_path, DEADLINES.replace("DAY", "2026-03-20"))
    percentile = forecast_of(simulated(path)).forecast["middle"].percentiles[level]
    path = small_plan(tmp_path, DEADLINES.replace("DAY", percentile.isoformat()))
    state = simulated(path)
    risks = {row.outlook.id: row.outlook.risk for row in forecast_of(state).milestones}
    assert risks == {"early": "red", "middle": word, "late": "green"}
    lines = [line for line in forecast_lines(state, 118, UNICODE) if line.targets]
    colors = {"red": "$gantt-error", "amber": "$gantt-warning", "green": "$gantt-good"}
    for line in lines[:3]:
        risk = risks[str(line.targets[0].address[1])]
        assert risk is not None
        assert risk in line.content.plain
        assert any(colors[risk] in str(span.style) for span in line.content.spans)


def test_a_plan_without_milestones_or_dates_says_so(tmp_path: Path) -> None:
    path = small_plan(
        tmp_path, 'format = 1\nproject = { name = "x", start = 2026-03-02 }\n[tasks.a]\nduration = "3d"\n'
    )
    text = "\n".join(line.content.plain for line in forecast_lines(simulated(path), 80, UNICODE))
    assert "No milestone is ahead" in text


def test_tails_reach_from_the_finish_to_p80(tmp_path: Path) -> None:
    state = simulated(sample_plan(tmp_path))
    document, found = state.document, forecast_of(state)
    model = grid_model(document.plan, document.schedule, forecast=found)
    row, outlook = model.row("cnn-v1"), found.outlook("cnn-v1")
    assert outlook is not None
    assert row.tail == outlook.p80.toordinal() + 1
    assert row.finish is not None
    assert row.tail > row.finish
    assert model.row("launched").risk_color == "error"
    assert model.row("label-photos").tail is None
    assert model.last > found.finish_p80.toordinal()


def test_the_date_of_a_diamond_stands_after_its_tail_and_the_diamond_that_was() -> None:
    axis = Axis(739_000, 739_060, 1.0)
    brush = Brush(UNICODE, solid=True)
    for tail, was, text in ((None, None, "◆ "), (739_015, None, "◆╌╌╌╌┤ "), (739_015, 739_016, "◆╌╌╌╌┤◇ ")):
        row = GridRow(
            "m", "M", "none", "task", True, 739_009, 739_010, 739_009, 739_009, None,
            None if was is None else (was, was), None, "", 5, False, False, None, tail,
        )  # fmt: skip
        line = CellLine(50, ["base"] * 50)
        paint_tail(line, row, axis, 0, brush)
        paint_baseline(line, row, axis, 0, brush, below=False, point=True)
        paint_point(line, row, axis, 0, brush, 2024)
        assert "".join(line.chars).strip().startswith(text + "3 May"), "".join(line.chars)


@pytest.mark.parametrize("width", [58, 78, 99, 100, 118, 198])
def test_the_overview_tells_the_risk_of_deadlines_once_it_is_known(tmp_path: Path, width: int) -> None:
    state = replace(simulated(sample_plan(tmp_path)), view="overview", findings=())
    lines = overview_lines(state, width, UNICODE)
    assert max(line.content.cell_length for line in lines) <= width
    here = ("milestones", "launched", "")
    told = next(line for line in lines if any((*t.address, t.key) == here for t in line.targets))
    assert "8% red" in told.content.plain
    before = overview_lines(replace(state, simulated=None), width, UNICODE)
    assert not any(" red" in line.content.plain for line in before)


def test_the_last_forecasts_are_kept_and_the_oldest_given_up(tmp_path: Path) -> None:
    simulator = Simulator()
    desk = Desk(Session.open(small_plan(tmp_path), today=TODAY))
    kept = []
    for days in range(1, 11):
        desk.apply(SetField(("tasks", "data", "duration"), f"{days}d"), label="")
        found = simulator.run(desk.session.schedule, 100, 1, lambda _share: True)
        simulator.keep(found)
        kept.append(found)
    assert simulator.find(kept[0].schedule, 100, 1) is None
    assert all(simulator.find(found.schedule, 100, 1) is found for found in kept[-8:])
    assert simulator.find(kept[-1].schedule, 200, 1) is None
    assert simulator.find(kept[-1].schedule, 100, 1, kept[0].schedule) is None


def test_a_simulation_tells_how_far_it_is_and_stops_when_told(tmp_path: Path) -> None:
    desk = Desk(Session.open(sample_plan(tmp_path), today=TODAY))
    shares: list[float] = []

    def go_on(share: float) -> bool:
        shares.append(share)
        return len(shares) < 3

    with pytest.raises(CancelledError):
        Simulator().run(desk.session.schedule, 30_000, 1, go_on)
    assert shares[0] == 0.0
    assert 0 < shares[1] < shares[2] < 1


# ---------------------------------------------------------------- on screen


async def at_the_forecast(app: PlanApp, pilot: Pilot[int]) -> ForecastView:
    await pilot.press("8")
    await until(pilot, lambda: app.desk.state.forecast is not None, seconds=30)
    await until(pilot, lambda: "runs" in screen_text(app))
    return app.main.query_one(ForecastView)


def test_nothing_is_simulated_until_it_is_wanted_or_something_changes(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.forecast_pause = 0.05
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        await pilot.pause(0.2)
        assert app.desk.state.simulated is None
        assert "P80" not in screen_text(app)
        app.desk.apply(SetField(("tasks", "data", "duration"), "4d"), label="longer")
        app.publish()
        await until(pilot, lambda: app.desk.state.forecast is not None, seconds=30)
        await until(pilot, lambda: "P80" in screen_lines(app)[0])
        first = app.desk.state.forecast
        assert first is not None
        app.desk.apply(SetField(("tasks", "data", "duration"), "5d"), label="longer still")
        app.publish()
        await until(pilot, lambda: app.desk.state.forecast not in (None, first), seconds=30)
        await pilot.press("u")
        await until(pilot, lambda: app.desk.state.forecast is first)

    drive(small_plan(tmp_path), steps)


def test_a_result_of_another_state_is_dropped(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    stale = forecast_of(simulated(path))

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.desk.forecast(stale)
        assert app.desk.state.simulated is None

    drive(path, steps)


def test_the_charts_follow_the_milestone_under_the_cursor(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_forecast(app, pilot)
        assert "Open to everyone" in screen_lines(app)[2]
        await pilot.press("k")
        await until(pilot, lambda: "Closed beta passed" in screen_lines(app)[2])
        await until(pilot, lambda: "P80 25 Jun" in screen_text(app))
        assert app.desk.state.item == ("milestones", "beta-passed")
        while view.cursor is not None and view.cursor.address[0] == "milestones":
            await pilot.press("j")
            await pilot.pause()
        # A driver under the cursor leaves the charts where they are.
        await until(pilot, lambda: "standard error" in screen_lines(app)[2])
        before = screen_lines(app)[2]
        await pilot.press("j")
        await pilot.pause()
        assert screen_lines(app)[2] == before

    drive(sample_plan(tmp_path), steps)


def test_runs_and_seed_are_asked_for_and_escape_stops(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_forecast(app, pilot)
        await pilot.press("M")
        await until(pilot, lambda: "Simulate" in screen_text(app) and len(app.screen_stack) > 1)
        await pilot.press(*"5", "enter")
        await until(pilot, lambda: "a whole number from 10" in screen_text(app))
        await pilot.press("0", "0", "enter")
        await until(pilot, lambda: "500 runs" in screen_text(app), seconds=30)
        app.desk.simulating(0.3)
        app.publish()
        await until(pilot, lambda: "simulating 30%, esc stops" in screen_text(app))
        app.desk.simulating(None)
        app.publish()
        await pilot.press("m")
        await pilot.press("escape")
        await until(pilot, lambda: app.desk.state.simulating is None)
        assert {cell_len(line) for line in screen_lines(app)} == {120}

    drive(sample_plan(tmp_path), steps)


def test_a_stopped_simulation_is_not_begun_again_by_itself(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        select(app, "data")
        await pilot.press("8")
        app.action_stop_simulation()
        await pilot.pause(0.3)
        assert app.desk.state.simulating is None
        await pilot.press("m")
        await until(pilot, lambda: app.desk.state.forecast is not None, seconds=30)

    drive(small_plan(tmp_path), steps)


def test_a_plan_without_dates_says_why_there_is_no_forecast(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("8")
        await until(pilot, lambda: "nothing can be forecast" in screen_text(app))
        await pilot.press("m")
        await until(pilot, lambda: "nothing in the plan has dates" in screen_text(app))

    drive(small_plan(tmp_path, 'format = 1\nproject = { name = "Empty", start = 2026-03-02 }\n'), steps)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (150, 50)])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_line_fills_the_screen(tmp_path: Path, size: tuple[int, int], ascii_only: bool) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_forecast(app, pilot)
        for key in ("G", "g", "pagedown", "j"):
            await pilot.press(key)
            assert {cell_len(line) for line in screen_lines(app)} == {size[0]}

    drive(make_app(sample_plan(tmp_path), ascii_only=ascii_only), steps, size=size)


def test_a_state_keeps_the_forecast_of_its_own_schedule_only(tmp_path: Path) -> None:
    state = simulated(small_plan(tmp_path))
    desk = Desk(Session.open(small_plan(tmp_path), today=TODAY + dt.timedelta(days=1)))
    other = replace(state, document=desk.state.document)
    assert state.forecast is not None
    assert other.forecast is None
    assert other.simulated is state.simulated
