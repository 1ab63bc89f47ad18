"""A first plan from a few answers: the text of a plan file that has no errors, whatever was left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiplan.model.values import is_id
from aiplan.store.spelling import inline_value

PlanLanguage = Literal["en", "zh"]

GUESSES: dict[PlanLanguage, dict[str, str]] = {
    "en": {
        "name": "My AI product",
        "vision": "One sentence that everybody on the team can repeat.",
        "goal": "Users get an answer they can use",
        "metric": "Answers that are right",
        "bar": "0.85",
        "milestone_1": "The problem is worth solving",
        "milestone_2": "The model is good enough",
        "milestone_3": "The first users have it",
        "experiment": "Does the simplest model reach the bar?",
        "talks": "Talk to ten users",
        "pilot": "The first users try it",
        "fallback": "Let the user choose among the three likeliest answers",
    },
    "zh": {
        "name": "我的 AI 产品",
        "vision": "团队里人人都能复述的一句话。",
        "goal": "用户得到用得上的答案",
        "metric": "答对的比例",
        "bar": "0.85",
        "milestone_1": "问题值得解决",
        "milestone_2": "模型够好",
        "milestone_3": "第一批用户用上",
        "experiment": "最简单的模型能达标吗？",
        "talks": "访谈十位用户",
        "pilot": "第一批用户试用",
        "fallback": "让用户从三个最可能的答案里选",
    },
}
"""What stands in the plan for an answer that was not given, in the language of the plan."""

_COMMENTS: dict[PlanLanguage, tuple[str, str]] = {
    "en": (
        "# A first plan. Ids name things; dates are computed from durations and from what depends on what.",
        "# Work whose outcome nobody knows: the bar that decides, the chance of one attempt, how often you try.",
    ),
    "zh": (
        "# 第一份计划。用 id 指称事物；日期由工期和依赖关系算出。",
        "# 结果未知的工作：定胜负的标准、每次尝试的成功率、最多试几次。",
    ),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; empty texts stand for what comes usually."""

    language: PlanLanguage
    start: dt.date
    given: dict[str, str] = field(default_factory=dict)
    """By the keys of `GUESSES`."""

    def text(self, key: str) -> str:
        """Return an answer, or what stands in for it."""
        return self.given.get(key, "").strip() or GUESSES[self.language][key]


def parse_bar(text: str) -> tuple[float, bool]:
    """Return a bar, and whether it is a share: `85%` and `0.85` are.

    Raises:
        ValueError: where `text` is no such number.
    """
    plain = text.strip().replace("％", "%")
    number = float(plain.removesuffix("%"))
    if plain.endswith("%"):
        number = round(number / 100, 6)
    if not -1e12 < number < 1e12:
        raise ValueError(text)
    return number, 0 <= number <= 1


def first_plan(answers: Answers, slug_of: dict[str, str]) -> str:
    """Return the plan file.

    Args:
        answers: what was answered.
        slug_of: key of a title → the id wanted for what it names; taken where it can be one.
    """
    bar, share = parse_bar(answers.text("bar"))
    taken: set[str] = set()
    names = {key: _id(slug_of.get(key, ""), usual, taken) for key, usual in _USUAL.items()}
    goal, metric, first, second, third, experiment, talks, pilot = names.values()
    about, unknown = _COMMENTS[answers.language]
    text = answers.text
    gate = [f"{metric} >= {bar:g}"]
    tables: list[tuple[str, dict[str, Any]]] = [
        ("project", {"name": text("name"), "start": answers.start, "language": answers.language}),
        ("vision", {"statement": text("vision")}),
        (f"goals.{goal}", {"title": text("goal"), "horizon": "short", "metric": metric, "target": bar}),
        (
            f"metrics.{metric}",
            {"title": text("metric"), "kind": "quality", "better": "higher"}
            | ({"unit": "ratio", "proportion": True} if share else {})
            | {"target": bar},
        ),
        (f"milestones.{first}", {"title": text("milestone_1"), "goals": [goal]}),
        (f"tasks.{talks}", {"title": text("talks"), "milestone": first, "duration": "2w"}),
        (f"milestones.{second}", {"title": text("milestone_2"), "depends_on": [first], "goals": [goal], "gates": gate}),
        (
            f"experiments.{experiment}",
            {
                "title": text("experiment"), "milestone": second, "duration": "2w", "depends_on": [first],
                "criteria": gate, "success": 0.5, "max_attempts": 2,
                "fallback": {"title": text("fallback"), "duration": "1w"},
            },
        ),
        (f"milestones.{third}", {"title": text("milestone_3"), "depends_on": [second], "goals": [goal], "gates": gate}),
        (f"tasks.{pilot}", {"title": text("pilot"), "milestone": third, "duration": "4w"}),
    ]  # fmt: skip
    parts = [f"{about}\n\nformat = 1\n"]
    for name, table in tables:
        comment = f"{unknown}\n" if name.startswith("experiments.") else ""
        parts.append(f"{comment}[{name}]\n" + "".join(_lines(table)))
    return "\n".join(parts)


_USUAL = {
    "goal": "first-goal",
    "metric": "quality",
    "milestone_1": "worth-doing",
    "milestone_2": "good-enough",
    "milestone_3": "first-users",
    "experiment": "first-model",
    "talks": "user-talks",
    "pilot": "pilot",
}
"""What is named → its id where the title gives none."""


def _id(wanted: str, usual: str, taken: set[str]) -> str:
    found = wanted if wanted.isascii() and is_id(wanted) and wanted not in taken else usual
    number = 2
    while found in taken:
        found, number = f"{usual}-{number}", number + 1
    taken.add(found)
    return found


def _lines(table: dict[str, Any]) -> Sequence[str]:
    return [f"{key} = {inline_value(value)}\n" for key, value in table.items()]
