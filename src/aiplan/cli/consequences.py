"""What becomes of the milestones: their dates before and after, and why, in parts that add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiplan.cli import output
from aiplan.cli.opening import plural
from aiplan.cli.output import Column, Row

if TYPE_CHECKING:
    from aiplan.core.attribution import Absorbed, Cause
    from aiplan.core.schedule import Schedule

_MOST = 12
"""Milestones shown; the rest are counted."""
_DATE = 10


@dataclass(frozen=True, slots=True)
class Move:
    """One milestone that moved, or whose float took up a slip."""

    id: str
    was: dt.date
    now: dt.date
    days: int
    """Working days of the project calendar; positive is later."""
    parts: tuple[tuple[str, int], ...]
    """What adds how much; the parts sum to `days`."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change does to the dates people wait for."""

    moves: tuple[Move, ...]
    absorbed: tuple[Absorbed, ...]
    before: Schedule | None
    after: Schedule


def of_change(before: Schedule, after: Schedule, causes: Sequence[Cause] = ()) -> Consequences:
    """Return the consequences of a change.

    Args:
        before: the schedule without it.
        after: the schedule with it.
        causes: what the change is made of; where there are several, each is tried alone and answers for its part.
            Otherwise the work on the way to a milestone answers for what it adds.
    """
    from aiplan.core import attribution

    then = attribution.finishes(before)
    moved = _moved(then, after)
    if len(causes) > 1:
        slips = attribution.attribute(before, after, causes, ids=moved[:_MOST])
        parts = {s.id: [*((p.label, p.days) for p in s.parts), ("together", s.interaction)] for s in slips}
        moves = [_move(then, after, key, parts[key]) for key in moved[:_MOST] if key in parts]
        moves += [_by_path(then, after, key) for key in moved[_MOST:]]
    else:
        moves = [_by_path(then, after, key) for key in moved]
    everything = attribution.milestones_of(after)
    return Consequences(tuple(moves), attribution.absorbed_since(then, after, everything), before, after)


def since(then: Mapping[str, dt.date], now: Schedule) -> Consequences:
    """Return what became of the milestones since they had the finish dates `then`."""
    from aiplan.core import attribution

    moves = tuple(_by_path(then, now, key) for key in _moved(then, now))
    return Consequences(moves, attribution.absorbed_since(then, now, attribution.milestones_of(now)), None, now)


def _moved(then: Mapping[str, dt.date], after: Schedule) -> list[str]:
    """Return the milestones with another date, or the last activity where there are no milestones."""
    from aiplan.core.attribution import milestones_of

    return [
        key
        for key in milestones_of(after)
        if key in then and (now := after[key].early_finish) is not None and now != then[key]
    ]


def _by_path(then: Mapping[str, dt.date], after: Schedule, key: str) -> Move:
    from aiplan.core.attribution import attribute_by_path

    return _move(then, after, key, [(p.label, p.days) for p in attribute_by_path(then, after, key)])


def _move(then: Mapping[str, dt.date], after: Schedule, key: str, parts: Sequence[tuple[str, int]]) -> Move:
    now = after[key].early_finish
    assert now is not None
    days = after.project_calendar.count(then[key], now)
    return Move(key, then[key], now, days, tuple((label, n) for label, n in parts if n))


def say(found: Consequences) -> None:
    """Write the milestones that move, why, what float took up, and the critical path where it is another."""
    if found.moves:
        _table(found.moves[:_MOST])
        if len(found.moves) > _MOST:
            output.emit(f"and {plural(len(found.moves) - _MOST, 'more milestone')}")
    for line in _deadlines(found):
        output.emit(output.paragraph(line))
    if found.absorbed:
        named = ", ".join(f"{a.id} {a.days}d" for a in found.absorbed[:6])
        more = f" and {len(found.absorbed) - 6} more" if len(found.absorbed) > 6 else ""
        output.emit(output.paragraph(f"Float absorbed on the way: {named}{more}."))
    if found.before is None:
        return
    if found.before.critical_path != found.after.critical_path:
        path = " → ".join(found.after.critical_path) or "none"
        output.emit(output.paragraph(f"New critical path: {path}"))
    elif found.moves:
        output.emit("The critical path stays the same.")


def _table(moves: Sequence[Move]) -> None:
    columns = (Column("milestone"), Column("was"), Column("now"), Column("days", "right"), Column("because"))
    widest = max(output.cells("milestone"), *(output.cells(m.id) for m in moves))
    room = max(16, output.width() - widest - 2 * _DATE - 4 - 4 * output.GAP)
    rows = []
    for move in moves:
        said = [f"{label} {n:+}," for label, n in move.parts]
        why = output.wrap(said, " ", room).removesuffix(",").split("\n")
        style = "red" if move.days > 0 else "green"
        rows.append(Row((move.id, move.was.isoformat(), move.now.isoformat(), f"{move.days:+}", why[0]), style))
        rows += [Row(("", "", "", "", line), style) for line in why[1:]]
    output.table(columns, rows)


def _deadlines(found: Consequences) -> list[str]:
    said = []
    calendar, step = found.after.project_calendar, dt.timedelta(days=1)
    for move in found.moves:
        deadline = found.after[move.id].deadline
        if deadline is None:
            continue
        was, now = (calendar.count(deadline + step, day + step) for day in (move.was, move.now))
        if now > 0:
            before = f"it was {plural(was, 'day')}" if was > 0 else "it was in time"
            said.append(f"{move.id} is {plural(now, 'working day')} later than its deadline {deadline}; {before}.")
        elif was > 0:
            said.append(f"{move.id} meets its deadline {deadline} again; it was {plural(was, 'day')} late.")
    return said


def as_json(found: Consequences) -> dict[str, Any]:
    """Return the consequences as JSON."""
    return {
        "milestones": [
            {
                "id": m.id,
                "before": m.was.isoformat(),
                "after": m.now.isoformat(),
                "days": m.days,
                "parts": [{"cause": label, "days": n} for label, n in m.parts],
            }
            for m in found.moves
        ],
        "absorbed": [{"id": a.id, "days": a.days} for a in found.absorbed],
        "critical_path": list(found.after.critical_path),
    }
