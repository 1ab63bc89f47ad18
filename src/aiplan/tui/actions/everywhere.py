"""Finding, views, and the application itself."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("views", "Everywhere", "find.open", "slash", "app.find", N_("Find"), N_("Find by title or id."), footer=10),
    Action(
        "views",
        "Everywhere",
        "find.next",
        "n",
        "app.find_next(1)",
        N_("Next hit"),
        N_("Go to the next hit."),
        palette=False,
    ),
    Action(
        "views",
        "Everywhere",
        "find.previous",
        "N",
        "app.find_next(-1)",
        N_("Previous hit"),
        N_("Go to the hit before."),
        palette=False,
    ),
    Action(
        "views",
        "Everywhere",
        "view.findings",
        "f",
        "app.findings",
        N_("Findings"),
        N_("List what is wrong or doubtful."),
    ),
    Action(
        "views",
        "Everywhere",
        "view.why",
        "i",
        "app.toggle_why",
        N_("Why"),
        N_("Show or hide why this row has its dates."),
    ),
    Action("views", "Everywhere", "app.theme", "", "app.next_theme", N_("Theme"), N_("Change between dark and light.")),
    Action(
        "views",
        "Everywhere",
        "app.palette",
        "colon",
        "app.command_palette",
        N_("Palette"),
        N_("Find any command or item by name."),
        chords="ctrl+p",
        footer=4,
    ),
    Action(
        "views",
        "Everywhere",
        "app.help",
        "question_mark",
        "app.help",
        N_("Help"),
        N_("The page of keys."),
        chords="f1",
        footer=3,
    ),
    Action(
        "views",
        "Everywhere",
        "app.quit",
        "q",
        "app.quit",
        N_("Quit"),
        N_("Leave; unsaved changes are asked about."),
        chords="ctrl+q",
    ),
)
