"""What there is and who uses it: capacities of teams and resources by day, units of activities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aiplan.core.instants import Passes
from aiplan.core.network import FIXED, PIECE, Network
from aiplan.model.plan import Plan
from aiplan.model.work import Work


@dataclass(frozen=True, slots=True)
class Pool:
    """The capacity of one team or resource over time."""

    id: str
    days: tuple[int, ...]
    """Ordinals from which another capacity holds, ascending."""
    units: tuple[int, ...]
    """Capacity before the first of these days, and from each of them on."""

    def at(self, day: int) -> int:
        """Return the capacity on a day (ordinal)."""
        return self.units[bisect_right(self.days, day)]

    def most(self, day: int) -> int:
        """Return the largest capacity on `day` and ever after."""
        return max(self.units[bisect_right(self.days, day) :])

    @property
    def finally_(self) -> int:
        """The capacity that holds in the end."""
        return self.units[-1]


def pools_of(plan: Plan) -> dict[str, Pool]:
    """Return the teams and resources of `plan` by id; a team goes before a resource of the same id."""
    found = {}
    for section in (plan.resources, plan.teams):
        for key, item in section.items():
            changes = {change.from_.toordinal(): change.capacity for change in item.capacity_changes}
            days = tuple(sorted(changes))
            found[key] = Pool(key, days, (item.capacity, *(changes[day] for day in days)))
    return dict(sorted(found.items()))


def units_of(work: Work, pools: Mapping[str, Pool]) -> dict[str, int]:
    """Return the units of each known team and resource that `work` holds on each of its days."""
    units = dict(work.uses)
    if work.team is not None:
        units.setdefault(work.team, 1)
    return {pool: units[pool] for pool in sorted(units) if pool in pools}


def work_days(network: Network, passes: Passes, number: int) -> list[int]:
    """Return the days (ordinals) from the data date on that a node works: its own working days.

    Events and what is over have none.
    """
    node, (origin, before, days) = network.nodes[number], passes.tables[number]
    if node.mode == PIECE:
        first = passes.position[number]
        return days[first : first + node.days]
    if node.mode == FIXED and node.finished is not None and node.started is not None:
        if node.id in network.members or network.progress[node.id].duration == 0 or node.finished < network.as_of:
            return []
        return days[before[max(node.started, network.as_of) - origin] : before[node.finished + 1 - origin]]
    return []


def holders(network: Network, pools: Mapping[str, Pool]) -> Iterator[tuple[int, dict[str, int]]]:
    """Yield (node, units of each pool) of every activity that takes time and uses something, in order of ids."""
    for key in sorted(network.main):
        number = network.main[key]
        if network.nodes[number].mode in (PIECE, FIXED) and (units := units_of(network.work[key], pools)):
            yield number, units
