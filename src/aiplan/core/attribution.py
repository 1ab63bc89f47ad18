"""Slip attribution: why a milestone moved, in parts that add up exactly.

Two splits are offered. *By cause*: every edit is tried alone on the earlier plan; what they do only together is the
interaction. *By path*: along the driving path each activity answers for the slip it adds to that of its driver.
Days are working days of the project calendar; later is positive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from aiplan.core.calendar import Calendar
from aiplan.core.early import Dated
from aiplan.core.schedule import Schedule
from aiplan.core.variant import early_dates_after
from aiplan.model.edits import Edit
from aiplan.phrases import listed, say


@dataclass(frozen=True, slots=True)
class Cause:
    """Some edits that belong together, such as one address that changed."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause adds."""

    label: str
    days: int


@dataclass(frozen=True, slots=True)
class Absorbed:
    """Slip that float took up on the way."""

    id: str
    days: int


@dataclass(frozen=True, slots=True)
class Slip:
    """How far one activity moved, and why."""

    id: str
    before: dt.date | None
    after: dt.date | None
    days: int
    parts: tuple[Part, ...]
    """Add up to `days` with `interaction`."""
    interaction: int
    absorbed: tuple[Absorbed, ...]


def slip_days(before: Dated, after: Dated, key: str, calendar: Calendar) -> int | None:
    """Return how many working days later `key` finishes, `None` where it has no date on one side."""
    was, now = before.finish_of(key), after.finish_of(key)
    return None if was is None or now is None else calendar.count(was, now)


def milestones_of(schedule: Schedule) -> tuple[str, ...]:
    """Return the ids of all milestones, in file order."""
    return tuple(key for key in schedule.ids if schedule[key].kind == "milestone")


def attribute(
    before: Schedule, after: Schedule, causes: Sequence[Cause], *, ids: Sequence[str] | None = None
) -> tuple[Slip, ...]:
    """Return the slip of each milestone (or of `ids`), split over `causes`, each tried alone on `before`.

    Raises:
        InvalidEdit: where a cause cannot be applied alone.
        UnknownAddress: likewise.
    """
    alone = [(c.label, after if len(causes) == 1 else early_dates_after(before, c.edits)) for c in causes]
    return split(before, after, alone, milestones_of(after) if ids is None else ids)


def split(
    before: Schedule, after: Schedule, alone: Sequence[tuple[str, Dated]], ids: Iterable[str]
) -> tuple[Slip, ...]:
    """Return the slip of each of `ids`, split over causes; what they do only together is the interaction.

    Args:
        before: the schedule without them.
        after: the schedule with all of them.
        alone: (label, dates with that cause alone).
        ids: activities; those without a date on one side are left out.
    """
    found = []
    calendar = after.project_calendar
    absorption = _Absorption(finishes(before), after)
    for key in ids:
        days = slip_days(before, after, key, calendar)
        if days is None:
            continue
        each = [(label, slip_days(before, tried, key, calendar) or 0) for label, tried in alone]
        parts, interaction = parts_of(days, each)
        found.append(
            Slip(
                id=key,
                before=before.finish_of(key),
                after=after.finish_of(key),
                days=days,
                parts=parts,
                interaction=interaction,
                absorbed=absorption.on_the_way_to((key,)),
            )
        )
    return tuple(found)


def parts_of(days: int, alone: Iterable[tuple[str, int]]) -> tuple[tuple[Part, ...], int]:
    """Return the parts of a slip, the largest first, and what is left to the interaction: together exactly `days`."""
    parts = sorted((Part(label, n) for label, n in alone if n), key=lambda p: (-abs(p.days), p.label))
    return tuple(parts), days - sum(part.days for part in parts)


def attribute_by_path(then: Mapping[str, dt.date], now: Schedule, key: str) -> tuple[Part, ...]:
    """Return what each activity on the driving path to `key` adds to its slip against earlier finishes.

    The parts add up exactly to the slip of `key`. Activities without an earlier finish are new and answer for what
    the next one on the path that has one is later.

    Args:
        then: earlier finish dates, of a baseline or of another schedule.
        now: the schedule whose slip is explained.
        key: an activity that has an earlier finish.
    """
    parts: list[Part] = []
    inherited = 0
    new: list[str] = []
    for step in now.driving_path(key):
        was = then.get(step.id)
        if was is None or step.finish is None:
            new.append(step.id)
            continue
        days = now.project_calendar.count(was, step.finish)
        if days != inherited:
            label = say("{names} (new)", names=listed(new)) if new and days > inherited else step.id
            parts.append(Part(label, days - inherited))
        inherited = days
        new.clear()
    return tuple(parts)


def finishes(schedule: Schedule) -> dict[str, dt.date]:
    """Return the finish of everything that has one."""
    return {key: day for key in schedule.ids if (day := schedule.finish_of(key)) is not None}


def absorbed_since(then: Mapping[str, dt.date], now: Schedule, keys: Iterable[str]) -> tuple[Absorbed, ...]:
    """Return where float took up slip on the way to `keys`, against earlier finishes; the most days first.

    Args:
        then: earlier finish dates, of a baseline or of another schedule.
        now: the schedule whose slip is explained.
        keys: activities; the way to each is looked at once.
    """
    return _Absorption(then, now).on_the_way_to(keys)


class _Absorption:
    """Where float takes up slip; each activity is looked at once, however many milestones it leads to."""

    def __init__(self, then: Mapping[str, dt.date], now: Schedule) -> None:
        self._then, self._now = then, now
        self._slip: Callable[[str], int | None] = cache(self._slip_of)
        self._before: Callable[[str], tuple[str, ...]] = cache(self._before_of)
        self._days: Callable[[str], int] = cache(self._days_of)

    def on_the_way_to(self, keys: Iterable[str]) -> tuple[Absorbed, ...]:
        """Return where it does on the way to `keys`, the most days first."""
        reached = {key for key in keys if key in self._now}
        stack = list(reached)
        while stack:
            for name in self._before(stack.pop()):
                if name not in reached:
                    reached.add(name)
                    stack.append(name)
        found = [Absorbed(name, days) for name in reached if (days := self._days(name)) > 0]
        return tuple(sorted(found, key=lambda a: (-a.days, a.id)))

    def _slip_of(self, key: str) -> int | None:
        was, finish = self._then.get(key), self._now.finish_of(key)
        return None if was is None or finish is None else self._now.project_calendar.count(was, finish)

    def _before_of(self, key: str) -> tuple[str, ...]:
        network = self._now.network
        links = (link.id for link in network.work[key].depends_on if link.id in network.work)
        return tuple(dict.fromkeys((*links, *network.members.get(key, ()))))

    def _days_of(self, key: str) -> int:
        """Return by how much the latest-slipping predecessor slips beyond `key` itself."""
        own, network = self._slip(key), self._now.network
        if own is None or network.nodes[network.main[key]].done:
            return 0
        most = max((days for name in self._before(key) if (days := self._slip(name)) is not None), default=0)
        return max(0, most - max(own, 0))
