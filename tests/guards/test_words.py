"""The tree names no path of one machine and no host of a package registry."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from helpers.house import unwanted_words
from helpers.tools import ROOT, require_tool


def test_the_tree_is_free_of_them() -> None:
    git = require_tool("git")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    files = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    assert len(files) > 20
    assert list(unwanted_words(files, ROOT)) == []


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "work/main/x.py",
        'path = "/' + 'home/anna/plans"',
        "cd /" + "root/x",
        '"resolved": "https://registry.npm' + 'js.org/x.tgz"',
        "--index-url https://pypi" + ".org/simple",
    ],
)
def test_each_is_reported_with_its_place(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.txt").write_text(f"fine\n{line}\n")
    (tmp_path / "b.bin").write_bytes(b"\xff\xfe\x00")
    found = list(unwanted_words([tmp_path / "a.txt", tmp_path / "b.bin", tmp_path / "gone"], tmp_path))
    assert found == [f"a.txt:2: {line}"]


@pytest.mark.parametrize("line", ["framework/main", "team-work/x", "https://example.org/work/x", "src/root/x"])
def test_lookalikes_are_not(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.txt").write_text(line)
    assert list(unwanted_words([tmp_path / "a.txt"], tmp_path)) == []
