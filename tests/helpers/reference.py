"""A slow scheduler that follows the rules to the letter, one day at a time.

It is the second, independent reading of the scheduling rules that the engine is compared with: no arithmetic on
working-day numbers, no arrays, no code of `aiplan`. Positions are tried day by day until every rule holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from helpers.reference_work import Data, Days, ReferencePlan, Work, read


class Instant(NamedTuple):
    """A boundary between days, as seen by what it bounds."""

    hi: int
    """The boundary itself; bounds starts."""
    lo: int
    """Of the start of a working day: the end of the working day before it in the same calendar; bounds finishes."""
    start: bool
    """Whether it is the start of something, so that a zero-length activity is dated at the start of the day."""


NOWHERE = Instant(0, 0, start=False)


@dataclass(eq=False)
class Node:
    """What has a position: an activity, or one of the two events of a milestone with members."""

    work: Work
    part: str
    """"" or, of a milestone with members, "start" or "finish"."""
    length: int
    done: bool = False
    floors: list[Instant] = field(default_factory=list)
    finish_floors: list[Instant] = field(default_factory=list)
    cap: int | None = None
    """The end of the deadline."""
    into: list[Rule] = field(default_factory=list)
    out: list[Rule] = field(default_factory=list)
    first: int = 0
    """Early start of the days still to be worked."""
    last: int = 0
    at: Instant = NOWHERE
    """Of zero length: the early instant."""
    late_first: int = 0
    late_last: int = 0
    late_at: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.work.id, self.part

    @property
    def days(self) -> Days:
        return self.work.calendar

    @property
    def active(self) -> bool:
        return self.work.state == "active" and self.part == ""


@dataclass(eq=False)
class Rule:
    """A link: the instant it leaves from (of several: the earliest), the end it bounds, the lag."""

    preds: list[Node]
    succ: Node
    type: str
    lag: int


@dataclass
class Row:
    """What the reference says of one activity; None where there is nothing to say."""

    early_start: dt.date | None = None
    early_finish: dt.date | None = None
    late_start: dt.date | None = None
    late_finish: dt.date | None = None
    total_float: int | None = None
    free_float: int | None = None
    critical: bool = False
    incomplete: bool = False


class Reference:
    """The schedule of a plan, computed on construction."""

    def __init__(self, data: Data, as_of: dt.date | None = None) -> None:
        self.plan: ReferencePlan = read(data, as_of)
        self.project = self.plan.calendar
        self.calendars = {id(days): days for days in [self.project, *(w.calendar for w in self.plan.work.values())]}
        self.members = {
            key: [w for w in self.plan.work.values() if w.milestone == key and w.kind != "milestone"]
            for key, work in self.plan.work.items()
            if work.kind == "milestone"
        }
        self.nodes: dict[tuple[str, str], Node] = {}
        for work in self.plan.work.values():
            self._add_nodes(work)
        self.incomplete: set[tuple[str, str]] = set()
        self.rules = list(self._rules())
        self.circling = self._circling()
        self.unscheduled = {key for key, _ in self.circling}
        self._wire()
        scheduled = [n for key, n in self.nodes.items() if key not in self.circling]
        self._early(scheduled)
        counting = [n for n in scheduled if n.work.state != "dropped" and n.part != "start"]
        self.finish = max((self._finish_date(n) for n in counting), default=None)
        self.end = max((self.leave(n, "finish").hi for n in counting or scheduled), default=self.plan.start)
        self._late(scheduled)
        self.rows = {key: self._row(key) for key in self.plan.work}

    # ------------------------------------------------------------------ the network

    def _add_nodes(self, work: Work) -> None:
        members = self.members.get(work.id, [])
        done = work.state == "done"
        cap = work.deadline
        if cap is not None:
            cap = (work.calendar.on_or_before(cap) if work.length else cap) + 1
        promised = [] if work.promised is None else [Instant(work.promised + 1, work.promised + 1, False)]
        start, as_of = self._floor(self.plan.start, self.project), self._floor(self.plan.as_of, self.project)
        not_before = [] if work.not_before is None else [self._floor(work.not_before, work.calendar)]
        if work.state == "dropped":
            cap, promised, floors, not_before = None, [], [start], []
        elif work.state == "active":
            floors = [as_of]
            if work.started is not None and work.started > self.plan.as_of:
                floors = [self._floor(work.started, work.calendar)]
        else:
            floors = [start, as_of, *not_before]
        if not members:
            self.nodes[work.id, ""] = Node(work, "", work.length, done, floors, promised, cap)
            return
        touched = any(m.state in ("active", "done") for m in members)
        over = all(m.state in ("done", "dropped") for m in members) and any(m.state == "done" for m in members)
        ghost = all(m.state == "dropped" for m in members)
        if work.state != "dropped":
            floors = [start, *not_before] if touched else [start, as_of, *not_before]
        self.nodes[work.id, "start"] = Node(work, "start", 0, floors=floors)
        reached = done or (over and work.length == 0 and work.state != "dropped")
        late_floor = [as_of] if (work.length or ghost) and work.state != "dropped" else []
        self.nodes[work.id, "finish"] = Node(work, "finish", work.length, reached, late_floor, promised, cap)
        if reached and not done:
            work.finished = max(m.finished or 0 for m in members if m.state == "done")

    def _floor(self, day: int, calendar: Days) -> Instant:
        day = calendar.on_or_after(day)
        return Instant(day, calendar.nth_before(day, 1) + 1, True)

    def _node(self, key: str, part: str) -> Node:
        return self.nodes[(key, part if self.members.get(key) else "")]

    def _rules(self) -> Iterable[Rule]:
        for work in self.plan.work.values():
            for link in work.links:
                if link.pred == work.id:
                    continue
                succ = self._node(work.id, "start" if link.type in ("FS", "SS") else "finish")
                if link.pred not in self.plan.work:
                    self.incomplete.add(succ.key)
                    continue
                lag = 0 if work.state == "dropped" else link.lag
                inside = self.members.get(link.pred)
                if inside and link.type in ("SS", "SF"):
                    standing = [m for m in inside if m.state != "dropped"] or inside
                    preds = [self._node(m.id, "") for m in standing]
                else:
                    preds = [self._node(link.pred, "finish")]
                yield Rule(preds, succ, link.type, lag)
        for key, inside in self.members.items():
            if inside:
                yield Rule([self._node(key, "start")], self._node(key, "finish"), "FS", 0)
                for member in inside:
                    yield Rule([self._node(key, "start")], self._node(member.id, ""), "FS", 0)
                    yield Rule([self._node(member.id, "")], self._node(key, "finish"), "FS", 0)

    def _circling(self) -> set[tuple[str, str]]:
        """Ends of work in a cycle: what can be reached from itself, and what a milestone would finish with."""
        follow: dict[tuple[str, str], list[tuple[str, str]]] = {key: [] for key in self.nodes}
        for rule in self.rules:
            for pred in rule.preds:
                follow[pred.key].append(rule.succ.key)
        found = set()
        for key in self.nodes:
            seen: set[tuple[str, str]] = set()
            todo = list(follow[key])
            while todo:
                other = todo.pop()
                if other not in seen:
                    seen.add(other)
                    todo += follow[other]
            if key in seen:
                found.add(key)
        return found | {(key, "finish") for key, part in found if part == "start"}

    def _wire(self) -> None:
        for rule in self.rules:
            if any(p.key in self.circling for p in rule.preds):
                self.incomplete.add(rule.succ.key)
            rule.preds = [p for p in rule.preds if p.key not in self.circling]
            if rule.preds and rule.succ.key not in self.circling:
                rule.succ.into.append(rule)
                for pred in rule.preds:
                    pred.out.append(rule)
        while True:
            more = {r.succ.key for r in self.rules if any(p.key in self.incomplete for p in r.preds)}
            if more <= self.incomplete:
                return
            self.incomplete |= more

    # ------------------------------------------------------------------ instants and bounds

    def leave(self, node: Node, end: str) -> Instant:
        """Return the instant of one end of `node` at its early position."""
        if node.done:
            started, finished = node.work.started, node.work.finished
            assert finished is not None
            if end == "start" and started is not None and (node.length or started != finished):
                return Instant(started, node.days.nth_before(started, 1) + 1, True)
            return Instant(finished + 1, finished + 1, False)
        if node.active and end == "start":
            assert node.work.started is not None
            return Instant(node.work.started, node.days.nth_before(node.work.started, 1) + 1, True)
        return node.at if node.length == 0 else self._leave_days(node, end, node.first, node.last)

    @staticmethod
    def _leave_days(node: Node, end: str, first: int, last: int) -> Instant:
        if end == "start":
            return Instant(first, node.days.nth_before(first, 1) + 1, True)
        return Instant(last + 1, last + 1, False)

    def bound(self, rule: Rule, leaving: Instant) -> Instant:
        """Return `leaving` shifted by the lag, in project days; a lag does not change the side."""
        hi, lo, start = leaving
        start = start or rule.type in ("SS", "SF")
        if rule.lag > 0:
            hi = lo = self.project.nth(hi, rule.lag) + 1
        elif rule.lag < 0:
            hi = self.project.nth_before(hi, -rule.lag)
            lo = self.project.nth_before(hi, 1) + 1
        return Instant(hi, lo, start)

    def same(self, instant: int) -> int:
        """Return the latest instant that no calendar tells from `instant`: no working day lies between them."""
        return min(days.on_or_after(instant) for days in self.calendars.values())

    @staticmethod
    def end_of(rule: Rule) -> str:
        return "finish" if rule.type in ("FS", "FF") else "start"

    # ------------------------------------------------------------------ early

    def _early(self, scheduled: list[Node]) -> None:
        waiting = list(scheduled)
        while waiting:
            for node in waiting:
                if not any(p in waiting for rule in node.into for p in rule.preds):
                    self._place(node)
                    waiting.remove(node)
                    break

    def _place(self, node: Node) -> None:
        starts, finishes = list(node.floors), list(node.finish_floors)
        for rule in node.into:
            bounds = [self.bound(rule, self.leave(p, self.end_of(rule))) for p in rule.preds]
            earliest = Instant(min(b.hi for b in bounds), min(b.lo for b in bounds), any(b.start for b in bounds))
            (starts if rule.type in ("FS", "SS") else finishes).append(earliest)
        if node.done:
            return
        if node.length == 0:
            both = starts + finishes
            hi = max(b.hi for b in both)
            lo, tied = max(b.lo for b in both), [b for b in both if self.same(b.hi) == self.same(hi)]
            node.at = Instant(hi, lo, any(b.start for b in tied))
            return
        day = min(b.hi for b in starts)
        while not self._fits(node, day, starts, finishes):
            day += 1
        node.first, node.last = day, node.days.nth(day, node.length)

    @staticmethod
    def _fits(node: Node, day: int, starts: list[Instant], finishes: list[Instant]) -> bool:
        if not node.days.is_working(day) or any(b.hi > day for b in starts):
            return False
        finish = node.days.nth(day, node.length) + 1
        return all(b.lo <= finish for b in finishes)

    # ------------------------------------------------------------------ late

    def _late(self, scheduled: list[Node]) -> None:
        waiting = [n for n in scheduled if not n.done]
        while waiting:
            for node in waiting:
                if not any(rule.succ in waiting for rule in node.out):
                    self._place_late(node)
                    waiting.remove(node)
                    break

    def _place_late(self, node: Node) -> None:
        if node.length == 0:
            at = self.end
            while not (
                self.allows(node, Instant(at, at, False), late=True) and self._kept(node, at=Instant(at, at, False))
            ):
                at -= 1
            node.late_at = at
            return
        last = node.days.on_or_before(self.end - 1)
        while not (self._allows_days(node, last, late=True) and self._kept(node, last=last)):
            last = node.days.on_or_before(last - 1)
        node.late_first, node.late_last = node.days.nth_before(last + 1, node.length), last

    def allows(self, node: Node, at: Instant, *, late: bool) -> bool:
        """Whether a zero-length `node` may stand at `at`, for the late (or early) positions of what follows."""
        if (at.hi > self.same(self.end) and node.part != "start") or (node.cap is not None and at.lo > node.cap):
            return False
        return all(
            (node.active and self.end_of(rule) == "start") or self.holds(rule, node, at, late=late) for rule in node.out
        )

    def _allows_days(self, node: Node, last: int, *, late: bool) -> bool:
        if last + 1 > self.end or (node.cap is not None and last + 1 > node.cap):
            return False
        first = node.days.nth_before(last + 1, node.length)
        return all(
            (node.active and self.end_of(rule) == "start")
            or self.holds(rule, node, self._leave_days(node, self.end_of(rule), first, last), late=late)
            for rule in node.out
        )

    def holds(self, rule: Rule, node: Node, leaving: Instant, *, late: bool) -> bool:
        """Whether `rule` holds when `node` leaves at `leaving`, or another of its predecessors keeps it."""
        others = [self.leave(p, self.end_of(rule)) for p in rule.preds if p is not node]
        return any(self._holds(rule, at, late=late) for at in [leaving, *others])

    def _holds(self, rule: Rule, leaving: Instant, *, late: bool) -> bool:
        succ, bound = rule.succ, self.bound(rule, leaving)
        if succ.done:
            return True
        if succ.length == 0:
            if late or (succ.part == "start" and self._node(succ.work.id, "finish").done):
                return self.allows(succ, bound, late=late)
            return bound.hi <= self.same(succ.at.hi) and bound.lo <= succ.at.lo
        if rule.type in ("FS", "SS"):
            return bound.hi <= (succ.late_first if late else succ.first)
        return bound.lo <= (succ.late_last if late else succ.last) + 1

    def _kept(self, node: Node, *, at: Instant = NOWHERE, last: int = 0) -> bool:
        """Whether with `node` moved there, and all that waits for it, links from several members are still held."""
        several = [rule for rule in self.rules if len(rule.preds) > 1 and not rule.succ.done]
        after = self._after(node) if several else []
        several = [
            rule
            for rule in several
            if all(p in after or p is node for p in rule.preds)
            and rule in rule.succ.into
            and any(self._holds(rule, self.leave(p, self.end_of(rule)), late=True) for p in rule.preds)
        ]
        if not several:
            return True
        before = {n.key: (n.first, n.last, n.at) for n in [node, *after]}
        if node.length:
            node.first, node.last = node.days.nth_before(last + 1, node.length), last
        else:
            node.at = at
        self._early(after)
        kept = all(
            any(self._holds(rule, self.leave(p, self.end_of(rule)), late=True) for p in rule.preds) for rule in several
        )
        for n in [node, *after]:
            n.first, n.last, n.at = before[n.key]
        return kept

    def _after(self, node: Node) -> list[Node]:
        found: list[Node] = []
        todo = [node]
        while todo:
            for rule in todo.pop().out:
                if rule.succ not in found:
                    found.append(rule.succ)
                    todo.append(rule.succ)
        return found

    # ------------------------------------------------------------------ floats

    def total_float(self, node: Node) -> int:
        if node.length:
            return node.days.count(node.last + 1, node.late_last + 1)
        if not self.allows(node, node.at, late=True):
            return -node.days.count(node.late_at, node.at.hi)
        return self._furthest(node, late=True)

    def free_float(self, node: Node) -> int:
        return self._furthest(node, late=False)

    def _furthest(self, node: Node, *, late: bool) -> int:
        """How many own working days `node` can be moved with every rule still holding, one day after the other."""
        k = 0
        while True:
            if node.length:
                last = node.days.nth(node.last + 1, k + 1)
                good = self._allows_days(node, last, late=late) and (not late or self._kept(node, last=last))
            else:
                day = node.days.nth(node.at.hi, k + 1) + 1
                at = Instant(day, day, False)
                good = self.allows(node, at, late=late) and (not late or self._kept(node, at=at))
            if not good:
                return k
            k += 1

    # ------------------------------------------------------------------ dates

    def _finish_date(self, node: Node) -> int:
        if node.done:
            assert node.work.finished is not None
            return node.work.finished
        if node.length:
            return node.last
        return node.days.on_or_after(node.at.hi) if node.at.start else node.at.lo - 1

    def _row(self, key: str) -> Row:
        if key in self.unscheduled:
            return Row()
        start, finish = self._node(key, "start"), self._node(key, "finish")
        row = Row(incomplete=finish.key in self.incomplete)
        ends = self._finish_date(finish)
        row.early_finish = dt.date.fromordinal(ends)
        if start is not finish:
            begins = min(start.days.on_or_after(start.at.hi), ends)
            if finish.done and finish.work.state == "done" and finish.work.started is not None:
                begins = finish.work.started
        elif finish.done or finish.active:
            assert finish.work.started is not None
            begins = finish.work.started
        else:
            begins = finish.first if finish.length else ends
        row.early_start = dt.date.fromordinal(begins)
        if finish.done:
            return row
        row.total_float, row.free_float = self.total_float(finish), self.free_float(finish)
        row.critical = row.total_float <= 0 and finish.work.state != "dropped"
        row.late_finish = dt.date.fromordinal(self._late_date(finish, row.total_float, ends))
        if start is not finish:
            late = begins if self.total_float(start) == 0 else start.days.on_or_after(start.late_at)
            late = min(late, row.late_finish.toordinal())
        elif finish.active:
            late = begins
        else:
            late = finish.late_first if finish.length else row.late_finish.toordinal()
        row.late_start = dt.date.fromordinal(late)
        return row

    @staticmethod
    def _late_date(node: Node, total_float: int, early: int) -> int:
        if node.length:
            return node.late_last
        return early if total_float == 0 else node.days.nth_before(node.late_at, 1)
