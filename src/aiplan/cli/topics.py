"""What `aiplan explain` tells besides finding codes: assessments, dimensions, the catalogue, the EU AI Act.

Each topic is a page of lines in the language asked for, and the same as data for `--json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.cli import output
from aiplan.core import explain_ai
from aiplan.core.assessment_gates import GATES, STOP_GATES
from aiplan.core.catalogue import TaskType, Text, Texts, UsualMetric, catalogue
from aiplan.core.eu_ai_act import act
from aiplan.core.verdict import DIMENSIONS, VERDICTS, bands_of
from aiplan.model.ai import Dimension
from aiplan.model.context import AssessmentPolicy, Language

GENERAL = ("assessment", "catalogue", "eu-ai-act")
"""Topics that are no dimension and no task type."""
RULES = (
    Text("a stop gate fails: no go", "任一否决门槛未通过：不可行"),
    Text("a score is missing: incomplete", "有维度未评分：待评分"),
    Text("any score of 1: not yet", "任一维度 1 分：暂缓"),
    Text("else the score S = (Σ weight · score / Σ weight − 1) / 4 · 100: {bands}, below: not yet",
         "否则按得分 S =（Σ 权重·分 / Σ 权重 − 1）/ 4 · 100：{bands}，更低为暂缓"),
    Text("any score of 2: one band down (once, never below not yet)", "任一维度 2 分：降一档（仅一次，不低于暂缓）"),
    Text("evidence of data, technical or evaluability below 3: at most pilot; below 2: at most explore",
         "数据、技术或可评测性的证据低于 3：最多试点；低于 2：最多探索"),
    Text("a hold gate that fails or is unknown, or a stop gate that is unknown: at most explore",
         "保留门槛未通过或未知、否决门槛未知：最多探索"),
)  # fmt: skip
"""How a verdict is reckoned, in this order; the arithmetic is in `aiplan.core.verdict`."""
HEADS = {
    "dimensions": Text("Ten dimensions, scored 1 … 5 with evidence 0 … 4", "十个维度，各评 1–5 分并附证据等级 0–4"),
    "evidence": Text("Evidence", "证据"),
    "stop": Text("Stop gates (one that fails: no go)", "否决门槛（任一未通过即不可行）"),
    "hold": Text("Hold gates (failing or unknown: at most explore)", "保留门槛（未通过或未知：最多探索）"),
    "rules": Text("The verdict", "结论的得出"),
    "verdicts": Text("What to do with it", "结论意味着什么"),
    "weight": Text("weight", "权重"),
    "metrics": Text("Usual metrics", "常用指标"),
    "guards": Text("Fairness and safety", "公平与安全"),
    "data": Text("Data it needs", "数据需求"),
    "baselines": Text("To beat without AI", "需超过的非 AI 基线"),
    "failures": Text("How it typically fails", "典型失败"),
    "fallbacks": Text("What the product does then", "产品如何兜底"),
    "llm": Text("done by a large language model", "由大语言模型完成"),
    "higher": Text("higher is better", "越高越好"),
    "lower": Text("lower is better", "越低越好"),
    "proportion": Text("k of n", "k / n"),
    "questions": Text(
        "Questions, the strictest first; the first tier with a yes counts", "问题（最严格的在前，按首个“是”归档）"
    ),
    "tiers": Text("Tiers and what follows", "档位与义务"),
    "dates": Text("Applies from", "适用日期"),
    "sources": Text("Sources", "来源"),
    "verified": Text("last verified", "最后核对"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """One page."""

    name: str
    title: str
    lines: tuple[str, ...]
    data: dict[str, Any]


def names() -> list[str]:
    """Return all topics."""
    return [*GENERAL, *DIMENSIONS, *catalogue()]


def topic(name: str, language: Language, policy: AssessmentPolicy | None = None) -> Topic | None:
    """Return a page, `None` where there is none of that name.

    Args:
        name: a topic of `names()`, whatever the case; `-` and `_` are the same.
        language: of the page.
        policy: the plan's own weights and bands, where there is a plan.
    """
    word = name.strip().lower()
    pages: dict[str, Callable[[], Topic]] = {
        "assessment": lambda: _assessment(language, policy or AssessmentPolicy()),
        "catalogue": lambda: _catalogue(language),
        "eu-ai-act": lambda: _eu_ai_act(language),
    }
    for key, page in pages.items():
        if word.replace("_", "-") == key:
            return page()
    for dimension in DIMENSIONS:
        if word.replace("-", "_") == dimension:
            return _dimension(dimension, language, policy or AssessmentPolicy())
    task = catalogue().get(word.replace("_", "-"))
    return None if task is None else _task(task, language)


def _assessment(language: Language, policy: AssessmentPolicy) -> Topic:
    weights = explain_ai.weight_table(policy)
    lines = [_head("dimensions", language)]
    for name in DIMENSIONS:
        text = explain_ai.dimension(name)
        weight = f"{HEADS['weight'].in_(language)} {weights[name]:g}"
        lines.append(f"  {name} · {text.title.in_(language)} · {weight}")
        lines.append(output.paragraph(text.question.in_(language), indent="    "))
    lines += ["", _head("evidence", language), *_evidence(language)]
    for head, gates in (("stop", STOP_GATES), ("hold", tuple(g for g in GATES if g not in STOP_GATES))):
        lines += ["", _head(head, language)]
        lines += [output.paragraph(f"{g}: {explain_ai.title('gates', g, language)}", indent="  ") for g in gates]
    bands = ", ".join(f"{explain_ai.title('verdicts', v, language)} ≥ {float(bar):g}" for v, bar in bands_of(policy))
    lines += ["", _head("rules", language)]
    rules = [rule.in_(language).format(bands=bands) for rule in RULES]
    lines += [_hanging(f"{number}. ", rule) for number, rule in enumerate(rules, 1)]
    lines += ["", _head("verdicts", language)]
    meanings = {v: explain_ai.verdict_meaning(v, language) for v in VERDICTS}
    lines += [
        output.paragraph(f"{explain_ai.title('verdicts', v, language)}: {meanings[v]}", indent="  ") for v in VERDICTS
    ]
    data = {
        "weights": dict(weights), "rules": rules, "verdicts": meanings,
        "gates": {g: {"kind": "stop" if g in STOP_GATES else "hold", "title": explain_ai.title("gates", g, language)}
                  for g in GATES},
    }  # fmt: skip
    return Topic("assessment", _say(language, "How an assessment is judged", "如何评估可行性"), tuple(lines), data)


def _dimension(name: Dimension, language: Language, policy: AssessmentPolicy) -> Topic:
    text = explain_ai.dimension(name)
    anchors, weight = text.anchors.in_(language), explain_ai.weight_table(policy)[name]
    lines = [
        output.paragraph(text.question.in_(language)), f"{HEADS['weight'].in_(language)} {weight:g}", "",
        *(output.paragraph(f"{score}  {anchor}", indent="  ") for score, anchor in enumerate(anchors, 1)),
        "", _head("evidence", language), *_evidence(language),
    ]  # fmt: skip
    data = {"question": text.question.in_(language), "weight": weight, "anchors": list(anchors)}
    return Topic(name, text.title.in_(language), tuple(lines), data)


def _catalogue(language: Language) -> Topic:
    rows = [(key, task.title.in_(language)) for key, task in catalogue().items()]
    room = max(len(key) for key, _ in rows)
    lines = [f"  {key:<{room}}  {title}" for key, title in rows]
    lines += ["", _say(language, "aiplan explain AI_TASK tells more of one.", "aiplan explain AI_TASK 查看其中一类。")]
    title = _say(language, "AI task types", "AI 任务类型")
    return Topic("catalogue", title, tuple(lines), {"task_types": dict(rows)})


def _task(task: TaskType, language: Language) -> Topic:
    lines = [HEADS["llm"].in_(language), ""] if task.llm else []
    for head, metrics in (("metrics", task.metrics), ("guards", task.guards)):
        lines += [_head(head, language), *(_metric(m, language) for m in metrics), ""]
    parts: dict[str, Texts] = {
        "data": task.data, "baselines": task.baselines, "failures": task.failures, "fallbacks": task.fallbacks,
    }  # fmt: skip
    for head, texts in parts.items():
        lines += [_head(head, language), *(_hanging("- ", text) for text in texts.in_(language)), ""]
    data: dict[str, Any] = {
        "llm": task.llm,
        "metrics": [_metric_data(m, language) for m in task.metrics],
        "guards": [_metric_data(m, language) for m in task.guards],
        **{head: list(texts.in_(language)) for head, texts in parts.items()},
    }
    return Topic(task.id, task.title.in_(language), tuple(lines[:-1]), data)


def _metric(metric: UsualMetric, language: Language) -> str:
    facts = [metric.unit, HEADS[metric.better].in_(language)]
    facts += [HEADS["proportion"].in_(language)] if metric.proportion else []
    return _hanging("- ", f"{metric.id}: {metric.title.in_(language)} ({', '.join(filter(None, facts))})")


def _metric_data(metric: UsualMetric, language: Language) -> dict[str, Any]:
    return {
        "id": metric.id, "title": metric.title.in_(language), "kind": metric.kind, "better": metric.better,
        "unit": metric.unit, "proportion": metric.proportion,
    }  # fmt: skip


def _eu_ai_act(language: Language) -> Topic:
    content = act()
    verified = f"{content.regulation} · {HEADS['verified'].in_(language)} {content.last_verified}"
    lines = [output.paragraph(content.disclaimer.in_(language)), "", verified]
    lines += [output.paragraph(content.state.in_(language)), "", _head("questions", language)]
    for tier in content.tiers:
        asked = [q for q in content.questions if q.tier == tier.id]
        if asked:
            lines.append(f"  {tier.id} · {tier.title.in_(language)}")
            lines += [output.paragraph(f"{q.id} ({q.article}): {q.text.in_(language)}", indent="    ") for q in asked]
    lines += ["", _head("tiers", language)]
    lines += [output.paragraph(f"{t.id}: {t.duty.in_(language)}", indent="  ") for t in content.tiers]
    lines += ["", _head("dates", language)]
    lines += [output.paragraph(f"{day}: {text.in_(language)}", indent="  ") for day, text in content.dates]
    lines += ["", _head("sources", language)]
    lines += [f"{output.paragraph(source.title, indent='  ')}\n  {source.url}" for source in content.sources]
    answer = "aiplan risks --triage ASSESSMENT --answer QUESTION=yes"
    lines += ["", output.paragraph(_say(language, f"To answer them: {answer}", f"逐项作答：{answer}"))]
    data = {
        "regulation": content.regulation, "last_verified": content.last_verified.isoformat(),
        "state": content.state.in_(language), "disclaimer": content.disclaimer.in_(language),
        "tiers": [{"id": t.id, "title": t.title.in_(language), "duty": t.duty.in_(language)} for t in content.tiers],
        "questions": [{"id": q.id, "tier": q.tier, "article": q.article, "text": q.text.in_(language)}
                      for q in content.questions],
        "dates": [{"on": day.isoformat(), "what": text.in_(language)} for day, text in content.dates],
        "sources": [{"title": s.title, "url": s.url} for s in content.sources],
    }  # fmt: skip
    title = _say(
        language, "Triage under the EU AI Act: an aid, not legal advice", "欧盟《人工智能法》初筛：仅为辅助，非法律意见"
    )
    return Topic("eu-ai-act", title, tuple(lines), data)


def _evidence(language: Language) -> Sequence[str]:
    return [f"  {level}  {explain_ai.evidence_level(level, language)}" for level in range(5)]


def _head(name: str, language: Language) -> str:
    return output.styled(HEADS[name].in_(language), "bold")


def _hanging(mark: str, text: str) -> str:
    """Return a list entry: its mark, and further lines under the text."""
    first, *rest = output.paragraph(text, room=output.width() - 2 - len(mark)).split("\n")
    return "\n".join([f"  {mark}{first}", *(f"  {' ' * len(mark)}{line}" for line in rest)])


def _say(language: Language, english: str, chinese: str) -> str:
    return chinese if language == "zh" else english


def listing(language: Language) -> Iterable[tuple[str, str]]:
    """Yield each topic with its title."""
    for name in GENERAL:
        found = topic(name, language)
        assert found is not None
        yield name, found.title
    for dimension in DIMENSIONS:
        yield dimension, explain_ai.dimension(dimension).title.in_(language)
    for key, task in catalogue().items():
        yield key, task.title.in_(language)
