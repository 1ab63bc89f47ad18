"""The comparison of a what-if with the plan, under the view."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import var

from aiplan.core.compare import Change
from aiplan.tui.comparison import comparison_lines
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.state import AppState, Document
from aiplan.tui.whatif import changes_of
from aiplan.tui.widgets.line import LineWidget


class ComparisonPanel(LineWidget):
    """Shown while a what-if is on show and the comparison is wanted."""

    DEFAULT_CSS = """
    ComparisonPanel { height: 8; width: 1fr; padding: 0 1; background: $surface; border-top: solid $secondary; }
    """

    state: var[AppState | None] = var(None)

    def __init__(self, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._compared: tuple[Document, tuple[Change, ...]] | None = None

    def watch_state(self) -> None:
        """Appear, disappear, and draw what is new."""
        state = self.state
        self.display = state is not None and state.whatif is not None and state.whatif.shown
        if self.display:
            self.refresh()

    def _changes(self, document: Document, base: Document) -> tuple[Change, ...]:
        if self._compared is None or self._compared[0] is not document:
            self._compared = (document, changes_of(base.data, document.data))
        return self._compared[1]

    def render(self) -> Content:
        """Return the lines."""
        state = self.state
        if state is None or state.base is None:
            return Content("")
        changes = self._changes(state.document, state.base)
        return Content("\n").join(comparison_lines(state, changes, max(20, self.size.width), self._glyphs))
