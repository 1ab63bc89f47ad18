"""Where a terminal has no colours, the cursor still stands out and every state is told by a sign or a word."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Literal, cast, get_args

import pytest
from textual.pilot import Pilot

from aiplan.core.experiment_state import ExperimentState
from aiplan.core.gates import GateStatusState
from aiplan.core.risk import Level
from aiplan.core.simulation.forecast import DeadlineRisk
from aiplan.core.verdict import VERDICTS
from aiplan.model.ai import GateState
from aiplan.model.finding import SEVERITIES, Finding
from aiplan.tui.app import PlanApp
from aiplan.tui.experiments.look import gate_part, gate_sign, state_part
from aiplan.tui.feasibility.look import gate_mark, score_bar, verdict_word
from aiplan.tui.finding_lines import finding_line
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.i18n import set_language
from aiplan.tui.messages import OpenItem
from aiplan.tui.risk_words import risk_word
from aiplan.tui.risks.look import level_letter
from aiplan.tui.screens.findings import FindingsScreen
from aiplan.tui.terminal import own_colors
from aiplan.tui.themes import DARK, LIGHT
from aiplan.tui.views import VIEWS
from aiplan.tui.widgets.entry_list import EntryList
from aiplan.tui.widgets.overview_view import OverviewView
from aiplan.tui.widgets.plan_grid.model import GridRow, Mark
from aiplan.tui.widgets.plan_grid.outline import _flag
from helpers.screens import drive, make_app, sample_plan, screen_text, until


def reversed_text(app: PlanApp) -> str:
    """Return what is drawn with its colours exchanged."""
    strips = app.screen._compositor.render_strips()
    return " ".join(s.text.strip() for strip in strips for s in strip if s.style is not None and s.style.reverse)


def test_the_cursor_of_views_lists_and_forms_is_drawn_reversed(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: app.main.query(OverviewView) and app.main.query_one(OverviewView).lines)
        await until(pilot, lambda: "Recognising a plant" in reversed_text(app))
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, FindingsScreen))
        await until(pilot, lambda: "AIP406" in reversed_text(app))
        await pilot.press("escape")
        app.post_message(OpenItem(("calendar",), "holidays"))
        await until(pilot, lambda: isinstance(app.focused, EntryList))
        await until(pilot, lambda: "2026-01-01" in reversed_text(app))

    drive(make_app(sample_plan(tmp_path), own_colors=True), steps)


def colours(app: PlanApp) -> set[str]:
    """Return every colour on screen that is neither the terminal's own nor a grey."""
    strips = app.screen._compositor.render_strips()
    used = {color for strip in strips for s in strip if s.style for color in (s.style.color, s.style.bgcolor) if color}
    return {color.name for color in used if not color.is_default and len(set(color.triplet or (0, 1, 2))) > 1}


def unseen(app: PlanApp) -> list[str]:
    """Return text in the colour of what is behind it, where these are not the two of the terminal itself."""
    found = []
    for segment in (segment for strip in app.screen._compositor.render_strips() for segment in strip):
        style = segment.style
        if style and style.color and style.color == style.bgcolor and not style.color.is_default:
            found.append(segment.text)
    return [text for text in found if text.strip()]


@pytest.mark.parametrize("theme", ["", DARK, LIGHT])
def test_nothing_is_coloured_where_no_colours_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert app.no_color
        app.theme = theme or app.theme
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        for view in VIEWS:
            app.action_view(view.id)
            await until(pilot, lambda: any(line.strip() for line in screen_text(app).splitlines()[2:-2]))
            await pilot.pause()
            assert colours(app) == set(), view.id
            assert unseen(app) == [], view.id

    drive(make_app(sample_plan(tmp_path), own_colors=own_colors(os.environ)), steps)


def test_colours_are_found_where_there_are_some(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        assert colours(app)

    drive(sample_plan(tmp_path), steps)


def assert_told_apart(texts: Sequence[str]) -> None:
    assert len(set(texts)) == len(texts), texts


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_sign_of_a_state_is_another_one(glyphs: Glyphs) -> None:
    rows = [cast("GridRow", SimpleNamespace(mark=mark)) for mark in get_args(Mark)]
    assert_told_apart([_flag(row, glyphs, group=False, folded=False)[0] for row in rows])
    assert_told_apart([gate_sign(state, glyphs).plain for state in get_args(GateStatusState)])
    assert_told_apart([gate_mark(state, glyphs).plain for state in get_args(GateState)])
    assert_told_apart([glyphs.bar_done, glyphs.bar_task, glyphs.bar_experiment, glyphs.bar_critical])
    assert_told_apart([glyphs.dot, glyphs.dot_empty])
    assert_told_apart([glyphs.milestone, glyphs.milestone_was])
    assert_told_apart([score_bar(score, None, glyphs).plain for score in (None, 1, 2, 3, 4, 5)])
    findings = [Finding("AIP101", severity, "text") for severity in SEVERITIES]
    assert_told_apart([finding_line(finding, 80, glyphs, year=2026).plain[:3] for finding in findings])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_of_a_state_is_another_one(language: Literal["en", "zh"]) -> None:
    set_language(language)
    try:
        assert_told_apart([state_part(state).plain for state in get_args(ExperimentState)])
        assert_told_apart([gate_part(state).plain for state in get_args(GateStatusState)])
        assert_told_apart([verdict_word(name) for name in VERDICTS])
        assert_told_apart([level_letter(level) for level in get_args(Level)])
        assert_told_apart([risk_word(risk) for risk in get_args(DeadlineRisk)])
    finally:
        set_language("en")
