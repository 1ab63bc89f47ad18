"""The forward and the backward pass, on flat arrays.

Source: Kelley and Walker 1959; precedence diagramming with four link types after Crandall 1973; the rules on
calendars and events of zero length are in `instants`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress
from operator import is_, is_not
from typing import NamedTuple

from aiplan.core.backward import backward
from aiplan.core.calendar import FIRST_DAY, LAST_DAY, DayTable, OutOfRangeError
from aiplan.core.forward import affected, forward, latest_finish
from aiplan.core.instants import FAR, Floor, NoRoomError, Passes, last_equal
from aiplan.core.network import Network


class Earlier(NamedTuple):
    """The passes of a network with the same structure (see `update_network`), without floors from levelling."""

    network: Network
    passes: Passes


def run_passes(
    network: Network,
    team_floors: Mapping[str, Floor] | None = None,
    *,
    late: bool = True,
    earlier: Earlier | None = None,
) -> Passes:
    """Return the early and late side of every node.

    Args:
        network: the compiled network.
        team_floors: earliest first days from resource levelling.
        late: whether the late side is wanted too.
        earlier: where there are no floors, passes whose early side holds for what no change has reached.

    Raises:
        OutOfRangeError: where dates leave the years that can be expressed.
    """
    first, last = network.span[0] - 800, network.span[1] + 1100
    while True:
        try:
            return _run(network, team_floors or {}, (first, last), earlier, late=late)
        except NoRoomError as missing:
            if missing.before:
                first -= 2 * (last - first)
            else:
                last += 2 * (last - first)
            if (first < FIRST_DAY and missing.before) or (last > LAST_DAY and not missing.before):
                first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
                try:
                    return _run(network, team_floors or {}, (first, last), None, late=late)
                except NoRoomError:
                    raise OutOfRangeError from None


def _run(
    network: Network, team_floors: Mapping[str, Floor], span: tuple[int, int], earlier: Earlier | None, *, late: bool
) -> Passes:
    low, high = max(span[0], FIRST_DAY), min(span[1], LAST_DAY)
    project = network.calendars.project
    by_calendar = {c: c.table(low, high) for c in {project, *network.calendar}}
    tables, size = list(map(by_calendar.__getitem__, network.calendar)), len(network.nodes)
    changed = None if earlier is None or team_floors else _changed(network, earlier, tables)
    old = None if earlier is None or changed is None else earlier.passes
    passes = Passes(
        tables=tables, project=by_calendar[project], calendars=list(by_calendar.values()),
        start_hi=list(old.start_hi) if old else [0] * size, start_lo=list(old.start_lo) if old else [0] * size,
        finish_hi=list(old.finish_hi) if old else [0] * size, finish_lo=list(old.finish_lo) if old else [0] * size,
        position=list(old.position) if old else [0] * size,
        start_dated=list(old.start_dated) if old else [False] * size, project_finish=0,
        limit_hi=[FAR] * size, limit_lo=[FAR] * size, total_float=[0] * size, constrained={},
    )  # fmt: skip
    order = network.order if changed is None else affected(network, passes, changed)
    try:
        forward(network, passes, team_floors, order)
        passes.project_finish = latest_finish(network, passes)
        # The tables have to reach the working day after everything.
        last_equal(passes, max([passes.project_finish, *passes.finish_hi]))
        if late:
            backward(network, passes)
    except IndexError:
        raise NoRoomError(before=False) from None
    return passes


def _changed(network: Network, earlier: Earlier, tables: list[DayTable]) -> list[int] | None:
    """Return the nodes that are others than `earlier`, `None` where its early side cannot be taken over.

    Positions are counted in tables of days: once one reaches further, they mean something else.
    """
    if network.order is not earlier.network.order or not all(map(is_, tables, earlier.passes.tables)):
        return None
    nodes = network.nodes
    return list(compress(range(len(nodes)), map(is_not, nodes, earlier.network.nodes)))
