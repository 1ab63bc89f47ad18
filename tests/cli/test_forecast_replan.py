"""Ways out of a late milestone on the command line: offered, taken, refused."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from helpers.command_line import Outcome, call
from helpers.tools import ROOT

SMALL = ("--runs", "200")


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "aiplan.toml"
    shutil.copyfile(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "aiplan.toml"
    shutil.copyfile(ROOT / "tests" / "golden" / "replan" / "start.plan.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


def rows(done: Outcome) -> list[str]:
    table = done.out.split("\n\n")[1].splitlines()
    assert table[0].split() == ["#", "date", "in", "time", "gained", "P80", "chance", "cost", "scope"]
    return table[1:]


def test_carrying_on_is_row_zero_and_every_option_has_its_number(pair: Path) -> None:
    done = call("replan", *SMALL)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("launch: planned 2026-01-22 · wanted by 2026-01-16")
    table = rows(done)
    assert [int(row.split()[0]) for row in table] == list(range(len(table)))
    assert table[0].split()[1:3] == ["2026-01-22", "no"]
    assert " 0  carry on as planned\n" in done.out
    assert done.out.endswith(f"To take one: aiplan replan {' '.join(SMALL)} --apply N\n")
    assert pair.read_bytes() == (ROOT / "tests" / "golden" / "replan" / "start.plan.toml").read_bytes()


def test_what_is_promised_is_what_comes(sample: Path) -> None:
    offered = call("replan", "--json", *SMALL).json
    option = offered["options"][1]
    done = call("replan", *SMALL, "--apply", "1")
    assert done.code == 0
    assert "Lines of the plan:" in done.out
    assert option["days_gained"] > 0
    assert f"launched {-option['days_gained']} working days" in done.out
    schedule = call("schedule", "--json").json
    launched = next(a for a in schedule["activities"] if a["id"] == "launched")
    assert launched["early_finish"] == option["finish"]
    decision = tomllib.loads(sample.read_text(encoding="utf-8"))["decisions"]["recover-launched"]
    assert decision["chosen"] == option["label"]
    assert str(decision["on"]) == "2026-03-16"


def test_a_dry_run_writes_nothing(sample: Path) -> None:
    before = sample.read_bytes()
    done = call("replan", *SMALL, "--apply", "1", "--dry-run")
    assert done.code == 0
    assert "+ [decisions.recover-launched]" in done.out
    assert "nothing written" in done.err
    assert sample.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--apply", "99"), 2, "there is no option 99"),
        (("--apply", "-1"), 2, "there is no option -1"),
        (("--milestone", "lunch"), 2, "did you mean launch?"),
        (("--recover", "0"), 2, "not a number of working days"),
        (("--by", "2026-01-16", "--recover", "3"), 2, "not allowed with"),
        (("--milestone", "left"), 0, "left has no deadline"),
        (("--runs", "3"), 2, "a whole number from 10"),
    ],
)
def test_what_makes_no_sense_is_refused(pair: Path, words: tuple[str, ...], code: int, said: str) -> None:
    before = pair.read_bytes()
    done = call("replan", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert pair.read_bytes() == before


def test_days_can_be_asked_for_without_a_deadline(pair: Path) -> None:
    done = call("replan", "--milestone", "left", "--recover", "2", "--json", *SMALL)
    assert done.json["target"] == "2026-01-20"
    assert done.json["options"][1]["levers"][0]["kind"] == "crash"
    assert done.json["options"][1]["cost"] == 2000


def test_it_fits_80_columns_with_chinese_titles(sample: Path) -> None:
    from rich.cells import cell_len

    text = sample.read_text(encoding="utf-8")
    sample.write_text(
        text.replace("Show the three most likely species", "给出最可能的三个物种并询问用户" * 3), encoding="utf-8"
    )
    done = call("replan", *SMALL)
    assert max(cell_len(line) for line in done.out.splitlines()) <= 80


def test_levelled_plans_are_recovered_as_levelled(pair: Path) -> None:
    text = pair.read_text(encoding="utf-8")
    one = '[teams.a]\ntitle = "A"\ncapacity = 1\n\n'
    text = text.replace("# The left way.", one + "# The left way.")
    text = text.replace('title = "Left"\n', 'title = "Left"\nteam = "a"\n').replace(
        'title = "Right"\n', 'title = "Right"\nteam = "a"\n'
    )
    pair.write_text(text, encoding="utf-8")
    offered = call("replan", "--level", "--json", *SMALL).json
    kinds = {lever["kind"] for option in offered["options"] for lever in option["levers"]}
    assert "capacity" in kinds
    assert offered["options"][0]["finish"] > "2026-01-22"
    done = call("replan", "--level", "--apply", "1", *SMALL)
    assert done.code == 0
    levelled = call("schedule", "--level", "--json").json
    launch = next(a for a in levelled["activities"] if a["id"] == "launch")
    assert launch["early_finish"] == offered["options"][1]["finish"]


def test_a_milestone_that_is_planned_in_time_but_may_well_be_late_is_offered(pair: Path) -> None:
    text = pair.read_text(encoding="utf-8")
    assert text.count("deadline = 2026-01-16") == 1
    pair.write_text(text.replace("deadline = 2026-01-16", "deadline = 2026-01-22"), encoding="utf-8")
    certain = call("replan", *SMALL)
    assert (certain.code, certain.out) == (0, "")
    assert "P80 is before each of them" in certain.err
    assert "--milestone ID --by DATE" in certain.err
    left = re.compile(r'(title = "Left"\n(?:.*\n)*?duration = )"\w+"')
    spread = left.sub(r'\1{ optimistic = "9d", likely = "14d", pessimistic = "30d" }', pair.read_text(encoding="utf-8"))
    pair.write_text(spread, encoding="utf-8")
    done = call("replan", *SMALL)
    assert done.code == 0
    assert "wanted by 2026-01-22" in done.out.splitlines()[0]
    assert "Planned in time, but only" in done.out
    assert rows(done)[0].split()[2] == "yes"
    better = rows(done)[1].split()
    assert better[2:4] == ["yes", "+3d"]
    assert int(better[5]) > int(rows(done)[0].split()[4])
    assert "shorten left by 3d" in done.out
    assert "None of them brings the P80 of launch to 2026-01-22." in done.out
