"""Moving a card to another column, as edits of one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiplan.errors import InvalidEdit
from aiplan.model.edits import Edit, RemoveField, SetField
from aiplan.model.work import Milestone
from aiplan.tui import progress
from aiplan.tui.i18n import _
from aiplan.tui.items import address_of, table_at

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.tui.widgets.board.model import By


def moved(schedule: Schedule, data: Mapping[str, Any], key: str, by: By, to: str | None) -> tuple[Edit, ...]:
    """Return the edits that bring an activity into the column `to`.

    A stage is that of the milestone unless the work has its own: going back to the milestone's stage takes the own
    one away. A milestone takes those of its members with it that have no stage of their own.

    Raises:
        InvalidEdit: where no edit of the activity itself would do that.
    """
    if by == "stage":
        return _staged(schedule, data, key, to)
    if by == "status":
        return _recorded(schedule, data, key, to)
    path = (*address_of(schedule, key), by)
    if to is not None:
        return (SetField(path, to),)
    return (RemoveField(path),) if by in table_at(data, path[:2]) else ()


def _staged(schedule: Schedule, data: Mapping[str, Any], key: str, to: str | None) -> tuple[Edit, ...]:
    work = schedule.network.work[key]
    path = (*address_of(schedule, key), "stage")
    own = "stage" in table_at(data, path[:2])
    milestone = None if isinstance(work, Milestone) else schedule.plan.milestones.get(work.milestone or "")
    inherited = None if milestone is None else milestone.stage
    if to == inherited:
        return (RemoveField(path),) if own else ()
    if to is None:
        raise InvalidEdit(
            _("{id} has the stage of its milestone {milestone}").format(id=key, milestone=work.milestone),
            hint=_("move the milestone, or take the work out of it"),
        )
    return (SetField(path, to),)


def _recorded(schedule: Schedule, data: Mapping[str, Any], key: str, to: str | None) -> tuple[Edit, ...]:
    status = schedule[key].status
    if to == "active" and status == "planned":
        return progress.start(schedule, data, key)
    if to == "done" and status == "active":
        return progress.finish(schedule, data, key)
    raise InvalidEdit(
        _("{id} goes from planned to under way to done").format(id=key),
        hint=_("u takes back what was recorded; e changes the dates"),
    )
