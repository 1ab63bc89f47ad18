"""Reading and writing the roadmap."""

from __future__ import annotations

from aiplan.tui.actions.action import Action
from aiplan.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action("roadmap", "Roadmap", "roadmap.write", "P", "write", N_("Export"),
           N_("Write the roadmap into a Markdown file."), footer=1),
    Action("roadmap", "Roadmap", "roadmap.source", "t", "source", N_("Markdown"),
           N_("Show the Markdown itself, or what it looks like."), footer=5),
    Action("roadmap", "Roadmap", "roadmap.language", "L", "translate", N_("Language"),
           N_("Show the roadmap in English or in Chinese."), footer=9),
)  # fmt: skip
