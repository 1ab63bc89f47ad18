"""What the kernel simulates: nodes with duration tables, floors and links on one time axis.

Time is counted in ticks from the data date. Where all work follows the project calendar the axis is working time
and a link is one addition. Otherwise the axis is the calendar itself, work is counted in the working time of its own
calendar, and links between calendars convert.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aiplan.core.calendar import Calendar, DayTable
from aiplan.core.instants import day_start, lagged, start_floors
from aiplan.core.network import EARLIEST, FIXED, FS, MAIN, OUT, PIECE, POINT, START, Network
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.quantiles import TICKS

NEVER = -(1 << 28)
"""A floor that is none."""


class Clock:
    """The working days of one calendar beside the days of the axis. Both are counted from the data date."""

    __slots__ = ("before", "days", "low", "works", "zero")

    def __init__(self, calendar: Calendar, origin: int, first: int, last: int) -> None:
        table = calendar.table(first - 2, last + 2)
        self.low = first - origin
        """Day of the axis that `before` and `works` begin with."""
        self.zero = table.before[origin - table.origin]
        """Place in `days` of the first working day."""
        before = np.array(table.before[first - table.origin : last + 2 - table.origin], dtype=np.int32)
        self.before = before[:-1] - self.zero
        """Working days before each day of the axis."""
        self.works = np.diff(before) > 0
        """Whether each day of the axis is one of work."""
        self.days = np.array(table.days, dtype=np.int32) - origin
        """Day of the axis of each working day."""


@dataclass(slots=True)
class Event:
    """One node of the network as the kernel sees it."""

    id: str
    number: int
    mode: int
    main: bool
    counts: bool
    """Whether it counts for the project finish."""
    start_dated: bool
    start_floor: int
    """Ticks; the first moment the node may start; of the earliest of others that of those that are over."""
    start_floor_lo: int
    finish_floor: int
    actual_start: int | None
    clock: int
    """Number of the calendar; 0 is the project's."""
    links: tuple[tuple[int, int, int], ...]
    """(event, type code, lag in project working days) of unfinished predecessors."""


@dataclass(frozen=True)
class Problem:
    """Everything the kernel needs but the durations."""

    schedule: Schedule
    events: Sequence[Event]
    """In topological order; links name positions in it."""
    uniform: bool
    """Whether the axis is working time of the project calendar."""
    clocks: Sequence[Clock]
    origin: int
    """Ordinal of the data date."""
    fixed_finish: int
    """Latest finish of done work, ticks."""
    project: Calendar

    def day_until(self, ordinal: int) -> int:
        """Return the last day of the axis, counted from the data date, that is not after a calendar day."""
        if not self.uniform:
            return ordinal - self.origin
        table = self.project.table(min(ordinal, self.origin), max(ordinal, self.origin))
        return table.before[ordinal + 1 - table.origin] - table.before[self.origin - table.origin] - 1

    def ordinal(self, day: int) -> int:
        """Return the calendar day (ordinal) of a day of the axis."""
        if not self.uniform:
            return self.origin + day
        table, reach = self.project.table(self.origin, self.origin), 400
        while not 0 <= (index := table.before[self.origin - table.origin] + day) < len(table.days):
            table = self.project.table(self.origin - (reach if index < 0 else 0), self.origin + reach)
            reach *= 2
        return table.days[index]


def make_problem(schedule: Schedule, reach: int | None = None) -> Problem:
    """Return the simulation problem of `schedule`; work in cycles is left out.

    Args:
        schedule: a schedule with dates.
        reach: days from the data date that an axis of several calendars covers.

    Raises:
        ValueError: for a schedule without dates.
    """
    network, passes = schedule.network, schedule.passes
    if passes is None:
        raise ValueError("a schedule without dates cannot be simulated")
    project, origin = network.calendars.project, network.as_of
    calendars: list[Calendar] = [project]
    for number, node in enumerate(network.nodes):
        calendar = network.calendar[number]
        if node.mode in (PIECE, POINT) and not node.done and calendar not in calendars:
            calendars.append(calendar)
    uniform, reach = len(calendars) == 1, reach or first_reach(schedule)
    first = min(origin, network.span[0]) - 2_000
    clocks = [] if uniform else [Clock(c, origin, first, origin + reach) for c in calendars]
    compiler = _Compiler(network, schedule, calendars, passes.project, uniform)
    events = [compiler.event(i) for i in compiler.kept]
    return Problem(
        schedule=schedule, events=events, uniform=uniform, clocks=clocks, origin=origin,
        fixed_finish=compiler.fixed_finish, project=project,
    )  # fmt: skip


def first_reach(schedule: Schedule) -> int:
    """Return the days from the data date that hardly any run leaves."""
    finish = schedule.finish or schedule.as_of
    return 1_100 + 3 * max(0, finish.toordinal() - schedule.as_of.toordinal())


def final_events(events: Sequence[Event]) -> list[int]:
    """Return the events that may set the project finish: those that no event that counts has to follow."""
    followed = {
        source for event in events if event.counts for source, code, lag in event.links if code == FS and lag >= 0
    }
    return [i for i, event in enumerate(events) if event.counts and i not in followed]


class _Compiler:
    def __init__(
        self, network: Network, schedule: Schedule, calendars: list[Calendar], project: DayTable, uniform: bool
    ) -> None:
        self.network, self.schedule, self.calendars = network, schedule, calendars
        self.project, self.uniform = project, uniform
        self.kept = [i for i in network.order if network.nodes[i].mode not in (FIXED, OUT)]
        self.position = {number: index for index, number in enumerate(self.kept)}
        finishes = [n.finished + 1 for n in network.nodes if n.mode == FIXED and n.role == MAIN and n.finished]
        self.fixed_finish = max((self.ticks(f) for f in finishes), default=NEVER)

    def ticks(self, instant: int) -> int:
        """Return a day boundary as ticks of the axis."""
        if not self.uniform:
            return (instant - self.network.as_of) * TICKS
        before, low = self.project.before, self.project.origin
        return (before[instant - low] - before[self.network.as_of - low]) * TICKS

    def event(self, i: int) -> Event:
        """Return one node; links from fixed nodes become floors."""
        network, passes = self.network, self.schedule.passes
        node, calendar = network.nodes[i], network.calendar[i]
        assert passes is not None
        table = passes.tables[i]
        hi = lo = bound = NEVER
        for _, x, y in start_floors(network, i, table, self.schedule.team_floors):
            hi, lo = max(hi, self.ticks(x)), max(lo, self.ticks(y))
        if node.promised is not None:
            bound = self.ticks(node.promised + 1)
        links = []
        for source, code, lag in network.predecessors[i]:
            if network.nodes[source].mode == FIXED:
                x, y = self._fixed_bound(source, code, lag)
                if node.mode == EARLIEST:
                    hi, lo = (x, y) if hi == NEVER else (min(hi, x), min(lo, y))
                elif node.mode != PIECE or code in (0, 1):
                    hi, lo = max(hi, x), max(lo, y)
                else:
                    bound = max(bound, y)
            else:
                links.append((self.position[source], code, lag))
        started = None if node.started is None else self.ticks(day_start(node.started, table)[0])
        return Event(
            id=node.id, number=i, mode=node.mode, main=node.role == MAIN,
            counts=node.role == MAIN and not node.dropped,
            start_dated=node.mode == POINT and (passes.start_dated[i] or node.role == START),
            start_floor=hi, start_floor_lo=lo, finish_floor=bound, actual_start=started,
            clock=self.calendars.index(calendar) if node.mode in (PIECE, POINT) and calendar in self.calendars else 0,
            links=tuple(links),
        )  # fmt: skip

    def _fixed_bound(self, source: int, code: int, lag: int) -> tuple[int, int]:
        passes = self.schedule.passes
        assert passes is not None
        if code in (0, 2):
            hi, lo = passes.finish_hi[source], passes.finish_lo[source]
        else:
            hi, lo = passes.start_hi[source], passes.start_lo[source]
        hi, lo = lagged(hi, lo, lag, self.project)
        return self.ticks(hi), self.ticks(lo)
