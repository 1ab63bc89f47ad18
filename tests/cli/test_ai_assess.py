"""Assessments on the command line, and the arithmetic of samples."""

from __future__ import annotations

import math
import shutil
import tomllib
from pathlib import Path

import pytest

from aiplan.core.catalogue import catalogue
from aiplan.core.verdict import DIMENSIONS
from helpers.command_line import PLAN, call
from helpers.tools import ROOT


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample in the folder the tests run in."""
    path = tmp_path / "aiplan.toml"
    shutil.copy(ROOT / "sample_project.toml", path)
    monkeypatch.chdir(tmp_path)
    return path


def test_all_assessments_stand_side_by_side(sample: Path) -> None:
    done = call("assess")
    lines = done.out.splitlines()
    assert lines[0].split() == ["recognition", "care-tips", "edible-or-not"]
    assert lines[1].split() == ["verdict", "pilot", "explore", "no", "go"]
    assert lines[2].split("  ")[0] == "score"
    assert [line.split()[0] for line in lines[3:13]] == list(DIMENSIONS)
    assert "irreversible_autonomous_harm      pass" in done.out
    assert "raises it to go: evidence data 2 → 3" in done.out
    assert "because: a stop gate fails: irreversible_autonomous_harm" in done.out
    assert done.code == 0


def test_one_assessment_shows_what_its_scores_rest_on(sample: Path) -> None:
    done = call("assess", "assessments.care-tips")
    assert "30 questions graded by hand" in done.out
    assert "third_party_terms_unknown         hold  unknown  written" in done.out
    assert "computed: the route is ai_assist" in " ".join(done.out.split())
    assert "recognition" not in done.out


def test_json_has_the_verdict_its_rule_and_the_way_up(sample: Path) -> None:
    done = call("assess", "recognition", "edible-or-not", "--json").json
    first, second = done["assessments"]
    assert (first["verdict"], first["rule"], first["score"]) == ("pilot", "score", 66.75)
    assert first["raise"]["to"] == "go"
    assert first["raise"]["required"] == [{"kind": "evidence", "name": "data", "now": "2", "to": "3"}]
    assert first["dimensions"]["value"] == {
        "weight": 15.0, "score": 4, "claimed": 4, "evidence": 3,
        "because": "40 interviews; 33 gave up on a plant last month",
    }  # fmt: skip
    assert (second["verdict"], second["because"]) == ("no_go", ["irreversible_autonomous_harm"])
    assert sum(g["state"] == "fail" for g in second["gates"]) == 1


def test_a_score_that_its_data_does_not_bear_counts_for_less(sample: Path) -> None:
    call("set", "recognition.scores.data.score", "5")
    done = call("assess", "recognition")
    assert "data counts as 3, not 5: photos-train is no readier than that" in done.out
    assert call("assess", "recognition", "--json").json["assessments"][0]["dimensions"]["data"]["claimed"] == 5


def test_the_plans_own_policy_is_named_with_the_verdict(sample: Path) -> None:
    assert "policy" not in call("assess", "recognition").out
    call("set", "assessment_policy.bands.go", "66")
    call("set", "assessment_policy.weights.value", "20")
    call("set", "recognition.scores.data.evidence", "3")
    done = call("assess", "recognition")
    assert "by the plan's own policy: value weighs 20, go from 66, pilot from 55, explore from 35" in " ".join(
        done.out.split()
    )
    assert "\n  go\n" in done.out


def test_gates_written_against_what_the_fields_tell_are_shown(sample: Path) -> None:
    call("set", "edible-or-not.gates.irreversible_autonomous_harm", "pass")
    gates = call("assess", "edible-or-not", "--json").json["assessments"][0]["gates"]
    harm = next(g for g in gates if g["name"] == "irreversible_autonomous_harm")
    assert (harm["state"], harm["written"], harm["computed"], harm["differs"]) == ("fail", "pass", "fail", True)


def test_an_overdue_review_is_said(sample: Path) -> None:
    assert "review by 2026-06-15\n" in call("assess", "recognition").out
    assert "review by 2026-06-15 (overdue)" in call("assess", "recognition", "--as-of", "2026-07-01").out


def test_names_are_guessed_and_a_plan_without_assessments_says_how(tmp_path: Path, sample: Path) -> None:
    wrong = call("assess", "care-tip")
    assert (wrong.code, "did you mean care-tips?" in wrong.err) == (2, True)
    sample.write_text(PLAN, encoding="utf-8")
    assert "aiplan add assessment" in call("assess").out


@pytest.mark.parametrize(
    ("baseline", "target", "alpha", "power", "ratio", "alternative"),
    [
        (0.12, 0.14, 0.05, 0.8, 1.0, "two-sided"),
        (0.55, 0.5, 0.01, 0.9, 2.0, "two-sided"),
        (0.2, 0.3, 0.05, 0.95, 0.5, "larger"),
        (0.3, 0.2, 0.1, 0.8, 1.0, "smaller"),
    ],
)
def test_the_size_of_an_ab_test_is_that_of_statsmodels(
    baseline: float, target: float, alpha: float, power: float, ratio: float, alternative: str
) -> None:
    done = call(
        "sample-size", "--baseline", str(baseline), "--target", str(target), "--alpha", str(alpha), "--power",
        str(power), "--ratio", str(ratio), "--alternative", alternative, "--json",
    ).json  # fmt: skip
    power_module = pytest.importorskip("statsmodels.stats.power")
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    wanted = power_module.NormalIndPower().solve_power(
        proportion.proportion_effectsize(target, baseline),
        alpha=alpha,
        power=power,
        ratio=ratio,
        alternative=alternative,
    )
    assert done["exact"] == pytest.approx(wanted, rel=1e-6)
    assert done["a"] == math.ceil(done["exact"])
    assert done["total"] == done["a"] + done["b"]


def test_what_an_ab_test_says() -> None:
    shown = call("sample-size", "--k1", "480", "--n1", "4000", "--k2", "552", "--n2", "4000")
    assert "a difference is shown: z = 2.402, p = 0.01633" in shown.out
    assert "B − A = +1.8 points (95 % interval +0.33 … +3.27)" in shown.out
    unclear = call("sample-size", "--k1", "480", "--n1", "4000", "--k2", "500", "--n2", "4000")
    assert "no difference is shown" in unclear.out
    assert "That is no proof that they are equal" in unclear.out


def test_what_settles_a_gate() -> None:
    done = call("sample-size", "--rate", "86%", "--bar", "0.8", "--n", "50")
    assert "0.7381 … 0.9305 spans the bar 80 %" in done.out
    assert "171 cases in all would settle" in done.out
    assert call("sample-size", "--rate", "0.8", "--bar", "0.8", "--json").json["needed_n"] == "never"
    assert "lies on one side of" in call("sample-size", "--rate", "0.9", "--bar", "0.8", "--n", "500").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "what is asked?"),
        (("--rate", "0.8"), "--bar missing beside --rate"),
        (("--rate", "0.8", "--bar", "0.7", "--baseline", "0.1"), "one question at a time"),
        (("--rate", "0.8", "--bar", "0.7", "--power", "0.9"), "--power has no part in --rate"),
        (("--rate", "1.2", "--bar", "0.7"), "is not a share"),
        (("--baseline", "0.2", "--target", "0.2"), "no sample tells equal rates apart"),
        (("--baseline", "0.2", "--target", "0.1", "--alternative", "larger"), "is not larger"),
        (("--baseline", "0.2", "--target", "0.3", "--ratio", "0"), "must be more than 0"),
        (("--k1", "5", "--n1", "4", "--k2", "1", "--n2", "4"), "at most as many successes as cases"),
        (("--k1", "5", "--n1", "0", "--k2", "1", "--n2", "4"), "at least one case"),
        (("--k1", "1.5", "--n1", "4", "--k2", "1", "--n2", "4"), "is not a number of cases"),
    ],
)
def test_questions_that_make_no_sense_are_refused(words: tuple[str, ...], said: str) -> None:
    done = call("sample-size", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_new_assessment_starts_from_the_catalogue(sample: Path) -> None:
    offered = call("add", "assessment", "bot", "--ai-task", "chat-assistant", "goal=come-back", "--dry-run").out
    assert "usual metrics, which --with-metrics adds:" in offered
    done = call("add", "assessment", "bot", "--ai-task", "chat-assistant", "goal=come-back", "fallback=Call us",
                "--with-metrics")  # fmt: skip
    assert done.code == 0, done.err
    plan = tomllib.loads(sample.read_text(encoding="utf-8"))
    made = plan["assessments"]["bot"]
    assert (made["ai_task"], made["fallback"]) == ("chat-assistant", "Call us")
    assert made["baseline"]["kind"] == catalogue()["chat-assistant"].baselines.en[0]
    assert {"hallucination-rate", "cost-per-request", "prompt-injection-success"} <= set(plan["metrics"])
    gates = {g["name"]: g["state"] for g in call("assess", "bot", "--json").json["assessments"][0]["gates"]}
    assert (gates["no_fallback"], gates["no_non_ai_baseline"]) == ("pass", "unknown")
    again = call("add", "assessment", "bot-b", "ai_task=chat-assistant", "goal=come-back", "--dry-run").out
    assert "usual metrics" not in again


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assessment", "bot", "--ai-task", "chat-asistant"), "did you mean chat-assistant?"),
        (("task", "bot", "--ai-task", "chat-assistant"), "a task has no AI task"),
        (("metric", "m", "--with-metrics"), "a metric has no AI task"),
    ],
)
def test_task_types_that_make_no_sense_are_refused(sample: Path, words: tuple[str, ...], said: str) -> None:
    before = sample.read_bytes()
    done = call("add", *words)
    assert (done.code, said in done.err) == (2, True)
    assert sample.read_bytes() == before
