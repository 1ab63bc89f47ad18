"""Triage under the EU AI Act from a dated data file: questions whose answers suggest a tier.

An aid, not legal advice. Source: Regulation (EU) 2024/1689, Articles 5, 6, 50 to 55, Annexes I and III.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from aiplan.core.catalogue import Text
from aiplan.model.ai import AiActTier

Answer = Literal["yes", "no", "unknown"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier, and what follows from it."""

    id: AiActTier
    title: Text
    duty: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the triage."""

    id: str
    tier: AiActTier
    """What a yes suggests."""
    article: str
    text: Text
    unless: str = ""
    """The question that lifts this one where it is answered yes."""
    lifts: bool = False
    """Whether a yes only lifts others."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the content comes from."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Act:
    """The data file."""

    regulation: str
    last_verified: dt.date
    state: Text
    disclaimer: Text
    sources: tuple[Source, ...]
    dates: tuple[tuple[dt.date, Text], ...]
    """From when something applies."""
    tiers: tuple[Tier, ...]
    """The strictest first."""
    questions: tuple[Question, ...]

    def tier(self, name: AiActTier) -> Tier | None:
        """Return a tier; `None` for `not_classified`, which is none."""
        return next((t for t in self.tiers if t.id == name), None)


@dataclass(frozen=True, slots=True)
class Triage:
    """What the answers suggest."""

    tier: AiActTier
    """The strictest tier with a yes; minimal where all is no; not_classified where an open question may be stricter."""
    because: tuple[Question, ...]
    """The questions that decide, answered yes."""
    open: tuple[Question, ...]
    """Questions without an answer whose yes would be stricter than what is known."""


@cache
def act() -> Act:
    """Return the content of the data file."""
    text = resources.files("aiplan.core").joinpath("data", "eu_ai_act.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Act(
        regulation=data["regulation"],
        last_verified=data["last_verified"],
        state=Text(**data["state"]),
        disclaimer=Text(**data["disclaimer"]),
        sources=tuple(Source(**entry) for entry in data["sources"]),
        dates=tuple((entry["on"], Text(entry["en"], entry["zh"])) for entry in data["dates"]),
        tiers=tuple(Tier(t["id"], Text(**t["title"]), Text(**t["duty"])) for t in data["tiers"]),
        questions=tuple(_question(entry) for entry in data["questions"]),
    )


def triage(answers: Mapping[str, Answer]) -> Triage:
    """Return the tier that `answers` (question → answer) suggest; a question without an answer is unknown.

    Raises:
        KeyError: for a question that there is not.
    """
    content = act()
    known = {q.id for q in content.questions}
    for name in answers:
        if name not in known:
            raise KeyError(name)
    ranks = {t.id: rank for rank, t in enumerate(content.tiers)}
    asked = [q for q in content.questions if not q.lifts and answers.get(q.unless) != "yes"]
    yes = [q for q in asked if answers.get(q.id) == "yes"]
    tier: AiActTier = min((q.tier for q in yes), key=ranks.__getitem__, default="minimal")
    open_ = tuple(q for q in asked if answers.get(q.id, "unknown") == "unknown" and ranks[q.tier] < ranks[tier])
    because = tuple(q for q in yes if q.tier == tier)
    return Triage("not_classified" if open_ else tier, because, open_)


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        id=entry["id"], tier=entry["tier"], article=entry["article"], text=Text(entry["en"], entry["zh"]),
        unless=entry.get("unless", ""), lifts=entry.get("lifts", False),
    )  # fmt: skip
