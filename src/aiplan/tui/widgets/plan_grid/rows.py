"""From a plan and its schedule to what the grid shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule
from aiplan.model.context import Baseline
from aiplan.model.plan import Plan
from aiplan.model.work import Work
from aiplan.tui.risk_words import RISK_COLORS
from aiplan.tui.widgets.plan_grid.model import Edge, GridModel, GridRow, Hue, Mark, outline

if TYPE_CHECKING:
    from aiplan.tui.simulated import Simulated


class ScheduleRows:
    """Rows computed from a schedule when they are first drawn."""

    def __init__(
        self,
        schedule: Schedule,
        baseline: Baseline | None,
        *,
        forecast: Simulated | None = None,
        ghost: Schedule | None = None,
    ) -> None:
        self._schedule = schedule
        self._baseline = baseline
        self._forecast = forecast
        self._ghost = ghost
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
        tail, risk_color = self._tail(activity)
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
            tail=tail,
            risk_color=risk_color,
            ghostly=self._ghost is not None,
        )

    def _tail(self, activity: Activity) -> tuple[int | None, str]:
        """Return the day after P80 where that is later than the finish, and the colour of the risk of the deadline."""
        found = None if self._forecast is None else self._forecast.outlook(activity.id)
        if found is None or activity.early_finish is None:
            return None, "tail"
        color = "tail" if found.risk is None else RISK_COLORS[found.risk]
        return (found.p80.toordinal() + 1 if found.p80 > activity.early_finish else None), color

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
        """Return the dates to compare with: in a what-if those of the plan where they differ, else the baseline's."""
        if self._ghost is not None:
            return _moved(self._ghost[key], self._schedule[key]) if key in self._ghost else None
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
    plan: Plan,
    schedule: Schedule,
    baseline: Baseline | None = None,
    *,
    previous: GridModel | None = None,
    only: frozenset[str] | None = None,
    forecast: Simulated | None = None,
    ghost: Schedule | None = None,
) -> GridModel:
    """Return what the grid shows of `plan`.

    Milestones are groups; their members follow them in file order, work without a milestone stands for itself.

    Args:
        plan: what the file says.
        schedule: its schedule.
        baseline: frozen dates to compare with.
        previous: an earlier model; its outline and links are used again where the structure has not changed.
        only: ids of the activities that are shown, with the milestones they belong to; `None` for all.
        forecast: of this schedule, for the tails up to P80.
        ghost: the schedule of the plan, where `schedule` is that of a what-if; it takes the place of the baseline.
    """
    network = schedule.network
    if previous is not None and previous.structure is network.structure and previous.only == only:
        places, edges = previous.places, previous.edges
    else:
        places = outline(*_shown(schedule.ids, network.members, only))
        edges = _edges(network.work)
        if only is not None:
            shown = {place.id for place in places}
            edges = tuple(edge for edge in edges if edge.predecessor in shown and edge.successor in shown)
    first, last = _span(plan, schedule, None if ghost is not None else baseline)
    if forecast is not None:
        last = max(last, forecast.finish_p80.toordinal() + 1)
    if ghost is not None and ghost.finish is not None:
        first, last = min(first, ghost.start.toordinal()), max(last, ghost.finish.toordinal() + 1)
    calendar, float_of = schedule.project_calendar, schedule.float_of

    def is_working(ordinal: int) -> bool:
        return calendar.is_working(dt.date.fromordinal(ordinal))

    def is_critical(key: str) -> bool:
        total = float_of(key)
        return total is not None and total <= 0

    return GridModel(
        places=places,
        row=ScheduleRows(schedule, baseline, forecast=forecast, ghost=ghost),
        edges=edges,
        first=first,
        last=last,
        as_of=schedule.as_of.toordinal(),
        is_working=is_working,
        is_critical=is_critical,
        structure=network.structure,
        only=only,
    )


def _shown(
    ids: Sequence[str], members: Mapping[str, tuple[str, ...]], only: frozenset[str] | None
) -> tuple[Sequence[str], Mapping[str, tuple[str, ...]]]:
    """Return the activities that are shown, and the members of each milestone among them."""
    if only is None:
        return ids, members
    inside = {key: tuple(m for m in names if m in only) for key, names in members.items()}
    kept = {key: names for key, names in inside.items() if names}
    return [key for key in ids if key in only or key in kept], kept


def _edges(work: Mapping[str, Work]) -> tuple[Edge, ...]:
    return tuple(
        Edge(link.id, key, link.type)
        for key, item in work.items()
        for link in item.depends_on
        if link.id in work and link.id != key
    )


def _span(plan: Plan, schedule: Schedule, baseline: Baseline | None) -> tuple[int, int]:
    days = [schedule.start.toordinal(), schedule.as_of.toordinal()]
    days += [item.started.toordinal() for item in schedule.network.work.values() if item.started is not None]
    ends = [schedule.finish.toordinal()] if schedule.finish is not None else []
    ends += [item.deadline.toordinal() for item in plan.milestones.values() if item.deadline is not None]
    if baseline is not None:
        days += [day.toordinal() for day in baseline.start.values()]
        ends += [day.toordinal() for day in baseline.finish.values()]
    return min(days), max(days + ends) + 1


def _moved(then: Activity, now: Activity) -> tuple[int, int] | None:
    """Return the dates an activity has in the plan, `None` where it has the same ones in the what-if, or none."""
    begin, end = then.early_start, then.early_finish
    if begin is None or end is None or (begin, end) == (now.early_start, now.early_finish):
        return None
    return begin.toordinal(), end.toordinal() + 1


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
