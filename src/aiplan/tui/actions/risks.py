"""Risks: moved in the matrix, proposed from scores; triage."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("risks", "Risks", "risks.treatment", "b", "treatment", N_("Before/after"),
           N_("Matrix and order before or after treatment."), footer=1),
    Action("risks", "Risks", "risks.suggest", "p", "suggest", N_("Propose"),
           N_("Propose risks that low scores point to, to take over one by one."), footer=5),
    Action("risks", "Risks", "risks.triage", "t", "triage", N_("EU AI Act"),
           N_("Ask the questions of the EU AI Act about an assessment."), footer=9),
    Action("risks", "Risks", "risks.likelier", "plus,equals_sign", "shift('likelihood', 1)", N_("Likelihood"),
           N_("Raise the likelihood of the risk by one class."), footer=3, shown="+/-"),
    Action("risks", "Risks", "risks.rarer", "minus", "shift('likelihood', -1)", N_("Less likely"),
           N_("Lower the likelihood of the risk by one class.")),
    Action("risks", "Risks", "risks.worse", "greater_than_sign", "shift('impact', 1)", N_("Impact"),
           N_("Raise the impact of the risk by one class."), footer=4, shown="</>"),
    Action("risks", "Risks", "risks.milder", "less_than_sign", "shift('impact', -1)", N_("Milder"),
           N_("Lower the impact of the risk by one class.")),
)  # fmt: skip
