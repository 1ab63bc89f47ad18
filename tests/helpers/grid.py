"""Rows and lines of the grid made by hand, for tests that need neither a plan nor an app."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from rich.color import Color

from aiplan.model.values import LinkType
from aiplan.tui.glyphs import UNICODE, Glyphs
from aiplan.tui.widgets.plan_grid.axis import Axis
from aiplan.tui.widgets.plan_grid.layout import Layout
from aiplan.tui.widgets.plan_grid.links import LinkMode
from aiplan.tui.widgets.plan_grid.model import Edge, GridModel, GridRow, Place
from aiplan.tui.widgets.plan_grid.outline import columns_for
from aiplan.tui.widgets.plan_grid.palette import KEYS, Palette
from aiplan.tui.widgets.plan_grid.render import HEADER_LINES, View, header_strip, overlay, row_strip

MONDAY = dt.date(2026, 3, 2).toordinal()
"""Day 0 of rows made here; the data date lies before it unless a test says otherwise."""


def bar(key: str, start: int | None, finish: int | None, **changes: Any) -> GridRow:
    """Return a task row from day `start` until day `finish` (exclusive), counted from a Monday."""
    begin = None if start is None else MONDAY + start
    end = None if finish is None else MONDAY + finish
    row = GridRow(
        id=key, title=key.capitalize(), mark="none", hue="task", point=False, start=begin, finish=end,
        done_until=begin or 0, todo_from=begin or 0, late_finish=None, baseline=None, deadline=None, duration="1d",
        total_float=None, finished=False, incomplete=False, driver=None,
    )  # fmt: skip
    return row._replace(**changes)


def model_of(
    rows: Iterable[GridRow],
    *,
    links: Iterable[tuple[str, str, LinkType]] = (),
    groups: Mapping[str, Iterable[str]] | None = None,
    as_of: int = -30,
    critical: Iterable[str] = (),
) -> GridModel:
    """Return a model of these rows; members of `groups` must follow their group."""
    found = {row.id: row for row in rows}
    inside = {member: group for group, members in (groups or {}).items() for member in members}
    sizes = {group: len(list(members)) for group, members in (groups or {}).items()}
    places = tuple(Place(key, 1 if key in inside else 0, sizes.get(key, 0)) for key in found)
    ends = [row.finish for row in found.values() if row.finish is not None]
    on_path = frozenset(critical)
    return GridModel(
        places=places,
        row=found.__getitem__,
        edges=tuple(Edge(*link) for link in links),
        first=MONDAY,
        last=max(ends, default=MONDAY + 1),
        as_of=MONDAY + as_of,
        is_working=lambda day: (day - 1) % 7 < 5,
        is_critical=on_path.__contains__,
    )


def view_of(
    model: GridModel,
    *,
    per_day: float = 1.0,
    width: int = 100,
    left: int = 0,
    height: int = 1,
    cursor: int = 0,
    links: LinkMode = "all",
    glyphs: Glyphs = UNICODE,
    folded: frozenset[str] = frozenset(),
    solid: bool = True,
) -> View:
    """Return a view whose axis begins on day 0."""
    plain = Color.default()
    palette = Palette(dict.fromkeys(KEYS, plain), plain=not solid, blocks=not glyphs.ascii)
    return View(
        layout=Layout(model, folded), axis=Axis(MONDAY, model.last, per_day), columns=columns_for(width, 8, 20),
        width=width, left=left, height=height, cursor=cursor, links=links, glyphs=glyphs, palette=palette,
        show_baseline=True,
    )  # fmt: skip


def timeline(view: View, *, lines: int | None = None) -> list[str]:
    """Return the timeline of each line below the header, without spaces at the end."""
    count = lines if lines is not None else len(view.layout.places) * view.height
    links = overlay(view, 0, count)
    texts = [row_strip(view, line, links).text for line in range(count)]
    return [text[_cut(text, view.columns.width) :].rstrip() for text in texts]


def all_strips(view: View, count: int) -> list[tuple[str, int]]:
    """Return text and cell width of the header and the first `count` lines."""
    links = overlay(view, 0, count)
    strips = [header_strip(view, line) for line in range(HEADER_LINES)]
    strips += [row_strip(view, line, links) for line in range(count)]
    return [(strip.text, sum(segment.cell_length for segment in strip)) for strip in strips]


def _cut(text: str, cells: int) -> int:
    from rich.cells import cell_len

    used = 0
    for number, char in enumerate(text):
        if used >= cells:
            return number
        used += cell_len(char)
    return len(text)
