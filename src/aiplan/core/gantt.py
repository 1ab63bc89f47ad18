"""Bars of a Gantt chart in Mermaid that mean what they say.

Mermaid accepts text whose tasks vanish or change: `:`, `#`, `;` and `%` in a name, a name that begins with a word of
its grammar, an id that is also a tag. The rules here were checked by reading charts back with mermaid itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aiplan.core.markup import one_line

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


def gantt_text(groups: Sequence[Group], axis: str = "%d %b") -> str:
    """Return the chart as Mermaid text that ends with a newline; empty without groups.

    Args:
        groups: the sections.
        axis: format of the dates on the axis.
    """
    if not groups:
        return ""
    lines = ["gantt", "    dateFormat YYYY-MM-DD", f"    axisFormat {axis}", "    todayMarker off"]
    for group in groups:
        lines.append(f"    section {group.title}")
        lines += [f"    {bar}" for bar in group.bars]
    return "\n".join(lines) + "\n"
