"""The page of keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from aiplan.tui.actions import ACTIONS, Action, Group, by_group, key_name, scopes_of
from aiplan.tui.cells import fit
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import N_, _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.state import ViewId
from aiplan.tui.widgets.line import part

COLUMNS = 3
KEY_WIDTH = 9


def groups_for(view: ViewId) -> dict[Group, list[Action]]:
    """Return what the page says, by group: what can be done in `view`, then everywhere, then in other views."""
    groups = by_group(a for a in ACTIONS if a.scope not in ("grid", "lines") or a.scope in scopes_of(view))
    inside = {group: number for number, group in enumerate(groups) if _scopes(groups[group]) & {view, "grid", "lines"}}
    general: tuple[Group, ...] = ("Plan", "Everywhere", "Form")
    order = [*inside, *(g for g in general if g not in inside), *(g for g in groups if g not in (*inside, *general))]
    return {group: groups[group] for group in order} | {
        group: actions for group, actions in by_group().items() if group not in groups
    }


def _scopes(actions: list[Action]) -> set[str]:
    return {action.scope for action in actions}


def columns(groups: Mapping[Group, list[Action]]) -> list[list[tuple[Group, list[Action]]]]:
    """Return the groups in columns of about the same length, in order."""
    total = sum(len(actions) + 2 for actions in groups.values())
    found: list[list[tuple[Group, list[Action]]]] = [[] for _number in range(COLUMNS)]
    used = 0
    for group, actions in groups.items():
        middle = used + (len(actions) + 2) // 2
        found[min(COLUMNS - 1, middle * COLUMNS // total)].append((group, actions))
        used += len(actions) + 2
    return found


class HelpScreen(Dialog[None]):
    """Three columns of keys and the legend of the chart."""

    BINDINGS: ClassVar = [Binding("escape,q,question_mark,f1,enter", "leave", "Close", show=False)]

    def __init__(self, view: ViewId = "timeline", *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._view = view
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield the columns and the legend."""
        with Vertical(classes="dialog help") as dialog:
            dialog.border_title = _("Keys (esc closes)")
            with VerticalScroll(classes="help-keys"), Horizontal():
                for column in columns(groups_for(self._view)):
                    yield Static(_column(column))
            yield Static(self._legend(), classes="legend")

    def _legend(self) -> Content:
        g = self._glyphs
        signs = (
            (g.critical, "$gantt-critical", N_("critical")),
            (g.done, "$gantt-good", N_("done")),
            (g.active, "$gantt-task", N_("under way")),
            (g.milestone, "$gantt-accent", N_("milestone")),
            (g.milestone_was, "$gantt-baseline", N_("was then")),
            (g.baseline * 2, "$gantt-baseline", N_("baseline")),
            (g.float * 2, "$gantt-text", N_("float")),
            (g.tail + g.tail_end, "$gantt-tail", N_("up to P80")),
            (g.deadline, "$gantt-accent", N_("deadline")),
            (g.now_line, "$gantt-now", N_("data date")),
            (g.heavy[10] * 2, "$gantt-link-focus", N_("links of this row")),
        )
        return Content("  ").join(part(sign, f"bold {color}") + part(f" {_(said)}") for sign, color, said in signs)

    def action_leave(self) -> None:
        """Close the page."""
        self.dismiss()


def _column(groups: Iterable[tuple[Group, list[Action]]]) -> Content:
    lines: list[Content] = []
    for group, actions in groups:
        if lines:
            lines.append(Content(""))
        lines.append(part(_(group), "bold $accent"))
        for action in actions:
            keys = " ".join(key_name(key) for key in action.all_keys[:3])
            lines.append(part(fit(keys, KEY_WIDTH) + " ", "bold $foreground") + part(_(action.label), "$gantt-muted"))
    return Content("\n").join(lines)
