"""The second line: the views, and which one is on show."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import var

from aiplan.tui.i18n import _, language
from aiplan.tui.state import AppState
from aiplan.tui.views import VIEWS, ViewInfo
from aiplan.tui.widgets.line import LineWidget, part

_WHOLE = 5
"""Letters up to which a name is not shortened."""


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
        names: list[str] = []
        for names in _candidates(current):
            if sum(map(cell_len, names)) <= self.size.width:
                break
        parts = []
        for view, name in zip(VIEWS, names, strict=True):
            style = (
                "bold $block-cursor-foreground on $block-cursor-background" if view.id == current else "$gantt-muted"
            )
            parts.append(part(name, style, f"app.view('{view.id}')"))
        return Content("").join(parts).truncate(max(1, self.size.width))


def _candidates(current: str | None) -> Iterator[list[str]]:
    """Yield the names of all views, the widest first; the view on show keeps its whole name the longest."""
    for form in (" {key} {name} ", "{key} {name} "):
        whole = [form.format(key=view.key, name=_(view.label)) for view in VIEWS]
        short = [form.format(key=view.key, name=_short(view)) for view in VIEWS]
        yield whole
        yield [full if view.id == current else name for view, full, name in zip(VIEWS, whole, short, strict=True)]
        yield short
    yield [f" {view.key} {_(view.label)} " if view.id == current else f" {view.key} " for view in VIEWS]
    yield [f" {view.key} " for view in VIEWS]


def _short(view: ViewInfo) -> str:
    """Return the name in four cells, or five where it has no more: four letters, or two Chinese characters."""
    label = _(view.label)
    if language() == "zh":
        return label[:2]
    return label if len(label) <= _WHOLE else label[: _WHOLE - 1]
