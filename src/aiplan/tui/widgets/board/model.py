"""What the board shows: cards in columns, by stage, team, status or owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from aiplan.core.experiment_state import experiment_status
from aiplan.core.gates import item_gates
from aiplan.core.levelling.overload import overloads
from aiplan.core.levelling.pools import pools_of, units_of
from aiplan.model.plan import Plan
from aiplan.model.work import Experiment, Milestone, Status
from aiplan.tui import words
from aiplan.tui.facts import stage_of
from aiplan.tui.i18n import N_, _, n_
from aiplan.tui.widgets.plan_grid.model import outline
from aiplan.tui.words import STAGES, STATUSES

if TYPE_CHECKING:
    from aiplan.core.result import Activity
    from aiplan.core.schedule import Schedule
    from aiplan.model.work import Work
    from aiplan.tui.widgets.plan_grid.model import Mark

By = Literal["stage", "team", "status", "owner"]
BYS: tuple[By, ...] = get_args(By)
"""In the order in which the key steps through them."""
CardHue = Literal["task", "experiment", "critical", "milestone", "over"]

EXPERIMENT_STATES: Mapping[str, str] = {
    "draft": N_("draft"), "ready": N_("ready"), "running": N_("running"), "met": N_("met"), "missed": N_("missed"),
    "exhausted": N_("exhausted"), "ended": N_("ended"), "dropped": N_("dropped"),
}  # fmt: skip
_NOWHERE: Mapping[By, str] = {
    "stage": N_("No stage"), "team": N_("No team"), "status": N_("No status"), "owner": N_("No owner"),
}  # fmt: skip


class Card(NamedTuple):
    """Everything drawn for one activity."""

    id: str
    title: str
    mark: Mark
    hue: CardHue
    milestone: bool
    dates: str
    margin: str
    """Float, as text."""
    notes: tuple[str, ...]
    """What else there is to say, the most important first."""

    @property
    def over(self) -> bool:
        """Whether the work is done or dropped: the card is a single line."""
        return self.hue == "over"


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One column of cards."""

    key: str | None
    """The stage, team, status or owner; `None` for work without one."""
    title: str
    note: str
    """How many cards there are, and of a team what is in use."""
    overloaded: bool
    """Whether a team is asked for more than it has, now or later."""
    cards: tuple[Card, ...]


def board_columns(schedule: Schedule, by: By, only: frozenset[str] | None = None) -> tuple[BoardColumn, ...]:
    """Return the columns of a plan. What is done or dropped stands at the end of its column.

    Args:
        schedule: of the plan.
        by: what the columns are.
        only: ids of the activities that are shown; `None` for all.
    """
    plan, work = schedule.plan, schedule.network.work
    inside: dict[str | None, list[Activity]] = {key: [] for key in _keys(schedule, by)}
    for place in outline(schedule.ids, schedule.network.members):
        if only is not None and place.id not in only:
            continue
        item, activity = work[place.id], schedule[place.id]
        key = column_of(plan, item, activity.status, by)
        if key is None and by in ("team", "owner") and isinstance(item, Milestone):
            # Nobody is to do a milestone: without a name it belongs to no column.
            continue
        inside.setdefault(key, []).append(activity)
    if None in inside:
        inside[None] = inside.pop(None)
    return tuple(_column(schedule, by, key, activities) for key, activities in inside.items())


def column_of(plan: Plan, work: Work, status: Status, by: By) -> str | None:
    """Return the column that an activity stands in."""
    if by == "stage":
        return stage_of(plan, work)
    if by == "team":
        return work.team
    return status if by == "status" else work.owner or None


def _keys(schedule: Schedule, by: By) -> Iterable[str]:
    """Return the columns that are there even when they are empty."""
    if by == "stage":
        return STAGES
    if by == "team":
        return schedule.plan.teams
    return STATUSES if by == "status" else ()


def column_title(plan: Plan, by: By, key: str | None) -> str:
    """Return what a column is called."""
    if key is None:
        return _(_NOWHERE[by])
    if by == "team":
        team = plan.teams.get(key)
        return team.title if team is not None and team.title else key
    names = STAGES if by == "stage" else STATUSES if by == "status" else {}
    return _(names[key]) if key in names else key


def _column(schedule: Schedule, by: By, key: str | None, activities: list[Activity]) -> BoardColumn:
    over = [a for a in activities if a.status in ("done", "dropped")]
    left = [a for a in activities if a.status not in ("done", "dropped")]
    if by != "stage":
        left.sort(key=lambda a: (a.early_start or dt.date.max, a.early_finish or dt.date.max, a.id))
    active = sum(1 for a in left if a.status == "active" and a.kind != "milestone")
    parts = [n_("{count} card", "{count} cards", len(activities)).format(count=len(activities))]
    if active and by != "status":
        parts.append(_("{count} under way").format(count=active))
    overloaded = False
    if by == "team" and key in schedule.plan.teams:
        used, there = _in_use(schedule, str(key))
        first = next((o.first for o in overloads(schedule) if o.pool == key), None)
        overloaded = used > there or first is not None
        del parts[1:]
        parts.append(_("{used}/{there} in use").format(used=used, there=there))
        if first is not None:
            day = words.day(first, year=schedule.as_of.year)
            parts = [_("{used}/{there}, over from {day}").format(used=used, there=there, day=day), parts[0]]
    cards = tuple(_card(schedule, activity, by) for activity in (*left, *over))
    return BoardColumn(key, column_title(schedule.plan, by, key), "  ".join(parts), overloaded, cards)


def _in_use(schedule: Schedule, team: str) -> tuple[int, int]:
    """Return how many units of a team the work under way holds at the data date, and how many there are."""
    pools = {team: pools_of(schedule.plan)[team]}
    work, progress = schedule.network.work, schedule.network.progress
    held = (units_of(item, pools) for key, item in work.items() if progress[key].status == "active")
    return sum(units.get(team, 0) for units in held), pools[team].at(schedule.as_of.toordinal())


def _card(schedule: Schedule, activity: Activity, by: By) -> Card:
    mark, hue = _looks(activity)
    late = activity.total_float is None or hue == "over"
    return Card(
        id=activity.id,
        title=activity.title or activity.id,
        mark=mark,
        hue=hue,
        milestone=activity.kind == "milestone",
        dates=words.dates_of(activity, year=schedule.as_of.year),
        margin="" if late else words.days(activity.total_float),
        notes=tuple(note for note in _notes(schedule, activity, by) if note),
    )


def _notes(schedule: Schedule, activity: Activity, by: By) -> Iterable[str]:
    work = schedule.network.work[activity.id]
    if isinstance(work, Experiment):
        status = experiment_status(work)
        attempts = f" {status.used + status.running}/{work.max_attempts or 1}" if status.used + status.running else ""
        yield _(EXPERIMENT_STATES[status.state]) + attempts
    gates = item_gates(schedule.plan, activity.id, schedule.as_of)
    if gates:
        passed = sum(1 for gate in gates if not gate.open)
        yield _("gates {passed}/{all}").format(passed=passed, all=len(gates))
    if by != "owner":
        yield work.owner
    if by != "team":
        yield work.team or ""
    yield activity.id


def _looks(activity: Activity) -> tuple[Mark, CardHue]:
    if activity.status == "done":
        return "done", "over"
    if activity.status == "dropped":
        return "dropped", "over"
    kind: CardHue = "task"
    if activity.kind in ("experiment", "milestone"):
        kind = "experiment" if activity.kind == "experiment" else "milestone"
    if activity.early_start is None:
        return "unknown", kind
    if activity.critical:
        return "critical", "critical"
    return "active" if activity.status == "active" else "none", kind
