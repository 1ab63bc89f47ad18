"""Recording the result of an experiment: what it means is said before it is written."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from helpers.command_line import call
from helpers.tools import ROOT


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "aiplan.toml"
    shutil.copyfile(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


def experiment(plan: Path, key: str) -> Any:
    return tomllib.loads(plan.read_text(encoding="utf-8"))["experiments"][key]


def test_a_missed_attempt_is_written_with_its_reading_and_says_what_follows(sample: Path) -> None:
    done = call("record", "cnn-v1", "--result", "missed", "--value", "0.884", "--n", "6000", "--note", "lilies")
    assert (done.code, done.err) == (0, "")
    assert "attempt 2 of 3, ended 2026-03-13: missed" in done.out
    assert "95 % interval 0.8757 … 0.8919" in done.out
    assert "1 more attempt of cnn-v1 planned" in done.out
    assert "model-ready    2026-04-16  2026-04-17    +1  cnn-v1 +1" in done.out
    assert "Chance of launched by 2026-06-30: 7 % → " in done.out
    assert "Ways out: aiplan replan --milestone launched" in done.out
    attempt = experiment(sample, "cnn-v1")["attempts"][-1]
    assert attempt["result"] == "missed"
    assert attempt["note"] == "lilies"
    readings = tomllib.loads(sample.read_text(encoding="utf-8"))["metrics"]["top1-accuracy"]["readings"]
    assert readings[-1] | {"on": None} == {"on": None, "value": 0.884, "n": 6000, "from": "cnn-v1"}
    before = (ROOT / "sample_project.toml").read_text(encoding="utf-8").splitlines()
    after = sample.read_text(encoding="utf-8").splitlines()
    assert len(set(after) - set(before)) == 2


def test_a_doubtful_result_needs_yes(sample: Path) -> None:
    words = ("record", "cnn-v1", "--result", "met", "--value", "88.4%", "--n", "6000")
    before = sample.read_bytes()
    done = call(*words)
    assert done.code == 2
    assert "DOUBTFUL: recorded as met, but the readings fail top1-accuracy >= 0.90." in done.out
    assert "add --yes" in done.err
    assert sample.read_bytes() == before
    tried = call(*words, "--dry-run")
    assert tried.code == 0
    assert "nothing written" in tried.err
    assert sample.read_bytes() == before
    assert call(*words, "--yes").code in (0, 1)
    assert experiment(sample, "cnn-v1")["attempts"][-1]["result"] == "met"


def test_a_result_that_agrees_is_written_at_once(sample: Path) -> None:
    done = call("record", "cnn-v1", "--result", "met", "--value", "0.92", "--n", "6000")
    assert "DOUBTFUL" not in done.out
    assert "cnn-v1 is done" in done.out
    assert experiment(sample, "cnn-v1")["attempts"][-1]["result"] == "met"


def test_the_last_miss_leads_to_the_fallback(sample: Path) -> None:
    call("record", "cnn-v1", "--result", "missed")
    done = call("record", "cnn-v1", "--result", "inconclusive", "--on", "2026-03-15")
    assert done.code == 0
    assert "the fallback is next (Show the three most likely species" in " ".join(done.out.split())
    assert [a["result"] for a in experiment(sample, "cnn-v1")["attempts"]] == ["missed", "missed", "inconclusive"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cnn-v1",), "--result"),
        (("cnn-v1", "--result", "good"), "invalid choice"),
        (("taxonomy", "--result", "met"), "no experiment"),
        (("cnn", "--result", "met"), "did you mean cnn-v1"),
        (("hyper-params", "--result", "met"), "is done since"),
        (("cnn-v1", "--result", "missed", "--n", "50"), "--value"),
        (("cnn-v1", "--result", "missed", "--value", "nan"), "not a number"),
        (("cnn-v1", "--result", "missed", "--value", "0.9", "--n", "-5"), "not the size of a sample"),
        (("cnn-v1", "--result", "missed", "--value", "0.9", "--metric", "no"), "--metric ID"),
        (("cnn-v1", "--result", "missed", "--on", "2026-03-01"), "began on 2026-03-11"),
    ],
)
def test_what_cannot_be_recorded_is_refused(sample: Path, words: tuple[str, ...], said: str) -> None:
    before = sample.read_bytes()
    done = call("record", *words)
    assert done.code == 2
    assert said in done.err
    assert sample.read_bytes() == before


@pytest.mark.parametrize(("answer", "written"), [(b"y\n", True), (b"\n", False), (b"no\n", False)])
def test_on_a_terminal_it_asks_first(sample: Path, answer: bytes, written: bool) -> None:
    leader, follower = pty.openpty()
    os.write(leader, answer)
    done = subprocess.run(
        [sys.executable, "-m", "aiplan", "record", "cnn-v1", "--result", "missed"],
        stdin=follower, stderr=follower, stdout=subprocess.PIPE, check=False, timeout=60,
    )  # fmt: skip
    said = os.read(leader, 100_000).decode()
    os.close(leader)
    os.close(follower)
    assert done.returncode == 0
    assert "Write this? [y/N]" in said
    assert b"New critical path" in done.stdout or b"stays the same" in done.stdout
    attempt = experiment(sample, "cnn-v1")["attempts"][-1]
    assert ("result" in attempt) is written
    assert ("nothing written" in said) is not written
