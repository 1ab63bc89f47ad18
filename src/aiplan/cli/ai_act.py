"""The triage under the EU AI Act on the command line: questions, answers, and the tier they suggest.

An aid, not legal advice.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from aiplan.cli import diagnostics, output
from aiplan.cli.addressing import unknown
from aiplan.cli.diagnostics import nearest
from aiplan.cli.editing import carry_out, open_session
from aiplan.cli.opening import open_plan
from aiplan.cli.tongue import Tongue, tongue
from aiplan.core.eu_ai_act import ANSWERS, Answer, Triage, act, triage
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.model.ai import AiActTier
    from aiplan.model.plan import Plan


def run_triage(args: argparse.Namespace) -> int:
    """Print the questions with their answers and the tier they suggest; write it where that is asked for.

    Args:
        args: with triage (the assessment), answer, write, and the options of plans.

    Raises:
        UsageError: for answers that make no sense.
        UnknownAddress: where there is no such assessment.
    """
    answers = _answers(args.answer)
    if args.write and not answers:
        raise UsageError("risks: --write needs answers", hint="--answer QUESTION=yes, --answer all=no")
    if args.write and args.format == "json":
        raise UsageError("risks: --write tells what it did in words", hint="leave --json out")
    found = triage(answers)
    session = open_session(args, as_of=args.as_of) if args.write else None
    plan = open_plan(args).plan if session is None else session.plan
    key = args.triage.removeprefix("assessments.").strip('"')
    if key not in plan.assessments:
        raise unknown(args.triage, key, plan.assessments)
    if args.format == "json":
        output.emit_json(_triage_json(key, found, answers))
        return diagnostics.OK
    _say_triage(plan, key, found, answers, tongue(args, plan))
    if session is None:
        return diagnostics.OK
    from aiplan.model.edits import SetField

    edit = SetField(("assessments", key, "eu_ai_act", "tier"), found.tier)
    return carry_out(args, session, [edit], [f"{key}: tier {found.tier}"], tell="nothing")


def _answers(given: Sequence[str]) -> dict[str, Answer]:
    """Return the answers on the command line; `all=…` stands for every question that is not answered by itself.

    Raises:
        UsageError: for questions and answers that there are not.
    """
    known = [q.id for q in act().questions]
    found: dict[str, Answer] = {}
    for text in given:
        name, _, word = text.partition("=")
        if word.lower() not in ANSWERS:
            raise UsageError(f"{text!r} is no answer", hint=f"write QUESTION={'|'.join(ANSWERS)}")
        if name != "all" and name not in known:
            raise UsageError(f"there is no question {name}", hint=nearest(name, known) or "aiplan explain eu-ai-act")
        found[name] = cast("Answer", word.lower())
    rest = found.pop("all", None)
    if rest is None:
        return found
    # What would lift a tier is never answered by the way.
    lifting = {q.id for q in act().questions if q.lifts}
    return {name: found.get(name, "no" if name in lifting and rest == "yes" else rest) for name in known}


def tier_name(tier: AiActTier, say: Tongue) -> str:
    """Return a tier as it is written, in Chinese with its title."""
    text = act().tier(tier)
    if say.language == "en":
        return tier
    return say("in_brackets", text=tier, more=say("not_asked") if text is None else text.title.in_(say.language))


def _say_triage(plan: Plan, key: str, found: Triage, answers: Mapping[str, Answer], say: Tongue) -> None:
    content, language = act(), say.language
    output.emit(output.heading(key, plan.assessments[key].title))
    output.emit(output.paragraph(content.disclaimer.in_(language)))
    output.emit(output.paragraph(say("verified", regulation=content.regulation, day=content.last_verified)))
    output.emit(output.paragraph(content.state.in_(language)))
    output.emit("")
    for tier in content.tiers:
        for q in content.questions:
            if q.tier == tier.id:
                mark = say(f"answer.{answers[q.id]}") if q.id in answers else "?"
                line = say("named", name=f"[{mark}] {q.id} ({q.article})", text=q.text.in_(language))
                output.emit(output.paragraph(line, indent="  "))
    output.emit("")
    if found.because:
        strictest = content.tier(found.because[0].tier)
        assert strictest is not None
        names = say.list(f"{q.id} ({q.article})" for q in found.because)
        tier_words = say("in_brackets", text=strictest.id, more=strictest.title.in_(language))
        output.emit(output.paragraph(say("at_least", tier=tier_words, names=names)))
    tier_text = content.tier(found.tier)
    if tier_text is not None:
        words = say("in_brackets", text=tier_text.id, more=tier_text.title.in_(language))
        output.emit(output.styled(say("suggested", tier=words), "bold"))
        output.emit(output.paragraph(tier_text.duty.in_(language)))
    else:
        output.emit(output.styled(say("unclassified"), "bold") + say("would_be_stricter"))
        output.emit(output.paragraph(say.list(q.id for q in found.open), indent="  "))
    written = plan.assessments[key].eu_ai_act
    if written is not None and written.tier != found.tier and answers:
        output.emit(say("plan_says", tier=written.tier))


def _triage_json(key: str, found: Triage, answers: Mapping[str, Answer]) -> dict[str, Any]:
    content = act()
    return {
        "schema_version": 1, "assessment": key, "tier": found.tier, "because": [q.id for q in found.because],
        "open": [q.id for q in found.open], "last_verified": content.last_verified.isoformat(),
        "disclaimer": content.disclaimer.en,
        "questions": [
            {"id": q.id, "tier": q.tier, "article": q.article, "text": q.text.en, "answer": answers.get(q.id)}
            for q in content.questions
        ],
    }  # fmt: skip
