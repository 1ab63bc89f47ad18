"""The second line: the views, and which one is on show."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import var

from aiplan.tui.i18n import _, language
from aiplan.tui.state import AppState
from aiplan.tui.views import VIEWS, ViewInfo
from aiplan.tui.widgets.line import LineWidget, part


class ViewBar(LineWidget):
    """Numbered names of the views; names are shortened where the line is too narrow for them."""

    DEFAULT_CSS = """
    ViewBar { height: 1; width: 1fr; }
    """

    state: var[AppState | None] = var(None)

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """Draw the line again where another view is on show."""
        if old is None or new is None or old.view != new.view or old is new:
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        current = None if self.state is None else self.state.view
        names = [f" {view.key} {_(view.label)} " for view in VIEWS]
        if sum(map(cell_len, names)) > self.size.width:
            names = [f" {view.key} {_(view.label) if view.id == current else _short(view)} " for view in VIEWS]
        if sum(map(cell_len, names)) > self.size.width:
            names = [f" {view.key} {_short(view)} " for view in VIEWS]
        if sum(map(cell_len, names)) > self.size.width:
            names = [f"{view.key} {_short(view)} " for view in VIEWS]
        parts = []
        for view, name in zip(VIEWS, names, strict=True):
            style = (
                "bold $block-cursor-foreground on $block-cursor-background" if view.id == current else "$gantt-muted"
            )
            parts.append(part(name, style, f"app.view('{view.id}')"))
        return Content("").join(parts).truncate(max(1, self.size.width))


def _short(view: ViewInfo) -> str:
    """Return the name in four cells: four letters, or two Chinese characters."""
    return _(view.label)[: 2 if language() == "zh" else 4]
