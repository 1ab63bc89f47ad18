"""The triage under the EU AI Act: dated, sourced, in both languages, and never milder for a yes more."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplan.core.eu_ai_act import ANSWERS, Answer, act, triage
from aiplan.model.ai import AiActTier

QUESTIONS = {q.id: q for q in act().questions}
RANKS = {t.id: rank for rank, t in enumerate(act().tiers)}
ALL_NO: dict[str, Answer] = dict.fromkeys(QUESTIONS, "no")


def test_the_data_is_dated_and_has_sources() -> None:
    content = act()
    assert content.regulation == "Regulation (EU) 2024/1689"
    assert content.last_verified >= dt.date(2026, 7, 2)
    assert any("eur-lex.europa.eu" in s.url for s in content.sources)
    assert [day for day, _ in content.dates] == sorted(day for day, _ in content.dates)
    assert "not legal advice" in content.disclaimer.en
    assert "不构成法律意见" in content.disclaimer.zh


def test_every_tier_of_the_format_but_the_empty_one_stands_here() -> None:
    assert {t.id for t in act().tiers} == set(get_args(AiActTier)) - {"not_classified"}
    assert act().tier("not_classified") is None
    high = act().tier("high_annex_iii")
    assert high is not None
    assert "Annex III" in high.title.en


def test_questions_name_articles_and_refer_to_each_other() -> None:
    articles = " ".join(q.article for q in QUESTIONS.values())
    for letter in "abcdefgh":
        assert f"5(1)({letter})" in articles
    for number in range(1, 9):
        assert f"Annex III {number}" in articles
    for number in range(1, 5):
        assert f"50({number})" in articles
    assert all(not q.unless or QUESTIONS[q.unless].lifts for q in QUESTIONS.values())
    assert all(q.text.en.endswith("?") and q.text.zh.endswith("？") for q in QUESTIONS.values())


@pytest.mark.parametrize(
    ("answers", "tier"),
    [
        ({}, "minimal"),
        ({"talks-to-people": "yes"}, "transparency"),
        ({"talks-to-people": "yes", "general-purpose-model": "yes"}, "gpai"),
        ({"employment": "yes", "talks-to-people": "yes"}, "high_annex_iii"),
        ({"employment": "yes", "no-significant-risk": "yes", "talks-to-people": "yes"}, "transparency"),
        ({"employment": "yes", "no-significant-risk": "unknown"}, "high_annex_iii"),
        ({"regulated-product": "yes", "no-significant-risk": "yes"}, "high_annex_i"),
        ({"social-scoring": "yes", "regulated-product": "yes"}, "prohibited"),
    ],
)
def test_the_strictest_yes_decides(answers: dict[str, Answer], tier: AiActTier) -> None:
    found = triage(ALL_NO | answers)
    assert found.tier == tier
    assert found.open == ()
    assert all(q.tier == tier for q in found.because)


def test_an_open_question_that_may_be_stricter_leaves_it_unclassified() -> None:
    assert triage({}).tier == "not_classified"
    found = triage(ALL_NO | {"education": "yes", "manipulation": "unknown", "makes-content": "unknown"})
    assert found.tier == "not_classified"
    assert [q.id for q in found.open] == ["manipulation"]
    assert [q.id for q in found.because] == ["education"]
    assert triage({"manipulation": "yes"}).tier == "prohibited"


def test_an_unknown_question_is_no_answer() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        triage({"nonsense": "yes"})


@given(
    st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(ANSWERS)), st.sampled_from(sorted(QUESTIONS))
)
def test_one_more_yes_never_makes_it_milder(answers: dict[str, Answer], name: str) -> None:
    if QUESTIONS[name].lifts:
        return
    settled: dict[str, Answer] = {k: v for k, v in answers.items() if v != "unknown"}
    before, after = triage(ALL_NO | settled), triage(ALL_NO | settled | {name: "yes"})
    assert RANKS[after.tier] <= RANKS[before.tier]
