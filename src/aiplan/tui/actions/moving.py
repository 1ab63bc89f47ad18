"""Going about in the timeline."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("grid", "Move", "move.up", "up,k", "cursor(-1)", N_("Up"), N_("Go one row up."), palette=False),
    Action("grid", "Move", "move.down", "down,j", "cursor(1)", N_("Down"), N_("Go one row down."), palette=False),
    Action("grid", "Move", "move.first", "home,g", "cursor_first", N_("First row"), N_("Go to the first row.")),
    Action("grid", "Move", "move.last", "end,G", "cursor_last", N_("Last row"), N_("Go to the last row.")),
    Action(
        "grid", "Move", "move.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up"), N_("Go one page up."), palette=False
    ),
    Action(
        "grid",
        "Move",
        "move.page_down",
        "pagedown,ctrl+d",
        "page(1)",
        N_("Page down"),
        N_("Go one page down."),
        palette=False,
    ),
    Action(
        "grid", "Move", "move.earlier", "left,h", "pan(-1)", N_("Earlier"), N_("Look at earlier days."), palette=False
    ),
    Action("grid", "Move", "move.later", "right,l", "pan(1)", N_("Later"), N_("Look at later days."), palette=False),
    Action("grid", "Move", "move.fold", "space", "fold", N_("Fold"), N_("Fold or unfold the milestone of this row.")),
    Action(
        "grid",
        "Move",
        "move.fold_all",
        "Z",
        "fold_all",
        N_("Fold all"),
        N_("Fold every milestone, or unfold them all."),
    ),
)
