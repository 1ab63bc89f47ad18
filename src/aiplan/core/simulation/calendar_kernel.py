"""The kernel for plans with several calendars: every piece of work converts to the working time of its own calendar.

The axis is the calendar itself. An instant has two sides, since the end of a day's work is also the start of the
next: `hi` is the latest moment that is the same instant for what starts, `lo` the earliest for what ends.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aiplan.core.network import EARLIEST, PIECE, SS
from aiplan.core.simulation.durations import Durations
from aiplan.core.simulation.kernel import CancelledError, Progress, Runs
from aiplan.core.simulation.problem import NEVER, Event, Problem, final_events
from aiplan.core.simulation.program import FROM_FINISH, TO_FINISH
from aiplan.core.simulation.quantiles import TICK_BITS, TICKS

BLOCK = 2048
"""Runs simulated together."""

Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


def run_calendar_kernel(problem: Problem, durations: Durations, runs: int, progress: Progress | None = None) -> Runs:
    """Return finishes and criticality of all events over `runs` runs.

    Raises:
        CancelledError: where `progress` returned False.
    """
    kernel = _CalendarKernel(problem, durations, runs)
    for first in range(0, runs, BLOCK):
        last = min(runs, first + BLOCK)
        kernel.run(first, last)
        if progress is not None and not progress(last, runs):
            raise CancelledError
    return Runs(kernel.project_finish, kernel.critical, kernel.days, [(i, 0) for i in range(len(problem.events))], 0)


class _CalendarKernel:
    def __init__(self, problem: Problem, durations: Durations, runs: int) -> None:
        self.problem, self.events, self.durations = problem, problem.events, durations
        self.days = np.empty((len(self.events), runs), dtype=np.int16)
        self._ends = np.array([[0 if e.start_dated else 1] for e in self.events], dtype=np.int32)
        self.project_finish = np.full(runs, problem.fixed_finish, dtype=np.int32)
        self.critical = np.zeros(len(self.events), dtype=np.int64)
        self._final = final_events(self.events)
        self._buffers = np.empty((5, len(self.events), min(runs, BLOCK)), dtype=np.int32)
        self._marks = np.empty((len(self.events), min(runs, BLOCK)), dtype=np.bool_)
        self.first = self.last = 0

    def run(self, first: int, last: int) -> None:
        """Simulate runs `first` to `last`."""
        self.first, self.last = first, last
        self.start, self.start_lo, self.finish, self.finish_hi, self.own = self._buffers[:, :, : last - first]
        self.forward()
        for i in self._final:
            np.maximum(self.project_finish[first:last], self.finish[i], out=self.project_finish[first:last])
        self.critical += self.criticality()
        days = (self.finish - self._ends) >> TICK_BITS
        np.clip(days, -32_768, 32_767, out=self.days[:, first:last], casting="unsafe")

    def forward(self) -> None:
        """Place every event in every run of the block."""
        for i, event in enumerate(self.events):
            length = self.durations.by_event[i].block(self.first, self.last)
            if event.mode == EARLIEST:
                self.start[i] = np.minimum.reduce([self._event(s, SS)[0] for s, _, _ in event.links])
                self.start_lo[i] = np.minimum.reduce([self._event(s, SS)[1] for s, _, _ in event.links])
                self.finish[i] = self.finish_hi[i] = self.start[i]
                continue
            hi = np.full(self.last - self.first, event.start_floor, dtype=np.int32)
            lo = np.full(self.last - self.first, event.start_floor_lo, dtype=np.int32)
            bound = np.full(self.last - self.first, event.finish_floor, dtype=np.int32)
            for source, code, lag in event.links:
                x, y = self._bound(source, code, lag)
                if event.mode != PIECE:
                    np.maximum(hi, x, out=hi)
                    np.maximum(lo, y, out=lo)
                elif code in TO_FINISH:
                    np.maximum(bound, y, out=bound)
                else:
                    np.maximum(hi, x, out=hi)
            self._place(i, event, length, hi, lo, bound)

    def _place(self, i: int, event: Event, length: Rows | int, hi: Rows, lo: Rows, bound: Rows) -> None:
        clock = self.problem.clocks[event.clock]
        if event.mode != PIECE:
            np.maximum(hi, bound, out=hi)
            np.maximum(lo, bound, out=lo)
            self.start[i] = self.finish_hi[i] = hi
            self.start_lo[i] = self.finish[i] = lo
            self.own[i] = hi
            return
        own = clock.start(hi)
        if event.finish_floor > NEVER or any(code in TO_FINISH for _, code, _ in event.links):
            needed = bound > NEVER
            own = np.where(needed, np.maximum(own, clock.finish(np.where(needed, bound, 0)) - length), own)
        self.own[i] = own
        self.start[i], self.start_lo[i] = clock.begin(own), clock.end(own)
        self.finish[i] = self.finish_hi[i] = clock.end(own + length)

    def _event(self, source: int, code: int) -> tuple[Rows, Rows]:
        if code in FROM_FINISH:
            return self.finish_hi[source], self.finish[source]
        actual = self.events[source].actual_start
        if actual is not None:
            row = np.full(self.last - self.first, actual, dtype=np.int32)
            return row, row
        return self.start[source], self.start_lo[source]

    def _bound(self, source: int, code: int, lag: int) -> tuple[Rows, Rows]:
        x, y = self._event(source, code)
        if not lag:
            return x, y
        project = self.problem.clocks[0]
        moved = project.start(x) + lag * TICKS
        end = project.end(moved)
        return (end, end) if lag > 0 else (project.begin(moved), end)

    def criticality(self) -> npt.NDArray[np.int64]:
        """Return in how many runs of the block each event was critical."""
        marks, latest = self._marks[:, : self.last - self.first], self.project_finish[self.first : self.last]
        marks.fill(False)
        for i in self._final:
            np.equal(self.finish[i], latest, out=marks[i])
        counts = np.zeros(len(self.events), dtype=np.int64)
        for i in range(len(self.events) - 1, -1, -1):
            mark = marks[i]
            counts[i] = np.count_nonzero(mark)
            if counts[i]:
                for source, code, lag in self.events[i].links:
                    tight = self._tight(i, source, code, lag)
                    tight &= mark
                    marks[source] |= tight
        return counts

    def _tight(self, i: int, source: int, code: int, lag: int) -> Mask:
        event = self.events[i]
        x, y = self._bound(source, code, lag)
        if event.mode != PIECE:
            return _mask(y == self.finish[i] if event.mode != EARLIEST else x == self.start[i])
        clock = self.problem.clocks[event.clock]
        if code in TO_FINISH:
            return _mask(clock.finish(y) == clock.finish(self.finish[i]))
        return _mask(clock.start(x) == self.own[i])


def _mask(values: npt.NDArray[np.bool_]) -> Mask:
    return np.asarray(values, dtype=np.bool_)
