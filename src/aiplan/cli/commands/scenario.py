"""What if: overlays of a few values on the plan, compared side by side.

    aiplan scenario list
    aiplan scenario show ID
    aiplan scenario compare [ID …]
    aiplan scenario add ID ADDRESS=VALUE … [--title TEXT]
    aiplan scenario apply ID        its values become the plan's
    aiplan scenario drop ID         the plan is byte for byte what it was

An address is written as for aiplan set: cnn-v1.take_fallback=true,
project.experiment_basis=worst.
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from aiplan.cli import diagnostics, output
from aiplan.cli.addressing import resolve, unknown, work_id
from aiplan.cli.editing import add_edit_options, carry_out, open_session
from aiplan.cli.forecasting import calm_numpy, count, money, need_dates, percent
from aiplan.cli.notation import shown
from aiplan.cli.opening import count_errors, plural, point_to_check
from aiplan.cli.options import add_format, today
from aiplan.cli.output import Column, Row
from aiplan.cli.prose import slip_days
from aiplan.errors import AiplanError, InvalidEdit, UsageError
from aiplan.model.address import format_address, parse_address
from aiplan.model.edits import AddItem, Edit, RemoveItem, SetField

if TYPE_CHECKING:
    from aiplan.core.scenarios import ScenarioResult
    from aiplan.core.schedule import Schedule
    from aiplan.core.simulation.forecast import Outlook
    from aiplan.model.plan import Plan
    from aiplan.session import Session

_ACTIONS = {"list": 0, "show": 1, "compare": None, "add": None, "drop": 1, "apply": 1}
"""Action → how many words follow it; `None`: any number."""
_LIST = (Column("id"), Column("sets", "right"), Column("title", flexible=True))
_COMPARED = (
    Column("scenario"),
    Column("finish"),
    Column("days", "right"),
    Column("P50", droppable=True),
    Column("P80"),
    Column("chance", "right"),
    Column("cost", "right"),
)
_PLAN = "(the plan)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("action", choices=list(_ACTIONS), metavar="ACTION", help=", ".join(_ACTIONS))
    parser.add_argument("words", metavar="WORD", nargs="*", default=[], help="ID, and ADDRESS=VALUE for add")
    parser.add_argument("--title", metavar="TEXT", help="of a scenario that is added")
    parser.add_argument("--milestone", metavar="M", help="compare the chance to meet its deadline")
    parser.add_argument("--runs", metavar="N", type=count, help="simulated projects for each (default: the plan's)")
    add_edit_options(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Do what the action says."""
    wanted = _ACTIONS[args.action]
    if wanted is not None and len(args.words) != wanted:
        need = f"the id of a scenario: aiplan scenario {args.action} ID" if wanted else "nothing after it"
        raise UsageError(f"scenario {args.action} takes {need}", hint="help: aiplan scenario --help")
    session = open_session(args, as_of=args.as_of)
    if args.action in ("show", "drop", "apply"):
        _known(session.plan, args.words[0])
    match args.action:
        case "list":
            return _list(args, session.plan)
        case "show":
            return _show(args, session) or point_to_check(session.path, count_errors(session.findings))
        case "compare":
            return _compare(args, session.schedule) or point_to_check(session.path, count_errors(session.findings))
        case "add":
            return _add(args, session)
        case "apply":
            return _apply(args, session)
        case _:
            return _drop(args, session)


def _known(plan: Plan, key: str) -> None:
    if key not in plan.scenarios:
        raise unknown(f"scenarios.{key}", key, plan.scenarios)


def _list(args: argparse.Namespace, plan: Plan) -> int:
    if args.format == "json":
        found = [{"id": k, "title": s.title, "set": _plain(s.set)} for k, s in plan.scenarios.items()]
        output.emit_json({"schema_version": 1, "scenarios": found})
    elif plan.scenarios:
        output.table(_LIST, [(key, str(len(s.set)), s.title) for key, s in plan.scenarios.items()])
    else:
        output.emit("No scenarios; begin one with: aiplan scenario add ID ADDRESS=VALUE")
    return diagnostics.OK


def _show(args: argparse.Namespace, session: Session) -> int:
    from aiplan.cli import consequences
    from aiplan.core.plain import MISSING, get

    key = args.words[0]
    scenario, schedule = session.plan.scenarios[key], session.schedule
    then = _under(schedule, key)
    found = consequences.of_change(schedule, then)
    if args.format == "json":
        said = {"schema_version": 1, "id": key, "title": scenario.title, "set": _plain(scenario.set)}
        output.emit_json(said | {"finish": then.finish and then.finish.isoformat()} | consequences.as_json(found))
        return diagnostics.OK
    output.emit(output.styled(output.paragraph(f"{key}  {output.clean(scenario.title)}"), "bold"))
    for address, value in scenario.set.items():
        was = get(session.text.data, parse_address(address))
        old = "not set" if was is MISSING else shown(was)
        output.emit(output.paragraph(output.clean(f"{address}: {old} → {shown(value)}"), indent="  "))
    output.emit("")
    moved = f"{_iso(schedule.finish)} → " if then.finish != schedule.finish else ""
    output.emit(f"finish {moved}{_iso(then.finish)}")
    consequences.say(found)
    return diagnostics.OK


def _under(schedule: Schedule, key: str) -> Schedule:
    """Return the schedule under a scenario.

    Raises:
        InvalidEdit: where the scenario sets what cannot be set, saying in which scenario.
    """
    from aiplan.core.variant import reschedule, scenario_edits

    try:
        return reschedule(schedule, scenario_edits(schedule.plan, key))
    except (AiplanError, ValueError) as error:
        hint = f"mend it: aiplan set, or aiplan scenario drop {key}"
        raise InvalidEdit(f"scenarios.{key}: {error}", address=f"scenarios.{key}", hint=hint) from None


def _compare(args: argparse.Namespace, schedule: Schedule) -> int:
    for key in args.words:
        _known(schedule.plan, key)
    ids = list(args.words) or list(schedule.plan.scenarios)
    if not ids:
        output.emit("No scenarios; begin one with: aiplan scenario add ID ADDRESS=VALUE")
        return diagnostics.OK
    for key in ids:
        _under(schedule, key)
    need_dates(schedule)
    milestone = None if args.milestone is None else work_id(args.milestone, schedule.ids)
    calm_numpy()
    from aiplan.core.scenarios import compare_scenarios, compared_milestone

    milestone = milestone or compared_milestone(schedule)
    found = compare_scenarios(schedule, ids, milestone=milestone, runs=args.runs)
    if args.format == "json":
        said = {"schema_version": 1, "milestone": milestone, "scenarios": [_result_json(r) for r in found]}
        output.emit_json(said)
    else:
        _print(schedule, found, milestone)
    return diagnostics.OK


def _print(schedule: Schedule, found: tuple[ScenarioResult, ...], milestone: str | None) -> None:
    base, currency = found[0], schedule.plan.project.currency
    output.table(_COMPARED, [_row(base, result) for result in found])
    notes = ["days: working days against the plan"]
    if milestone is not None and (deadline := schedule[milestone].deadline) is not None:
        notes.append(f"chance: {milestone} by {deadline}")
    if currency:
        notes.append(f"cost in {currency}")
    output.emit(output.wrap(notes))
    output.emit("\nCritical path")
    output.emit(output.paragraph(f"{_PLAN}: {' → '.join(base.path)}"))
    for result in found[1:]:
        entered, left = result.path_against(base)
        changes = [*(f"+ {k}" for k in entered), *(f"− {k}" for k in left)]
        output.emit(output.paragraph(f"{result.id}: {', '.join(changes) or 'the same'}"))


def _row(base: ScenarioResult, result: ScenarioResult) -> Row:
    days = ""
    if result.id and (moved := result.days_against(base)) is not None:
        days = f"{moved:+}"
    style = "" if not result.id else "green" if days.startswith("-") else "red" if days not in ("", "+0") else ""
    return Row(
        (
            result.id or _PLAN, _iso(result.finish), days, _iso(result.p50), _iso(result.p80),
            percent(result.probability), money(result.cost),
        ),
        style,
    )  # fmt: skip


def _add(args: argparse.Namespace, session: Session) -> int:
    from aiplan.cli.values import parse_value

    if len(args.words) < 2:
        raise UsageError("scenario add takes an id and what differs", hint="aiplan scenario add ID ADDRESS=VALUE …")
    key, *assignments = args.words
    data = session.text.data
    values: dict[str, Any] = {}
    for word in assignments:
        address, equals, raw = word.partition("=")
        if not equals:
            raise UsageError(f"{word!r} sets nothing", hint="write ADDRESS=VALUE, such as cnn-v1.take_fallback=true")
        path = resolve(address.strip(), data)
        values[format_address(path)] = parse_value(path, raw.strip(), data, today=today())
    edits: list[Edit] = []
    if key in session.plan.scenarios:
        edits += [SetField(("scenarios", key, "set", address), value) for address, value in values.items()]
        if args.title is not None:
            edits.append(SetField(("scenarios", key, "title"), args.title))
    else:
        edits.append(AddItem("scenarios", key, {"title": args.title or _title(list(values)), "set": values}))
    after = _under(session.preview(*edits)[1], key)
    did = [f"scenarios.{key}: {address} = {shown(value)}" for address, value in values.items()]
    code = carry_out(args, session, edits, did, tell="nothing")
    was, now = session.schedule.finish, after.finish
    days = "" if was is None or now is None or was == now else f" ({slip_days(after, was, now):+} working days)"
    output.emit(f"finish under it: {_iso(now)}{days}; see aiplan scenario compare")
    return code


def _title(addresses: list[str]) -> str:
    paths = [parse_address(address) for address in addresses]
    return "Other " + ", ".join(" ".join(map(str, path[1:] or path)) for path in paths)


def _apply(args: argparse.Namespace, session: Session) -> int:
    from aiplan.core.attribution import Cause
    from aiplan.core.variant import scenario_edits

    key = args.words[0]
    _under(session.schedule, key)
    edits = scenario_edits(session.plan, key)
    causes = [Cause(format_address(e.path), (e,)) for e in edits if isinstance(e, SetField)]
    did = [f"scenarios.{key} is the plan now: {plural(len(edits), 'value')}"]
    return carry_out(args, session, [*edits, RemoveItem("scenarios", key)], did, causes=causes)


def _drop(args: argparse.Namespace, session: Session) -> int:
    key = args.words[0]
    return carry_out(args, session, [RemoveItem("scenarios", key)], [f"scenarios.{key} is gone"], tell="nothing")


def _iso(day: dt.date | None) -> str:
    return "—" if day is None else day.isoformat()


def _plain(values: Any) -> Any:
    """Return values as JSON takes them."""
    if isinstance(values, dt.date):
        return values.isoformat()
    if isinstance(values, dict):
        return {k: _plain(v) for k, v in values.items()}
    return [_plain(v) for v in values] if isinstance(values, list | tuple) else values


def _result_json(result: ScenarioResult) -> dict[str, Any]:
    return {
        "id": result.id or None,
        "title": result.title,
        "finish": result.finish and result.finish.isoformat(),
        "p50": result.p50.isoformat(),
        "p80": result.p80.isoformat(),
        "probability": result.probability,
        "cost": round(result.cost, 2),
        "critical_path": list(result.path),
        "milestones": [_outlook_json(outlook) for outlook in result.milestones],
    }


def _outlook_json(outlook: Outlook) -> dict[str, Any]:
    return {
        "id": outlook.id,
        "finish": outlook.planned and outlook.planned.isoformat(),
        "p50": outlook.p50.isoformat(),
        "p80": outlook.p80.isoformat(),
        "deadline": outlook.deadline and outlook.deadline.isoformat(),
        "probability": outlook.probability,
    }
