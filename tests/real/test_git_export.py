"""`aiplan export markdown --since REV`: the roadmap says what changed since a revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.gfm import render
from helpers.repository import GitFolder
from helpers.tools import require_tool

PLAN = """\
format = 1

[project]
name = "PlantLens"
start = 2026-01-05
as_of = 2026-01-05

[milestones.launch]
title = "Launch"
depends_on = ["label"]

[tasks.label]
title = "Label photos"
duration = "8d"

[tasks.write]
title = "Write the guide"
duration = "3d"
"""


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    require_tool("git")
    folder = GitFolder(tmp_path / "repo").start()
    folder.write(PLAN, "base")
    folder.git("tag", "v1")
    folder.edit("[milestones.launch]", "[milestones.go-live]")
    folder.edit('"8d"', '"10d"')
    folder.edit("[tasks.write]", '[tasks.review]\ntitle = "Review"\nduration = "1d"\n\n[tasks.write]')
    folder.edit('\n[tasks.write]\ntitle = "Write the guide"\nduration = "3d"\n', "", "longer")
    return folder


def test_what_changed_since_a_revision(repo: GitFolder) -> None:
    done = repo.run("aiplan", "export", "markdown", "--since", "v1")
    assert done.code == 0, done.err
    shown = render(done.out)
    day = repo.git("show", "-s", "--format=%cd", "--date=format:%-d %b %Y", "v1").strip()
    assert f"What changed since v1 ({day})" in [text for _, text in shown.headings]
    assert ["Launch", "14 Jan 2026", "16 Jan 2026", "+2"] in shown.tables[0], "the renamed milestone is known again"
    assert "Added since: Review" in shown.items
    assert "No longer in the plan: write" in shown.items
    assert "What changed" not in repo.run("aiplan", "export", "markdown").out


def test_since_a_file(repo: GitFolder) -> None:
    (repo.top / "old.toml").write_text(PLAN, encoding="utf-8")
    done = repo.run("aiplan", "export", "markdown", "-f", "aiplan.toml", "--since", "old.toml")
    assert "What changed since old.toml (5 Jan 2026)" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["markdown", "--since", "nowhere"], "no revision nowhere"),
        (["markdown", "--since", "v1", "--baseline", "kickoff"], "give one"),
        (["model-card", "--since", "v1"], "--since has no part in a model-card"),
    ],
)
def test_what_cannot_be_compared(repo: GitFolder, words: list[str], said: str) -> None:
    done = repo.run("aiplan", "export", *words)
    assert done.code == 2
    assert said in done.err
