"""The little form that asks how to simulate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from aiplan.tui.forms.spec import FieldSpec
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.field_row import FieldRow
from aiplan.tui.widgets.line import part

FEWEST, MOST = 10, 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How to simulate."""

    runs: int
    seed: int


class SimulationScreen(Dialog[Settings | None]):
    """Asks for runs and seed."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("down,up", "step", show=False),
    ]

    def __init__(self, now: Settings, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._rows = {
            "runs": FieldRow(FieldSpec(("runs",), "text", _("Runs")), str(now.runs), glyphs=glyphs),
            "seed": FieldRow(FieldSpec(("seed",), "text", _("Seed")), str(now.seed), glyphs=glyphs),
        }

    def compose(self) -> ComposeResult:
        """Yield the fields."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = _("Simulate")
            yield from self._rows.values()
            yield Static(
                part(
                    _("More runs, a surer P80; the same seed, the same result. enter runs, esc leaves"), "$gantt-muted"
                ),
                classes="dialog-text",
            )

    def on_mount(self) -> None:
        """Begin with the runs."""
        self._rows["runs"].focus_editor()

    @on(FieldRow.Changed)
    def _changed(self, event: FieldRow.Changed) -> None:
        event.stop()
        event.row.complaint = ""

    @on(FieldRow.Left)
    def _left(self, event: FieldRow.Left) -> None:
        event.stop()
        if not event.submitted:
            return
        runs, seed = (_whole(self._rows[name].text) for name in ("runs", "seed"))
        if runs is None or not FEWEST <= runs <= MOST:
            said = _("a whole number from {least} to {most}").format(least=FEWEST, most=f"{MOST:,}")
            self._rows["runs"].complaint = said
            self._rows["runs"].focus_editor()
        elif seed is None:
            self._rows["seed"].complaint = _("a whole number from 0 on")
            self._rows["seed"].focus_editor()
        else:
            self.dismiss(Settings(runs, seed))

    def action_step(self) -> None:
        """Go to the other field."""
        self._rows["seed" if self._rows["runs"].editing else "runs"].focus_editor()

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)


def _whole(text: str) -> int | None:
    """Return a whole number that may be written with separators, `None` for anything else."""
    word = text.strip().replace("_", "").replace(",", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 13 else None
