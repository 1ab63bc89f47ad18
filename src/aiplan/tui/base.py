"""What all parts of the app stand on: the desk, the state, and how a change is tried."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App
from textual.reactive import var

from aiplan.errors import AiplanError
from aiplan.tui.desk import Desk
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.screens.main import MainScreen
from aiplan.tui.state import AppState


class DeskApp(App[int]):
    """An app with a desk; every change goes through `attempt` and ends in a new state."""

    state: var[AppState | None] = var(None)

    def __init__(self, desk: Desk, glyphs: Glyphs, *, own_colors: bool) -> None:
        super().__init__(ansi_color=True if own_colors else None)
        self.desk = desk
        self.glyphs = glyphs
        self.set_reactive(DeskApp.state, desk.state)

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
            self.tell(f"{error}. {error.hint}" if error.hint else str(error), bad=True)
            return False
        finally:
            self.publish()
        return True

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say what happened, for a few seconds."""
        self.notify(text, severity="error" if bad else "information", timeout=8 if bad else 4, markup=False)
