"""Starting from a template: listed, named, moved to its start."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from aiplan.cli.commands import init
from helpers.command_line import call
from helpers.templates import all_templates

NAMES = sorted(t.name for t in all_templates() if not t.chinese)
DATED = "fine-tune"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(init, "today", lambda: dt.date(2026, 11, 25))


def _plan() -> dict[str, Any]:
    return tomllib.loads(Path("aiplan.toml").read_text(encoding="utf-8"))


def test_the_list_says_what_each_is() -> None:
    listed = call("init", "--list")
    assert [line.split()[0] for line in listed.out.splitlines() if line[0] != " "] == NAMES
    assert "discharge letters" in listed.out
    assert "aiplan init --template NAME" in listed.err
    assert not listed.out.isspace()
    assert listed.out.isascii()


def test_the_list_in_chinese() -> None:
    listed = call("init", "--list", "--language", "zh")
    assert [line.split()[0] for line in listed.out.splitlines() if line[0] != " "] == NAMES
    assert "病案编码员" in listed.out
    assert "--language zh" in listed.err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_as_json(language: str) -> None:
    entries = call("init", "--list", "--json", "--language", language).json
    assert [e["name"] for e in entries] == NAMES
    for entry in entries:
        assert entry["language"] == language
        assert any("一" <= c <= "鿿" for c in entry["summary"]) == (language == "zh")


@pytest.mark.parametrize("words", [("--template", DATED, "--language", "zh"), ("--template", f"{DATED}.zh")])
def test_a_template_in_chinese(words: tuple[str, ...]) -> None:
    assert call("init", *words).code == 0
    assert _plan()["project"]["language"] == "zh"


@pytest.mark.parametrize(("wrong", "meant"), [("fine-tuning", "fine-tune"), ("minimall.zh", "minimal"), ("robot", "")])
def test_an_unknown_name(wrong: str, meant: str) -> None:
    done = call("init", "--template", wrong)
    assert done.code == 2
    assert f"there is no template '{wrong}'" in done.err
    assert (f"did you mean {meant}?" in done.err) == bool(meant)
    assert f"there are: {', '.join(NAMES)}" in done.err
    assert "aiplan init --list" in done.err
    assert not Path("aiplan.toml").exists()


@pytest.mark.parametrize("name", ['Leaf "doctor"', "植识 100 %", "a\\b # c"])
def test_any_name_of_one_line(name: str) -> None:
    assert call("init", "--template", DATED, "--name", name).code == 0
    assert _plan()["project"]["name"] == name
    assert call("check").out.strip() == "aiplan.toml: no findings."


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "bell\a"])
def test_no_name(name: str) -> None:
    done = call("init", "--name", name)
    assert done.code == 2
    assert "is no name of a product" in done.err
    assert not Path("aiplan.toml").exists()


def test_dates_move_with_the_start() -> None:
    """fine-tune starts on Monday 12 January 2026: its review is 130 working days later, its assessment 5 before."""
    assert call("init", "--template", DATED, "--start", "2027-05-03").code == 0
    plan = _plan()
    assert plan["project"]["start"] == dt.date(2027, 5, 3)
    assert plan["vision"]["review_by"] == dt.date(2027, 11, 1)
    assert plan["assessments"]["suggesting"]["assessed_on"] == dt.date(2027, 4, 26)
    assert plan["resources"]["gpu"]["capacity_changes"][0]["from"] == dt.date(2027, 8, 9)


def test_comments_stay(tmp_path: Path) -> None:
    template = next(t for t in all_templates() if t.name == DATED)
    assert call("init", "--template", DATED, "--start", "2027-05-03").code == 0
    text = (tmp_path / "aiplan.toml").read_text(encoding="utf-8")
    kept = [line for line in template.text.splitlines() if line.startswith("#")]
    assert [line for line in text.splitlines() if line.startswith("#")] == kept


@pytest.mark.parametrize(
    ("start", "as_of"),
    [("2026-11-25", None), ("2027-05-03", None), ("2026-09-05", dt.date(2026, 9, 7)), (None, None)],
)
def test_the_data_date(start: str | None, as_of: dt.date | None) -> None:
    """Today, unless the project started earlier: then the day it started, a Saturday being the next Monday."""
    assert call("init", "--template", DATED, *(("--start", start) if start else ())).code == 0
    assert _plan()["project"].get("as_of") == as_of
