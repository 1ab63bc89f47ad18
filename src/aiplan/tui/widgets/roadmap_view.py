"""View 9: the roadmap as others will read it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from aiplan.model.context import Language
from aiplan.tui.actions import bindings
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.lines import Line
from aiplan.tui.messages import RoadmapWanted
from aiplan.tui.roadmap import roadmap_lines
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView
from aiplan.tui.widgets.remembering import flag


class RoadmapView(LinesView):
    """Exactly what the export writes, laid out or as Markdown, in either language."""

    BINDINGS = bindings("roadmap")
    REMEMBERED: ClassVar = {"roadmap_source": ("_source", flag)}
    sticky = 1
    at_once = 200

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._source = False
        self._language: Language | None = None

    def options(self) -> tuple[Hashable, ...]:
        """Return whether the Markdown itself is shown, and in which language."""
        return self._source, self._language

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the roadmap."""
        return roadmap_lines(state, width, glyphs, source=self._source, language=self._language)

    def action_source(self) -> None:
        """Show the Markdown itself, or what it looks like."""
        self._source = not self._source
        self.rebuild()
        self.keep("roadmap_source")

    def action_translate(self) -> None:
        """Show the roadmap in the other language."""
        if self.state is not None:
            now = self._language or self.state.document.plan.project.language
            self._language = "zh" if now == "en" else "en"
            self.rebuild()

    def action_write(self) -> None:
        """Ask for the roadmap to be written, in the language it is shown in."""
        self.post_message(RoadmapWanted(self._language))
