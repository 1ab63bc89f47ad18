"""The search for recovery plans: combinations of levers, each really scheduled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from aiplan.core.cost import plan_cost
from aiplan.core.recovery.crash import crash_lever
from aiplan.core.recovery.critical import critical_to
from aiplan.core.recovery.levers import FALLBACK_WEIGHT, SCOPE_WEIGHT, Lever, levers_for
from aiplan.core.schedule import Schedule
from aiplan.core.simulation.kernel import CancelledError, Progress
from aiplan.model.address import Path
from aiplan.model.edits import Edit

MAX_LEVERS = 4
"""Levers combined in one recovery plan."""
BEAM = 24
"""Combinations of one size that are built upon."""
MAX_SCHEDULES = 1500
"""Schedules computed in one search."""
MAX_PLACED = 150_000
"""Activities placed in one search: large plans are searched with fewer schedules, down to `MIN_SCHEDULES`."""
MIN_SCHEDULES = 120
SHARES = (0.4, 0.65, 0.85, 1.0)
"""Share of the schedules that may be spent by the time combinations of 1, 2, 3 and 4 levers are tried."""

Rescheduler = Callable[[Schedule, tuple[Edit, ...]], Schedule]
"""Gives the schedule of a plan after edits."""


class _SpentError(Exception):
    """No schedule is left to spend."""


@dataclass(frozen=True, slots=True)
class State:
    """A combination of levers, and the schedule it leads to."""

    levers: tuple[Lever, ...]
    schedule: Schedule
    finish: dt.date
    cost: float
    """Of the whole plan, extra money for levers included."""

    @property
    def rank(self) -> tuple[float, ...]:
        """What combinations are compared by before simulation; less is better in each."""
        return self.finish.toordinal(), self.scope, round(self.cost, 2), len(self.levers)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What the levers change, in order."""
        return tuple(edit for lever in self.levers for edit in lever.edits)

    @property
    def scope(self) -> int:
        """Scope lost, weighted."""
        work = self.schedule.network.work
        left_out = sum(SCOPE_WEIGHT[work[key].priority or "must"] for lever in self.levers for key in lever.dropped)
        return left_out + FALLBACK_WEIGHT * sum(lever.kind == "fallback" for lever in self.levers)


class Search:
    """Breadth-first over combinations of levers, the best of each size built upon.

    The number of schedules is bounded and does not depend on the machine, so that the same plan gives the same ways
    out. Where it does not suffice for every lever, those that may gain most are tried.
    """

    def __init__(
        self, schedule: Schedule, key: str, target: dt.date, rescheduler: Rescheduler, progress: Progress | None = None
    ) -> None:
        finish = schedule[key].early_finish
        assert finish is not None
        self.origin, self.key, self.target, self.rescheduler = schedule, key, target, rescheduler
        self.start = State((), schedule, finish, plan_cost(schedule).total)
        self.schedules = 0
        self.budget = max(MIN_SCHEDULES, min(MAX_SCHEDULES, MAX_PLACED // max(1, len(schedule))))
        self._progress = progress
        self._allowed = self.budget

    def run(self) -> list[State]:
        """Return the combinations that bring the milestone forward.

        Raises:
            CancelledError: where `progress` returned False.
        """
        found: list[State] = []
        seen: set[frozenset[object]] = set()
        level = late = [self.start]
        for share in SHARES[:MAX_LEVERS]:
            self._allowed = round(self.budget * share)
            found += [after for state in late if (after := self._crashed(state)) is not None]
            following = self._following(level, seen)
            found += [s for s in following if s.finish < self.start.finish]
            following = [s for s in following if s.finish > self.target or len(s.levers) < MAX_LEVERS - 1]
            following.sort(key=lambda s: (s.finish, s.scope, len(s.levers), tuple(lv.label for lv in s.levers)))
            level, late = following[:BEAM], [s for s in following[: 2 * BEAM] if s.finish > self.target]
        return found

    def _following(self, level: list[State], seen: set[frozenset[object]]) -> list[State]:
        """Return the states that one more lever leads to."""
        following: list[State] = []
        for place, state in enumerate(level):
            levers = self._levers(state)
            room = max(1, (self._allowed - self.schedules) // (len(level) - place))
            if len(levers) > room:
                levers = sorted(levers, key=lambda lever: -lever.reach)[:room]
            for lever in levers:
                chosen = frozenset(lv.paths for lv in (*state.levers, lever))
                if chosen in seen:
                    continue
                seen.add(chosen)
                try:
                    after = self._try((*state.levers, lever))
                except _SpentError:
                    return following
                if after is not None:
                    following.append(after)
        return following

    def _levers(self, state: State) -> list[Lever]:
        """Return the levers on what the milestone hangs on now that do not undo what was chosen."""
        taken = {path for lever in state.levers for path in lever.paths}
        ids = critical_to(state.schedule, self.key).ids
        return [
            lever
            for lever in levers_for(state.schedule, ids)
            if not lever.paths & taken and self.key not in lever.dropped and not _contradicts(lever, state.levers)
        ]

    def _try(self, levers: tuple[Lever, ...]) -> State | None:
        schedule = self._schedule(tuple(edit for lever in levers for edit in lever.edits))
        finish = schedule[self.key].early_finish
        if finish is None:
            return None
        return State(levers, schedule, finish, plan_cost(schedule).total + sum(lever.cost for lever in levers))

    def _schedule(self, edits: tuple[Edit, ...]) -> Schedule:
        if self.schedules >= self._allowed:
            raise _SpentError
        self.schedules += 1
        if self._progress is not None and not self._progress(self.schedules, self.budget):
            raise CancelledError
        return self.rescheduler(self.origin, edits)

    def _crashed(self, state: State) -> State | None:
        """Return the state with the missing days gained by crashing, as many of them as can be."""
        missing = state.schedule.project_calendar.count(self.target, state.finish)

        def apply(edits: tuple[Edit, ...]) -> Schedule:
            return self._schedule((*state.edits, *edits))

        try:
            for days in sorted({missing, (missing + 1) // 2, 1}, reverse=True):
                if days > 0 and (lever := crash_lever(state.schedule, self.key, days, apply)) is not None:
                    after = self._try((*state.levers, lever))
                    if after is not None and after.finish < state.finish:
                        return after
        except _SpentError:
            return None
        return None


def _contradicts(lever: Lever, chosen: tuple[Lever, ...]) -> bool:
    """Tell whether an experiment would be given up and tried on at the same time."""
    if lever.kind not in _GIVE_UP | _TRY_ON:
        return False
    others = _TRY_ON if lever.kind in _GIVE_UP else _GIVE_UP
    return any(other.kind in others and _items(other) & _items(lever) for other in chosen)


def _items(lever: Lever) -> set[Path]:
    return {path[:2] for path in lever.paths}


_GIVE_UP = frozenset({"fallback"})
_TRY_ON = frozenset({"retry", "parallel"})
