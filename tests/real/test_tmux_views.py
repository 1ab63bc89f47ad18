"""In a real terminal: the plan is changed through one view alone: experiments, forecast, roadmap."""

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


def saved(folder: Path, terminal: Terminal) -> list[str]:
    """Save, leave, and return the lines that git finds changed."""
    terminal.until(lambda screen: "●" in screen.splitlines()[0])
    terminal.press("s")
    terminal.until(lambda screen: "saved" in screen and "●" not in screen.splitlines()[0])
    terminal.press("q")
    terminal.until(lambda _: terminal.ended())
    command = [require_tool("git"), "diff", "-U0"]
    diff = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [line for line in diff.splitlines() if re.match(r"[+-](?![+-])", line)]


def rewrite(terminal: Terminal, field: str, said: str, text: str) -> None:
    """Open the form of the item under the cursor and write something else into the field that has the focus."""
    terminal.press("Enter")
    terminal.until(lambda screen: "Back to list" in screen and re.search(rf"{field} +{re.escape(said)}", screen))
    terminal.write(text)
    terminal.until(lambda screen: re.search(rf"{field} +{re.escape(text)}", screen))
    terminal.press("Escape")
    terminal.until(lambda screen: "Back to list" not in screen)


def test_a_reading_is_written_in_the_view_of_experiments(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("6")
    terminal.until(lambda screen: "1 running" in screen and "Fine-tuned CNN" in screen)
    terminal.press("g")
    terminal.press("+")
    terminal.until(lambda screen: "Reading of Top-1 accuracy" in screen)
    terminal.write("5310/6000")
    terminal.until(lambda screen: re.search(r"Value +5310/6000", screen) and "88.5 %" in screen)
    terminal.press("Enter")
    terminal.until(lambda screen: "Reading of" not in screen)
    lines = saved(tmp_path, terminal)
    assert [line.strip("+ ") for line in lines] == ['{ on = 2026-03-16, n = 6000, k = 5310, from = "cnn-v1" },']


def test_a_deadline_is_moved_in_the_forecast(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("8")
    terminal.until(lambda screen: "10,000 runs" in screen and "▸ Open to everyone" in screen)
    rewrite(terminal, "Deadline", "2026-06-30", "2026-07-15")
    assert saved(tmp_path, terminal) == ["-deadline = 2026-06-30", "+deadline = 2026-07-15"]


def test_a_milestone_is_renamed_in_the_roadmap(tmp_path: Path, terminal: Terminal) -> None:
    terminal.until(lambda screen: "critical 19" in screen)
    terminal.press("9")
    terminal.until(lambda screen: "as P writes it" in screen and "P Export" in screen)
    terminal.press("g")
    terminal.until(lambda screen: "• Finish:" in screen)
    rewrite(terminal, "Title", "Open to everyone 全量上线", "Open to all 全量上线")
    assert saved(tmp_path, terminal) == ['-title = "Open to everyone 全量上线"', '+title = "Open to all 全量上线"']
