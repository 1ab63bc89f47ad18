"""Drafts of documents from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.command_line import call
from helpers.tools import ROOT


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    shutil.copy(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


def test_one_item_or_all_of_them(sample: Path) -> None:
    one = call("export", "model-card", "assessments.care-tips")
    assert one.out.count("# Model card: ") == 1
    assert "Answer care questions" in one.out
    assert call("export", "model-card").out.count("# Model card: ") == 3
    assert call("export", "data-sheet").out.count("# Data sheet: ") == 4
    assert "# Launch review: First season" in call("export", "launch-review", "first-season").out


def test_a_team_sees_its_work_and_what_passes_between_teams(sample: Path) -> None:
    one = call("export", "team-sheet", "teams.algo").out
    assert one.count("# Team: ") == 1
    assert "Fine-tuned CNN" in one
    assert "Integrate" not in one.split("## Waits for")[0]
    assert "**3,000 more lily and daylily photos 补充百合与萱草** for More data separates lily from daylily" in one
    assert "to App: front end & back end" in one.split("## Hands over")[1]
    assert call("export", "team-sheet").out.count("# Team: ") == 5
    call("set", "teams.algo.capacity", "1")
    call("set", "more-lilies.team", "algo")
    assert "2 asked, 1 there" in call("export", "team-sheet", "algo").out
    gone = call("export", "team-sheet", "alg")
    assert (gone.code, "there are: data, algo, app, product, ops" in gone.err) == (2, True)


def test_the_plan_may_be_named_instead(sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.plan.toml"
    shutil.move(sample, other)
    assert "# Data sheet: " in call("export", "data-sheet", "other.plan.toml").out
    assert call("export", "data-sheet", "photos-eval", "-f", "other.plan.toml").out.count("# Data sheet: ") == 1


def test_a_file_keeps_what_a_person_wrote_around_the_draft(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "CARD.md"
    target.write_text("# By hand\n", encoding="utf-8")
    words = ("export", "model-card", "recognition", "--output", "CARD.md")
    assert call(*words).out == "wrote CARD.md\n"
    assert call(*words).out == "CARD.md is up to date\n"
    assert call(*words, "--check").code == 0
    text = target.read_text(encoding="utf-8")
    assert text.startswith("# By hand\n")
    assert "<!-- aiplan:begin model-card -->" in text
    call("read", "top1-accuracy", "0.93", "--n", "6000")
    stale = call(*words, "--check")
    assert (stale.code, "aiplan export model-card --output CARD.md" in stale.err) == (1, True)


def test_the_language_can_be_chosen(sample: Path) -> None:
    assert "# 模型卡：" in call("export", "model-card", "recognition", "--language", "zh").out
    assert "路线图" in call("export", "markdown", "--language", "zh").out


def test_what_is_not_there_is_said(sample: Path) -> None:
    done = call("export", "data-sheet", "photos")
    assert done.code == 2
    assert "photos-train" in done.err
    assert "has no part in a model-card" in call("export", "model-card", "--baseline", "kickoff").err
