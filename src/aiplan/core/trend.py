"""Milestone trend analysis: how the forecast of each milestone moved from version to version of a plan.

Source: the Meilenstein-Trendanalyse of DIN 69900 practice: when it was forecast across, what was forecast up; a
horizontal line is on plan, a rising one slips.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from aiplan.core.attribution import Part
from aiplan.core.calendar import Calendar
from aiplan.core.compare import renamed_items
from aiplan.core.early import early_dates
from aiplan.core.network import Network
from aiplan.model.plan import Plan

MONTH = 30.4375
"""Days of a month on average."""


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What one version of the plan says of its milestones."""

    day: dt.date
    """When it was said."""
    finish: Mapping[str, dt.date]
    """Milestone → early finish; those without dates are left out."""
    milestones: Mapping[str, Any]
    """The milestones as the file has them, by which a renamed one is known again."""


@dataclass(frozen=True, slots=True)
class Point:
    """One forecast of one milestone."""

    version: int
    """Position of the version that said it."""
    day: dt.date
    id: str
    """What the milestone was called."""
    forecast: dt.date


@dataclass(frozen=True, slots=True)
class Bend:
    """Where a forecast moved."""

    version: int
    """Position of the version after it; the one before is that of the point before."""
    previous: int
    day: dt.date
    before: dt.date
    after: dt.date
    days: int
    """Project working days, later is positive."""
    parts: tuple[Part, ...] = ()
    """Causes; with `interaction` they add up to `days` where they were looked for."""
    interaction: int | None = None
    """`None`: causes were not looked for."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How the forecast of one milestone moved."""

    id: str
    title: str
    points: tuple[Point, ...]
    """In time order, at least one."""
    bends: tuple[Bend, ...]
    days: int
    """From the first forecast to the last, in project working days."""
    days_per_month: float | None
    """`None` where less than a week lies between the first and the last version."""
    first_slip: dt.date | None
    """Monday of the first week with a forecast later than the first one."""

    @property
    def first(self) -> Point:
        """The first forecast."""
        return self.points[0]

    @property
    def now(self) -> Point:
        """The last forecast."""
        return self.points[-1]


def milestone_finishes(network: Network) -> dict[str, dt.date]:
    """Return the early finish of each milestone that has one and is not dropped."""
    early = early_dates(network)
    return {
        key: finish
        for key in network.plan.milestones
        if (finish := early.finish_of(key)) is not None and network.progress[key].status != "dropped"
    }


def trends(versions: Sequence[Forecasts], plan: Plan, calendar: Calendar) -> tuple[Trend, ...]:
    """Return the trend of every milestone of the last version, in the order of the file.

    Args:
        versions: in time order, at least one; a milestone is followed back through its renames.
        plan: the last version.
        calendar: counts the days of slips.
    """
    points: dict[str, list[Point]] = {key: [] for key in versions[-1].finish}
    called = {key: key for key in points}
    following: Mapping[str, Any] | None = None
    for number in range(len(versions) - 1, -1, -1):
        version = versions[number]
        if following is not None and version.milestones.keys() != following.keys():
            back = {new: old for old, new in renamed_items(version.milestones, following).items()}
            called = {key: back.get(name, name) for key, name in called.items()}
        following = version.milestones
        for key, name in called.items():
            if name in version.finish:
                points[key].append(Point(number, version.day, name, version.finish[name]))
    return tuple(
        _trend(key, plan.milestones[key].title, found[::-1], calendar) for key, found in points.items() if found
    )


def _trend(key: str, title: str, points: Sequence[Point], calendar: Calendar) -> Trend:
    first, last = points[0], points[-1]
    bends = tuple(
        Bend(now.version, was.version, now.day, was.forecast, now.forecast, calendar.count(was.forecast, now.forecast))
        for was, now in pairwise(points)
        if was.forecast != now.forecast
    )
    days = calendar.count(first.forecast, last.forecast)
    months = (last.day - first.day).days / MONTH
    late = next((p.day for p in points if p.forecast > first.forecast), None)
    return Trend(
        id=key,
        title=title,
        points=tuple(points),
        bends=bends,
        days=days,
        days_per_month=days / months if (last.day - first.day).days >= 7 else None,
        first_slip=None if late is None else late - dt.timedelta(days=late.weekday()),
    )


def largest_bends(trend: Trend, most: int) -> tuple[Bend, ...]:
    """Return the `most` bends by which the forecast moved furthest, in time order."""
    kept = sorted(trend.bends, key=lambda bend: (-abs(bend.days), bend.version))[:most]
    return tuple(sorted(kept, key=lambda bend: bend.version))
