"""Experiments and metrics: readings, results, fallbacks, amendments, learning."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("experiments", "Experiments", "experiments.look", "c", "look", N_("Metrics"),
           N_("Experiments and metrics, or only one of them."), footer=1),
    Action("experiments", "Experiments", "experiments.read", "plus,equals_sign", "read", N_("Reading"),
           N_("Record a reading of the metric or criterion under the cursor."), footer=3, shown="+"),
    Action("experiments", "Experiments", "experiments.result", "t", "app.record('finish')", N_("Result"),
           N_("Record how the attempt came out; says first what follows."), footer=4),
    Action("experiments", "Experiments", "experiments.fallback", "b", "fallback", N_("Fallback"),
           N_("End the attempts and take the fallback."), footer=10),
    Action("experiments", "Experiments", "experiments.amend", "p", "amend", N_("Amend"),
           N_("Change criteria or evaluation set, and write down who did and why."), footer=11),
    Action("experiments", "Experiments", "experiments.learn", "L", "learn", N_("Learned"),
           N_("Write down what the experiment taught."), footer=12),
)  # fmt: skip
