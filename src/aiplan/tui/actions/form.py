"""What can be done inside a form."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action(
        "form",
        "Form",
        "form.close",
        "escape",
        "close",
        N_("Back to list"),
        N_("Leave the form."),
        footer=1,
        palette=False,
    ),
    Action(
        "form",
        "Form",
        "form.undo",
        "ctrl+z",
        "undo",
        N_("Undo"),
        N_("Put back what does not read, else take the last change back."),
        footer=2,
        palette=False,
    ),
    Action(
        "form",
        "Form",
        "form.save",
        "ctrl+s",
        "save",
        N_("Save"),
        N_("Write the plan, with what was typed just now."),
        footer=3,
        palette=False,
    ),
    Action(
        "form",
        "Form",
        "form.more",
        "f2,ctrl+o",
        "more",
        N_("All fields"),
        N_("Show every field, also those not set."),
        footer=4,
        palette=False,
    ),
    Action(
        "form", "Form", "form.next", "down", "step(1)", N_("Next field"), N_("Go to the next field."), palette=False
    ),
    Action(
        "form",
        "Form",
        "form.previous",
        "up",
        "step(-1)",
        N_("Previous field"),
        N_("Go to the field before."),
        palette=False,
    ),
)
