"""From positions to dates: the reported values of each activity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from aiplan.core.backward import free_float
from aiplan.core.explain import driver_of
from aiplan.core.instants import Floor, Passes
from aiplan.core.network import MAIN, OUT, PIECE, Network
from aiplan.core.result import Activity


def activity(network: Network, passes: Passes | None, key: str, team_floors: Mapping[str, Floor]) -> Activity:
    """Return one activity with its dates, floats and driver."""
    work, progress, number = network.work[key], network.progress[key], network.main[key]
    node = network.nodes[number]
    status = progress.status
    if node.done:
        status = "done"
    elif status == "planned" and any(
        network.progress[m].status in ("active", "done") for m in network.members.get(key, ())
    ):
        status = "active"
    early_start = early_finish = late_start = late_finish = None
    total = free = None
    driver = None
    if passes is not None and node.mode != OUT:
        early_start, early_finish = start_date(network, passes, key), finish_date(network, passes, key)
        driver = driver_of(network, passes, number, team_floors)[0]
        if not node.done:
            total, free = passes.total_float[number], free_float(network, passes, number)
            late_start, late_finish = _late_dates(network, passes, key, early_start, early_finish)
    return Activity(
        id=key, kind=work.kind, title=work.title, status=status, milestone=work.milestone, team=work.team,
        duration=progress.duration, remaining=0 if node.done else progress.remaining, early_start=early_start,
        early_finish=early_finish, late_start=late_start, late_finish=late_finish, total_float=total, free_float=free,
        critical=total is not None and total <= 0 and not node.dropped, deadline=work.deadline,
        incomplete=key in network.incomplete, driven_by=driver,
    )  # fmt: skip


def start_date(network: Network, passes: Passes, key: str) -> dt.date:
    """Return the early start: the actual one of started work, the start event's of a milestone with members."""
    number = network.start_event.get(key, network.main[key])
    node, main = network.nodes[number], network.nodes[network.main[key]]
    if main.started is not None:
        return dt.date.fromordinal(main.started)
    actual = network.progress[key]
    if actual.status == "done" and actual.started is not None:
        return actual.started
    if key not in network.start_event:
        if node.mode == PIECE:
            return dt.date.fromordinal(passes.start_hi[number])
        return finish_date(network, passes, key)
    origin, before, days = passes.tables[number]
    start = dt.date.fromordinal(days[before[passes.start_hi[number] - origin]])
    return min(start, finish_date(network, passes, key))


def finish_date(network: Network, passes: Passes, key: str) -> dt.date:
    """Return the early finish; of a point, its one date."""
    number = network.main[key]
    node = network.nodes[number]
    if node.finished is None and node.mode != PIECE and passes.start_dated[number]:
        origin, before, days = passes.tables[number]
        return dt.date.fromordinal(days[before[passes.finish_hi[number] - origin]])
    return dt.date.fromordinal(passes.finish_lo[number] - 1)


def project_finish(network: Network, passes: Passes) -> dt.date | None:
    """Return the latest early finish of all activities that count, `None` where nothing is scheduled."""
    counting = [number for number in range(len(network.nodes)) if _counts(network, number)]
    if not counting:
        return None
    latest = max(passes.finish_lo[number] for number in counting)
    # An event dated at the start of its own next working day can have a later date than the latest finish.
    dated = [finish_date(network, passes, network.nodes[n].id) for n in counting if passes.start_dated[n]]
    return max([dt.date.fromordinal(latest - 1), *dated])


def last_activity(network: Network, passes: Passes, finish: dt.date) -> str:
    """Return the activity that sets the project finish: of those that finish last, the one with the smallest id."""
    return min(
        node.id
        for number, node in enumerate(network.nodes)
        if _counts(network, number)
        and (passes.start_dated[number] or passes.finish_lo[number] > finish.toordinal())
        and finish_date(network, passes, node.id) == finish
    )


def _counts(network: Network, number: int) -> bool:
    node = network.nodes[number]
    return node.role == MAIN and node.mode != OUT and not node.dropped


def _late_dates(
    network: Network, passes: Passes, key: str, early_start: dt.date, early_finish: dt.date
) -> tuple[dt.date, dt.date]:
    number = network.main[key]
    node, (_, _, days) = network.nodes[number], passes.tables[number]
    total = passes.total_float[number]
    at = passes.position[number] + total
    if node.mode == PIECE:
        finish = dt.date.fromordinal(days[at + node.days - 1])
        start = dt.date.fromordinal(days[at])
    else:
        start = finish = early_finish if total == 0 else dt.date.fromordinal(days[at - 1])
    if node.started is not None:
        start = early_start
    if key in network.start_event:
        event = network.start_event[key]
        own = passes.total_float[event]
        latest = dt.date.fromordinal(days[passes.position[event] + own])
        start = min(finish, latest if own else early_start)
    return start, finish
