"""The single things that can be done to bring a milestone forward, each as edits with their price."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aiplan.core.network import SECTION
from aiplan.core.progress import attempts_left
from aiplan.core.schedule import Schedule
from aiplan.model.address import Path
from aiplan.model.edits import Edit, SetField
from aiplan.model.values import Dependency, Duration
from aiplan.model.work import Experiment, Work
from aiplan.phrases import Phrase, listed, say, term

LeverKind = Literal["retry", "fallback", "parallel", "overlap", "crash", "drop", "lag", "capacity", "deadline"]
SCOPE_WEIGHT = {"could": 1, "should": 3, "must": 10}
"""How much leaving out one activity counts, by priority."""
FALLBACK_WEIGHT = 2
"""How much taking a fallback counts: the product does less than was hoped."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that can be done."""

    kind: LeverKind
    label: Phrase
    edits: tuple[Edit, ...]
    cost: float = 0.0
    """Extra money besides what the shorter or longer work costs by the day."""
    dropped: tuple[str, ...] = ()
    """Activities left out."""
    heuristic: bool = False
    """Whether something cheaper may exist that was not looked for."""
    detail: str = ""
    """What it comes to, where the label does not say: the fallback that is taken."""
    reach: int = 0
    """Working days that it may gain at most, roughly: what is tried first where not everything can be."""

    @property
    def tag(self) -> str:
        """What it is in two or three words, for tables."""
        on = sorted({str(path[1]) for path in self.paths if len(path) > 1})
        return f"{self.kind} {', '.join(on)}".strip()

    @property
    def paths(self) -> frozenset[Path]:
        """Addresses it changes; two levers that share one exclude each other."""
        return frozenset(e.path for e in self.edits if isinstance(e, SetField))


def levers_for(schedule: Schedule, ids: frozenset[str]) -> tuple[Lever, ...]:
    """Return the levers on the unfinished activities `ids`, crashing aside, in a fixed order."""
    found: list[Lever] = []
    for key in sorted(ids):
        work, activity = schedule.network.work[key], schedule[key]
        if activity.status in ("done", "dropped"):
            continue
        if isinstance(work, Experiment):
            found += _experiment_levers(schedule, key, work)
        if work.priority in ("could", "should") and activity.status != "active":
            path = (SECTION[work.kind], key, "status")
            found.append(
                Lever(
                    "drop",
                    say("leave out {key} ({priority})", key=key, priority=term(work.priority)),
                    (SetField(path, "dropped"),),
                    dropped=(key,),
                    reach=schedule.network.progress[key].remaining,
                )
            )
        found += _link_levers(schedule, key, work, ids)
    found += _capacity_levers(schedule, ids)
    return tuple(found)


def _experiment_levers(schedule: Schedule, key: str, work: Experiment) -> Iterator[Lever]:
    left, reach = attempts_left(work), schedule.network.progress[key].remaining
    undecided = not work.take_fallback and (work.fallback is None or work.fallback.started is None)
    if undecided and work.fallback is not None and work.success is not None:
        most = (work.max_attempts or 1) + 1
        yield Lever(
            "retry",
            say("try {key} once more before its fallback", key=key),
            (SetField(("experiments", key, "max_attempts"), most),),
            detail=say("{count} attempts at most", count=most),
            reach=reach,
        )
    if undecided and work.fallback is not None and left > 0:
        yield Lever(
            "fallback",
            say("take the fallback of {key}", key=key),
            (SetField(("experiments", key, "take_fallback"), True),),
            detail=work.fallback.title,
            reach=reach,
        )
    if undecided and work.parallel == 1 and left >= 2 and work.success is not None:
        yield Lever(
            "parallel",
            say("run two attempts of {key} side by side", key=key),
            (SetField(("experiments", key, "parallel"), 2),),
            reach=reach,
        )


def _link_levers(schedule: Schedule, key: str, work: Work, ids: frozenset[str]) -> Iterator[Lever]:
    if schedule[key].status == "active":
        return
    week = schedule.project_calendar.week
    overlaps: list[tuple[str, int, SetField]] = []
    for index, link in enumerate(work.depends_on):
        if link.id not in ids:
            continue
        path = (SECTION[work.kind], key, "depends_on", index)
        lag = link.lag.days(week)
        if lag > 0:
            relaxed = Dependency(link.id, link.type)
            yield Lever(
                "lag",
                say("do without the wait of {lag}d between {id} and {key}", lag=lag, id=link.id, key=key),
                (SetField(path, str(relaxed)),),
                reach=lag,
            )
        source = schedule.network.work[link.id]
        days = math.floor(source.overlap * schedule[link.id].duration + 1e-9)
        if link.type == "FS" and days > 0 and lag <= 0 and -lag < days:
            overlaps.append((link.id, days, SetField(path, str(Dependency(link.id, "FS", Duration(-days))))))
    for name, days, edit in overlaps:
        yield Lever(
            "overlap", say("start {key} {days}d before {name} ends", key=key, days=days, name=name), (edit,), reach=days
        )
    if len(overlaps) > 1:
        words = [say("{days}d before {name} ends", days=days, name=name) for name, days, _ in overlaps]
        label = say("start {key} {first} and {last}", key=key, first=listed(words[:-1]), last=words[-1])
        edits = tuple(edit for _, _, edit in overlaps)
        yield Lever("overlap", label, edits, reach=min(days for _, days, _ in overlaps))


def _capacity_levers(schedule: Schedule, ids: frozenset[str]) -> Iterator[Lever]:
    """Return one more unit of each team or resource that levelling found to be binding."""
    plan = schedule.plan
    for name in sorted({who for key, (_, who) in schedule.team_floors.items() if key in ids}):
        for section, tables in (("teams", plan.teams), ("resources", plan.resources)):
            if name not in tables:
                continue
            item = tables[name]
            finish = schedule.finish or schedule.as_of
            days = max(0, schedule.project_calendar.count(schedule.as_of, finish))
            yield Lever(
                "capacity",
                say("one more unit of {name} ({now} → {more})", name=name, now=item.capacity, more=item.capacity + 1),
                (SetField((section, name, "capacity"), item.capacity + 1),),
                cost=(item.cost_per_day or 0.0) * days,
                reach=days,
            )
