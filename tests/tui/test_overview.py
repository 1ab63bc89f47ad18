"""View 1: lines at every width, what needs a decision and where it leads, goals with the units that people read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from aiplan.session import Session
from aiplan.tui.app import PlanApp
from aiplan.tui.desk import Desk
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.i18n import set_language
from aiplan.tui.lines import Line
from aiplan.tui.overview.needs import Need, needs
from aiplan.tui.overview.page import overview_lines
from aiplan.tui.screens.main import Views
from aiplan.tui.screens.recovery import RecoveryScreen
from aiplan.tui.state import AppState
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.overview_view import OverviewView
from helpers.screens import TODAY, drive, sample_plan, screen_text, small_plan, type_text, until
from helpers.walks import walk

WIDTHS = (58, 59, 69, 77, 99, 100, 109, 110, 117, 148, 198)
TROUBLED = """\
format = 1
project = { name = "Troubled", start = 2026-03-02, as_of = 2026-03-16, budget = 1000, currency = "CNY" }

[vision]
statement = "愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景愿景"
review_by = 2026-03-01

[goals.odd]
title = "目标很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长"
metric = "gone"

[goals.lower]
title = "Faster"
metric = "latency"
target = 100

[metrics.latency]
title = "Latency"
better = "lower"
unit = "ms"
baseline = 500
target = 100
readings = [{ on = 2026-03-10, value = 300 }]

[metrics.never]
title = "Never measured"
better = "higher"
target = 1

[teams.us]
cost_per_day = 100

[milestones.soon]
title = "Soon"
gates = ["latency", "never >= 1", "gone >= 1"]
needs_verdict = { use = "go" }
deadline = 2026-03-18

[tasks.work]
title = "Work"
milestone = "soon"
duration = "12d"
team = "us"

[tasks.lost]
title = "Lost"
duration = "1d"
depends_on = ["nowhere"]

[experiments.again]
title = "Again"
duration = "2d"
criteria = ["latency"]
hypothesis = "h"
max_attempts = 3
attempts = [{ started = 2026-03-02, finished = 2026-03-03, result = "missed" }]

[experiments.spent]
title = "Spent"
duration = "2d"
criteria = ["latency"]
hypothesis = "h"
fallback = { title = "Other", duration = "2d" }
attempts = [{ started = 2026-03-02, finished = 2026-03-03, result = "missed" }]

[experiments.long]
title = "Long"
duration = "20d"
criteria = ["latency"]
hypothesis = "h"
timebox = "3d"
attempts = [{ started = 2026-03-02 }]

[experiments.mute]
title = "Mute"
duration = "2d"
criteria = ["latency"]
hypothesis = "h"
attempts = [{ started = 2026-03-02, finished = 2026-03-03, result = "met" }]

[assessments.use]
title = "Use"
review_by = 2026-03-01

[risks.taken]
title = "Taken"
likelihood = 5
impact = 5
response = "accept"
review_by = 2026-01-01

[insights.loud]
source = "everybody"
said = "It is slow."
severity = 5
"""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def state_of(path: Path) -> AppState:
    state = Desk(Session.open(path, today=TODAY)).state
    return replace(state, view="overview", findings=state.document.snapshot.findings)


def plain(lines: list[Line]) -> str:
    return "\n".join(line.content.plain.rstrip() for line in lines)


async def at_the_view(app: PlanApp, pilot: Pilot[int]) -> OverviewView:
    await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
    await pilot.press("1")
    await until(pilot, lambda: app.main.query(OverviewView) and app.main.query_one(OverviewView).lines)
    return app.main.query_one(OverviewView)


async def stand_at(pilot: Pilot[int], view: OverviewView, section: str, key: str) -> None:
    """Go down to what is said of a field, with the arrow alone."""
    for _press in range(40):
        if view.cursor is not None and (view.cursor.address[0], view.cursor.key) == (section, key):
            return
        await pilot.press("down")
    raise AssertionError((section, key))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_no_line_is_wider_than_the_view(tmp_path: Path, glyphs: Glyphs, language: str) -> None:
    states = [state_of(sample_plan(tmp_path)), state_of(small_plan(tmp_path, TROUBLED)), state_of(small_plan(tmp_path))]
    set_language(language)  # type: ignore[arg-type]
    for state in (*states, *(replace(state, findings=None) for state in states)):
        for width in WIDTHS:
            for all_needs in (False, True):
                for line in overview_lines(state, width, glyphs, all_needs=all_needs):
                    assert line.content.cell_length <= width, line.content.plain
                    assert all(0 <= t.start < t.end <= width for t in line.targets), line.content.plain


def test_the_sample_fits_on_one_screen_and_tells_what_needs_a_decision(tmp_path: Path) -> None:
    lines = overview_lines(state_of(sample_plan(tmp_path)), 117, UNICODE)
    assert len(lines) <= 28
    text = plain(lines)
    for said in (
        "Recognising a plant is as easy as scanning a code.", "741k CNY", "59k left", "8 warnings",
        "Open to everyone 全量上线 is 4d late", "enter: ways out", "model-ready: 87.1 %, 2.9 points short",
        "model-ready: daylily 76 %, needs 385 cases", "lily-daylily tests it",
        "launched needs go, verdict pilot", "by 16 Apr", "evidence of Data 2 → 3", "c shows 2 more",
        "45 % → 76 % → 80 %  worst: daylily", "4d late  gates 0/5", "Retry with better parameters",
        "Where the interesting plants grow",
    ):  # fmt: skip
        assert said in text, said
    narrow = overview_lines(state_of(sample_plan(tmp_path)), 77, UNICODE)
    assert "launched needs go, verdict pilot" in plain(narrow[:20])


def test_everything_that_waits_for_somebody_is_found_the_gravest_first(tmp_path: Path) -> None:
    state = state_of(small_plan(tmp_path, TROUBLED))
    found = needs(state, UNICODE)
    at: dict[tuple[object, str], Need] = {(need.address[-1], need.key): need for need in found}
    assert [n.weight for n in found] == sorted((n.weight for n in found), reverse=True)
    assert found[0].grave
    assert found[0].weight == 2000
    assert any("nowhere" in need.what for need in found if need.weight == 2000)
    for place, said in (
        (("soon", "deadline"), "Soon is 9d late"), (("again", "attempts"), "Again: try again, or fall back?"),
        (("spent", "attempts"), "Spent: the attempts are used up"),
        (("long", "attempts"), "Long runs past its time box"),
        (("mute", "attempts"), "Mute ended, and nothing is written down"), (("latency", "readings"), "latency fails"),
        (("never", "readings"), "never >= 1 undecided"), (("soon", "gates"), "gone >= 1 undecided"),
        (("use", "scores"), "soon needs go, verdict incomplete"), (("taken", "accepted_by"), "accepted by nobody"),
        (("loud", "answers"), "Nothing answers everybody"), (("vision", "review_by"), "The vision was to be looked at"),
        (("use", "review_by"), "Use was to be looked at again"), (("taken", "review_by"), "Taken was to be looked at"),
        (("project", "budget"), "over budget"),
    ):  # fmt: skip
        assert said in at[place].what, at[place]
    assert at["again", "attempts"].why == "1 attempt missed, 2 left"
    assert at["latency", "readings"].why == "soon: 300 ms, 200 ms over"
    assert at["long", "attempts"].why == "10 of 3 days used"
    assert at["latency", "readings"].weight > at["never", "readings"].weight > at["loud", "answers"].weight


def test_a_plan_that_holds_together_says_so(tmp_path: Path) -> None:
    path = small_plan(tmp_path, "format = 1\n[project]\nname = 'x'\nstart = 2026-01-05\n")
    text = plain(overview_lines(state_of(path), 80, UNICODE))
    assert "nothing: the plan holds together" in text
    assert "No vision yet: e writes down why the product exists." in text
    assert "none yet: a adds one" in text


PLAN = """\
format = 1
project = {{ name = "Small", start = 2026-03-02, as_of = 2026-03-16, currency = "CNY" }}

[goals.cheap]
title = "Cheap"
metric = "cost"
target = 0.02

[metrics.cost]
title = "Cost"
unit = "{unit}"
readings = [{{ on = 2026-03-10, value = 0.05 }}]
"""


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("currency", "Cost 0.05 CNY → 0.02 CNY"),
        ("ratio", "Cost 5 % → 2 %"),
        ("count", "Cost 0.05 → 0.02"),
        ("ms", "Cost 0.05 ms → 0.02 ms"),
    ],
)
def test_a_goal_is_said_in_the_unit_of_its_metric(tmp_path: Path, unit: str, said: str) -> None:
    session = Session.open(small_plan(tmp_path, PLAN.format(unit=unit)), today=TODAY)
    state = replace(Desk(session).state, view="overview")
    lines = [line.content.plain.rstrip() for line in overview_lines(state, 118, UNICODE)]
    assert any(line.split(" │")[0].rstrip().endswith(said) for line in lines), lines


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_enter_leads_to_where_it_is_decided(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await stand_at(pilot, view, "milestones", "deadline")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecoveryScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        await stand_at(pilot, view, "metrics", "readings")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.view == "experiments" and "Top-1 accuracy" in screen_text(app))
        assert app.desk.state.item == ("metrics", "top1-accuracy")
        await pilot.press("1")
        await until(pilot, lambda: view.has_focus)
        await pilot.press("g")
        await stand_at(pilot, view, "assessments", "scores")
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.view == "feasibility")
        assert app.desk.state.item == ("assessments", "recognition")

    drive(sample_plan(tmp_path), steps, size=size)


def test_an_experiment_that_waits_leads_to_its_card(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await pilot.press("c")
        await stand_at(pilot, view, "experiments", "attempts")
        here = view.cursor
        assert here is not None
        await pilot.press("enter")
        await until(pilot, lambda: app.desk.state.view == "experiments" and "decided by" in screen_text(app))
        assert app.desk.state.item == here.address

    drive(small_plan(tmp_path, TROUBLED), steps)


def test_an_unanswered_insight_is_answered_from_here_by_one_line(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    before = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await pilot.press("c")
        await until(pilot, lambda: "Nothing answers interview, hiker" in screen_text(app))
        await stand_at(pilot, view, "insights", "answers")
        await pilot.press("enter")
        await until(pilot, lambda: any(r.editing and r.spec.key == "answers" for r in app.screen.query(FieldRow)))
        await type_text(pilot, "come-back")
        await pilot.press("escape")
        await until(pilot, lambda: app.desk.session.dirty)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)
        lines = list(ndiff(before.splitlines(), path.read_text(encoding="utf-8").splitlines()))
        assert [line for line in lines if line[0] in "+-"] == ['+ answers = ["come-back"]']
        await until(pilot, lambda: "Nothing answers interview, hiker" not in screen_text(app))

    drive(path, steps)


def test_a_random_walk_over_a_plan_in_trouble_never_raises_and_undo_leads_back(tmp_path: Path) -> None:
    walk(small_plan(tmp_path, TROUBLED), view="overview", seed="a plan in trouble", count=100, size=(60, 16))


def test_the_view_is_filled_also_where_the_screen_is_measured_while_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in = Views.mount

    async def measured(views: Views, *widgets: Widget, **where: None) -> None:
        await put_in(views, *widgets, **where)
        if not isinstance(widgets[0], OverviewView):
            return
        views.current = widgets[0].id
        # As after lines have been scrolled, when something asks where a widget is.
        compositor = views.screen._compositor
        compositor._full_map_invalidated = True
        assert widgets[0] in compositor.full_map

    monkeypatch.setattr(Views, "mount", measured)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await until(pilot, lambda: "Needs a decision" in screen_text(app))
        assert view.cursor is not None
        await until(pilot, lambda: view.cursor is not None and app.desk.state.item == view.cursor.address)

    drive(sample_plan(tmp_path), steps)
