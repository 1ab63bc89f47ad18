"""From a plan to its schedule: the public face of the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from aiplan.core import dates
from aiplan.core.calendar import Calendar, OutOfRangeError, holidays_version, known_country
from aiplan.core.early import early_finish
from aiplan.core.explain import driver_of, driving_steps
from aiplan.core.instants import Floor, Passes
from aiplan.core.network import SECTION, Network, build_network, update_network
from aiplan.core.passes import Earlier, run_passes
from aiplan.core.result import Activity, Step
from aiplan.model.address import Path
from aiplan.model.context import Basis
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.model.values import Dependency
from aiplan.model.work import Work
from aiplan.phrases import say

SCHEMA_VERSION = 1
"""Version of the JSON contract."""


def schedule_plan(
    plan: Plan,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    previous: Schedule | None = None,
    changed: Iterable[str] | None = None,
    team_floors: Mapping[str, Floor] | None = None,
) -> Schedule:
    """Return the schedule of `plan`.

    Args:
        plan: what the file says.
        today: the data date where neither `as_of` nor the plan gives one.
        as_of: data date that overrides the plan's.
        previous: schedule of a plan that differs only in the activities `changed`; its structure is used again.
        changed: ids of those activities.
        team_floors: earliest first days (ordinals) per activity from resource levelling, with the busy team.

    Raises:
        MissingTool: where a calendar names a country and the package `holidays` is not installed.
    """
    data_date = as_of or plan.project.as_of or today
    network = None
    if previous is not None and changed is not None and previous.as_of_given == data_date:
        network = update_network(previous.network, plan, frozenset(changed))
    if network is None:
        network = build_network(plan, as_of=data_date)
    earlier = None
    if previous is not None and previous.passes is not None and not previous.team_floors:
        earlier = Earlier(previous.network, previous.passes)
    try:
        return Schedule(network, run_passes(network, team_floors, earlier=earlier), data_date, team_floors or {})
    except OutOfRangeError:
        return Schedule(network, None, data_date, team_floors or {})


class Schedule:
    """Dates, floats and drivers of every activity; immutable, computed on demand where nobody may ask."""

    def __init__(
        self, network: Network, passes: Passes | None, as_of: dt.date, team_floors: Mapping[str, Floor]
    ) -> None:
        self.network = network
        self.passes = passes
        self.as_of_given = as_of
        self.team_floors = team_floors
        self._cache: dict[str, Activity] = {}

    @property
    def plan(self) -> Plan:
        """The plan that was scheduled."""
        return self.network.plan

    @property
    def as_of(self) -> dt.date:
        """Data date, rolled forward to a project working day."""
        return dt.date.fromordinal(self.network.as_of)

    @property
    def start(self) -> dt.date:
        """Project start, rolled forward to a project working day."""
        return dt.date.fromordinal(self.network.start)

    @property
    def basis(self) -> Basis:
        """How long experiments were taken to be."""
        return self.network.basis

    @property
    def project_calendar(self) -> Calendar:
        """The calendar that counts lags and slips of the project."""
        return self.network.calendars.project

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of all activities in file order."""
        return tuple(key for key, _ in self.plan.activities())

    @cached_property
    def places(self) -> tuple[tuple[Path, str, Work], ...]:
        """All work: (path in the plan, id, activity)."""
        return tuple(((SECTION[item.kind], key), key, item) for key, item in self.network.work.items())

    @cached_property
    def open_places(self) -> tuple[tuple[Path, str, Work], ...]:
        """Of `places`, the work that is neither done nor dropped."""
        progress = self.network.progress
        return tuple(place for place in self.places if progress[place[1]].status in ("planned", "active"))

    @cached_property
    def finish(self) -> dt.date | None:
        """Latest early finish of all activities that are not dropped."""
        return dates.project_finish(self.network, self.passes) if self.passes is not None else None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the network and the calendars."""
        found = list(self.network.findings) + _calendar_findings(self.plan)
        if self.passes is None:
            found.append(
                Finding(
                    "AIP105",
                    "error",
                    say("the schedule leaves the years 2 to 9998; nothing has dates"),
                    ("project",),
                    hint=say("look for a date or a duration with a digit too many"),
                )
            )
        return tuple(found)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """Every activity, in file order."""
        return tuple(self[key] for key in self.ids)

    def __getitem__(self, key: str) -> Activity:
        found = self._cache.get(key)
        if found is None:
            if key not in self.network.main:
                raise KeyError(key)
            found = self._cache[key] = dates.activity(self.network, self.passes, key, self.team_floors)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self.network.main

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.network.main)

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """Driving path to the activity that sets the project finish, in time order, without done work."""
        if self.finish is None or self.passes is None:
            return ()
        last = dates.last_activity(self.network, self.passes, self.finish)
        return tuple(s.id for s in self.driving_path(last) if self.network.progress[s.id].status != "done")

    def driving_path(self, key: str) -> tuple[Step, ...]:
        """Return the chain of drivers that sets the dates of `key`, in time order.

        Raises:
            KeyError: for an unknown id.
        """
        if self.passes is None or self.network.unscheduled(key):
            return ()
        return tuple(
            Step(name, self[name].early_start, self[name].early_finish, driver)
            for name, driver in driving_steps(self.network, self.passes, key, self.team_floors)
        )

    def finish_of(self, key: str) -> dt.date | None:
        """Return the early finish of `key`, `None` where it has none or is not in the plan; cheap."""
        return early_finish(self.network, self.passes, key)

    def float_of(self, key: str) -> int | None:
        """Return the total float of `key` in its own working days, `None` where it has none; cheap."""
        node = self.network.main[key]
        if self.passes is None or self.network.nodes[node].done or self.network.unscheduled(key):
            return None
        return self.passes.total_float[node]

    def predecessors(self, key: str) -> tuple[tuple[str, Dependency], ...]:
        """Return the written links into `key`: (predecessor, link)."""
        return tuple((link.id, link) for link in self.network.work[key].depends_on if link.id in self.network.work)

    @cached_property
    def _successors(self) -> Mapping[str, Sequence[tuple[str, Dependency]]]:
        found: dict[str, list[tuple[str, Dependency]]] = {}
        for key in self.ids:
            for link in self.network.work[key].depends_on:
                found.setdefault(link.id, []).append((key, link))
        return found

    def successors(self, key: str) -> tuple[tuple[str, Dependency], ...]:
        """Return the written links out of `key`: (successor, link)."""
        return tuple(self._successors.get(key, ()))

    def members(self, key: str) -> tuple[str, ...]:
        """Return the ids of the tasks, experiments and rollout stages of a milestone, in file order."""
        return self._members.get(key, ())

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        place = {key: number for number, key in enumerate(self.ids)}
        return {owner: tuple(sorted(inside, key=place.__getitem__)) for owner, inside in self.network.members.items()}

    def calendar_of(self, key: str) -> Calendar:
        """Return the calendar that counts the days of `key`."""
        return self.network.calendar[self.network.main[key]]

    def as_json(self, findings: Sequence[Finding] | None = None) -> dict[str, Any]:
        """Return the schedule as the JSON contract of `aiplan schedule --json`.

        Args:
            findings: all findings, placed; by default those of the network alone.
        """
        project: dict[str, Any] = {
            "name": self.plan.project.name,
            "start": self.start.isoformat(),
            "as_of": self.as_of.isoformat(),
            "finish": _iso(self.finish),
            "experiment_basis": self.basis,
        }
        if any(c.country for c in (self.plan.calendar, *self.plan.calendars.values())):
            project["holidays_version"] = holidays_version()
        return {
            "schema_version": SCHEMA_VERSION,
            "project": project,
            "activities": [_activity_json(a) for a in self.activities],
            "critical_path": list(self.critical_path),
            "findings": [finding_json(f) for f in (self.findings if findings is None else findings)],
        }

    def driver(self, key: str) -> Any:
        """Return what sets the dates of `key`."""
        if self.passes is None or self.network.unscheduled(key):
            return None
        return driver_of(self.network, self.passes, self.network.main[key], self.team_floors)[0]


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return one finding as JSON."""
    out: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "address": finding.address,
        "line": finding.line,
    }
    return out | ({"hint": finding.hint} if finding.hint else {})


def _activity_json(a: Activity) -> dict[str, Any]:
    return {
        "id": a.id, "kind": a.kind, "title": a.title, "status": a.status, "milestone": a.milestone, "team": a.team,
        "duration": a.duration, "remaining": a.remaining, "early_start": _iso(a.early_start),
        "early_finish": _iso(a.early_finish), "late_start": _iso(a.late_start), "late_finish": _iso(a.late_finish),
        "total_float": a.total_float, "free_float": a.free_float, "critical": a.critical,
        "deadline": _iso(a.deadline), "incomplete": a.incomplete,
        "driven_by": None if a.driven_by is None else a.driven_by.as_json(),
    }  # fmt: skip


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _calendar_findings(plan: Plan) -> list[Finding]:
    found = []
    named = [(("calendar",), plan.calendar), *((("calendars", k), c) for k, c in plan.calendars.items())]
    for path, spec in named:
        if not spec.workweek:
            found.append(
                Finding(
                    "AIP106",
                    "error",
                    say("a calendar without working days; Monday to Friday is used"),
                    (*path, "workweek"),
                    hint=say('write workweek = ["mon", "tue", "wed", "thu", "fri"]'),
                )
            )
        if spec.country and not known_country(spec.country):
            found.append(
                Finding(
                    "AIP108",
                    "error",
                    say("{country!r} is not a country whose holidays are known", country=spec.country),
                    (*path, "country"),
                    hint=say('write an ISO 3166 code such as "CN" or "US"'),
                )
            )
        for index, span in enumerate(spec.holidays):
            if span.to < span.from_:
                found.append(
                    Finding(
                        "AIP109",
                        "error",
                        say("the span ends on {to}, before it begins", to=span.to),
                        (*path, "holidays", index),
                        hint=say("swap from and to"),
                    )
                )
    return found


__all__ = ["SECTION", "Schedule", "finding_json", "schedule_plan"]
