"""The page of keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from aiplan.tui.actions import Action, Group, by_group, key_name
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part

COLUMNS: tuple[tuple[Group, ...], ...] = (("Move", "Timeline"), ("Plan",), ("Everywhere", "Form"))
KEY_WIDTH = 9


class HelpScreen(Dialog[None]):
    """Three columns of keys and the legend of the chart."""

    BINDINGS: ClassVar = [Binding("escape,q,question_mark,f1,enter", "leave", "Close", show=False)]

    def __init__(self, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield the columns and the legend."""
        groups = by_group()
        with Vertical(classes="dialog help") as dialog:
            dialog.border_title = "Keys (esc closes)"
            with VerticalScroll(classes="help-keys"), Horizontal():
                for column in COLUMNS:
                    yield Static(_column((group, groups[group]) for group in column))
            yield Static(self._legend(), classes="legend")

    def _legend(self) -> Content:
        g = self._glyphs
        signs = (
            (g.critical, "$gantt-critical", "critical"),
            (g.done, "$gantt-good", "done"),
            (g.active, "$gantt-task", "under way"),
            (g.milestone, "$gantt-accent", "milestone"),
            (g.milestone_was, "$gantt-baseline", "was then"),
            (g.baseline * 2, "$gantt-baseline", "baseline"),
            (g.float * 2, "$gantt-text", "float"),
            (g.deadline, "$gantt-accent", "deadline"),
            (g.now_line, "$gantt-now", "data date"),
            (g.heavy[10] * 2, "$gantt-link-focus", "links of this row"),
        )
        return Content("  ").join(part(sign, f"bold {color}") + part(f" {said}") for sign, color, said in signs)

    def action_leave(self) -> None:
        """Close the page."""
        self.dismiss()


def _column(groups: Iterable[tuple[Group, list[Action]]]) -> Content:
    lines: list[Content] = []
    for group, actions in groups:
        if lines:
            lines.append(Content(""))
        lines.append(part(group, "bold $accent"))
        for action in actions:
            keys = " ".join(key_name(key) for key in action.all_keys[:3])
            lines.append(part(fit(keys, KEY_WIDTH) + " ", "bold $foreground") + part(action.label, "$gantt-muted"))
    return Content("\n").join(lines)
