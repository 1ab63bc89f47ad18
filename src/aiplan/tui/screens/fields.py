"""A window with a few fields, and below them what follows from what is typed, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.dialog import Answer, Dialog
from aiplan.tui.widgets.field_row import FieldRow

SETTLE = 0.15
"""Seconds without typing after which it is said what follows."""


class WrongFieldError(ValueError):
    """What stands in a field cannot be meant."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class FieldsScreen(Dialog[Answer | None]):
    """Returns what `read` makes of the fields, `None` where it is left."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]

    def __init__(self, title: str, rows: Mapping[str, FieldRow], *, keys: str) -> None:
        super().__init__()
        self._heading = title
        self._keys = keys
        self._rows = dict(rows)
        self._settling: Timer | None = None
        self._submitted = False
        """Whether fields that are still empty are wrong."""

    # ------------------------------------------------------------ for subclasses

    def read(self) -> Answer:
        """Return what the fields say.

        Raises:
            WrongFieldError: where one does not read.
        """
        raise NotImplementedError

    def preview(self) -> Answer:
        """Return what the fields say as far as they do, to say what follows from it.

        Raises:
            WrongFieldError: where one does not read.
        """
        return self.read()

    def follows(self, answer: Answer) -> Sequence[Content]:
        """Return what follows from it, line by line."""
        raise NotImplementedError

    def above(self) -> Sequence[Widget]:
        """Return what stands above the fields."""
        return ()

    def begin(self) -> None:
        """Put the focus where one begins."""
        next(iter(self._rows.values())).focus_editor()

    # ------------------------------------------------------------ how it works

    def compose(self) -> ComposeResult:
        """Yield the fields, and room for what follows."""
        with Vertical(classes="dialog fields") as dialog:
            dialog.border_title = self._heading
            dialog.border_subtitle = self._keys
            yield from self.above()
            yield from self._rows.values()
            yield Static("", classes="follows")

    def on_mount(self) -> None:
        """Begin, and say what follows from what is there already."""
        self.begin()
        self.call_after_refresh(self.say)

    def text(self, field: str) -> str:
        """Return what stands in a field, without spaces around it."""
        return self._rows[field].text.strip()

    def say(self) -> None:
        """Say what follows from what the fields say, or what is wrong with one."""
        for row in self._rows.values():
            row.complaint = ""
        lines: Sequence[Content]
        try:
            lines = self.follows(self.preview())
        except WrongFieldError as error:
            lines = ()
            if self._submitted or self.text(error.field):
                self._rows[error.field].complaint = told_error(error)
        self.query_one(".follows", Static).update(Content("\n").join(lines))

    def submit(self) -> None:
        """Return what the fields say; where one does not read, go there."""
        self._submitted = True
        if self._settling is not None:
            self._settling.stop()
        try:
            answer = self.read()
        except WrongFieldError as error:
            self._rows[error.field].complaint = told_error(error)
            self._rows[error.field].focus_editor()
            return
        self.dismiss(answer)

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self.say)

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if event.submitted:
            self.submit()

    def action_step(self, direction: int) -> None:
        """Go to the next or previous field."""
        names = list(self._rows)
        here = next((at for at, name in enumerate(names) if self._rows[name].editing), -1 if direction > 0 else 0)
        if 0 <= here + direction < len(names):
            self._rows[names[here + direction]].focus_editor()
        elif direction < 0:
            self.begin()

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(None)
