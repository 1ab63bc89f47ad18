"""In a real terminal: the plan is changed through one view alone: graph, board, feasibility, risks."""

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


def test_the_graph_leads_to_the_work_that_is_made_longer(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("3")
    terminal.until(lambda screen: "45 items" in screen and "!cnn-v1" in screen)
    terminal.press("l")
    terminal.until(lambda screen: re.search(r"^ lily-daylily More data", screen, re.MULTILINE))
    terminal.press("f")
    terminal.until(lambda screen: re.search(r"\d of 45 items", screen))
    terminal.press("d")
    terminal.until(lambda screen: "Back to list" in screen and "Depends on" in screen)
    terminal.write("17d")
    terminal.until(lambda screen: "●" in screen.splitlines()[0] or "17d" in screen)
    terminal.press("Escape")
    terminal.until(lambda screen: "Back to list" not in screen and "●" in screen.splitlines()[0])
    save(terminal)
    lines = changed(tmp_path)
    assert len(lines) == 2
    assert lines[0].startswith("-duration = {")
    assert lines[1].startswith('+duration = "17d"')


def test_a_card_is_moved_on_the_board(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("4")
    terminal.until(lambda screen: "7 cards" in screen and "Fine-tuned CNN" in screen)
    terminal.press(">")
    terminal.until(lambda screen: "●" in screen.splitlines()[0] and "moved to Product" in screen)
    save(terminal)
    assert changed(tmp_path) == ['+stage = "product"']


def test_a_score_is_raised_on_the_scorecard(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("5")
    terminal.until(lambda screen: "recognition  pilot 66.75 of 100" in screen)
    terminal.press("Right")
    terminal.until(lambda screen: re.search(r"3 loadable", screen))
    terminal.press("+")
    terminal.until(lambda screen: "●" in screen.splitlines()[0])
    save(terminal)
    lines = changed(tmp_path)
    assert [re.sub(r",.*", "", line) for line in lines] == ["-scores.data = { score = 3", "+scores.data = { score = 4"]


def test_a_risk_is_moved_in_the_matrix(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("7")
    terminal.until(lambda screen: "open risks before treatment   4 high" in screen)
    terminal.press("j", "+")
    terminal.until(lambda screen: "●" in screen.splitlines()[0])
    save(terminal)
    assert changed(tmp_path) == ["-likelihood = 4", "+likelihood = 5"]
