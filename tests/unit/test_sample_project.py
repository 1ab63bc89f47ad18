"""The sample tells the story it promises, and the templates are plans one can start with."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from aiplan.core.checks import run_checks
from aiplan.core.experiment_state import experiment_status
from aiplan.core.gates import milestone_gates
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.verdict import verdict
from aiplan.loading import load
from aiplan.model.plan import Plan
from aiplan.model.shape import keys, model_at, sections, shape
from helpers.roadmaps import SAMPLE, TODAY, sample_plan
from helpers.tools import ROOT

TEMPLATES = sorted((ROOT / "templates").glob("*.toml"))
PLANS = [SAMPLE, *TEMPLATES]
ID_LISTS = ("goals", "datasets", "risks", "answers", "affects", "depends_on")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return sample_plan()


@pytest.fixture(scope="module")
def schedule(plan: Plan) -> Schedule:
    return schedule_plan(plan, today=dt.date(2030, 1, 1))


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.name)
def test_plans_read_and_schedule_without_a_finding(path: Any) -> None:
    loaded = load(path)
    scheduled = schedule_plan(loaded.plan, today=TODAY)
    assert loaded.findings == ()
    assert scheduled.findings == ()
    assert all(a.early_finish and not a.incomplete for a in scheduled.activities)


@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.name)
def test_plans_are_in_canonical_form(path: Any) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    for where, table in tables(data):
        model = model_at(where)
        assert model is not None, where
        written = [key for key, value in table.items() if not sub_table(where, key, value)]
        assert written == [key for key in keys(model) if key in written], where
        for name in ID_LISTS:
            found = table.get(name, [])
            assert found == sorted(found), (where, name)
    for line in path.read_text(encoding="utf-8").splitlines():
        assert len(line) <= 120, line
        if line.startswith(("depends_on", "gates", "readings", "attempts")) and line.endswith("]"):
            assert line.count('"') <= 2, f"one entry a line: {line}"


def tables(data: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for name in ("project", "simulation", "calendar", "vision"):
        if name in data:
            yield (name,), data[name]
    for section in sections():
        for key, table in data.get(section, {}).items():
            yield (section, key), table


def sub_table(where: tuple[str | int, ...], key: str, value: object) -> bool:
    """Tables with a header of their own stand below the keys of the table they are part of."""
    model = model_at(where)
    assert model is not None
    kind = shape(model, key)[0]
    return key in ("learning", "set", "start", "finish") or (kind == "list_of_tables" and key == "amendments")


def test_it_stands_in_the_middle_of_the_project(plan: Plan, schedule: Schedule) -> None:
    assert schedule.as_of == dt.date(2026, 3, 16)
    assert 35 <= len(schedule) <= 45
    assert len(plan.teams) == 5
    states = {a.status for a in schedule.activities}
    assert states == {"done", "active", "planned", "dropped"}
    assert {m.stage for m in plan.milestones.values()} == {"problem", "data", "model", "product", "launch"}
    assert [r.phase for r in plan.rollout.values()] == ["shadow", "pilot", "limited", "full"]
    assert {r.status for r in plan.risks.values()} == {"open", "happened"}


def test_chinese_holidays_and_make_up_days_count(schedule: Schedule) -> None:
    calendar = schedule.project_calendar
    assert calendar.is_working(dt.date(2026, 2, 14))
    assert calendar.is_working(dt.date(2026, 2, 28))
    assert not calendar.is_working(dt.date(2026, 2, 23))
    assert calendar.count(dt.date(2026, 1, 1), dt.date(2027, 1, 1)) == 248
    assert schedule["label-photos"].early_finish == dt.date(2026, 2, 14)


def test_the_critical_path_runs_through_the_experiment_under_way(plan: Plan, schedule: Schedule) -> None:
    assert schedule.critical_path[:3] == ("cnn-v1", "lily-daylily", "model-ready")
    assert {"integrate-model", "garden-diary", "beta-fixes", "launched"} <= set(schedule.critical_path)
    running = experiment_status(plan.experiments["cnn-v1"])
    assert (running.state, running.used, running.running) == ("running", 1, 1)
    assert schedule["more-lilies"].driven_by is not None
    assert schedule["more-lilies"].driven_by.kind == "external"


def test_the_deadline_is_missed_by_some_days_and_ways_out_exist(plan: Plan, schedule: Schedule) -> None:
    launched = schedule["launched"]
    assert launched.deadline is not None
    assert launched.early_finish is not None
    assert -10 <= (launched.total_float or 0) < 0
    critical = [plan.work[key] for key in schedule.critical_path]
    assert sum(item.crash is not None for item in critical) >= 3
    assert any(item.overlap for item in critical)
    assert any(item.priority == "could" for item in critical)
    assert plan.experiments["cnn-v1"].fallback is not None
    gained = plan.tasks["garden-diary"].duration
    assert gained is not None
    assert gained.likely.days() - plan.tasks["load-test"].duration.likely.days() < -(launched.total_float or 0)  # type: ignore[union-attr]


def test_the_baseline_shows_a_slip(plan: Plan, schedule: Schedule) -> None:
    kickoff = plan.baselines["kickoff"]
    slips = {
        key: schedule.project_calendar.count(kickoff.finish[key], schedule[key].early_finish or TODAY)
        for key in plan.milestones
    }
    assert slips["problem-framed"] == 0
    assert slips["model-ready"] > 10
    assert 0 < slips["launched"] < slips["model-ready"]
    assert set(plan.work) - set(kickoff.finish) == {"hyper-params", "more-lilies", "more-eval-photos", "lily-daylily"}


def test_the_class_gate_is_inconclusive_and_says_how_many_photos_it_takes(plan: Plan, schedule: Schedule) -> None:
    overall, classes = milestone_gates(plan, "model-ready", schedule.as_of)
    assert overall.state == "fail"
    assert classes.state == "inconclusive"
    needed = {m.segment: m.needed_n for m in classes.decision.segments if m.needed_n is not None}
    assert needed["daylily"] == 385
    assert needed["lily"] == 171
    text = SAMPLE.read_text(encoding="utf-8")
    assert "171 lily photos or 385 daylily photos" in text


def test_the_verdicts_are_those_the_comments_explain(plan: Plan) -> None:
    found = {key: verdict(plan, key).verdict for key in plan.assessments}
    assert found == {"recognition": "pilot", "care-tips": "explore", "edible-or-not": "no_go"}
    assert verdict(plan, "recognition").score == 66.75


def test_each_finding_is_one_the_story_intends_and_a_comment_explains(plan: Plan, schedule: Schedule) -> None:
    findings = run_checks(plan, schedule)
    assert {f.severity for f in findings} == {"warning"}
    found = Counter((f.code, f"{f.path[0]}.{f.path[1]}") for f in findings)
    assert found == {
        ("AIP201", "milestones.launched"): 1,
        ("AIP304", "milestones.launched"): 1,
        ("AIP309", "milestones.launched"): 1,
        ("AIP309", "milestones.model-ready"): 1,
        ("AIP335", "datasets.photos-train"): 1,
        ("AIP405", "insights.no-signal"): 1,
        ("AIP406", "goals.everyday-plants"): 1,
        ("AIP406", "goals.no-weak-species"): 1,
    }
    assert explained() == Counter(table for _, table in found.elements())


def explained() -> Counter[str]:
    """How many intended findings the comment block above each table speaks of."""
    counted: Counter[str] = Counter()
    block = 0
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# Intended finding: "):
            block += 1
        elif line.startswith("["):
            if block:
                counted[line.strip("[]")] += block
            block = 0
    return counted


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_have_nothing_to_find(path: Any) -> None:
    template = load(path).plan
    assert run_checks(template, schedule_plan(template, today=TODAY)) == ()


def test_templates_say_the_same_in_both_languages() -> None:
    english, chinese = (load(ROOT / "templates" / name).plan for name in ("minimal.toml", "minimal.zh.toml"))
    assert (english.project.language, chinese.project.language) == ("en", "zh")
    assert list(english.work) == list(chinese.work)
    assert 6 <= len(english.work) <= 8
    for key, item in english.work.items():
        other = chinese.work[key]
        assert (item.duration, item.depends_on, item.team) == (other.duration, other.depends_on, other.team)
    for path in (ROOT / "templates" / "minimal.toml", ROOT / "templates" / "minimal.zh.toml"):
        assert sum(line.startswith("# ") for line in path.read_text(encoding="utf-8").splitlines()) > 12
