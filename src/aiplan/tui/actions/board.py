"""Going about on the board, and moving its cards."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("board", "Board", "board.left", "left,h", "along(-1)", N_("Left"), N_("Go to the column to the left."),
           palette=False),
    Action("board", "Board", "board.right", "right,l", "along(1)", N_("Right"), N_("Go to the column to the right."),
           palette=False),
    Action("board", "Board", "board.up", "up,k", "across(-1)", N_("Up"), N_("Go up to the next card."), palette=False),
    Action("board", "Board", "board.down", "down,j", "across(1)", N_("Down"), N_("Go down to the next card."),
           palette=False),
    Action("board", "Board", "board.page_up", "pageup,ctrl+u", "across(-6)", N_("Page up"), N_("Go six cards up."),
           palette=False),
    Action("board", "Board", "board.page_down", "pagedown,ctrl+d", "across(6)", N_("Page down"),
           N_("Go six cards down."), palette=False),
    Action("board", "Board", "board.first", "home,g", "end(-1)", N_("First card"),
           N_("Go to the first card of the column."), palette=False),
    Action("board", "Board", "board.last", "end,G", "end(1)", N_("Last card"),
           N_("Go to the last card of the column."), palette=False),
    Action("board", "Board", "board.group", "b", "group", N_("Columns"),
           N_("Columns by stage, by team, by state or by owner."), footer=1),
    Action("board", "Board", "board.move_left", "less_than_sign", "move(-1)", N_("Move left"),
           N_("Move the card to the column on its left.")),
    Action("board", "Board", "board.move_right", "greater_than_sign", "move(1)", N_("Move"),
           N_("Move the card to the column on its right."), footer=5, shown="</>"),
)  # fmt: skip
