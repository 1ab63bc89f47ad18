"""Where nodes lie: the values both passes fill, and the arithmetic of instants they share.

Every event has two instants: `hi` bounds starts and `lo` bounds finishes. They differ only at the start of a
working day, whose `lo` is the end of the previous working day of the same calendar: within one calendar both are
the same point of working time. A bound on a start is met by the first own working day at or after it, a bound on a
finish by the earliest own start whose finish is at or after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiplan.core.calendar import LAST_DAY, DayTable
from aiplan.core.network import AS_OF, MAIN, PROJECT_START, Network

FAR = LAST_DAY + 10_000
"""Later than any instant."""

Floor = tuple[int, str]
"""(ordinal of the first possible day, team or resource that is busy until then)."""


@dataclass(slots=True)
class Passes:
    """Where everything lies, by node; instants are ordinals of day boundaries.

    Positions are indices of working days in the node's own table.
    """

    tables: list[DayTable]
    project: DayTable
    calendars: list[DayTable]
    """Of all calendars in use, each once."""
    start_hi: list[int]
    start_lo: list[int]
    finish_hi: list[int]
    finish_lo: list[int]
    position: list[int]
    """Of the first day of the piece (of what remains of it); of a point: working days before it."""
    start_dated: list[bool]
    """Of points: dated at the start of a day."""
    project_finish: int
    """Latest finish instant of all that counts."""
    limit_hi: list[int]
    limit_lo: list[int]
    """Late side: pieces expose the start of their late first day and the end of their late last day."""
    total_float: list[int]
    constrained: dict[int, frozenset[int]]
    """Late side: node of the earliest member start → the members that have to hold it."""


class NoRoomError(Exception):
    """A position lies outside the tables; they have to reach further."""

    def __init__(self, *, before: bool) -> None:
        super().__init__()
        self.before = before


def start_floors(
    network: Network, number: int, table: DayTable, team_floors: Mapping[str, Floor]
) -> list[tuple[str, int, int]]:
    """Return the bounds on the start of a node that come from no other node: (kind, hi, lo)."""
    node = network.nodes[number]
    found = []
    if node.floors & PROJECT_START:
        found.append(("project_start", *project_instants(network, network.start)))
    if node.floors & AS_OF:
        found.append(("as_of", *project_instants(network, network.as_of)))
    if node.not_before is not None:
        found.append(("not_before", *day_start(node.not_before, table)))
    if node.role == MAIN and (floor := team_floors.get(node.id)) is not None:
        found.append(("team", *day_start(floor[0], table)))
    return found


def project_instants(network: Network, day: int) -> tuple[int, int]:
    """Return (hi, lo) of the start of a project working day."""
    return day_start(day, network.calendars.project.table(day - 60, day + 60))


def day_start(day: int, table: DayTable) -> tuple[int, int]:
    """Return (hi, lo) of the start of the first working day on or after `day`."""
    index = table.before[day - table.origin]
    return table.days[index], table.days[index - 1] + 1


def last_equal(p: Passes, instant: int) -> int:
    """Return the latest instant with no working day of any calendar between it and `instant`.

    Up to there an event may move without having moved: nothing that waits for it starts later.
    """
    return min(days[before[instant - origin]] for origin, before, days in p.calendars)


def lagged(hi: int, lo: int, lag: int, project: DayTable) -> tuple[int, int]:
    """Return the instants `lag` project working days after (before) an event."""
    if lag == 0:
        return hi, lo
    origin, before, days = project
    index = before[hi - origin] + lag
    if index < 1:
        raise NoRoomError(before=True)
    end = days[index - 1] + 1
    return (end, end) if lag > 0 else (days[index], end)
