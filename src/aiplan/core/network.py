"""The network of a plan: activity ends and the links between them, compiled into flat arrays.

Its structure is asked for cycles and order; the passes run on the arrays. A node stands for an activity;
a milestone with members has further nodes: its start event, and, where a link leaves its start, one that stands
for the earliest start among its members.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from aiplan.core.calendar import Calendar, Calendars
from aiplan.core.progress import Progress, progress_of
from aiplan.core.structure import Structure
from aiplan.model.context import Basis
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.model.values import LINK_TYPES, LinkType
from aiplan.model.work import Milestone, Work
from aiplan.phrases import say

if TYPE_CHECKING:
    import networkx as nx

Role = Literal["main", "start", "members"]
MAIN: Role = "main"
START: Role = "start"
MEMBERS: Role = "members"

FS, SS, FF, SF = range(4)
"""FS and FF leave from a finish, SS and SF from a start; FS and SS, below FF, lead to a start."""
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
    structure: Structure = field(repr=False)

    @property
    def graph(self) -> nx.DiGraph[int]:
        """Nodes and links as a graph of `networkx`, cycles included; not to be changed."""
        return self.structure.graph

    def unscheduled(self, key: str) -> bool:
        """Tell whether the activity is part of a cycle."""
        return self.nodes[self.main[key]].mode == OUT


def build_network(plan: Plan, *, as_of: dt.date) -> Network:
    """Return the compiled network of `plan` at data date `as_of`."""
    return _Builder(plan, as_of).build()


def update_network(network: Network, plan: Plan, changed: frozenset[str]) -> Network | None:
    """Return the network of `plan`, which differs from the network's plan only in the activities `changed`.

    Returns `None` where everything is to be built anew: the change touches structure (links, membership, calendars),
    or the plan has cycles.
    """
    if len(network.order) < len(network.nodes):
        return None
    work = plan.work
    nodes, progress = list(network.nodes), dict(network.progress)
    touched: set[str] = set()
    for key in changed:
        old, new = network.work.get(key), work.get(key)
        if old is None or new is None or _structure(old) != _structure(new):
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
        incomplete=network.incomplete, findings=network.findings, structure=network.structure,
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
        predecessors, successors = self._arcs()
        structure = Structure([[node for node, _, _ in following] for following in successors])
        cyclic = self._cycles(structure)
        incomplete = self._incomplete(structure, cyclic)
        if cyclic:
            self._take_out(cyclic, predecessors, successors)
        for n, kept in enumerate(self.nodes):
            if not kept.floors and not predecessors[n] and kept.mode != OUT:
                kept.floors = PROJECT_START | AS_OF
        placed = [n for n, kept in enumerate(self.nodes) if kept.mode != OUT] if cyclic else ()
        teams = {key: self.calendars.of_team(item.team) for key, item in self.work.items()}
        return Network(
            plan=self.plan, work=self.work, calendars=self.calendars, start=self.start.toordinal(),
            as_of=self.as_of.toordinal(), basis=self.plan.project.experiment_basis, nodes=self.nodes,
            calendar=[teams[n.id] for n in self.nodes], predecessors=predecessors, successors=successors,
            order=structure.order_of(placed) if cyclic else structure.order, main=self.main,
            start_event=self.start_event, members_event=self.members_event, members=self.members,
            progress=self.progress, incomplete=incomplete, findings=tuple(self.findings), structure=structure,
            span=_span(self.nodes, self.start.toordinal(), self.as_of.toordinal()),
        )  # fmt: skip

    def _take_out(self, cyclic: set[int], predecessors: list[list[Arc]], successors: list[list[Arc]]) -> None:
        """Take the nodes that have no place, and the links from and to them, out of the network."""
        nodes = self.nodes
        for node in sorted(cyclic):
            # The earliest member start is known from the members that have dates, even where others do not.
            if nodes[node].role != MEMBERS:
                nodes[node].mode = nodes[self.main[nodes[node].id]].mode = OUT
        for event in self.members_event.values():
            if all(nodes[p].mode == OUT for p, _, _ in predecessors[event]):
                nodes[event].mode = OUT
        for arcs in (predecessors, successors):
            for n, kept in enumerate(nodes):
                arcs[n] = [] if kept.mode == OUT else [a for a in arcs[n] if nodes[a[0]].mode != OUT]

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

    def _arcs(self) -> tuple[list[list[Arc]], list[list[Arc]]]:
        """Return the links into and out of every node."""
        arcs = [*self._written_arcs(), *self._member_arcs()]  # which may add nodes
        predecessors: list[list[Arc]] = [[] for _ in self.nodes]
        successors: list[list[Arc]] = [[] for _ in self.nodes]
        for p, s, code, lag in arcs:
            predecessors[s].append((p, code, lag))
            successors[p].append((s, code, lag))
        return predecessors, successors

    def _written_arcs(self) -> Iterator[tuple[int, int, int, int]]:
        week = self.calendars.project.week
        for key, item in self.work.items():
            dropped = self.progress[key].status == "dropped"
            for index, link in enumerate(item.depends_on):
                if link.id == key:
                    path = (SECTION[item.kind], key, "depends_on", index)
                    self.findings.append(
                        Finding(
                            "AIP104",
                            "error",
                            say("{key} depends on itself", key=key),
                            path,
                            hint=say("remove the entry"),
                        )
                    )
                elif link.id not in self.work:
                    self.unknown.add(key)
                else:
                    lag = 0 if dropped else link.lag.days(week)
                    yield self._source(link.id, link.type), self._target(key, link.type), CODES[link.type], lag

    def _member_arcs(self) -> Iterator[tuple[int, int, int, int]]:
        for owner, members in self.members.items():
            begin, end = self.start_event[owner], self.main[owner]
            yield begin, end, FS, 0
            for member in members:
                yield begin, self.main[member], FS, 0
                yield self.main[member], end, FS, 0
        for owner, event in self.members_event.items():
            members = self.members[owner]
            kept = [m for m in members if self.progress[m].status != "dropped"] or members
            yield from ((self.main[member], event, SS, 0) for member in kept)

    def _source(self, key: str, kind: LinkType) -> int:
        if kind in ("FS", "FF") or key not in self.members:
            return self.main[key]
        if key not in self.members_event:
            self.members_event[key] = self._add(Node(key, MEMBERS, EARLIEST))
        return self.members_event[key]

    def _target(self, key: str, kind: LinkType) -> int:
        return self.start_event[key] if key in self.members and kind in ("FS", "SS") else self.main[key]

    def _cycles(self, structure: Structure) -> set[int]:
        """Return the nodes in cycles, each cycle with its finding."""
        cyclic: set[int] = set()
        for part in sorted(structure.cyclic_parts(), key=lambda p: min(self.nodes[n].id for n in p)):
            cyclic |= part
            names = self._cycle_names(structure, part)
            section = SECTION[self.work[names[0]].kind]
            self.findings.append(
                Finding(
                    "AIP103",
                    "error",
                    say("a cycle of dependencies: {names}", names=" → ".join(names)),
                    (section, names[0], "depends_on") if self.work[names[0]].depends_on else (section, names[0]),
                    hint=say("remove one of these links; until then this work has no dates"),
                )
            )
        return cyclic

    def _cycle_names(self, structure: Structure, part: set[int]) -> list[str]:
        def by_name(node: int) -> tuple[str, int]:
            return self.nodes[node].id, node

        cycle = structure.cycle_in(part, by_name)
        names: list[str] = []
        for node in [*cycle, cycle[0]]:
            if not names or names[-1] != self.nodes[node].id:
                names.append(self.nodes[node].id)
        return names

    def _incomplete(self, structure: Structure, cyclic: set[int]) -> frozenset[str]:
        sources = set(cyclic)
        for key in self.unknown:
            sources |= {self.main[key], self.start_event.get(key, self.main[key])}
        unknown = {self.main[key] for key in self.unknown}
        reached = sources | structure.reached_from(sources)
        unscheduled = {self.nodes[n].id for n in cyclic if self.nodes[n].role != MEMBERS}
        return frozenset(self.nodes[n].id for n in reached if self.nodes[n].id not in unscheduled or n in unknown)


SECTION = {"milestone": "milestones", "task": "tasks", "experiment": "experiments", "rollout": "rollout"}
"""Kind of work → the section it stands in."""


def _first_date(work: Mapping[str, Work]) -> dt.date | None:
    return min((item.started for item in work.values() if item.started is not None), default=None)
