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
from aiplan.cli.ai_act import run_triage
from aiplan.cli.opening import Opened, open_plan, say_errors
from aiplan.cli.options import add_as_of, add_dry_run, add_file, add_format
from aiplan.cli.output import Column, Row
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
    key = None if args.id is None else args.id.removeprefix("risks.").strip('"')
    if key is not None and key not in opened.plan.risks:
        raise unknown(args.id, key, opened.plan.risks)
    if args.format == "json":
        output.emit_json(_as_json(opened, key))
    elif key is not None:
        _card(opened.plan.risks[key], key, opened.schedule.as_of_given)
    elif not opened.plan.risks:
        output.emit("The plan names no risks yet: aiplan add risk ID likelihood=3 impact=4 response=mitigate owner=…")
    else:
        _register(opened, after_treatment=args.residual)
    return say_errors(opened)


def _register(opened: Opened, *, after_treatment: bool) -> None:
    plan, as_of = opened.plan, opened.schedule.as_of_given
    columns = (Column("risk"), Column("before"), Column("after"), Column("response"), Column("owner"),
               Column("review by"), Column("title", flexible=True, droppable=True))  # fmt: skip
    rows = []
    for key, risk in sorted(plan.risks.items(), key=_most_severe):
        before, after = inherent(risk), residual(risk)
        style = STYLES[before.level] if before is not None and risk.status == "open" else "dim"
        response = (risk.response or "none") if risk.status == "open" else risk.status
        cells = (key, _rated(before), _rated(after), response, risk.owner or "–", _review(risk, as_of), risk.title)
        rows.append(Row(cells, style))
    output.table(columns, rows)
    output.emit("")
    output.emit(output.styled(f"Open risks {'after' if after_treatment else 'before'} treatment", "bold"))
    _matrix(matrix(plan, after_treatment=after_treatment))
    for line in attention(plan, as_of):
        output.emit(output.paragraph(f"! {line}"))
    tiers = [(k, a.eu_ai_act) for k, a in plan.assessments.items()]
    if tiers:
        shown = ", ".join(f"{k} {a.tier if a is not None else 'not asked'}" for k, a in tiers)
        output.emit("")
        output.emit(output.paragraph(f"EU AI Act, an aid, not legal advice: {shown}"))


def _most_severe(item: tuple[str, Risk]) -> tuple[bool, int, int]:
    before, after = inherent(item[1]), residual(item[1])
    return item[1].status != "open", -(after.score if after else 0), -(before.score if before else 0)


def _rated(rating: Rating | None) -> str:
    if rating is None:
        return "not rated"
    return f"{rating.level} {rating.likelihood}×{rating.impact}"


def _review(risk: Risk, as_of: dt.date) -> str:
    if risk.review_by is None:
        return "–"
    return f"{risk.review_by}{' !' if risk.status == 'open' and risk.review_by < as_of else ''}"


def _matrix(rows: Sequence[Sequence[MatrixCell]]) -> None:
    """Write the matrix: likelihood from 5 down, impact from 1 up; each cell with its level and its risks."""
    room = max(8, min(_CELL, (output.width() - 6) // 5 - 1))
    output.emit("  L")
    for row in rows:
        names = [_names(cell, room) for cell in row]
        for line in range(max(1, *(len(n) for n in names))):
            head = f"  {row[0].rating.likelihood} " if line == 0 else "    "
            parts = [
                output.styled(output.pad(n[line] if line < len(n) else "", room), STYLES[cell.rating.level])
                for n, cell in zip(names, row, strict=True)
            ]
            output.emit((head + "│" + " ".join(parts)).rstrip())
    output.emit("    └" + "─" * (5 * (room + 1)))
    output.emit("     " + " ".join(output.pad(str(impact), room) for impact in range(1, 6)).rstrip() + " I")


def _names(cell: MatrixCell, room: int) -> list[str]:
    """Return the lines of a cell: the initial of its level, then its risks."""
    return [cell.rating.level, *(output.cut(f"• {name}", room) for name in cell.risks)]


def attention(plan: Plan, as_of: dt.date) -> list[str]:
    """Return what somebody has to look at: overdue reviews, nobody in charge, nothing done, nobody who accepts."""
    found = []
    for key, risk in plan.risks.items():
        after = residual(risk)
        if risk.status != "open":
            continue
        if risk.review_by is not None and risk.review_by < as_of:
            found.append(f"{key}: its review was due on {risk.review_by}")
        if not risk.owner:
            found.append(f"{key}: nobody answers for it")
        if needs_acceptance(risk) and not risk.accepted_by:
            found.append(f"{key}: what remains is {after.level if after else '?'}, and nobody has accepted it")
        elif after is not None and after.level in ("high", "critical") and not treated(risk):
            found.append(f"{key}: it is {after.level}, and nothing is done about it")
    return found


def _card(risk: Risk, key: str, as_of: dt.date) -> None:
    output.emit(output.styled(f"{key}  {output.clean(risk.title)}", "bold"))
    before, after = inherent(risk), residual(risk)
    output.emit(f"{risk.status} · before {_rated(before)} · after {_rated(after)}")
    facts = {
        "category": risk.category, "cause": risk.cause, "timing": risk.timing, "response": risk.response,
        "mitigation": risk.mitigation, "trigger": risk.trigger, "owner": risk.owner, "accepted by": risk.accepted_by,
        "review by": _review(risk, as_of) if risk.review_by else "", "notes": risk.notes,
    }  # fmt: skip
    for name, value in facts.items():
        if value:
            output.emit(output.paragraph(f"{name}: {output.clean(str(value))}"))
    if risk.schedule is not None:
        chance = f"{100 * risk.schedule.probability:g} %"
        on = ", ".join(risk.schedule.on) or "nothing"
        output.emit(output.paragraph(f"schedule: {chance} chance of {risk.schedule.impact} more on {on}; simulated"))


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
