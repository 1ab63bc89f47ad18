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
from aiplan.core.eu_ai_act import ANSWERS, Answer, Triage, act, triage
from aiplan.errors import UsageError

if TYPE_CHECKING:
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
    _say_triage(plan, key, found, answers)
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


def _say_triage(plan: Plan, key: str, found: Triage, answers: Mapping[str, Answer]) -> None:
    content = act()
    output.emit(output.styled(f"{key}  {output.clean(plan.assessments[key].title)}", "bold"))
    output.emit(output.paragraph(content.disclaimer.en))
    output.emit(f"{content.regulation}, last verified {content.last_verified}")
    output.emit("")
    for tier in content.tiers:
        for q in content.questions:
            if q.tier == tier.id:
                mark = answers.get(q.id, "?")
                output.emit(output.paragraph(f"[{mark}] {q.id} ({q.article}): {q.text.en}", indent="  "))
    output.emit("")
    if found.because:
        strictest = content.tier(found.because[0].tier)
        assert strictest is not None
        names = ", ".join(f"{q.id} ({q.article})" for q in found.because)
        output.emit(output.paragraph(f"at least {strictest.id} ({strictest.title.en}), because of {names}"))
    tier_text = content.tier(found.tier)
    if tier_text is not None:
        output.emit(output.styled(f"suggested tier: {tier_text.id} ({tier_text.title.en})", "bold"))
        output.emit(output.paragraph(tier_text.duty.en))
    else:
        names = ", ".join(q.id for q in found.open)
        output.emit(output.styled("not classified yet", "bold") + ": a yes would be stricter to")
        output.emit(output.paragraph(names, indent="  "))
    written = plan.assessments[key].eu_ai_act
    if written is not None and written.tier != found.tier and answers:
        output.emit(f"the plan says {written.tier}")


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
