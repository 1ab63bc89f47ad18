"""Risks on the command line, and the triage under the EU AI Act."""

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


def test_the_register_stands_worst_first_with_its_matrix(sample: Path) -> None:
    done = call("risks")
    rows = done.out.split("\n\n")[0].splitlines()
    assert [row.split()[0] for row in rows[1:]] == [
        "class-imbalance", "summer-drift", "filing-delay", "toxic-lookalike", "photo-location", "cheap-phones",
        "invented-advice", "gpu-price", "vendor-leaves-early",
    ]  # fmt: skip
    assert "high 4×3    medium 2×3  mitigate  wei    2026-04-03" in rows[1]
    assert "Open risks before treatment" in done.out
    assert "an aid, not legal advice: recognition minimal" in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_the_matrix_after_treatment_has_the_same_risks_lower(sample: Path) -> None:
    data = call("risks", "--json").json
    levels = {
        name: {r: c["level"] for c in data["matrix"][name] for r in c["risks"]} for name in ("inherent", "residual")
    }
    assert levels["inherent"]["photo-location"] == "high"
    assert levels["residual"]["photo-location"] == "low"
    assert set(levels["inherent"]) == set(levels["residual"])
    assert "vendor-leaves-early" not in levels["inherent"]
    assert "Open risks after treatment" in call("risks", "--residual").out


def test_one_risk_tells_everything_of_itself(sample: Path) -> None:
    done = call("risks", "risks.class-imbalance")
    assert "schedule: 35 % chance of 6d more on lily-daylily; simulated" in done.out
    assert "trigger: a species under 80 % after attempt 2" in done.out
    assert call("risks", "class-imbalance", "--json").json["risks"][0]["inherent"]["score"] == 12


def test_what_needs_a_person_is_said(sample: Path) -> None:
    call("set", "toxic-lookalike.response", "accept")
    call("set", "toxic-lookalike.residual_likelihood", "3")
    call("set", "photo-location.owner", "")
    done = " ".join(call("risks", "--as-of", "2026-04-10").out.split())
    assert "! toxic-lookalike: what remains is high, and nobody has accepted it" in done
    assert "! photo-location: nobody answers for it" in done
    assert "! class-imbalance: its review was due on 2026-04-03" in done


def test_the_questions_are_shown_dated_and_labelled(sample: Path) -> None:
    done = call("risks", "--triage", "recognition")
    assert "An aid, not legal advice" in done.out
    assert "last verified 2026-11-25" in done.out
    assert "[?] social-scoring (5(1)(c))" in done.out
    assert "not classified yet" in done.out


def test_answers_suggest_a_tier_that_can_be_written(sample: Path) -> None:
    words = ("risks", "--triage", "care-tips", "--answer", "employment=yes", "--answer", "all=no")
    assert "suggested tier: high_annex_iii" in call(*words).out
    assert "the plan says transparency" in call(*words).out
    assert call(*words, "--json").json["because"] == ["employment"]
    before = sample.read_bytes()
    assert call(*words, "--write", "-n").code == 0
    assert sample.read_bytes() == before
    done = call(*words, "--write")
    assert "care-tips: tier high_annex_iii" in done.out
    assert "AIP343" in done.err
    data = tomllib.loads(sample.read_text(encoding="utf-8"))
    assert data["assessments"]["care-tips"]["eu_ai_act"]["tier"] == "high_annex_iii"
    assert data["assessments"]["care-tips"]["eu_ai_act"]["note"] == "users are told that a machine answers"


def test_all_yes_does_not_answer_the_way_out_by_the_way(sample: Path) -> None:
    words = ("risks", "--triage", "care-tips", "--json", "--answer")
    assert call(*words, "all=yes").json["tier"] == "prohibited"
    assert call(*words, "all=no").json["tier"] == "minimal"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody",), "nothing in the plan is called nobody"),
        (("--answer", "employment=yes"), "belong to a triage"),
        (("--triage", "nobody"), "nothing in the plan is called nobody"),
        (("--triage", "care-tips", "--answer", "employment=maybe"), "is no answer"),
        (("--triage", "care-tips", "--answer", "employmnt=yes"), "did you mean employment?"),
        (("--triage", "care-tips", "--write"), "needs answers"),
        (("gpu-price", "--triage", "care-tips"), "of an assessment, not of a risk"),
    ],
)
def test_what_makes_no_sense_is_refused(sample: Path, words: tuple[str, ...], said: str) -> None:
    done = call("risks", *words)
    assert done.code == 2
    assert said in done.err


def test_a_plan_without_risks_says_how_to_name_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aiplan.toml").write_text(PLAN, encoding="utf-8")
    assert "aiplan add risk" in call("risks").out
