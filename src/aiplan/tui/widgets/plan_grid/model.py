"""What the grid shows: rows and links as plain values, computed from a plan and its schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule
from aiplan.model.context import Baseline
from aiplan.model.plan import Plan
from aiplan.model.values import LinkType
from aiplan.model.work import Work

Mark = Literal["none", "done", "active", "critical", "dropped", "unknown"]
"""The one thing the flag column says about a row."""
Hue = Literal["task", "experiment", "critical", "group"]
"""Which colour a bar has."""


class Place(NamedTuple):
    """Where an item stands in the outline."""

    id: str
    depth: int
    members: int
    """How many rows below belong to it; 0 for a leaf."""


class GridRow(NamedTuple):
    """Everything drawn for one item. Days are ordinals; ends are exclusive."""

    id: str
    title: str
    mark: Mark
    hue: Hue
    point: bool
    """A single date: drawn as a diamond."""
    start: int | None
    finish: int | None
    done_until: int
    """End of the part that is done; `start` where nothing is."""
    todo_from: int
    """Begin of the part still to do; between the two the work waits."""
    late_finish: int | None
    baseline: tuple[int, int] | None
    deadline: int | None
    duration: str
    total_float: int | None
    finished: bool
    incomplete: bool
    driver: str | None
    """The predecessor that sets the dates, if one does."""


class Edge(NamedTuple):
    """One written dependency."""

    predecessor: str
    successor: str
    type: LinkType


RowSource = Callable[[str], GridRow]
"""Gives the row of an item; asked only for rows that are drawn."""


@dataclass(frozen=True, eq=False)
class GridModel:
    """The rows of a plan in outline order, and the days they span."""

    places: tuple[Place, ...]
    row: RowSource
    edges: tuple[Edge, ...]
    first: int
    """Ordinal of the first day there is something to show."""
    last: int
    """Ordinal of the day after the last."""
    as_of: int
    is_working: Callable[[int], bool]
    is_critical: Callable[[str], bool]
    structure: object = None
    """Equal (the same object) for models with the same outline and links."""

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each id among `places`."""
        return {place.id: number for number, place in enumerate(self.places)}

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Id of the group each member stands under."""
        found: dict[str, str] = {}
        path: list[str] = []
        for place in self.places:
            del path[place.depth :]
            if path:
                found[place.id] = path[-1]
            path.append(place.id)
        return found


def no_rows(key: str) -> GridRow:
    """Raise KeyError: the row source of a model without places."""
    raise KeyError(key)


EMPTY = GridModel((), no_rows, (), 738_000, 738_001, 738_000, lambda _: True, lambda _: False)
"""A model without rows."""


class ScheduleRows:
    """Rows computed from a schedule when they are first drawn."""

    def __init__(self, schedule: Schedule, baseline: Baseline | None) -> None:
        self._schedule = schedule
        self._baseline = baseline
        self._rows: dict[str, GridRow] = {}
        self._as_of = schedule.as_of.toordinal()

    def __call__(self, key: str) -> GridRow:
        """Return the row of `key`."""
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = self._make(self._schedule[key])
        return found

    def _make(self, activity: Activity) -> GridRow:
        inside = self._schedule.network.members.get(activity.id, ())
        members = bool(inside)
        begin = activity.early_start
        if members and begin is not None:
            # The bracket spans the work inside; the milestone's own start is merely when that may begin.
            begin = min((day for m in inside if (day := self._schedule[m].early_start) is not None), default=begin)
        start = None if begin is None else begin.toordinal()
        finish = None if activity.early_finish is None else activity.early_finish.toordinal() + 1
        late = None if activity.late_finish is None else activity.late_finish.toordinal() + 1
        done_until, todo_from = self._split(activity, start, finish)
        point = not members and activity.duration == 0
        driver = activity.driven_by
        return GridRow(
            id=activity.id,
            title=activity.title or activity.id,
            mark=_mark(activity, members=members),
            hue=_hue(activity, members=members),
            point=point,
            start=start,
            finish=finish,
            done_until=done_until,
            todo_from=todo_from,
            late_finish=late,
            baseline=self._frozen(activity.id),
            deadline=None if activity.deadline is None else activity.deadline.toordinal() + 1,
            duration=self._duration(activity, begin if members else None, point=point),
            total_float=activity.total_float,
            finished=activity.status in ("done", "dropped"),
            incomplete=activity.incomplete,
            driver=driver.id if driver is not None and driver.kind == "dependency" else None,
        )

    def _split(self, activity: Activity, start: int | None, finish: int | None) -> tuple[int, int]:
        if start is None or finish is None:
            return 0, 0
        if activity.status == "done":
            return finish, finish
        if activity.status != "active" or start >= self._as_of:
            return start, start
        rest = activity.remaining
        if rest <= 0 or activity.kind == "milestone" or activity.early_finish is None:
            return min(self._as_of, finish), min(self._as_of, finish)
        piece = self._schedule.calendar_of(activity.id).add(activity.early_finish, 1 - rest).toordinal()
        done = min(self._as_of, finish)
        return done, max(done, piece)

    def _frozen(self, key: str) -> tuple[int, int] | None:
        if self._baseline is None:
            return None
        finish = self._baseline.finish.get(key)
        if finish is None:
            return None
        start = self._baseline.start.get(key, finish)
        return start.toordinal(), finish.toordinal() + 1

    def _duration(self, activity: Activity, begin: dt.date | None, *, point: bool) -> str:
        if point:
            return ""
        if begin is not None and activity.early_finish is not None:
            after = activity.early_finish + dt.timedelta(days=1)
            return f"{self._schedule.project_calendar.count(begin, after)}d"
        return f"{activity.duration}d"


def grid_model(
    plan: Plan, schedule: Schedule, baseline: Baseline | None = None, *, previous: GridModel | None = None
) -> GridModel:
    """Return what the grid shows of `plan`.

    Milestones are groups; their members follow them in file order, work without a milestone stands for itself.

    Args:
        plan: what the file says.
        schedule: its schedule.
        baseline: frozen dates to compare with.
        previous: an earlier model; its outline and links are used again where the structure has not changed.
    """
    network = schedule.network
    if previous is not None and previous.structure is network.graph:
        places, edges = previous.places, previous.edges
    else:
        places = outline(schedule.ids, network.members)
        edges = _edges(network.work)
    first, last = _span(plan, schedule, baseline)
    calendar, float_of = schedule.project_calendar, schedule.float_of

    def is_working(ordinal: int) -> bool:
        return calendar.is_working(dt.date.fromordinal(ordinal))

    def is_critical(key: str) -> bool:
        total = float_of(key)
        return total is not None and total <= 0

    return GridModel(
        places=places,
        row=ScheduleRows(schedule, baseline),
        edges=edges,
        first=first,
        last=last,
        as_of=schedule.as_of.toordinal(),
        is_working=is_working,
        is_critical=is_critical,
        structure=network.graph,
    )


def _edges(work: Mapping[str, Work]) -> tuple[Edge, ...]:
    return tuple(
        Edge(link.id, key, link.type)
        for key, item in work.items()
        for link in item.depends_on
        if link.id in work and link.id != key
    )


def outline(ids: Iterable[str], members: Mapping[str, Iterable[str]]) -> tuple[Place, ...]:
    """Return the rows: each milestone with its members below it, in the order of `ids`."""
    owner = {member: group for group, inside in members.items() for member in inside if member != group}
    inside: dict[str, list[str]] = {}
    tops: list[str] = []
    for key in ids:
        group = owner.get(key)
        if group is None or key in members:
            tops.append(key)
        else:
            inside.setdefault(group, []).append(key)
    places: list[Place] = []
    for key in tops:
        below = inside.get(key, ())
        places.append(Place(key, 0, len(below)))
        places.extend(Place(member, 1, 0) for member in below)
    return tuple(places)


def _span(plan: Plan, schedule: Schedule, baseline: Baseline | None) -> tuple[int, int]:
    days = [schedule.start.toordinal(), schedule.as_of.toordinal()]
    days += [item.started.toordinal() for item in schedule.network.work.values() if item.started is not None]
    ends = [schedule.finish.toordinal()] if schedule.finish is not None else []
    ends += [item.deadline.toordinal() for item in plan.milestones.values() if item.deadline is not None]
    if baseline is not None:
        days += [day.toordinal() for day in baseline.start.values()]
        ends += [day.toordinal() for day in baseline.finish.values()]
    return min(days), max(days + ends) + 1


def _mark(activity: Activity, *, members: bool) -> Mark:
    if activity.early_start is None:
        return "unknown"
    if activity.status == "done":
        return "done"
    if activity.status == "dropped":
        return "dropped"
    if activity.critical and not members:
        return "critical"
    return "active" if activity.status == "active" else "none"


def _hue(activity: Activity, *, members: bool) -> Hue:
    if members:
        return "group"
    if activity.critical:
        return "critical"
    return "experiment" if activity.kind == "experiment" else "task"
