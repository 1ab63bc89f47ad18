"""Crashing in a real schedule: the cheapest way to gain the days that are still missing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import networkx as nx

from aiplan.core.crashing import CrashActivity, crash_steps
from aiplan.core.network import FS, MAIN, PIECE, SECTION
from aiplan.core.recovery.critical import critical_to
from aiplan.core.recovery.levers import Lever
from aiplan.core.schedule import Schedule
from aiplan.model.edits import Edit, RemoveField, SetField
from aiplan.model.work import Experiment, Work
from aiplan.phrases import listed, say

Rescheduler = Callable[[tuple[Edit, ...]], Schedule]
"""Gives the schedule after edits to the plan at hand."""


def crashable(schedule: Schedule, key: str) -> tuple[int, float]:
    """Return by how many working days `key` can still be shortened, and what each of them costs."""
    work, activity = schedule.network.work[key], schedule[key]
    if work.crash is None or isinstance(work, Experiment) or activity.status in ("done", "dropped"):
        return 0, 0.0
    shortest = work.crash.duration.days(schedule.calendar_of(key).week)
    room = activity.duration - shortest
    rate = work.crash.cost / room if room > 0 else 0.0
    return max(0, min(room, activity.remaining - 1)), rate


def crash_lever(schedule: Schedule, key: str, days: int, apply: Rescheduler) -> Lever | None:
    """Return the lever that brings `key` forward by `days` working days through crashing, `None` where none does.

    Exact where all unfinished work before `key` follows one calendar over finish-to-start links; elsewhere cuts through
    the tight network are taken greedily, and the lever says so.
    """
    activities = _as_crash_network(schedule, key)
    if activities is not None:
        steps = crash_steps(activities, target=_length(activities) - days)
        if len(steps) <= days:
            return None
        chosen = steps[days].durations
        changes = {a.id: a.duration - chosen[a.id] for a in activities if chosen[a.id] != a.duration}
        return _lever(schedule, changes, heuristic=False)
    return _greedy(schedule, key, days, apply)


def _length(activities: tuple[CrashActivity, ...]) -> int:
    return crash_steps(activities, target=1 << 30)[0].length


def _as_crash_network(schedule: Schedule, key: str) -> tuple[CrashActivity, ...] | None:
    """Return the work before `key` as a crashing problem, `None` where it does not have that form."""
    network, passes = schedule.network, schedule.passes
    if passes is None or schedule.team_floors:
        return None
    end = network.main[key]
    upstream = nx.ancestors(network.graph, end) | {end}
    nodes = [n for n in network.order if n in upstream and not network.nodes[n].done]
    project = network.calendars.project
    found: list[CrashActivity] = []
    for n in nodes:
        node = network.nodes[n]
        links = [(p, code, lag) for p, code, lag in network.predecessors[n] if not network.nodes[p].done]
        if network.calendar[n] is not project or node.promised is not None or any(c != FS for _, c, _ in links):
            return None
        room, rate = crashable(schedule, node.id) if node.mode == PIECE and node.role == MAIN else (0, 0.0)
        name = node.id if node.role == MAIN else f"{node.id}\x00{node.role}"
        days = node.days if node.mode == PIECE else 0
        floor = _floor(schedule, n)
        links_by_name = [(_name(schedule, p), lag) for p, _, lag in links]
        if floor > 0:
            found.append(CrashActivity(f"{name}\x00floor", floor, floor, 0.0))
            links_by_name.append((f"{name}\x00floor", 0))
        found.append(CrashActivity(name, days, days - room, rate, tuple(links_by_name)))
    return tuple(found)


def _name(schedule: Schedule, n: int) -> str:
    node = schedule.network.nodes[n]
    return node.id if node.role == MAIN else f"{node.id}\x00{node.role}"


def _floor(schedule: Schedule, n: int) -> int:
    """Return the working days from the data date before which node `n` cannot start, whatever other work does."""
    network, passes = schedule.network, schedule.passes
    assert passes is not None
    node = network.nodes[n]
    origin, before, _ = passes.tables[n]
    floor = 0
    if node.not_before is not None:
        floor = before[node.not_before - origin] - before[network.as_of - origin]
    for p, _, lag in network.predecessors[n]:
        if network.nodes[p].done:
            floor = max(floor, before[passes.finish_hi[p] - origin] + lag - before[network.as_of - origin])
    return floor


def _lever(schedule: Schedule, changes: Mapping[str, int], *, heuristic: bool) -> Lever:
    edits: list[Edit] = []
    for key, days in sorted(changes.items()):
        work, activity = schedule.network.work[key], schedule[key]
        week = schedule.calendar_of(key).week
        edits.append(_shortening(work, key, activity.duration - days, activity.remaining - days, week))
        edits += _paying(schedule, key, days)
    shorter = listed(say("{key} by {days}d", key=key, days=days) for key, days in sorted(changes.items()))
    return Lever("crash", say("shorten {shorter}", shorter=shorter), tuple(edits), heuristic=heuristic)


def _paying(schedule: Schedule, key: str, days: int) -> list[Edit]:
    """Return the edits that make the plan say what `days` of crashing cost, and how much more can be had."""
    work = schedule.network.work[key]
    assert work.crash is not None
    rate = crashable(schedule, key)[1]
    shortest = work.crash.duration.days(schedule.calendar_of(key).week)
    left = schedule[key].duration - shortest - days
    path = (SECTION[work.kind], key)
    edits: list[Edit] = [SetField((*path, "cost"), _money((work.cost or 0.0) + rate * days))] if rate else []
    if left <= 0:
        return [*edits, RemoveField((*path, "crash"))]
    # What is under way keeps its duration, so that its shortest one moves with the days that are gone.
    shortest += days if work.started is not None else 0
    return [*edits, SetField((*path, "crash"), {"duration": f"{shortest}d", "cost": _money(rate * left)})]


def _money(amount: float) -> int | float:
    rounded = round(amount, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _shortening(work: Work, key: str, duration: int, remaining: int, week: int) -> Edit:
    """Return the edit that makes work shorter: what remains of it once it has started, else its duration."""
    section = SECTION[work.kind]
    if work.started is not None:
        return SetField((section, key, "remaining"), f"{remaining}d")
    if work.duration is not None and work.duration.three_point:
        low, likely, high = work.duration.days(week)
        points = {
            "optimistic": min(duration, low),
            "likely": duration,
            "pessimistic": max(duration, high - (likely - duration)),
        }
        return SetField((section, key, "duration"), {name: f"{days}d" for name, days in points.items()})
    return SetField((section, key, "duration"), f"{duration}d")


def _greedy(schedule: Schedule, key: str, days: int, apply: Rescheduler) -> Lever | None:
    target = schedule[key].early_finish
    changes: dict[str, int] = {}
    current = schedule
    for _ in range(4 * days):
        cut = _cut(current, schedule, key, changes)
        if not cut:
            return None
        for name in cut:
            changes[name] = changes.get(name, 0) + 1
        current = apply(_lever(schedule, changes, heuristic=True).edits)
        now = current[key].early_finish
        if target is None or now is None:
            return None
        gained = current.project_calendar.count(now, target)
        if gained >= days:
            return _lever(schedule, changes, heuristic=True)
    return None


def _cut(current: Schedule, original: Schedule, key: str, changes: Mapping[str, int]) -> set[str] | None:
    """Return the cheapest set of activities that meets every tight path to `key`, `None` where there is none."""
    tight = critical_to(current, key)
    graph: nx.DiGraph[tuple[int, str]] = nx.DiGraph()
    network = current.network
    nodes = {n for arc in tight.arcs for n in arc} | {tight.end}
    for n in nodes:
        node = network.nodes[n]
        room, rate = crashable(original, node.id) if node.role == MAIN and node.mode == PIECE else (0, 0.0)
        if room > changes.get(node.id, 0):
            graph.add_edge((n, "start"), (n, "finish"), capacity=round(rate * 10_000) + 1)
        else:
            graph.add_edge((n, "start"), (n, "finish"))
    for tail, head in tight.arcs:
        graph.add_edge((tail, "finish"), (head, "start"))
    source = (-1, "source")
    for n in tight.begins & nodes:
        graph.add_edge(source, (n, "start"))
    if source not in graph:
        return None
    try:
        value, (near, _) = nx.minimum_cut(graph, source, (tight.end, "finish"))
    except nx.NetworkXUnbounded:
        return None
    if value == math.inf:
        return None
    return {network.nodes[n].id for n in nodes if (n, "start") in near and (n, "finish") not in near}
