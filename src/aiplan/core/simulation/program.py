"""The network compiled: every moment is a row of runs plus a fixed number of ticks.

Certain work costs nothing: it only changes the fixed number. A link that is always tight costs nothing either, and
one that can never be is left out, which the earliest and the latest each moment can be (over all draws) tell. What
remains is one vector operation per link that matters.

Source: Baccelli, Cohen, Olsder and Quadrat, *Synchronization and Linearity*, 1992 (max-plus algebra of networks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy.typing as npt

from aiplan.core.network import EARLIEST, FF, FS, PIECE, SF
from aiplan.core.simulation.durations import Drawn, Durations
from aiplan.core.simulation.problem import NEVER, Event, Problem, final_events
from aiplan.core.simulation.quantiles import TICKS

Table = npt.NDArray[Any]

AXIS = -1
"""In place of the number of a calendar: the axis of the problem."""
CERTAIN = -1
"""The row of a moment that is the same in every run."""
FROM_FINISH = frozenset({FS, FF})
TO_FINISH = frozenset({FF, SF})

DRAW, ADD, SUBTRACT, LATEST, EARLIEST_OF, CONVERT = range(6)


class Moment(NamedTuple):
    """A moment, or a length, in every run: `offset` plus what stands in `row`. *units*: ticks."""

    row: int
    offset: int
    low: int
    """Not earlier in any run."""
    high: int
    """Not later in any run."""


class Step(NamedTuple):
    """One instruction: what to write into row `out`."""

    code: int
    out: int
    terms: tuple[tuple[int, int], ...]
    """(row, ticks to add)."""
    floor: int | None = None
    number: int = -1
    """Of `DRAW`: the event; of `CONVERT`: the table."""


class Tight(NamedTuple):
    """A link that may decide where an event stands: it does where `row` + `shift` equals the row `start`."""

    source: int
    """Event."""
    row: int = CERTAIN
    """`CERTAIN`: where the row `start` equals `shift`."""
    shift: int = 0
    start: int = CERTAIN
    """`CERTAIN`: the link is tight in every run."""


@dataclass(frozen=True, slots=True)
class Program:
    """What the kernel does for every block of runs."""

    steps: Sequence[Step]
    rows: int
    tables: Sequence[tuple[Table, Table | None]]
    """Of conversions: what is looked up by the day, and which days keep their part (all binary digits set)."""
    finishes: Sequence[Moment]
    """Of each event."""
    clocks: Sequence[int]
    """Calendar that the finish of each event is counted in; `AXIS` for none."""
    project_finish: Moment
    tight: Sequence[tuple[Tight, ...]]
    """Of each event, then of the project finish."""
    reach: int
    """The largest number, by amount, that may come up in a row or is added to one."""


class Compiler:
    """Compiles a problem whose work all follows the project calendar."""

    def __init__(self, problem: Problem, durations: Durations) -> None:
        self.problem, self.drawn = problem, durations.by_event
        self.steps: list[Step] = []
        self.rows = self.reach = 0
        self.begins: list[Moment] = []
        self.tables: list[tuple[Table, Table | None]] = []
        self.finishes: list[Moment] = []
        self.tight: list[tuple[Tight, ...]] = []

    def program(self) -> Program:
        """Return the whole."""
        events = self.problem.events
        for i, event in enumerate(events):
            self._place(event, self._length(i))
        last = final_events(events)
        ends = [self._plus(self.finishes[i], dating(events[i])) for i in last]
        return self._finished(last, ends, [AXIS] * len(events))

    def _finished(self, last: Sequence[int], ends: Sequence[Moment], clocks: Sequence[int]) -> Program:
        """Return the program, with the project finish as the latest of `ends`, the finishes of the events `last`."""
        finish, kept = self._latest(ends, certain(self.problem.fixed_finish))
        self.tight.append(self._links(last, kept, finish))
        return Program(self.steps, self.rows, self.tables, self.finishes, clocks, finish, self.tight, self.reach)

    def _length(self, i: int) -> Moment:
        drawn: Drawn = self.drawn[i]
        if not drawn.varies:
            return certain(drawn.constant)
        low, high = drawn.bounds
        out = self._row(high - low)
        self.steps.append(Step(DRAW, out, (), number=i))
        return Moment(out, low, low, high)

    def _place(self, event: Event, length: Moment) -> None:
        sources = [source for source, _, _ in event.links]
        if event.mode == EARLIEST:
            terms = [self.begins[source] for source in sources]
            start = self._earliest(terms, event.start_floor)
            self.tight.append(self._links(sources, terms, start))
            self._keep(event, start, start)
            return
        terms = [self._bound(event, code, source, lag, length) for source, code, lag in event.links]
        floors = [certain(event.start_floor)]
        if event.finish_floor > NEVER:
            promised = certain(event.finish_floor)
            floors.append(self._minus(promised, length) if event.mode == PIECE else promised)
        start, kept = self._latest(terms, *floors)
        self.tight.append(self._links(sources, kept, start))
        self._keep(event, start, self._plus(start, length))

    def _keep(self, event: Event, start: Moment, finish: Moment) -> None:
        self.finishes.append(finish)
        self.begins.append(start if event.actual_start is None else certain(event.actual_start))

    def _bound(self, event: Event, code: int, source: int, lag: int, length: Moment) -> Moment:
        """Return the moment before which a link does not let `event` start."""
        bound = self.finishes[source] if code in FROM_FINISH else self.begins[source]
        if lag:
            bound = self._plus(bound, certain(lag * TICKS))
        return self._minus(bound, length) if code in TO_FINISH and event.mode == PIECE else bound

    def _latest(self, terms: Sequence[Moment], *floors: Moment) -> tuple[Moment, Sequence[Moment | None]]:
        """Return the latest of terms and floors, and the terms with `None` for those that are never the latest."""
        if len(terms) == 1 and max([floor.high for floor in floors]) <= terms[0].low:
            return terms[0], terms
        low = high = sure = NEVER
        for row, offset, least, most in (*terms, *floors):
            low, high = max(low, least), max(high, most)
            if row == CERTAIN and offset > sure:
                sure = offset
        rows = {m for m in (*terms, *floors) if m.row != CERTAIN and m.high >= low}
        kept = [m if m.high >= low else None for m in terms]
        if not rows:
            return certain(low), kept
        floor = sure if sure > max([m.low for m in rows]) else None
        if floor is None and len(rows) == 1:
            return rows.pop(), kept
        return self._merge(LATEST, rows, floor, low, high), kept

    def _earliest(self, bounds: Sequence[Moment], over: int) -> Moment:
        """Return the earliest of moments, and of what is over already (`NEVER`: nothing)."""
        terms = [*bounds, certain(over)] if over > NEVER else bounds
        low, high = min(m.low for m in terms), min(m.high for m in terms)
        rows = {m for m in terms if m.row != CERTAIN and m.low <= high}
        sure = min((m.offset for m in terms if m.row == CERTAIN), default=None)
        if not rows:
            return certain(low)
        if len(rows) == 1 and (sure is None or sure >= next(iter(rows)).high):
            return rows.pop()
        return self._merge(EARLIEST_OF, rows, sure, low, high)

    def _merge(self, code: int, rows: set[Moment], floor: int | None, low: int, high: int) -> Moment:
        """Write the step that takes the latest or the earliest of rows; the most common offset needs no addition."""
        common = Counter(m.offset for m in rows)
        offset = max(common, key=lambda value: (common[value], value))
        out = self._row(low - offset, high - offset)
        terms = sorted((m.offset != offset, m.row, m.offset - offset) for m in rows)
        for m in rows:
            self._reaches(m.offset - offset, m.low - offset, m.high - offset)
        if floor is not None:
            floor -= offset
            self._reaches(floor)
        self.steps.append(Step(code, out, tuple((row, shift) for _, row, shift in terms), floor))
        return Moment(out, offset, low, high)

    def _plus(self, a: Moment, b: Moment) -> Moment:
        offset, low, high = a.offset + b.offset, a.low + b.low, a.high + b.high
        if CERTAIN in (a.row, b.row):
            return Moment(max(a.row, b.row), offset, low, high)
        out = self._row(low - offset, high - offset)
        self.steps.append(Step(ADD, out, ((a.row, 0), (b.row, 0))))
        return Moment(out, offset, low, high)

    def _minus(self, a: Moment, b: Moment) -> Moment:
        offset, low, high = a.offset - b.offset, a.low - b.high, a.high - b.low
        if b.row == CERTAIN:
            return Moment(a.row, offset, low, high)
        out = self._row(low - offset, high - offset)
        self.steps.append(Step(SUBTRACT, out, ((a.row, 0), (b.row, 0))))
        return Moment(out, offset, low, high)

    def _links(self, sources: Sequence[int], terms: Sequence[Moment | None], start: Moment) -> tuple[Tight, ...]:
        """Return which links may be tight to an event that starts at `start`."""
        if len(terms) == 1 and terms[0] is start:
            return (Tight(sources[0]),)
        found = []
        for source, term in zip(sources, terms, strict=True):
            if term is None:
                continue
            shift = term.offset - start.offset
            if term.row == start.row:
                if shift == 0:
                    found.append(Tight(source))
            elif start.row != CERTAIN:
                self._reaches(shift, term.low - start.offset, term.high - start.offset)
                found.append(Tight(source, term.row, shift, start.row))
            elif term.low <= start.offset <= term.high:
                self._reaches(-shift)
                found.append(Tight(source, CERTAIN, -shift, term.row))
        return tuple(found)

    def _row(self, *extremes: int) -> int:
        self._reaches(*extremes)
        self.rows += 1
        return self.rows - 1

    def _reaches(self, *values: int) -> None:
        reach = self.reach
        for value in values:
            if value > reach:
                reach = value
            elif -value > reach:
                reach = -value
        self.reach = reach


def dating(event: Event) -> Moment:
    """Return what is added to a finish so that it ends on the day it is dated: a tick for the start of a day.

    The finish of the project lies on the latest date, and the end of a day is the same instant as the next start.
    """
    return certain(1 if event.start_dated else 0)


def certain(ticks: int) -> Moment:
    """Return the moment that is the same in every run."""
    return Moment(CERTAIN, ticks, ticks, ticks)
