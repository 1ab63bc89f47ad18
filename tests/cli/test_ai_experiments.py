"""Experiments on the command line, and bars that must not move behind their back."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.command_line import PLAN, call
from helpers.tools import ROOT, require_tool


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    shutil.copy(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def committed(sample: Path) -> Path:
    """Return the copy in a repository of its own, committed."""
    git = require_tool("git")
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-qm", "kickoff")):
        subprocess.run([git, *words], cwd=sample.parent, check=True)
    return sample


def test_states_criteria_and_the_order_to_run_them_in(sample: Path) -> None:
    done = call("experiments")
    table, _, order = done.out.partition("Suggested order")
    assert (
        "cnn-v1          running    2 of 3  1 fail" in " ".join(table.split("\n")[2].split("  ")) or "running" in table
    )
    assert [line.split()[1] for line in order.splitlines()[2:6]] == [
        "cnn-v1", "lily-daylily", "may-be-wording", "retrain-field",
    ]  # fmt: skip
    assert "30.25 %" in order
    assert "value = P(fail) × cost behind it" in order


def test_json_says_what_an_experiment_is_worth(sample: Path) -> None:
    done = call("experiments", "--json").json
    assert done["unit"] == "money"
    cnn = next(e for e in done["experiments"] if e["id"] == "cnn-v1")
    worth = cnn["information"]
    assert worth["failure"] == pytest.approx(0.55**2)
    assert worth["value"] == pytest.approx(worth["failure"] * worth["downstream"] / worth["cost"])
    assert cnn["criteria"][0]["interval"] == pytest.approx([0.83255, 0.85101], abs=1e-5)
    assert next(e for e in done["experiments"] if e["id"] == "hyper-params")["information"] is None


def test_a_card_tells_hypothesis_criteria_attempts_and_fallback(sample: Path) -> None:
    done = call("experiments", "experiments.cnn-v1")
    text = " ".join(done.out.split())
    for part in (
        "running · 1 attempt left", "we believe: A fine-tuned CNN", "top1-accuracy >= 0.90 fail",
        "95 % interval 0.8326 … 0.8510", "measured on: photos-eval, frozen sha256:5d0c8f1e",
        "attempt 2: 2026-03-11 … … running", "if it fails: Show the three most likely species",
        "number 1 of 4 to run", "amended 2026-03-06 chen",
    ):  # fmt: skip
        assert part in text
    assert "observed: 84.2 % became 87.1 %" in call("experiments", "hyper-params").out


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "aiplan.toml"
    path.write_text(PLAN.replace("success = 0.5\n", ""), encoding="utf-8")
    card = call("experiments", "cnn").out
    assert "missing before it can start: criteria" in card
    assert "no criteria, so nothing decides" in card
    assert "if it fails: nothing is planned" in card
    assert "how likely is one attempt to meet?" in call("experiments").out
    assert "did you mean cnn?" in call("experiments", "cnm").err
    path.write_text('format = 1\n[project]\nname = "X"\nstart = 2026-01-05\n', encoding="utf-8")
    assert "aiplan add experiment" in call("experiments").out


def test_a_bar_that_was_loosened_after_the_start_is_an_error(committed: Path) -> None:
    assert "AIP308" not in call("check", "--base", "HEAD").out
    call("set", "cnn-v1.criteria", "top1-accuracy >= 0.85")
    done = call("check", "--base", "HEAD", "--select", "AIP308")
    assert done.code == 1
    assert "AIP308 error" in done.out
    assert "top1-accuracy >= 0.90 became top1-accuracy >= 0.85" in done.out
    line = next(n for n, text in enumerate(committed.read_text(encoding="utf-8").splitlines(), 1) if ">= 0.85" in text
                and "criteria" in text)  # fmt: skip
    assert f"aiplan.toml:{line} " in done.out
    assert "AIP308" not in call("check").out


def test_one_that_was_tightened_is_a_warning_and_an_amendment_settles_it(committed: Path) -> None:
    call("set", "metrics.top1-accuracy.target", "0.95")
    call("set", "cnn-v1.criteria", "top1-accuracy >= 0.92")
    done = call("check", "--base", "HEAD", "--select", "AIP308")
    assert (done.code, "AIP308 warning" in done.out) == (0, True)
    with committed.open("a", encoding="utf-8") as file:
        file.write(
            '\n[[experiments.cnn-v1.amendments]]\non = 2026-03-16\nwho = "chen"\nfield = "criteria"\n'
            'old = "0.90"\nnew = "0.92"\nwhy = "the board asks for it"\n'
        )
    assert "AIP308" not in call("check", "--base", "HEAD").out


def test_a_base_that_cannot_be_read_is_said(committed: Path, tmp_path: Path) -> None:
    assert "there is no revision nowhere" in call("check", "--base", "nowhere").err
    (tmp_path / "other.plan.toml").write_text(PLAN, encoding="utf-8")
    new = call("check", "other.plan.toml", "--base", "HEAD")
    assert (new.code, "is not in HEAD" in new.err) == (0, True)
    (tmp_path / "broken.toml").write_text("[x\n", encoding="utf-8")
    done = call("check", "aiplan.toml", "--base", "broken.toml")
    assert (done.code, "as of broken.toml cannot be read" in done.err) == (0, True)
    assert call("check", "aiplan.toml", "--base", "other.plan.toml").code == 0
