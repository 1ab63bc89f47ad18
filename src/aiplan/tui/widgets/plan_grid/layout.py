"""Which rows are shown, in which order, and which links run between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from aiplan.tui.widgets.plan_grid.links import EdgeIndex, RowEdge
from aiplan.tui.widgets.plan_grid.model import GridModel, Place


@dataclass(frozen=True, eq=False)
class Layout:
    """The rows of a model with some groups folded."""

    model: GridModel
    folded: frozenset[str]

    def showing(self, model: GridModel) -> Layout:
        """Return the layout of another model, with what is already known of it where its structure is the same."""
        if model.places is not self.model.places or model.edges is not self.model.edges:
            return Layout(model, self.folded & model.index.keys() if self.folded else self.folded)
        same = Layout(model, self.folded)
        for known in ("places", "index", "edges"):
            if known in self.__dict__:
                same.__dict__[known] = self.__dict__[known]
        model.__dict__.update((k, v) for k, v in self.model.__dict__.items() if k in ("index", "groups"))
        return same

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Rows that are not hidden in a folded group."""
        if not self.folded:
            return self.model.places
        shown = []
        hidden_below: int | None = None
        for place in self.model.places:
            if hidden_below is not None and place.depth > hidden_below:
                continue
            hidden_below = place.depth if place.id in self.folded and place.members else None
            shown.append(place)
        return tuple(shown)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Row of each shown id."""
        if not self.folded:
            return self.model.index
        return {place.id: number for number, place in enumerate(self.places)}

    def row_of(self, key: str) -> int | None:
        """Return the row that shows `key`: its own, or that of the folded group it is in."""
        row = self.index.get(key)
        while row is None:
            group = self.model.groups.get(key)
            if group is None:
                return None
            key = group
            row = self.index.get(key)
        return row

    @cached_property
    def edges(self) -> EdgeIndex:
        """Links between shown rows; those of hidden members leave from their group."""
        if not self.folded:
            row = self.index
            return EdgeIndex(RowEdge(row[edge[0]], row[edge[1]], edge[2], edge) for edge in self.model.edges)
        found: dict[tuple[int, int, str], RowEdge] = {}
        for edge in self.model.edges:
            predecessor, successor = self.row_of(edge.predecessor), self.row_of(edge.successor)
            if predecessor is None or successor is None or predecessor == successor:
                continue
            found.setdefault((predecessor, successor, edge.type), RowEdge(predecessor, successor, edge.type, edge))
        return EdgeIndex(found.values())
