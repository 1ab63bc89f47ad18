"""`aiplan import`: says what it read and what not, writes a plan, and never over a file that is there."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from pathlib import Path

import pytest

from aiplan.cli.commands import import_file
from helpers.command_line import call
from helpers.importing import FOLDER


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(import_file, "today", lambda: dt.date(2026, 11, 25))
    for path in FOLDER.iterdir():
        shutil.copy(path, tmp_path)


def test_it_says_what_it_read_and_what_not_and_the_plan_has_no_errors() -> None:
    done = call("import", "jira.csv")
    assert done.code == 0
    assert done.out.splitlines()[0] == "jira.csv: 4 tasks, 1 milestone, 3 dependencies, 2026-11-02 to 2027-01-08"
    assert "line 6, Status: 'Blocked' cannot be read" in done.out
    assert done.out.splitlines()[-1] == "aiplan.toml is a plan now."
    assert call("check").code == 0


def test_a_file_that_is_there_stays_as_it_is() -> None:
    Path("aiplan.toml").write_text("mine", encoding="utf-8")
    done = call("import", "jira.csv")
    assert done.code == 2
    assert "aiplan.toml exists; nothing was written" in done.err
    assert Path("aiplan.toml").read_text(encoding="utf-8") == "mine"


def test_a_try_writes_nothing_and_json_says_the_same() -> None:
    done = call("import", "schedule.gb18030.csv", "-n", "--json")
    assert not Path("aiplan.toml").exists()
    assert done.json["file"] is None
    assert (done.json["tasks"], done.json["milestones"], done.json["dependencies"]) == (5, 3, 5)
    assert {"line": 9, "column": "工期", "message": "'很久' cannot be read"} in done.json["notes"]


def test_the_name_the_start_and_the_file_can_be_given() -> None:
    done = call(
        "import", "readme.md", "-o", "bot.plan.toml", "--name", "Bot", "--start", "2026-11-09", "--language", "zh"
    )
    assert done.code == 0
    project = tomllib.loads(Path("bot.plan.toml").read_text(encoding="utf-8"))["project"]
    assert (project["name"], project["start"], project["language"]) == ("Bot", dt.date(2026, 11, 9), "zh")


def test_the_plan_on_standard_output_is_nothing_but_the_plan() -> None:
    done = call("import", "notion.csv", "-o", "-")
    assert set(tomllib.loads(done.out)["tasks"]) == {
        "collect-dialogues", "label-golden-set", "fine-tune-first-try", "evaluate",
    }  # fmt: skip
    assert not Path("aiplan.toml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gone.csv",), "there is no file gone.csv"),
        ((".",), ". is no file"),
        (("jira.csv", "-o", "plan.txt"), "plan.txt is not the name of a plan"),
        (("jira.csv", "-o", "a.toml", "-f", "b.toml"), "two files are named"),
        (("jira.csv", "--dates", "ymd"), "invalid choice"),
        ((), "FILE"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], said: str) -> None:
    done = call("import", *words)
    assert done.code == 2
    assert said in done.err
