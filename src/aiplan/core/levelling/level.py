"""Levelling a plan: from what teams and resources can do to floors under the dates of its work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from aiplan.core.calendar import LAST_DAY, OutOfRangeError
from aiplan.core.instants import Floor, NoRoomError
from aiplan.core.levelling.compilation import compile_problem
from aiplan.core.levelling.overload import Overload, overloads
from aiplan.core.levelling.placement import Placement
from aiplan.core.levelling.pools import holders, pools_of
from aiplan.core.levelling.problem import NoPlaceError, window_of
from aiplan.core.levelling.search import Progress, Search
from aiplan.core.network import PIECE, SECTION
from aiplan.core.passes import run_passes
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.phrases import Phrase, say

Effort = Literal["normal", "high"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Levelled:
    """A plan whose work waits for its teams and resources."""

    schedule: Schedule
    """The levelled schedule; activities that wait for a team or resource have it as their driver."""
    unlevelled: Schedule
    """The schedule by links and dates alone."""
    findings: tuple[Finding, ...]
    """Work that needs more than there is."""
    overloads: tuple[Overload, ...]
    """What levelling cannot mend: work under way and work that needs more than there is."""
    schedules: int
    """How many schedules were generated to find this one."""


def level_plan(
    plan: Plan,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    effort: Effort = "normal",
    schedules: int = 5000,
    seed: int = 1,
) -> Levelled:
    """Return `plan` levelled: no team or resource exceeds its capacity on any day from the data date on.

    Args:
        plan: what the file says.
        today: the data date where neither `as_of` nor the plan gives one.
        as_of: data date that overrides the plan's.
        effort: priority rules (`normal`), or a search with `schedules` generated schedules (`high`).
        schedules: the most that may be generated with high effort.
        seed: of the search; the same seed gives the same dates.

    Raises:
        MissingTool: where a calendar names a country and the package `holidays` is not installed.
    """
    unlevelled = schedule_plan(plan, today=today, as_of=as_of)
    return level_schedule(unlevelled, effort=effort, schedules=schedules, seed=seed)


def level_schedule(
    unlevelled: Schedule,
    *,
    effort: Effort = "normal",
    schedules: int = 5000,
    seed: int = 1,
    progress: Progress | None = None,
) -> Levelled:
    """Return the schedule levelled; see `level_plan`.

    Args:
        unlevelled: a schedule without floors from levelling.
        effort: as in `level_plan`.
        schedules: as in `level_plan`.
        seed: as in `level_plan`.
        progress: called now and then with (schedules generated, the most of this search); returning False makes do
            with the best that has been found.
    """
    if unlevelled.passes is None:
        return Levelled(unlevelled, unlevelled, (), (), 0)
    levelling = _Levelling(unlevelled, effort, schedules, seed, progress)
    floors: Mapping[str, Floor] = {}
    try:
        floors = levelling.run()
        passes = run_passes(unlevelled.network, floors)
    except OutOfRangeError:
        passes = None
    schedule = Schedule(unlevelled.network, passes, unlevelled.as_of_given, floors)
    return Levelled(schedule, unlevelled, tuple(levelling.findings.values()), overloads(schedule), levelling.generated)


class _Levelling:
    """One levelling; used once."""

    def __init__(
        self, unlevelled: Schedule, effort: Effort, schedules: int, seed: int, progress: Progress | None
    ) -> None:
        self.unlevelled, self.network = unlevelled, unlevelled.network
        self.effort, self.limit, self.seed, self.progress = effort, schedules, seed, progress
        self.pools = pools_of(unlevelled.plan)
        self.units = dict(holders(self.network, self.pools))
        self.findings: dict[tuple[str, str], Finding] = {}
        self.generated = 0
        changes = [day for pool in self.pools.values() for day in pool.days]
        finish = unlevelled.passes.project_finish if unlevelled.passes is not None else 0
        self.reach = max(*self.network.span, *changes, finish) + 400
        """Ordinal of the last day that is looked at; it grows as needed."""

    def run(self) -> Mapping[str, Floor]:
        """Return the floors under all work that has to wait for a team or resource."""
        for number, held in self.units.items():
            if self.network.nodes[number].mode == PIECE:
                for pool in tuple(held):
                    self._clip(number, pool, self.pools[pool].most(self.network.as_of), say("never more than"))
        if not overloads(self.unlevelled):
            return {}
        while True:
            try:
                return self._best(self._orders())
            except NoPlaceError as error:
                for pool in tuple(self.units[error.activity]):
                    self._clip(
                        error.activity, pool, self.pools[pool].finally_, say("on the days that are left for it only")
                    )

    def _clip(self, number: int, pool: str, most: int, words: Phrase) -> None:
        """Count what a node needs of a pool as what there is."""
        units, key = self.units[number][pool], self.network.nodes[number].id
        if units <= most:
            return
        self.units[number] = {**self.units[number], pool: most}
        work = self.network.work[key]
        asked = work.uses.get(pool, 1)
        place = ("uses", pool) if pool in work.uses else ("team",)
        self.findings[key, pool] = Finding(
            "AIP224", "error",
            say("{key} needs {asked} of {pool}, and there are {words} {most}",
                key=key, asked=asked, pool=pool, words=words, most=most),
            (SECTION[work.kind], key, *place), hint=say("lower the number, raise the capacity, or cut the work"),
        )  # fmt: skip

    def _orders(self) -> list[list[int]]:
        """Return orders in which to place what moves; where calendars differ, one of them is the best."""
        placement = self._with_room(self._begun)
        compiled = compile_problem(placement)
        problem = compiled.problem
        window = window_of(problem, compiled.bottleneck)
        search = Search(problem, window, self._limit(problem.size), self.progress)
        try:
            search.apply_rules()
        except NoPlaceError as error:
            raise NoPlaceError(compiled.nodes[error.activity]) from None
        if self.effort == "high":
            search.evolve(Random(self.seed))  # noqa: S311 - nothing here is secret
        solution = search.solution()
        self.generated += solution.schedules
        found = solution.best[:1] if compiled.exact else [*solution.best, window.late]
        last = self.unlevelled.project_calendar.add(self.unlevelled.as_of, solution.finish)
        self.reach = max(self.reach, last.toordinal() + 400)
        return [list(placement.in_order(placement.waiting, compiled.keys(starts))) for starts in found]

    def _best(self, orders: Sequence[Sequence[int]]) -> Mapping[str, Floor]:
        """Return the floors of the cheapest of `orders`."""

        def proposals(reach: int) -> list[tuple[tuple[int, int], dict[str, Floor]]]:
            placement = self._begun(reach)
            found, failed = [], None
            for order in orders:
                try:
                    found.append(placement.propose(order))
                except NoPlaceError as error:
                    failed = failed or error
            if not found and failed is not None:
                raise failed
            return found

        return min(self._with_room(proposals), key=lambda pair: pair[0])[1]

    def _begun(self, reach: int) -> Placement:
        assert self.unlevelled.passes is not None
        return Placement(self.network, self.unlevelled.passes, self.pools, self.units, reach)

    def _with_room(self, work: Callable[[int], T]) -> T:
        """Return `work(day)`, the day being far enough."""
        while True:
            try:
                return work(min(self.reach, LAST_DAY))
            except NoRoomError:
                if self.reach >= LAST_DAY:
                    raise OutOfRangeError from None
                self.reach += self.reach - self.network.as_of

    def _limit(self, size: int) -> int:
        """Return how many schedules may be generated."""
        return self.limit if self.effort == "high" else min(60, max(4, 30_000 // max(1, size)))
