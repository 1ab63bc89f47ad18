"""As a new user would: an empty folder, a plan of one's own, saved, checked and written as a roadmap."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.tmux import Terminal
from helpers.tools import ROOT

MOST_KEYS = 420
"""Keys, letters of titles included, in which it can be done: well under five minutes at two a second."""


class Typist:
    """Presses keys and counts them."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    def press(self, *keys: str) -> None:
        self.keys += len(keys)
        self.terminal.press(*keys)

    def go_on(self, key: str) -> None:
        """Go to another field, and see the cursor there before typing on."""
        before = self.terminal.cursor()
        self.press(key)
        self.terminal.until(lambda _screen: self.terminal.cursor() != before)

    def write(self, text: str) -> None:
        self.keys += len(text)
        self.terminal.write(text)
        self.terminal.until(lambda screen: text[-20:] in screen)

    def see(self, *wanted: str) -> str:
        """Wait until all of these are on the screen."""
        return self.terminal.until(lambda screen: all(text in screen for text in wanted))

    def add(self, title: str, duration: str) -> None:
        """Add a task where the cursor is; everything but these two is proposed."""
        self.press("a")
        self.see("Part of")
        self.write(title)
        self.go_on("Tab")
        self.go_on("Tab")
        # Typed over what is proposed.
        self.write(duration)
        self.press("Enter")
        self.terminal.until(lambda screen: "Part of" not in screen and title in screen)


def environment(folder: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": str(ROOT / "src"), "HOME": str(folder / "home"), "XDG_STATE_HOME": str(folder / "state"),
        "TERM": "screen-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none",
    }  # fmt: skip


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["120x36", "80x24"])
def typist(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Typist]:
    opened = Terminal(tmp_path, [sys.executable, "-m", "aiplan"], size=request.param, env=environment(tmp_path))
    yield Typist(opened)
    opened.close()


def answer_the_four_questions(typist: Typist) -> None:
    typist.see("No plan here yet", "New plan", "four questions")
    typist.press("n")
    typist.see("1 What is it, and what for?", "My AI product")
    for number, answer in enumerate((
        "Leaf doctor", "Gardeners learn in a minute what ails a leaf", "Right on the first photo", "Right diagnoses",
        "80%", "Photos are ready", "The model is good enough", "First gardeners use it", "A small network is enough",
    )):  # fmt: skip
        if number:
            typist.go_on("Tab")
        typist.write(answer)
    # Language, start and file are as proposed.
    for _field in range(4):
        typist.press("Enter")
        time.sleep(0.2)
    typist.see("Leaf doctor", "aiplan.toml is a plan now", "Talk to ten users")


def let_the_experiment_wait_for_the_labels(typist: Typist) -> None:
    typist.press("/")
    typist.terminal.until(lambda screen: re.search(r"^ / ", screen, re.MULTILINE))
    typist.write("small network")
    typist.press("Enter")
    typist.terminal.until(lambda screen: not re.search(r"^ / ", screen, re.MULTILINE))
    typist.press("D")
    typist.see("Depends on", "Back to list")
    typist.press("F4")
    typist.see("type a part of the name")
    typist.write("label")
    typist.press("Enter")
    typist.see("label-the-photos, photos")
    typist.press("Escape")
    typist.terminal.until(lambda screen: "Back to list" not in screen)


def save_look_export_and_leave(typist: Typist) -> None:
    for key, seen in (
        ("s", "saved aiplan.toml"), ("1", "Gardeners learn in a minute"), ("9", "P Export"),
        ("P", "Write the roadmap"), ("Enter", "wrote ROADMAP.md"),
    ):  # fmt: skip
        typist.press(key)
        typist.see(seen)
    typist.press("q")
    typist.terminal.until(lambda _screen: typist.terminal.ended())


def test_a_plan_from_nothing_is_saved_checked_and_written_as_a_roadmap(tmp_path: Path, typist: Typist) -> None:
    answer_the_four_questions(typist)
    # Beside what the four questions gave: two in the first milestone, one in each of the others.
    typist.add("Collect 2,000 photos", "8d")
    typist.add("Label the photos", "6d")
    typist.press("Down")
    typist.add("Build the app", "2w")
    typist.press("Down")
    typist.add("Try with gardeners", "10d")
    let_the_experiment_wait_for_the_labels(typist)
    save_look_export_and_leave(typist)
    assert typist.keys <= MOST_KEYS, typist.keys

    plan = tomllib.loads((tmp_path / "aiplan.toml").read_text(encoding="utf-8"))
    assert plan["vision"]["statement"] == "Gardeners learn in a minute what ails a leaf"
    (goal,) = plan["goals"].values()
    assert (goal["title"], goal["metric"], goal["target"]) == ("Right on the first photo", "right-diagnoses", 0.8)
    assert plan["metrics"]["right-diagnoses"]["proportion"] is True
    assert list(plan["milestones"]) == ["photos-are-ready", "the-model-is-good-enough", "first-gardeners-use-it"]
    tasks = {
        key: (task["milestone"], task["duration"], task.get("depends_on", [])) for key, task in plan["tasks"].items()
    }
    assert tasks == {
        "user-talks": ("photos-are-ready", "2w", []),
        "collect-2-000-photos": ("photos-are-ready", "8d", ["user-talks"]),
        "label-the-photos": ("photos-are-ready", "6d", ["collect-2-000-photos"]),
        "build-the-app": ("the-model-is-good-enough", "2w", []),
        "pilot": ("first-gardeners-use-it", "4w", []),
        "try-with-gardeners": ("first-gardeners-use-it", "10d", []),
    }
    experiment = plan["experiments"]["a-small-network-is-enough"]
    assert experiment["depends_on"] == ["label-the-photos", "photos-are-ready"]
    assert experiment["criteria"] == ["right-diagnoses >= 0.8"]

    checked = subprocess.run(
        [sys.executable, "-m", "aiplan", "check"], cwd=tmp_path, env=environment(tmp_path), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr
    roadmap = (tmp_path / "ROADMAP.md").read_text(encoding="utf-8")
    assert roadmap.startswith("<!-- aiplan:begin roadmap -->")
    for said in (
        "# Leaf doctor: roadmap", "> Gardeners learn in a minute what ails a leaf", "**The model is good enough**",
        "**A small network is enough**", "Label the photos", "```mermaid",
    ):  # fmt: skip
        assert said in roadmap, said
