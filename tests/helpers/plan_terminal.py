"""The sample in a git repository of its own, open in a real terminal, as a person has it before them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from helpers.screens import SAMPLE
from helpers.tmux import Terminal
from helpers.tools import ROOT, require_tool

PLAN = "sample_project.toml"
SIZES = {"120x36": (120, 36), "80x24": (80, 24)}


def environment(home: Path, *, state: Path | None = None) -> dict[str, str]:
    """Return the variables of a terminal with all colours, and of a person whose home is `home`."""
    return {
        "PYTHONPATH": str(ROOT / "src"), "HOME": str(home), "XDG_STATE_HOME": str(state or home / "state"),
        "TERM": "screen-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip


def commit_plan(folder: Path, text: str = "") -> None:
    """Make a git repository of `folder` with the sample, or with another plan, committed."""
    git = require_tool("git")
    (folder / PLAN).write_bytes(text.encode() or SAMPLE.read_bytes())
    for command in (["init", "-q"], ["add", PLAN], ["commit", "-q", "-m", "The sample"]):
        subprocess.run([git, *command], cwd=folder, check=True, capture_output=True)


def changed_lines(folder: Path) -> list[str]:
    """Return the lines that git finds changed."""
    command = [require_tool("git"), "diff", "-U0"]
    diff = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [line for line in diff.splitlines() if re.match(r"[+-](?![+-])", line)]


def taken_back(text: str, table: str, old: str, new: str) -> str:
    """Return a plan with one line of one table as it was; where there was none, `old` is empty."""
    head, header, rest = text.partition(f"[{table}]\n")
    assert header, f"there is no [{table}]"
    own, begin, others = rest.partition("\n[")
    assert own.count(f"{new}\n") == 1, f"[{table}] has no line {new}"
    return head + header + own.replace(f"{new}\n", f"{old}\n" if old else "") + begin + others


class PlanTerminal(Terminal):
    """A terminal with the plan of `folder` open."""

    def __init__(self, folder: Path, *, size: tuple[int, int], env: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self.keys = 0
        """Keys that were pressed, without text that was typed."""
        command = [sys.executable, "-m", "aiplan", PLAN]
        super().__init__(folder, command, size=size, env={**environment(folder), **(env or {})})

    def press(self, *keys: str) -> None:
        """Press keys as tmux names them."""
        self.keys += len(keys)
        super().press(*keys)

    def opened(self) -> str:
        """Return the screen once the plan has been read and looked through."""
        return self.until(lambda screen: "2 Time" in screen and "finish" in screen and "critical" in screen)

    def shows(self, *texts: str) -> str:
        """Return the screen as soon as it has all of `texts`."""
        return self.until(lambda screen: all(text in screen for text in texts))

    def edit(self, field: str, was: str, text: str, *, key: str = "Enter") -> None:
        """Open the form by a key, type into the field that then has the focus, and go back to the view."""
        self.press(key)
        self.until(lambda screen: "Back to list" in screen and re.search(rf"{field} +{re.escape(was)}", screen))
        self.write(text)
        self.until(_has(rf"{field} +{re.escape(text)}"))
        self.press("Escape")
        self.until(lambda screen: "Back to list" not in screen)

    def saved(self) -> list[str]:
        """Save what was changed, leave, and return the lines that git finds changed."""
        self.until(lambda screen: "●" in screen.splitlines()[0])
        self.press("s")
        self.until(lambda screen: "saved" in screen and "●" not in screen.splitlines()[0])
        self.leave()
        return changed_lines(self._folder)

    def leave(self) -> None:
        """End the program."""
        self.press("q")
        self.until(lambda _: self.ended())


def _has(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).search
