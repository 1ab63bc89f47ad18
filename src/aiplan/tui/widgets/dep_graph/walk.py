"""Where the cursor goes on the map."""

from __future__ import annotations

from aiplan.tui.widgets.dep_graph.arrangement import Arrangement
from aiplan.tui.widgets.dep_graph.model import GraphModel


def along(
    model: GraphModel, arrangement: Arrangement, key: str, direction: int, *, came_from: str | None
) -> str | None:
    """Return the predecessor (-1) or successor (1) to go to from an activity, `None` where there is none.

    The one the cursor came from goes first, then the one that drives or is driven, then a critical one, then the
    one whose line is nearest.
    """
    near = (model.before if direction < 0 else model.after).get(key, ())
    if not near:
        return None
    if came_from in near:
        return came_from
    here = arrangement.line[model.number[key]]

    def rank(other: str) -> tuple[bool, bool, int, str]:
        drives = model.driver(key) == other if direction < 0 else model.driver(other) == key
        return not drives, not model.is_critical(other), abs(arrangement.line[model.number[other]] - here), other

    return min(near, key=rank)


def across(model: GraphModel, arrangement: Arrangement, key: str, step: int) -> str:
    """Return the activity `step` places further down in the layer.

    Beyond its end comes what lies nearest below (or above) in another layer; where nothing does, it stays.
    """
    number = model.number[key]
    layer = arrangement.layers.layer[number]
    nodes = arrangement.nodes[layer]
    at = nodes.index(number) + step
    if 0 <= at < len(nodes) or abs(step) > 1:
        return model.ids[nodes[max(0, min(at, len(nodes) - 1))]]
    line, here = arrangement.line, arrangement.line[number]
    beyond = [n for n in range(arrangement.layers.count) if (line[n] - here) * step > 0]
    if not beyond:
        return key
    nearest = min(beyond, key=lambda n: (abs(arrangement.layers.layer[n] - layer), abs(line[n] - here), n))
    return model.ids[nearest]


def end(model: GraphModel, arrangement: Arrangement, direction: int) -> str | None:
    """Return an activity of the first (-1) or last (1) layer: a critical one where there is one."""
    layers = [nodes for nodes in arrangement.nodes if nodes]
    if not layers:
        return None
    keys = [model.ids[number] for number in layers[0 if direction < 0 else -1]]
    return next((key for key in keys if model.is_critical(key)), keys[0])
