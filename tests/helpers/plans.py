"""Plans written as text in the tests themselves."""

from __future__ import annotations

import datetime as dt
import textwrap
import tomllib
from typing import Any

from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan

HEAD = """
format = 1
[project]
name = "Test"
start = 2026-01-05
as_of = 2026-03-16
"""


def plan_data(text: str) -> dict[str, Any]:
    """Return the data of a plan: `text` after a head with a pinned data date, unless it has its own."""
    body = textwrap.dedent(text)
    return tomllib.loads(body if "[project]" in body else HEAD + body)


def plan_of(text: str) -> Plan:
    """Return the plan of `text`; every value in it must fit the format."""
    plan, findings = read_plan(plan_data(text))
    assert not [f for f in findings if f.severity == "error"], findings
    return plan


def schedule_of(text: str, *, today: dt.date = dt.date(2026, 3, 16), as_of: dt.date | None = None) -> Schedule:
    """Return the schedule of the plan of `text`."""
    return schedule_plan(plan_of(text), today=today, as_of=as_of)
