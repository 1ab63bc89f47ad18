"""Every rule has its page and its plan, and the pages say what the docstrings say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.rule_pages import FAMILIES, FIXTURES, PAGES, complaints, page, pages

from aiplan.core.checks import RULES, Rule
from helpers.tools import ROOT


def test_nothing_is_missing_stale_or_left_over() -> None:
    assert list(complaints(PAGES, FIXTURES)) == []
    assert len(list(PAGES.glob("AIP???.md"))) == len(RULES) > 100


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    return shutil.copytree(PAGES, tmp_path / "pages"), shutil.copytree(FIXTURES, tmp_path / "rules")


def test_each_violation_is_told(copies: tuple[Path, Path]) -> None:
    folder, fixtures = copies
    assert list(complaints(folder, fixtures)) == []
    (folder / "AIP201.md").unlink()
    (folder / "AIP202.md").write_text("# AIP202\n", encoding="utf-8")
    (folder / "README.md").write_text("", encoding="utf-8")
    (folder / "AIP999.md").touch()
    (fixtures / "AIP301.toml").unlink()
    (fixtures / "AIP999.toml").touch()
    assert sorted(line.partition(":")[0] for line in complaints(folder, fixtures)) == [
        "AIP201.md", "AIP202.md", "AIP301", "AIP999.md", "AIP999.toml", "README.md",
    ]  # fmt: skip


def test_the_command_says_it_and_writes_nothing() -> None:
    before = {path.name: path.stat().st_mtime_ns for path in PAGES.iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.rule_pages", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name: path.stat().st_mtime_ns for path in PAGES.iterdir()} == before


def test_every_code_belongs_to_a_family_and_every_family_has_codes() -> None:
    assert {rule.code[:4] for rule in RULES} == set(FAMILIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_markdown_shows_what_the_docstring_says(rule: Rule) -> None:
    text = page(rule)
    assert rule.title in text
    prose = re.sub(r"```.*?```|`[^`\n]*`|<!--.*?-->", "", text, flags=re.DOTALL)
    assert not re.search(r"[<>*_|\\]", prose.replace("**", "")), prose
    assert text.count("```") == 2
    assert all(f"**{part}.** " in text for part in ("What", "Why", "Fix"))


def test_links_between_pages_lead_somewhere() -> None:
    found = pages()
    targets = {target for text in found.values() for target in re.findall(r"\]\(([^)]+)\)", text)}
    assert targets == set(found)
