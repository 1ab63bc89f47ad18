"""Choosing what part of the plan is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.tui.filters import EVERYTHING, Filter
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList
from aiplan.tui.words import STAGES, STATUSES

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


class Condition(NamedTuple):
    """One line of the list: a condition, or a heading where it has no key."""

    key: str
    value: str | bool
    label: str


def conditions(schedule: Schedule, here: str | None) -> Iterator[Condition]:
    """Yield every condition that a plan allows, under headings; what leads to the item under the cursor first."""
    plan = schedule.plan
    yield Condition("critical", True, _("Critical work only"))
    yield Condition("", "", _("Only what leads to"))
    milestones = [key for key in plan.milestones if key != here]
    for key in ([here] if here else []) + milestones:
        title = schedule.network.work[key].title
        yield Condition("focus", key, f"{key}  {title}" if title else key)
    work = schedule.network.work.values()
    teams = dict.fromkeys([*plan.teams, *(item.team for item in work if item.team)])
    for heading, key, values in (
        (_("Team"), "team", {team: plan.teams[team].title if team in plan.teams else "" for team in teams}),
        (_("Owner"), "owner", dict.fromkeys(sorted({item.owner for item in work if item.owner}), "")),
        (_("Stage"), "stage", {key: _(name) for key, name in STAGES.items()}),
        (_("Status"), "status", {key: _(name) for key, name in STATUSES.items()}),
    ):
        if values:
            yield Condition("", "", heading)
        for value, name in values.items():
            yield Condition(key, value, f"{value}  {name}" if name and key == "team" else name or value)


class FilterScreen(Dialog[Filter | None]):
    """Returns the filter, `None` where it stays as it was."""

    BINDINGS: ClassVar = [
        Binding("escape,q", "leave", "Done", show=False),
        Binding("space", "condition", "Toggle", show=False),
        Binding("c", "clear", "Clear", show=False),
    ]

    def __init__(self, schedule: Schedule, here: str | None, chosen: Filter, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._conditions = list(conditions(schedule, here))
        self._chosen = chosen
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Yield the conditions."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = _("Show only")
            yield RowList(classes="conditions")
            yield Static(part(_("enter chooses, space takes several, c clears, esc is done"), "$gantt-muted"))

    def on_mount(self) -> None:
        """Write the list and stand on what is chosen, else on the first condition."""
        self._write(0)
        at = [number for number, one in enumerate(self._conditions) if self._holds(one)]
        listed = self.query_one(RowList)
        listed.highlighted = at[0] if at else 0
        listed.focus()

    def _holds(self, condition: Condition) -> bool:
        return bool(condition.key) and getattr(self._chosen, condition.key) == condition.value

    def _write(self, at: int) -> None:
        listed = self.query_one(RowList)
        listed.clear_options()
        listed.add_options(Option(self._line(one), disabled=not one.key) for one in self._conditions)
        listed.highlighted = at

    def _line(self, condition: Condition) -> Content:
        if not condition.key:
            return part(condition.label, "bold $primary")
        holds = self._holds(condition)
        mark = part(f" {self._glyphs.done if holds else ' '} ", "bold $gantt-good")
        return mark + part(condition.label, "bold $foreground" if holds else "$foreground")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._toggle(event.option_index)
        self.dismiss(self._chosen)

    def _toggle(self, at: int) -> None:
        condition = self._conditions[at]
        if condition.key:
            self._chosen = self._chosen.toggled(condition.key, condition.value)

    def action_condition(self) -> None:
        """Set the condition or take it away, and stay."""
        at = self.query_one(RowList).highlighted
        if at is not None:
            self._toggle(at)
            self._write(at)

    def action_clear(self) -> None:
        """Show everything."""
        self.dismiss(EVERYTHING)

    def action_leave(self) -> None:
        """Show what was chosen."""
        self.dismiss(self._chosen)
