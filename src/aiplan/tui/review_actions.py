"""The review: found out off the main thread, single edits taken back, copied for a pull request."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from aiplan.errors import AiplanError
from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.messages import HistoryRead, ReviewReady, ReviewWanted, RevisionsReady, TakeBack, TrendWanted
from aiplan.tui.phrasing import told_error, with_hint
from aiplan.tui.state import Since, SinceKind

if TYPE_CHECKING:
    from aiplan.tui.review.found import Setting
    from aiplan.tui.state import Document

_ORDER: tuple[SinceKind, ...] = ("head", "save", "baseline")
_PATIENCE = 0.3
"""Seconds between two words of how much of the history has been read."""


class ReviewActions(DeskApp):
    """Git is never asked on the thread that draws; what it said of another state is dropped."""

    _history_number = 0
    _stopped: threading.Event | None = None
    """Stops the history that is being read; `None` while none is."""
    _theirs: bytes | None = None
    """The file as others left it, while that is compared."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that stops reading to others while nothing is read."""
        if action == "stop_history" and self._stopped is None:
            return False
        return super().check_action(action, parameters)

    # ------------------------------------------------------------ what has changed

    @on(ReviewWanted)
    def _review_wanted(self) -> None:
        """Find out what has changed, unless that is being done."""
        state = self.desk.state
        now = state.review
        if state.reviewing or (now is not None and now.since == state.since and now.document is state.document):
            return
        self.desk.reviewing()
        self.publish()
        session = self.desk.session
        from aiplan.tui.review.found import Setting

        setting = Setting(session.today, session.as_of)
        self._compare(state.document, state.since, setting, session.saved.to_bytes(), self._theirs)

    @work(thread=True, exclusive=True, group="review", description="review", exit_on_error=False)
    def _compare(self, document: Document, since: Since, setting: Setting, saved: bytes, outside: bytes | None) -> None:
        from aiplan.tui.review.found import Review, find_review

        try:
            found = find_review(document, since, setting, saved=saved, outside=outside)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is said where the review would stand
            found = Review(document, since, None, trouble=told_error(error) or type(error).__name__)
        self.post_message(ReviewReady(found))

    @on(ReviewReady)
    def _review_ready(self, event: ReviewReady) -> None:
        if event.review.since == self.desk.state.since:
            self.desk.reviewed(event.review)
        else:
            self.desk.reviewed(self.desk.state.review)
        self.publish()

    def action_since(self) -> None:
        """Compare with the next thing: HEAD, the last save, the baseline."""
        kind = self.desk.state.since.kind
        following = _ORDER[(_ORDER.index(kind) + 1) % len(_ORDER)] if kind in _ORDER else _ORDER[0]
        self._compare_since(Since(following))

    def _compare_since(self, since: Since) -> None:
        self.desk.compare_since(since)
        self._show_changes()

    def _show_changes(self) -> None:
        """Show the page of what has changed."""
        from aiplan.tui.widgets.review_view import ReviewView

        self.desk.view("review")
        self.publish()
        for view in self.main.query(ReviewView):
            view.action_changes()

    def action_review_again(self) -> None:
        """Ask git again."""
        self.action_stop_history()
        self.desk.remember(None)
        self.desk.reviewed(None)
        self.publish()

    def review_outside(self, theirs: bytes) -> None:
        """Show what others wrote into the file."""
        self._theirs = theirs
        self.desk.reviewed(None)
        self._compare_since(Since("outside"))

    # ------------------------------------------------------------ another revision

    def action_revision(self) -> None:
        """Ask for what the plan is to be compared with."""
        self._list_revisions(self.desk.session.path)

    @work(thread=True, exclusive=True, group="revisions", description="revisions", exit_on_error=False)
    def _list_revisions(self, path: Path) -> None:
        from aiplan.tui.review.repository import revisions

        try:
            self.post_message(RevisionsReady(revisions(path)))
        except AiplanError as error:
            self.post_message(RevisionsReady((), with_hint(error)))

    @on(RevisionsReady)
    def _revisions_ready(self, event: RevisionsReady) -> None:
        if self.screen is not self.main:
            return
        if event.trouble:
            self.tell(event.trouble, bad=True)
            return
        from aiplan.tui.screens.revision import RevisionScreen

        screen = RevisionScreen(event.found, glyphs=self.glyphs)
        self.push_screen(screen, lambda chosen: self._compare_since(Since("revision", chosen[0])) if chosen else None)

    # ------------------------------------------------------------ one edit

    @on(TakeBack)
    def _take_back(self, event: TakeBack) -> None:
        """Take one edit back as one step."""
        review, change = self.desk.state.review, event.change
        if review is None or review.earlier is None or change is None:
            self.tell(_("the cursor stands on no edit: those in the first list can be taken back"))
            return
        if not review.reversible:
            self.tell(_("this is what others wrote: R takes all of it, J merges it with yours"))
            return
        if review.document is not self.desk.state.document:
            self.tell(_("the plan has changed since it was compared: a moment, then again"))
            return
        from aiplan.tui.review.take_back import without

        earlier, label = review.earlier.raw, _("take back {address}").format(address=change.address)
        session = self.desk.session
        if self.attempt(lambda: self.desk.replace_text(without(session.text, earlier, change), label=label)):
            self.tell(_("took {address} back; u makes it again").format(address=change.address))

    # ------------------------------------------------------------ the trend

    @on(TrendWanted)
    def _trend_wanted(self) -> None:
        """Read the history, unless that is being done or has been stopped."""
        if self._stopped is not None or self.desk.state.past is not None:
            return
        self._stopped = threading.Event()
        self._history_number += 1
        self.refresh_bindings()
        self._read_history(self._history_number, self.desk.session.path, self._stopped)

    @work(thread=True, exclusive=True, group="history", description="history", exit_on_error=False)
    def _read_history(self, number: int, path: Path, stopped: threading.Event) -> None:
        from aiplan.tui.review.past import CancelledError, Past, find_past

        told = time.monotonic()

        def go_on(share: float) -> bool:
            nonlocal told
            if time.monotonic() - told > _PATIENCE:
                told = time.monotonic()
                self.post_message(HistoryRead(number, Past(share=share)))
            return not stopped.is_set() and self.is_running

        try:
            self.post_message(HistoryRead(number, find_past(path, go_on)))
        except CancelledError:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, it is said where the trend would stand
            self.post_message(HistoryRead(number, Past(trouble=told_error(error) or type(error).__name__)))

    @on(HistoryRead)
    def _history_read(self, event: HistoryRead) -> None:
        if event.number != self._history_number or self._stopped is None:
            return
        if event.past.history is not None or event.past.trouble:
            self._stopped = None
            self.refresh_bindings()
        self.desk.remember(event.past)
        self.publish()

    def action_stop_history(self) -> None:
        """Stop reading the history."""
        if self._stopped is None:
            return
        from aiplan.tui.review.past import Past

        self._stopped.set()
        self._stopped = None
        self.refresh_bindings()
        self.desk.remember(Past(trouble=_("Reading was stopped: z reads the history again.")))
        self.publish()

    # ------------------------------------------------------------ copying

    def action_copy_review(self) -> None:
        """Copy the review as Markdown; also into a file, where the terminal takes nothing."""
        review = self.desk.state.review
        if review is None or review.diff is None:
            self.tell(_("there is nothing to copy yet"))
            return
        from platformdirs import user_cache_dir

        from aiplan.review.comment import diff_markdown

        earlier = review.earlier
        name = "" if earlier is None else earlier.hash or earlier.revision
        text = diff_markdown(review.diff, (name or _("what was read"), _("the plan")))
        self.copy_to_clipboard(text)
        path = Path(user_cache_dir("aiplan", appauthor=False)) / "review.md"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            self.tell(_("copied as Markdown"))
        else:
            self.tell(_("copied as Markdown, also to {file}").format(file=path))
