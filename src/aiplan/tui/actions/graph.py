"""Going about on the map of dependencies, and how it is looked at."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action(
        "graph", "Graph", "graph.before", "left,h", "along(-1)", N_("Predecessor"),
        N_("Go to the predecessor that drives this, or else to a critical or a near one."), palette=False,
    ),
    Action(
        "graph", "Graph", "graph.after", "right,l", "along(1)", N_("Successor"),
        N_("Go to the successor that this drives, or else to a critical or a near one."), palette=False,
    ),
    Action("graph", "Graph", "graph.up", "up,k", "across(-1)", N_("Up"), N_("Go up to the next item of the step."),
           palette=False),
    Action("graph", "Graph", "graph.down", "down,j", "across(1)", N_("Down"),
           N_("Go down to the next item of the step."), palette=False),
    Action("graph", "Graph", "graph.page_up", "pageup,ctrl+u", "across(-8)", N_("Page up"),
           N_("Go eight items up."), palette=False),
    Action("graph", "Graph", "graph.page_down", "pagedown,ctrl+d", "across(8)", N_("Page down"),
           N_("Go eight items down."), palette=False),
    Action("graph", "Graph", "graph.first", "home,g", "end(-1)", N_("First step"),
           N_("Go to what waits for nothing.")),
    Action("graph", "Graph", "graph.last", "end,G", "end(1)", N_("Last step"), N_("Go to what nothing waits for.")),
    Action(
        "graph", "Graph", "graph.neighbours", "f", "neighbours", N_("Neighbours"),
        N_("Show only what lies two links around the item, with titles, or the whole map."), footer=1,
    ),
    Action("graph", "Graph", "graph.wider", "plus,equals_sign", "zoom(1)", N_("Zoom"), N_("Make the boxes wider."),
           footer=5, shown="+/-"),
    Action("graph", "Graph", "graph.narrower", "minus", "zoom(-1)", N_("Zoom out"), N_("Make the boxes narrower.")),
    Action("graph", "Graph", "graph.fit", "0", "fit", N_("Fit"), N_("Let the screen decide how wide boxes are."),
           footer=11),
)  # fmt: skip
