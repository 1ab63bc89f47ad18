"""The roadmap view: what the export writes, laid out at every width, and written into a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widget import Widget

from aiplan.model.edits import SetField
from aiplan.session import Session
from aiplan.tui import i18n
from aiplan.tui.app import PlanApp
from aiplan.tui.desk import Desk
from aiplan.tui.glyphs import ASCII, UNICODE, Glyphs
from aiplan.tui.lines import Line
from aiplan.tui.markdown_lines import markdown_lines
from aiplan.tui.roadmap import roadmap_lines, roadmap_text
from aiplan.tui.screens.main import Views
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView
from aiplan.tui.widgets.roadmap_view import RoadmapView
from helpers.command_line import call
from helpers.screens import TODAY, drive, sample_plan, screen_text, small_plan, until

TABLE = """\
| Milestone | Date | Gates |
| --- | --- | --- |
| **Ready 就绪** | 6 Apr | `recall >= 0.8` **passed**<br>`cost <= 2` not decided |
| **Later** | 5 May | a long text that is wrapped where the column is narrow |
"""


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


def state_of(path: Path) -> AppState:
    return Desk(Session.open(path, today=TODAY)).state


def plain(text: str, width: int, glyphs: Glyphs = UNICODE) -> list[str]:
    return [line.content.plain.rstrip() for line in markdown_lines(text, {}, width, glyphs)]


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [58, 59, 60, 72, 79, 80, 97, 118, 150, 198])
@pytest.mark.usefixtures("language")
def test_no_line_is_wider_than_the_view(tmp_path: Path, width: int, glyphs: Glyphs) -> None:
    state = state_of(sample_plan(tmp_path))
    for source in (False, True):
        lines = roadmap_lines(state, width, glyphs, source=source, language="zh")
        assert max(line.content.cell_length for line in lines) <= width
        for line in lines:
            assert all(0 <= t.start < t.end <= max(1, line.content.cell_length) for t in line.targets)


def test_every_word_of_the_export_is_on_show(tmp_path: Path) -> None:
    state = state_of(sample_plan(tmp_path))
    shown = "".join("".join(line.content.plain.split()) for line in roadmap_lines(state, 198, UNICODE))
    for title in (item.title for item in state.document.plan.milestones.values()):
        assert "".join(title.split()) in shown
    for heading in ("Needs a decision", "Now / Next / Later", "Feasibility", "Risks", "Decided"):
        assert "".join(heading.split()) in shown


def test_a_table_stands_in_columns_where_they_fit() -> None:
    assert plain(TABLE, 70) == [
        "Milestone   Date   Gates",
        "─" * 70,
        "Ready 就绪  6 Apr  recall >= 0.8 passed",
        "                   cost <= 2 not decided",
        "",
        "Later       5 May  a long text that is wrapped where the column is",
        "                   narrow",
    ]


def test_a_table_is_a_block_for_each_row_where_columns_would_be_too_narrow() -> None:
    assert plain(TABLE, 24, ASCII) == [
        "Ready 就绪",
        "  Date  6 Apr",
        "  Gates  recall >= 0.8",
        "      passed",
        "      cost <= 2 not",
        "      decided",
        "",
        "Later",
        "  Date  5 May",
        "  Gates  a long text",
        "      that is wrapped",
        "      where the",
        "      column is",
        "      narrow",
    ]


def test_lists_keep_their_depth_and_quotes_and_code_their_text() -> None:
    text = "> said\n\n- one *two*\n  - deeper `x`\n\n```\ncode  kept\n```\n"
    assert plain(text, 40) == ["  said", "", "• one two", "  • deeper x", "", "code  kept"]


def test_what_a_line_is_about_can_be_opened_from_it() -> None:
    line = markdown_lines("- **Ready 就绪** soon", {"Ready 就绪": ("milestones", "ready")}, 40, UNICODE)[0]
    target = line.targets[0]
    assert target.address == ("milestones", "ready")
    assert (target.start, target.end) == (2, 2 + cell_len("Ready 就绪"))


def test_a_key_shows_the_markdown_itself_and_another_the_other_language(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("9", "g")
        await until(pilot, lambda: "Needs a decision" in screen_text(app))
        assert "## Needs" not in screen_text(app)
        await pilot.press("t")
        await until(pilot, lambda: "## Needs a decision" in screen_text(app))
        await pilot.press("L")
        await until(pilot, lambda: "## 需要决策" in screen_text(app))

    drive(sample_plan(tmp_path), steps)


def test_a_key_writes_exactly_what_the_command_writes(tmp_path: Path) -> None:
    plan, target = sample_plan(tmp_path), tmp_path / "ROADMAP.md"
    target.write_text("# Ours\n\nwritten by hand\n", encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("9", "P")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("enter")
        await until(pilot, lambda: "aiplan:begin" in target.read_text(encoding="utf-8"))

    app = drive(plan, steps)
    written = target.read_text(encoding="utf-8")
    assert written.startswith("# Ours\n\nwritten by hand\n")
    assert written.endswith(roadmap_text(app.desk.state.document))
    assert call("export", "markdown", str(plan), "--output", str(target), "--check").code == 0


def test_the_plan_itself_is_never_written_over(tmp_path: Path) -> None:
    plan = sample_plan(tmp_path)
    before = plan.read_bytes()

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("9", "P")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("ctrl+u", *"sample", "underscore", *"project", "full_stop", *"toml", "enter")
        # The note names the whole path, which may be of any length: how it is wrapped is nothing to wait for.
        await until(pilot, lambda: any("is the plan itself" in note.message for note in app._notifications))

    drive(plan, steps)
    assert plan.read_bytes() == before


def test_the_plan_is_changed_from_a_line_of_the_roadmap(tmp_path: Path) -> None:
    plan = sample_plan(tmp_path)
    before = plan.read_text(encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("9", "g")
        await until(pilot, lambda: app.desk.state.item == ("milestones", "launched"))
        await pilot.press("e")
        await until(pilot, lambda: app.main.form_open)
        await pilot.press("home", *"XY")
        await until(pilot, lambda: app.desk.state.document.plan.milestones["launched"].title.startswith("XY"))
        await pilot.press("escape", "s")
        await until(pilot, lambda: not app.desk.state.document.dirty)

    drive(plan, steps)
    changed = zip(before.splitlines(), plan.read_text(encoding="utf-8").splitlines(), strict=True)
    assert [after for old, after in changed if old != after] == ['title = "XYOpen to everyone 全量上线"']


def test_the_roadmap_of_a_large_plan_is_made_by_a_worker_and_the_old_lines_stay_until_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RoadmapView, "at_once", 0)
    began, go_on = threading.Event(), threading.Event()
    go_on.set()
    threads: list[threading.Thread] = []
    make_lines = RoadmapView.make_lines

    def held(self: RoadmapView, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        threads.append(threading.current_thread())
        began.set()
        assert go_on.wait(20)
        return make_lines(self, state, width, glyphs)

    monkeypatch.setattr(RoadmapView, "make_lines", held)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("9")
        await until(pilot, lambda: "Roadmap" in screen_text(app) and "Ready 就绪" in screen_text(app))
        view = app.main.query_one(RoadmapView)
        assert view.cursor is not None
        old = view.lines
        go_on.clear()
        began.clear()
        for title in ("Data 2", "Data 3"):
            app.desk.apply(SetField(("tasks", "data", "title"), title), label="title")
            app.publish()
            await until(pilot, began.is_set)
            await pilot.pause()
            assert view.lines == old, "until the new ones are there"
        go_on.set()
        await until(pilot, lambda: "Data 3" in screen_text(app))
        assert "Data 2" not in screen_text(app)
        assert view.cursor is not None
        assert threading.main_thread() not in threads

    drive(small_plan(tmp_path), steps)


def test_a_view_never_shares_the_room_with_the_one_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in, heights = Views.mount, []

    async def drawn_between(views: Views, *widgets: Widget, **where: None) -> None:
        await put_in(views, *widgets, **where)
        views.screen._refresh_layout()

    def resized(view: RoadmapView) -> None:
        heights.append(view.size.height)
        LinesView.on_resize(view)

    monkeypatch.setattr(Views, "mount", drawn_between)
    monkeypatch.setattr(RoadmapView, "on_resize", resized, raising=False)

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("9")
        view = app.main.query_one(RoadmapView)
        await until(pilot, lambda: view.lines)
        assert set(heights) - {0} == {view.size.height}
        assert view.size.height > 20

    drive(sample_plan(tmp_path), steps)
