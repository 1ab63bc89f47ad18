"""View 7: lines at every width, what keys change in the file, risks taken over from low scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import ndiff
from pathlib import Path

import pytest
from textual.pilot import Pilot

from aiplan.session import Session
from aiplan.tui.app import PlanApp
from aiplan.tui.desk import Desk
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.i18n import set_language
from aiplan.tui.lines import Line
from aiplan.tui.risks.page import risk_lines
from aiplan.tui.risks.register import ordered
from aiplan.tui.screens.suggest import SuggestScreen
from aiplan.tui.screens.triage import TriageScreen
from aiplan.tui.state import AppState
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.risk_view import RiskView
from helpers.screens import TODAY, drive, sample_plan, screen_text, small_plan, until
from helpers.walks import walk

WIDTHS = (58, 59, 69, 75, 77, 99, 100, 117, 148, 198)
ODD = """\
format = 1
project = { name = "Odd", start = 2026-03-02, as_of = 2026-03-16 }

[tasks.real]
title = "Real"
duration = "3d"

[assessments.use]
title = "用途用途用途用途用途用途用途用途用途用途用途用途用途用途用途用途用途用途"
risks = ["late"]

[risks.unrated]

[risks.late]
title = "很长的风险很长的风险很长的风险很长的风险很长的风险很长的风险很长的风险很长的风险很长的风险"
likelihood = 5
impact = 5
review_by = 2026-01-05
mitigation = ""
schedule = { probability = 0.5, impact = "2w", on = ["real", "gone"] }

[risks.taken]
title = "Taken"
likelihood = 4
impact = 4
response = "accept"
owner = "li"

[risks.over]
title = "Over"
status = "happened"
likelihood = 5
impact = 5
"""
MANY = ODD + "".join(f'\n[risks.same-{n}]\ntitle = "Same"\nlikelihood = 3\nimpact = 3\n' for n in range(25))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def state_of(path: Path) -> AppState:
    return replace(Desk(Session.open(path, today=TODAY)).state, view="risks")


def plain(lines: list[Line]) -> str:
    return "\n".join(line.content.plain.rstrip() for line in lines)


def changed(before: str, after: str) -> list[str]:
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


async def at_the_view(app: PlanApp, pilot: Pilot[int]) -> RiskView:
    await pilot.press("7")
    await until(pilot, lambda: app.main.query(RiskView) and app.main.query_one(RiskView).lines)
    return app.main.query_one(RiskView)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_no_line_is_wider_than_the_view(tmp_path: Path, glyphs: Glyphs, language: str) -> None:
    states = [state_of(sample_plan(tmp_path)), state_of(small_plan(tmp_path, MANY))]
    set_language(language)  # type: ignore[arg-type]
    for state in states:
        for width in WIDTHS:
            for shown in state.document.plan.risks:
                for after in (False, True):
                    for line in risk_lines(state, width, glyphs, after_treatment=after, shown=shown):
                        assert line.content.cell_length <= width, line.content.plain
                        assert all(0 <= t.start < t.end <= width for t in line.targets), line.content.plain


def test_every_open_rated_risk_stands_once_in_the_matrix_and_all_in_the_list(tmp_path: Path) -> None:
    state = state_of(small_plan(tmp_path, MANY))
    targets = [t for line in risk_lines(state, 117, UNICODE) for t in line.targets if t.address[0] == "risks"]
    placed = [t.address[1] for t in targets if t.key == "likelihood"]
    rated = [k for k, r in state.document.plan.risks.items() if r.status == "open" and r.likelihood]
    # The risk that is told all about may have the field of its rating there once more.
    assert sorted(placed) == sorted(rated)
    assert [t.address[1] for t in targets if not t.key] == ordered(state.document.plan)


def test_the_order_is_by_severity_open_before_closed_and_follows_the_treatment(tmp_path: Path) -> None:
    assert ordered(state_of(small_plan(tmp_path, ODD)).document.plan) == ["late", "taken", "unrated", "over"]
    sample = state_of(sample_plan(tmp_path)).document.plan
    assert ordered(sample)[0] == "class-imbalance"
    assert ordered(sample)[2] == "photo-location"
    assert ordered(sample, after_treatment=True)[2] != "photo-location"


def test_the_page_says_level_treatment_effect_on_dates_and_tiers(tmp_path: Path) -> None:
    text = plain(risk_lines(state_of(sample_plan(tmp_path)), 117, UNICODE))
    for said in (
        "8 open risks before treatment   4 high   3 medium   1 low", "H 1 2", "H 12 M  6 Rare classes",
        "H 12 high → M  6 medium  likelihood 50% to 80%", "3,000 more lily and daylily photos",
        "35% chance of 6d more,", "2.1d on average, on", "lily-daylily", "care-tips", "transparency duties",
        "not classified: t asks the questions", "happened",
    ):  # fmt: skip
        assert said in text
    after = plain(risk_lines(state_of(sample_plan(tmp_path)), 117, UNICODE, after_treatment=True))
    assert "8 open risks after treatment   4 medium   4 low" in after


def test_what_needs_somebody_is_said(tmp_path: Path) -> None:
    state = state_of(small_plan(tmp_path, ODD))
    late = plain(risk_lines(state, 148, UNICODE, shown="late"))
    for said in (
        "3 risks need somebody", "its review was due on 5 Jan", "nobody answers for it",
        "it is large, and nothing is done about it", "50% chance of 2w more,", "5d on average, on",
    ):  # fmt: skip
        assert said in late
    assert "what remains is large, and nobody has accepted it" in plain(risk_lines(state, 148, UNICODE, shown="taken"))
    assert "not rated: + gives it a likelihood" in plain(risk_lines(state, 148, UNICODE, shown="unrated"))


def test_without_risks_the_keys_are_named(tmp_path: Path) -> None:
    text = plain(risk_lines(state_of(small_plan(tmp_path)), 80, UNICODE))
    assert "No risks yet: a adds one, p proposes some from low scores." in text


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize(
    ("presses", "lines"),
    [
        (["plus"], ["- likelihood = 4", "+ likelihood = 5"]),
        (["less_than_sign"], ["- impact = 3", "+ impact = 2"]),
        (["b", "minus"], ["- residual_likelihood = 2", "+ residual_likelihood = 1"]),
    ],
)
def test_keys_move_a_risk_in_the_matrix_by_one_line(
    tmp_path: Path, presses: list[str], lines: list[str], size: tuple[int, int]
) -> None:
    path = sample_plan(tmp_path)
    text = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await until(pilot, lambda: app.desk.state.item == ("risks", "class-imbalance"))
        assert view.cursor is not None
        assert not view.cursor.key
        await pilot.press(*presses)
        await until(pilot, lambda: app.desk.session.dirty)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)
        assert changed(text, path.read_text(encoding="utf-8")) == lines
        await pilot.press("u")
        await until(pilot, lambda: app.desk.session.text.to_bytes() == text.encode())

    drive(path, steps, size=size)


def test_suggestions_are_taken_over_one_by_one(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    text = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, SuggestScreen) and "because of Data 2" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.desk.session.dirty)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        assert app.desk.state.item is not None
        key = str(app.desk.state.item[1])
        risk = app.desk.state.document.plan.risks[key]
        assert (risk.likelihood, risk.impact, risk.category) == (4, 3, "data")
        assert app.desk.state.document.plan.assessments["care-tips"].risks == ("invented-advice", key)
        await until(pilot, lambda: risk.title[:20] in screen_text(app))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, SuggestScreen))
        assert isinstance(app.screen, SuggestScreen)
        assert risk.title not in {s.title for s in app.screen._suggestions}
        await pilot.press("escape", "u")
        await until(pilot, lambda: app.desk.session.text.to_bytes() == text.encode())

    drive(path, steps)


def test_the_triage_asks_about_the_assessment_under_the_cursor_or_which(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await pilot.press("t")
        await until(pilot, lambda: "asks about one use: which?" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, TriageScreen) and "Answer care questions" in screen_text(app))
        await pilot.press("escape")
        here = ("assessments", "edible-or-not")
        view._stand(next(i for i, p in enumerate(view._shown.places) if p.target.address == here))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, TriageScreen) and "wild plant" in screen_text(app))
        await pilot.press("escape")

    drive(sample_plan(tmp_path), steps)


def test_enter_opens_the_field_and_an_activity_is_gone_to(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        view._stand(next(i for i, p in enumerate(view._shown.places) if p.target.key == "mitigation"))
        await pilot.press("enter")
        await until(pilot, lambda: any(r.editing and r.spec.key == "mitigation" for r in app.main.query(FieldRow)))
        await pilot.press("escape")
        await until(pilot, lambda: not app.main.form_open)
        at = next(i for i, p in enumerate(view._shown.places) if p.target.address[-1] == "lily-daylily")
        view._stand(at)
        await pilot.press("o")
        await until(pilot, lambda: app.desk.state.view == "timeline")
        assert app.desk.state.selected == "lily-daylily"

    drive(sample_plan(tmp_path), steps)


def test_a_random_walk_over_odd_risks_never_raises_and_undo_leads_back(tmp_path: Path) -> None:
    walk(small_plan(tmp_path, ODD), view="risks", seed="odd risks", count=100, size=(60, 16))
