"""From an empty folder to a monitored launch in the five stages of an AI product, with the command line alone.

The story is that of a plant app: is AI needed, what data, does the model reach its bars, where the product makes up
for it, and what is watched after the launch. Each duty of an AI product manager is done on the way: vision and goals,
teams and handoffs, what users say, metrics and gates, feasibility and route, task types, reading results, milestones
and re-planning, ethics and law, large models, the five stages, fallback, staged release and retraining.
"""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from helpers.command_line import Outcome, call
from helpers.tools import require_tool


class Desk:
    """A folder in which somebody types."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = folder / "aiplan.toml"

    def __call__(self, *words: str, code: int = 0) -> Outcome:
        done = call(*words)
        assert done.code == code, f"aiplan {' '.join(words)}\n{done.out}{done.err}"
        return done

    @property
    def data(self) -> dict[str, Any]:
        return tomllib.loads(self.plan.read_text(encoding="utf-8"))

    def git(self, *words: str) -> None:
        subprocess.run([require_tool("git"), *words], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return an empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return Desk(tmp_path)


def test_from_an_empty_folder_to_a_monitored_launch(desk: Desk) -> None:
    begin(desk)
    frame_the_problem(desk)
    prepare_the_data(desk)
    make_the_model(desk)
    try_again(desk)
    make_the_product(desk)
    launch_and_watch(desk)


def begin(desk: Desk) -> None:
    """An empty folder becomes a plan of one's own, with vision, goals, metrics and teams."""
    assert list(desk.folder.iterdir()) == []
    desk("init", "--name", "Leaf", "--start", "2026-01-05")
    for section, tables in desk.data.items():
        if isinstance(tables, dict) and section not in ("project", "calendar", "simulation", "vision"):
            for key in tables:
                desk("remove", f"{section}.{key}", "--detach")
    desk.git("init", "-q", "-b", "main")
    desk("set", "project.as_of", "2026-01-05")
    desk("set", "project.owner", "lin")
    desk("set", "vision.statement", "Recognising a plant is as easy as scanning a code.")
    desk("set", "vision.users", "students,travellers")
    desk("set", "vision.non_goals", "advice on eating wild plants")
    desk("add", "metric", "top1", "title=Top-1 accuracy", "better=higher", "unit=ratio", "proportion=true",
         "baseline=0.71", "target=0.90")  # fmt: skip
    desk("add", "metric", "class-recall", "better=higher", "unit=ratio", "proportion=true", "target=0.80")
    desk("add", "metric", "helpful", "better=higher", "unit=ratio", "proportion=true", "target=0.70", "kind=adoption")
    desk("add", "metric", "phones", "title=Top-1 by kind of phone", "kind=fairness", "better=higher", "unit=ratio",
         "proportion=true", "target=0.80")  # fmt: skip
    desk("add", "metric", "latency", "better=lower", "unit=ms", "target=1500", "kind=latency")
    desk("add", "metric", "drift", "title=PSI of photos", "better=lower", "unit=score", "target=0.1")
    desk("add", "goal", "trusted", "horizon=long", "metric=helpful", "target=0.9", "review_by=2026-12-31", "owner=lin")
    desk("add", "goal", "everyday", "title=Name everyday plants", "supports=trusted", "metric=top1", "target=0.90",
         "review_by=2026-06-30", "owner=lin")  # fmt: skip
    unserved = [f["address"] for f in desk("check", "--json").json["findings"] if f["code"] == "AIP401"]
    assert unserved == ["goals.everyday"]
    for team, cost in (("data", 1000), ("algo", 2000), ("app", 1500)):
        desk("add", "team", team, "capacity=2", f"cost_per_day={cost}")


def frame_the_problem(desk: Desk) -> None:
    """Stage 1: users, the way without AI, the catalogue, and an honest verdict on feasibility and compliance."""
    desk("add", "milestone", "worth-it", "stage=problem", "goals=everyday")
    desk("add", "task", "interviews", "milestone=worth-it", "duration=5d", "team=data", "owner=lin")
    desk("add", "insight", "gave-up", "said=I gave up on the key.", "severity=4", "on=2026-01-08")
    assert "AIP405" in desk("check").out
    desk("set", "gave-up.answers", "interviews")
    assert "AIP405" not in desk("check").out
    page = desk("explain", "image-classification").out
    assert "To beat without AI" in page
    llm = desk("explain", "chat-assistant").out
    for part in ("hallucination-rate", "cost-per-request", "prompt-injection", "time-to-first-token"):
        assert part in llm
    assert "groundedness" in desk("explain", "rag-question-answering").out
    desk("add", "risk", "weak-classes", "title=Rare plants stay weak", "category=data", "likelihood=4", "impact=3",
         "response=mitigate", "mitigation=collect more of them", "owner=wei", "residual_likelihood=2")  # fmt: skip
    desk("add", "assessment", "recognition", "ai_task=image-classification", "goal=everyday", "route=ai_assist",
         'baseline={ kind = "heuristic", metric = "top1", value = 0.71 }', "fallback=Show three candidates",
         "owner=lin", "risks=weak-classes", "review_by=2026-06-30")  # fmt: skip
    assert "incomplete" in desk("assess").out
    desk("remove", "recognition.fallback")
    assert "AIP306" in desk("check").out
    desk("set", "recognition.fallback", "Show three candidates")
    desk("remove", "recognition.baseline")
    assert "AIP305" in desk("check").out
    desk("set", "recognition.baseline", '{ kind = "heuristic", metric = "top1", value = 0.71 }')
    scores = {
        "value": 4, "ai_fit": 5, "data": 2, "technical": 3, "evaluability": 4, "error_tolerance": 4,
        "risk_compliance": 4, "oversight": 3, "economics": 3, "operability": 3,
    }  # fmt: skip
    for dimension, score in scores.items():
        desk("set", f"recognition.scores.{dimension}", f"{{ score = {score}, evidence = 3 }}")
    for gate in ("prohibited_use", "no_legal_basis_for_data", "critical_residual_risk_untreated",
                 "no_human_review_for_high_impact", "third_party_terms_unknown"):  # fmt: skip
        desk("set", f"recognition.gates.{gate}", "pass")
    found = desk("assess", "recognition", "--json").json["assessments"][0]
    assert (found["verdict"], found["rule"], found["because"]) == ("explore", "score_two", ["data"])
    assert found["raise"]["to"] == "pilot"
    banned = desk("risks", "--triage", "recognition", "--answer", "social-scoring=yes", "--answer", "all=no").out
    assert "suggested tier: prohibited" in banned
    assert "not legal advice" in banned
    desk("risks", "--triage", "recognition", "--answer", "all=no", "--write")
    assert desk.data["assessments"]["recognition"]["eu_ai_act"]["tier"] == "minimal"
    assert "high 4×3" in desk("risks").out
    desk("set", "project.as_of", "2026-01-12")
    desk("start", "interviews", "--on", "2026-01-05")
    desk("done", "interviews", "--on", "2026-01-09")


def prepare_the_data(desk: Desk) -> None:
    """Stage 2: data sets, their readiness, and what they allow."""
    desk("add", "milestone", "data-ready", "stage=data", "goals=everyday", "depends_on=worth-it")
    desk("add", "task", "label", "milestone=data-ready", "team=data", "owner=wei",
         'duration={ optimistic = "5d", likely = "8d", pessimistic = "15d" }')  # fmt: skip
    desk("add", "dataset", "photos", "role=train", "band=C2", "owner=wei", "legal_basis=contracts", "pii=none",
         "size=12000", "labelled=11000", "classes=40", "smallest_class=60", "assessed_on=2026-01-12")  # fmt: skip
    desk("add", "dataset", "frozen", "role=eval", "band=B", "owner=wei", "legal_basis=consent", "pii=none",
         "size=4000", "leakage_checked=true", "frozen_hash=sha256:1", "assessed_on=2026-01-12")  # fmt: skip
    desk("set", "recognition.datasets", "frozen,photos")
    desk("set", "recognition.scores.data.score", "4")
    bounded = desk("assess", "recognition").out
    assert "data counts as 2, not 4: photos is no readier than that" in bounded
    desk("set", "photos.band", "B")
    assert "\n  pilot\n" in desk("assess", "recognition").out
    desk("set", "project.as_of", "2026-01-26")
    desk("start", "label", "--on", "2026-01-12")
    desk("done", "label", "--on", "2026-01-23")
    assert "AIP335" in desk("check").out  # the smallest class has 60 of 300 on average
    sheet = desk("export", "data-sheet", "photos").out
    assert "_not stated in the plan_" in sheet


def make_the_model(desk: Desk) -> None:
    """Stage 3: two bars, a missed attempt, what moves because of it, and the ways out."""
    desk("add", "milestone", "model-ready", "stage=model", "goals=everyday", "deadline=2026-02-20",
         'gates=["top1", "min(class-recall) >= 0.80"]', 'needs_verdict={ recognition = "pilot" }')  # fmt: skip
    desk("add", "experiment", "cnn", "milestone=model-ready", "team=algo", "owner=chen", "duration=5d", "success=0.5",
         "max_attempts=3", "depends_on=data-ready", "eval_set=frozen", "hypothesis=A CNN names 90 % of photos.",
         'criteria=["top1 >= 0.90", "min(class-recall) >= 0.80"]',
         'fallback={ title = "Show three candidates", duration = "3d" }')  # fmt: skip
    desk("add", "task", "integrate", "title=Put the model behind the app", "team=app", "owner=yu", "duration=8d",
         "depends_on=model-ready")  # fmt: skip
    first = desk("experiments", "--json").json
    assert first["suggested_order"] == ["cnn"]
    assert first["experiments"][0]["information"]["failure"] == pytest.approx(0.125)
    desk("baseline", "kickoff")
    desk("set", "project.as_of", "2026-01-27")
    desk("start", "cnn", "--on", "2026-01-26")
    desk.git("add", "aiplan.toml")
    desk.git("commit", "-qm", "cnn has begun")
    desk("set", "project.as_of", "2026-02-02")
    desk("record", "cnn", "--result", "missed", "--value", "0.842", "--n", "4000", "--on", "2026-01-30")
    rows = [{"species": s, "right": s != "daylily" or i % 10 < 6} for s in ("rose", "daylily") for i in range(50)]
    (desk.folder / "graded.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    read = desk("read", "graded.jsonl", "--examples", "--map", "class-recall[species]=right", "--from", "cnn",
                "--on", "2026-01-30").out  # fmt: skip
    assert "class-recall[daylily] 0.6 (30 of 50)" in read
    assert "model-ready: min(class-recall) >= 0.80  inconclusive → fail" in read
    assert "would settle" in desk("sample-size", "--rate", "0.86", "--bar", "0.80", "--n", "50").out
    assert "missed, attempts left" in desk("experiments").out
    assert "model-ready" in desk("simulate", "--runs", "200").out
    forecast = desk("simulate", "--runs", "400", "--json").json
    outlook = next(a for a in forecast["activities"] if a["id"] == "cnn")
    assert 0.6 < outlook["success_probability"] < 0.9  # two attempts are left; else it falls back
    ways = desk("replan", "--milestone", "model-ready", "--by", "2026-02-20", "--runs", "200").out
    assert "cnn" in ways
    assert "fallback" in ways or "Show three candidates" in ways
    assert "cnn" in desk("schedule", "--critical").out
    handed = desk("export", "team-sheet", "algo").out.split("## Hands over")[1]
    assert "**Model ready** for Put the model behind the app" in handed
    assert "## Waits for" in desk("export", "team-sheet", "app").out
    moved = desk("slip", "--baseline", "kickoff").out
    assert "model-ready" in moved
    assert "cnn" in moved


def try_again(desk: Desk) -> None:
    """Stage 3, second attempt: decided and logged, the bars where they were, and what it taught."""
    desk("add", "decision", "retry", "title=Retry with more daylilies", "why=One species is weak", "on=2026-02-02",
         "options=retry,fallback", "chosen=retry", "affects=cnn")  # fmt: skip
    desk("set", "cnn.criteria", '["top1 >= 0.80", "min(class-recall) >= 0.80"]')
    assert "AIP308 error" in desk("check", "--base", "HEAD", code=1).out
    desk("set", "cnn.criteria", '["top1 >= 0.90", "min(class-recall) >= 0.80"]')
    assert "AIP308" not in desk("check", "--base", "HEAD").out
    assert "cnn" in desk("diff", "HEAD").out
    desk("set", "project.as_of", "2026-02-09")
    desk("start", "cnn", "--on", "2026-02-02")
    for species, k in (("rose", 385), ("daylily", 350)):
        desk("read", "class-recall", "--k", str(k), "--n", "400", "--segment", species, "--from", "cnn",
             "--on", "2026-02-06")  # fmt: skip
    desk("record", "cnn", "--result", "met", "--value", "91.5%", "--n", "4000", "--on", "2026-02-06")
    assert "model-ready" in desk("path", "integrate").out
    assert "No milestone has moved" in desk("slip", "--baseline", "kickoff").out
    assert "No team or resource is asked for more" in desk("overload").out
    assert "what was learned is not written down" in desk("experiments", "cnn").out
    desk("set", "cnn.learning", '{ observed = "91.5 %", insight = "It was the data.", decision = "Integrate it." }')
    assert "insight: It was the data." in desk("experiments", "cnn").out


def make_the_product(desk: Desk) -> None:
    """Stage 4: where the technology falls short the product makes up, tested with users."""
    desk("add", "milestone", "product-ready", "stage=product", "goals=trusted",
         'gates=["helpful", "latency <= 1500"]')  # fmt: skip
    desk("set", "integrate.milestone", "product-ready")
    desk("add", "experiment", "wording", "title=A/B: may be X or Y", "milestone=product-ready", "team=app", "owner=yu",
         "duration=5d", "success=0.7", "criteria=helpful >= 0.70", "hypothesis=Honest words help.",
         "depends_on=integrate", 'fallback={ title = "List three", duration = "1d" }')  # fmt: skip
    plan = desk("sample-size", "--baseline", "0.62", "--target", "0.72", "--json").json
    desk("set", "project.as_of", "2026-02-23")
    desk("start", "integrate", "--on", "2026-02-09")
    desk("done", "integrate", "--on", "2026-02-18")
    desk("start", "wording", "--on", "2026-02-19")
    arms = ("--k1", str(round(0.62 * plan["a"])), "--n1", str(plan["a"]), "--k2", str(round(0.78 * plan["b"])),
            "--n2", str(plan["b"]))  # fmt: skip
    assert "a difference is shown" in desk("sample-size", *arms).out
    desk("read", "latency", "1280")
    desk("record", "wording", "--result", "met", "--value", "0.78", "--n", str(plan["b"]), "--on", "2026-02-20",
         "--metric", "helpful")  # fmt: skip
    card = desk("export", "model-card", "recognition").out
    assert "91.5 % (n = 4,000)" in card


def launch_and_watch(desk: Desk) -> None:
    """Stage 5: staged release with gates and kill switch, monitors, drift, and the retraining it asks for."""
    desk("add", "milestone", "launched", "stage=launch", "goals=everyday", "owner=lin", "depends_on=product-ready",
         'gates=["top1", "min(class-recall) >= 0.80", "min(phones) >= 0.80"]',
         'needs_verdict={ recognition = "pilot" }')  # fmt: skip
    unfair = desk("launch").out
    assert "✗ gate min(phones) >= 0.80" in unfair
    for phone, k in (("entry-level", 850), ("flagship", 900)):
        desk("read", "phones", "--k", str(k), "--n", "1000", "--segment", phone, "--from", "cnn")
    before = ""
    for phase, share in (("shadow", 0), ("pilot", 0.02), ("limited", 0.2), ("full", 1)):
        link = [f"depends_on={before}"] if before else []
        desk("add", "rollout", f"{phase}-run", f"phase={phase}", f"share={share}", "milestone=launched", "team=app",
             "duration=3d", "owner=tan", "audience=students", "entry_gates=latency <= 1500",
             "rollback_when=recall under 70 %", 'kill_switch={ how = "flag off", tested_on = 2026-02-20 }',
             *link)  # fmt: skip
        before = f"{phase}-run"
    unprepared = desk("launch").out
    assert "no monitors: nobody sees when it gets worse" in unprepared
    desk("add", "monitor", "input-drift", "metric=drift", "signal=data", "watch=0.1", "act=0.25", "window=1w",
         "action=retrain", "owner=chen")  # fmt: skip
    stopped = desk("set", "recognition.gates.prohibited_use", "fail", code=1)
    assert "AIP319 error launched launches what recognition assesses" in stopped.err
    assert "stop gate recognition: prohibited_use" in desk("launch", "--fail-on-block", code=1).out
    desk("set", "recognition.gates.prohibited_use", "pass")
    ready = desk("launch", "--fail-on-block").out
    assert "nothing blocks it" in ready
    assert "Not prepared" not in ready
    review = desk("export", "launch-review", "--output", "REVIEW.md").out
    assert review == "wrote REVIEW.md\n"
    assert "- [ ] `" not in (desk.folder / "REVIEW.md").read_text(encoding="utf-8")
    desk("set", "project.as_of", "2026-03-16")
    for day, phase in enumerate(("shadow", "pilot", "limited", "full"), 23):
        desk("start", f"{phase}-run", "--on", f"2026-02-{day}")
        desk("done", f"{phase}-run", "--on", f"2026-02-{day}")
    reached = desk("launch", "--json", "--fail-on-block").json["milestones"][0]
    assert (reached["status"], reached["finish"], reached["blocks"]) == ("done", "2026-02-26", [])
    desk("read", "drift", "0.31", "--on", "2026-03-13", "--from", "production")
    asked = desk("retrain", "input-drift", "--success", "0.8").out
    assert "input-drift watches drift: 0.31 on 2026-03-13 (watch from 0.1, act from 0.25" in asked
    made = desk.data["experiments"]["retrain-input-drift"]
    assert made["criteria"][0] == "drift <= 0.1"
    assert "top1" in made["criteria"]
    assert desk("experiments", "--json").json["suggested_order"] == ["retrain-input-drift"]
    roadmap = desk("export", "markdown").out
    for part in ("# Leaf", "Name everyday plants", "Retrain", *("| Problem |", "| Data |", "| Model |", "| Launch |")):
        assert part in roadmap
    desk("set", "project.as_of", "2026-07-01")
    assert "AIP407" in desk("check").out  # goals are looked at again: AI moves on
    assert "overdue" in desk("assess", "recognition").out
    desk("set", "project.as_of", "2026-03-16")
    assert [f for f in desk("check", "--json").json["findings"] if f["severity"] == "error"] == []
