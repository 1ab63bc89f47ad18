"""The language in which assess, risks, launch and experiments answer: that of the plan, or that of --language."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiplan.cli.ai_words import WORDS
from aiplan.core import explain_ai

if TYPE_CHECKING:
    from aiplan.core.gates import GateDecision
    from aiplan.core.verdict import Verdict
    from aiplan.model.context import Language
    from aiplan.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language."""

    language: Language = "en"

    def __call__(self, name: str, /, *values: object, **named: object) -> str:
        """Return a text of `aiplan.cli.ai_words`, filled in.

        Raises:
            KeyError: where there is none of that name.
        """
        return WORDS[name].in_(self.language).format(*values, **named)

    def list(self, names: Iterable[str]) -> str:
        """Return `names` in a row."""
        return self("comma").join(names)

    def title(self, kind: explain_ai.Kind, name: str) -> str:
        """Return the words for a verdict, a state, a level or a band."""
        return explain_ai.title(kind, name, self.language)

    def dimension(self, name: str) -> str:
        """Return a dimension: in English its id, which says enough."""
        return name if self.language == "en" else explain_ai.any_title(name, self.language)

    gate = dimension

    def verdict_reason(self, judged: Verdict) -> str:
        """Return the rule that decided a verdict."""
        return explain_ai.verdict_reason(judged.judgement, judged.inputs.policy, self.language)

    def gate_reason(self, decision: GateDecision) -> str:
        """Return why a gate of a metric is decided as it is."""
        return explain_ai.gate_reason(decision, self.language)

    def count(self, n: int, one: str, more: str) -> str:
        """Return `1 attempt`, `2 attempts`."""
        return self(one if n == 1 else more, f"{n:,}")


def tongue(args: argparse.Namespace, plan: Plan) -> Tongue:
    """Return the words that the command line asks for, else those of the plan."""
    language: Language = args.language or plan.project.language
    return Tongue(language)


ENGLISH = Tongue()
