"""Sentences about a schedule: what drives a date, and what would have to happen to change it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple, assert_never

from aiplan.cli.opening import plural
from aiplan.cli.output import Column, Row, clean
from aiplan.core.result import Activity, Driver, Step
from aiplan.model.values import Dependency

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule

CHAIN = (
    Column("start", droppable=True),
    Column("finish"),
    Column("days", "right", droppable=True),
    Column("driven by", droppable=True),
    Column("id"),
    Column("title", flexible=True),
)
"""Columns of a driving path."""
_FAR = 2000
"""Working days; a slip beyond is not looked for."""


class Slip(NamedTuple):
    """The smallest slip of one activity that makes the project, or something with a deadline, later than now."""

    days: int
    """In its own working days."""
    finish: dt.date | None
    """The project finish then, where it moves."""
    path: tuple[str, ...]
    """The critical path then, where the finish moves."""
    late: str | None
    """The activity that then misses its deadline, or misses it by more."""


class Wait(NamedTuple):
    """One predecessor that does not drive, and how far it is from doing so."""

    id: str
    link: Dependency
    room: int
    """Working days of the waiting activity that it can slip before it drives."""


def because(schedule: Schedule, key: str, driver: Driver | None) -> str:
    """Return why `key` stands where it stands, as half a sentence."""
    activity = schedule[key]
    if driver is None:
        return "nothing holds it"
    other = schedule[driver.id] if driver.id is not None and driver.id in schedule else None
    match driver.kind:
        case "dependency":
            return _link_reason(driver, other)
        case "member":
            return f"its last member {driver.id} finishes {_day(other.early_finish if other else None)}"
        case "milestone":
            return f"its milestone {driver.id} does not begin earlier"
        case "external":
            promise = schedule.plan.work[key].external
            who = f" by {clean(promise.from_)}" if promise and promise.from_ else ""
            return f"it is promised{who} for {_day(promise.promised if promise else None)}"
        case "not_before":
            return f"it must not begin before {_day(schedule.plan.work[key].not_before)}"
        case "as_of":
            if activity.status == "active" and activity.remaining:
                left = plural(activity.remaining, "working day")
                return f"it is under way and needs {left} more from the data date {schedule.as_of} on"
            return f"it is not done, and nothing can be done before the data date {schedule.as_of}"
        case "project_start":
            return f"the project starts {schedule.start}"
        case "team":
            return f"{driver.id} is busy until then"
        case "actual":
            return "it happened"
    assert_never(driver.kind)


def _link_reason(driver: Driver, other: Activity | None) -> str:
    from_finish, to_start = (driver.type or "FS")[0] == "F", (driver.type or "FS")[1] == "S"
    day = None if other is None else other.early_finish if from_finish else other.early_start
    verb = "finishes" if from_finish else "starts"
    if other is not None and other.status == "done":
        verb = "finished" if from_finish else "started"
    if driver.lag > 0:
        link = f"{plural(driver.lag, 'working day')} after {driver.id} {verb}"
    elif driver.lag < 0:
        link = f"{plural(-driver.lag, 'working day')} before {driver.id} {verb}"
    else:
        link = f"{driver.id} {verb}"
    return link + f" {_day(day)}" + ("" if to_start else ", and it must not finish earlier")


def tag(driver: Driver | None) -> str:
    """Return what drives in one or two words, as tables show it."""
    if driver is None:
        return ""
    match driver.kind:
        case "dependency":
            lag = f"{driver.lag:+d}d" if driver.lag else ""
            return f"{driver.type}{lag}"
        case "as_of":
            return "data date"
        case "external":
            return "promise"
        case "team":
            return f"{driver.id} busy"
        case "member" | "milestone" | "not_before" | "project_start" | "actual":
            return driver.kind.replace("_", " ")
    assert_never(driver.kind)


def chain(schedule: Schedule, steps: tuple[Step, ...]) -> list[Row]:
    """Return the steps of a driving path as rows of `CHAIN`."""
    rows = []
    for step in steps:
        a = schedule[step.id]
        start = "" if a.kind == "milestone" else _day(step.start)
        days = "" if a.kind == "milestone" and not a.duration else str(a.remaining or a.duration)
        style = "dim" if a.status == "done" else ""
        rows.append(Row((start, _day(step.finish), days, tag(step.driven_by), step.id, a.title), style))
    return rows


def slip(schedule: Schedule, key: str, *, today: dt.date) -> Slip | None:
    """Return the smallest slip of `key` that does harm.

    The plan is scheduled again with the activity held back. `None` for work that is done or dropped, for milestones
    with members, which slip only with them, and where no slip of a few years does harm.
    """
    activity = schedule[key]
    first = _piece_start(schedule, activity)
    if activity.total_float is None or first is None or schedule.members(key) or activity.status == "dropped":
        return None
    harmless = max(0, activity.total_float)
    days = harmless + 1
    while not (then := _held_back(schedule, key, first, days, today)).harm:
        if days > _FAR:
            return None
        harmless, days = days, days * 2
    while days - harmless > 1:
        middle = (days + harmless) // 2
        found = _held_back(schedule, key, first, middle, today)
        if found.harm:
            days, then = middle, found
        else:
            harmless = middle
    moved = then.schedule.finish if then.moved else None
    return Slip(days, moved, then.schedule.critical_path if then.moved else (), then.late)


class _Then(NamedTuple):
    """What the plan is with one activity held back."""

    schedule: Schedule
    moved: bool
    """Whether the project finishes later."""
    late: str | None
    """What misses its deadline then, or misses it by more."""

    @property
    def harm(self) -> bool:
        return self.moved or self.late is not None


def _held_back(schedule: Schedule, key: str, first: dt.date, days: int, today: dt.date) -> _Then:
    """Return the plan where what remains of `key` begins `days` working days after `first`."""
    from aiplan.core.schedule import schedule_plan

    held = {key: (schedule.calendar_of(key).add(first, days).toordinal(), "")}
    then = schedule_plan(
        schedule.plan, today=today, as_of=schedule.as_of_given, previous=schedule, changed=(), team_floors=held
    )
    moved = then.finish is not None and schedule.finish is not None and then.finish > schedule.finish
    work = schedule.plan.work
    late = (k for k in schedule.ids if work[k].deadline is not None and _misses(then, schedule, k))
    return _Then(then, moved, next(late, None))


def _misses(then: Schedule, now: Schedule, key: str) -> bool:
    deadline, before, after = now.plan.work[key].deadline, now[key].early_finish, then[key].early_finish
    if deadline is None or before is None or after is None:
        return False
    return after > before and after > deadline


def _piece_start(schedule: Schedule, activity: Activity) -> dt.date | None:
    """Return the first day of what is still to do."""
    if activity.status != "active" or activity.early_finish is None:
        return activity.early_start
    return schedule.calendar_of(activity.id).add(activity.early_finish, 1 - max(1, activity.remaining))


def waits(schedule: Schedule, key: str) -> list[Wait]:
    """Return the predecessors of unfinished work that could slip before they drive it, the nearest first.

    A milestone with members has none: its links drive where its members begin.
    """
    activity = schedule[key]
    start, finish = _piece_start(schedule, activity), activity.early_finish
    if activity.status == "done" or start is None or finish is None or schedule.members(key):
        return []
    drives = activity.driven_by.id if activity.driven_by is not None else None
    found = []
    for other, link in schedule.predecessors(key):
        bound = _bound(schedule, other, link)
        if bound is None or other == drives or schedule[other].status == "done":
            continue
        own = start if link.type.endswith("S") else finish + dt.timedelta(days=1)
        room = schedule.calendar_of(key).count(bound, own)
        if room >= 0:
            found.append(Wait(other, link, room))
    return sorted(found, key=lambda w: (w.room, w.id))


def _bound(schedule: Schedule, key: str, link: Dependency) -> dt.date | None:
    """Return the first day a link leaves free: the instant of the end it leaves from, plus its lag."""
    other, calendar = schedule[key], schedule.project_calendar
    if other.early_start is None or other.early_finish is None:
        return None
    instant = other.early_finish + dt.timedelta(days=1) if link.type[0] == "F" else other.early_start
    lag = link.lag.days(calendar.week)
    if lag > 0:
        return calendar.add(instant, lag - 1) + dt.timedelta(days=1)
    return calendar.add(instant, lag) if lag < 0 else instant


def floats(schedule: Schedule, key: str, harm: Slip | None) -> list[str]:
    """Return how far `key` can slip, as sentences."""
    a = schedule[key]
    total, free = a.total_float, a.free_float or 0
    if total is None or a.status in ("done", "dropped"):
        return []
    said = []
    if total < 0:
        said.append(f"It is {plural(-total, 'working day')} later than a deadline, its own or one after it, allows.")
    elif total == 0:
        said.append("It is critical: float 0.")
    if harm is None:
        return said or [f"It can slip {plural(total, 'working day')}: float {total}."]
    room = harm.days - 1
    if room > max(0, total):
        but = "it can slip" if total > 0 else "it can still slip"
        said.append(f"Float {total} counts from a deadline that is missed anyway; in fact {but} {_until(room)}.")
    elif total > 0:
        said.append(f"It can slip {_until(total)}.")
    if free < room:
        said.append(
            "What follows it moves at once."
            if not free
            else f"What follows it moves from the {ordinal(free + 1)} day on."
        )
    return [*said, _consequence(schedule, key, harm)]


def _until(days: int) -> str:
    return f"{plural(days, 'working day')} before the finish, or a missed deadline, gets any later"


def ordinal(n: int) -> str:
    """Return `n` as an ordinal: `1st`, `2nd`, `3rd`, `4th` and so on."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _consequence(schedule: Schedule, key: str, harm: Slip) -> str:
    parts = []
    if harm.finish is not None and schedule.finish is not None:
        later = slip_days(schedule, schedule.finish, harm.finish)
        parts.append(f"the finish moves to {harm.finish} (+{plural(later, 'working day')})")
    if harm.late is not None:
        late = schedule[harm.late]
        more = " by more" if late.deadline and late.early_finish and late.early_finish > late.deadline else ""
        parts.append(f"{harm.late} misses its deadline {_day(late.deadline)}{more}")
    route = harm.path[harm.path.index(key) :] if key in harm.path else ()
    joins = next((i for i, k in enumerate(route) if i and k in schedule.critical_path), len(route) - 1)
    route = route[: joins + 1]
    via = f", by way of {' → '.join(route)}" if len(route) > 1 else ""
    return f"If it slips {plural(harm.days, 'day')}, {' and '.join(parts)}{via}."


def slip_days(schedule: Schedule, then: dt.date, now: dt.date) -> int:
    """Return the working days from `then` to `now` in the project calendar; positive is later."""
    step = dt.timedelta(days=1)
    return schedule.project_calendar.count(then + step, now + step)


def _day(day: dt.date | None) -> str:
    return "—" if day is None else day.isoformat()
