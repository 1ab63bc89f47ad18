"""A window with one field: what it has in common with others, whatever the field is for."""

from __future__ import annotations

from abc import abstractmethod

from textual import on

from aiplan.tui.screens.dialog import Answer, Dialog
from aiplan.tui.widgets.field_row import FieldRow


class OneRowScreen(Dialog[Answer | None]):
    """Takes what stands in the field when enter is pressed in it; a complaint goes with the next letter."""

    _row: FieldRow

    @abstractmethod
    def action_take(self) -> None:
        """Return what the field says, or say what is wrong with it."""

    def action_leave(self) -> None:
        """Return nothing."""
        self.dismiss(None)

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        self._row.complaint = ""

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if event.submitted:
            self.action_take()
