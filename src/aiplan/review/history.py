"""How the milestones of a plan moved through its git history, who moved them and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache

from aiplan.core.attribution import Part
from aiplan.core.calendar import OutOfRangeError
from aiplan.core.network import Network
from aiplan.core.plan_diff import PlanDiff, diff_plans
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.succession import next_network, next_schedule
from aiplan.core.trend import Bend, Forecasts, Trend, largest_bends, milestone_finishes, trends
from aiplan.errors import AiplanError, PlanNotFound
from aiplan.model.plan import Plan
from aiplan.phrases import code, listed, say
from aiplan.review.git import Repository
from aiplan.review.log import Every, Version, contents, reasons_of, versions
from aiplan.review.quick import Parse, QuickReader, Reading, read_version

SHALLOW = say("this clone is shallow, its history is cut off: in CI set fetch-depth: 0, here git fetch --unshallow")
PASSING = "the data date moves on"
"""Cause of what moves because time passes, where the plan leaves its data date open."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A version that is no plan."""

    version: Version
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of one bend besides its days."""

    authors: tuple[str, ...]
    """Who made the commits."""
    commits: tuple[str, ...]
    """Their short names, the last one last."""
    subject: str
    """Of the last one."""
    reasons: tuple[str, ...]
    """Their `Plan-Reason:` trailers."""


@dataclass(frozen=True, slots=True)
class History:
    """The trends of the milestones of a plan."""

    trends: tuple[Trend, ...]
    versions: tuple[Version, ...]
    """Those that were read, the oldest first."""
    unreadable: tuple[Unreadable, ...]
    shallow: bool
    """Whether older versions are missing in this clone."""
    stories: dict[tuple[int, int], Story]
    """(previous, version) of each bend that was looked into → what is known of it."""

    @property
    def first(self) -> dt.date:
        """Day of the first version."""
        return self.versions[0].day

    @property
    def last(self) -> dt.date:
        """Day of the last version."""
        return self.versions[-1].day


def plan_history(
    repository: Repository,
    name: str,
    parse: Parse,
    *,
    ids: Collection[str] = (),
    every: Every = "day",
    since: dt.date | None = None,
    bends: int = 5,
    each: Callable[[int, int], None] | None = None,
) -> History:
    """Return how the milestones of the plan `name` moved.

    Each version is scheduled at its own data date, or at the day of its commit where it names none.

    Args:
        repository: where it lies.
        name: the file as git names it.
        parse: reads versions that are not plain.
        ids: milestones that are wanted; all where none is named.
        every: of which span the last version counts.
        since: older versions are left out.
        bends: of how many bends of a milestone, the largest, the causes are looked for.
        each: told after each step how many of how many are done; what it raises ends the search.

    Raises:
        PlanNotFound: where git knows no version of the file that is a plan, or a milestone is not in the last one.
        GitError: where git fails.
    """
    found = [v for v in versions(repository, name, every=every) if since is None or v.day >= since]
    shallow = repository.shallow
    past = _Past(parse, contents(repository, (v.blob for v in found)))
    past.read(found, each)
    if not past.readings:
        why = SHALLOW if shallow else code(f"git log -- {name}")
        raise PlanNotFound(say("git knows no version of {name} that is a plan", name=name), hint=why)
    last = past.readings[-1].plan
    unknown = [key for key in ids if key not in last.milestones]
    if unknown:
        raise PlanNotFound(
            say("{unknown} is no milestone of the plan", unknown=unknown[0]),
            hint=say("one of {milestones}", milestones=listed(last.milestones)),
        )
    calendar = past.networks[-1].calendars.project
    wanted = [t for t in trends(past.forecasts, last, calendar) if not ids or t.id in ids]
    told = []
    for number, trend in enumerate(wanted):
        told.append(_told(past, trend, bends))
        if each is not None:
            each(len(found) + number + 1, len(found) + len(wanted))
    pairs = {(b.previous, b.version) for trend in told for b in trend.bends if b.interaction is not None}
    stories = {pair: _story(repository, past.versions[pair[0] + 1 : pair[1] + 1]) for pair in sorted(pairs)}
    return History(tuple(told), tuple(past.versions), tuple(past.unreadable), shallow, stories)


class _Past:
    """The versions of a plan, read and scheduled one after the other."""

    def __init__(self, parse: Parse, texts: dict[str, bytes]) -> None:
        self._parse = parse
        self._texts = texts
        self._quick = QuickReader()
        self.versions: list[Version] = []
        self.readings: list[Reading] = []
        self.forecasts: list[Forecasts] = []
        self.networks: list[Network] = []
        self.unreadable: list[Unreadable] = []
        self.schedule: Callable[[int, dt.date], Schedule] = cache(self._schedule)
        self.diff: Callable[[int, int], PlanDiff] = cache(self._diff)

    def read(self, found: Sequence[Version], each: Callable[[int, int], None] | None = None) -> None:
        """Read the versions; commits that lead to an unreadable one count for the next."""
        network: Network | None = None
        pending: Version | None = None
        for number, version in enumerate(found):
            if each is not None:
                each(number, len(found))
            try:
                reading = self._reading(version)
                network = next_network(network, reading.plan, _as_of(reading.plan, version.day))
                finish = milestone_finishes(network)
            except (AiplanError, OutOfRangeError, OverflowError) as error:
                self.unreadable.append(Unreadable(version, str(error) or say("its dates lie outside all calendars")))
                pending = version if pending is None else replace(version, commits=pending.commits + version.commits)
                continue
            before = () if pending is None else pending.commits
            pending = None
            tables = reading.data.get("milestones", {})
            self.versions.append(replace(version, commits=(*before, *version.commits)))
            self.readings.append(reading)
            self.networks.append(network)
            self.forecasts.append(Forecasts(version.day, finish, tables if isinstance(tables, dict) else {}))

    def _reading(self, version: Version) -> Reading:
        raw = self._texts.get(version.blob)
        if raw is None:
            raise PlanNotFound(say("git cannot give it"))
        return read_version(self._quick, raw, version.commit.hash[:9], self._parse)

    def _schedule(self, number: int, as_of: dt.date) -> Schedule:
        return schedule_plan(self.readings[number].plan, today=as_of, as_of=as_of)

    def as_of(self, number: int) -> dt.date:
        """Return the data date of a version."""
        return _as_of(self.readings[number].plan, self.versions[number].day)

    def _diff(self, previous: int, number: int) -> PlanDiff:
        before, after = self.readings[previous], self.readings[number]
        as_of = self.as_of(number) if _floats(before.plan, after.plan) else self.as_of(previous)
        then = self.schedule(previous, as_of)
        now = next_schedule(then, after.plan, today=as_of, as_of=self.as_of(number))
        return diff_plans(then, now, before.data, after.data)


def _as_of(plan: Plan, day: dt.date) -> dt.date:
    return plan.project.as_of or day


def _floats(*plans: Plan) -> bool:
    """Tell whether plans leave their data date open, so that it moves with the day they are read on."""
    return all(plan.project.as_of is None for plan in plans)


def _told(past: _Past, trend: Trend, most: int) -> Trend:
    """Return the trend with the causes of its largest bends."""
    largest = largest_bends(trend, most)
    called = {point.version: point.id for point in trend.points}
    bends = tuple(_caused(past, bend, called) if bend in largest else bend for bend in trend.bends)
    return replace(trend, bends=bends)


def _caused(past: _Past, bend: Bend, called: dict[int, str]) -> Bend:
    diff = past.diff(bend.previous, bend.version)
    slip = next((s for s in diff.slips if s.id == called[bend.version]), None)
    parts = () if slip is None else slip.parts
    passed = bend.days - (0 if slip is None else slip.days)
    before, after = past.readings[bend.previous].plan, past.readings[bend.version].plan
    if passed and _floats(before, after):
        parts = (*parts, Part(PASSING, passed))
    ordered = tuple(sorted(parts, key=lambda part: (-abs(part.days), part.label)))
    return replace(bend, parts=ordered, interaction=bend.days - sum(part.days for part in ordered))


def _story(repository: Repository, found: Sequence[Version]) -> Story:
    commits = [commit for version in found for commit in version.commits]
    return Story(
        authors=tuple(dict.fromkeys(c.author for c in commits)),
        commits=tuple(c.hash[:9] for c in commits),
        subject=commits[-1].subject,
        reasons=reasons_of(repository, commits),
    )
