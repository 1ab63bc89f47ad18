"""`aiplan diff` in a real repository: every way of naming the two sides, and what makes it exit 1."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from helpers.command_line import call_process
from helpers.repository import GitFolder, Said
from helpers.tools import require_tool

PLAN = """\
format = 1

[project]
name = "PlantLens"
start = 2026-01-05
as_of = 2026-01-05

[goals.open]
title = "Open"
due = 2026-01-16

[milestones.launch]
title = "Launch"
goals = ["open"]
depends_on = ["label"]

[tasks.label]
title = "Label photos"
duration = "8d"
depends_on = ["collect"]

[tasks.collect]
title = "Collect photos"
duration = "1d"

[tasks.write]
title = "Write"
duration = "3d"
"""
FIRST, SECOND, THIRD = "+2 working days", "+4 working days", "+7 working days"


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    """base (8d) — longer (10d) on main; topic leaves base with 12d; the index has 15d, the work tree too."""
    require_tool("git")
    folder = GitFolder(tmp_path / "repo").start()
    folder.write(PLAN, "base")
    folder.git("tag", "base")
    folder.git("checkout", "-q", "-b", "topic")
    folder.edit('"8d"', '"12d"', "on topic")
    folder.git("checkout", "-q", "main")
    folder.edit('"8d"', '"10d"', "longer")
    return folder


def diff(repo: GitFolder, *words: str) -> Said:
    return repo.run("aiplan", "diff", *words)


def verdict(repo: GitFolder, *words: str) -> str:
    said = diff(repo, *words)
    assert said.code == 0, said.err
    return said.out.split("\n", maxsplit=1)[0]


def test_every_way_of_naming_the_sides(repo: GitFolder) -> None:
    assert verdict(repo) == "no semantic change"
    repo.edit('"10d"', '"12d"')
    assert FIRST in verdict(repo)
    assert FIRST in verdict(repo, "HEAD")
    assert FIRST in verdict(repo, "--", "aiplan.toml")
    assert SECOND in verdict(repo, "base")
    assert FIRST in verdict(repo, "base", "main")
    assert FIRST in verdict(repo, "base..main")
    assert FIRST in verdict(repo, "base..", "--", "aiplan.toml")
    assert FIRST in verdict(repo, "main..topic")
    assert SECOND in verdict(repo, "main...topic"), "from where they parted, not from the tip of main"
    assert FIRST in verdict(repo, "topic...")
    assert SECOND in verdict(repo, "base:aiplan.toml", "topic:aiplan.toml")
    assert verdict(repo, "--staged") == "no semantic change"
    repo.git("add", "aiplan.toml")
    repo.edit('"12d"', '"15d"')
    assert FIRST in verdict(repo, "--staged")
    assert SECOND in verdict(repo, "base", "--staged")
    assert FIRST in verdict(repo, "HEAD", ":aiplan.toml")
    (repo.top / "old.toml").write_text(PLAN, encoding="utf-8")
    assert THIRD in verdict(repo, "old.toml", "aiplan.toml")
    with repo.file.open("rb") as stdin:
        done = subprocess.run(
            ["aiplan", "diff", "base:aiplan.toml", "-"],
            cwd=repo.top, stdin=stdin, capture_output=True, check=True, env={"PATH": repo.path},
        )  # fmt: skip
    assert THIRD in done.stdout.decode().splitlines()[0]


def test_from_a_folder_below(repo: GitFolder) -> None:
    (repo.top / "docs").mkdir()
    said = call_process("diff", "base", "topic", "-f", "../aiplan.toml", cwd=repo.top / "docs")
    assert SECOND in said.out
    said = call_process("diff", "base:../aiplan.toml", "topic:../aiplan.toml", cwd=repo.top / "docs")
    assert SECOND in said.out


def test_a_renamed_file_is_followed(repo: GitFolder) -> None:
    repo.git("mv", "aiplan.toml", "app.plan.toml")
    repo.plan = "app.plan.toml"
    repo.commit("another name")
    repo.edit('"10d"', '"15d"')
    assert THIRD in verdict(repo, "base")
    assert FIRST in verdict(repo, "base", "main~1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "no revision nowhere"),
        (["a", "b", "c"], "at most two sides"),
        (["HEAD:none.toml", "HEAD:aiplan.toml"], "no none.toml in HEAD"),
        (["HEAD", "-f", "none.toml"], "neither in HEAD nor in work tree"),
        (["--threshold", "soon"], "soon"),
        (["--fail-on", "rain"], "--fail-on rain is unknown"),
        (["--max-rows", "0"], "at least 1"),
    ],
)
def test_what_cannot_be_compared(repo: GitFolder, words: list[str], said: str) -> None:
    done = diff(repo, *words)
    assert done.code == 2
    assert said in done.err


def test_exit_codes(repo: GitFolder) -> None:
    repo.edit('"10d"', '"15d"')
    assert diff(repo).code == 0
    assert diff(repo, "--exit-code").code == 1
    assert diff(repo, "HEAD", "HEAD", "--exit-code").code == 0
    assert diff(repo, "--fail-on", "slip:6d").code == 0
    done = diff(repo, "--fail-on", "slip:5d,critical,gate")
    assert done.code == 1
    assert done.err.splitlines() == ["aiplan: --fail-on slip:5d: launch slips +5 working days"]
    done = diff(repo, "base", "--fail-on", "goal")
    assert done.code == 1
    assert "open late by 6d" in done.err
    repo.edit('duration = "3d"', 'duration = "33d"')
    assert "--fail-on critical: now on the critical path: write" in diff(repo, "--fail-on", "critical").err


def test_as_of_holds_for_both_sides(repo: GitFolder) -> None:
    repo.edit("as_of = 2026-01-05", "as_of = 2026-01-12")
    assert "+5 working days" in verdict(repo)
    said = json.loads(diff(repo, "--as-of", "2026-01-12", "--json").out)
    assert said["finish"]["days"] == 0
    assert said["moved"] == []
    assert said["edits"][0]["address"] == "project.as_of"


def test_stat_threshold_and_rows(repo: GitFolder) -> None:
    repo.edit('"10d"', '"15d"')
    assert "Edited" not in diff(repo, "--stat").out
    assert "label" in diff(repo).out.split("Other activities")[1]
    assert "Other activities" not in diff(repo, "--threshold", "6d").out
    repo.edit('duration = "3d"', 'duration = "4d"')
    assert "… and 1 more (--max-rows)" in diff(repo, "--max-rows", "1").out


def test_comments_order_and_spacing_are_no_change(repo: GitFolder) -> None:
    blocks = repo.text.split("\n\n")
    repo.write("# said so\n" + "\n\n\n".join([blocks[0], *reversed(blocks[1:])]) + "\n")
    assert verdict(repo) == "no semantic change"


def test_a_side_that_does_not_parse_is_named(repo: GitFolder) -> None:
    repo.write("format = = 1\n")
    done = diff(repo)
    assert done.code == 2
    assert "work tree:1:10" in done.err


def test_of_a_file_with_conflicts_the_current_side_is_compared(repo: GitFolder) -> None:
    assert repo.try_git("merge", "topic").code == 1
    done = diff(repo)
    assert done.code == 0
    assert done.out.startswith("no semantic change\n")
    assert "work tree: merge conflicts stand in it; its current side is compared" in done.err
