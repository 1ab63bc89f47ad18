"""Risks that low scores point to."""

from __future__ import annotations

import textwrap
import tomllib

from aiplan.core.catalogue import catalogue
from aiplan.core.risk_suggestions import suggestions
from aiplan.model.reading import read_plan
from helpers.screens import SAMPLE

HEAD = """
format = 1
project = {{ name = "P", start = 2026-03-02, language = "{language}" }}
[assessments.one]
ai_task = "rag-question-answering"
route = "ai_assist"
{scores}
"""


def found(scores: str, *, language: str = "en", more: str = "") -> tuple[tuple[str, str, int, int], ...]:
    text = HEAD.format(language=language, scores=textwrap.dedent(scores)) + textwrap.dedent(more)
    plan, _ = read_plan(tomllib.loads(text))
    return tuple((s.title, s.category, s.likelihood, s.impact) for s in suggestions(plan))


def test_a_low_quality_score_brings_the_typical_failures_of_the_task() -> None:
    failures = catalogue()["rag-question-answering"].failures
    assert found("scores.data = { score = 2 }") == tuple((title, "data", 4, 3) for title in failures.en)
    chinese = found("scores.data = { score = 2 }", language="zh")
    assert [title for title, *_ in chinese] == list(failures.zh)


def test_good_scores_bring_none() -> None:
    assert found("scores.data = { score = 3 }\nscores.value = { score = 5 }") == ()


def test_other_low_scores_speak_for_themselves() -> None:
    assert found("scores.economics = { score = 1 }") == (("Economics: unknown", "cost", 5, 3),)


def test_the_impact_is_what_an_error_costs() -> None:
    costs = "false_positive_cost = 2\nfalse_negative_cost = 5\nscores.economics = { score = 2 }"
    assert found(costs)[0][3] == 5
    assert {impact for *_, impact in found("scores.error_tolerance = { score = 2 }")} == {4}


def test_what_the_plan_names_already_is_not_proposed() -> None:
    title = catalogue()["rag-question-answering"].failures.en[0]
    named = f'[risks.known]\ntitle = "{title.upper()}"\n'
    assert len(found("scores.data = { score = 2 }", more=named)) == 2


def test_what_must_not_be_built_gets_none() -> None:
    assert found('scores.data = { score = 2 }\ngates.prohibited_use = "fail"') == ()


def test_the_sample_names_the_failures_of_its_weakest_feature() -> None:
    plan, _ = read_plan(tomllib.loads(SAMPLE.read_text(encoding="utf-8")))
    assert {s.assessment for s in suggestions(plan)} == {"care-tips"}
    assert all(s.because == (("data", 2),) for s in suggestions(plan))
