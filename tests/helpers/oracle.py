"""A plan as short text, scheduled; dates as short text, so that a test reads like the page it checks."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.plan import WORK_SECTIONS
from aiplan.model.reading import read_plan

MONDAY = dt.date(2026, 1, 5)
"""Project start and data date of a text that gives none."""


def read(text: str) -> dict[str, Any]:
    """Return the data of `text`, completed by what has nothing to do with dates."""
    data = tomllib.loads(text)
    data["project"] = {"name": "oracle", "start": MONDAY, "as_of": MONDAY} | data.get("project", {})
    for section in WORK_SECTIONS:
        for key, table in data.get(section, {}).items():
            table.setdefault("title", key)
    return {"format": 1} | data


def schedule(text: str, *, as_of: dt.date | None = None, today: dt.date = MONDAY) -> Schedule:
    """Return the schedule of the plan `text`."""
    data = read(text)
    order = [key for section in data if section in WORK_SECTIONS for key in data[section]]
    plan, findings = read_plan(data, file_order=order)
    assert [f for f in findings if f.severity == "error"] == []
    return schedule_plan(plan, today=today, as_of=as_of)


def short(day: dt.date | None) -> str:
    """Return `01-05`; `-` where there is no date."""
    return "-" if day is None else day.strftime("%m-%d")


def early(plan: Schedule, key: str) -> str:
    """Return `01-05..01-09`."""
    return f"{short(plan[key].early_start)}..{short(plan[key].early_finish)}"


def late(plan: Schedule, key: str) -> str:
    """Return `01-05..01-09`."""
    return f"{short(plan[key].late_start)}..{short(plan[key].late_finish)}"


def floats(plan: Schedule, key: str) -> tuple[int | None, int | None]:
    """Return (total float, free float)."""
    return plan[key].total_float, plan[key].free_float
