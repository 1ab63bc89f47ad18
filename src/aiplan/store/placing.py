"""Where in the file a new or moved table belongs: beside its relatives, never just at the end."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiplan.errors import EditRefused
from aiplan.model.address import Path, format_address
from aiplan.model.plan import WORK_SECTIONS, Plan
from aiplan.phrases import say
from aiplan.store.locate import Layout
from aiplan.store.style import rank


@dataclass(frozen=True, slots=True)
class Place:
    """Before or after which block."""

    index: int
    side: Literal["before", "after"]


def chosen(layout: Layout, after: Path | None, before: Path | None) -> Place | None:
    """Return the place that an edit names, `None` where it names none.

    Raises:
        EditRefused: where the table named has no header of its own.
    """
    if after is not None:
        return after_item(layout, after)
    if before is not None:
        return Place(_blocks_of(layout, before)[0], "before")
    return None


def after_item(layout: Layout, path: Path) -> Place:
    """Return the place behind a table and the tables in it that directly follow it."""
    found = _blocks_of(layout, path)
    last = found[0]
    while last + 1 in found:
        last += 1
    return Place(last, "after")


def _blocks_of(layout: Layout, path: Path) -> list[int]:
    found = [i for i in layout.related(path) if layout.blocks[i].keys[: len(path)] == path]
    if not found or not path:
        raise EditRefused(
            say("{path} has no header of its own, so nothing can stand beside it", path=format_address(path)),
            hint=say("leave out where it should stand"),
        )
    return found


def place_for(layout: Layout, data: Mapping[str, Any], path: Path, values: Mapping[str, Any]) -> Place:
    """Return where the new table at `path` belongs.

    After the last member of its milestone; a milestone after the last one and its members; anything else after the
    last table of its section, or of the sections that come before it.
    """
    section = str(path[0])
    milestone = values.get("milestone") if section in WORK_SECTIONS else None
    relatives: Collection[tuple[str, ...]] = ()
    if isinstance(milestone, str):
        relatives = _family(data, milestone)
    elif section == "milestones" and (last := _last_of(layout, section)) is not None:
        relatives = _family(data, layout.blocks[last].keys[1])
    if relatives:
        index = _last(layout, relatives)
        if index is not None:
            return Place(index, "after")
    if (last := _last_of(layout, section)) is not None:
        return Place(last, "after")
    own, found = rank(Plan, section), 0
    for index, block in enumerate(layout.blocks):
        if block.keys and rank(Plan, block.keys[0]) <= own and rank(Plan, block.keys[0]) < math.inf:
            found = index
    if own == math.inf:
        found = len(layout.blocks) - 1
    return Place(found, "after")


def _family(data: Mapping[str, Any], milestone: str) -> set[tuple[str, ...]]:
    """Return (section, id) of a milestone and its members."""
    found: set[tuple[str, ...]] = {("milestones", milestone)}
    for section in WORK_SECTIONS:
        items = data.get(section)
        for name, item in items.items() if isinstance(items, dict) else ():
            if isinstance(item, dict) and item.get("milestone") == milestone:
                found.add((section, name))
    return found


def _last(layout: Layout, items: Collection[tuple[str, ...]]) -> int | None:
    return max((i for i, block in enumerate(layout.blocks) if block.keys[:2] in items), default=None)


def _last_of(layout: Layout, section: str) -> int | None:
    """Return the last block of a section whose tables have headers of their own."""
    blocks = layout.blocks
    return max((i for i in layout.related((section,)) if len(blocks[i].keys) >= 2), default=None)
