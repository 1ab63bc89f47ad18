"""Finding items by what people remember of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


def hits(schedule: Schedule, order: Sequence[str], text: str) -> list[str]:
    """Return the ids whose title or id holds every word of `text`, in the given order; capitals do not matter."""
    words = text.casefold().split()
    if not words:
        return []
    work = schedule.network.work
    return [key for key in order if all(w in f"{key} {work[key].title}".casefold() for w in words)]


def next_hit(found: Sequence[str], order: Sequence[str], current: str | None, direction: int) -> str | None:
    """Return the hit after (1) or before (-1) the current item, going round at the ends."""
    if not found:
        return None
    place = {key: number for number, key in enumerate(order)}
    here = place.get(current or "", -1)
    if direction > 0:
        return next((key for key in found if place[key] > here), found[0])
    return next((key for key in reversed(found) if place[key] < here), found[-1])
