"""The program for plans with several calendars: work is counted in its own calendar, points lie on the axis.

An instant has two sides, since the end of a day's work is also the start of the next: of what lies on the axis, `start`
is the latest moment that is the same instant for what begins, `end` the earliest for what ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aiplan.core.network import EARLIEST, PIECE
from aiplan.core.simulation.conversion import Conversion, Way
from aiplan.core.simulation.durations import Durations
from aiplan.core.simulation.problem import NEVER, Event, Problem, final_events
from aiplan.core.simulation.program import (
    AXIS,
    CERTAIN,
    CONVERT,
    FROM_FINISH,
    TO_FINISH,
    Compiler,
    Moment,
    Program,
    Step,
    certain,
    dating,
)
from aiplan.core.simulation.quantiles import TICKS


class Sides(NamedTuple):
    """The two sides of one end of an event. Of work both are the same moment in the time of its calendar."""

    clock: int
    begins: bool
    """Whether work begins there."""
    start: Moment
    end: Moment


class CalendarCompiler(Compiler):
    """Compiles a problem whose work follows several calendars.

    Raises:
        IndexError: where some run leaves the days that the axis covers.
    """

    def __init__(self, problem: Problem, durations: Durations) -> None:
        super().__init__(problem, durations)
        self._ways: dict[Way, Conversion] = {}
        self._converted: dict[tuple[Moment, Way], Moment] = {}
        self._starting: list[Sides] = []
        self._finishing: list[Sides] = []

    def program(self) -> Program:
        """Return the whole."""
        events = self.problem.events
        for i, event in enumerate(events):
            self._put(i, event)
        last = final_events(events)
        ends = [self._plus(self._dated(i, events[i]), dating(events[i])) for i in last]
        clocks = [event.clock if event.mode == PIECE or event.start_dated else AXIS for event in events]
        return self._finished(last, ends, clocks)

    def _dated(self, i: int, event: Event) -> Moment:
        """Return the moment of the axis at which an event is dated."""
        if event.start_dated:
            return self._convert(self.finishes[i], Way(event.clock, begins=True, target=AXIS))
        return self._on_axis(self._finishing[i]).end

    def _put(self, i: int, event: Event) -> None:
        sources = [source for source, _, _ in event.links]
        if event.mode == EARLIEST:
            sides = [self._on_axis(self._starting[source]) for source in sources]
            starts, ends = [side.start for side in sides], [side.end for side in sides]
            start, end = self._earliest(starts, event.start_floor), self._earliest(ends, event.start_floor_lo)
            self.tight.append(self._links(sources, starts, start))
            self._keep_point(start, end, start, start)
        elif event.mode != PIECE:
            bounds = [self._lagged(source, code, lag) for source, code, lag in event.links]
            sides = [self._on_axis(bound) for bound in bounds]
            floor = certain(event.finish_floor)
            start, _ = self._latest([s.start for s in sides], certain(event.start_floor), floor)
            end, kept = self._latest([s.end for s in sides], certain(event.start_floor_lo), floor)
            self.tight.append(self._links(sources, kept, end))
            self._keep_point(start, end, start, end)
            if event.start_dated:
                # Its date is that of the first day of work in its calendar.
                self.finishes[-1] = self._to(self._finishing[-1], event.clock, ends=False)
        else:
            self._put_piece(i, event, sources)

    def _keep_point(self, start: Moment, start_end: Moment, finish_start: Moment, finish: Moment) -> None:
        self._starting.append(Sides(AXIS, begins=True, start=start, end=start_end))
        self._finishing.append(Sides(AXIS, begins=False, start=finish_start, end=finish))
        self.finishes.append(finish)

    def _put_piece(self, i: int, event: Event, sources: list[int]) -> None:
        length, own = self._length(i), event.clock
        terms = []
        for source, code, lag in event.links:
            bound = self._lagged(source, code, lag)
            if code in TO_FINISH:
                terms.append(self._minus(self._to(bound, own, ends=True), length))
            else:
                terms.append(self._to(bound, own, ends=False))
        floors = [self._convert(certain(event.start_floor), Way(AXIS, begins=True, target=own))]
        if event.finish_floor > NEVER:
            promised = self._convert(certain(event.finish_floor), Way(AXIS, begins=False, target=own, ends=True))
            floors.append(self._minus(promised, length))
        start, kept = self._latest(terms, *floors)
        self.tight.append(self._links(sources, kept, start))
        finish = self._plus(start, length)
        if event.actual_start is None:
            self._starting.append(Sides(own, begins=True, start=start, end=start))
        else:
            begun = certain(event.actual_start)
            self._starting.append(Sides(AXIS, begins=True, start=begun, end=begun))
        self._finishing.append(Sides(own, begins=False, start=finish, end=finish))
        self.finishes.append(finish)

    def _lagged(self, source: int, code: int, lag: int) -> Sides:
        """Return the end of the event that a link leaves from, moved by `lag` working days of the project."""
        sides = (self._finishing if code in FROM_FINISH else self._starting)[source]
        if not lag:
            return sides
        worked = self._to(sides, 0, ends=False)
        moved = self._plus(worked, certain(lag * TICKS))
        return Sides(0, begins=lag < 0, start=moved, end=moved)

    def _to(self, sides: Sides, clock: int, *, ends: bool) -> Moment:
        """Return the first start, or the first end, of work in a calendar at or after an instant."""
        if sides.clock == clock:
            return sides.start
        if sides.clock == AXIS:
            at = sides.end if ends else sides.start
            return self._convert(at, Way(AXIS, begins=not ends, target=clock, ends=ends))
        begins = sides.begins and not ends
        return self._convert(sides.start, Way(sides.clock, begins=begins, target=clock, ends=ends))

    def _on_axis(self, sides: Sides) -> Sides:
        if sides.clock == AXIS:
            return sides
        end = self._convert(sides.end, Way(sides.clock, begins=False, target=AXIS))
        start = self._convert(sides.start, Way(sides.clock, begins=True, target=AXIS)) if sides.begins else end
        return Sides(AXIS, sides.begins, start, end)

    def _convert(self, moment: Moment, way: Way) -> Moment:
        """Return a moment, converted."""
        if moment.row == CERTAIN and moment.offset <= NEVER:
            return moment
        if (moment, way) in self._converted:
            return self._converted[moment, way]
        if way not in self._ways:
            self._ways[way] = Conversion(way, tuple(self.problem.clocks))
        conversion = self._ways[way]
        low, high = conversion(moment.low), conversion(moment.high)
        if moment.row == CERTAIN:
            return certain(low)
        first, base, works = conversion.between(moment.low, moment.high)
        shift = moment.offset - conversion.early - first * TICKS
        self._reaches(shift, moment.high - conversion.early - first * TICKS, TICKS + high - low)
        out = self._row(high - low)
        self.steps.append(Step(CONVERT, out, ((moment.row, shift),), number=len(self.tables)))
        self.tables.append((base - low, None if works is None else np.where(works, -1, 0)))
        found = self._converted[moment, way] = Moment(out, low, low, high)
        return found
