"""As a new user would: the running attempt missed, and a few keys later a way out is taken and its decision logged."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from aiplan.core.compare import compare
from aiplan.loading import load
from helpers.screens import SAMPLE
from helpers.tmux import Terminal
from helpers.tools import ROOT, require_tool

PLAN = "sample_project.toml"
MOST_KEYS = 12


class Counting(Terminal):
    """A terminal that counts the keys pressed."""

    keys = 0

    def press(self, *keys: str) -> None:
        """Press keys, and count them."""
        self.keys += len(keys)
        super().press(*keys)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with the sample committed."""
    git = require_tool("git")
    (tmp_path / PLAN).write_bytes(SAMPLE.read_bytes())
    for command in (["init", "-q"], ["add", PLAN], ["commit", "-q", "-m", "The sample"]):
        subprocess.run([git, *command], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["120x36", "80x24"])
def terminal(repository: Path, request: pytest.FixtureRequest) -> Iterator[Counting]:
    env = {
        "PYTHONPATH": str(ROOT / "src"), "HOME": str(repository), "XDG_STATE_HOME": str(repository / "state"),
        "TERM": "screen-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip
    opened = Counting(repository, [sys.executable, "-m", "aiplan", PLAN], size=request.param, env=env)
    yield opened
    opened.close()


def changed(repository: Path) -> list[str]:
    """Return the lines that git says are gone or new."""
    diff = subprocess.run(
        [require_tool("git"), "diff", "-U0"], cwd=repository, check=True, capture_output=True, text=True,
        encoding="utf-8",
    ).stdout  # fmt: skip
    return [line for line in diff.splitlines() if re.match(r"[+-](?![+-])", line)]


def test_from_a_missed_attempt_to_a_way_out_with_its_decision(repository: Path, terminal: Counting) -> None:
    terminal.until(
        lambda screen: ("2 Time" in screen and "finish" in screen and "warning" in screen) or "by 30" in screen
    )
    terminal.press("F")
    terminal.until(lambda screen: "How did this attempt of cnn-v1 come out?" in screen)
    terminal.press("Down", "Enter")
    terminal.until(lambda screen: "attempt is planned" in screen)
    terminal.press("r")
    terminal.until(lambda screen: "carry on as planned" in screen)
    terminal.press("Enter")
    terminal.until(lambda screen: "Ways out for" not in screen and "decision" in screen)
    terminal.press("s")
    terminal.until(lambda screen: "saved" in screen and "●" not in screen.splitlines()[0])
    assert terminal.keys <= MOST_KEYS
    terminal.press("q")
    terminal.until(lambda _: terminal.ended())

    lines = changed(repository)
    assert '+  { started = 2026-03-11, finished = 2026-03-13, result = "missed" },' in lines
    assert "-  { started = 2026-03-11 }," in lines
    assert lines.count("+[decisions.recover-launched]") == 1
    begins = lines.index("+[decisions.recover-launched]")
    assert all(line.startswith("+") for line in lines[begins:]), "the decision is added at one place"
    plan = load(repository / PLAN).plan
    decision = plan.decisions["recover-launched"]
    assert decision.chosen in decision.options
    assert len(decision.options) > 3
    assert decision.impact
    assert plan.experiments["cnn-v1"].attempts[-1].result == "missed"
    then, now = tomllib.loads(SAMPLE.read_text("utf-8")), tomllib.loads((repository / PLAN).read_text("utf-8"))
    changes = compare(then, now)
    meant = {*decision.affects, "cnn-v1", "recover-launched"}
    assert {change.path[1] for change in changes} <= meant
    assert begins <= 2 * sum(len(str(change.new).split(",")) for change in changes), "no line is touched for nothing"
