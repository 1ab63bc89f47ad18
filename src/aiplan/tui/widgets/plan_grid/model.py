"""What the grid shows: rows and links as plain values, which need no plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from aiplan.model.values import LinkType

Mark = Literal["none", "done", "active", "critical", "dropped", "unknown"]
"""The one thing the flag column says about a row."""
Hue = Literal["task", "experiment", "critical", "group"]
"""Which colour a bar has."""


class Place(NamedTuple):
    """Where an item stands in the outline."""

    id: str
    depth: int
    members: int
    """How many rows below belong to it; 0 for a leaf."""


class GridRow(NamedTuple):
    """Everything drawn for one item. Days are ordinals; ends are exclusive."""

    id: str
    title: str
    mark: Mark
    hue: Hue
    point: bool
    """A single date: drawn as a diamond."""
    start: int | None
    finish: int | None
    done_until: int
    """End of the part that is done; `start` where nothing is."""
    todo_from: int
    """Begin of the part still to do; between the two the work waits."""
    late_finish: int | None
    baseline: tuple[int, int] | None
    deadline: int | None
    duration: str
    total_float: int | None
    finished: bool
    incomplete: bool
    driver: str | None
    """The predecessor that sets the dates, if one does."""
    tail: int | None = None
    """Ordinal of the day after P80, where the plan has been simulated and that is later than the finish."""
    risk_color: str = "tail"
    """Colour by the risk of the deadline; `tail` where there is none, or where nothing was simulated."""
    ghostly: bool = False
    """Whether `baseline` holds the dates of the plan beside those of a what-if."""


class Edge(NamedTuple):
    """One written dependency."""

    predecessor: str
    successor: str
    type: LinkType


RowSource = Callable[[str], GridRow]
"""Gives the row of an item; asked only for rows that are drawn."""


@dataclass(frozen=True, eq=False)
class GridModel:
    """The rows of a plan in outline order, and the days they span."""

    places: tuple[Place, ...]
    row: RowSource
    edges: tuple[Edge, ...]
    first: int
    """Ordinal of the first day there is something to show."""
    last: int
    """Ordinal of the day after the last."""
    as_of: int
    is_working: Callable[[int], bool]
    is_critical: Callable[[str], bool]
    structure: object = None
    """Equal (the same object) for models with the same outline and links."""
    only: frozenset[str] | None = None
    """Ids that were asked for; `None` for all."""
    pending: bool = False
    """Whether the dates are still being computed: rows have titles only, and there is no calendar to draw."""

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each id among `places`."""
        return {place.id: number for number, place in enumerate(self.places)}

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Id of the group each member stands under."""
        found: dict[str, str] = {}
        path: list[str] = []
        for place in self.places:
            del path[place.depth :]
            if path:
                found[place.id] = path[-1]
            path.append(place.id)
        return found


def no_rows(key: str) -> GridRow:
    """Raise KeyError: the row source of a model without places."""
    raise KeyError(key)


EMPTY = GridModel((), no_rows, (), 738_000, 738_001, 738_000, lambda _: True, lambda _: False)
"""A model without rows."""


def outline(ids: Iterable[str], members: Mapping[str, Iterable[str]]) -> tuple[Place, ...]:
    """Return the rows: each milestone with its members below it, in the order of `ids`."""
    owner = {member: group for group, inside in members.items() for member in inside if member != group}
    inside: dict[str, list[str]] = {}
    tops: list[str] = []
    for key in ids:
        group = owner.get(key)
        if group is None or key in members:
            tops.append(key)
        else:
            inside.setdefault(group, []).append(key)
    places: list[Place] = []
    for key in tops:
        below = inside.get(key, ())
        places.append(Place(key, 0, len(below)))
        places.extend(Place(member, 1, 0) for member in below)
    return tuple(places)
