"""What a baseline holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule


def frozen(schedule: Schedule) -> dict[str, Any]:
    """Return the values of a baseline: the dates of everything that has dates and is not dropped."""
    kept = [a for a in schedule.activities if a.early_finish is not None and a.status != "dropped"]
    return {
        "taken": schedule.as_of_given,
        "start": {a.id: a.early_start for a in kept},
        "finish": {a.id: a.early_finish for a in kept},
    }
