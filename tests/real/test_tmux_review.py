"""As a person would, in a real terminal: one edit of two taken back, and a real merge conflict settled end to end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.plan_terminal import PLAN, SIZES, PlanTerminal, changed_lines
from helpers.repository import GitFolder
from helpers.screens import SAMPLE
from helpers.tools import require_tool

ESTIMATE = 'duration = { optimistic = "6d", likely = "8d", pessimistic = "16d" }'
DEADLINE = "deadline = 2026-06-30"


@pytest.fixture
def repository(tmp_path: Path) -> GitFolder:
    """A git repository with the sample committed, and aiplan set up in it."""
    require_tool("git")
    made = GitFolder(tmp_path / "repo", plan=PLAN).start()
    made.run(sys.executable, "-m", "aiplan", "git", "install", PLAN)
    made.write(SAMPLE.read_text(encoding="utf-8"))
    made.commit("The sample", PLAN, ".gitattributes")
    return made


@pytest.fixture
def opened() -> Iterator[list[PlanTerminal]]:
    terminals: list[PlanTerminal] = []
    yield terminals
    for terminal in terminals:
        terminal.close()


def start(made: GitFolder, size: tuple[int, int], opened: list[PlanTerminal]) -> PlanTerminal:
    env = {"XDG_STATE_HOME": str(made.top.parent / "state"), "XDG_CACHE_HOME": str(made.top.parent / "cache")}
    opened.append(PlanTerminal(made.top, size=size, env=env))
    return opened[-1]


@pytest.mark.parametrize("size", list(SIZES.values()), ids=list(SIZES))
def test_one_edit_of_two_is_taken_back_and_the_other_one_is_saved(
    repository: GitFolder, size: tuple[int, int], opened: list[PlanTerminal]
) -> None:
    repository.edit(ESTIMATE, 'duration = "17d"')
    repository.edit(DEADLINE, "deadline = 2026-07-10")
    terminal = start(repository, size, opened)
    terminal.until(lambda screen: "finish" in screen)
    terminal.press("v")
    said = terminal.until(lambda screen: "2 edits" in screen)
    assert "Changed since HEAD" in said
    assert "branch main" in said
    assert "experiments.cnn-v1.duration  6d/8d/16d → 17d" in said
    terminal.press("g", "j", "b")
    terminal.until(lambda screen: "1 edit " in screen and "17d" not in screen)
    terminal.press("s")
    terminal.shows("saved")
    terminal.leave()
    assert changed_lines(repository.top) == [f"-{DEADLINE}", "+deadline = 2026-07-10"]


@pytest.mark.parametrize("size", list(SIZES.values()), ids=list(SIZES))
def test_a_merge_conflict_is_settled_saved_and_committed(
    repository: GitFolder, size: tuple[int, int], opened: list[PlanTerminal]
) -> None:
    repository.git("checkout", "-q", "-b", "other")
    repository.edit(ESTIMATE, 'duration = "12d"')
    repository.edit('title = "Load test', 'title = "The load test', "theirs")
    repository.git("checkout", "-q", "main")
    repository.edit(ESTIMATE, 'duration = "15d"')
    repository.edit(DEADLINE, "deadline = 2026-07-10", "mine")
    assert repository.try_git("merge", "other").code == 1
    terminal = start(repository, size, opened)
    terminal.until(lambda screen: "J Resolve" in screen)
    terminal.press("J")
    said = terminal.until(lambda screen: "0 of 1 settled" in screen and "current" in screen)
    assert "experiments.cnn-v1.duration" in said
    for side in ('duration = "15d"', 'duration = "12d"', "optimistic"):
        assert side in said, "current, incoming and, from git, the base"
    terminal.press("i")
    terminal.until(lambda screen: "1 of 1 settled" in screen)
    terminal.press("s")
    terminal.until(lambda screen: "J Resolve" not in screen and "settled" in screen)
    terminal.press("q")
    terminal.until(lambda _: terminal.ended())
    assert "<<<<<<<" not in repository.text
    repository.git("add", PLAN)
    repository.git("commit", "-q", "-m", "merged")
    wanted = SAMPLE.read_text(encoding="utf-8")
    for old, new in (
        (ESTIMATE, 'duration = "12d"'), ('title = "Load test', 'title = "The load test'),
        (DEADLINE, "deadline = 2026-07-10"),
    ):  # fmt: skip
        wanted = wanted.replace(old, new, 1)
    assert repository.text == wanted
