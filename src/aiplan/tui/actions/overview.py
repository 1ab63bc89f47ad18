"""The overview: what is shown of what needs a decision."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("overview", "Overview", "overview.all", "c", "all", N_("All decisions"),
           N_("Everything that needs a decision, or only the gravest."), footer=1),
)  # fmt: skip
