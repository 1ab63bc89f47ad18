"""What may go wrong, what is done about it, and what remains; the triage under the EU AI Act.

    aiplan risks                       register and matrix: likelihood × impact, before and after treatment
    aiplan risks toxic-lookalike       one risk with everything the plan says of it
    aiplan risks --triage recognition  the questions of the EU AI Act, by tier
    aiplan risks --triage recognition --answer talks-to-people=yes --answer all=no
                                       the tier that the answers suggest; --write puts it into the plan

Levels: 1–4 low, 5–9 medium, 10–15 high, 16–25 critical. Likelihood 1 <5 %, 2 5–20, 3 20–50, 4 50–80, 5 >80. The triage
is an aid, not legal advice; aiplan explain eu-ai-act tells how old it is and where it comes from.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.addressing import unknown
from aiplan.cli.ai_act import run_triage, tier_name
from aiplan.cli.opening import Opened, open_plan, say_errors
from aiplan.cli.options import add_as_of, add_dry_run, add_file, add_format, add_language
from aiplan.cli.output import Column, Row
from aiplan.cli.tongue import ENGLISH, Tongue, tongue
from aiplan.core.eu_ai_act import act
from aiplan.core.risk import LEVELS, MatrixCell, Rating, inherent, matrix, needs_acceptance, residual, treated
from aiplan.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt

    from aiplan.model.ai import Risk
    from aiplan.model.plan import Plan

STYLES = {"low": "green", "medium": "yellow", "high": "red", "critical": "bold red"}
_CELL = 14
"""Cells of a column of the matrix."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="RISK", nargs="?", help="default: all of the plan")
    parser.add_argument("--residual", action="store_true", help="the matrix after treatment")
    parser.add_argument("--triage", metavar="ASSESSMENT", help="ask the questions of the EU AI Act")
    parser.add_argument("--answer", metavar="QUESTION=ANSWER", action="append", default=[],
                        help="yes, no or unknown; all=no answers the rest")  # fmt: skip
    parser.add_argument("--write", action="store_true", help="write the tier into the assessment")
    add_file(parser)
    add_as_of(parser)
    add_dry_run(parser)
    add_language(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Print the register, one risk, or the triage."""
    if args.triage is not None:
        if args.id is not None:
            raise UsageError("risks: a triage is of an assessment, not of a risk")
        return run_triage(args)
    if args.answer or args.write:
        raise UsageError("risks: --answer and --write belong to a triage", hint="--triage ASSESSMENT")
    opened = open_plan(args)
    say = tongue(args, opened.plan)
    key = None if args.id is None else args.id.removeprefix("risks.").strip('"')
    if key is not None and key not in opened.plan.risks:
        raise unknown(args.id, key, opened.plan.risks)
    if args.format == "json":
        output.emit_json(_as_json(opened, key))
    elif key is not None:
        _card(opened.plan.risks[key], key, opened.schedule.as_of_given, say)
    elif not opened.plan.risks:
        output.emit(output.paragraph(say("nothing_risked")))
    else:
        _register(opened, say, after_treatment=args.residual)
    return say_errors(opened)


def _register(opened: Opened, say: Tongue, *, after_treatment: bool) -> None:
    plan, as_of = opened.plan, opened.schedule.as_of_given
    columns = (Column(say("head.risk")), Column(say("head.before")), Column(say("head.after")),
               Column(say("head.response")), Column(say("head.owner")), Column(say("head.review_by")),
               Column(say("head.title"), flexible=True, droppable=True))  # fmt: skip
    rows = []
    for key, risk in sorted(plan.risks.items(), key=_most_severe):
        before, after = inherent(risk), residual(risk)
        style = STYLES[before.level] if before is not None and risk.status == "open" else "dim"
        response = say(f"response.{risk.response}") if risk.response else say("none")
        if risk.status != "open":
            response = say(f"status.{risk.status}")
        rated = (_rated(before, say), _rated(after, say))
        rows.append(Row((key, *rated, response, risk.owner or "–", _review(risk, as_of), risk.title), style))
    output.table(columns, rows)
    output.emit("")
    output.emit(output.styled(say("open_after" if after_treatment else "open_before"), "bold"))
    _matrix(matrix(plan, after_treatment=after_treatment), say)
    for line in attention(plan, as_of, say):
        output.emit(output.paragraph(f"! {line}"))
    tiers = [(k, a.eu_ai_act) for k, a in plan.assessments.items()]
    if tiers:
        shown = say.list(f"{k} {tier_name(a.tier, say) if a is not None else say('not_asked')}" for k, a in tiers)
        output.emit("")
        output.emit(output.paragraph(say("act_tiers", tiers=shown)))


def _most_severe(item: tuple[str, Risk]) -> tuple[bool, int, int]:
    before, after = inherent(item[1]), residual(item[1])
    return item[1].status != "open", -(after.score if after else 0), -(before.score if before else 0)


def _rated(rating: Rating | None, say: Tongue) -> str:
    if rating is None:
        return say("not_rated")
    return f"{say.title('levels', rating.level)} {rating.likelihood}×{rating.impact}"


def _review(risk: Risk, as_of: dt.date) -> str:
    if risk.review_by is None:
        return "–"
    return f"{risk.review_by}{' !' if risk.status == 'open' and risk.review_by < as_of else ''}"


def _matrix(rows: Sequence[Sequence[MatrixCell]], say: Tongue) -> None:
    """Write the matrix: likelihood from 5 down, impact from 1 up; each cell with its level and its risks."""
    room = max(8, min(_CELL, (output.width() - 6) // 5 - 1))
    output.emit(f"  {say('likelihood')}")
    for row in rows:
        names = [_names(cell, room, say) for cell in row]
        for line in range(max(1, *(len(n) for n in names))):
            head = f"  {row[0].rating.likelihood} " if line == 0 else "    "
            parts = [
                output.styled(output.pad(n[line] if line < len(n) else "", room), STYLES[cell.rating.level])
                for n, cell in zip(names, row, strict=True)
            ]
            output.emit((head + "│" + " ".join(parts)).rstrip())
    output.emit("    └" + "─" * (5 * (room + 1)))
    output.emit(
        "     " + " ".join(output.pad(str(impact), room) for impact in range(1, 6)).rstrip() + f" {say('impact')}"
    )


def _names(cell: MatrixCell, room: int, say: Tongue) -> list[str]:
    """Return the lines of a cell: its level, then its risks."""
    return [say.title("levels", cell.rating.level), *(output.cut(f"• {name}", room) for name in cell.risks)]


def attention(plan: Plan, as_of: dt.date, say: Tongue = ENGLISH) -> list[str]:
    """Return what somebody has to look at: overdue reviews, nobody in charge, nothing done, nobody who accepts."""
    found = []
    for key, risk in plan.risks.items():
        after = residual(risk)
        if risk.status != "open":
            continue
        level = "?" if after is None else say.title("levels", after.level)
        if risk.review_by is not None and risk.review_by < as_of:
            found.append(say("review_due", id=key, day=risk.review_by))
        if not risk.owner:
            found.append(say("no_owner", id=key))
        if needs_acceptance(risk) and not risk.accepted_by:
            found.append(say("not_accepted", id=key, level=level))
        elif after is not None and after.level in ("high", "critical") and not treated(risk):
            found.append(say("not_treated", id=key, level=level))
    return found


def _card(risk: Risk, key: str, as_of: dt.date, say: Tongue) -> None:
    output.emit(output.heading(key, risk.title))
    before, after = _rated(inherent(risk), say), _rated(residual(risk), say)
    output.emit(say("rated_line", status=say(f"status.{risk.status}"), before=before, after=after))
    chosen = {"category": risk.category, "cause": risk.cause, "timing": risk.timing, "response": risk.response}
    facts = {name: say(f"{name}.{value}") if value else "" for name, value in chosen.items()} | {
        "mitigation": risk.mitigation, "trigger": risk.trigger, "owner": risk.owner, "accepted_by": risk.accepted_by,
        "review_by": _review(risk, as_of) if risk.review_by else "", "notes": risk.notes,
    }  # fmt: skip
    for name, value in facts.items():
        if value:
            line = say("named", name=say(f"fact.{name}"), text=output.clean(str(value)))
            output.emit(output.paragraph(line))
    if risk.schedule is not None:
        chance = f"{100 * risk.schedule.probability:g} %"
        on = say.list(risk.schedule.on) or say("nothing")
        output.emit(output.paragraph(say("schedule_impact", chance=chance, impact=risk.schedule.impact, on=on)))


def _as_json(opened: Opened, key: str | None) -> dict[str, Any]:
    plan, as_of = opened.plan, opened.schedule.as_of_given
    risks = plan.risks if key is None else {key: plan.risks[key]}
    return {
        "schema_version": 1,
        "as_of": as_of.isoformat(),
        "levels": list(LEVELS),
        "risks": [{"id": k, **_risk_json(r)} for k, r in risks.items()],
        "matrix": {
            "inherent": _matrix_json(matrix(plan)), "residual": _matrix_json(matrix(plan, after_treatment=True)),
        },
        "attention": attention(plan, as_of),
        "eu_ai_act": {
            "last_verified": act().last_verified.isoformat(), "disclaimer": act().disclaimer.en,
            "tiers": {k: a.eu_ai_act.tier if a.eu_ai_act else None for k, a in plan.assessments.items()},
        },
    }  # fmt: skip


def _risk_json(risk: Risk) -> dict[str, Any]:
    data = risk.model_dump() | {"review_by": risk.review_by.isoformat() if risk.review_by else None}
    return data | {
        "inherent": _rating_json(inherent(risk)), "residual": _rating_json(residual(risk)), "treated": treated(risk),
        "needs_acceptance": needs_acceptance(risk),
    }  # fmt: skip


def _rating_json(rating: Rating | None) -> dict[str, Any] | None:
    if rating is None:
        return None
    return {
        "likelihood": rating.likelihood, "impact": rating.impact, "score": rating.score, "level": rating.level,
    }  # fmt: skip


def _matrix_json(rows: Sequence[Sequence[MatrixCell]]) -> list[dict[str, Any]]:
    cells = [cell for row in rows for cell in row if cell.risks]
    return [{**(_rating_json(cell.rating) or {}), "risks": list(cell.risks)} for cell in cells]
