"""The milestones that move, as a Mermaid Gantt chart: before and now, one section each."""

from __future__ import annotations

import datetime as dt

from aiplan.core.gantt import GITHUB_CHARS, Bar, Group, gantt_text, task_name
from aiplan.core.plan_diff import Moved, PlanDiff

_DAY = dt.timedelta(days=1)
_LONGEST = 100
"""Characters of a name."""


def diff_groups(diff: PlanDiff) -> tuple[Group, ...]:
    """Return a section for each milestone that moves, by its date now; a milestone spans its one day."""
    moved = sorted((m for m in diff.moved if m.milestone), key=lambda m: (m.after, m.id))
    return tuple(_group(m) for m in moved)


def diff_gantt(diff: PlanDiff, *, max_rows: int = 40, max_chars: int = GITHUB_CHARS) -> str:
    """Return the chart; empty where no milestone moves.

    Args:
        diff: the difference.
        max_rows: milestones that are shown, those that move most.
        max_chars: where the text would be longer, fewer are shown.
    """
    largest = {f"n_{m.id}_now": -abs(m.days) for m in diff.moved}
    groups = diff_groups(diff)
    while True:
        kept = sorted(groups, key=lambda group: largest[group.bars[-1].id])[:max_rows]
        text = gantt_text([group for group in groups if group in kept])
        if len(text) <= max_chars or not kept:
            return text
        max_rows = len(kept) - 1


def _group(m: Moved) -> Group:
    name = task_name(m.id, m.title)
    was = Bar(f"n_{m.id}_before", "before", m.before, m.before + _DAY, ())
    now = Bar(f"n_{m.id}_now", f"now {m.days:+d}d", m.after, m.after + _DAY, ("crit",) if m.days > 0 else ())
    return Group(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…", (was, now))
