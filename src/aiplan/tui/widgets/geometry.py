"""Which of many places on a page is the next one in a direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiplan.tui.lines import Target

_ASIDE = 3
"""Cells to the side that count as much as one line further on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A target and the line it is in."""

    line: int
    target: Target

    def away(self, column: int) -> int:
        """Return how many cells `column` is beside the target."""
        return max(0, self.target.start - column, column - (self.target.end - 1))


def nearest(places: Sequence[Place], here: Place, across: int, down: int, column: int) -> int | None:
    """Return the index of the nearest place in a direction, `None` where there is none.

    Args:
        places: all places, in reading order.
        here: where one stands.
        across: -1 for left, 1 for right, else 0.
        down: -1 for up, 1 for down, else 0.
        column: the cell that up and down aim at.
    """
    best: tuple[int, int] | None = None
    for number, place in enumerate(places):
        lines, start = place.line - here.line, place.target.start
        if down:
            if lines * down <= 0:
                continue
            cost = lines * down * _ASIDE + place.away(column)
        elif across > 0:
            if start < here.target.end:
                continue
            cost = abs(lines) * _ASIDE + start - here.target.end
        else:
            if place.target.end > here.target.start:
                continue
            cost = abs(lines) * _ASIDE + here.target.start - place.target.end
        if best is None or cost < best[0]:
            best = cost, number
    return None if best is None else best[1]
