"""Every file of templates/: clean, schedulable, forecastable, exportable, and like no other template."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.command_line import call
from helpers.templates import (
    Template,
    activities,
    all_templates,
    bars,
    likeness,
    sentences,
    shared,
    skeleton,
    too_wide,
    unsourced,
)

TEMPLATES = all_templates()
ENGLISH = [t for t in TEMPLATES if not t.chinese]
STAGES = {"problem", "data", "model", "product", "launch"}
EACH = pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
EACH_COMPLETE = pytest.mark.parametrize("template", [t for t in ENGLISH if t.name != "minimal"], ids=lambda t: t.name)

PLAN = """\
[metrics.resolved]
target = 0.8  # assumption: what the desk needs
[goals.g]
metric = "resolved"
target = 0.8
[risks.r]
mitigation = "The model is pinned, and each new one runs against the frozen questions first."
[milestones.m]
gates = ["min(resolved) >= 0.8"]
[experiments.e]
hypothesis = "A prompt with three examples solves four requests of five."
"""
"""What the rules below are fed with, once as it is and once spoilt."""


@EACH
def test_from_init_to_export(template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    started = call("init", "--template", template.name, "--start", "2026-03-04")
    assert started.code == 0, started.err
    checked = call("check")
    assert (checked.code, checked.out.strip()) == (0, "aiplan.toml: no findings."), checked.out
    assert call("fmt", "--check").code == 0
    finish = call("schedule", "--json").json["project"]["finish"]
    assert finish > "2026-03-04"
    assert call("simulate", "--runs", "50", "--json").json
    roadmap = call("export", "markdown").out
    for key in template.plan["milestones"]:
        assert template.plan["milestones"][key]["title"] in roadmap
    for document, section in (("model-card", "assessments"), ("data-sheet", "datasets"), ("launch-review", "rollout")):
        assert ("\n# " in call("export", document).out) == (section in template.plan)


@EACH
def test_it_is_clean_where_it_lies(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(template.text, encoding="utf-8")
    checked = call("check", str(path))
    assert (checked.code, checked.out.strip()) == (0, f"{path}: no findings."), checked.out
    assert too_wide(template.text) == []


@EACH_COMPLETE
def test_it_is_a_complete_plan(template: Template) -> None:
    plan = template.plan
    assert 15 <= activities(plan) <= 30
    assert {m["stage"] for m in plan["milestones"].values()} == STAGES
    assert {stage["phase"] for stage in plan["rollout"].values()} == {"shadow", "pilot", "limited", "full"}
    for assessment in plan["assessments"].values():
        assert len(assessment["scores"]) == 10
        assert len(assessment["gates"]) == 10
    assert all(risk["owner"] and risk["mitigation"] for risk in plan["risks"].values())
    assert any("schedule" in risk for risk in plan["risks"].values())
    assert any(milestone.get("needs_verdict") for milestone in plan["milestones"].values())
    assert all("fallback" in experiment for experiment in plan["experiments"].values())


@pytest.mark.parametrize("template", ENGLISH, ids=lambda t: t.name)
def test_both_languages_are_one_plan(template: Template) -> None:
    chinese = next((t for t in TEMPLATES if t.name == f"{template.name}.zh"), None)
    assert chinese is not None
    assert skeleton(chinese.plan) == skeleton(template.plan)
    assert list(chinese.plan) == list(template.plan)
    assert (template.plan["project"]["language"], chinese.plan["project"]["language"]) == ("en", "zh")


def test_another_number_in_one_language_is_seen() -> None:
    template = Template("x", PLAN)
    for old, new in (("0.8\n", "0.7\n"), (">= 0.8", ">= 0.7"), ("risks.r", "risks.q"), ('"resolved"', '"solved"')):
        assert skeleton(Template("x", PLAN.replace(old, new)).plan) != skeleton(template.plan)
    translated = PLAN.replace("The model is pinned", "锁定模型版本").replace("A prompt with", "提示词含")
    assert skeleton(Template("x", translated).plan) == skeleton(template.plan)


def test_no_two_share_a_bar_a_mitigation_or_a_hypothesis() -> None:
    assert list(shared(TEMPLATES)) == []
    assert len(TEMPLATES) == 2 * len(ENGLISH)
    for template in TEMPLATES:
        assert bars(template.plan)
        assert sentences(template.plan, "mitigation")
        assert sentences(template.plan, "hypothesis")


def test_what_two_share_is_found() -> None:
    assert list(shared([Template("a", PLAN), Template("b", PLAN)])) == [
        "a and b: the bar resolved 0.8",
        "a and b: the mitigation The model is pinned, and each new one runs against the frozen questions first.",
        "a and b: the hypothesis A prompt with three examples solves four requests of five.",
    ]
    assert list(shared([Template("a", PLAN), Template("b.zh", PLAN)])) == []
    own = PLAN.replace("resolved", "read").replace("The model is pinned, and each", "The version is fixed and every")
    own = own.replace("A prompt with three examples solves four requests of five.", "OCR reads faxes.")
    found = list(shared([Template("a", PLAN), Template("b", own)]))
    assert len(found) == 1
    assert "mitigation" in found[0]


def test_likeness() -> None:
    assert likeness("锁定模型版本，先回归再切换", "锁定模型版本，先回归再切换。") == 1
    assert likeness("Ask the sender.", "Bank details come from the master record.") < 0.2


@EACH
def test_every_bar_names_its_source(template: Template) -> None:
    assert unsourced(template.text) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("  # assumption: what the desk needs", "", "target = 0.8"),
        ("# assumption: what", "# what", "target = 0.8  # what the desk needs"),
        ('"resolved"\ntarget = 0.8', '"resolved"\ntarget = 0.9', "target = 0.9"),
        (">= 0.8", ">= 0.75", 'gates = ["min(resolved) >= 0.75"]'),
        ("[risks.r]", '[monitors.x]\nmetric = "resolved"\nact = 0.6\n[risks.r]', "act = 0.6"),
        (
            "[risks.r]",
            '[monitors.x]\nmetric = "resolved"\n# An assumption, unlike 0.65.\nact = 0.6\n[risks.r]',
            "act = 0.6",
        ),
    ],
)
def test_a_bar_without_one_is_found(old: str, new: str, line: str) -> None:
    assert unsourced(PLAN) == []
    assert line in unsourced(PLAN.replace(old, new))


@pytest.mark.parametrize("comment", ["source: Nielsen 1993", "来源：Nielsen 1993", "假设：客服所需", "数值为假设"])
def test_sources_and_assumptions_in_both_languages(comment: str) -> None:
    assert unsourced(PLAN.replace("assumption: what the desk needs", comment)) == []


def test_a_comment_above_that_repeats_the_number_is_a_source() -> None:
    above = '[monitors.x]\nmetric = "resolved"\n# 0.6 is an assumption.\nwatch = 0.8\nact = 0.6\n[risks.r]'
    assert unsourced(PLAN.replace("[risks.r]", above)) == []


def test_wide_lines_are_found() -> None:
    assert too_wide("x" * 120 + "\n" + "植" * 60) == []
    assert len(too_wide("x" * 121 + "\n" + "植" * 61)) == 2
