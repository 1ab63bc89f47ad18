"""The forward and the backward pass, on flat arrays.

Source: Kelley and Walker 1959; precedence diagramming with four link types after Crandall 1973; the rules on
calendars and events of zero length are in `instants`.
"""

from __future__ import annotations

from collections.abc import Mapping

from aiplan.core.backward import backward
from aiplan.core.calendar import FIRST_DAY, LAST_DAY, OutOfRangeError
from aiplan.core.forward import forward
from aiplan.core.instants import FAR, Floor, NoRoomError, Passes
from aiplan.core.network import Network


def run_passes(network: Network, team_floors: Mapping[str, Floor] | None = None, *, late: bool = True) -> Passes:
    """Return the early and late side of every node.

    Args:
        network: the compiled network.
        team_floors: earliest first days from resource levelling.
        late: whether the late side is wanted too.

    Raises:
        OutOfRangeError: where dates leave the years that can be expressed.
    """
    first, last = network.span[0] - 800, network.span[1] + 1100
    while True:
        try:
            return _run(network, team_floors or {}, (first, last), late=late)
        except NoRoomError as missing:
            if missing.before:
                first -= 2 * (last - first)
            else:
                last += 2 * (last - first)
            if (first < FIRST_DAY and missing.before) or (last > LAST_DAY and not missing.before):
                first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
                try:
                    return _run(network, team_floors or {}, (first, last), late=late)
                except NoRoomError:
                    raise OutOfRangeError from None


def _run(network: Network, team_floors: Mapping[str, Floor], span: tuple[int, int], *, late: bool) -> Passes:
    low, high = max(span[0], FIRST_DAY), min(span[1], LAST_DAY)
    project = network.calendars.project
    by_calendar = {c: c.table(low, high) for c in {project, *network.calendar}}
    size = len(network.nodes)
    passes = Passes(
        tables=list(map(by_calendar.__getitem__, network.calendar)),
        project=by_calendar[project],
        start_hi=[0] * size, start_lo=[0] * size, finish_hi=[0] * size, finish_lo=[0] * size,
        position=[0] * size, start_dated=[False] * size, project_finish=0,
        limit_hi=[FAR] * size, limit_lo=[FAR] * size, total_float=[0] * size, constrained={},
    )  # fmt: skip
    try:
        forward(network, passes, team_floors)
        if late:
            backward(network, passes)
    except IndexError:
        raise NoRoomError(before=False) from None
    return passes
