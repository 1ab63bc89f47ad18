"""As a person would: an item written as text in the own editor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.plan_terminal import SIZES, PlanTerminal, commit_plan

EDITOR = """#!/bin/sh
sed -i 's/^max_attempts = .*/max_attempts = 5/' "$1"
"""


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def terminal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PlanTerminal]:
    """The sample in git, and an editor."""
    commit_plan(tmp_path)
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    opened = PlanTerminal(tmp_path, size=request.param, env={"VISUAL": str(editor)})
    yield opened
    opened.close()


def test_an_item_is_written_in_the_own_editor(terminal: PlanTerminal) -> None:
    terminal.opened()
    terminal.press("T")
    terminal.shows("opens $EDITOR")
    terminal.press("C-e")
    terminal.shows("reads well")
    terminal.press("C-s")
    terminal.until(lambda screen: "opens $EDITOR" not in screen and "●" in screen.splitlines()[0])
    assert terminal.saved() == ["-max_attempts = 3", "+max_attempts = 5"]
