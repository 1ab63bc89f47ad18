"""View 5: lines at every width, what keys change in the file, how the cursor goes about."""

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
from aiplan.tui.feasibility.page import LOOKS, Look, feasibility_lines
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.i18n import set_language
from aiplan.tui.lines import Line
from aiplan.tui.screens.triage import TriageScreen
from aiplan.tui.state import AppState
from aiplan.tui.widgets.feasibility_view import FeasibilityView
from aiplan.tui.widgets.field_row import FieldRow
from helpers.screens import TODAY, drive, sample_plan, screen_text, small_plan, until

WIDTHS = (58, 59, 69, 70, 75, 77, 99, 100, 117, 148, 198)
ODD = """\
format = 1
project = { name = "Odd", start = 2026-03-02, as_of = 2026-03-16 }

[assessment_policy]
weights.data = 40
bands = { go = 90, pilot = 60, explore = 30 }

[assessments.empty]

[assessments."很长很长很长很长很长的标识符号"]
title = "题目很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长"
review_by = 2026-01-05
scores.value = { score = 1, because = "理由理由理由理由理由理由理由理由理由理由理由理由理由理由理由理由" }
scores.data = { score = 5, evidence = 4 }
datasets = ["raw", "gone"]
risks = ["nothing"]

[datasets.raw]
title = "原始数据原始数据原始数据原始数据原始数据原始数据原始数据"
role = "train"
band = "C2"
pii = "special"
size = 100
classes = 7
smallest_class = 0
"""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def state_of(path: Path) -> AppState:
    return replace(Desk(Session.open(path, today=TODAY)).state, view="feasibility")


def plain(lines: list[Line]) -> str:
    return "\n".join(line.content.plain.rstrip() for line in lines)


def changed(before: str, after: str) -> list[str]:
    return [line for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


async def at_the_view(app: PlanApp, pilot: Pilot[int]) -> FeasibilityView:
    await pilot.press("5")
    await until(pilot, lambda: app.main.query(FeasibilityView) and app.main.query_one(FeasibilityView).lines)
    return app.main.query_one(FeasibilityView)


async def stand_at(pilot: Pilot[int], view: FeasibilityView, field: str) -> None:
    """Put the cursor on the line of a field of the assessment that is shown, with clicks of the arrows alone."""
    for _press in range(60):
        if view.cursor is not None and view.cursor.key == field:
            return
        listed = view.cursor is not None and view.cursor.address[0] == "assessments" and not view.cursor.key
        await pilot.press("right" if listed else "down")
    raise AssertionError(field)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("look", LOOKS)
def test_no_line_is_wider_than_the_view(tmp_path: Path, look: Look, glyphs: Glyphs, language: str) -> None:
    states = [state_of(sample_plan(tmp_path)), state_of(small_plan(tmp_path, ODD))]
    set_language(language)  # type: ignore[arg-type]
    for state in states:
        for width in WIDTHS:
            for shown in state.document.plan.assessments:
                for field in ("", "scores.data", "scores.data.evidence", "gates.no_owner", "gates.prohibited_use"):
                    lines = feasibility_lines(state, width, 30, glyphs, look=look, shown=shown, field=field)
                    for line in lines:
                        assert line.content.cell_length <= width, line.content.plain
                        assert all(0 <= t.start < t.end <= width for t in line.targets), line.content.plain


def test_the_card_says_verdict_reason_weakest_and_what_raises_it(tmp_path: Path) -> None:
    text = plain(feasibility_lines(state_of(sample_plan(tmp_path)), 117, 33, UNICODE, shown="recognition"))
    for said in (
        "pilot  66.75 of 100", "66.75 of 100 (go from 75, pilot from 55, explore from 35)",
        "weakest    (3) Data, Technical feasibility", "to go: evidence of Data 2 → 3", "data set photos-train C1 → B",
        "Data                   15  ███░░ 3  ●●○○", "review by 15 Jun", "EU AI Act  minimal risk",
        "smallest of 120 classes 84, 29% of", "✓ no  Nobody answers for it ←",
    ):  # fmt: skip
        assert said in text
    explained = plain(
        feasibility_lines(state_of(sample_plan(tmp_path)), 117, 33, UNICODE, shown="recognition", field="scores.data")
    )
    assert "▸ 3 loadable" in explained
    assert "Is there data for exactly this" in explained


def test_what_is_missing_bounded_overdue_or_the_plans_own_is_said(tmp_path: Path) -> None:
    state = state_of(small_plan(tmp_path, ODD))
    odd = plain(feasibility_lines(state, 148, 33, UNICODE, shown="很长很长很长很长很长的标识符号"))
    for said in ("incomplete", "by the plan's own policy: Data 40", "claims 5, but raw", "review overdue since 5 Jan",
                 "special categories of personal data", "nobody answers for it"):  # fmt: skip
        assert said in odd
    assert "██▒▒▒ 2" in odd
    none = plain(feasibility_lines(state, 117, 33, UNICODE, shown="empty"))
    assert "to score   Value, Fit for AI" in none
    assert "not scored yet: + begins" in none


def test_the_map_places_value_against_the_rest(tmp_path: Path) -> None:
    state = state_of(sample_plan(tmp_path))
    lines = feasibility_lines(state, 117, 33, UNICODE, look="map")
    at = {target.address[1]: (number, target.start) for number, line in enumerate(lines) for target in line.targets
          if target.start > 3}  # fmt: skip
    assert at["recognition"][1] > at["care-tips"][1] > at["edible-or-not"][1]
    assert at["edible-or-not"][0] > max(at["recognition"][0], at["care-tips"][0])
    axis = next(line.content.plain for line in lines if line.content.plain.split() == ["explore", "pilot", "go"])
    assert axis.index("explore") < axis.index("pilot") < axis.index("go")
    assert "no place yet" in plain(feasibility_lines(state_of(small_plan(tmp_path, ODD)), 80, 24, UNICODE, look="map"))


def test_alternatives_stand_side_by_side_and_more_of_them_below(tmp_path: Path) -> None:
    state = state_of(sample_plan(tmp_path))
    wide = plain(feasibility_lines(state, 117, 33, UNICODE, look="compare"))
    assert "pilot                         explore                       no go" in wide
    assert wide.count("Economics") == 1
    assert plain(feasibility_lines(state, 58, 33, UNICODE, look="compare")).count("Economics") == 2


def test_without_assessments_the_key_is_named(tmp_path: Path) -> None:
    text = plain(feasibility_lines(state_of(small_plan(tmp_path)), 80, 24, UNICODE))
    assert "Nothing is assessed yet: a adds an assessment" in text


@pytest.mark.parametrize(
    ("field", "presses", "lines"),
    [
        ("scores.data", ["plus"], ["score = 3, evidence = 2", "score = 4, evidence = 2"]),
        ("scores.technical", ["minus", "minus"], ["score = 3", "score = 1"]),
        ("scores.value.evidence", ["plus"], ["evidence = 3", "evidence = 4"]),
        ("gates.no_legal_basis_for_data", ["space"], ['= "pass"', '= "fail"']),
    ],
)
@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_keys_change_one_line_as_one_step(
    tmp_path: Path, size: tuple[int, int], field: str, presses: list[str], lines: list[str]
) -> None:
    path = sample_plan(tmp_path)
    text = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        for number, place in enumerate(view._shown.places):
            if place.target.key == field:
                view._stand(number)
        assert view.cursor is not None
        assert view.cursor.key == field
        await pilot.press(*presses)
        await until(pilot, lambda: app.desk.session.dirty)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)
        found = changed(text, path.read_text(encoding="utf-8"))
        assert [line[0] for line in found] == ["-", "+"]
        assert [wanted in line for line, wanted in zip(found, lines, strict=True)] == [True, True]
        assert view.cursor is not None
        assert view.cursor.key == field
        await pilot.press("u")
        await until(pilot, lambda: app.desk.session.text.to_bytes() == text.encode())

    drive(path, steps, size=size)


def test_a_first_score_is_begun_with_plus(tmp_path: Path) -> None:
    path = small_plan(tmp_path, ODD)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.desk.select_item(("assessments", "empty"))
        app.publish()
        view = await at_the_view(app, pilot)
        await stand_at(pilot, view, "scores.value")
        await pilot.press("plus")
        await until(pilot, lambda: app.desk.session.dirty)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)
        assert changed(ODD, path.read_text(encoding="utf-8")) == ["+ scores.value = { score = 1 }"]

    drive(path, steps)


def test_enter_opens_the_form_at_the_field_and_a_computed_gate_at_what_decides_it(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        for field, wanted in (
            ("scores.oversight", ("scores", "oversight", "score")),
            ("scores.data.evidence", ("scores", "data", "evidence")),
            ("gates.prohibited_use", ("gates", "prohibited_use")),
            ("gates.no_owner", ("owner",)),
        ):
            view._stand(next(i for i, p in enumerate(view._shown.places) if p.target.key == field))
            await pilot.press("enter")
            await until(pilot, lambda wanted=wanted: any(  # type: ignore[misc]
                row.editing and row.spec.path == wanted for row in app.main.query(FieldRow)))  # fmt: skip
            await pilot.press("escape")
            await until(pilot, lambda: not app.main.form_open)

    drive(sample_plan(tmp_path), steps)


def test_a_computed_gate_is_not_answered_but_explained(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        view._stand(next(i for i, p in enumerate(view._shown.places) if p.target.key == "gates.no_owner"))
        await pilot.press("space")
        await until(pilot, lambda: "this follows from the fields" in screen_text(app))
        assert not app.desk.session.dirty

    drive(sample_plan(tmp_path), steps)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_list_leads_into_the_card_and_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        view = await at_the_view(app, pilot)
        await pilot.press("down")
        await until(pilot, lambda: app.desk.state.item == ("assessments", "care-tips"))
        await until(pilot, lambda: "one band down for a score of 2" in screen_text(app))
        await pilot.press("right")
        assert view.cursor is not None
        assert view.cursor.key == "scores.data"
        await pilot.press("down", "down", "down")
        for _press in range(30):
            if view.cursor.key:
                await pilot.press("left")
            if view.cursor.key:
                await pilot.press("up")
        assert not view.cursor.key
        assert view.cursor.address == ("assessments", "care-tips")

    drive(sample_plan(tmp_path), steps, size=size)


def test_why_a_row_has_its_dates_is_left_out_where_there_is_no_work(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert app.main.why_shown
        await at_the_view(app, pilot)
        await until(pilot, lambda: not app.main.why_shown)
        await pilot.press("i")
        await until(pilot, lambda: app.main.why_shown)

    drive(sample_plan(tmp_path), steps)


def test_the_three_looks_follow_each_other(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await at_the_view(app, pilot)
        for wanted in ("Value and feasibility", "Side by side", "Stop gates"):
            await pilot.press("c")
            await until(pilot, lambda wanted=wanted: wanted in screen_text(app))  # type: ignore[misc]

    drive(sample_plan(tmp_path), steps)


def test_the_triage_writes_the_tier_and_nothing_else(tmp_path: Path) -> None:
    path = sample_plan(tmp_path)
    text = path.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        app.desk.select_item(("assessments", "edible-or-not"))
        app.publish()
        await at_the_view(app, pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, TriageScreen) and "Suggested" not in screen_text(app))
        await until(pilot, lambda: "Not classified yet" in screen_text(app))
        assert "last verified" in screen_text(app)
        await pilot.press("N")
        await until(pilot, lambda: "Suggested tier: minimal risk" in screen_text(app))
        await pilot.press("y")
        await until(pilot, lambda: "Suggested tier: prohibited practice" in screen_text(app))
        assert "5(1)(a)" in screen_text(app)
        await pilot.press("up", "n", "w")
        await until(pilot, lambda: app.desk.session.dirty)
        await pilot.press("s")
        await until(pilot, lambda: not app.desk.session.dirty)
        assert changed(text, path.read_text(encoding="utf-8")) == [
            '- eu_ai_act = { tier = "not_classified", note = "not pursued" }',
            '+ eu_ai_act = { tier = "minimal", note = "not pursued" }',
        ]

    drive(path, steps)
