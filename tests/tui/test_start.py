"""Where there is no plan: the start screen, the four questions, templates, files and the demo."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from aiplan.core.naming import slug
from aiplan.session import Session
from aiplan.store.settings import Settings
from aiplan.store.templates import sample
from aiplan.tui.app import PlanApp
from aiplan.tui.first_plan import GUESSES, Answers, first_plan, parse_bar
from aiplan.tui.program import Wishes, make_app
from aiplan.tui.screens.new_plan import NewPlanScreen
from aiplan.tui.screens.open_file import OpenScreen, entries
from aiplan.tui.screens.pick import PickScreen
from aiplan.tui.screens.start import StartScreen
from aiplan.tui.starting import demo_copy, free_file, plan_file
from aiplan.tui.widgets.field_row import FieldRow
from helpers.importing import FOLDER
from helpers.quick_pilot import QuickPilot
from helpers.screens import SMALL, TODAY, drive, screen_text, small_plan, type_text, until
from helpers.tools import ROOT

START = dt.date(2026, 11, 26)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanApp:
    """Return the app in an empty folder."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    app = make_app(None, Wishes(TODAY), Settings(tmp_path / "config.toml"))
    app.animation_level = "none"
    return app


def errors(text: str, folder: Path) -> list[str]:
    path = folder / "made.plan.toml"
    path.write_text(text, encoding="utf-8")
    session = Session.open(path, today=START)
    return [f.message for f in session.findings if f.severity == "error"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_without_any_answer_has_no_errors_and_one_warning(tmp_path: Path, language: str) -> None:
    text = first_plan(Answers(language, START), {})  # type: ignore[arg-type]
    assert errors(text, tmp_path) == []
    findings = Session.open(tmp_path / "made.plan.toml", today=START).findings
    assert [f.code for f in findings if f.severity == "warning"] == ["AIP402"]
    assert all(guess in text for key, guess in GUESSES[language].items() if key != "bar")  # type: ignore[index]


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(set(GUESSES["en"]) - {"bar"})), st.text(max_size=30)))
def test_whatever_is_answered_the_plan_has_no_errors_and_says_it(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, str]
) -> None:
    said = {key: text.encode(errors="replace").decode() for key, text in said.items()}
    folder = tmp_path_factory.mktemp("made")
    assert errors(first_plan(Answers("en", START, said), {k: slug(v) for k, v in said.items()}), folder) == []
    plan = Session.open(folder / "made.plan.toml", today=START).plan
    assert plan.project.name == (said.get("name", "").strip() or GUESSES["en"]["name"])
    assert len(plan.milestones) == 3
    assert len(plan.experiments) == 1


@pytest.mark.parametrize(("text", "bar"), [("0.85", (0.85, True)), ("85%", (0.85, True)), ("300", (300, False))])
def test_a_bar_is_a_share_or_a_number(text: str, bar: tuple[float, bool]) -> None:
    assert parse_bar(text) == bar


@pytest.mark.parametrize("text", ["", "much", "nan", "1e99", "0.8.5"])
def test_a_bar_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_bar(text)


def test_a_new_plan_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    assert free_file(tmp_path).name == "aiplan.toml"
    (tmp_path / "aiplan.toml").touch()
    assert free_file(tmp_path, "bot").name == "bot.plan.toml"
    (tmp_path / "bot.plan.toml").touch()
    assert free_file(tmp_path, "bot").name == "bot-2.plan.toml"
    for name in ("aiplan.toml", "plan.txt", "nowhere/x.toml", " "):
        with pytest.raises(ValueError):
            plan_file(tmp_path, name)
    assert plan_file(tmp_path, "mine.toml") == tmp_path / "mine.toml"


def test_the_demo_is_a_fresh_copy_and_a_changed_one_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    path = demo_copy()
    assert path.read_bytes() == sample() == (ROOT / "sample_project.toml").read_bytes()
    path.write_text("mine")
    assert demo_copy().read_bytes() == sample()
    assert (path.parent / "earlier.plan.toml").read_text() == "mine"


def test_folders_and_plans_are_offered_as_they_would_be_typed(tmp_path: Path) -> None:
    for name in ("deep/one.plan.toml", "Two.toml", "notes.txt", ".hidden/x.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert entries(tmp_path, "") == ["deep/", "Two.toml"]
    assert entries(tmp_path, "deep/") == ["deep/one.plan.toml"]
    assert entries(tmp_path, "tw") == ["Two.toml"]
    assert entries(tmp_path, ".h") == [".hidden/"]
    assert entries(tmp_path, "gone/") == []


def test_four_questions_make_a_plan_that_opens(start: PlanApp) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "New plan" in screen_text(app) and "No plan here yet" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewPlanScreen) and isinstance(app.focused, Input))
        await type_text(pilot, "Bot")
        for _step in range(4):
            await pilot.press("enter")
        assert GUESSES["en"]["vision"] in screen_text(app), "what is left out is still said"
        await type_text(pilot, "x")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "a number is needed" in screen_text(app))
        await pilot.press("backspace", *"90%", "ctrl+s")
        await until(pilot, lambda: app.opened)
        await until(pilot, lambda: "Talk to ten users" in screen_text(app))

    drive_start(start, steps)
    plan = Session.open(Path("aiplan.toml"), today=TODAY).plan
    assert plan.project.name == "Bot"
    assert plan.metrics["quality"].target == 0.9


def test_tab_and_enter_go_from_field_to_field_of_a_new_plan(start: PlanApp) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "New plan" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewPlanScreen) and isinstance(app.focused, Input))
        await type_text(pilot, "Bot")
        await pilot.press("tab")
        await type_text(pilot, "To help")
        await pilot.press("tab", "tab", "shift+tab")
        await type_text(pilot, "Helped")
        for _step in range(len(app.screen.query(FieldRow)) - 2):
            await pilot.press("enter")
        await until(pilot, lambda: app.opened)

    drive_start(start, steps)
    plan = Session.open(Path("aiplan.toml"), today=TODAY).plan
    assert plan.vision is not None
    assert (plan.project.name, plan.vision.statement) == ("Bot", "To help")
    assert [goal.title for goal in plan.goals.values()] == ["Helped"]


def test_a_template_and_the_demo_open(start: PlanApp) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "From template" in screen_text(app))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await type_text(pilot, "minim")
        await until(pilot, lambda: "A first plan" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.opened)

    drive_start(start, steps)
    assert Session.open(Path("aiplan.toml"), today=TODAY).plan.project.start == TODAY


def test_a_file_that_is_no_plan_is_told_and_another_can_be_opened(start: PlanApp) -> None:
    Path("broken.toml").write_text("[", encoding="utf-8")
    Path("good.toml").write_text(SMALL, encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "From template" in screen_text(app))
        for name in ("broken", "good"):
            await pilot.press("o")
            await until(pilot, lambda: isinstance(app.screen, OpenScreen))
            await type_text(pilot, name)
            await until(pilot, partial(shown, app, f"{name}.toml"))
            await pilot.press("tab", "enter")
            if name == "broken":
                await until(pilot, lambda: "broken.toml:1" in screen_text(app))
                assert isinstance(app.screen, StartScreen)
        await until(pilot, lambda: app.opened)

    drive_start(start, steps)


def test_a_spreadsheet_is_looked_at_before_it_becomes_a_plan(start: PlanApp) -> None:
    shutil.copy(FOLDER / "jira.csv", "Our roadmap.csv")
    Path("aiplan.toml").write_text("mine", encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "Import" in screen_text(app))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, OpenScreen))
        await type_text(pilot, "our")
        await until(pilot, partial(shown, app, "Our roadmap.csv"))
        assert "aiplan.toml" not in screen_text(app), "only what can be imported is offered"
        await pilot.press("enter")
        await until(pilot, lambda: "4 tasks · 1 milestone · 3 dependencies" in screen_text(app))
        assert "line 6, Status  'Blocked' cannot be read" in screen_text(app)
        assert "our-roadmap.plan.toml" in screen_text(app), "aiplan.toml is taken"
        for name, said in (("aiplan.toml", "is there already"), ("x.txt", "ends in .toml")):
            await pilot.press("home", "ctrl+k")
            await type_text(pilot, name)
            await pilot.press("enter")
            await until(pilot, partial(shown, app, said))
        await pilot.press("home", "ctrl+k")
        await type_text(pilot, "bot.toml")
        await pilot.press("enter")
        await until(pilot, lambda: app.opened)
        await until(pilot, lambda: "Index documents" in screen_text(app))

    drive_start(start, steps)
    assert Path("aiplan.toml").read_text(encoding="utf-8") == "mine"
    assert Session.open(Path("bot.toml"), today=TODAY).plan.tasks["BOT-3"].team is None


def test_day_and_month_can_be_swapped_and_what_is_no_sheet_is_told(start: PlanApp) -> None:
    Path("a.csv").write_text("Title,Start,End\nA,03/12/2027,04/12/2027\n", encoding="utf-8")
    Path("bad.csv").write_bytes(b"\0")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "Import" in screen_text(app))
        await app.run_action("app.import_plan")
        await until(pilot, lambda: isinstance(app.screen, OpenScreen))
        await type_text(pilot, "bad.csv")
        await pilot.press("enter")
        await until(pilot, partial(shown, app, "bytes that are zero"))
        await pilot.press("enter", "escape")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, OpenScreen))
        await type_text(pilot, "a.csv")
        await pilot.press("enter")
        await until(pilot, partial(shown, app, "12 Mar 2027"))
        await pilot.press("ctrl+t")
        await until(pilot, partial(shown, app, "3 Dec 2027"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.opened)

    drive_start(start, steps)
    assert Session.open(Path("aiplan.toml"), today=TODAY).plan.project.start == dt.date(2027, 12, 3)


def test_plans_that_lie_here_and_were_open_lately_are_offered(start: PlanApp, tmp_path: Path) -> None:
    elsewhere = small_plan(tmp_path)
    drive(elsewhere, _nothing)
    start.plans_here = (Path("one.plan.toml"), Path("two.plan.toml"))
    Path("two.plan.toml").write_text(SMALL, encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "one.plan.toml" in screen_text(app) and elsewhere.name in screen_text(app))
        await pilot.press("j", "enter")
        await until(pilot, lambda: app.opened)
        assert app.desk.session.path == Path("two.plan.toml")

    drive_start(start, steps)


def shown(app: PlanApp, text: str) -> bool:
    return text in screen_text(app)


async def _nothing(app: PlanApp, pilot: Pilot[int]) -> None:
    await pilot.pause()


def drive_start(app: PlanApp, steps: object) -> None:
    """Run the app from the start screen on."""

    async def run() -> None:
        async with app.run_test(size=(120, 36), notifications=True):
            pilot = QuickPilot(app)
            await until(pilot, lambda: isinstance(app.screen, StartScreen), seconds=30)
            await steps(app, pilot)  # type: ignore[operator]
            await app.workers.wait_for_complete()

    asyncio.run(run())
