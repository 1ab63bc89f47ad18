"""What is said for a few seconds."""

from __future__ import annotations

from textual.notifications import Notification

_LEAST = 0.001
"""Seconds: a timer of Textual that is to end in the past runs for ever, and nothing else does."""


class Note(Notification):
    """A notification whose time is never up before it is shown: it may be mounted at the moment at which it ends."""

    @property
    def time_left(self) -> float:
        """Seconds for which it is to be seen."""
        return max(_LEAST, super().time_left)

    @property
    def has_expired(self) -> bool:
        """Whether its time is up."""
        return super().time_left <= 0
