"""Choosing among many by typing a part of the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from aiplan.tui.cells import clean, fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

MOST = 200
"""Rows that are listed: an option costs more than a match."""


@dataclass(frozen=True, slots=True)
class Choosable:
    """Something to choose."""

    id: str
    title: str


class PickScreen(Dialog[tuple[str, ...] | None]):
    """Returns the ids that were chosen: one, or where `many` says so any number."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("tab", "mark", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        choices: Sequence[Choosable],
        *,
        chosen: Sequence[str] = (),
        many: bool = False,
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__()
        self._heading = title
        self._choices = choices
        self._many = many
        self._glyphs = glyphs
        self._marked = list(chosen)
        self._shown: list[Choosable] = []

    def compose(self) -> ComposeResult:
        """Yield the field, the list and what the keys do."""
        with Vertical(classes="dialog pick") as dialog:
            dialog.border_title = self._heading
            yield Input(placeholder=_("type a part of the name"), compact=True)
            yield RowList(classes="answers")
            yield Static(part(self._keys(), "$gantt-faint"), classes="dialog-text")

    def _keys(self) -> str:
        if self._many:
            return _("tab marks, enter takes what is marked, esc leaves")
        return _("enter takes it, esc leaves")

    def on_mount(self) -> None:
        """List everything once the width is known."""
        self.query_one(Input).focus()
        self.call_after_refresh(self._fill)

    # ------------------------------------------------------------ the list

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    def wanted(self) -> str:
        """Return what is looked for."""
        return self.query_one(Input).value.strip()

    def _fill(self, stay_at: str | None = None) -> None:
        rows = self.query_one(RowList)
        wanted = self.wanted()
        if wanted:
            matcher = Matcher(wanted)
            scored = [(matcher.match(f"{choice.id} {choice.title}"), choice) for choice in self._choices]
            found = [choice for score, choice in sorted(scored, key=lambda pair: -pair[0]) if score > 0]
        else:
            # What is marked comes first: that is what one wants to see, or to take away.
            found = sorted(self._choices, key=lambda choice: choice.id not in self._marked)
        self._shown = found[:MOST]
        width = max(20, rows.size.width - 2)
        rows.clear_options()
        rows.add_options(Option(self._line(choice, width)) for choice in self._shown)
        if self._shown:
            names = [choice.id for choice in self._shown]
            rows.highlighted = names.index(stay_at) if stay_at in names else 0

    def _line(self, choice: Choosable, width: int) -> Content:
        marked = choice.id in self._marked
        sign = f"{self._glyphs.done} " if marked else "  "
        name = self.said_of(choice.id)
        room = max(8, min(28, width // 3))
        return (
            part(sign, "$gantt-good")
            + part(fit(name, room, self._glyphs.ellipsis) + " ", "bold $foreground" if marked else "$foreground")
            + part(fit(clean(choice.title), max(0, width - room - 3), self._glyphs.ellipsis).rstrip(), "$gantt-muted")
        )

    def said_of(self, key: str) -> str:
        """Return what the list says of an id."""
        return key

    @property
    def here(self) -> str | None:
        """The id under the cursor."""
        at = self.query_one(RowList).highlighted
        return self._shown[at].id if at is not None and at < len(self._shown) else None

    # ------------------------------------------------------------ choosing

    def action_move(self, step: int) -> None:
        """Go up or down the list."""
        rows = self.query_one(RowList)
        if self._shown:
            rows.highlighted = max(0, min(len(self._shown) - 1, (rows.highlighted or 0) + step))

    def action_mark(self) -> None:
        """Mark what is under the cursor, or take the mark away."""
        key = self.here
        if key is None or not self._many:
            return
        if key in self._marked:
            self._marked.remove(key)
        else:
            self._marked.append(key)
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = ""
        self._fill(key)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._many:
            self.action_mark()
        else:
            self._finish()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._finish()

    def _finish(self) -> None:
        key = self.here
        if not self._many:
            self.dismiss(None if key is None else (key,))
            return
        more = (key,) if self.wanted() and key is not None and key not in self._marked else ()
        self.dismiss(self.result((*self._marked, *more)))

    def result(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """Return what is answered for the ids that were chosen."""
        return chosen

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
