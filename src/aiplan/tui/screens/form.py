"""The form as a window of its own, where the screen is too narrow for it beside the plan."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.reactive import var

from aiplan.tui import words
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.messages import FormClosed
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.state import AppState
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.key_bar import KeyBar


class FormScreen(Dialog[tuple[str, ...]]):
    """One item, nearly full screen; returns what is wrong in its fields."""

    BINDINGS: ClassVar = [Binding("ctrl+y", "app.redo", show=False, id="form.redo")]

    state: var[AppState | None] = var(None)

    def __init__(self, key: str, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._key = key
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield the form and its keys."""
        with Vertical(classes="dialog form", id="window"):
            yield DetailForm(focus_key=self._key, glyphs=self._glyphs).data_bind(FormScreen.state)
        yield KeyBar()

    def watch_state(self, new: AppState | None) -> None:
        """Say in the frame what the line above the plan says: when it finishes, and by how much that moved."""
        windows = self.query("#window")
        if new is None or not windows:
            return
        schedule = new.document.schedule
        said = _("finish {day}").format(day=words.day(schedule.finish, year=schedule.as_of.year))
        windows.first().border_subtitle = f"{said} {words.signed(new.delta)}" if new.delta else said

    def on_mount(self) -> None:
        """Fill the frame."""
        self.watch_state(self.state)

    def on_form_closed(self, event: FormClosed) -> None:
        """Go back to the plan."""
        event.stop()
        self.dismiss(event.lost)
