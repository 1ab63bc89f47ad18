"""A plan's difference in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiplan.cli import output
from aiplan.cli.output import Column, Row

if TYPE_CHECKING:
    from aiplan.core.compare import Change
    from aiplan.core.plan_diff import Moved, PlanDiff


def say(diff: PlanDiff, *, stat: bool, threshold: int, max_rows: int) -> None:
    """Write the verdict, then what was edited, what moves and why, and what else is different.

    Args:
        diff: the difference.
        stat: only the verdict, milestones and states.
        threshold: activities that move by fewer days are not listed.
        max_rows: rows of one list.
    """
    output.emit(output.styled(output.wrap(diff.verdict().split(" · "), room=_room()), "bold"))
    if diff.empty:
        return
    if not stat:
        _changes("Edited", diff.edits, max_rows)
    shown = [m for m in diff.moved if abs(m.days) >= threshold]
    _moved("Milestones", [m for m in shown if m.milestone], max_rows)
    _causes(diff, max_rows)
    if not stat:
        _moved("Other activities", [m for m in shown if not m.milestone], max_rows)
    _path(diff)
    _turned(diff, max_rows)
    if not stat:
        _changes("Added, removed, renamed", diff.items, max_rows)


def _room() -> int | None:
    """Return the cells of the verdict's line: the terminal's, or any number where a program reads."""
    return None if sys.stdout.isatty() else sys.maxsize


def _heading(text: str) -> None:
    output.emit("\n" + output.styled(text, "bold"))


def _changes(title: str, changes: Sequence[Change], max_rows: int) -> None:
    from aiplan.review.report import change_words

    if not changes:
        return
    _heading(title)
    for change in changes[:max_rows]:
        output.emit(output.paragraph(output.clean(f"{change.address}: {change_words(change)}"), indent="  "))
    _more(len(changes), max_rows)


def _moved(title: str, moved: Sequence[Moved], max_rows: int) -> None:
    if not moved:
        return
    _heading(title)
    columns = (
        Column("id"),
        Column("title", flexible=True, droppable=True),
        Column("before"),
        Column("now"),
        Column("days", "right"),
    )
    output.table(columns, [_row(m) for m in moved[:max_rows]])
    _more(len(moved), max_rows)


def _row(m: Moved) -> Row:
    return Row(
        (m.id, m.title, str(m.before), str(m.after), f"{m.days:+d}"),
        ("red" if m.days > 0 else "green") if m.milestone else "",
    )


def _causes(diff: PlanDiff, max_rows: int) -> None:
    """Write why each milestone and the finish move, those of the same causes in one sentence."""
    from aiplan.review.report import causes_words

    reasons: dict[tuple[str, ...], list[str]] = {}
    for slip in diff.slips:
        words = causes_words(slip.parts, slip.interaction)
        reasons.setdefault((f"{slip.days:+d}", *words), []).append(slip.id)
    if diff.finish_days:
        words = causes_words(diff.finish_parts, diff.finish_interaction)
        reasons.setdefault((f"{diff.finish_days:+d}", *words), []).append("the project finish")
    if reasons:
        _heading("Because")
    for (days, *words), names in list(reasons.items())[:max_rows]:
        output.emit(output.paragraph(f"{', '.join(names)} {days} = {', '.join(words)}", indent="  "))
    _more(len(reasons), max_rows)
    absorbed: dict[str, int] = {}
    for slip in diff.slips:
        absorbed |= {a.id: max(a.days, absorbed.get(a.id, 0)) for a in slip.absorbed}
    if absorbed:
        most = sorted(absorbed.items(), key=lambda pair: (-pair[1], pair[0]))
        said = ", ".join(f"{key} {days}d" for key, days in most[:6])
        more = f" and {len(most) - 6} more" if len(most) > 6 else ""
        output.emit(output.paragraph(f"float absorbed on the way: {said}{more}", indent="  "))


def _path(diff: PlanDiff) -> None:
    if not diff.path_in and not diff.path_out:
        return
    _heading("Critical path")
    for label, ids in (("now on it", diff.path_in), ("no longer", diff.path_out)):
        if ids:
            output.emit(output.paragraph(f"{label}: {', '.join(ids)}", indent="  "))


def _turned(diff: PlanDiff, max_rows: int) -> None:
    rows = [(name[:-1], t) for name, turned in diff.turned for t in turned]
    if not rows:
        return
    _heading("Goals, deadlines, gates, verdicts")
    for name, t in rows[:max_rows]:
        line = output.paragraph(output.clean(f"{name} {t.id}: {t.before} → {t.after}"), indent="  ")
        output.emit(output.styled(line, "red" if t.worse else ""))
    _more(len(rows), max_rows)


def _more(count: int, limit: int) -> None:
    if count > limit:
        output.emit(f"  … and {count - limit} more (--max-rows)")
