"""Ways out when a milestone is late, each one scheduled and simulated.

    aiplan replan                     the first milestone after its deadline,
                                      else the first whose P80 is after it
    aiplan replan --milestone launched --by 2026-06-30
    aiplan replan --recover 5 --apply 2

Nothing is written without --apply N, which changes the fewest lines, logs the
decision with the options there were, and prints the lines it made. Gained days
are working days against carrying on. Chance: to be there by the date asked
for. Cost: against carrying on. Scope lost: 1, 3 or 10 for each item left out
(could, should, must), 2 for each fallback taken.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from aiplan.cli import consequences, output
from aiplan.cli.addressing import work_id
from aiplan.cli.editing import Telling, carry_out, open_session
from aiplan.cli.forecasting import Bar, calm_numpy, count, money, need_dates, percent
from aiplan.cli.opening import count_errors, point_to_check
from aiplan.cli.options import add_as_of, add_dry_run, add_file, add_format, day
from aiplan.cli.output import Column, Row
from aiplan.cli.textdiff import changed_lines
from aiplan.errors import UsageError

if TYPE_CHECKING:
    from aiplan.core.attribution import Cause
    from aiplan.core.recovery.replan import RecoveryPlan, Replanning
    from aiplan.core.schedule import Schedule
    from aiplan.model.edits import Edit
    from aiplan.session import Session

Rescheduler = Callable[["Schedule", "tuple[Edit, ...]"], "Schedule"]
COLUMNS = (
    Column("#", "right"),
    Column("date"),
    Column("in time"),
    Column("gained", "right"),
    Column("P80"),
    Column("chance", "right"),
    Column("cost", "right"),
    Column("scope", "right"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_file(parser, positional=True)
    parser.add_argument(
        "--milestone", metavar="M", help="default: the first that is, or may well be, after its deadline"
    )
    goal = parser.add_mutually_exclusive_group()
    goal.add_argument("--by", metavar="DATE", type=day, help="the date to reach; default: its deadline")
    goal.add_argument("--recover", metavar="DAYS", type=_days, help="working days to gain instead, such as 5")
    parser.add_argument("--level", action="store_true", help="level teams and resources in every option")
    parser.add_argument("--runs", metavar="N", type=count, help="simulated projects for each option (default: 4000)")
    parser.add_argument("--apply", metavar="N", type=int, help="write option N and the decision into the plan")
    parser.add_argument("--on", metavar="DATE", type=day, help="day of the decision; default: the data date")
    add_as_of(parser)
    add_dry_run(parser)
    add_format(parser, "text", "json")


def run(args: argparse.Namespace) -> int:
    """Search for ways out; print them, or apply one."""
    session = open_session(args, as_of=args.as_of)
    schedule, rescheduler = _start(session.schedule, level=args.level)
    need_dates(schedule)
    key = None if args.milestone is None else work_id(args.milestone, schedule.ids)
    calm_numpy()
    from aiplan.core.recovery.replan import RUNS, replan

    with Bar("searching") as bar:
        found = replan(
            schedule, milestone=key, by=args.by, recover=args.recover, runs=args.runs or RUNS,
            rescheduler=rescheduler, progress=bar.step,
        )  # fmt: skip
    if args.apply is not None:
        return _apply(args, session, schedule, found)
    if args.format == "json":
        output.emit_json(_as_json(schedule, found))
    else:
        _print(schedule, found, _again(args))
    return point_to_check(session.path, count_errors(session.findings))


def _start(schedule: Schedule, *, level: bool) -> tuple[Schedule, Rescheduler | None]:
    """Return the schedule to recover, and how its variants are scheduled."""
    if not level:
        return schedule, None
    from aiplan.core.levelling.level import level_schedule
    from aiplan.core.variant import reschedule

    def levelled(schedule: Schedule, edits: tuple[Edit, ...]) -> Schedule:
        return level_schedule(reschedule(schedule, edits)).schedule

    return level_schedule(schedule).schedule, levelled


def _again(args: argparse.Namespace) -> str:
    """Return the command that was given: with other options, other numbers may stand for the same ways."""
    words = ["aiplan", "replan", *([args.plan] if args.plan else [])]
    for name in ("file", "milestone", "by", "recover", "runs", "as_of"):
        if (value := getattr(args, name)) is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    return shlex.join(words + (["--level"] if args.level else []))


def _print(schedule: Schedule, found: Replanning, again: str) -> None:
    """Print the ways out; `again` is the command that finds them."""
    late = found.as_planned
    currency = schedule.plan.project.currency
    output.emit(
        output.styled(
            output.wrap([f"{found.milestone}: planned {late.finish}", f"wanted by {found.target}", f"P80 {late.p80}"]),
            "bold",
        )
    )
    if found.doubtful:
        chance = percent(late.probability)
        output.emit(
            output.paragraph(f"Planned in time, but only {chance} of the simulated projects are there by then.")
        )
    output.emit("")
    output.table(COLUMNS, [_row(number, option) for number, option in enumerate([late, *found.options])])
    output.emit("")
    for number, option in enumerate([late, *found.options]):
        _say_option(number, option)
    notes = [f"{found.schedules} schedules were computed", "none is beaten by another in cost, scope, P80 and days"]
    if currency:
        notes.append(f"cost in {currency}")
    output.emit("\n" + output.wrap(notes))
    if any(option.heuristic for option in found.options):
        output.emit(output.paragraph("~ heuristic: what is shortened was searched for, something cheaper may exist."))
    real = [option for option in found.options if option.levers[0].kind != "deadline"]
    if late.meets and not any(option.p80 <= found.target for option in real):
        output.emit(output.paragraph(f"None of them brings the P80 of {found.milestone} to {found.target}."))
    if not late.meets and not any(option.meets for option in real):
        output.emit(
            output.paragraph(
                f"None of them brings {found.milestone} to {found.target}: it takes less scope, or a later date."
            )
        )
    if found.options:
        output.emit(f"To take one: {again} --apply N")


def _row(number: int, option: RecoveryPlan) -> Row:
    style = "green" if option.meets else "" if number else "red"
    gained = f"{option.days_gained:+}d" if option.days_gained else ""
    cost = money(option.cost, sign=True) + (" ~" if option.heuristic else "")
    return Row(
        (
            str(number), option.finish.isoformat(), "yes" if option.meets else "no", gained, option.p80.isoformat(),
            percent(option.probability), cost, str(option.scope),
        ),
        style,
    )  # fmt: skip


def _say_option(number: int, option: RecoveryPlan) -> None:
    labels = [output.clean(f"{lv.label}: {lv.detail}" if lv.detail else lv.label) for lv in option.levers]
    labels = labels or [output.clean(option.label)]
    for i, label in enumerate(labels):
        lead = f"{number:>2}  " if i == 0 else "  + "
        text = output.paragraph(label, indent="    ")
        output.emit(lead + text[4:])


def _apply(args: argparse.Namespace, session: Session, planned: Schedule, found: Replanning) -> int:
    from aiplan.core.attribution import Cause
    from aiplan.core.recovery.decision import decision_for, impact_of

    options = [found.as_planned, *found.options]
    if not 0 <= args.apply < len(options):
        last = len(options) - 1
        raise UsageError(
            f"there is no option {args.apply}", hint=f"options go from 0 to {last}; aiplan replan lists them"
        )
    chosen = options[args.apply]
    decision = decision_for(session.plan, found, chosen, args.on or session.schedule.as_of_given)
    causes: Sequence[Cause] = [Cause(lever.tag, lever.edits) for lever in chosen.levers]
    before = session.text.text

    def then() -> None:
        if args.level:
            output.emit("\nLevelled:")
            consequences.say(consequences.of_change(planned, _start(session.schedule, level=True)[0]))
        _say_lines(before, session.text.text)

    did = [f"option {args.apply}: {chosen.label}", impact_of(found, chosen), f"logged as decisions.{decision.id}"]
    tell: Telling = "nothing" if args.level else "fully"
    return carry_out(args, session, [*chosen.edits, decision], did, tell=tell, causes=causes, then=then)


def _say_lines(before: str, after: str) -> None:
    output.emit("\nLines of the plan:")
    for line in changed_lines(before, after):
        style = {"+": "green", "-": "red"}.get(line[0], "dim")
        output.emit(output.styled(line, style))


def _days(text: str) -> int:
    word = text.removesuffix("d")
    if not word.isascii() or not word.isdigit() or not 0 < int(word[:6]) < 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of working days: write 5")
    return int(word)


def _as_json(schedule: Schedule, found: Replanning) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "project": {"name": schedule.plan.project.name, "as_of": schedule.as_of.isoformat()},
        "milestone": found.milestone,
        "target": found.target.isoformat(),
        "schedules": found.schedules,
        "options": [_option_json(i, option) for i, option in enumerate([found.as_planned, *found.options])],
    }


def _option_json(number: int, option: RecoveryPlan) -> dict[str, Any]:
    return {
        "number": number,
        "label": option.label,
        "levers": [
            {
                "kind": lever.kind,
                "label": lever.label,
                "changes": [".".join(map(str, p)) for p in sorted(lever.paths, key=str)],
            }
            for lever in option.levers
        ],
        "finish": option.finish.isoformat(),
        "meets": option.meets,
        "days_gained": option.days_gained,
        "p50": option.p50.isoformat(),
        "p80": option.p80.isoformat(),
        "probability": option.probability,
        "cost": round(option.cost, 2),
        "scope": option.scope,
        "dropped": list(option.dropped),
        "heuristic": option.heuristic,
    }
