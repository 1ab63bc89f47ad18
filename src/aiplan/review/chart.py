"""The milestones that move, as a Mermaid Gantt chart: before and now, one section each."""

from __future__ import annotations

import datetime as dt
import re

from aiplan.core.markup import one_line
from aiplan.core.plan_diff import PlanDiff

_UNSAFE = re.compile(r"[#;%]")


def diff_gantt(diff: PlanDiff) -> str:
    """Return a Gantt chart of the milestones that move; empty where none does.

    Ends are exclusive in Mermaid, so a milestone spans its one day.
    """
    moved = [m for m in diff.moved if m.milestone]
    if not moved:
        return ""
    lines = ["gantt", "    dateFormat YYYY-MM-DD", "    axisFormat %d %b", "    todayMarker off"]
    for m in sorted(moved, key=lambda m: (m.after, m.id)):
        lines.append(f"    section {_name(m.id, m.title)}")
        lines.append(f"    before :n_{_id(m.id)}_before, {_span(m.before)}")
        lines.append(f"    now {m.days:+d}d :crit, n_{_id(m.id)}_now, {_span(m.after)}")
    return "\n".join(lines) + "\n"


def _span(day: dt.date) -> str:
    return f"{day}, {day + dt.timedelta(days=1)}"


def _id(key: str) -> str:
    return re.sub(r"\W", "_", key)


def _name(key: str, title: str) -> str:
    return _UNSAFE.sub("", one_line(f"{key} {title}")).replace(":", "：")
