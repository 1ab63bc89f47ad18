"""Adding and deleting, as edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiplan.core.freezing import frozen
from aiplan.core.references import references
from aiplan.core.schedule import Schedule
from aiplan.errors import InvalidEdit
from aiplan.model.address import Path
from aiplan.model.edits import AddItem, Edit, RemoveEntry, RemoveField, RemoveItem
from aiplan.model.plan import WORK_SECTIONS
from aiplan.tui.i18n import _
from aiplan.tui.items import address_of
from aiplan.tui.screens.add_item import NewItem

_HISTORY = frozenset({"baselines", "decisions"})
"""What was true once may name what is gone."""


def addition(schedule: Schedule, new: NewItem, here: str | None) -> AddItem:
    """Return the edit that adds what was asked for, after the row `here` where it belongs to the same milestone."""
    if new.section == "baselines":
        return AddItem(new.section, new.id, frozen(schedule))
    values: dict[str, Any] = {"said" if new.section == "insights" else "title": new.title}
    if new.milestone and new.section != "milestones":
        values["milestone"] = new.milestone
    if new.duration and new.duration != "0d":
        values["duration"] = new.duration
    if new.follows:
        values["depends_on"] = [new.follows]
    after: Path | None = None
    if new.section in WORK_SECTIONS and here is not None and schedule[here].milestone == (new.milestone or None):
        after = address_of(schedule, here)
    return AddItem(new.section, new.id, values, after=after)


def deletion(data: Mapping[str, Any], address: Path) -> tuple[Edit, ...]:
    """Return the edits that delete an item and take it out of everything that refers to it.

    Args:
        data: the file as plain data.
        address: of the item.

    Raises:
        InvalidEdit: for the project, and for a table that the file does not have.
    """
    if len(address) == 1:
        if address == ("project",):
            raise InvalidEdit(_("the project is the plan; its fields can be emptied"))
        if address[0] not in data:
            raise InvalidEdit(
                _("the file has no [{table}]; what counts there are the defaults").format(table=address[0])
            )
        return (RemoveField(address),)
    section, name = map(str, address)
    uses = [path for path in references(data, section, name) if path[:2] != (section, name) and path[0] not in _HISTORY]
    # Entries of one list go from the last to the first, so that positions hold.
    entries = sorted((path for path in uses if isinstance(path[-1], int)), key=lambda path: -int(path[-1]))
    keys = (RemoveField(path) for path in uses if not isinstance(path[-1], int))
    return (*map(RemoveEntry, entries), *keys, RemoveItem(section, name))
