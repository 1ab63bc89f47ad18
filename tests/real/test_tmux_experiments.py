"""In a real terminal: a reading through the experiments alone, and what the overview leads to, as one line each."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.screens import SAMPLE
from helpers.tmux import Terminal
from helpers.tools import ROOT, require_tool

PLAN = "sample_project.toml"


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["120x36", "80x24"])
def terminal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The sample in git, open in a terminal."""
    git = require_tool("git")
    (tmp_path / PLAN).write_bytes(SAMPLE.read_bytes())
    for command in (["init", "-q"], ["add", PLAN], ["commit", "-q", "-m", "The sample"]):
        subprocess.run([git, *command], cwd=tmp_path, check=True, capture_output=True)
    env = {
        "PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state"),
        "TERM": "screen-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip
    opened = Terminal(tmp_path, [sys.executable, "-m", "aiplan", PLAN], size=request.param, env=env)
    yield opened
    opened.close()


def changed(folder: Path) -> list[str]:
    """Return the lines that git finds changed."""
    command = [require_tool("git"), "diff", "-U0"]
    diff = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [line for line in diff.splitlines() if re.match(r"[+-](?![+-])", line)]


def save(terminal: Terminal) -> None:
    terminal.press("s")
    terminal.until(lambda screen: "saved" in screen and "●" not in screen.splitlines()[0])
    terminal.press("q")
    terminal.until(lambda _: terminal.ended())


def test_a_reading_is_recorded_after_seeing_what_it_settles(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("6")
    terminal.until(lambda screen: "1 running, 3 ready" in screen and "running, by chen" in screen)
    terminal.press("+")
    terminal.until(lambda screen: "Reading of Top-1 accuracy" in screen)
    terminal.write("5500/6000")
    terminal.until(lambda screen: "fail → pass" in screen)
    terminal.press("Enter")
    terminal.until(lambda screen: "●" in screen.splitlines()[0])
    save(terminal)
    assert changed(tmp_path) == ['+  { on = 2026-03-16, n = 6000, k = 5500, from = "cnn-v1" },']


def test_the_overview_leads_to_the_insight_that_nothing_answers(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("1")
    terminal.until(lambda screen: "c shows 2 more" in screen)
    terminal.press("c")
    terminal.until(lambda screen: "enter leads there" in screen and "c shows" not in screen)
    # Past vision, users and figures, to the last of seven.
    terminal.press(*"jjjjjjjjj")
    terminal.until(lambda screen: "Nothing answers interview, hiker" in screen)
    terminal.press("Enter")
    terminal.until(lambda screen: "Back to list" in screen and "Answers" in screen)
    terminal.write("come-back")
    terminal.until(lambda screen: "come-back" in screen)
    terminal.press("Escape")
    terminal.until(lambda screen: "Back to list" not in screen and "●" in screen.splitlines()[0])
    save(terminal)
    assert changed(tmp_path) == ['+answers = ["come-back"]']
