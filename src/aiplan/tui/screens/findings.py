"""The list of findings, from which one jumps to what they are about."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aiplan.model.finding import Finding
from aiplan.tui.finding_lines import by_severity, finding_line
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told
from aiplan.tui.screens.dialog import Dialog
from aiplan.tui.state import AppState
from aiplan.tui.widgets.line import part
from aiplan.tui.widgets.row_list import RowList


class FindingsScreen(Dialog[Finding | None]):
    """Returns the finding that was chosen."""

    BINDINGS: ClassVar = [Binding("escape,q,f", "leave", "Close", show=False)]

    def __init__(self, state: AppState, *, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._year = state.document.schedule.as_of.year
        self._findings = by_severity(state.findings or ())

    def compose(self) -> ComposeResult:
        """Yield the list, and below it what to do about the finding under the cursor."""
        with Vertical(classes="dialog wide") as dialog:
            dialog.border_title = _("Findings {count} (enter goes there, esc closes)").format(count=len(self._findings))
            yield RowList()
            yield Static("", classes="hint")

    def on_mount(self) -> None:
        """Fill the list once its width is known."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        rows = self.query_one(RowList)
        width = max(30, rows.size.width - 2)
        if not self._findings:
            rows.add_option(Option(part(_("nothing to report"), "$gantt-muted"), disabled=True))
        rows.add_options(Option(finding_line(f, width, self._glyphs, year=self._year)) for f in self._findings)
        rows.focus()
        if self._findings:
            rows.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._findings):
            finding = self._findings[event.option_index]
            said = [part(told(finding.message, year=self._year), "$foreground")]
            if finding.hint:
                said.append(part(told(finding.hint, year=self._year), "$accent"))
            said.append(part(finding.address, "$gantt-muted"))
            self.query_one(".hint", Static).update(Content("\n").join(said))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._findings):
            self.dismiss(self._findings[event.option_index])

    def action_leave(self) -> None:
        """Close the list."""
        self.dismiss(None)
