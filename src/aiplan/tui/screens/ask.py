"""A question with a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList


class AskScreen(Dialog[str | None]):
    """Returns the id of the answer, `None` for none."""

    BINDINGS: ClassVar = [Binding("escape,q", "leave", "Cancel", show=False)]

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._question = title
        self._text = text
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Yield the question and its answers."""
        with Vertical(classes="dialog"):
            yield Static(part(self._question, "bold $foreground"), classes="dialog-title")
            if self._text:
                lines = (part(line, "$gantt-muted") for line in self._text.split("\n"))
                yield Static(Content("\n").join(lines), classes="dialog-text")
            yield RowList(*(Option(part(label), id=key) for key, label in self._answers), classes="answers")

    def on_mount(self) -> None:
        """Stand on the first answer."""
        answers = self.query_one(RowList)
        answers.focus()
        answers.highlighted = 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
