"""What happens between the interface and the file: recovery, changes by others, leaving."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from textual import on, work

from aiplan.errors import AiplanError
from aiplan.tui import terminal
from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.messages import FileRead, RecoveryFound
from aiplan.tui.phrasing import told_error, with_hint

if TYPE_CHECKING:
    from aiplan.session import Reread, Session
    from aiplan.store.recovery import Recovery
    from aiplan.tui.state import Document


class FileActions(DeskApp):
    """Keeps what was not saved from being lost."""

    leaving = False
    """Whether leaving was asked for once, with unsaved changes."""
    _told = ""
    _reading = False
    """Whether the file is being read again."""

    def offer_recovery(self) -> None:
        """Look whether a crash has left work, and ask what to do with it."""
        session = self.desk.session
        recovery = session.recovery_for(session.path)
        if recovery is not None and not session.read_only:
            self._look_into(recovery, self.desk.state.document, session.as_of, session.has_moved_on(recovery))

    @work(thread=True, exclusive=True, group="recovery", description="recovery", exit_on_error=False)
    def _look_into(self, recovery: Recovery, document: Document, as_of: dt.date | None, moved_on: bool) -> None:
        """Find out what the work contains."""
        from aiplan.tui.review.found import summary

        self.post_message(RecoveryFound(recovery, summary(document, recovery.raw, as_of), moved_on))

    @on(RecoveryFound)
    def _recovery_found(self, event: RecoveryFound) -> None:
        from aiplan.tui.screens.ask import AskScreen

        when = f"{dt.datetime.fromtimestamp(event.recovery.written, dt.UTC).astimezone():%Y-%m-%d %H:%M}"
        said = [_("aiplan ended on {when} before these changes were saved.").format(when=when)]
        if event.moved_on:
            said.append(_("The file has been changed since: what was changed there would be undone."))
        ask = AskScreen(
            _("Unsaved work was found"),
            "\n".join((*said, "", *event.summary)),
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
        """Follow what others do to the file; leave where nobody can see it any more."""
        if not self.is_headless and terminal.gone(os.environ):
            # Nothing tells a program whose hang-up signal is ignored: it would read the end of its input for ever.
            self.attempt(self.desk.session.write_recovery)
            self.exit(1)
            return
        if self._reading:
            return
        news = self.desk.look_outside()
        if news == "read":
            self._begin_reading(asked=False)
            return
        self._told = ""
        if news == "said":
            self.publish()

    def action_reload(self) -> None:
        """Read the file again."""
        self._begin_reading(asked=True)

    def _begin_reading(self, *, asked: bool) -> None:
        self._reading = True
        self._read(self.desk.session, self.desk.state.document, asked)

    @work(thread=True, group="reading", description="reading", exit_on_error=False)
    def _read(self, session: Session, document: Document, asked: bool) -> None:
        found: Reread | AiplanError
        try:
            found = session.read_again()
        except AiplanError as error:
            found = error
        self.post_message(FileRead(session, document, found, asked))

    @on(FileRead)
    def _file_read(self, event: FileRead) -> None:
        """Take over what was read; unasked only while nothing has been changed here meanwhile."""
        self._reading = False
        if event.session is not self.desk.session:
            return
        if isinstance(event.found, AiplanError):
            # The file stays as it is for a while: say so once, not twice a second.
            said = with_hint(event.found) if event.asked else told_error(event.found)
            if event.asked or said != self._told:
                self._told = said
                self.tell(said, bad=True)
            return
        self._told = ""
        if event.asked:
            self.desk.reread(event.found)
            self.tell(_("read again; u brings back what was here"))
        elif event.document is self.desk.state.document:
            self.desk.reread(event.found)
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
