"""Variants of a plan: what it would say after some edits, without touching any text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import ValidationError

from aiplan.core.early import EarlyDates, early_dates
from aiplan.core.edits import apply_edit, plain_value
from aiplan.core.network import build_network, update_network
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.errors import InvalidEdit, UnknownAddress
from aiplan.model.address import Path, format_address, parse_address
from aiplan.model.edits import AppendEntry, Edit, RemoveEntry, RemoveField, SetField
from aiplan.model.plan import WORK_SECTIONS, Plan
from aiplan.model.reading import explain_error, read_plan, validate_table
from aiplan.model.shape import sections


def plan_data(plan: Plan) -> dict[str, Any]:
    """Return `plan` as the plain data it was read from: what stands in the file, defaults left out."""
    data = plain_value(plan.model_dump(by_alias=True, exclude_unset=True, exclude={"file_order"}))
    return cast("dict[str, Any]", data)


def with_edits(plan: Plan, edits: Iterable[Edit]) -> tuple[Plan, frozenset[str] | None]:
    """Return `plan` after `edits`, and the activities that differ; `None` where more than activities may.

    Raises:
        InvalidEdit: where an edit makes no sense on this plan.
        UnknownAddress: where one names something that is not there.
    """
    changed: set[str] | None = set()
    for edit in edits:
        path = _inside_item(plan, edit)
        if path is None:
            data = apply_edit(plan_data(plan), edit)
            order = tuple(plan.file_order)
            plan, changed = read_plan(data, file_order=order)[0], None
            continue
        section, key = str(path[0]), str(path[1])
        tables: Mapping[str, Any] = getattr(plan, section)
        item = plain_value(tables[key].model_dump(by_alias=True, exclude_unset=True))
        data = apply_edit({section: {key: item}}, edit)
        try:
            table = validate_table(sections()[section], data[section][key])
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise InvalidEdit(explain_error(first), address=format_address(path)) from None
        plan = plan.model_copy(update={section: {**tables, key: table}})
        if section in WORK_SECTIONS and changed is not None:
            changed.add(key)
        elif section in _SCHEDULED:
            changed = None
    return plan, None if changed is None else frozenset(changed)


_SCHEDULED = frozenset({"teams", "calendars"})
"""Sections besides work on which dates depend."""


def _inside_item(plan: Plan, edit: Edit) -> Path | None:
    """Return the path of an edit that stays inside one item that exists, else `None`."""
    if not isinstance(edit, SetField | RemoveField | AppendEntry | RemoveEntry):
        return None
    path = edit.path
    if len(path) < 3 or path[0] not in sections() or path[1] not in getattr(plan, str(path[0])):
        return None
    return path


def reschedule(schedule: Schedule, edits: Iterable[Edit]) -> Schedule:
    """Return the schedule of the plan of `schedule` after `edits`, at the same data date.

    Raises:
        InvalidEdit: where an edit makes no sense on this plan.
        UnknownAddress: where one names something that is not there.
    """
    plan, changed = with_edits(schedule.plan, edits)
    as_of = _as_of(schedule, plan)
    return schedule_plan(plan, today=as_of, as_of=as_of, previous=schedule, changed=changed)


def early_dates_after(schedule: Schedule, edits: Iterable[Edit]) -> EarlyDates:
    """Return the early finishes of the plan of `schedule` after `edits`, at the same data date.

    Raises:
        InvalidEdit: where an edit makes no sense on this plan.
        UnknownAddress: where one names something that is not there.
    """
    plan, changed = with_edits(schedule.plan, edits)
    as_of = _as_of(schedule, plan)
    network = None
    if changed is not None and as_of == schedule.as_of_given:
        network = update_network(schedule.network, plan, changed)
    return early_dates(build_network(plan, as_of=as_of) if network is None else network)


def _as_of(schedule: Schedule, plan: Plan) -> dt.date:
    """Return the data date: the plan's where the edits moved it, else the one in force."""
    if plan.project.as_of is not None and plan.project.as_of != schedule.plan.project.as_of:
        return plan.project.as_of
    return schedule.as_of_given


def scenario_edits(plan: Plan, key: str) -> tuple[Edit, ...]:
    """Return the edits that the overlay of a scenario stands for.

    Raises:
        KeyError: for an unknown scenario.
        ValueError: where an address of it is not one.
        UnknownAddress: where it sets a key of an item that is not there.
    """
    edits = tuple(SetField(parse_address(address), value) for address, value in plan.scenarios[key].set.items())
    for edit in edits:
        path = edit.path
        if len(path) > 1 and path[0] in sections() and path[1] not in getattr(plan, str(path[0])):
            raise UnknownAddress(format_address(path))
    return edits
