"""Writing the roadmap into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on

from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.messages import RoadmapWanted

if TYPE_CHECKING:
    from aiplan.model.context import Language


class RoadmapActions(DeskApp):
    """The same document as `aiplan export markdown` writes."""

    @on(RoadmapWanted)
    def _roadmap_wanted(self, event: RoadmapWanted) -> None:
        from aiplan.tui.roadmap import FILE
        from aiplan.tui.screens.file_name import FileNameScreen

        screen = FileNameScreen(
            _("Write the roadmap"),
            _("A Markdown file beside the plan. What you write around the roadmap in it stays."),
            folder=self.desk.session.path.parent,
            proposed=FILE,
        )
        self.push_screen(screen, lambda target: self._write_roadmap(target, event.language))

    def _write_roadmap(self, target: Path | None, language: Language | None) -> None:
        if target is None:
            return
        from aiplan.export.regions import ROADMAP
        from aiplan.publishing import publication
        from aiplan.tui.roadmap import roadmap_text

        said = ""

        def write() -> None:
            nonlocal said
            state = self.desk.state
            found = publication(target, self.desk.session.path, ROADMAP, roadmap_text(state.document, language))
            found.write()
            said = _("{file} is up to date") if found.current else _("wrote {file}")

        if self.attempt(write):
            self.tell(said.format(file=target.name))
