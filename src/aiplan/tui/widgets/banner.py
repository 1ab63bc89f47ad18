"""One line across the screen for what a person must know before going on."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import var

from aiplan.tui.i18n import N_, _
from aiplan.tui.state import AppState, Notice, WhatIf
from aiplan.tui.widgets.line import LineWidget, part, together

Ways = tuple[tuple[str, str], ...]
"""What can be done about it: label and action."""
_WAYS: Ways = (
    (N_("w Compare"), "app.what_if"),
    (N_("A Apply"), "app.apply_what_if"),
    (N_("s Keep"), "app.keep_scenario"),
    (N_("esc Discard"), "app.leave_what_if"),
)
_SAID: dict[Notice, tuple[str, Ways]] = {
    "outside_change": (
        N_("Somebody else changed the file, and yours is not saved."),
        (
            (N_("R Reload theirs"), "app.reload"),
            (N_("J Merge"), "app.merge"),
            (N_("V Diff"), "app.diff_outside"),
            (N_("K Keep mine"), "app.keep_mine"),
        ),
    ),
    "removed": (
        N_("Somebody else removed the file; what you have here is not saved."),
        ((N_("K Keep mine, then s saves it anew"), "app.keep_mine"),),
    ),
    "conflict": (
        N_("Merge conflicts stand in the file: it can be read, not changed."),
        ((N_("J Resolve"), "app.merge"), (N_("R Reload"), "app.reload")),
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
        if old is None or old is new or new is None or old.notice != new.notice or old.whatif is not new.whatif:
            self.display = new is not None and (new.notice is not None or new.whatif is not None)
            self.set_class(new is not None and new.notice is None, "-what-if")
            self.refresh()

    def render(self) -> Content:
        """Return the line; what can be done comes before a long explanation is cut."""
        state = self.state
        if state is None or (state.notice is None and state.whatif is None):
            return Content("")
        said, ways = (
            _what_if(state.whatif) if state.notice is None and state.whatif else _SAID[state.notice or "conflict"]
        )
        buttons = Content("  ").join(part(f" {_(label)} ", "bold reverse", call) for label, call in ways)
        room = self.size.width - buttons.cell_length - 2
        text = part(_(said), "bold").truncate(max(1, room), ellipsis=True)
        return together([text, buttons], Content("  "), self.size.width)


def _what_if(now: WhatIf | None) -> tuple[str, Ways]:
    """Return what the banner says over a what-if, which makes plain that this is not the plan."""
    said = _("bars as tried out, underlined as in the plan")
    title = _("WHAT-IF") if now is None or not now.title else _("WHAT-IF: {title}").format(title=now.title)
    return f"{title}  ({said})", _WAYS
