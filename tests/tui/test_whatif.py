"""What if: edits beside the plan, applied as one step, kept as a scenario, or discarded without a trace."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from aiplan.errors import EditRefused, InvalidEdit
from aiplan.model.edits import AddItem, SetField
from aiplan.session import Session
from aiplan.tui import i18n, whatif
from aiplan.tui.app import PlanApp
from aiplan.tui.comparison import LINES, comparison_lines, results
from aiplan.tui.desk import Desk
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.screens.ask import AskScreen
from aiplan.tui.screens.scenarios import ScenariosScreen
from aiplan.tui.simulated import Simulator
from helpers.screens import (
    TODAY,
    drive,
    grid_of,
    make_app,
    sample_plan,
    screen_lines,
    screen_text,
    select,
    small_plan,
    type_text,
    until,
)  # fmt: skip

LONGER = SetField(("tasks", "data", "duration"), "6d")


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


def opened(path: Path) -> Desk:
    return Desk(Session.open(path, today=TODAY))


def compared(desk: Desk) -> None:
    """Give the state of the desk a forecast that is compared with the plan."""
    base = desk.state.base
    assert base is not None
    desk.forecast(Simulator().run(desk.session.schedule, 500, 1, lambda _share: True, base.schedule))


def title_of(desk: Desk) -> str:
    return "" if desk.state.whatif is None else desk.state.whatif.title


def changed(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


# ---------------------------------------------------------------- the desk


def test_edits_go_into_the_overlay_and_one_undo_takes_them_all_back(tmp_path: Path) -> None:
    desk = opened(small_plan(tmp_path))
    plan, before = desk.session, desk.session.text.to_bytes()
    whatif.begin(desk)
    desk.apply(LONGER, label="longer")
    desk.apply(SetField(("tasks", "docs", "duration"), "4d"), label="longer docs")
    assert desk.state.document.dirty
    assert plan.text.to_bytes() == before
    assert not plan.dirty
    assert desk.state.base is not None
    assert desk.state.base.schedule is plan.schedule
    assert whatif.apply(desk) == 2
    assert desk.session is plan
    assert desk.state.whatif is None
    assert plan.plan.tasks["data"].duration is not None
    assert changed(before.decode(), plan.text.to_bytes().decode()) == [
        '- duration = "3d"', '+ duration = "6d"', '- duration = "2d"', '+ duration = "4d"',
    ]  # fmt: skip
    assert desk.undo() == "what-if"
    assert plan.text.to_bytes() == before
    assert desk.undo() is None


def test_discarding_leaves_every_byte_and_no_step(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    desk = opened(path)
    desk.apply(SetField(("tasks", "docs", "duration"), "3d"), label="before")
    text = desk.session.text
    whatif.begin(desk)
    desk.apply(LONGER, label="longer")
    assert desk.undo() == "longer"
    assert desk.undo() is None, "undo does not lead out of the what-if"
    desk.redo()
    whatif.discard(desk)
    assert desk.session.text is text
    assert desk.state.document.undo_label == "before"
    assert desk.state.document.redo_label is None


def test_a_what_if_is_never_written(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    before = path.read_bytes()
    desk = opened(path)
    whatif.begin(desk)
    desk.apply(LONGER, label="longer")
    for call in (desk.save, desk.reload):
        with pytest.raises(EditRefused, match="tried out"):
            call()
    desk.session.write_recovery()
    assert Session.recovery_for(path) is None
    path.write_bytes(before + b"\n# by somebody else\n")
    assert not desk.look_outside()
    whatif.discard(desk)
    assert desk.look_outside() == "read"
    desk.reload()
    assert "somebody else" in desk.session.text.to_bytes().decode()


def test_what_was_tried_out_is_kept_as_a_scenario_and_deleting_it_restores_the_plan(tmp_path: Path) -> None:
    desk = opened(small_plan(tmp_path))
    before = desk.session.text.to_bytes()
    whatif.begin(desk)
    desk.apply(LONGER, label="longer")
    desk.apply(SetField(("experiments", "model", "success"), 0.5), label="chance")
    whatif.keep(desk, "slow-data", "Data takes longer")
    assert desk.state.whatif is None
    scenario = desk.session.plan.scenarios["slow-data"]
    assert dict(scenario.set) == {"tasks.data.duration": "6d", "experiments.model.success": 0.5}
    assert [line for line in changed(before.decode(), desk.session.text.to_bytes().decode()) if line[0] == "-"] == []
    then = desk.session.schedule.finish

    whatif.begin(desk, "slow-data")
    assert desk.session.schedule.finish != then
    assert desk.state.document.plan.scenarios["slow-data"].title == title_of(desk) == "Data takes longer"
    desk.apply(SetField(("experiments", "model", "success"), 0.9), label="chance")
    whatif.keep(desk, "slow-data", "Data takes longer")
    assert desk.session.plan.scenarios["slow-data"].set["experiments.model.success"] == 0.9

    desk.undo()
    desk.undo()
    assert desk.session.text.to_bytes() == before


def test_applying_an_opened_scenario_makes_its_values_the_plan_and_takes_it_away(tmp_path: Path) -> None:
    desk = opened(sample_plan(tmp_path))
    before = desk.session.text.to_bytes()
    whatif.begin(desk, "without-diary")
    assert whatif.apply(desk) == 1
    assert desk.session.plan.tasks["garden-diary"].status == "dropped"
    assert "without-diary" not in desk.session.plan.scenarios
    assert desk.undo() == "Drop the garden diary"
    assert desk.session.text.to_bytes() == before


def test_a_scenario_says_values_only(tmp_path: Path) -> None:
    desk = opened(small_plan(tmp_path))
    whatif.begin(desk)
    desk.apply(AddItem("tasks", "more", {"title": "More", "duration": "1d"}), label="more")
    with pytest.raises(EditRefused, match=r"tasks\.more"):
        whatif.keep(desk, "more", "More")
    assert desk.state.whatif is not None, "nothing is lost"


def test_a_decision_logged_in_a_what_if_is_applied_but_no_part_of_a_scenario(tmp_path: Path) -> None:
    for keep in (True, False):
        desk = opened(small_plan(tmp_path))
        whatif.begin(desk)
        decision = AddItem("decisions", "longer", {"on": TODAY, "title": "Longer"})
        desk.apply(LONGER, decision, label="longer")
        if keep:
            whatif.keep(desk, "longer", "Longer")
            assert not desk.session.plan.decisions
            assert list(desk.session.plan.scenarios["longer"].set) == ["tasks.data.duration"]
        else:
            whatif.apply(desk)
            assert list(desk.session.plan.decisions) == ["longer"]


def test_a_scenario_that_sets_what_is_not_there_is_not_opened(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + '\n[scenarios.odd.set]\n"tasks.gone.duration" = "3d"\n', "utf-8")
    desk = opened(path)
    with pytest.raises(InvalidEdit, match=r"scenarios\.odd"):
        whatif.begin(desk, "odd")
    assert desk.state.whatif is None


# ---------------------------------------------------------------- the comparison


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_the_comparison_fits_every_width(tmp_path: Path, glyphs: Glyphs, language: str) -> None:
    desk = opened(sample_plan(tmp_path))
    whatif.begin(desk, "second-algo-pair")
    for key in ("integrate-model", "load-test", "filing", "beta-fixes", "uncertain-ui", "toxic-warning"):
        desk.apply(SetField(("tasks", key, "duration"), "21d"), label=key)
    assert desk.state.base is not None
    for _round in range(2):
        changes = whatif.changes_of(desk.state.base.data, desk.state.document.data)
        for width in (58, 59, 78, 80, 95, 96, 97, 118, 150, 198):
            lines = comparison_lines(desk.state, changes, width, glyphs)
            assert len(lines) == LINES
            assert max(line.cell_length for line in lines) <= width, (language, width)
        compared(desk)


def test_the_comparison_says_what_comes_of_it(tmp_path: Path) -> None:
    desk = opened(sample_plan(tmp_path))
    whatif.begin(desk, "without-diary")
    before = {line.name: line for line in results(desk.state, UNICODE)}
    assert before["finish"].delta == "-3d"
    assert before["finish"].good
    assert before["P80"].plan == "…"
    compared(desk)
    after = {line.name: line for line in results(desk.state, UNICODE)}
    found = desk.state.forecast
    assert found is not None
    assert found.compared is not None
    plan, other = found.compared
    assert after["P80"].plan == f"{plan.p80.day} {plan.p80:%b}"
    assert after["P80"].other == f"{other.p80.day} {other.p80:%b}"
    assert after["launched in time"].good
    assert after["cost CNY"].delta == f"{round(other.cost) - round(plan.cost):+,}"
    text = "\n".join(line.plain for line in comparison_lines(desk.state, (), 118, UNICODE))
    assert "-garden-diary" in text


# ---------------------------------------------------------------- on screen


def test_a_person_tries_applies_and_undoes(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        plan = app.desk.session
        await pilot.press("w")
        await until(pilot, lambda: "WHAT-IF" in screen_text(app) and "What was changed" in screen_text(app))
        select(app, "data")
        await pilot.press("d")
        await until(pilot, lambda: app.main.form_open)
        await type_text(pilot, "6d")
        await until(pilot, lambda: "3d → 6d" in screen_text(app))
        assert grid_of(app).model.row("model").ghostly
        ghost = grid_of(app).model.row("model").baseline
        model = plan.schedule["model"]
        assert model.early_start is not None
        assert ghost is not None
        assert ghost[0] == model.early_start.toordinal()
        assert grid_of(app).model.row("data").start == plan.schedule["data"].early_start.toordinal()  # type: ignore[union-attr]
        assert plan.text.to_bytes().decode() == before
        await pilot.press("escape")
        await until(pilot, lambda: not app.main.form_open)
        await until(pilot, lambda: app.desk.state.forecast and app.desk.state.forecast.compared, seconds=30)
        await pilot.press("w")
        await until(pilot, lambda: "What was changed" not in screen_text(app))
        await pilot.press("w", "A")
        await until(pilot, lambda: app.desk.session is plan)
        await until(pilot, lambda: "WHAT-IF" not in screen_text(app))
        assert changed(before, plan.text.to_bytes().decode()) == ['- duration = "3d"', '+ duration = "6d"']
        await pilot.press("u")
        await until(pilot, lambda: plan.text.to_bytes().decode() == before)
        assert plan.undo_label is None

    drive(path, steps)
    assert path.read_text(encoding="utf-8") == before


def test_escape_asks_where_something_was_tried_out(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        plan = app.desk.session
        before = plan.text
        await pilot.press("w")
        await until(pilot, lambda: app.desk.state.whatif is not None)
        await pilot.press("escape")
        await until(pilot, lambda: app.desk.state.whatif is None)
        await pilot.press("w")
        await until(pilot, lambda: app.desk.state.whatif is not None)
        app.desk.apply(LONGER, label="longer")
        app.publish()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        assert app.desk.state.whatif is not None
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.whatif is None)
        assert app.desk.session is plan
        assert plan.text is before

    drive(small_plan(tmp_path), steps)


def test_a_what_if_is_kept_compared_opened_and_deleted(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    before = path.read_bytes()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("W")
        await until(pilot, lambda: "No scenarios yet" in screen_text(app))
        await pilot.press("escape", "w")
        await until(pilot, lambda: app.desk.state.whatif is not None)
        app.desk.apply(LONGER, label="longer")
        app.publish()
        await pilot.press("s")
        await until(pilot, lambda: "Keep as a scenario" in screen_text(app))
        await type_text(pilot, "Slow data")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.whatif is None)
        assert dict(app.desk.session.plan.scenarios["slow-data"].set) == {"tasks.data.duration": "6d"}
        await pilot.press("W")
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen) and "+3d" in screen_text(app), seconds=30)
        assert {cell_len(line) for line in screen_lines(app)} == {120}
        assert "tasks.data.duration = 6d" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "WHAT-IF: Slow data" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.whatif is None)
        await pilot.press("W")
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen) and "+3d" in screen_text(app), seconds=30)
        await pilot.press("x")
        await until(pilot, lambda: not app.desk.session.plan.scenarios)
        assert app.desk.session.text.to_bytes() == before

    drive(path, steps)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (150, 50)])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_line_fills_the_screen(tmp_path: Path, size: tuple[int, int], ascii_only: bool) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("w")
        await until(pilot, lambda: app.desk.state.whatif is not None and "WHAT-IF" in screen_text(app))
        for key in ("8", "2", "W", "escape", "w"):
            await pilot.press(key)
            await pilot.pause()
            assert {cell_len(line) for line in screen_lines(app)} == {size[0]}, key

    drive(make_app(sample_plan(tmp_path), ascii_only=ascii_only), steps, size=size)


def test_leaving_says_once_that_a_what_if_is_not_applied(tmp_path: Path) -> None:
    path = small_plan(tmp_path)
    before = path.read_bytes()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("w")
        await until(pilot, lambda: app.desk.state.whatif is not None)
        app.desk.apply(LONGER, label="longer")
        app.publish()
        await pilot.press("q")
        await until(pilot, lambda: "this what-if is not applied" in screen_text(app))
        await pilot.press("q")
        await until(pilot, lambda: app.return_code == 0)

    drive(path, steps)
    assert path.read_bytes() == before
    assert Session.recovery_for(path) is None
