"""The words about AI stand in both languages, and nothing that the program may say is missing."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import get_args

import pytest

from aiplan.core import explain_ai, gates
from aiplan.core import verdict as verdicts
from aiplan.core.catalogue import TaskType, Texts, catalogue, task_type_ids
from aiplan.core.experiment_state import ExperimentState
from aiplan.core.gates import GateStatusState, decide_gate
from aiplan.core.risk import LEVELS
from aiplan.core.verdict import DIMENSIONS, VERDICTS, verdict
from aiplan.model.ai import DatasetBand, GateName, GateState, Route
from aiplan.model.context import AssessmentPolicy, MetricKind
from aiplan.model.values import is_id, parse_gate
from helpers.plans import plan_of
from helpers.roadmaps import sample_plan
from helpers.tools import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
REQUIRED = (
    "image-classification", "object-detection", "tabular-classification", "regression-forecasting",
    "recommendation-ranking", "search-retrieval", "text-classification", "information-extraction", "translation",
    "speech-recognition", "chat-assistant", "rag-question-answering", "content-generation", "agent-automation",
    "anomaly-detection",
)  # fmt: skip
FIELDS = ("data", "baselines", "failures", "fallbacks")


def test_all_task_types_of_the_page_are_there() -> None:
    assert set(REQUIRED) <= set(task_type_ids())


@pytest.mark.parametrize("item", catalogue().values(), ids=lambda t: t.id)
def test_a_task_type_says_everything_in_both_languages(item: TaskType) -> None:
    assert is_id(item.id)
    assert CHINESE.search(item.title.zh)
    assert len(item.metrics) >= 3
    assert item.guards
    assert {m.kind for m in item.guards} <= {"fairness", "safety"}
    for name in FIELDS:
        texts: Texts = getattr(item, name)
        assert len(texts.en) == len(texts.zh) >= 2
        assert all(CHINESE.search(text) for text in texts.zh)
        assert not any(CHINESE.search(text) for text in texts.en)


@pytest.mark.parametrize("item", catalogue().values(), ids=lambda t: t.id)
def test_its_metrics_can_be_written_into_a_plan(item: TaskType) -> None:
    every = (*item.metrics, *item.guards)
    assert len({m.id for m in every}) == len(every)
    for metric in every:
        assert is_id(metric.id)
        assert metric.kind in get_args(MetricKind)
        assert CHINESE.search(metric.title.zh) or metric.title.zh.isascii()
        assert not metric.proportion or metric.unit == "ratio"
        plan_of(f"""
            [metrics.{metric.id}]
            title = "{metric.title.en}"
            kind = "{metric.kind}"
            better = "{metric.better}"
            unit = "{metric.unit}"
            proportion = {str(metric.proportion).lower()}
        """)


def test_no_two_types_share_a_failure_or_fallback_sentence() -> None:
    for name in ("failures", "fallbacks"):
        texts = [text for item in catalogue().values() for text in getattr(item, name).en]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("item", [t for t in catalogue().values() if t.llm], ids=lambda t: t.id)
def test_language_models_carry_their_own_measures(item: TaskType) -> None:
    ids = {m.id for m in (*item.metrics, *item.guards)}
    assert {"hallucination-rate", "prompt-injection-success", "cost-per-request", "time-to-first-token"} <= ids
    assert any("refusal" in name for name in ids)
    if item.id in ("rag-question-answering", "agent-automation"):
        assert "groundedness" in ids


def test_every_dimension_has_five_anchors_in_both_languages() -> None:
    words = explain_ai.dimensions()
    assert tuple(w.id for w in words) == DIMENSIONS
    for word in words:
        assert len(word.anchors.en) == len(word.anchors.zh) == 5
        assert all(CHINESE.search(text) for text in (word.title.zh, word.question.zh, *word.anchors.zh))
    assert explain_ai.anchor("value", 1) == "no named metric"
    assert explain_ai.anchor("operability", 5, "zh") == "另有漂移监控与再训练路径"
    assert [explain_ai.evidence_level(n) for n in (0, 4)] == ["absent", "independently validated"]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("gates", get_args(GateName)),
        ("gate_states", {*get_args(GateState), *get_args(GateStatusState)}),
        ("verdicts", VERDICTS),
        ("bands", get_args(DatasetBand)),
        ("routes", get_args(Route)),
        ("experiment_states", get_args(ExperimentState)),
        ("levels", LEVELS),
    ],
)
def test_everything_named_has_a_title(kind: explain_ai.Kind, names: tuple[str, ...]) -> None:
    for name in names:
        assert explain_ai.title(kind, name)
        assert CHINESE.search(explain_ai.title(kind, name, "zh"))
    assert kind in explain_ai.KINDS


def test_no_reason_is_without_words() -> None:
    words = tomllib.loads((ROOT / "src/aiplan/core/data/assessment.toml").read_text(encoding="utf-8"))
    assert {*get_args(verdicts.Rule)} <= {*words["verdict_reasons"]}
    assert {*get_args(gates.Cause)} <= {*words["gate_reasons"]}
    assert all(explain_ai.verdict_meaning(name, "zh") for name in VERDICTS)


@pytest.mark.parametrize("assessment", ["recognition", "care-tips", "edible-or-not"])
def test_verdicts_of_the_sample_are_explained_in_both_languages(assessment: str) -> None:
    plan = sample_plan()
    found = verdict(plan, assessment)
    english = explain_ai.verdict_reason(found.judgement, plan.assessment_policy)
    chinese = explain_ai.verdict_reason(found.judgement, plan.assessment_policy, "zh")
    assert english == found.reason
    assert CHINESE.search(chinese)
    assert "{" not in chinese


def test_gates_are_explained_in_both_languages() -> None:
    plan = sample_plan()
    as_of = dt.date(2026, 3, 16)
    for text in ("min(class-recall) >= 0.80", "top1-accuracy", "p95-latency", "nothing >= 1", "toxic-miss <= 0.01"):
        decision = decide_gate(plan, parse_gate(text), as_of)
        chinese = explain_ai.gate_reason(decision, "zh")
        assert CHINESE.search(chinese)
        assert "{" not in chinese
        assert explain_ai.gate_reason(decision) == decision.reason
    lily = decide_gate(plan, parse_gate("class-recall[lily] >= 0.80"), as_of)
    assert explain_ai.gate_reason(lily, "zh") == (
        "lily：0.86（50 例），可能在 0.8 任一侧（95% 区间 0.7381 … 0.9305）；按此比例需 171 例才能判定"
    )


def test_weights_as_they_count() -> None:
    own = AssessmentPolicy(weights={"value": 2.5})
    assert explain_ai.weight_table(own)["value"] == 2.5
    assert sum(explain_ai.weight_table(AssessmentPolicy()).values()) == 100
