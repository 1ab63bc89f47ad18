"""One version of a plan after the other: what is computed for the one before is used again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from aiplan.core.network import Network, build_network, update_network
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.plan import Plan


def next_network(previous: Network | None, plan: Plan, as_of: dt.date) -> Network:
    """Return the network of `plan`, made from that of the version before where only activities differ.

    Models of tables that say the same have to be the same objects in both plans, else everything is built anew.
    """
    if previous is not None and previous.as_of == previous.calendars.project.roll_forward(as_of).toordinal():
        changed = changed_activities(previous, plan)
        if changed is not None and (updated := update_network(previous, plan, changed)) is not None:
            return updated
    return build_network(plan, as_of=as_of)


def next_schedule(previous: Schedule, plan: Plan, *, today: dt.date, as_of: dt.date | None) -> Schedule:
    """Return the schedule of `plan`, made from that of the version before where only activities differ.

    Models of tables that say the same have to be the same objects in both plans, else everything is built anew.
    """
    changed = changed_activities(previous.network, plan)
    return schedule_plan(plan, today=today, as_of=as_of, previous=previous, changed=changed)


def changed_activities(network: Network, after: Plan) -> frozenset[str] | None:
    """Return the activities whose models are other objects than before, `None` where more may differ than activities.

    Args:
        network: of the plan before.
        after: the plan after it.
    """
    before = network.plan
    same_frame = (
        before.project is after.project
        and before.calendar is after.calendar
        and _same_items(before.calendars, after.calendars)
        and _same_items(before.teams, after.teams)
    )
    old, new = network.work, after.work
    if not same_frame or old.keys() != new.keys():
        return None
    return frozenset(key for key, item in new.items() if old[key] is not item)


def _same_items(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return one.keys() == other.keys() and all(other[key] is item for key, item in one.items())
