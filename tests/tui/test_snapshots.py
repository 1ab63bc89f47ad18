"""Whole screens of the sample as text, byte for byte.

The data date is pinned in the file, nothing blinks and nothing is animated. After a change that is meant:

    AIPLAN_WRITE_GOLDEN=1 .venv/bin/python -m pytest tests/tui/test_snapshots.py

and read the difference before it is committed. Bars show as patterns: what is done light, what is left medium,
experiments dark, critical work full.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from aiplan.tui.app import PlanApp
from aiplan.tui.widgets.field_row import FieldRow
from helpers.golden import assert_golden
from helpers.repository import GitFolder
from helpers.screens import SAMPLE, drive, make_app, sample_plan, screen_text, until

SIZES = {"120x36": (120, 36), "80x24": (80, 24)}
SCREENS: dict[str, tuple[str, ...]] = {
    "timeline": (),
    "overview": ("1",),
    "graph": ("3",),
    "neighbours": ("3", "f"),
    "board": ("4",),
    "board_teams": ("4", "b"),
    "forecast": ("8",),
    "roadmap": ("9",),
    "feasibility": ("5",),
    "feasibility_card": ("5", "right", "down", "down", "down", "down"),
    "feasibility_map": ("5", "c"),
    "feasibility_compare": ("5", "c", "c"),
    "experiments": ("6",),
    "metrics": ("6", "c", "c", "down", "down", "down", "down", "down"),
    "risks": ("7",),
    "risks_after": ("7", "b", "down"),
    "form": ("d",),
    "help": ("question_mark",),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
def test_the_screen_is_as_it_was(tmp_path: Path, screen: str, size: str) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        for key in SCREENS[screen]:
            await pilot.press(key)
        if screen == "form":
            await until(pilot, lambda: any(row.editing for row in app.screen.query(FieldRow)))
        if screen == "forecast":
            await until(pilot, lambda: "runs" in screen_text(app), seconds=30)
        await app.workers.wait_for_complete()
        await settled(app, pilot)
        assert_golden(f"tui/{screen}_{size}.txt", screen_text(app))

    drive(sample_plan(tmp_path), steps, size=SIZES[size])


@pytest.mark.parametrize("size", SIZES)
def test_a_what_if_is_as_it_was(tmp_path: Path, size: str) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        await pilot.press("W")
        await until(pilot, lambda: "-3d" in screen_text(app), seconds=30)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.desk.state.whatif is not None)
        await until(pilot, lambda: app.desk.state.forecast and app.desk.state.forecast.compared, seconds=30)
        await until(pilot, lambda: app.desk.state.findings == app.desk.state.document.snapshot.findings, seconds=30)
        await app.workers.wait_for_complete()
        await settled(app, pilot)
        assert_golden(f"tui/whatif_{size}.txt", screen_text(app))

    drive(sample_plan(tmp_path), steps, size=SIZES[size])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", ["review", "trend"])
def test_the_review_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, size: str) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Chen 陈")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "chen@example.com")
    made = GitFolder(tmp_path / "repo", plan="sample_project.toml").start(install=False)
    text = SAMPLE.read_text(encoding="utf-8")
    steps_taken = (
        ("2026-02-02", text.replace("as_of = 2026-03-16", "as_of = 2026-02-02"), "The plan"),
        ("2026-02-16", text.replace("as_of = 2026-03-16", "as_of = 2026-02-16"), "Weekly update"),
        ("2026-03-16", text, "Weekly update"),
    )
    for day, said, message in steps_taken:
        monkeypatch.setenv("GIT_AUTHOR_DATE", f"{day}T10:00:00Z")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T10:00:00Z")
        made.write(said, f"{message}\n\nPlan-Reason: labels arrive later")
    made.edit('duration = { optimistic = "6d", likely = "8d", pessimistic = "16d" }', 'duration = "30d"')
    made.edit("deadline = 2026-06-30", "deadline = 2026-07-10")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        await pilot.press("v")
        await until(pilot, lambda: app.desk.state.review is not None, seconds=30)
        if page == "trend":
            await pilot.press("t")
            await until(pilot, lambda: app.desk.state.past and app.desk.state.past.history, seconds=30)
        await app.workers.wait_for_complete()
        await settled(app, pilot)
        assert_golden(
            f"tui/{page}_{size}.txt", without_hashes(screen_text(app), made.git("log", "--format=%H").split())
        )

    drive(made.file, steps, size=SIZES[size])


@pytest.mark.parametrize("size", SIZES)
def test_merge_conflicts_are_as_they_were(tmp_path: Path, size: str) -> None:
    path = sample_plan(tmp_path)
    text = path.read_text(encoding="utf-8")
    for key, mine, theirs in (
        (
            'duration = { optimistic = "6d", likely = "8d", pessimistic = "16d" }',
            'duration = "15d"',
            'duration = "12d"',
        ),
        ("deadline = 2026-06-30", "deadline = 2026-07-10", "deadline = 2026-07-03"),
        ('depends_on = ["recognise-api"]', 'depends_on = ["app-shell"]', 'depends_on = ["app-shell", "design-flows"]'),
    ):
        sides = f"<<<<<<< HEAD\n{mine}\n||||||| 1a2b3c4\n{key}\n=======\n{theirs}\n>>>>>>> labels\n"
        assert f"{key}\n" in text
        text = text.replace(f"{key}\n", sides, 1)
    path.write_text(text, encoding="utf-8")

    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        await settled(app, pilot)
        assert_golden(f"tui/conflicts_{size}.txt", screen_text(app))
        await pilot.press("J")
        await until(pilot, lambda: "0 of 3 settled" in screen_text(app), seconds=30)
        await pilot.press("i", "down", "b")
        await until(pilot, lambda: "2 of 3 settled" in screen_text(app), seconds=30)
        await pilot.press("down")
        await app.workers.wait_for_complete()
        await settled(app, pilot)
        assert_golden(f"tui/resolve_{size}.txt", screen_text(app))

    drive(path, steps, size=SIZES[size])


@pytest.mark.parametrize(("name", "looks"), [("ascii", {"ascii_only": True}), ("ansi", {"own_colors": True})])
def test_the_timeline_without_block_characters_and_without_colours(
    tmp_path: Path, name: str, looks: dict[str, bool]
) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.desk.state.findings is not None, seconds=30)
        await settled(app, pilot)
        text = screen_text(app)
        assert_golden(f"tui/timeline_{name}_120x36.txt", text)
        if name == "ascii":
            ours = "".join(line for line in text.splitlines()[2:])
            assert not set(ours) & set("▒█▓░▁┄│╎▾✓•◆◇╭╮╰╯─━┃┓┗▸…▼")

    drive(make_app(sample_plan(tmp_path), **looks), steps)


async def settled(app: PlanApp, pilot: Pilot[int]) -> None:
    """Wait until there is something below the names of the views and the screen has been the same three times."""
    await until(pilot, lambda: any(line.strip() for line in screen_text(app).splitlines()[2:-2]), seconds=30)
    seen: list[str] = []
    while len(seen) < 3 or len(set(seen[-3:])) > 1:
        await pilot.pause(0.05)
        seen.append(screen_text(app))


def without_hashes(text: str, commits: list[str]) -> str:
    """Return a text that names commits by their number, again and again: their own name follows from every byte."""
    number = {commit: str(at) for at, commit in enumerate(reversed(commits), start=1)}

    def named(found: re.Match[str]) -> str:
        meant = [digit for commit, digit in number.items() if commit.startswith(found[0])]
        return meant[0] * len(found[0]) if meant else found[0]

    return re.sub(r"\b[0-9a-f]{7,40}\b", named, text)


def test_what_is_no_commit_keeps_its_digits() -> None:
    assert (
        without_hashes("7654321 1234567a 20260316", ["1234567a00", "20260317ff", "7654321b00"])
        == "1111111 33333333 20260316"
    )
