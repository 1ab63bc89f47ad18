"""Where a terminal has no colours, the cursor still stands out."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.messages import OpenItem
from aiplan.tui.screens.findings import FindingsScreen
from aiplan.tui.widgets.entry_list import EntryList
from aiplan.tui.widgets.overview_view import OverviewView
from helpers.screens import drive, make_app, sample_plan, until


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
