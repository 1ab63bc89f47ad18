"""How commands change the plan: open it, apply edits, say what they did and what follows, save."""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from aiplan.cli import diagnostics, output
from aiplan.cli.opening import out_of_range, plural
from aiplan.cli.options import add_as_of, add_dry_run, add_file, plan_path, today
from aiplan.cli.prose import slip_days
from aiplan.errors import InvalidEdit
from aiplan.model.edits import AddItem, Edit, MoveItem, RemoveItem, RenameItem
from aiplan.model.finding import Finding
from aiplan.model.plan import WORK_SECTIONS

if TYPE_CHECKING:
    from aiplan.core.attribution import Cause
    from aiplan.core.schedule import Schedule
    from aiplan.session import Session

Telling = Literal["nothing", "briefly", "fully"]
"""
nothing: for what moves no date. briefly: the finish, how many milestones move, the critical path, in a line or two.
fully: each milestone that moves, by how much and why.
"""
_MOST_FINDINGS = 5
"""New findings named one by one; the rest are counted."""


def add_edit_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that changes the plan."""
    add_file(parser)
    add_as_of(parser)
    add_dry_run(parser)


def open_session(args: argparse.Namespace, *, as_of: dt.date | None) -> Session:
    """Return the plan that the command line names, opened for editing as of a date (default: the plan's).

    Raises:
        AiplanError: where it cannot be read.
    """
    from aiplan.core.calendar import OutOfRangeError
    from aiplan.loading import load
    from aiplan.session import Session

    path = plan_path(args)
    try:
        return Session.open(path, today=today(), as_of=as_of)
    except (OutOfRangeError, OverflowError):
        raise out_of_range(load(path)) from None


def carry_out(
    args: argparse.Namespace,
    session: Session,
    edits: Sequence[Edit],
    did: Sequence[str],
    *,
    tell: Telling = "fully",
    causes: Sequence[Cause] = (),
    then: Callable[[], None] | None = None,
    ask: Callable[[], bool] | None = None,
) -> int:
    """Apply `edits`, save unless it is a dry run, and print what was done with its consequence.

    Args:
        args: with `dry_run`.
        session: the opened plan.
        edits: all or none of them are applied.
        did: what the edits do, a line each.
        tell: how much is said about what becomes of the dates.
        causes: what the edits are made of, where several things are done at once.
        then: says more, when that has been said.
        ask: asked when all has been said and before anything is written; nothing is written where it says no.

    Returns:
        1 where the plan has an error that it did not have before, else 0.

    Raises:
        AiplanError: where an edit makes no sense, or the file cannot be saved.
    """
    before, old = session.schedule, _under_new_ids(session.findings, edits)
    _apply(session, edits, "; ".join(did))
    if not session.dirty:
        output.emit("nothing to change: the plan says so already")
        return diagnostics.OK
    if not args.dry_run and ask is None:
        session.save()
    for line in did:
        output.emit(output.paragraph(output.clean(line)))
    if tell == "briefly":
        output.emit(consequence(before, session.schedule, edits))
    elif tell == "fully":
        tell_consequences(before, session.schedule, edits, causes)
    if then is not None:
        then()
    if args.dry_run:
        diagnostics.note("dry run, nothing written")
    elif ask is not None:
        output.finish()
        if not ask():
            diagnostics.note("nothing written")
            return diagnostics.OK
        session.save()
    return _report_new(session, old)


def tell_consequences(before: Schedule, after: Schedule, edits: Sequence[Edit], causes: Sequence[Cause] = ()) -> None:
    """Write what becomes of the finish and of what was edited, then of each milestone that moves, and why."""
    from aiplan.cli import consequences

    found = consequences.of_change(before, after, causes)
    if not found.moves:
        output.emit(consequence(before, after, edits))
        return
    output.emit(output.wrap([_finish(before, after), *_edited(before, after, edits)]))
    output.emit("")
    consequences.say(found)


def _apply(session: Session, edits: Sequence[Edit], label: str) -> None:
    from aiplan.core.calendar import OutOfRangeError

    try:
        session.apply(*edits, label=label)
    except (OutOfRangeError, OverflowError):
        hint = "look for a date or a duration with a digit too many"
        raise InvalidEdit("the dates would leave the years that calendars reach", hint=hint) from None


def consequence(before: Schedule, after: Schedule, edits: Sequence[Edit]) -> str:
    """Return what became of the finish, of the work that was edited, and of the milestones, in one or two lines."""
    parts = [_finish(before, after), *_edited(before, after, edits)]
    moved = [
        (key, slip_days(after, was, now))
        for key in after.ids
        if key in before
        and after[key].kind == "milestone"
        and (was := before[key].early_finish) is not None
        and (now := after[key].early_finish) is not None
        and now != was
    ]
    if moved:
        named = _some([f"{key} {days:+d}" for key, days in sorted(moved, key=lambda m: -abs(m[1]))])
        parts.append(f"{plural(len(moved), 'milestone')} {'moves' if len(moved) == 1 else 'move'}: {named}")
    parts += _critical(before, after)
    return output.wrap(parts)


def _edited(before: Schedule, after: Schedule, edits: Sequence[Edit]) -> list[str]:
    """Return how the finish of each edited piece of work moved; milestones are told of anyway."""
    paths = [edit.path for edit in edits if not isinstance(edit, AddItem | RemoveItem | RenameItem | MoveItem)]
    named = dict.fromkeys(str(path[1]) for path in paths if len(path) > 2 and path[0] in WORK_SECTIONS)
    moved = []
    for key in named:
        if key not in before or key not in after or after[key].kind == "milestone":
            continue
        was, now = before[key].early_finish, after[key].early_finish
        if was is not None and now is not None and was != now:
            moved.append(f"{key} {was} → {now} ({slip_days(after, was, now):+d})")
    return moved[:3]


def _critical(before: Schedule, after: Schedule) -> list[str]:
    """Return what entered and what left the critical path."""
    entered = [key for key in after.critical_path if key not in before.critical_path]
    left = [key for key in before.critical_path if key not in after.critical_path]
    if not entered and not left:
        return []
    changes = [f"+ {_some(entered)}"] if entered else []
    changes += [f"− {_some(left)}"] if left else []
    return [f"critical path {', '.join(changes)}"]


def _some(names: Sequence[str]) -> str:
    """Return at most three of `names`, and how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _finish(before: Schedule, after: Schedule) -> str:
    was, now = before.finish, after.finish
    if was == now:
        return f"finish {now}, unchanged" if now else "no finish: nothing is planned"
    if was is None or now is None:
        return f"finish {was or 'none'} → {now or 'none'}"
    return f"finish {was} → {now} ({signed(slip_days(after, was, now))})"


def signed(days: int) -> str:
    """Return `+5 working days`, `-1 working day`."""
    return f"{days:+,d} working day" + ("" if days in (1, -1) else "s")


def _report_new(session: Session, old: Sequence[Finding]) -> int:
    """Name the findings that were not there before on stderr; return 1 where one is an error."""
    new = new_findings(old, session.findings)
    for f in new[:_MOST_FINDINGS]:
        place = session.path if f.line is None else f"{session.path}:{f.line}"
        diagnostics.note(f"new: {place} {f.code} {f.severity} {output.clean(f.message)}")
        if f.hint:
            diagnostics.hint(output.clean(f.hint))
    if len(new) > _MOST_FINDINGS:
        diagnostics.note(f"and {plural(len(new) - _MOST_FINDINGS, 'more finding')}; see aiplan check {session.path}")
    return diagnostics.exit_code(new)


def new_findings(old: Sequence[Finding], now: Sequence[Finding]) -> list[Finding]:
    """Return which of `now` were not among `old`.

    Lines shift with every edit, places in lists and words with some: what is left of the same code at the same key is
    the same finding.
    """
    exact = Counter((f.code, f.path, f.message) for f in old)
    left = Counter(map(_place, old))
    open_: list[Finding] = []
    for f in now:
        if exact[f.code, f.path, f.message] > 0:
            exact[f.code, f.path, f.message] -= 1
            left[_place(f)] -= 1
        else:
            open_.append(f)
    new = []
    for f in open_:
        if left[_place(f)] > 0:
            left[_place(f)] -= 1
        else:
            new.append(f)
    return new


def _place(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.severity, *(part for part in finding.path if isinstance(part, str))


def _under_new_ids(findings: Sequence[Finding], edits: Sequence[Edit]) -> list[Finding]:
    """Return findings of before under the ids their items have after `edits`."""
    new = {(edit.section, edit.old): edit.new for edit in edits if isinstance(edit, RenameItem)}
    return [
        replace(f, path=(f.path[0], new[item], *f.path[2:])) if (item := f.path[:2]) in new else f for f in findings
    ]
