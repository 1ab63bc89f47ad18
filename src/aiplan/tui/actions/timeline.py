"""How the timeline is looked at."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action(
        "grid",
        "Timeline",
        "time.zoom_in",
        "plus,equals_sign",
        "zoom(1)",
        N_("Zoom"),
        N_("See fewer days, larger."),
        footer=1,
        shown="+/-",
    ),
    Action("grid", "Timeline", "time.zoom_out", "minus", "zoom(-1)", N_("Zoom out"), N_("See more days, smaller.")),
    Action(
        "grid",
        "Timeline",
        "time.fit",
        "0",
        "fit",
        N_("Fit"),
        N_("Show the whole plan, now and after resizing."),
        footer=5,
    ),
    Action(
        "grid", "Timeline", "time.today", "t", "today", N_("Data date"), N_("Bring the data date into view."), footer=12
    ),
    Action(
        "grid",
        "Timeline",
        "time.reveal",
        "full_stop",
        "reveal",
        N_("Find bar"),
        N_("Bring the bar of the row into view."),
    ),
    Action(
        "grid",
        "Timeline",
        "time.baseline",
        "b",
        "baseline",
        N_("Baseline"),
        N_("Show or hide the baseline."),
        footer=13,
    ),
    Action(
        "grid",
        "Timeline",
        "time.links",
        "c",
        "links",
        N_("Links"),
        N_("Links drawn: critical and this row's, all, only this row's, none."),
        footer=11,
    ),
    Action("grid", "Timeline", "time.density", "z", "density", N_("Density"), N_("One line a row, or two.")),
)
