"""One line across the screen for what a person must know before going on."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import var

from aiplan.tui.i18n import N_, _
from aiplan.tui.state import AppState, Notice
from aiplan.tui.widgets.line import LineWidget, part, together

_SAID: dict[Notice, tuple[str, tuple[tuple[str, str], ...]]] = {
    "outside_change": (
        N_("The file was changed by somebody else, and you have unsaved changes."),
        ((N_("R Reload theirs"), "app.reload"), (N_("K Keep mine"), "app.keep_mine")),
    ),
    "conflict": (
        N_("Merge conflicts stand in the file: it can be read, not changed. aiplan resolve settles them."),
        ((N_("R Reload"), "app.reload"),),
    ),
}


class Banner(LineWidget):
    """Shown only while there is something to say."""

    DEFAULT_CSS = """
    Banner { height: 1; width: 1fr; padding: 0 1; display: none; }
    """

    state: var[AppState | None] = var(None)

    def watch_state(self, old: AppState | None, new: AppState | None) -> None:
        """Appear and disappear."""
        notice = None if new is None else new.notice
        if old is None or old is new or old.notice != notice:
            self.display = notice is not None
            self.refresh()

    def render(self) -> Content:
        """Return the line; what can be done comes before a long explanation is cut."""
        notice = None if self.state is None else self.state.notice
        if notice is None:
            return Content("")
        said, ways = _SAID[notice]
        buttons = Content("  ").join(part(f" {_(label)} ", "bold reverse", call) for label, call in ways)
        room = self.size.width - buttons.cell_length - 2
        text = part(_(said), "bold").truncate(max(1, room), ellipsis=True)
        return together([text, buttons], Content("  "), self.size.width)
