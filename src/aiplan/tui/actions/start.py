"""Getting a plan where there is none."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("start", "Start", "start.new", "n", "app.new_plan", N_("New plan"),
           N_("Answer four questions and begin with the plan they make."), footer=1),
    Action("start", "Start", "start.template", "t", "app.from_template", N_("From template"),
           N_("Begin with one of the plans that come with aiplan."), footer=2),
    Action("start", "Start", "start.open", "o", "app.open_plan", N_("Open"),
           N_("Open a plan file."), footer=3),
    Action("start", "Start", "start.import", "i", "app.import_plan", N_("Import"),
           N_("Make a plan of a CSV file or a Gantt chart in Mermaid."), footer=4),
    Action("start", "Start", "start.demo", "d", "app.demo", N_("Demo"),
           N_("Open a copy of the sample plan; nothing in it matters."), footer=5),
    Action("start", "Start", "start.palette", "colon", "app.command_palette", N_("Palette"),
           N_("Find any command by name."), palette=False),
    Action("start", "Start", "start.help", "question_mark", "app.help", N_("Help"), N_("The page of keys."),
           palette=False),
    Action("start", "Start", "start.quit", "q", "app.quit", N_("Quit"), N_("Leave."), footer=6, palette=False),
)  # fmt: skip
