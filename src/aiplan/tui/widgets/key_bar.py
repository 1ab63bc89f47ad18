"""The bottom line: the keys that do something here, the most useful first."""

from __future__ import annotations

from rich.cells import cell_len
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen

from aiplan.tui.actions import ACTIONS, BY_ID, FIELD, Action, key_name
from aiplan.tui.applying import worth_a_place
from aiplan.tui.i18n import _
from aiplan.tui.state import AppState
from aiplan.tui.widgets.line import LineWidget, part

_GAP = "  "
_ORDER = {action.id: (action.scope != "form", number) for number, action in enumerate(ACTIONS)}


class KeyBar(LineWidget):
    """Keys from the table of actions that are bound and allowed now: as many of the best as fit, in table order."""

    DEFAULT_CSS = """
    KeyBar { height: 1; width: 1fr; padding: 0 1; dock: bottom; }
    """

    def on_mount(self) -> None:
        """Follow what is bound."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        state = getattr(self.screen, "state", None)
        shown: dict[str, tuple[Action, ActiveBinding]] = {}
        for active in self.screen.active_bindings.values():
            action = BY_ID.get((active.binding.id or "").removesuffix(FIELD))
            if action is None or not action.footer or not active.enabled:
                continue
            if not isinstance(state, AppState) or worth_a_place(action, state):
                shown.setdefault(action.id, (action, active))
        best = sorted(shown.values(), key=lambda pair: pair[0].footer)
        room = self.size.width
        kept: list[tuple[tuple[bool, int], Content]] = []
        for action, active in best:
            piece = _key(action, active.binding.key)
            room -= cell_len(piece.plain) + (len(_GAP) if kept else 0)
            if room < 0:
                break
            kept.append((_ORDER[action.id], piece))
        return Content(_GAP).join(piece for _, piece in sorted(kept, key=lambda pair: pair[0]))


def _key(action: Action, key: str) -> Content:
    call = f"app.press('{key}')"
    name = action.display if key in (action.all_keys[0], *action.shown.split()) else key_name(key)
    return part(f"{name} ", "bold $footer-key-foreground", call) + part(_(action.label), "$foreground", call)
