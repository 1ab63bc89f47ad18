"""As a person would: open the sample in a real terminal, make an experiment longer, undo, redo, save."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from helpers.plan_terminal import PLAN, PlanTerminal, commit_plan, environment
from helpers.tmux import Terminal


def finish(screen: str) -> str:
    found = re.search(r"finish (\d+ \w+)", screen)
    return found[1] if found else ""


def test_an_experiment_is_made_longer_and_one_line_changes(terminal: PlanTerminal) -> None:
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
    assert terminal.saved() == [
        '-duration = { optimistic = "4d", likely = "5d", pessimistic = "9d" }', '+duration = "17d"',
    ]  # fmt: skip


def test_it_starts_moves_resizes_and_leaves(terminal: PlanTerminal) -> None:
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


def test_it_leaves_when_its_terminal_is_gone_and_keeps_what_was_not_saved(tmp_path: Path) -> None:
    commit_plan(tmp_path)
    # As under nohup: the signal that a terminal sends when it goes is ignored.
    script = f"trap '' HUP; {sys.executable} -m aiplan {PLAN}; echo $? > ended"
    terminal = Terminal(tmp_path, ["sh", "-c", script], size=(120, 36), env=environment(tmp_path))
    terminal.until(lambda screen: "finish" in screen and "critical" in screen)
    terminal.press("x")
    terminal.until(lambda screen: "undo" in screen)
    terminal.close()
    end = time.monotonic() + 30
    while not (tmp_path / "ended").exists():
        assert time.monotonic() < end, "it still runs"
        time.sleep(0.1)
    copies = list((tmp_path / "state" / "aiplan" / "recovery").iterdir())
    assert len(copies) == 1
