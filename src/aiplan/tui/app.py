"""The terminal interface: one app over one desk."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.timer import Timer

from aiplan.errors import AiplanError
from aiplan.tui import messages
from aiplan.tui.actions import bindings
from aiplan.tui.board_actions import BoardActions
from aiplan.tui.commands import PlanCommands
from aiplan.tui.experiment_actions import ExperimentActions
from aiplan.tui.file_actions import FileActions
from aiplan.tui.filter_actions import FilterActions
from aiplan.tui.form_actions import FormActions
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.look_actions import LookActions
from aiplan.tui.mark_actions import MarkActions
from aiplan.tui.merge_actions import MergeActions
from aiplan.tui.other_actions import OtherActions
from aiplan.tui.phrasing import told_error
from aiplan.tui.preview import Preview
from aiplan.tui.recovery_actions import RecoveryActions
from aiplan.tui.risk_actions import RiskActions
from aiplan.tui.roadmap_actions import RoadmapActions
from aiplan.tui.said import not_taken
from aiplan.tui.screens.main import MainScreen
from aiplan.tui.settings_actions import SettingsActions
from aiplan.tui.start_actions import StartActions
from aiplan.tui.themes import ANSI, DARK, THEMES, gantt_variables
from aiplan.tui.whatif_actions import WhatIfActions

if TYPE_CHECKING:
    from aiplan.session import Session
    from aiplan.store.settings import Settings
    from aiplan.tui.state import AppState, Document

POLL = 0.5
"""Seconds between looks at the file on disk."""
SETTLE = 0.4
"""Seconds after a change before the plan is looked through and a recovery copy is written."""
STYLES = Path(__file__).parent / "styles"


class PlanApp(
    FormActions,
    MarkActions,
    BoardActions,
    WhatIfActions,
    ExperimentActions,
    RiskActions,
    RecoveryActions,
    RoadmapActions,
    OtherActions,
    MergeActions,
    LookActions,
    FileActions,
    FilterActions,
    StartActions,
    SettingsActions,
):
    """Owns nothing but the desk: messages come up, one state goes down."""

    TITLE = "aiplan"
    CSS_PATH: ClassVar = [STYLES / "app.tcss"]
    COMMANDS: ClassVar = {PlanCommands}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar = [
        *bindings("app"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
    ]

    def __init__(
        self,
        open_plan: Callable[[], Session] | None,
        first: Preview | None,
        *,
        signs: Glyphs,
        own_colors: bool = False,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(signs, own_colors=own_colors)
        self._open_plan = open_plan
        self._first = first
        self.plans_here: Sequence[Path] = ()
        """What the start screen offers to choose from."""
        self.failure: Exception | None = None
        """Why the plan could not be opened."""
        self.after_opening: Callable[[], None] = lambda: None
        """What the program does whenever a plan has been opened."""
        for theme in THEMES:
            self.register_theme(theme)
        if own_colors:
            self.theme = ANSI
        elif not os.environ.get("TEXTUAL_THEME"):
            # Silently, before anything is styled: a change of theme would have every rule matched again.
            wanted = settings.theme if settings is not None else ""
            self.set_reactive(App.theme, wanted if wanted in self.available_themes else DARK)
            self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(signs.ascii, "-ascii")
        self._settings = settings
        self._settling: Timer | None = None
        self._looking: Timer | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the chart's colours in the present theme."""
        return gantt_variables(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen, bound to the state."""
        return MainScreen(self._first or Preview("", {}, {}), glyphs=self.glyphs).data_bind(PlanApp.state)

    # ------------------------------------------------------------ life

    def on_ready(self) -> None:
        """Read the plan once the first rows are on the screen."""
        if self._settings is not None:
            self.use(self._settings)
        if self._open_plan is not None:
            self.call_after_refresh(self.begin, self._open_plan)
        else:
            self.show_start(self.plans_here)

    def begin(self, open_plan: Callable[[], Session]) -> None:
        """Open a plan and show it."""
        self._open(open_plan)

    @work(thread=True, exclusive=True, group="open", description="open", exit_on_error=False)
    def _open(self, open_plan: Callable[[], Session]) -> None:
        try:
            from aiplan.tui.desk import Desk

            self.post_message(messages.Opened(Desk(open_plan())))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the app was started
            self.post_message(messages.OpenFailed(error))

    @on(messages.OpenFailed)
    def _open_failed(self, event: messages.OpenFailed) -> None:
        if self._first is None and isinstance(event.error, AiplanError):
            self.tell(told_error(event.error), bad=True)
            return
        self.failure = event.error
        self.exit(1)

    @on(messages.Opened)
    def _opened(self, event: messages.Opened) -> None:
        """Begin to work: show the plan, keep an eye on the file, look through the plan."""
        if len(self.screen_stack) > 1 and self._first is None:
            self.pop_screen()
        self._desk = event.desk
        self.note_opened()
        self.recall_filter()
        self.recall_plan()
        self.main.keep_cursor(event.desk)
        self.publish()
        self.refresh_bindings()
        if self._looking is None:
            self._looking = self.set_interval(POLL, self.look_outside)
        self.offer_recovery()
        self.after_opening()

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """After a change of the plan, look through it once typing pauses."""
        if new is not None and self.is_running and (old is None or old.document is not new.document):
            self.leaving = False
            self._settle()
            if old is not None:
                self.forecast_later()
        if new is not None and old is not None and _kind(old) != _kind(new):
            self.refresh_bindings()

    def _settle(self) -> None:
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self._settled)

    def _settled(self) -> None:
        self._look_through(self.desk.state.document)
        try:
            self.desk.session.write_recovery()
        except AiplanError as error:
            self.tell(_("no recovery copy: {why}").format(why=told_error(error)), bad=True)

    @work(thread=True, exclusive=True, group="findings", description="findings", exit_on_error=False)
    def _look_through(self, document: Document) -> None:
        self.post_message(messages.FindingsReady(document, document.snapshot.findings))
        with suppress(AiplanError):  # saving says so
            # Done ahead, so that saving need only write.
            document.snapshot.read_back()

    def action_press(self, key: str) -> None:
        """Do what a key does: for clicks on the line of keys."""
        self.simulate_key(key)

    # ------------------------------------------------------------ messages

    @on(messages.SelectedItem)
    def _selected(self, event: messages.SelectedItem) -> None:
        if not self.opened:
            return
        self.desk.select_item(event.address)
        self.publish()

    @on(messages.OpenItem)
    def _open_item(self, event: messages.OpenItem) -> None:
        if not self.opened:
            return
        self.desk.select_item(event.address)
        self.publish()
        self.action_edit(event.key)

    @on(messages.GoTo)
    def _go_to(self, event: messages.GoTo) -> None:
        self.go_to(event.address)

    @on(messages.Edited)
    def _edited(self, event: messages.Edited) -> None:
        self.attempt(lambda: self.desk.edit_field(event.edits, event.label, event.address, select=event.select))

    @on(messages.FormClosed)
    async def _form_closed(self, event: messages.FormClosed) -> None:
        if event.lost:
            self.tell(not_taken(event.lost), bad=True)
        await self.main.close_form()

    @on(messages.SaveRequested)
    def _save_requested(self) -> None:
        self.action_save()

    @on(messages.UndoRequested)
    def _undo_requested(self) -> None:
        self.action_undo()

    @on(messages.Find)
    def _find(self, event: messages.Find) -> None:
        self.find_first(event.text)

    @on(messages.FindClosed)
    def _find_closed(self, event: messages.FindClosed) -> None:
        self.end_find(keep=event.keep)

    @on(messages.FindingsReady)
    def _findings_ready(self, event: messages.FindingsReady) -> None:
        self.desk.found(event.document, event.findings)
        self.publish()


def _kind(state: AppState) -> object:
    """Return what decides which keys do something."""
    return None if state.item is None else state.item[0]
