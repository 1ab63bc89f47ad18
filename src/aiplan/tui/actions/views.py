"""Going from view to view, made from the table of views."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.views import VIEWS

ACTIONS: tuple[Action, ...] = tuple(
    Action(
        "views",
        "Everywhere",
        f"view.{view.id}",
        view.key,
        f"app.view('{view.id}')",
        view.label,
        view.help,
        palette=False,
    )
    for view in VIEWS
)
