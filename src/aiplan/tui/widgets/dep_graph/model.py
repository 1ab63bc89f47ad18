"""What the map shows of a plan: nodes and links as plain values, computed when they are first drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from aiplan.tui import words
from aiplan.tui.strands import CRITICAL, FOCUS, NORMAL
from aiplan.tui.widgets.dep_graph.links import GraphLink, graph_links

if TYPE_CHECKING:
    from aiplan.core.result import Activity
    from aiplan.core.schedule import Schedule
    from aiplan.tui.widgets.plan_grid.model import Mark

NodeHue = Literal["task", "experiment", "critical", "over", "cyclic"]
"""Which colour a node has; `over` is work that is done or dropped."""


class GraphNode(NamedTuple):
    """Everything drawn for one activity."""

    id: str
    title: str
    mark: Mark
    hue: NodeHue
    point: bool
    """A milestone: marked with a diamond."""
    margin: str
    """Float, as text."""
    dates: str


@dataclass(frozen=True, eq=False)
class GraphModel:
    """The activities on the map and the links between them."""

    ids: tuple[str, ...]
    links: tuple[GraphLink, ...]
    node: Callable[[str], GraphNode]
    is_critical: Callable[[str], bool]
    driver: Callable[[str], str | None]
    """The predecessor that sets the dates of an activity, if one does."""
    structure: object = None
    """The same object for models with the same activities and links."""
    cut_before: frozenset[str] = frozenset()
    """Activities of which predecessors are left out."""
    cut_after: frozenset[str] = frozenset()
    """Activities of which successors are left out."""

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Position of each id among `ids`."""
        return {key: number for number, key in enumerate(self.ids)}

    @cached_property
    def before(self) -> Mapping[str, Sequence[str]]:
        """Predecessors of each activity on the map."""
        return _grouped((link.successor, link.predecessor) for link in self.links)

    @cached_property
    def after(self) -> Mapping[str, Sequence[str]]:
        """Successors of each activity on the map."""
        return _grouped((link.predecessor, link.successor) for link in self.links)

    @cached_property
    def pairs(self) -> Sequence[tuple[int, int]]:
        """The links as numbers of activities."""
        number = self.number
        return [(number[link.predecessor], number[link.successor]) for link in self.links]

    @cached_property
    def critical(self) -> frozenset[int]:
        """Numbers of the critical activities."""
        return frozenset(number for number, key in enumerate(self.ids) if self.is_critical(key))

    @cached_property
    def strengths(self) -> Sequence[int]:
        """Strength of each link where nothing is selected."""
        critical = self.critical
        return [CRITICAL if a in critical and b in critical else NORMAL for a, b in self.pairs]

    @cached_property
    def _touching(self) -> Mapping[int, Sequence[int]]:
        """Numbers of the links of each activity."""
        found: dict[int, list[int]] = {}
        for number, pair in enumerate(self.pairs):
            for node in pair:
                found.setdefault(node, []).append(number)
        return found

    def strengths_with(self, selected: str | None) -> Sequence[int]:
        """Return the strength of each link: those of the selected activity are the strongest."""
        if selected is None or selected not in self.number:
            return self.strengths
        found = list(self.strengths)
        for number in self._touching.get(self.number[selected], ()):
            found[number] = FOCUS
        return found

    def only(self, wanted: Iterable[str]) -> GraphModel:
        """Return the map of these activities and the links between them."""
        kept = frozenset(wanted)
        cut = [link for link in self.links if (link.predecessor in kept) != (link.successor in kept)]
        return GraphModel(
            ids=tuple(key for key in self.ids if key in kept),
            links=tuple(link for link in self.links if link.predecessor in kept and link.successor in kept),
            node=self.node,
            is_critical=self.is_critical,
            driver=self.driver,
            structure=self.structure,
            cut_before=(self.cut_before & kept) | {link.successor for link in cut if link.successor in kept},
            cut_after=(self.cut_after & kept) | {link.predecessor for link in cut if link.predecessor in kept},
        )

    def around(self, key: str, steps: int = 2) -> GraphModel:
        """Return the map of what lies at most `steps` links before or after an activity."""
        kept = {key}
        for neighbours in (self.before, self.after):
            edge = {key}
            for _step in range(steps):
                edge = {other for name in edge for other in neighbours.get(name, ())} - kept
                kept |= edge
        return self.only(kept)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, other in pairs:
        found.setdefault(key, []).append(other)
    return found


def no_node(key: str) -> GraphNode:
    """Raise KeyError: the source of nodes of a map without activities."""
    raise KeyError(key)


EMPTY = GraphModel((), (), no_node, lambda _: False, lambda _: None)
"""A map without activities."""


def graph_model(schedule: Schedule) -> GraphModel:
    """Return the map of a whole plan."""
    network, year = schedule.network, schedule.as_of.year
    made: dict[str, GraphNode] = {}

    def node(key: str) -> GraphNode:
        if key not in made:
            made[key] = _node(schedule[key], year)
        return made[key]

    def is_critical(key: str) -> bool:
        total = schedule.float_of(key)
        return total is not None and total <= 0 and network.progress[key].status != "dropped"

    def driver(key: str) -> str | None:
        found = schedule[key].driven_by
        return None if found is None else found.id

    return GraphModel(schedule.ids, graph_links(network), node, is_critical, driver, structure=network.structure)


def _node(activity: Activity, year: int) -> GraphNode:
    mark, hue = _looks(activity)
    return GraphNode(
        id=activity.id,
        title=activity.title or activity.id,
        mark=mark,
        hue=hue,
        point=activity.kind == "milestone",
        margin="" if activity.total_float is None or hue == "over" else words.days(activity.total_float),
        dates=words.dates_of(activity, year=year),
    )


def _looks(activity: Activity) -> tuple[Mark, NodeHue]:
    if activity.status == "done":
        return "done", "over"
    if activity.status == "dropped":
        return "dropped", "over"
    if activity.early_start is None:
        return "unknown", "cyclic"
    if activity.critical:
        return "critical", "critical"
    return "active" if activity.status == "active" else "none", (
        "experiment" if activity.kind == "experiment" else "task"
    )
