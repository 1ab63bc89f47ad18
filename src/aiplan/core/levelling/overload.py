"""Where a schedule asks for more than there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from aiplan.core.levelling.pools import Pool, holders, pools_of, work_days
from aiplan.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Overload:
    """Days on which the same work together needs more of a team or resource than it has."""

    pool: str
    """Id of the team or resource."""
    first: dt.date
    last: dt.date
    """Last of the days, inclusive; days between on which none of the work is done count as part."""
    demand: int
    """Units needed on each of the days."""
    capacity: int
    """Units there are."""
    ids: tuple[str, ...]
    """The activities that need them, by id."""


def overloads(schedule: Schedule) -> tuple[Overload, ...]:
    """Return the overloads of `schedule` from its data date on, in order of days, then of team or resource.

    A unit is in use on the working days of the activity that uses it, by the calendar of the activity's team.
    """
    network, passes = schedule.network, schedule.passes
    if passes is None:
        return ()
    pools = pools_of(schedule.plan)
    work = [
        (network.nodes[number].id, units, work_days(network, passes, number))
        for number, units in holders(network, pools)
    ]
    demand: dict[str, dict[int, int]] = {key: {} for key in pools}
    for _, units, days in work:
        for key, count in units.items():
            asked = demand[key]
            for day in days:
                asked[day] = asked.get(day, 0) + count
    found: list[Overload] = []
    for key, pool in pools.items():
        over = {day: asked for day, asked in demand[key].items() if asked > pool.at(day)}
        if over:
            ids: dict[int, list[str]] = {day: [] for day in over}
            for name, units, days in work:
                if key in units:
                    for day in over.keys() & days:
                        ids[day].append(name)
            found.extend(_spans(pool, demand[key], {day: tuple(names) for day, names in ids.items()}))
    return tuple(sorted(found, key=lambda o: (o.first, o.pool)))


def _spans(pool: Pool, demand: Mapping[int, int], over: Mapping[int, tuple[str, ...]]) -> list[Overload]:
    """Return the overloads of one pool; days that follow one another in use and are alike become one.

    Args:
        pool: the team or resource.
        demand: by day of use, the units asked of it.
        over: by day on which that is too much, the activities that ask.
    """
    found: list[Overload] = []
    current: Overload | None = None
    for day in sorted(demand):
        if day not in over:
            current = None
            continue
        date, capacity = dt.date.fromordinal(day), pool.at(day)
        if current is not None and (current.demand, current.capacity, current.ids) == (
            demand[day],
            capacity,
            over[day],
        ):
            current = found[-1] = replace(current, last=date)
        else:
            current = Overload(pool.id, date, date, demand[day], capacity, over[day])
            found.append(current)
    return found
