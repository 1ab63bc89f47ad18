"""What all parts of the app stand on: the desk, the state, and how a change is tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.notifications import Notify, SeverityLevel
from textual.reactive import var

from aiplan.errors import AiplanError
from aiplan.model.address import Path
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.notes import Note
from aiplan.tui.phrasing import told_error, with_hint
from aiplan.tui.screens.main import MainScreen
from aiplan.tui.state import AppState
from aiplan.tui.typed_ahead import InOrder

if TYPE_CHECKING:
    from aiplan.store.text import PlanText
    from aiplan.tui.desk import Desk

BEFORE_OPENING = frozenset(
    {"quit", "help", "help_quit", "press", "pick_theme", "next_language", "screenshot", "suspend_process",
     "command_palette", "focus_next", "focus_previous", "new_plan", "from_template", "open_plan", "open_path",
     "import_plan", "demo"}
)  # fmt: skip
"""What can be done while the plan is still being read, and on the start screen."""


class DeskApp(InOrder):
    """An app with a desk; every change goes through `attempt` and ends in a new state."""

    state: var[AppState | None] = var(None)

    def __init__(self, glyphs: Glyphs, *, own_colors: bool) -> None:
        super().__init__(ansi_color=True if own_colors else None)
        self.glyphs = glyphs
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The desk, once the plan has been opened."""
        assert self._desk is not None
        return self._desk

    @property
    def opened(self) -> bool:
        """Whether the plan has been read."""
        return self._desk is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Tell whether an action can be done: before the plan has been read, hardly any."""
        return self.opened or action in BEFORE_OPENING

    @property
    def main(self) -> MainScreen:
        """The screen below every dialog."""
        screen = self.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    def publish(self) -> None:
        """Let the present state flow down."""
        self.state = self.desk.state

    def attempt(self, change: Callable[[], object]) -> bool:
        """Try a change; say why if it cannot be made, and show what is now. Tell whether it was made."""
        try:
            change()
        except AiplanError as error:
            self.tell(with_hint(error), bad=True)
            return False
        finally:
            self.publish()
        return True

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notification; see `App.notify`."""
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(Note(message, title, severity, seconds, markup)))

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say what happened, for a few seconds."""
        self.notify(text, severity="error" if bad else "information", timeout=8 if bad else 4, markup=False)

    def edit_as_text(self, address: Path, name: str, then: Callable[[], object] = lambda: None) -> None:
        """Show tables as they stand in the file, take what is written there as one step, and go on with `then`."""
        from aiplan.tui.screens.raw import RawScreen

        try:
            screen = RawScreen(self.desk.session.text, address)
        except AiplanError as error:
            self.tell(told_error(error), bad=True)
            return

        def take(text: PlanText | None) -> None:
            if text is not None:
                label = _("edit {id} as text").format(id=name)
                self.attempt(lambda: self.desk.replace_text(text, label=label))
            then()

        self.push_screen(screen, take)
