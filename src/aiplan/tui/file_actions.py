"""What happens between the interface and the file: recovery, changes by others, leaving."""

from __future__ import annotations

import datetime as dt

from aiplan.errors import AiplanError
from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _


class FileActions(DeskApp):
    """Keeps what was not saved from being lost."""

    leaving = False
    """Whether leaving was asked for once, with unsaved changes."""
    _told = ""

    def offer_recovery(self) -> None:
        """Ask what to do with work that a crash has left."""
        session = self.desk.session
        recovery = session.recovery_for(session.path)
        if recovery is None or session.read_only:
            return
        from aiplan.tui.screens.ask import AskScreen

        when = f"{dt.datetime.fromtimestamp(recovery.written, dt.UTC).astimezone():%Y-%m-%d %H:%M}"
        ask = AskScreen(
            _("Unsaved work was found"),
            _("aiplan ended on {when} before these changes were saved.").format(when=when),
            (("take", _("take it over; u undoes that")), ("drop", _("throw it away")), ("later", _("decide later"))),
        )
        self.push_screen(ask, self._recover)

    def _recover(self, answer: str | None) -> None:
        session = self.desk.session
        recovery = session.recovery_for(session.path)
        if answer == "take" and recovery is not None:
            self.attempt(lambda: self.desk.restore(recovery))
        elif answer == "drop":
            session.discard_recovery()

    def look_outside(self) -> None:
        """Follow what others do to the file."""
        try:
            changed = self.desk.look_outside()
        except AiplanError as error:
            # The file stays as it is for a while: say so once, not twice a second.
            if str(error) != self._told:
                self._told = str(error)
                self.tell(str(error), bad=True)
            return
        self._told = ""
        if changed:
            if self.desk.state.notice is None:
                self.tell(_("the file was changed by somebody else and has been read again"))
            self.publish()

    async def action_quit(self) -> None:
        """Leave; with unsaved changes, say so the first time and keep a copy the second."""
        if self.opened and self._unsaved() and not self.leaving:
            self.leaving = True
            self.tell(_("unsaved changes: s saves, q again leaves and keeps a recovery copy"), bad=True)
            return
        if self.opened and self.desk.session.dirty:
            self.attempt(self.desk.session.write_recovery)
        self.exit(0)

    def _unsaved(self) -> bool:
        """Tell whether something would be lost: changes, or what was typed into a form a moment ago."""
        from aiplan.tui.widgets.detail_form import DetailForm

        typed = [form.flush() for screen in self.screen_stack for form in screen.query(DetailForm)]
        return self.desk.session.dirty or any(typed)
