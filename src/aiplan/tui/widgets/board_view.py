"""View 4: the board, fed from the state."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.reactive import var

from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import language
from aiplan.tui.items import address_of, is_work
from aiplan.tui.messages import MoveCard, OpenItem, SelectedItem
from aiplan.tui.state import AppState
from aiplan.tui.widgets.board.model import BYS, By, board_columns
from aiplan.tui.widgets.board.widget import Board
from aiplan.tui.widgets.remembering import Remembering


class BoardView(Board, Remembering):
    """Turns each new document into columns, and what is done with the cards into messages."""

    REMEMBERED: ClassVar = {"board": ("_by", lambda value: value in BYS)}

    state: var[AppState | None] = var(None)

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._by: By = BYS[0]
        self._made_for: tuple[object, ...] = ()

    @property
    def by(self) -> By:
        """What the columns are."""
        return self._by

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """While the view is on show, follow the plan and the selection."""
        if new is None or new.view != self.id:
            return
        self._rebuild(new)
        entered = old is None or old.view != self.id
        away = new.selected != self.cursor_id or not is_work(new.item)
        if entered and self.cursor_id is not None and away:
            self.chosen(self.cursor_id)

    def _rebuild(self, state: AppState) -> None:
        made_for = (state.document, state.visible, self._by, language())
        if made_for != self._made_for:
            self._made_for = made_for
            self.show(board_columns(state.document.schedule, self._by, state.visible), state.selected)
        elif state.selected is not None and state.selected != self.cursor_id:
            self.select(state.selected)

    def action_group(self) -> None:
        """Change what the columns are: stages, teams, states or owners."""
        self._by = BYS[(BYS.index(self._by) + 1) % len(BYS)]
        if self.state is not None:
            self._rebuild(self.state)
        self.keep("board")

    def chosen(self, key: str) -> None:
        """Say what is selected now."""
        if self.state is not None and key in self.state.document.schedule:
            # Straight to the app, so that what else changes on screen is painted together with the cursor.
            self.app.post_message(SelectedItem(address_of(self.state.document.schedule, key)))

    @on(Board.Activated)
    def _activated(self, event: Board.Activated) -> None:
        event.stop()
        if self.state is not None:
            self.post_message(OpenItem(address_of(self.state.document.schedule, event.id)))

    @on(Board.Moved)
    def _moved(self, event: Board.Moved) -> None:
        event.stop()
        self.post_message(MoveCard(event.id, self._by, event.to))
