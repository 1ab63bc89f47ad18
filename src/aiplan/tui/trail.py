"""Where one has been: places to go back to, and forward again."""

from __future__ import annotations

from dataclasses import dataclass

from aiplan.model.address import Path as Address
from aiplan.tui.state import ViewId

MOST = 100
"""Places that are kept in mind."""


@dataclass(frozen=True, slots=True)
class Place:
    """A view with what the cursor stood on."""

    view: ViewId
    item: Address | None


class Trail:
    """Two stacks of places, as a browser has them."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def leave(self, here: Place) -> None:
        """Keep a place in mind that is left for another."""
        if not self._behind or self._behind[-1] != here:
            self._behind = [*self._behind, here][-MOST:]
        self._ahead.clear()

    def back(self, here: Place) -> Place | None:
        """Return the place before `here`, `None` where there is none."""
        return _step(self._behind, self._ahead, here)

    def forward(self, here: Place) -> Place | None:
        """Return the place that `here` was gone back to from, `None` where there is none."""
        return _step(self._ahead, self._behind, here)


def _step(source: list[Place], other: list[Place], here: Place) -> Place | None:
    while source:
        found = source.pop()
        if found != here:
            other.append(here)
            return found
    return None
