"""Assessments: how they are looked at, and what is changed in place."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("feasibility", "Feasibility", "feasibility.look", "c", "look", N_("Map, compare"),
           N_("Scorecard, map of value and feasibility, or all side by side."), footer=1),
    Action("feasibility", "Feasibility", "feasibility.raise", "plus,equals_sign", "step(1)", N_("Raise"),
           N_("Raise the score or the evidence under the cursor."), footer=3, shown="+/-"),
    Action("feasibility", "Feasibility", "feasibility.lower", "minus", "step(-1)", N_("Lower"),
           N_("Lower the score or the evidence under the cursor.")),
    Action("feasibility", "Feasibility", "feasibility.answer", "space", "answer", N_("Answer gate"),
           N_("Answer the gate under the cursor: pass, fail, unknown."), footer=4),
    Action("feasibility", "Feasibility", "feasibility.triage", "t", "triage", N_("EU AI Act"),
           N_("Ask the questions of the EU AI Act about this assessment."), footer=9),
)  # fmt: skip
