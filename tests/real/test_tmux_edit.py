"""As a person would: open the sample in a real terminal, make an experiment longer, undo, redo, save."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.screens import SAMPLE
from helpers.tmux import Terminal
from helpers.tools import ROOT, require_tool

PLAN = "sample_project.toml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with the sample committed."""
    git = require_tool("git")
    (tmp_path / PLAN).write_bytes(SAMPLE.read_bytes())
    for command in (["init", "-q"], ["add", PLAN], ["commit", "-q", "-m", "The sample"]):
        subprocess.run([git, *command], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["120x36", "80x24"])
def terminal(repository: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    env = {
        "PYTHONPATH": str(ROOT / "src"), "HOME": str(repository), "XDG_STATE_HOME": str(repository / "state"),
        "TERM": "screen-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip
    opened = Terminal(repository, [sys.executable, "-m", "aiplan", PLAN], size=request.param, env=env)
    yield opened
    opened.close()


def finish(screen: str) -> str:
    found = re.search(r"finish (\d+ \w+)", screen)
    return found[1] if found else ""


def test_an_experiment_is_made_longer_and_one_line_changes(repository: Path, terminal: Terminal) -> None:
    first = terminal.until(lambda screen: "2 Time" in screen and finish(screen))
    planned = finish(first)
    assert "PlantLens 植识" in first

    terminal.press("/")
    terminal.until(lambda screen: re.search(r"^ / ", screen, re.MULTILINE))
    terminal.write("lily-daylily")
    terminal.press("Enter")
    terminal.until(lambda screen: not re.search(r"^ / ", screen, re.MULTILINE))

    terminal.press("d")
    terminal.until(lambda screen: "Back to list" in screen and "Depends on" in screen)
    terminal.write("17d")
    longer = finish(terminal.until(lambda screen: finish(screen) not in ("", planned)))
    terminal.press("Escape")
    terminal.until(lambda screen: "Back to list" not in screen and f"finish {longer}" in screen)

    terminal.press("u")
    terminal.until(lambda screen: finish(screen) == planned)
    terminal.press("C-r")
    terminal.until(lambda screen: finish(screen) == longer)
    terminal.press("s")
    terminal.until(lambda screen: "saved" in screen and "●" not in screen.splitlines()[0])
    terminal.press("q")
    terminal.until(lambda _: terminal.ended())

    diff = subprocess.run(
        [require_tool("git"), "diff", "-U0"],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout
    changed = [line for line in diff.splitlines() if re.match(r"[+-](?![+-])", line)]
    assert len(changed) == 2
    assert changed[0].startswith("-duration = {")
    assert changed[1].startswith('+duration = "17d"')


def test_it_starts_moves_resizes_and_leaves(terminal: Terminal) -> None:
    terminal.until(lambda screen: "2 Time" in screen and finish(screen))
    terminal.press("j", "j", "G")
    terminal.until(lambda screen: "Retrain with field photos" in screen)
    terminal.resize(100, 30)
    terminal.until(lambda screen: max(map(len, screen.splitlines())) > 82 and "Retrain" in screen)
    terminal.resize(50, 12)
    terminal.until(lambda screen: "terminal too small" in screen)
    terminal.resize(90, 28)
    terminal.until(lambda screen: "too small" not in screen and finish(screen))
    terminal.press("?")
    terminal.until(lambda screen: "Fold all" in screen)
    terminal.press("Escape")
    terminal.until(lambda screen: "Fold all" not in screen)
    terminal.press("q")
    terminal.until(lambda _: terminal.ended())


def test_it_leaves_when_its_terminal_is_gone_and_keeps_what_was_not_saved(repository: Path) -> None:
    env = {
        "PYTHONPATH": str(ROOT / "src"), "HOME": str(repository), "XDG_STATE_HOME": str(repository / "state"),
        "TERM": "screen-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip
    # As under nohup: the signal that a terminal sends when it goes is ignored.
    script = f"trap '' HUP; {sys.executable} -m aiplan {PLAN}; echo $? > ended"
    terminal = Terminal(repository, ["sh", "-c", script], size=(120, 36), env=env)
    terminal.until(lambda screen: "finish" in screen and "critical" in screen)
    terminal.press("x")
    terminal.until(lambda screen: "undo" in screen)
    terminal.close()
    end = time.monotonic() + 30
    while not (repository / "ended").exists():
        assert time.monotonic() < end, "it still runs"
        time.sleep(0.1)
    copies = list((repository / "state" / "aiplan" / "recovery").iterdir())
    assert len(copies) == 1
