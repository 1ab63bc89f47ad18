"""The kernel: early dates forward over blocks of runs, criticality pushed back over tight links.

One vector operation per link that matters over a block of runs that fits the cache, in the smallest whole numbers that
hold; the result depends neither on the processor nor on the order of additions.

Source: Van Slyke 1963 (criticality index by simulation).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from aiplan.core.simulation.calendar_program import CalendarCompiler
from aiplan.core.simulation.distribution import Distribution
from aiplan.core.simulation.durations import Drawn, Durations
from aiplan.core.simulation.problem import Clock, Problem
from aiplan.core.simulation.program import (
    ADD,
    AXIS,
    CERTAIN,
    CONVERT,
    DRAW,
    LATEST,
    SUBTRACT,
    Compiler,
    Moment,
    Program,
    Step,
    Tight,
)
from aiplan.core.simulation.quantiles import TICK_BITS, TICKS, Ticks

BLOCK = 5_000
"""Runs simulated together."""

_MOST_SORTED = 32
Row = npt.NDArray[Any]
"""Ticks in the smallest type that holds; *shape*: (runs of a block,)."""
Mask = npt.NDArray[np.bool_]
Progress = Callable[[int, int], bool]
"""Called with (runs done, runs in all); returning False cancels."""


class CancelledError(Exception):
    """The simulation was stopped before its end."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What the kernel measured."""

    project_finish: Ticks
    """*shape*: (runs,)."""
    critical: npt.NDArray[np.int64]
    """*shape*: (events,). In how many runs each event was critical."""
    rows: npt.NDArray[Any]
    """*shape*: (rows, runs)."""
    places: Sequence[tuple[int, int, int]]
    """Of each event: its row (`CERTAIN` for none), what is added to it, and its calendar (`AXIS` for none)."""
    clocks: Sequence[Clock]
    sorted_rows: dict[int, npt.NDArray[Any]] = field(default_factory=dict)
    """What `distribution` has sorted lately."""

    def days(self, event: int) -> Ticks:
        """Return the day of the axis, counted from the data date, on which an event ends in every run."""
        row, offset, clock = self.places[event]
        values = np.zeros(self.project_finish.shape, dtype=np.int8) if row == CERTAIN else self.rows[row]
        return Distribution(values, offset, self._clock(clock)).days()

    def distribution(self, event: int) -> Distribution:
        """Return how the day on which an event ends spreads."""
        row, offset, clock = self.places[event]
        if row == CERTAIN:
            return Distribution(np.zeros(self.project_finish.shape, dtype=np.int8), offset, self._clock(clock))
        if row not in self.sorted_rows:
            if len(self.sorted_rows) >= _MOST_SORTED:
                self.sorted_rows.clear()
            # Numbers of 16 bits are sorted by digits, three times as fast as by comparison.
            self.sorted_rows[row] = np.sort(self.rows[row], kind="stable")
        return Distribution(self.sorted_rows[row], offset, self._clock(clock))

    def _clock(self, number: int) -> Clock | None:
        return None if number == AXIS else self.clocks[number]


def run_kernel(problem: Problem, durations: Durations, runs: int, progress: Progress | None = None) -> Runs:
    """Return finishes and criticality of all events over `runs` runs.

    Raises:
        CancelledError: where `progress` returned False.
        IndexError: where some run leaves the days that the axis of several calendars covers.
    """
    program = (Compiler if problem.uniform else CalendarCompiler)(problem, durations).program()
    kernel = _Kernel(program, durations.by_event, runs)
    for first in range(0, runs, BLOCK):
        last = min(runs, first + BLOCK)
        kernel.run(first, last)
        if progress is not None and not progress(last, runs):
            raise CancelledError
    ends = [0 if event.start_dated else 1 for event in problem.events]
    places = [
        (kernel.kept.get(moment.row, CERTAIN), moment.offset - end, clock)
        for moment, end, clock in zip(program.finishes, ends, program.clocks, strict=True)
    ]
    return Runs(
        kernel.moments(program.project_finish),
        kernel.critical[: len(problem.events)],
        kernel.store,
        places,
        problem.clocks,
    )


class _Kernel:
    """The rows of a program: those that are asked for later over all runs, the others over one block."""

    def __init__(self, program: Program, drawn: Sequence[Drawn], runs: int) -> None:
        self.program, self.runs = program, runs
        kind: npt.DTypeLike = np.int16 if program.reach < 1 << 15 else np.int32
        asked = {moment.row for moment in (*program.finishes, program.project_finish)} - {CERTAIN}
        self.kept = {row: place for place, row in enumerate(sorted(asked))}
        self.passing = _shared_lines(program, asked)
        self.store = np.empty((len(self.kept), runs), dtype=kind)
        width = min(runs, BLOCK)
        self._scratch = np.empty((max(self.passing.values(), default=-1) + 3, width), dtype=kind)
        self._marks = np.empty((len(program.tight) + 1, width), dtype=np.bool_)
        self.critical = np.zeros(len(program.tight), dtype=np.int64)
        # A number as an array without dimensions is added faster than one of Python.
        self._numbers = {
            number: np.array(number, dtype=kind)
            for number in {
                *(shift for step in program.steps for _, shift in step.terms),
                *(step.floor for step in program.steps if step.floor is not None),
                *(link.shift for links in program.tight for link in links),
            }
        }
        small = _Small(kind)
        self._draws = {step.number: small.of(drawn[step.number]) for step in program.steps if step.code == DRAW}
        self._tables = [
            (base.astype(kind), None if works is None else works.astype(kind)) for base, works in program.tables
        ]

    def run(self, first: int, last: int) -> None:
        """Simulate runs `first` to `last`."""
        width = last - first
        rows: list[Row] = [self._scratch[0, :width]] * self.program.rows
        for row, place in self.kept.items():
            rows[row] = self.store[place, first:last]
        for row, place in self.passing.items():
            rows[row] = self._scratch[place, :width]
        spare = self._scratch[-1, :width]
        for step in self.program.steps:
            self._do(step, rows, spare, first, last)
        self._criticality(rows, spare)

    def moments(self, moment: Moment) -> Ticks:
        """Return a moment that is kept, in ticks, over all runs."""
        if moment.row == CERTAIN:
            return np.full(self.runs, moment.offset, dtype=np.int32)
        found: Ticks = self.store[self.kept[moment.row]].astype(np.int32)
        found += moment.offset
        return found

    def _do(self, step: Step, rows: list[Row], spare: Row, first: int, last: int) -> None:
        out, terms = rows[step.out], step.terms
        if step.code == DRAW:
            table, numbers = self._draws[step.number]
            if table is None:
                rows[step.out][:] = numbers[first:last]
            else:
                table.take(numbers[first:last], None, out, "clip")
        elif step.code == ADD:
            np.add(rows[terms[0][0]], rows[terms[1][0]], out)
        elif step.code == SUBTRACT:
            if terms[0][0] == CERTAIN:
                np.negative(rows[terms[1][0]], out)
            else:
                np.subtract(rows[terms[0][0]], rows[terms[1][0]], out)
        elif step.code == CONVERT:
            self._convert(step, rows, spare)
        else:
            self._merge(step, rows, spare)

    def _convert(self, step: Step, rows: list[Row], spare: Row) -> None:
        """Look the day of each moment up; keep its part of the day where the day found is one of work."""
        base, works = self._tables[step.number]
        out, (row, shift) = rows[step.out], step.terms[0]
        moment = np.add(rows[row], self._numbers[shift], out)
        day = np.right_shift(moment, TICK_BITS, spare)
        np.bitwise_and(moment, TICKS - 1, out)
        found = self._scratch[-2, : spare.shape[0]]
        if works is not None:
            np.bitwise_and(out, works.take(day, None, found, "clip"), out)
        np.add(out, base.take(day, None, found, "clip"), out)

    def _merge(self, step: Step, rows: list[Row], spare: Row) -> None:
        choose, out, numbers = np.maximum if step.code == LATEST else np.minimum, rows[step.out], self._numbers
        found: Row | None = None
        for row, shift in step.terms:
            term = rows[row]
            if shift:
                term = np.add(term, numbers[shift], spare if found is not None else out)
            found = term if found is None else choose(found, term, out=out)
        assert found is not None
        if step.floor is not None:
            choose(found, numbers[step.floor], out=out)

    def _criticality(self, rows: list[Row], spare: Row) -> None:
        """Count in how many runs of the block each event is critical: tight, link by link, to the project finish."""
        width = spare.shape[0]
        tight, critical, store = self.program.tight, self.critical, self._marks
        marks: list[Mask | None] = [None] * len(tight)
        own = [False] * len(tight)
        last = store[len(tight) - 1, :width]
        last.fill(True)
        marks[-1] = last
        test = store[len(tight), :width]
        for i in range(len(tight) - 1, -1, -1):
            mark = marks[i]
            if mark is None:
                continue
            count = int(np.count_nonzero(mark))
            critical[i] += count
            if not count:
                continue
            for link in tight[i]:
                source = link.source
                before = marks[source]
                if link.start == CERTAIN:
                    if before is None:
                        marks[source] = mark
                        continue
                    held = mark
                else:
                    held = store[source, :width] if before is None else test
                    self._test(link, rows, spare, held)
                    np.logical_and(held, mark, held)
                    if before is None:
                        marks[source], own[source] = held, True
                        continue
                if own[source]:
                    np.logical_or(before, held, before)
                else:
                    marks[source], own[source] = np.logical_or(before, held, store[source, :width]), True

    def _test(self, link: Tight, rows: list[Row], spare: Row, out: Mask) -> None:
        """Write in which runs the link is tight."""
        start = rows[link.start]
        if link.row == CERTAIN:
            np.equal(start, self._numbers[link.shift], out)
        elif link.shift:
            np.equal(np.add(rows[link.row], self._numbers[link.shift], spare), start, out)
        else:
            np.equal(rows[link.row], start, out)


def _shared_lines(program: Program, asked: set[int]) -> dict[int, int]:
    """Return a line of scratch memory for each row not `asked` for; rows never needed at the same time share one.

    Rows that links are tested against are needed to the end.
    """
    last: dict[int, int] = {}
    for i, step in enumerate(program.steps):
        last[step.out] = i
        for row, _ in step.terms:
            last[row] = i
    for links in program.tight:
        for link in links:
            last[link.row] = last[link.start] = len(program.steps)
    lines: dict[int, int] = {}
    free: list[int] = []
    used = 0
    for i, step in enumerate(program.steps):
        if step.out not in asked:
            if free:
                lines[step.out] = free.pop()
            else:
                lines[step.out], used = used, used + 1
        free += [lines[row] for row in {row for row, _ in step.terms} if row in lines and last[row] == i]
        if step.out in lines and last[step.out] == i:
            free.append(lines[step.out])
    return lines


class _Small:
    """Draws in a small type; a table that many share is converted once."""

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._kind = kind
        self._tables: dict[int, Row] = {}

    def of(self, drawn: Drawn) -> tuple[Row | None, Row]:
        """Return a table (`None` for none) and numbers of its entries, or else the values, both less the least."""
        low, _ = drawn.bounds
        if drawn.table is not None and drawn.bins is not None:
            key = id(drawn.table)
            if key not in self._tables:
                self._tables[key] = (drawn.table - low).astype(self._kind)
            return self._tables[key], drawn.bins
        assert drawn.values is not None
        return None, (drawn.values - low).astype(self._kind)
