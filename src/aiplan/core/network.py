"""The network of a plan: activity ends and the links between them, compiled into flat arrays.

`networkx` is asked for structure (cycles, order); the passes run on the arrays. A node stands for an activity;
a milestone with members has further nodes: its start event, and, where a link leaves its start, one that stands
for the earliest start among its members.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import networkx as nx

from aiplan.core.calendar import Calendar, Calendars
from aiplan.core.progress import Progress, progress_of
from aiplan.model.context import Basis
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.model.values import LINK_TYPES, LinkType
from aiplan.model.work import Milestone, Work

Role = Literal["main", "start", "members"]
MAIN: Role = "main"
START: Role = "start"
MEMBERS: Role = "members"

FS, SS, FF, SF = range(4)
CODES: Mapping[LinkType, int] = {kind: code for code, kind in enumerate(LINK_TYPES)}

POINT, FIXED, PIECE, EARLIEST, OUT = range(5)
"""How a node is placed: an instant; actual dates; a contiguous piece of work; the earliest of others; not at all."""

PROJECT_START, AS_OF = 1, 2
"""Floors that hold for the start of a node."""

Arc = tuple[int, int, int]
"""(other node, type code, lag in project working days)."""


@dataclass(slots=True)
class Node:
    """One node before compilation."""

    id: str
    role: Role
    mode: int
    days: int = 0
    """Length of the piece that is still to be placed."""
    done: bool = False
    dropped: bool = False
    started: int | None = None
    """Ordinal of the actual start of active or done work."""
    finished: int | None = None
    """Ordinal of the actual finish of done work."""
    floors: int = 0
    """Which of `PROJECT_START` and `AS_OF` hold for its start."""
    not_before: int | None = None
    promised: int | None = None
    deadline: int | None = None


@dataclass(frozen=True)
class Network:
    """The compiled network. Nodes are numbered; arrays are indexed by node."""

    plan: Plan
    work: Mapping[str, Work]
    calendars: Calendars
    start: int
    """Project start, rolled forward: ordinal."""
    as_of: int
    """Data date, rolled forward: ordinal."""
    basis: Basis
    nodes: Sequence[Node]
    calendar: Sequence[Calendar]
    """Of each node."""
    predecessors: Sequence[list[Arc]]
    successors: Sequence[list[Arc]]
    order: Sequence[int]
    """Topological order of all nodes that can be placed."""
    main: Mapping[str, int]
    start_event: Mapping[str, int]
    members_event: Mapping[str, int]
    members: Mapping[str, tuple[str, ...]]
    progress: Mapping[str, Progress]
    incomplete: frozenset[str]
    span: tuple[int, int]
    """Ordinals of the first and the last day that the plan names."""
    findings: tuple[Finding, ...]
    graph: nx.DiGraph[int] = field(repr=False)

    def unscheduled(self, key: str) -> bool:
        """Tell whether the activity is part of a cycle."""
        return self.nodes[self.main[key]].mode == OUT


def build_network(plan: Plan, *, as_of: dt.date) -> Network:
    """Return the compiled network of `plan` at data date `as_of`."""
    return _Builder(plan, as_of).build()


def update_network(network: Network, plan: Plan, changed: frozenset[str]) -> Network | None:
    """Return the network of `plan`, which differs from the network's plan only in the activities `changed`.

    Returns `None` where the change touches structure (links, membership, calendars) and everything is to be built anew.
    """
    work = plan.work
    nodes, progress = list(network.nodes), dict(network.progress)
    touched: set[str] = set()
    for key in changed:
        old, new = network.work.get(key), work.get(key)
        if old is None or new is None or _structure(old) != _structure(new) or network.unscheduled(key):
            return None
        calendar = network.calendar[network.main[key]]
        progress[key] = progress_of(
            new, as_of=dt.date.fromordinal(network.as_of), calendar=calendar, basis=network.basis
        )
        if (progress[key].status == "dropped") != (network.progress[key].status == "dropped"):
            return None
        touched.add(key)
        if new.milestone is not None and new.milestone in network.members:
            touched.add(new.milestone)
    for key in touched:
        for name, role in ((network.main, MAIN), (network.start_event, START)):
            if key in name:
                nodes[name[key]] = make_node(work[key], key, role, network.members.get(key, ()), progress)
    return Network(
        plan=plan, work=work, calendars=network.calendars, start=network.start, as_of=network.as_of,
        basis=network.basis, nodes=nodes, calendar=network.calendar, predecessors=network.predecessors,
        successors=network.successors, order=network.order, main=network.main, start_event=network.start_event,
        members_event=network.members_event, members=network.members, progress=progress,
        incomplete=network.incomplete, findings=network.findings, graph=network.graph,
        span=_span([nodes[network.main[key]] for key in touched], *network.span),
    )  # fmt: skip


def _span(nodes: Sequence[Node], first: int, last: int) -> tuple[int, int]:
    """Return the first and the last day that `nodes` name, `first` and `last` included."""
    first, last = min(first, last), max(first, last)
    for node in nodes:
        for day in (node.started, node.finished, node.not_before, node.promised, node.deadline):
            if day is not None:
                first, last = min(first, day), max(last, day)
    return first, last


def _structure(work: Work) -> tuple[object, ...]:
    return type(work), work.depends_on, work.milestone, work.team


def make_node(work: Work, key: str, role: Role, members: Sequence[str], progress: Mapping[str, Progress]) -> Node:
    """Return the node of one end of an activity, from what has happened to it and its members."""
    own = progress[key]
    states = [progress[m].status for m in members]
    reached = own.duration == 0 and own.status != "dropped" and "done" in states and set(states) <= {"done", "dropped"}
    if role == START:
        node = Node(key, START, POINT, floors=PROJECT_START)
        node.dropped = own.status == "dropped"
        if not node.dropped:
            node.floors = PROJECT_START if {"active", "done"} & set(states) else PROJECT_START | AS_OF
            node.not_before = _ordinal(work.not_before)
        return node
    if own.status == "done":
        # A point that is done has one instant, the end of its day.
        started = None if own.duration == 0 and own.started == own.finished else _ordinal(own.started)
        return Node(key, MAIN, FIXED, done=True, started=started, finished=_ordinal(own.finished))
    if own.status == "dropped":
        return Node(key, MAIN, POINT, dropped=True, floors=PROJECT_START)
    if reached:
        finished = max(day for m in members if (day := progress[m].finished) is not None)
        return Node(key, MAIN, FIXED, done=True, finished=_ordinal(finished))
    node = Node(
        key, MAIN, PIECE if own.remaining > 0 else POINT, days=own.remaining, deadline=_ordinal(work.deadline),
        promised=_ordinal(work.external.promised) if work.external else None,
    )  # fmt: skip
    if members:
        node.floors = AS_OF if own.duration > 0 or set(states) == {"dropped"} else 0
    elif own.status == "active":
        node.started, node.floors = _ordinal(own.started), AS_OF
        node.not_before = node.started
    else:
        node.floors = PROJECT_START | AS_OF
        node.not_before = _ordinal(work.not_before)
    return node


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()


class _Builder:
    """Builds a network in steps; used once."""

    def __init__(self, plan: Plan, as_of: dt.date) -> None:
        self.plan = plan
        self.work = plan.work
        self.calendars = Calendars(plan)
        project = self.calendars.project
        self.as_of = project.roll_forward(as_of)
        self.start = project.roll_forward(plan.project.start or _first_date(self.work) or as_of)
        self.findings: list[Finding] = []
        self.unknown: set[str] = set()
        self.members = self._members()
        self.progress = {
            key: progress_of(
                item, as_of=self.as_of, calendar=self.calendars.of_team(item.team), basis=plan.project.experiment_basis
            )
            for key, item in self.work.items()
        }
        self.nodes: list[Node] = []
        self.main: dict[str, int] = {}
        self.start_event: dict[str, int] = {}
        self.members_event: dict[str, int] = {}

    def build(self) -> Network:
        for key, item in self.work.items():
            members = self.members.get(key, ())
            self.main[key] = self._add(make_node(item, key, MAIN, members, self.progress))
            if members:
                self.start_event[key] = self._add(make_node(item, key, START, members, self.progress))
        arcs = self._arcs()
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_edges_from((p, s) for p, s, _, _ in arcs)
        cyclic = self._cycles(graph)
        incomplete = self._incomplete(graph, cyclic)
        size = len(self.nodes)
        predecessors: list[list[Arc]] = [[] for _ in range(size)]
        successors: list[list[Arc]] = [[] for _ in range(size)]
        for p, s, code, lag in arcs:
            predecessors[s].append((p, code, lag))
            successors[p].append((s, code, lag))
        for node in sorted(cyclic):
            # The earliest member start is known from the members that have dates, even where others do not.
            if self.nodes[node].role != MEMBERS:
                self.nodes[node].mode = self.nodes[self.main[self.nodes[node].id]].mode = OUT
        for event in self.members_event.values():
            if all(self.nodes[p].mode == OUT for p, _, _ in predecessors[event]):
                self.nodes[event].mode = OUT
        for n, kept in enumerate(self.nodes):
            gone = kept.mode == OUT
            predecessors[n] = [] if gone else [a for a in predecessors[n] if self.nodes[a[0]].mode != OUT]
            successors[n] = [] if gone else [a for a in successors[n] if self.nodes[a[0]].mode != OUT]
            if not gone and not predecessors[n] and not kept.floors:
                kept.floors = PROJECT_START | AS_OF
        placed = graph.subgraph(n for n in graph if self.nodes[n].mode != OUT)
        teams = {key: self.calendars.of_team(item.team) for key, item in self.work.items()}
        return Network(
            plan=self.plan, work=self.work, calendars=self.calendars, start=self.start.toordinal(),
            as_of=self.as_of.toordinal(), basis=self.plan.project.experiment_basis, nodes=self.nodes,
            calendar=[teams[n.id] for n in self.nodes], predecessors=predecessors, successors=successors,
            order=list(nx.topological_sort(placed)), main=self.main, start_event=self.start_event,
            members_event=self.members_event, members=self.members, progress=self.progress,
            incomplete=incomplete, findings=tuple(self.findings), graph=graph,
            span=_span(self.nodes, self.start.toordinal(), self.as_of.toordinal()),
        )  # fmt: skip

    def _add(self, node: Node) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1

    def _members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key, item in self.work.items():
            owner = item.milestone
            if owner is None or isinstance(item, Milestone):
                continue
            if owner in self.work and isinstance(self.work[owner], Milestone):
                found.setdefault(owner, []).append(key)
        return {key: tuple(sorted(items)) for key, items in found.items()}

    def _arcs(self) -> list[tuple[int, int, int, int]]:
        arcs: list[tuple[int, int, int, int]] = []
        week = self.calendars.project.week
        for key, item in self.work.items():
            dropped = self.progress[key].status == "dropped"
            for index, link in enumerate(item.depends_on):
                path = (SECTION[item.kind], key, "depends_on", index)
                if link.id == key:
                    self.findings.append(
                        Finding("AIP104", "error", f"{key} depends on itself", path, hint="remove the entry")
                    )
                elif link.id not in self.work:
                    self.unknown.add(key)
                else:
                    lag = 0 if dropped else link.lag.days(week)
                    arcs.append((self._source(link.id, link.type), self._target(key, link.type), CODES[link.type], lag))
        for owner, members in self.members.items():
            begin, end = self.start_event[owner], self.main[owner]
            arcs.append((begin, end, FS, 0))
            for member in members:
                arcs.append((begin, self.main[member], FS, 0))
                arcs.append((self.main[member], end, FS, 0))
        for owner, event in self.members_event.items():
            members = self.members[owner]
            kept = [m for m in members if self.progress[m].status != "dropped"] or members
            arcs.extend((self.main[member], event, SS, 0) for member in kept)
        return arcs

    def _source(self, key: str, kind: LinkType) -> int:
        if kind in ("FS", "FF") or key not in self.members:
            return self.main[key]
        if key not in self.members_event:
            self.members_event[key] = self._add(Node(key, MEMBERS, EARLIEST))
        return self.members_event[key]

    def _target(self, key: str, kind: LinkType) -> int:
        return self.start_event[key] if key in self.members and kind in ("FS", "SS") else self.main[key]

    def _cycles(self, graph: nx.DiGraph[int]) -> set[int]:
        cyclic: set[int] = set()
        parts = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
        for part in sorted(parts, key=lambda p: min(self.nodes[n].id for n in p)):
            cyclic |= part
            names = self._cycle_names(graph.subgraph(part))
            section = SECTION[self.work[names[0]].kind]
            self.findings.append(
                Finding(
                    "AIP103",
                    "error",
                    "a cycle of dependencies: " + " → ".join(names),
                    (section, names[0], "depends_on") if self.work[names[0]].depends_on else (section, names[0]),
                    hint="remove one of these links; until then this work has no dates",
                )
            )
        return cyclic

    def _cycle_names(self, part: nx.DiGraph[int]) -> list[str]:
        first = min(part, key=lambda n: (self.nodes[n].id, n))
        back = min(part.predecessors(first), key=lambda n: (self.nodes[n].id, n))
        names: list[str] = []
        for node in [*nx.shortest_path(part, first, back), first]:
            if not names or names[-1] != self.nodes[node].id:
                names.append(self.nodes[node].id)
        return names

    def _incomplete(self, graph: nx.DiGraph[int], cyclic: set[int]) -> frozenset[str]:
        sources = set(cyclic)
        for key in self.unknown:
            sources |= {self.main[key], self.start_event.get(key, self.main[key])}
        if not sources:
            return frozenset()
        reached, stack = set(sources), list(sources)
        while stack:
            for following in graph.successors(stack.pop()):
                if following not in reached:
                    reached.add(following)
                    stack.append(following)
        unknown = {self.main[key] for key in self.unknown}
        return frozenset(self.nodes[n].id for n in reached if n not in cyclic or n in unknown)


SECTION = {"milestone": "milestones", "task": "tasks", "experiment": "experiments", "rollout": "rollout"}
"""Kind of work → the section it stands in."""


def _first_date(work: Mapping[str, Work]) -> dt.date | None:
    return min((item.started for item in work.values() if item.started is not None), default=None)
