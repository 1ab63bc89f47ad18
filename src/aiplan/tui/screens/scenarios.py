"""Scenarios side by side: the plan, and the plan under each of them, simulated with the same random numbers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.core.variant import reschedule, scenario_edits
from aiplan.errors import AiplanError
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.comparison import said_value
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told_error
from aiplan.tui.risk_words import chance
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from aiplan.core.scenarios import ScenarioResult
    from aiplan.core.schedule import Schedule

_SIZES = (12, 7, 12, 12, 7, 13)
"""Cells of finish, days, P50, P80, chance and cost."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What is to be done with a scenario."""

    id: str
    delete: bool = False


@dataclass
class Compared(Message):
    """One row of the comparison has been computed."""

    key: str
    result: ScenarioResult | None
    trouble: str = ""


class ScenariosScreen(Dialog[Picked | None]):
    """Returns the scenario to be opened or deleted."""

    BINDINGS: ClassVar = [
        Binding("escape,q,W", "leave", "Close", show=False),
        Binding("x,delete", "remove", "Delete", show=False),
    ]

    def __init__(self, schedule: Schedule, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._schedule = schedule
        self._glyphs = glyphs
        self._results: dict[str, ScenarioResult] = {}
        self._trouble: dict[str, str] = {}
        self._left = threading.Event()

    @property
    def _keys(self) -> tuple[str, ...]:
        """The rows: the plan, which has no id, and the scenarios in the order of the file."""
        return ("", *self._schedule.plan.scenarios)

    def compose(self) -> ComposeResult:
        """Yield the head, the rows, and what the row under the cursor sets."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = _("Scenarios (enter opens one as a what-if, x deletes it, esc closes)")
            yield Static("", classes="dialog-title")
            yield RowList()
            yield Static("", classes="hint")

    def on_mount(self) -> None:
        """Show the rows as far as they are known, and compute the rest."""
        rows = self.query_one(RowList)
        rows.focus()
        if len(self._keys) == 1:
            said = _("No scenarios yet: w tries something out, s keeps it as one.")
            self.query_one(".dialog-title", Static).update(part(said, "$gantt-muted"))
            return
        self.call_after_refresh(self._fill)
        self._compare()

    def _fill(self) -> None:
        rows = self.query_one(RowList)
        width = max(30, rows.size.width - 2)
        at = rows.highlighted
        self.query_one(".dialog-title", Static).update(self._head(width))
        rows.clear_options()
        rows.add_options(Option(self._row(key, width)) for key in self._keys)
        rows.highlighted = min(1, len(self._keys) - 1) if at is None else at

    # ------------------------------------------------------------ computing

    @work(thread=True, exclusive=True, group="scenarios", description="scenarios", exit_on_error=False)
    def _compare(self) -> None:
        from aiplan.core.scenarios import compare_schedules, compared_milestone
        from aiplan.core.simulation.draws import Streams
        from aiplan.tui.simulated import runs_for

        plan, runs = self._schedule.plan, runs_for(self._schedule)
        streams, milestone = Streams(plan.simulation.seed), compared_milestone(self._schedule)
        for key in self._keys:
            if self._left.is_set():
                return
            try:
                edits = scenario_edits(plan, key) if key else ()
                schedule = reschedule(self._schedule, edits) if edits else self._schedule
                title = plan.scenarios[key].title if key else ""
                found = compare_schedules(((key, title, schedule),), milestone=milestone, runs=runs, streams=streams)
                message = Compared(key, found[0])
            except (AiplanError, ValueError) as error:
                message = Compared(key, None, told_error(error))
            if not self._left.is_set():
                self.post_message(message)

    @on(Compared)
    def _compared(self, event: Compared) -> None:
        if event.result is None:
            self._trouble[event.key] = event.trouble
        else:
            self._results[event.key] = event.result
        self._fill()
        self._explain(self.query_one(RowList).highlighted or 0)

    # ------------------------------------------------------------ rows

    def _columns(self, width: int) -> tuple[int, ...]:
        """Return which columns there is room for beside the title, by number; days and P80 stay longest."""
        wanted = [0, 1, 2, 3, 4, 5]
        for number in (2, 5, 0, 4):
            if width - sum(_SIZES[n] for n in wanted) >= 24:
                break
            wanted.remove(number)
        return tuple(wanted)

    def _head(self, width: int) -> Content:
        names = (_("finish"), _("days"), "P50", "P80", _("chance"), _("cost"))
        kept = self._columns(width)
        room = width - sum(_SIZES[n] for n in kept)
        return part(fit("", room) + "".join(fit_right(names[n], _SIZES[n]) for n in kept), "bold $foreground")

    def _row(self, key: str, width: int) -> Content:
        kept = self._columns(width)
        room = width - sum(_SIZES[n] for n in kept)
        title = self._schedule.plan.scenarios[key].title or key if key else _("the plan")
        name = part(fit(title, room - 1, self._glyphs.ellipsis) + " ", "$foreground" if key else "bold $foreground")
        if key in self._trouble:
            return name + part(fit(self._trouble[key], width - room, self._glyphs.ellipsis), "$error")
        result = self._results.get(key)
        if result is None:
            return name + part(fit_right(self._glyphs.ellipsis, _SIZES[kept[0]]), "$gantt-muted")
        year, base = self._schedule.as_of.year, self._results.get("")
        days = result.days_against(base) if key and base is not None else None
        values = (
            words.day(result.finish, year=year), "" if days is None else words.signed(days),
            words.day(result.p50, year=year), words.day(result.p80, year=year), chance(result.probability),
            f"{result.cost:,.0f}",
        )  # fmt: skip
        style = "$foreground" if not days else "$gantt-good" if days < 0 else "$gantt-error"
        return name + part("".join(fit_right(values[n], _SIZES[n]) for n in kept), style)

    def _explain(self, index: int) -> None:
        """Say what a scenario sets and how the critical path differs."""
        key = self._keys[index]
        lines = []
        if key:
            for address, value in list(self._schedule.plan.scenarios[key].set.items())[:2]:
                lines.append(part(f"{address} = {said_value(value, self._glyphs)}", "$foreground"))
        result, base = self._results.get(key), self._results.get("")
        if result is not None and base is not None and key:
            entered, gone = result.path_against(base)
            path = " ".join([f"+{name}" for name in entered] + [f"-{name}" for name in gone])
            lines.append(part(_("critical path: {path}").format(path=path or _("the same")), "$gantt-muted"))
        self.query_one(".hint", Static).update(Content("\n").join(lines))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._explain(event.option_index)

    # ------------------------------------------------------------ answers

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        key = self._keys[event.option_index]
        self._left.set()
        self.dismiss(Picked(key) if key else None)

    def action_remove(self) -> None:
        """Delete the scenario under the cursor."""
        index = self.query_one(RowList).highlighted
        if index is not None and self._keys[index]:
            self._left.set()
            self.dismiss(Picked(self._keys[index], delete=True))

    def action_leave(self) -> None:
        """Choose none."""
        self._left.set()
        self.dismiss(None)
