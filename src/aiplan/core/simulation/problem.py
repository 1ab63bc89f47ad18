"""What the kernel simulates: nodes with duration tables, floors and links on one time axis.

Time is counted in ticks from the data date. Where all work follows the project calendar the axis is working time
and a link is one addition. Otherwise the axis is the calendar itself, and every piece of work is converted into
the working time of its own calendar and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aiplan.core.calendar import Calendar, DayTable
from aiplan.core.instants import day_start, lagged, start_floors
from aiplan.core.network import FIXED, MAIN, OUT, PIECE, POINT, START, Network
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.quantiles import TICKS

NEVER = -(1 << 28)
"""A floor that is none."""
REACH = 40_000
"""Days from the data date that the calendar axis covers."""


def _ticks(values: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.asarray(values, dtype=np.int32)


class Clock:
    """Conversion between the axis and the working time of one calendar, vectorised.

    Working time is counted from the data date, too.
    """

    def __init__(self, calendar: Calendar, origin: int, first: int, last: int) -> None:
        table = calendar.table(first - 2, last + 2)
        self._low = first - origin
        before = np.array(table.before[first - table.origin : last + 1 - table.origin], dtype=np.int32)
        days = np.array(table.days, dtype=np.int32)
        self._before = before
        self._works = np.diff(np.append(before, before[-1])) > 0
        self._days = days - origin
        self._zero = table.before[origin - table.origin]

    def start(self, at: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the working time of the first moment of work at or after `at`."""
        day = (at >> 8) - self._low
        return _ticks((self._before[day] - self._zero) * TICKS + np.where(self._works[day], at & 255, 0))

    def finish(self, at: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the working time of the first possible end of work at or after the end `at`."""
        before = at - 1
        day = (before >> 8) - self._low
        return _ticks((self._before[day] - self._zero) * TICKS + np.where(self._works[day], (before & 255) + 1, TICKS))

    def end(self, worked: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the moment at which `worked` is over: the end of a day rather than the start of the next."""
        before = worked - 1
        return _ticks(self._days[(before >> 8) + self._zero] * TICKS + (before & 255) + 1)

    def begin(self, worked: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the moment at which work that begins at `worked` begins: never the end of a day."""
        return _ticks(self._days[(worked >> 8) + self._zero] * TICKS + (worked & 255))


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
    """Ticks; the first moment the node may start."""
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
    project: DayTable

    def day_of(self, ticks: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the day, counted from the data date on the axis, on which finishes lie."""
        return (ticks - 1) >> 8

    def ordinal(self, day: int) -> int:
        """Return the calendar day (ordinal) of a day of the axis."""
        if not self.uniform:
            return self.origin + day
        index = self.project.before[self.origin - self.project.origin] + day
        return self.project.days[index]


def make_problem(schedule: Schedule) -> Problem:
    """Return the simulation problem of `schedule`; work in cycles is left out."""
    network, passes = schedule.network, schedule.passes
    if passes is None:
        raise ValueError("a schedule without dates cannot be simulated")
    calendars: list[Calendar] = [network.calendars.project]
    for number, node in enumerate(network.nodes):
        calendar = network.calendar[number]
        if node.mode in (PIECE, POINT) and not node.done and calendar not in calendars:
            calendars.append(calendar)
    uniform = len(calendars) == 1
    origin = network.as_of
    project = network.calendars.project.table(min(origin, network.span[0]) - 3_000, origin + REACH)
    clocks = (
        [] if uniform else [Clock(c, origin, min(origin, network.span[0]) - 2_000, origin + REACH) for c in calendars]
    )
    compiler = _Compiler(network, schedule, calendars, project, uniform)
    events = [compiler.event(i) for i in compiler.kept]
    return Problem(
        schedule=schedule, events=events, uniform=uniform, clocks=clocks, origin=origin,
        fixed_finish=compiler.fixed_finish, project=project,
    )  # fmt: skip


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
                if node.mode != PIECE or code in (0, 1):
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
