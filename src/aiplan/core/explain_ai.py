"""Words for assessments, gates and verdicts in English and Chinese, from a data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from aiplan.core import verdict
from aiplan.core.catalogue import Text, Texts
from aiplan.core.gates import GateDecision
from aiplan.core.verdict import DIMENSIONS, Judgement, VerdictName, weights_of
from aiplan.model.ai import Dimension
from aiplan.model.context import AssessmentPolicy, Language

Kind = Literal["gates", "gate_states", "verdicts", "bands", "routes", "experiment_states", "levels"]
"""Kinds of words that have a title in both languages."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class DimensionText:
    """What a dimension asks, and what its scores stand for."""

    id: Dimension
    title: Text
    question: Text
    anchors: Texts
    """Five, from score 1 up."""


def dimension(name: Dimension) -> DimensionText:
    """Return the words of a dimension."""
    table = _words()["dimensions"][name]
    return DimensionText(
        name, Text(**table["title"]), Text(**table["question"]),
        Texts(tuple(table["anchors"]["en"]), tuple(table["anchors"]["zh"])),
    )  # fmt: skip


def dimensions() -> tuple[DimensionText, ...]:
    """Return the words of all dimensions, in the order of the page."""
    return tuple(dimension(name) for name in DIMENSIONS)


def anchor(name: Dimension, score: int, language: Language = "en") -> str:
    """Return what a score from 1 to 5 stands for."""
    return dimension(name).anchors.in_(language)[score - 1]


def evidence_level(level: int, language: Language = "en") -> str:
    """Return what an evidence level from 0 to 4 stands for."""
    return str(_words()["evidence"][language][level])


def title(kind: Kind, name: str, language: Language = "en") -> str:
    """Return the words for a gate, a state, a verdict, a band, a route or a level.

    Raises:
        KeyError: where there is nothing of that name.
    """
    entry = _words()[kind][name]
    return str(entry.get("title", entry)[language])


def any_title(name: str, language: Language = "en") -> str:
    """Return the words for a dimension or a gate of assessments; `name` itself where it is neither."""
    words = _words()
    if name in words["dimensions"]:
        return str(words["dimensions"][name]["title"][language])
    return str(words["gates"][name]["title"][language]) if name in words["gates"] else name


def verdict_meaning(name: VerdictName, language: Language = "en") -> str:
    """Return what to do with a verdict, in one sentence."""
    return str(_words()["verdicts"][name]["meaning"][language])


def verdict_reason(judgement: Judgement, policy: AssessmentPolicy, language: Language = "en") -> str:
    """Return the rule that decided a verdict, in one sentence."""
    if language == "en":
        return verdict.reason(judgement, policy)
    names = "、".join(any_title(name, language) for name in judgement.because)
    bands = "，".join(f"{title('verdicts', n, language)} ≥ {float(bar):g}" for n, bar in verdict.bands_of(policy))
    score = "" if judgement.score is None else f"{float(judgement.score):.4g} / 100"
    template = str(_words()["verdict_reasons"][judgement.rule])
    return template.format(
        names=names, score=score, bands=bands, verdict=title("verdicts", judgement.verdict, language)
    )


def gate_reason(decision: GateDecision, language: Language = "en") -> str:
    """Return why a gate is decided as it is, in one sentence."""
    if language == "en":
        return decision.reason
    measured, bar = decision.decisive, decision.bar
    value = "无" if measured.value is None else f"{measured.value:.6g}"
    if measured.n is not None:
        value += f"（{measured.n} 例）"
    if measured.method == "as_is":
        value += "（按原值比较）"
    interval = "" if measured.interval is None else f"{measured.interval.low:.4f} … {measured.interval.high:.4f}"
    never = measured.needed_n == "never"
    needed = "与门槛相等，样本再多也无法判定" if never else f"按此比例需 {measured.needed_n} 例才能判定"
    sentence = str(_words()["gate_reasons"][measured.cause]).format(
        value=value, wanted="不低于" if decision.operator == ">=" else "不高于",
        bar="?" if bar is None else f"{bar:.6g}", interval=interval, needed=needed,
    )  # fmt: skip
    return f"{measured.segment}：{sentence}" if measured.segment else sentence


def weight_table(policy: AssessmentPolicy) -> Mapping[Dimension, float]:
    """Return the weight of each dimension as it counts: the plan's own, else the default."""
    return {name: float(weight) for name, weight in weights_of(policy).items()}


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files("aiplan.core").joinpath("data", "assessment.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
