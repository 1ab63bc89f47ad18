"""Trying something out beside the plan."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("views", "What-if", "whatif.begin", "w", "app.what_if", N_("What if"),
           N_("Try changes out beside the plan; in a what-if, show or hide the comparison."), footer=16),
    Action("views", "What-if", "whatif.scenarios", "W", "app.scenarios", N_("Scenarios"),
           N_("Compare scenarios, open one as a what-if, or delete one.")),
    Action("whatif", "What-if", "whatif.apply", "A", "app.apply_what_if", N_("Apply"),
           N_("Make the what-if the plan, as one step that undo takes back."), footer=1),
    Action("whatif", "What-if", "whatif.keep", "s", "app.keep_scenario", N_("Keep"),
           N_("Keep what was tried out as a scenario; the plan is not changed."), footer=3),
    Action("whatif", "What-if", "whatif.discard", "escape", "app.leave_what_if", N_("Discard"),
           N_("Go back to the plan; where something was tried out, you are asked."), footer=2),
)  # fmt: skip
