"""Gantt charts in Mermaid that mean what they say.

Mermaid accepts text whose tasks vanish or change: `:`, `#`, `;` and `%` in a name, a name that begins with a word of
its grammar, an id that is also a tag. The rules here were checked by reading charts back with mermaid itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from aiplan.core.markup import one_line
from aiplan.core.result import Activity
from aiplan.core.schedule import Schedule
from aiplan.export.vocabulary import Words
from aiplan.export.words import words

GITHUB_CHARS = 45_000
"""Longest diagram text that is safe on GitHub."""

Tag = Literal["done", "active", "crit", "milestone"]
TAGS: tuple[Tag, ...] = ("done", "active", "crit", "milestone")
"""In the order in which they are written."""

_WIDE = str.maketrans({":": "：", "<": "＜", ">": "＞", "#": None, ";": None, "%": None})
_GRAMMAR = re.compile(
    r"""(?:title|section|acc(?:Title|Descr|Description)|dateFormat|axisFormat|tickInterval|includes|excludes
          |todayMarker|weekday|weekend|click|call|href)(?:\s|\Z)
        |(?:gantt|inclusiveEndDates|topAxis)\b
        |\d{4}-\d\d-\d\d\b""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a Gantt chart."""

    id: str
    """As mermaid knows it: never one of its tags."""
    name: str
    start: dt.date
    end: dt.date
    """Exclusive: the day after the last one."""
    tags: tuple[Tag, ...]

    def __str__(self) -> str:
        return f"{self.name} :{', '.join((*self.tags, self.id, self.start.isoformat(), self.end.isoformat()))}"


@dataclass(frozen=True, slots=True)
class Group:
    """One section of a Gantt chart; holds at least one bar."""

    title: str
    bars: tuple[Bar, ...]


def label(text: str) -> str:
    """Return `text` as mermaid shows it in a Gantt chart: `：` for `:`, without `#`, `;` and `%`."""
    return one_line(one_line(text).translate(_WIDE))


def task_name(key: str, title: str) -> str:
    """Return the name of a task, `<id> <title>`, so that mermaid does not read it as a keyword."""
    name = label(f"{key} {title}")
    return f"· {name}" if _GRAMMAR.match(name) else name


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
        text = _text(groups, words(language))
        if len(text) <= max_chars:
            return text
    return ""


def _text(groups: tuple[Group, ...], say: Words) -> str:
    if not groups:
        return ""
    lines = ["gantt", "    dateFormat YYYY-MM-DD", f"    axisFormat {say.mermaid_axis}", "    todayMarker off"]
    for group in groups:
        lines.append(f"    section {group.title}")
        lines += [f"    {bar}" for bar in group.bars]
    return "\n".join(lines) + "\n"


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
