"""View 3: the map of dependencies, fed from the state."""

from __future__ import annotations

from textual import on
from textual.reactive import var

from aiplan.tui.i18n import language
from aiplan.tui.items import address_of, is_work
from aiplan.tui.messages import OpenItem, SelectedItem
from aiplan.tui.state import AppState
from aiplan.tui.widgets.dep_graph.model import graph_model
from aiplan.tui.widgets.dep_graph.widget import DepGraph


class GraphView(DepGraph):
    """Turns each new document into a map, and the cursor into a message."""

    state: var[AppState | None] = var(None)
    _made_for: tuple[object, ...] = ()

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """While the view is on show, follow the plan and the selection."""
        if new is None or new.view != self.id:
            return
        made_for = (new.document, new.visible, language())
        if made_for != self._made_for:
            self._made_for = made_for
            model = graph_model(new.document.schedule)
            self.show(model if new.visible is None else model.only(new.visible), new.selected)
        elif new.selected is not None and new.selected != self.cursor_id:
            self.select(new.selected)
        entered = old is None or old.view != self.id
        if entered and self.cursor_id is not None and not is_work(new.item):
            self.chosen(self.cursor_id)

    def chosen(self, key: str) -> None:
        """Say what is selected now."""
        if self.state is not None and key in self.state.document.schedule:
            # Straight to the app, so that what else changes on screen is painted together with the cursor.
            self.app.post_message(SelectedItem(address_of(self.state.document.schedule, key)))

    @on(DepGraph.Activated)
    def _activated(self, event: DepGraph.Activated) -> None:
        event.stop()
        if self.state is not None:
            self.post_message(OpenItem(address_of(self.state.document.schedule, event.id)))
