"""What if: overlays are added, compared, applied, and dropped without a trace."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest
from rich.cells import cell_len

from helpers.command_line import call
from helpers.tools import ROOT


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "aiplan.toml"
    shutil.copyfile(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


def test_dropping_restores_the_plan_byte_for_byte(sample: Path) -> None:
    before = sample.read_bytes()
    added = call(
        "scenario", "add", "rush", "garden-diary.status=dropped", "integrate-model.duration=5d", "--title", "赶工"
    )
    assert (added.code, added.err) == (0, "")
    assert "finish under it: 2026-0" in added.out
    scenario = tomllib.loads(sample.read_text(encoding="utf-8"))["scenarios"]["rush"]
    assert scenario == {
        "title": "赶工",
        "set": {"tasks.garden-diary.status": "dropped", "tasks.integrate-model.duration": "5d"},
    }
    assert call("scenario", "add", "rush", "project.experiment_basis=worst").code == 0
    assert len(tomllib.loads(sample.read_text(encoding="utf-8"))["scenarios"]["rush"]["set"]) == 3
    assert call("scenario", "drop", "rush").code == 0
    assert sample.read_bytes() == before


def test_the_comparison_stands_side_by_side_and_writes_nothing(sample: Path) -> None:
    before = sample.read_bytes()
    done = call("scenario", "compare", "--runs", "300")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["(the", "without-diary", "three-answers", "second-algo-pair"]
    assert "without-diary: + load-test, − garden-diary" in done.out
    assert max(cell_len(line) for line in lines) <= 80
    two = call("scenario", "compare", "without-diary", "--runs", "300", "--json").json
    assert two["milestone"] == "launched"
    plan, diary = two["scenarios"]
    assert (plan["id"], diary["id"]) == (None, "without-diary")
    assert diary["finish"] < plan["finish"]
    assert diary["probability"] > plan["probability"]
    assert diary["cost"] < plan["cost"]
    assert sample.read_bytes() == before


def test_applying_makes_it_the_plan(sample: Path) -> None:
    wanted = call("scenario", "show", "without-diary", "--json").json
    assert wanted["set"] == {"tasks.garden-diary.status": "dropped"}
    done = call("scenario", "apply", "without-diary")
    assert done.code == 0
    data = tomllib.loads(sample.read_text(encoding="utf-8"))
    assert data["tasks"]["garden-diary"]["status"] == "dropped"
    assert "without-diary" not in data["scenarios"]
    assert call("schedule", "--json").json["project"]["finish"] == wanted["finish"]


def test_show_and_list(sample: Path) -> None:
    done = call("scenario", "show", "second-algo-pair")
    assert "  experiments.cnn-v1.parallel: not set → 2\n  resources.gpu.capacity: 8 → 12\n" in done.out
    assert "without-diary        1  Drop the garden diary" in call("scenario", "list").out
    assert call("scenario", "list", "--json").json["scenarios"][0]["id"] == "without-diary"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show",), "aiplan scenario show ID"),
        (("show", "without-dairy"), "did you mean without-diary?"),
        (("list", "x"), "nothing after it"),
        (("destroy", "x"), "invalid choice"),
        (("add", "x"), "what differs"),
        (("add", "x", "garden-diary.status"), "ADDRESS=VALUE"),
        (("add", "x", "garden-diary.status=gone"), "status"),
        (("add", "x", "nobody.status=dropped"), "nothing in the plan is called nobody"),
        (("compare", "nothing"), "scenarios.nothing"),
    ],
)
def test_what_makes_no_sense_is_refused(sample: Path, words: tuple[str, ...], said: str) -> None:
    before = sample.read_bytes()
    done = call("scenario", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert sample.read_bytes() == before


def test_a_scenario_that_fits_no_more_names_itself(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8").replace('"tasks.garden-diary.status"', '"tasks.gone.status"')
    sample.write_text(text, encoding="utf-8")
    for words in (("show", "without-diary"), ("compare",), ("apply", "without-diary")):
        done = call("scenario", *words)
        assert done.code == 2
        assert "scenarios.without-diary: " in done.err
