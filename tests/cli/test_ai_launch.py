"""The way to launch, and the retraining a monitor asks for."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from helpers.command_line import PLAN, call
from helpers.tools import ROOT


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    shutil.copy(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


def test_stages_stand_in_the_order_of_their_phases_with_what_blocks(sample: Path) -> None:
    done = call("launch")
    lines = done.out.splitlines()
    assert [line.split()[:2] for line in lines[1:5]] == [
        ["shadow", "shadow-run"], ["pilot", "campus-pilot"], ["limited", "limited-launch"], ["full", "full-launch"],
    ]  # fmt: skip
    text = " ".join(done.out.split())
    for part in (
        "to start: p95-latency <= 1500 fail", "back when correction-rate above 0.15", "tested 2026-03",
        "(watch from 0.08, act from 0.12, 2 × 5d) → review, lin",
        "launched Open to everyone 全量上线: 2026-07-06, deadline 2026-06-30",
        "✗ gate top1-accuracy >= 0.90 0.871 of 6000 cases is not at least 0.9",
        "✗ verdict recognition needs go, is pilot",
    ):  # fmt: skip
        assert part in text
    assert "Not prepared" not in text
    assert (done.code, call("launch", "--fail-on-block").code) == (0, 1)


def test_json_has_stages_blocks_and_monitors(sample: Path) -> None:
    done = call("launch", "--json").json
    assert done["blocked"] is True
    launched = done["milestones"][0]
    assert [b["kind"] for b in launched["blocks"]] == ["gate"] * 5 + ["verdict"]
    assert [s["share"] for s in done["stages"]] == [0.0, 0.02, 0.2, 1.0]
    assert [g["role"] for g in done["stages"][0]["gates"]] == ["entry", "exit"]
    assert len(done["monitors"]) == 5


def test_a_waived_gate_blocks_no_more(sample: Path) -> None:
    call("add", "decision", "no-phones", "title=Launch without the phone bar", "on=2026-03-16",
         'waives=["launched: min(accuracy-by-phone) >= 0.85"]')  # fmt: skip
    blocks = call("launch", "--json").json["milestones"][0]["blocks"]
    assert "min(accuracy-by-phone) >= 0.85" not in {b["name"] for b in blocks}


def test_a_stop_gate_blocks_the_launch_of_its_goal(sample: Path) -> None:
    call("set", "recognition.gates.no_legal_basis_for_data", "fail")
    assert "✗ stop gate recognition: no_legal_basis_for_data" in call("launch").out


def test_what_is_not_prepared_is_named(sample: Path) -> None:
    for address in ("shadow-run.kill_switch", "campus-pilot.rollback_when", "monitors.corrections.owner"):
        call("remove", address)
    done = call("launch").out
    for part in ("shadow-run: no kill switch", "campus-pilot: nothing says when to roll back",
                 "the monitor corrections: nobody answers for it"):  # fmt: skip
        assert part in done


def test_a_plan_without_launch_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aiplan.toml").write_text(PLAN, encoding="utf-8")
    assert "aiplan add rollout" in call("launch").out


def test_a_retraining_is_gated_on_what_the_monitor_watches(sample: Path) -> None:
    done = call("retrain", "input-drift")
    assert "input-drift watches photo-drift: nothing measured yet" in done.out
    assert done.code == 0
    made = tomllib.loads(sample.read_text(encoding="utf-8"))["experiments"]["retrain-input-drift"]
    assert made["criteria"] == ["photo-drift <= 0.1", "top1-accuracy >= 0.90", "min(class-recall) >= 0.80"]
    assert (made["milestone"], made["owner"], made["team"], made["uses"]) == (
        "first-season",
        "chen",
        "algo",
        {"gpu": 4},
    )
    assert made["tags"] == ["input-drift", "retraining"] or made["tags"] == ["retraining", "input-drift"]
    assert made["eval_set"] == "photos-eval"
    again = call("retrain", "input-drift", "--dry-run", "--duration", "3d", "--success", "60%")
    assert "experiments.retrain-input-drift-2" in again.out
    assert "duration = 3d" in again.out
    assert "success = 0.6" in again.out
    assert "retrain-input-drift-2" not in sample.read_text(encoding="utf-8")
    state = call("experiments", "retrain-input-drift").out
    assert "ready · 2 attempts left" in state


def test_without_an_earlier_experiment_it_waits_for_the_launch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "aiplan.toml"
    chinese = PLAN.replace("[project]\n", '[project]\nlanguage = "zh"\n')
    path.write_text(chinese + """
[metrics.acc]
title = "准确率"
better = "higher"
target = 0.9
proportion = true

[rollout.all]
title = "全量"
phase = "full"
duration = "2d"

[monitors.drop]
metric = "acc"
act = 0.8
""", encoding="utf-8")  # fmt: skip
    assert call("retrain", "drop").code == 0
    made = tomllib.loads(path.read_text(encoding="utf-8"))["experiments"]["retrain-drop"]
    assert made["title"] == "再训练：准确率"
    assert (made["criteria"], made["depends_on"]) == (["acc >= 0.9"], ["all"])
    assert made["fallback"]["title"] == "回滚到上一个合格模型"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("input-drif",), "did you mean input-drift?"),
        (("input-drift", "--id", "cnn-v1"), "is in the plan already"),
        (("input-drift", "--id", "x y"), "is not an id"),
        (("input-drift", "--milestone", "nowhere"), "no milestone nowhere"),
        (("input-drift", "--duration", "long"), "is not a duration"),
    ],
)
def test_a_retraining_that_makes_no_sense_is_refused(sample: Path, words: tuple[str, ...], said: str) -> None:
    before = sample.read_bytes()
    done = call("retrain", *words)
    assert done.code == 2
    assert said in done.err
    assert sample.read_bytes() == before


def test_a_monitor_without_a_metric_says_what_to_set(sample: Path) -> None:
    call("remove", "monitors.corrections.metric")
    assert "aiplan set monitors.corrections.metric" in call("retrain", "corrections").err
