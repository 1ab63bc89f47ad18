"""Importing files in tests, and reading the plan that comes of it as the program would."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aiplan.core.checks.runner import run_checks
from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.importing.drafting import Wishes
from aiplan.importing.plan import Imported, imported
from aiplan.importing.values import DayOrder
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from aiplan.store.canonical import format_text
from aiplan.store.text import PlanText
from helpers.tools import ROOT

FOLDER = ROOT / "tests" / "fixtures" / "imports"
TODAY = dt.date(2026, 11, 25)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was imported."""

    made: Imported
    plan: Plan
    schedule: Schedule

    @property
    def said(self) -> list[str]:
        """What there was to say, with places."""
        return [f"{note.line}:{note.column}: {note.text()}".removeprefix("0:: ") for note in self.made.notes]

    def dates(self, key: str) -> tuple[str, str]:
        """Return first and last day of an activity."""
        found: Activity = self.schedule[key]
        return str(found.early_start), str(found.early_finish)


def read(raw: bytes | str, name: str = "plan.csv", *, order: DayOrder | None = None, today: dt.date = TODAY) -> Read:
    """Import `raw`; the plan must read back without errors, and be written as `aiplan fmt` would write it."""
    made = imported(raw.encode() if isinstance(raw, str) else raw, name, Wishes(today), order=order)
    text = PlanText.from_text(made.text)
    assert format_text(text).text == made.text
    plan, findings = read_plan(text.data, file_order=text.file_order)
    schedule = schedule_plan(plan, today=today)
    wrong = [f for f in (*text.problems, *findings, *run_checks(plan, schedule)) if f.severity == "error"]
    assert wrong == []
    return Read(made, plan, schedule)


def fixture(name: str) -> Read:
    """Import a file of the fixtures."""
    return read((FOLDER / name).read_bytes(), name)
