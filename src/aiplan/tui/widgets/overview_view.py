"""View 1: the plan on one screen."""

from __future__ import annotations

from textual import on
from textual.reactive import var
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.messages import GoTo, Selected
from aiplan.tui.overview import Line, overview_lines
from aiplan.tui.state import AppState
from aiplan.tui.widgets.row_list import RowList


class OverviewView(RowList):
    """Lines about the whole plan; enter goes to the item a line is about."""

    DEFAULT_CSS = """
    OverviewView { background: $gantt-base; padding: 1 1 0 1; }
    """

    state: var[AppState | None] = var(None)

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._shown_lines: list[Line] = []
        self._made_for: tuple[object, ...] = ()

    def watch_state(self) -> None:
        """Write the lines anew where the plan changed."""
        self._write()

    def on_resize(self) -> None:
        """Write the lines for another width."""
        self._write()

    def on_show(self) -> None:
        """Write what was not written while another view was on show."""
        self._write()

    def _write(self) -> None:
        state, width = self.state, self.size.width
        if state is None or width < 20 or state.view != "overview":
            return
        made_for = (state.document, state.findings, width)
        if made_for == self._made_for:
            return
        self._made_for = made_for
        here = self.highlighted
        self._shown_lines = overview_lines(state, width - 2, self._glyphs)
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(line.content, disabled=line.target is None) for line in self._shown_lines)
            if here is not None and here < len(self._shown_lines) and self._shown_lines[here].target is not None:
                self.highlighted = here

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        target = self._shown_lines[event.option_index].target
        if target is not None and self.has_focus:
            self.post_message(Selected(target))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        target = self._shown_lines[event.option_index].target
        if target is not None:
            self.post_message(GoTo(target))
