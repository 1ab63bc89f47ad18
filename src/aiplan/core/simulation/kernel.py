"""The kernel: forward pass over blocks of runs, criticality pushed back over tight links.

One vector operation per link over a block of runs that fits the cache; integers throughout, so that the result
does not depend on the processor or on the order of additions.

Source: Van Slyke 1963 (criticality index by simulation).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aiplan.core.network import EARLIEST, FF, FS, PIECE, SF, SS
from aiplan.core.simulation.durations import Durations
from aiplan.core.simulation.problem import NEVER, Event, Problem
from aiplan.core.simulation.quantiles import TICKS

BLOCK = 2048
"""Runs simulated together."""

Rows = npt.NDArray[np.int32]
Progress = Callable[[int, int], bool]
"""Called with (runs done, runs in all); returning False cancels."""


class CancelledError(Exception):
    """The simulation was stopped before its end."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the kernel measured."""

    days: npt.NDArray[np.int16]
    """*shape*: (events, runs). *units*: days of the axis from the data date; the day on which each event ends."""
    project_finish: Rows
    """*shape*: (runs,)."""
    critical: npt.NDArray[np.int64]
    """*shape*: (events,). In how many runs each event was critical."""


def run_kernel(problem: Problem, durations: Durations, runs: int, progress: Progress | None = None) -> Runs:
    """Return finishes and criticality of all events over `runs` runs.

    Raises:
        CancelledError: where `progress` returned False.
    """
    step = _PlainBlock if problem.uniform else _CalendarBlock
    kernel = step(problem, durations, runs)
    for first in range(0, runs, BLOCK):
        last = min(runs, first + BLOCK)
        kernel.run(first, last)
        if progress is not None and not progress(last, runs):
            raise CancelledError
    return Runs(kernel.days, kernel.project_finish, kernel.critical)


class _PlainBlock:
    """Blocks of runs where all work follows the project calendar: links are additions."""

    def __init__(self, problem: Problem, durations: Durations, runs: int) -> None:
        self.problem, self.events, self.durations = problem, problem.events, durations
        self.days = np.empty((len(self.events), runs), dtype=np.int16)
        self._ends = np.array([[0 if e.start_dated else 1] for e in self.events], dtype=np.int32)
        self.project_finish = np.full(runs, problem.fixed_finish, dtype=np.int32)
        self.critical = np.zeros(len(self.events), dtype=np.int64)
        self._final = _final_events(self.events)
        self._size = min(runs, BLOCK)
        self._starts, self._finishes = self._buffer(), self._buffer()
        self._marks = np.empty((len(self.events), self._size), dtype=np.bool_)
        self.first = self.last = 0

    def _buffer(self) -> Rows:
        return np.empty((len(self.events), self._size), dtype=np.int32)

    def run(self, first: int, last: int) -> None:
        """Simulate runs `first` to `last`."""
        self.first, self.last = first, last
        width = last - first
        self.start, self.finish = self._starts[:, :width], self._finishes[:, :width]
        self.marks = self._marks[:, :width]
        self.forward()
        for i in self._final:
            np.maximum(self.project_finish[first:last], self.finish[i], out=self.project_finish[first:last])
        self.critical += self.criticality()
        self._keep_days()

    def _keep_days(self) -> None:
        """Store on which day each event ends: the day before the instant, of start-dated points the day after it."""
        rows = self._starts[:, : self.last - self.first]
        np.subtract(self.finish, self._ends, out=rows)
        np.right_shift(rows, 8, out=rows)
        np.clip(rows, -32_768, 32_767, out=self.days[:, self.first : self.last], casting="unsafe")

    def forward(self) -> None:
        """Place every event in every run of the block."""
        start, finish = self.start, self.finish
        scratch, length_row = np.empty((2, self.last - self.first), dtype=np.int32)
        for i, event in enumerate(self.events):
            length = self.durations.by_event[i].block(self.first, self.last, length_row)
            out = start[i]
            if event.mode == EARLIEST:
                np.minimum.reduce([self._begin(source) for source, _, _ in event.links], out=out)
                finish[i] = out
                continue
            floor = max(event.start_floor, event.finish_floor) if event.mode != PIECE else event.start_floor
            fresh = True
            for source, code, lag in event.links:
                bound = finish[source] if code in _FROM_FINISH else self._begin(source)
                if lag:
                    bound = np.add(bound, lag * TICKS, out=scratch)
                if code in _TO_FINISH and event.mode == PIECE:
                    bound = np.subtract(bound, length, out=scratch)
                np.maximum(bound, floor if fresh else out, out=out)
                fresh = False
            if fresh:
                out.fill(floor)
            if event.mode == PIECE and event.finish_floor > NEVER:
                np.maximum(out, np.subtract(event.finish_floor, length), out=out)
            np.add(out, length, out=finish[i])

    def _begin(self, source: int) -> Rows:
        event = self.events[source]
        if event.actual_start is not None:
            return np.full(self.last - self.first, event.actual_start, dtype=np.int32)
        return _row(self.start[source])

    def criticality(self) -> npt.NDArray[np.int64]:
        """Return in how many runs of the block each event was critical."""
        marks, latest = self.marks, self.project_finish[self.first : self.last]
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

    def _tight(self, i: int, source: int, code: int, lag: int) -> npt.NDArray[np.bool_]:
        """Return in which runs the link decides the place of event `i`."""
        event = self.events[i]
        bound = self.finish[source] if code in _FROM_FINISH else self._begin(source)
        if lag:
            bound = bound + lag * TICKS
        if code in _TO_FINISH and event.mode == PIECE:
            return _mask(bound == self.finish[i])
        return _mask(bound == self.start[i])


class _CalendarBlock(_PlainBlock):
    """One block of runs on the calendar axis: every piece converts to the working time of its own calendar."""

    def __init__(self, problem: Problem, durations: Durations, runs: int) -> None:
        super().__init__(problem, durations, runs)
        self._buffers = self._buffer(), self._buffer(), self._buffer()

    def run(self, first: int, last: int) -> None:
        self.start_lo, self.finish_hi, self.own = (rows[:, : last - first] for rows in self._buffers)
        super().run(first, last)

    def forward(self) -> None:
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
                elif code in _TO_FINISH:
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
        if event.finish_floor > NEVER or any(code in _TO_FINISH for _, code, _ in event.links):
            needed = bound > NEVER
            own = np.where(needed, np.maximum(own, clock.finish(np.where(needed, bound, 0)) - length), own)
        self.own[i] = own
        self.start[i], self.start_lo[i] = clock.begin(own), clock.end(own)
        self.finish[i] = self.finish_hi[i] = clock.end(own + length)

    def _event(self, source: int, code: int) -> tuple[Rows, Rows]:
        if code in _FROM_FINISH:
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

    def _tight(self, i: int, source: int, code: int, lag: int) -> npt.NDArray[np.bool_]:
        event = self.events[i]
        x, y = self._bound(source, code, lag)
        if event.mode != PIECE:
            return _mask(y == self.finish[i] if event.mode != EARLIEST else x == self.start[i])
        clock = self.problem.clocks[event.clock]
        if code in _TO_FINISH:
            return _mask(clock.finish(y) == clock.finish(self.finish[i]))
        return _mask(clock.start(x) == self.own[i])


def _mask(values: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    return np.asarray(values, dtype=np.bool_)


def _row(values: Rows) -> Rows:
    return np.asarray(values, dtype=np.int32)


def _final_events(events: Sequence[Event]) -> list[int]:
    """Return the events that may set the project finish: those that no event that counts has to follow."""
    followed = {
        source for event in events if event.counts for source, code, lag in event.links if code == FS and lag >= 0
    }
    return [i for i, event in enumerate(events) if event.counts and i not in followed]


_FROM_FINISH = frozenset({FS, FF})
_TO_FINISH = frozenset({FF, SF})
