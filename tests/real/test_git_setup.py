"""What `aiplan git install` tells git: which files are plans, how they merge, what a hunk header says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.repository import GitFolder, path_without_aiplan
from helpers.tools import require_tool

PLAN = """\
format = 1

[project]
name = "PlantLens"
start = 2026-01-05

# Takes longest.
[tasks.label]
title = "Label photos"
duration = "8d"
"""


@pytest.fixture
def repo(tmp_path: Path) -> GitFolder:
    require_tool("git")
    folder = GitFolder(tmp_path / "repo").start()
    folder.write(PLAN, "base")
    return folder


@pytest.mark.parametrize("name", ["old names/the plan.toml", "plain.toml", "[x]* ?.toml", 'say "so".toml', "!not.toml",
                                  "#5.toml", "植识.toml", "back\\slash.toml", " lead.toml"])  # fmt: skip
def test_a_plan_with_another_name_is_set_up(repo: GitFolder, name: str) -> None:
    assert repo.run("aiplan", "git", "install", f"./{name}").code == 0
    done = repo.run("aiplan", "git", "install", f"./{name}")
    assert done.code == 0, done.err
    assert "set up already" in done.out
    said = repo.git("check-attr", "-z", "merge", "diff", "text", "eol", "--", name).split("\0")
    assert said[1:12:3] == ["merge", "diff", "text", "eol"]
    assert said[2:13:3] == ["aiplan", "aiplan", "set", "lf"]
    others = "plain2.toml", "x.toml", "pyproject.toml", "sub/plain.toml"
    for other in others:
        assert "unspecified" in repo.git("check-attr", "merge", "--", other), other
    assert repo.run("aiplan", "git", "status", "--check", f"./{name}").code == 0
    assert repo.run("aiplan", "git", "uninstall").code == 0
    assert repo.run("aiplan", "git", "status", "--check", f"./{name}").code == 1
    assert not (repo.top / ".gitattributes").exists()
    assert "aiplan" not in (repo.top / ".git" / "config").read_text(encoding="utf-8")


def test_set_up_leaves_what_others_wrote(repo: GitFolder) -> None:
    attributes = repo.top / ".gitattributes"
    before = b"# caf\xe9\r\n*.png binary\r\n"
    attributes.write_bytes(before)
    repo.git("config", "merge.other.driver", "true")
    assert repo.run("aiplan", "git", "install").code == 0
    assert attributes.read_bytes().startswith(before)
    assert repo.run("aiplan", "git", "uninstall").code == 0
    assert attributes.read_bytes() == before
    assert repo.git("config", "merge.other.driver").strip() == "true"


def test_check_attr_and_status(repo: GitFolder) -> None:
    for name in ("aiplan.toml", "sub/aiplan.toml", "a.plan.toml", "deep/er/b.plan.toml"):
        said = repo.git("check-attr", "merge", "diff", "text", "eol", "--", name)
        assert said.count(": aiplan\n") == 2
        assert "text: set" in said
        assert "eol: lf" in said
    assert "unspecified" in repo.git("check-attr", "merge", "--", "pyproject.toml")
    assert repo.run("aiplan", "git", "status", "--check").code == 0
    repo.git("config", "--unset", "merge.aiplan.driver")
    done = repo.run("aiplan", "git", "status", "--check")
    assert done.code == 1
    assert "missing  git config merge.aiplan.driver" in done.out


def test_hunk_headers_name_the_table_and_words_are_whole(repo: GitFolder) -> None:
    repo.edit('duration = "8d"\n', 'duration = "9d"\n')
    assert re.search(r"^@@ .* @@ \[tasks\.label\]$", repo.git("diff", "-U0"), re.MULTILINE)
    assert '[-"8d"-]{+"9d"+}' in repo.git("diff", "--word-diff")
    repo.path = path_without_aiplan()
    assert "[tasks.label]" in repo.git("diff", "-U0")
    repo.commit("longer")
    assert "longer" in repo.git("log", "-p", "--format=%s")
