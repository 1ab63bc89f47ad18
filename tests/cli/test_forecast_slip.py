"""Slips, cost, calibration, levelling and overload on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

from aiplan.cli.commands import COMMANDS
from helpers.command_line import call
from helpers.tools import ROOT

SAMPLE = str(ROOT / "sample_project.toml")


def test_slipping_the_running_experiment_by_eight_days() -> None:
    done = call("slip", "cnn-v1", "8d", "-f", SAMPLE)
    assert (done.code, done.err) == (0, "")
    assert "If the running attempt of cnn-v1 takes 8 working days longer" in done.out
    assert "model-ready    2026-04-16  2026-04-30   +10  cnn-v1 +10" in done.out
    assert "launched is 14 working days later than its deadline 2026-06-30; it was 4 days." in done.out
    assert "Float absorbed on the way: campus-pilot 1d" in done.out
    assert "More than 8d: its time box of 35d leaves less for further attempts; the fallback\nis likelier." in done.out
    assert "Cost 741,480 → 773,280 CNY (+31,800)." in done.out
    found = call("slip", "cnn-v1", "8d", "-f", SAMPLE, "--json").json
    assert found["cost"] == 31_800
    assert [m["id"] for m in found["milestones"]] == [
        "model-ready", "product-ready", "beta-passed", "launched", "first-season",
    ]  # fmt: skip
    for milestone in found["milestones"]:
        assert milestone["days"] > 0
        assert sum(part["days"] for part in milestone["parts"]) == milestone["days"]


def test_an_early_finish_pulls_dates_in_and_the_critical_path_changes() -> None:
    done = call("slip", "cnn-v1", "-4", "-f", SAMPLE, "--json").json
    assert all(m["days"] < 0 for m in done["milestones"])
    assert all(sum(p["days"] for p in m["parts"]) == m["days"] for m in done["milestones"])
    assert "cnn-v1" not in done["critical_path"]
    text = call("done", "cnn-v1", "--on", "2026-03-13", "-f", SAMPLE, "--dry-run")
    assert "New critical path: more-lilies → lily-daylily" in text.out
    assert "nothing written" in text.err


def test_set_and_remaining_say_the_same(tmp_path: Path) -> None:
    plan = tmp_path / "aiplan.toml"
    shutil.copyfile(SAMPLE, plan)
    done = call("remaining", "cnn-v1", "13d", "-f", str(plan), "--dry-run")
    assert "model-ready    2026-04-16  2026-04-30   +10  cnn-v1 +10" in done.out
    assert "Float absorbed on the way" in done.out


def test_since_a_baseline() -> None:
    done = call("slip", "--baseline", "kickoff", "-f", SAMPLE)
    assert done.code == 0
    assert done.out.startswith("Since kickoff, taken 2026-01-05, as of 2026-03-16:")
    assert "cnn-v1 +13, lily-daylily (new) +8" in done.out
    found = call("slip", "-f", SAMPLE, "--json").json
    assert found["baseline"]["id"] == "kickoff"
    for milestone in found["milestones"]:
        assert sum(p["days"] for p in milestone["parts"]) == milestone["days"]
    assert "did you mean kickoff?" in call("slip", "--baseline", "kickof", "-f", SAMPLE).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cnn-v1",), "by how much"),
        (("cnn-v1", "soon"), "not a number of working days"),
        (("cnn-v1", "0d"), "a slip of 0 days"),
        (("launched", "3d"), "only with its members"),
        (("taxonomy", "3d"), "cannot slip"),
        (("cnn-v1", "3d", "--baseline", "kickoff"), "not both"),
    ],
)
def test_slips_that_make_no_sense(words: tuple[str, ...], said: str) -> None:
    done = call("slip", *words, "-f", SAMPLE)
    assert done.code == 2
    assert said in done.err


def test_cost_adds_up_by_team_and_by_milestone() -> None:
    found = call("cost", SAMPLE, "--json", "--runs", "300").json
    assert found["total"] == pytest.approx(found["spent"] + found["remaining"])
    for groups in ("teams", "milestones"):
        assert sum(g["total"] for g in found[groups]) == pytest.approx(found["total"])
        assert sum(g["spent"] for g in found[groups]) == pytest.approx(found["spent"])
    assert found["over_budget"] == pytest.approx(found["total"] - found["budget"])
    text = call("cost", SAMPLE, "--runs", "300").out
    assert "under the budget" in text
    assert "fixed costs" in text


def test_calibration_without_enough_data_says_so() -> None:
    text = call("calibrate", SAMPLE).out
    assert text.count("insufficient data: conclusions take 20 of them") == 2
    found = call("calibrate", SAMPLE, "--json").json
    assert (found["enough"], found["factor"]) == (False, None)


def test_calibration_with_enough_data_suggests_a_factor(tmp_path: Path) -> None:
    task = '[tasks.t{}]\ntitle = "T"\nduration = {{ optimistic = "3d", likely = "5d", pessimistic = "8d" }}\n'
    dates = "started = 2026-01-05\nfinished = 2026-01-16\n"
    head = 'format = 1\n[project]\nname = "P"\nstart = 2026-01-05\nas_of = 2026-02-02\n'
    plan = tmp_path / "aiplan.toml"
    plan.write_text(head + "".join(task.format(i) + dates for i in range(20)))
    done = call("calibrate", str(plan))
    assert "Actual over likely is 2.00" in done.out
    assert call("calibrate", str(plan), "--json").json["inside_p80"] == 0.0


@pytest.fixture
def scarce(tmp_path: Path) -> str:
    plan = tmp_path / "aiplan.toml"
    text = Path(SAMPLE).read_text(encoding="utf-8")
    head, tail = text.split("[teams.app]", 1)
    plan.write_text(head + "[teams.app]" + tail.replace("capacity = 3", "capacity = 1", 1), encoding="utf-8")
    return str(plan)


def test_levelled_and_unlevelled_dates_and_who_is_waited_for(scarce: str) -> None:
    done = call("level", scarce)
    assert done.code == 0
    assert "by links" in done.out
    assert "working days)" in done.out
    found = call("level", scarce, "--json").json
    moved = {a["id"]: a for a in found["activities"]}
    assert moved["integrate-model"]["driven_by"] == {"kind": "team", "id": "app"}
    assert found["project"]["levelled_finish"] > found["project"]["finish"]
    levelled = call("schedule", scarce, "--level", "--json").json
    assert levelled["project"]["finish"] == found["project"]["levelled_finish"]
    assert call("schedule", scarce, "--json").json["project"]["finish"] == found["project"]["finish"]
    assert "Nothing has to wait" in call("level", SAMPLE).out


def test_overload_names_team_days_and_work(scarce: str) -> None:
    found = call("overload", scarce, "--json").json["overloads"]
    assert found
    assert all(o["demand"] > o["capacity"] for o in found)
    assert {o["id"] for o in found} == {"app"}
    assert "app: " in call("overload", scarce).out
    assert "No team or resource is asked for more" in call("overload", SAMPLE).out


@pytest.mark.parametrize(
    "words",
    [
        ("slip", "-f"),
        ("slip", "cnn-v1", "8d", "-f"),
        ("cost", "--runs", "100"),
        ("calibrate",),
        ("level",),
        ("overload",),
    ],
)
def test_they_fit_80_columns(scarce: str, words: tuple[str, ...]) -> None:
    done = call(*words, scarce)
    assert done.code == 0
    assert max(cell_len(line) for line in done.out.splitlines()) <= 80


@pytest.mark.parametrize("name", sorted(c.name for c in COMMANDS if c.group == "forecast"))
def test_every_forecast_command_has_a_help_that_says_what_it_is_for(name: str) -> None:
    done = call(name, "--help")
    assert done.code == 0
    assert done.out.startswith(f"usage: aiplan {name}")
    assert max(len(line) for line in done.out.splitlines()) <= 80
