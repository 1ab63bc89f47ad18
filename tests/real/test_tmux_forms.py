"""As a person would: the vision changed from the overview alone, and an item as text in the own editor."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers.screens import SAMPLE
from helpers.tmux import Terminal
from helpers.tools import ROOT, require_tool

PLAN = "sample_project.toml"
EDITOR = """#!/bin/sh
sed -i 's/^max_attempts = .*/max_attempts = 5/' "$1"
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with the sample committed, and an editor."""
    git = require_tool("git")
    (tmp_path / PLAN).write_bytes(SAMPLE.read_bytes())
    for command in (["init", "-q"], ["add", PLAN], ["commit", "-q", "-m", "The sample"]):
        subprocess.run([git, *command], cwd=tmp_path, check=True, capture_output=True)
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    return tmp_path


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["120x36", "80x24"])
def terminal(repository: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    env = {
        "PYTHONPATH": str(ROOT / "src"), "HOME": str(repository), "XDG_STATE_HOME": str(repository / "state"),
        "TERM": "screen-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
        "VISUAL": str(repository / "editor"),
    }  # fmt: skip
    opened = Terminal(repository, [sys.executable, "-m", "aiplan", PLAN], size=request.param, env=env)
    yield opened
    opened.close()


@pytest.fixture
def saved(repository: Path, terminal: Terminal) -> Callable[[], list[str]]:
    """Save, leave, and return the changed lines."""

    def leave() -> list[str]:
        terminal.press("s")
        terminal.until(lambda screen: "saved" in screen)
        terminal.press("q")
        terminal.until(lambda _: terminal.ended())
        done = subprocess.run(
            [require_tool("git"), "diff", "-U0"], cwd=repository, check=True, capture_output=True, text=True,
            encoding="utf-8",
        )  # fmt: skip
        return [line for line in done.stdout.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]

    return leave


def test_the_vision_is_changed_from_the_overview_alone(terminal: Terminal, saved: Callable[[], list[str]]) -> None:
    terminal.until(lambda screen: "2 Time" in screen and "finish" in screen)
    terminal.press("1")
    terminal.until(lambda screen: "Needs a decision" in screen and "is 4d late" in screen)
    terminal.press("g")
    terminal.press("j")
    terminal.press("Enter")
    terminal.until(lambda screen: "Back to list" in screen and "Non goals" in screen)
    terminal.press("End")
    terminal.write(", gardeners 园丁")
    terminal.until(lambda screen: "undo: vision users" in screen or "gardeners 园丁" in screen)
    terminal.press("Escape")
    terminal.until(lambda screen: "Back to list" not in screen)
    changed = saved()
    assert [line for line in changed if "gardeners 园丁" in line and line[0] == "+"]
    assert len(changed) <= 2


def test_an_item_is_written_in_the_own_editor(terminal: Terminal, saved: Callable[[], list[str]]) -> None:
    terminal.until(lambda screen: "2 Time" in screen and "finish" in screen)
    terminal.press("T")
    terminal.until(lambda screen: "opens $EDITOR" in screen)
    terminal.press("C-e")
    terminal.until(lambda screen: "reads well" in screen)
    terminal.press("C-s")
    terminal.until(lambda screen: "opens $EDITOR" not in screen and "●" in screen.splitlines()[0])
    changed = saved()
    assert len(changed) == 2
    assert changed[1].startswith("+max_attempts = 5")
