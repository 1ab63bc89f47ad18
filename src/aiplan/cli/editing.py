"""How commands change the plan: open it, apply edits, say what they did and what follows, save."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiplan.cli import diagnostics, output
from aiplan.cli.opening import plural
from aiplan.cli.options import add_as_of, add_dry_run, add_file, plan_path, today
from aiplan.cli.prose import slip_days
from aiplan.model.address import Path
from aiplan.model.edits import Edit
from aiplan.model.finding import Finding

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.session import Session

_MOST_FINDINGS = 5
"""New findings named one by one; the rest are counted."""


def add_edit_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that changes the plan."""
    add_file(parser)
    add_as_of(parser)
    add_dry_run(parser)


def open_session(args: argparse.Namespace) -> Session:
    """Return the plan that the command line names, opened for editing.

    Raises:
        AiplanError: where it cannot be read.
    """
    from aiplan.session import Session

    return Session.open(plan_path(args), today=today(), as_of=args.as_of)


def carry_out(
    args: argparse.Namespace,
    session: Session,
    edits: Sequence[Edit],
    did: Sequence[str],
    *,
    renamed: tuple[Path, Path] | None = None,
) -> int:
    """Apply `edits`, save unless it is a dry run, and print what was done with its consequence.

    Args:
        args: with `dry_run`.
        session: the opened plan.
        edits: all or none of them are applied.
        did: what the edits do, a line each.
        renamed: the path of an item before and after, so that its old findings are known again.

    Returns:
        1 where the plan has an error that it did not have before, else 0.

    Raises:
        AiplanError: where an edit makes no sense, or the file cannot be saved.
    """
    before, known = session.schedule, Counter(_key(f, renamed) for f in session.findings)
    session.apply(*edits, label="; ".join(did))
    if not session.dirty:
        output.emit("nothing to change: the plan says so already")
        return diagnostics.OK
    if not args.dry_run:
        session.save()
    for line in did:
        output.emit(output.paragraph(output.clean(line)))
    output.emit(consequence(before, session.schedule))
    if args.dry_run:
        diagnostics.note("dry run, nothing written")
    return _report_new(session, known)


def consequence(before: Schedule, after: Schedule) -> str:
    """Return what became of the finish, and of the milestones, in one or two lines."""
    parts = [_finish(before, after)]
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
        worst = sorted(moved, key=lambda m: -abs(m[1]))[:3]
        named = ", ".join(f"{key} {days:+d}" for key, days in worst)
        more = f" and {len(moved) - len(worst)} more" if len(moved) > len(worst) else ""
        parts.append(f"{plural(len(moved), 'milestone')} {'moves' if len(moved) == 1 else 'move'}: {named}{more}")
    if before.critical_path != after.critical_path:
        parts.append("critical path changed")
    return output.wrap(parts)


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


def _report_new(session: Session, known: Mapping[tuple[str, ...], int]) -> int:
    """Name the findings that were not there before on stderr; return 1 where one is an error."""
    left = Counter(known)
    new: list[Finding] = []
    for finding in session.findings:
        key = _key(finding, None)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    for f in new[:_MOST_FINDINGS]:
        place = session.path if f.line is None else f"{session.path}:{f.line}"
        diagnostics.note(f"new: {place} {f.code} {f.severity} {output.clean(f.message)}")
        if f.hint:
            diagnostics.hint(output.clean(f.hint))
    if len(new) > _MOST_FINDINGS:
        diagnostics.note(f"and {plural(len(new) - _MOST_FINDINGS, 'more finding')}; see aiplan check {session.path}")
    return diagnostics.exit_code(new)


def _key(finding: Finding, renamed: tuple[Path, Path] | None) -> tuple[str, ...]:
    """Return what makes two findings the same one before and after an edit; places in lists shift."""
    path = finding.path
    if renamed is not None and path[: len(renamed[0])] == renamed[0]:
        path = (*renamed[1], *path[len(renamed[0]) :])
    return finding.code, finding.severity, *(part for part in path if isinstance(part, str))
