"""Choosing how long something takes: one duration, or a shortest, a likely and a longest one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from aiplan.model.values import Duration, parse_duration
from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.phrasing import told_error
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part

_POINTS: tuple[tuple[str, str], ...] = (
    ("likely", N_("Likely")), ("optimistic", N_("At best")), ("pessimistic", N_("At worst")),
)  # fmt: skip


class LengthScreen(Dialog[str | None]):
    """Returns the text of the field."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("shift+right,ctrl+right", "change(1)", show=False, priority=True),
        Binding("shift+left,ctrl+left", "change(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str, *, three: bool, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._heading = title
        parts = [piece.strip() for piece in text.split("/")] if text else []
        given = dict(zip(("optimistic", "likely", "pessimistic"), parts, strict=True)) if len(parts) == 3 else {}
        if len(parts) == 1:
            given = {"likely": parts[0]}
        self._rows = [
            FieldRow(FieldSpec((key,), "duration", label), given.get(key, ""), label=_(label), glyphs=glyphs)
            for key, label in _POINTS[: 3 if three else 1]
        ]

    def compose(self) -> ComposeResult:
        """Yield the fields."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._heading
            yield from self._rows
            yield Static("", classes="said")
            keys = _("shift+right and shift+left a day more or less, enter takes it, esc leaves")
            yield Static(part(keys, "$gantt-faint"), classes="dialog-text")

    def on_mount(self) -> None:
        """Begin with the likely one."""
        self._rows[0].focus_editor()
        self._say()

    def _read(self) -> list[Duration | None]:
        """Return likely, optimistic and pessimistic, each `None` where empty.

        Raises:
            ValueError: where one does not read, or they are not in order.
        """
        found: list[Duration | None] = []
        for row in self._rows:
            text = row.text.strip()
            found.append(parse_duration(f"{text}d" if text.isdecimal() else text) if text else None)
        known = [found[at].days() for at in (1, 0, 2) if at < len(found) and found[at] is not None]  # type: ignore[union-attr]
        if known != sorted(known):
            raise ValueError(_("need optimistic ≤ likely ≤ pessimistic"))
        return found

    def _say(self) -> None:
        try:
            found = self._read()
        except ValueError as error:
            self.query_one(".said", Static).update(part(told_error(error), "$gantt-error"))
            return
        text = ""
        if len(found) == 3 and all(found):
            likely, low, high = (one.days() for one in found if one is not None)
            mean = (low + 4 * likely + high) / 6
            text = _("mean {days} days (low + 4 × likely + high) / 6").format(days=f"{mean:.1f}")
        self.query_one(".said", Static).update(part(text, "$gantt-muted"))

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        self._say()

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if event.submitted:
            self._finish()

    def _finish(self) -> None:
        try:
            likely, *others = self._read()
        except ValueError:
            return
        if likely is None:
            self.dismiss("")
        elif not any(others):
            self.dismiss(str(likely))
        else:
            low, high = (other or likely for other in others)
            self.dismiss(f"{low}/{likely}/{high}")

    def action_change(self, days: int) -> None:
        """Make the duration under the cursor a day longer or shorter."""
        row = next((row for row in self._rows if row.editing), self._rows[0])
        try:
            now = parse_duration(row.text).days() if row.text.strip() else 0
        except ValueError:
            return
        row.load(f"{max(0, now + days)}d")
        self._say()

    def action_step(self, direction: int) -> None:
        """Go to the next or previous field."""
        here = next((number for number, row in enumerate(self._rows) if row.editing), 0)
        self._rows[(here + direction) % len(self._rows)].focus_editor()

    def action_leave(self) -> None:
        """Choose none."""
        self.dismiss(None)
