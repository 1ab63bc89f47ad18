"""The schedule as a Gantt chart in Mermaid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from aiplan.core.gantt import GITHUB_CHARS, TAGS, Bar, Group, Tag, gantt_text, label, task_name
from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule
from aiplan.export.vocabulary import Words
from aiplan.export.words import words


def gantt_groups(
    schedule: Schedule, *, language: str | None = None, only_milestones: bool = False
) -> tuple[Group, ...]:
    """Return the sections of the chart: each milestone with its members, then work without a milestone.

    Dropped work and work without dates is left out.

    Args:
        schedule: what to draw.
        language: of the section for work without a milestone; default the project's.
        only_milestones: one section with the milestones alone.
    """
    say = words(language or schedule.plan.project.language)
    if only_milestones:
        bars = tuple(_bars(a for a in schedule.activities if a.kind == "milestone"))
        return (Group(say.milestones, bars),) if bars else ()
    return tuple(_by_milestone(schedule, say))


def mermaid_gantt(schedule: Schedule, *, language: str | None = None, max_chars: int = GITHUB_CHARS) -> str:
    """Return the Gantt chart of `schedule` as Mermaid text that ends with a newline; empty where nothing has dates.

    A chart longer than `max_chars` characters shows the milestones alone; where that too is longer, there is none.

    Args:
        schedule: what to draw.
        language: of the axis and of the section for work without a milestone; default the project's.
        max_chars: 45,000 is safe on GitHub; GitLab allows 2,000 a page in some places.
    """
    language = language or schedule.plan.project.language
    for only_milestones in (False, True):
        groups = gantt_groups(schedule, language=language, only_milestones=only_milestones)
        text = gantt_text(groups, words(language).mermaid_axis)
        if len(text) <= max_chars:
            return text
    return ""


def _by_milestone(schedule: Schedule, say: Words) -> Iterator[Group]:
    members: dict[str | None, list[Activity]] = {a.id: [] for a in schedule.activities if a.kind == "milestone"}
    members[None] = []
    for activity in schedule.activities:
        if activity.kind != "milestone":
            members[activity.milestone if activity.milestone in members else None].append(activity)
    for key, inside in members.items():
        bars = tuple(_bars(inside if key is None else [*inside, schedule[key]]))
        if bars:
            yield Group(say.other_work if key is None else label(schedule[key].title) or key, bars)


def _bars(activities: Iterable[Activity]) -> Iterator[Bar]:
    for a in activities:
        if a.status == "dropped" or a.early_start is None or a.early_finish is None:
            continue
        point = a.kind == "milestone" or a.duration == 0
        start = a.early_finish if point else a.early_start
        yield Bar(f"n_{a.id}", task_name(a.id, a.title), start, _after(a.early_finish), tuple(_tags(a, point)))


def _tags(activity: Activity, point: bool) -> Iterator[Tag]:
    meant: dict[Tag, bool] = {
        "done": activity.status == "done",
        "active": activity.status == "active",
        "crit": activity.critical,
        "milestone": point,
    }
    return (tag for tag in TAGS if meant[tag])


def _after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)
