"""Going about in views that are made of lines."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("lines", "Move", "lines.up", "up,k", "move(0, -1)", N_("Up"), N_("Go up to the next item."), palette=False),
    Action("lines", "Move", "lines.down", "down,j", "move(0, 1)", N_("Down"), N_("Go down to the next item."),
           palette=False),
    Action(
        "lines", "Move", "lines.left", "left,h", "move(-1, 0)", N_("Left"), N_("Go to the item to the left."),
        palette=False,
    ),
    Action(
        "lines", "Move", "lines.right", "right,l", "move(1, 0)", N_("Right"), N_("Go to the item to the right."),
        palette=False,
    ),
    Action(
        "lines", "Move", "lines.first", "home,g", "first", N_("First item"), N_("Go to the first item."), palette=False
    ),
    Action("lines", "Move", "lines.last", "end,G", "last", N_("Last item"), N_("Go to the last item."), palette=False),
    Action(
        "lines", "Move", "lines.page_up", "pageup,ctrl+u", "page(-1)", N_("Page up"), N_("Go one page up."),
        palette=False,
    ),
    Action(
        "lines", "Move", "lines.page_down", "pagedown,ctrl+d", "page(1)", N_("Page down"), N_("Go one page down."),
        palette=False,
    ),
    Action(
        "lines", "Plan", "lines.edit", "e,enter", "open", N_("Edit"), N_("Edit what is under the cursor."), footer=2,
        palette=False,
    ),
    Action(
        "lines", "Plan", "lines.go", "o", "go", N_("Go there"), N_("Show the item in the view where it is at home."),
        footer=15, palette=False,
    ),
)  # fmt: skip
