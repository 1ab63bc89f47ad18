"""View 2: the grid, fed from the state."""

from __future__ import annotations

from textual import on
from textual.reactive import var

from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import language
from aiplan.tui.items import address_of, is_work
from aiplan.tui.messages import OpenItem, SelectedItem
from aiplan.tui.preview import Preview
from aiplan.tui.state import AppState
from aiplan.tui.widgets.plan_grid.widget import PlanGrid


class TimelineView(PlanGrid):
    """Turns each new document into the rows of the grid, and the cursor into a message."""

    state: var[AppState | None] = var(None)

    def __init__(
        self,
        preview: Preview | None = None,
        *,
        glyphs: Glyphs = UNICODE,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(glyphs=glyphs, id=id)
        self._made_for: tuple[object, ...] = ()
        if preview is not None:
            self.show(preview.model())

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """While the view is on show, show the new rows and put the cursor on the selected item."""
        if new is None or new.view != self.id:
            return
        base = None if new.base is None else new.base.schedule
        made_for = (new.document, new.visible, new.forecast, base, language())
        if made_for != self._made_for:
            from aiplan.tui.widgets.plan_grid.rows import grid_model

            self._made_for = made_for
            document = new.document
            self.show(
                grid_model(
                    document.plan, document.schedule, document.baseline, previous=self.model, only=new.visible,
                    forecast=new.forecast, ghost=base,
                )
            )  # fmt: skip
        self.mark(frozenset(str(address[-1]) for address in new.marked if is_work(address)))
        if new.selected is not None and new.selected != self.cursor_id:
            self.select(new.selected)
        entered = old is not None and old.view != self.id
        if entered and self.cursor_id is not None and not is_work(new.item):
            self.chosen(self.cursor_id)

    def chosen(self, key: str) -> None:
        """Say what is selected now."""
        if self.state is not None:
            # Straight to the app, so that what else changes on screen is painted together with the cursor.
            self.app.post_message(SelectedItem(address_of(self.state.document.schedule, key)))

    @on(PlanGrid.Activated)
    def _activated(self, event: PlanGrid.Activated) -> None:
        event.stop()
        if self.state is not None:
            self.post_message(OpenItem(address_of(self.state.document.schedule, event.id)))
