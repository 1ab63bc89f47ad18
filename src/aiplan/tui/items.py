"""The tables of a plan as things to select and edit: their addresses, models and what people call them.

Imported before the first rows are painted: what reads plans is loaded only when one is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiplan.model.address import Path
from aiplan.tui.i18n import N_, _

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.model.base import Table
    from aiplan.model.finding import Finding

KIND_NAMES: dict[str, str] = {
    "project": N_("project"), "simulation": N_("simulation"), "calendar": N_("calendar"), "vision": N_("vision"),
    "assessment_policy": N_("scoring policy"), "calendars": N_("team calendar"), "goals": N_("goal"),
    "metrics": N_("metric"), "teams": N_("team"), "resources": N_("resource"), "datasets": N_("dataset"),
    "assessments": N_("assessment"), "risks": N_("risk"), "rollout": N_("rollout stage"), "monitors": N_("monitor"),
    "insights": N_("insight"), "milestones": N_("milestone"), "tasks": N_("task"), "experiments": N_("experiment"),
    "decisions": N_("decision"), "scenarios": N_("scenario"), "baselines": N_("baseline"),
}  # fmt: skip
"""Sections, and tables there is one of, with what one item is called; translated where it is shown."""

SINGLE: tuple[str, ...] = ("project", "simulation", "calendar", "vision", "assessment_policy")
"""Tables of which a plan has one."""


def address_of(schedule: Schedule, key: str) -> Path:
    """Return the address of the table of an activity."""
    from aiplan.core.network import SECTION

    return SECTION[schedule.network.work[key].kind], key


def is_work(address: Path | None) -> bool:
    """Tell whether an address is that of an activity."""
    from aiplan.model.plan import WORK_SECTIONS

    return address is not None and len(address) == 2 and address[0] in WORK_SECTIONS


def exists(data: Mapping[str, Any], address: Path) -> bool:
    """Tell whether there is an item at `address`; tables there is one of count as being there."""
    from aiplan.model.shape import sections

    if len(address) == 1:
        return address[0] in SINGLE
    items = data.get(str(address[0]))
    return len(address) == 2 and isinstance(items, Mapping) and address[1] in items and address[0] in sections()


def table_at(data: Mapping[str, Any], address: Path) -> Mapping[str, Any]:
    """Return the table at `address` as it stands in the file; empty where none does."""
    found: Any = data
    for key in address:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def model_of(address: Path) -> type[Table]:
    """Return the model of the table at `address`."""
    from aiplan.model.shape import model_at

    model = model_at(address)
    assert model is not None
    return model


def kind_name(address: Path) -> str:
    """Return what a thing of this kind is called."""
    return _(KIND_NAMES[str(address[0])])


def item_name(address: Path) -> str:
    """Return the id of an item, or what the only one of its kind is called."""
    return str(address[1]) if len(address) > 1 else kind_name(address)


def item_of(data: Mapping[str, Any], finding: Finding) -> Path | None:
    """Return the address of the item that a finding is about, if it is about one."""
    for length in (2, 1):
        address = finding.path[:length]
        if len(address) == length and exists(data, address):
            return address
    return None


def neighbour(before: Mapping[str, Any], data: Mapping[str, Any], address: Path) -> Path | None:
    """Return the item that takes the place of `address`, which is gone: the next of its section, else the one before.

    Args:
        before: the file when it still had the item.
        data: the file without it.
        address: of the item.
    """
    section = str(address[0])
    names = list(table_at(before, (section,)))
    at = names.index(address[1]) if len(address) > 1 and address[1] in names else 0
    left = (name for name in (*names[at:], *reversed(names[:at])) if exists(data, (section, name)))
    name = next(left, None)
    return None if name is None else (section, name)
