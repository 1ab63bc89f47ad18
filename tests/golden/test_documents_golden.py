"""Model cards, data sheets and launch reviews, byte for byte, and what they say where nobody has said anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from aiplan.core.schedule import schedule_plan
from aiplan.errors import UnknownAddress
from aiplan.export.document_words import UNKNOWN, WORDS
from aiplan.export.documents import data_sheet, model_card
from aiplan.export.launch_review import launch_review
from aiplan.export.team_sheet import team_sheet
from aiplan.model.context import Language
from aiplan.model.plan import Plan
from helpers.golden import assert_golden
from helpers.plans import plan_of
from helpers.roadmaps import sample_plan

TODAY = dt.date(2026, 3, 16)
WRITERS: dict[str, Callable[[Plan, Language | None], str]] = {
    "model-card": lambda plan, language: model_card(plan, schedule_plan(plan, today=TODAY), language=language),
    "data-sheet": lambda plan, language: data_sheet(plan, schedule_plan(plan, today=TODAY), language=language),
    "team-sheet": lambda plan, language: team_sheet(plan, schedule_plan(plan, today=TODAY), language=language),
    "launch-review": lambda plan, language: launch_review(plan, schedule_plan(plan, today=TODAY), language=language),
}
BARE = """
    [assessments.a]
    title = "Hostile | title <b> @someone #1"
    datasets = ["d", "gone"]
    risks = ["r", "gone"]
    [datasets.d]
    title = "D"
    role = "eval"
    [risks.r]
    title = "R"
    likelihood = 5
    impact = 5
    [rollout.s]
    title = "S"
    [monitors.m]
    title = "M"
    [milestones.l]
    title = "L"
    stage = "launch"
    gates = ["nothing >= 3"]
    needs_verdict = { a = "go" }
"""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_documents_of_the_sample(name: str, language: Language) -> None:
    assert_golden(f"documents/{name}.{language}.md", WRITERS[name](sample_plan(), language))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_what_nobody_said_stays_visibly_unknown(name: str, language: Language) -> None:
    assert_golden(f"documents/bare-{name}.{language}.md", WRITERS[name](plan_of(BARE), language))
    unknown = WRITERS[name](plan_of(BARE), language).count(UNKNOWN.in_(language))
    assert unknown >= (1 if name == "team-sheet" else 8)


def test_an_empty_plan_has_documents_that_say_so_and_no_launch() -> None:
    for name in ("model-card", "data-sheet"):
        assert "_not stated in the plan_" in WRITERS[name](plan_of(""), None)
    with pytest.raises(UnknownAddress, match="no milestone has stage = launch"):
        WRITERS["launch-review"](plan_of(""), None)


def test_a_name_that_is_not_there_is_refused() -> None:
    plan = sample_plan()
    schedule = schedule_plan(plan, today=TODAY)
    with pytest.raises(UnknownAddress, match="nothing in the plan is called x"):
        model_card(plan, schedule, assessment="x")
    with pytest.raises(UnknownAddress):
        data_sheet(plan, schedule, dataset="x")
    with pytest.raises(UnknownAddress):
        launch_review(plan, schedule, milestone="x")


def test_every_word_stands_in_both_languages() -> None:
    assert all(text.en and text.zh for text in WORDS.values())
    assert all(text.en.count("{}") == text.zh.count("{}") for text in WORDS.values())
