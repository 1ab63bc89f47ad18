"""View v: what has changed since an earlier version, and how milestones moved through git."""

from __future__ import annotations

from collections.abc import Hashable

from aiplan.core.compare import Change
from aiplan.tui.actions import bindings
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.items import exists
from aiplan.tui.lines import Line, Target
from aiplan.tui.messages import OpenItem, ReviewWanted, TakeBack, TrendWanted
from aiplan.tui.review.page import review_lines
from aiplan.tui.review.trend_page import subject_of, trend_lines
from aiplan.tui.state import AppState
from aiplan.tui.widgets.lines_view import LinesView


class ReviewView(LinesView):
    """Two pages: what has changed, and the trend of the selected milestone."""

    BINDINGS = bindings("review")
    sticky = 1

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(glyphs=glyphs, id=id)
        self._trend = False
        self._subject: str | None = None

    @property
    def showing_trend(self) -> bool:
        """Whether the trend is on show."""
        return self._trend

    def options(self) -> tuple[Hashable, ...]:
        """Return what was found, and which page is on show."""
        state = self.state
        if state is None:
            return ()
        if self._trend:
            return (True, state.past, self._subject, state.forecast, self.size.height)
        return (False, state.review, state.reviewing, state.since)

    def make_lines(self, state: AppState, width: int, glyphs: Glyphs) -> list[Line]:
        """Return the page on show."""
        if self._trend:
            return trend_lines(state, self._subject, width, self.size.height, glyphs)
        return review_lines(state, width, glyphs)

    def rebuild(self) -> None:
        """Ask for what has not been found out yet, and follow the selected milestone."""
        state = self.state
        if state is not None and state.view == self.id:
            if self._trend:
                self._subject = subject_of(state)
                if state.past is None:
                    self.post_message(TrendWanted())
            elif not state.reviewing and self._stale(state):
                self.post_message(ReviewWanted())
        super().rebuild()

    def begins(self, target: Target) -> bool:
        """Begin the trend at the milestone it is of."""
        return not self._trend or self._subject is None or target.address == ("milestones", self._subject)

    def _stale(self, state: AppState) -> bool:
        review = state.review
        return review is None or review.since != state.since or review.document is not state.document

    def _say(self) -> None:
        """Say what is under the cursor; an item that the plan no longer has cannot be selected."""
        if self._there(self.cursor):
            super()._say()

    def _there(self, target: Target | None) -> bool:
        return target is not None and self.state is not None and exists(self.state.document.data, target.address)

    # ------------------------------------------------------------ keys

    @property
    def change(self) -> Change | None:
        """The edit under the cursor."""
        review = None if self.state is None else self.state.review
        _field, at, number = ("", "", "") if self.cursor is None else self.cursor.key.rpartition("@")
        if self._trend or review is None or review.diff is None or not at or int(number) >= len(review.diff.changes):
            return None
        return review.diff.changes[int(number)]

    def action_open(self) -> None:
        """Open the form at the field of the edit under the cursor."""
        target = self.cursor
        if target is not None and self._there(target):
            key = target.key.rpartition("@")[0] if "@" in target.key else target.key
            self.post_message(OpenItem(target.address, key))

    def action_go(self) -> None:
        """Show what is under the cursor where it is at home."""
        if self._there(self.cursor):
            super().action_go()

    def action_take_back(self) -> None:
        """Ask for the edit under the cursor to be taken back."""
        self.post_message(TakeBack(self.change))

    def action_trend(self) -> None:
        """Show the trend, or what has changed."""
        self._trend = not self._trend
        self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self.rebuild()

    def action_changes(self) -> None:
        """Show what has changed."""
        if self._trend:
            self.action_trend()
