"""Where everything stands on the map, whatever the width of a node: layers, lines and tracks."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aiplan.tui.widgets.dep_graph.ease import eased
from aiplan.tui.widgets.dep_graph.layers import Layers, Pair, layered
from aiplan.tui.widgets.dep_graph.order import Rows, ordered
from aiplan.tui.widgets.dep_graph.place import placed
from aiplan.tui.widgets.dep_graph.routes import Channel, channels

STUB = 1
"""Columns of a channel before its first track."""
TAIL = 1
"""Columns after its last track: the arrow."""
NARROWEST = 3
"""Columns of a channel without tracks."""
MARGIN = 1
"""Empty columns before the first layer and after the last, and empty lines above."""


@dataclass(frozen=True, eq=False)
class Arrangement:
    """A graph laid out on lines, layers and tracks."""

    layers: Layers
    links: Sequence[Pair]
    rows: Rows
    line: Sequence[int]
    """Of each slot."""
    channels: Sequence[Channel]
    """After each layer."""
    height: int
    """Lines of a node."""

    @cached_property
    def lines(self) -> int:
        """How many lines there are."""
        nodes = max((self.line[n] for n in range(self.layers.count)), default=-self.height) + self.height
        return max(nodes, max(self.line, default=-1) + 1)

    @cached_property
    def nodes(self) -> tuple[tuple[int, ...], ...]:
        """The nodes of each layer from top to bottom, without dummies."""
        return tuple(tuple(slot for slot in row if slot < self.layers.count) for row in self.rows)

    @cached_property
    def on_line(self) -> Mapping[int, Sequence[tuple[int, int]]]:
        """Line → (layer, node) of the nodes that it runs through."""
        found: dict[int, list[tuple[int, int]]] = {}
        for layer, nodes in enumerate(self.nodes):
            for node in nodes:
                for line in range(self.line[node], self.line[node] + self.height):
                    found.setdefault(line, []).append((layer, node))
        return found

    @cached_property
    def strands(self) -> tuple[Mapping[tuple[int, int], tuple[int, ...]], ...]:
        """For each channel: (slot, slot of the next layer) → numbers of the links that run there."""
        found: list[dict[tuple[int, int], list[int]]] = [{} for _ in self.rows]
        for number, (begin, end) in enumerate(self.links):
            if number in self.layers.reversed_links:
                begin, end = end, begin  # noqa: PLW2901 - the layers hold it the other way round
            path = self.layers.path(begin, end)
            for depth, pair in enumerate(itertools.pairwise(path), self.layers.layer[begin]):
                found[depth].setdefault(pair, []).append(number)
        return tuple({pair: tuple(numbers) for pair, numbers in channel.items()} for channel in found)

    def gap(self, layer: int) -> int:
        """Return the columns of the channel after a layer; none after the last."""
        if layer + 1 >= len(self.rows):
            return 0
        return max(NARROWEST, STUB + self.channels[layer].tracks + TAIL)

    def columns(self, width: int) -> tuple[int, ...]:
        """Return the first column of each layer where nodes are `width` wide, and the end of the map."""
        found, at = [], MARGIN
        for layer in range(len(self.rows)):
            found.append(at)
            at += width + self.gap(layer)
        return (*found, at + MARGIN)


def arranged(
    count: int,
    links: Sequence[Pair],
    *,
    height: int = 1,
    gap: int = 1,
    main: frozenset[int] = frozenset(),
) -> Arrangement:
    """Return the layout of a graph of `count` nodes.

    Args:
        count: how many nodes there are.
        links: (predecessor, successor), each pair once.
        height: lines of a node.
        gap: empty lines between two nodes of a layer.
        main: nodes of the path that is to run straight.
    """
    layers = layered(count, links)
    rows = ordered(layers)
    settled = placed(layers, rows, height=height, gap=gap, main=main)
    line = [MARGIN + at for at in eased(layers, rows, settled, height, main)]
    return Arrangement(layers, links, rows, line, channels(layers, rows, line), height)
