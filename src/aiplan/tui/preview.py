"""The first rows of a plan, read without reading the plan: what is painted while the rest is loaded.

Nothing here judges the file. What does not look like a plan gives fewer rows; the whole is read a moment later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiplan.tui.widgets.plan_grid.model import GridModel, GridRow, outline

ROWS = 120
"""Rows that are looked for: more than a screen has lines."""

_TABLE = re.compile(r"^\[[ \t]*([A-Za-z_]+)(?:[ \t]*\.[ \t]*(?:([\w-]+)|\"([^\"\n]+)\"))?[ \t]*\]", re.MULTILINE)
_KEY = re.compile(r"^[ \t]*(title|name|milestone)[ \t]*=[ \t]*\"((?:[^\"\\\n]|\\.)*)\"", re.MULTILINE)
_WORK = frozenset({"milestones", "tasks", "experiments", "rollout"})


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be seen at once: the name of the plan, and ids, titles and milestones of its first work."""

    name: str
    titles: dict[str, str]
    members: dict[str, list[str]]

    def model(self) -> GridModel:
        """Return rows without dates."""
        groups = {key: inside for key, inside in self.members.items() if key in self.titles}
        return GridModel(
            places=outline(self.titles, groups),
            row=self._row,
            edges=(),
            first=738_000,
            last=738_100,
            as_of=738_000,
            is_working=lambda _: True,
            is_critical=lambda _: False,
            pending=True,
        )

    def _row(self, key: str) -> GridRow:
        return GridRow(
            id=key, title=self.titles[key], mark="none", hue="task", point=False, start=None, finish=None,
            done_until=0, todo_from=0, late_finish=None, baseline=None, deadline=None, duration="", total_float=None,
            finished=False, incomplete=False, driver=None,
        )  # fmt: skip


def preview(path: Path) -> Preview:
    """Return the first rows of the plan at `path`; nothing where it cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    except OSError:
        text = ""
    return preview_of(text, path.name)


def preview_of(text: str, name: str) -> Preview:
    """Return the first rows of the plan whose file holds `text`.

    Args:
        text: the file.
        name: what the plan is called where the file does not say.
    """
    titles: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for section, key, body in _tables(text):
        if section == "project" and not key:
            name = _keys(body).get("name", name)
        elif section in _WORK and key and key not in titles:
            keys = _keys(body)
            titles[key] = keys.get("title", key)
            if section != "milestones" and "milestone" in keys:
                members.setdefault(keys["milestone"], []).append(key)
            if len(titles) >= ROWS:
                break
    return Preview(name, titles, members)


def _tables(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield section, id and body of each table."""
    found = _TABLE.search(text)
    while found is not None:
        following = _TABLE.search(text, found.end())
        body = text[found.end() : following.start() if following is not None else len(text)]
        yield found[1], found[2] or found[3] or "", body
        found = following


def _keys(body: str) -> dict[str, str]:
    return {match[1]: _unescaped(match[2]) for match in _KEY.finditer(body)}


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text
