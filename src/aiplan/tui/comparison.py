"""The what-if beside the plan: what was changed, and what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from aiplan.core.compare import Change
from aiplan.core.cost import plan_cost
from aiplan.tui import words
from aiplan.tui.cells import fit, fit_right
from aiplan.tui.facts import days_between
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import _
from aiplan.tui.lines import fitted
from aiplan.tui.risk_words import chance
from aiplan.tui.widgets.line import part

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.tui.simulated import Simulated
    from aiplan.tui.state import AppState

BESIDE = 96
"""Cells from which what was changed stands beside what comes of it."""
LINES = 7
"""Lines of the comparison."""
_RESULT = 58
"""Cells of the results."""
_SIZES = (18, 12, 12)
"""Cells of a result's name and of its two values."""


class Result(NamedTuple):
    """One line of the comparison."""

    name: str
    plan: str
    other: str
    delta: str
    good: bool | None
    """Whether the what-if is better; `None` where it is neither."""


def comparison_lines(state: AppState, changes: Sequence[Change], width: int, glyphs: Glyphs) -> list[Content]:
    """Return the comparison in `LINES` lines, each at most `width` cells wide.

    Args:
        state: with a what-if.
        changes: what is otherwise in it.
        width: cells there are.
        glyphs: what to draw with.
    """
    assert state.whatif is not None
    wide = width >= BESIDE
    room = _RESULT if wide else width
    right = [_head(room), *(_line(result, room) for result in results(state, glyphs))]
    right.append(_path(state.whatif.base.schedule, state.document.schedule, room, glyphs))
    if not wide:
        return right
    left = _levers(changes, width - _RESULT - 3, glyphs)
    rule = part(f" {glyphs.separator} ", "$gantt-rule")
    return [fitted(a, width - _RESULT - 3, glyphs.ellipsis) + rule + b for a, b in zip(left, right, strict=True)]


def results(state: AppState, glyphs: Glyphs) -> list[Result]:
    """Return finish, P50, P80, chance of the deadline and cost: in the plan, in the what-if, and the difference."""
    assert state.whatif is not None
    base, now = state.whatif.base.schedule, state.document.schedule
    return [
        _dates(base, _("finish"), base.finish, now.finish),
        *_ranged(base, state.forecast, glyphs),
        _cost(plan_cost(base).total, plan_cost(now).total, base.plan.project.currency),
    ]


def _ranged(base: Schedule, found: Simulated | None, glyphs: Glyphs) -> list[Result]:
    """Return what only a simulation knows; until it has ended, that it is on its way."""
    if found is None or found.compared is None or found.base is not base:
        wait = glyphs.ellipsis
        return [Result(name, wait, wait, "", None) for name in ("P50", "P80", _("chance"))]
    from aiplan.core.scenarios import compared_milestone

    plan, other = found.compared
    key = compared_milestone(base)
    name = _("chance") if key is None else _("{id} in time").format(id=key)
    delta, good = "", None
    if plan.probability is not None and other.probability is not None:
        points = round(other.probability * 100) - round(plan.probability * 100)
        delta, good = f"{points:+d}%" if points else "±0%", points > 0 if points else None
    dash = glyphs.dash
    return [
        _dates(base, "P50", plan.p50, other.p50),
        _dates(base, "P80", plan.p80, other.p80),
        Result(name, chance(plan.probability) or dash, chance(other.probability) or dash, delta, good),
    ]


def _dates(base: Schedule, name: str, then: dt.date | None, now: dt.date | None) -> Result:
    year = base.as_of.year
    delta, good = "", None
    if then is not None and now is not None:
        days = days_between(base.project_calendar, then, now)
        delta, good = words.signed(days), days < 0 if days else None
    return Result(name, words.day(then, year=year), words.day(now, year=year), delta, good)


def _cost(then: float, now: float, currency: str) -> Result:
    delta = round(now) - round(then)
    name = _("cost {currency}").format(currency=currency) if currency else _("cost")
    return Result(name, f"{then:,.0f}", f"{now:,.0f}", f"{delta:+,}" if delta else "±0", delta < 0 if delta else None)


def _head(width: int) -> Content:
    names = part(" " * _SIZES[0], "$gantt-muted") + part(fit_right(_("plan"), _SIZES[1]), "$gantt-muted")
    names += part(fit_right(_("what-if"), _SIZES[2]), "bold $foreground")
    return (names + part("  " + _("difference"), "$gantt-muted")).truncate(width)


def _line(result: Result, width: int) -> Content:
    style = "$gantt-muted" if result.good is None else "bold $gantt-good" if result.good else "bold $gantt-error"
    text = part(fit(result.name, _SIZES[0]), "$foreground") + part(fit_right(result.plan, _SIZES[1]), "$gantt-muted")
    text += part(fit_right(result.other, _SIZES[2]), "bold $foreground") + part("  " + result.delta, style)
    return text.truncate(width)


def _path(base: Schedule, now: Schedule, width: int, glyphs: Glyphs) -> Content:
    """Return how the critical path differs."""
    then, path = base.critical_path, now.critical_path
    parts = [f"+{key}" for key in path if key not in then] + [f"-{key}" for key in then if key not in path]
    said = " ".join(parts) or _("the same")
    name = part(fit(_("critical path"), _SIZES[0]), "$foreground")
    return name + part(fit(said, max(1, width - _SIZES[0]), glyphs.ellipsis).rstrip(), "$gantt-muted")


def _levers(changes: Sequence[Change], width: int, glyphs: Glyphs) -> list[Content]:
    """Return what was changed, in `LINES` lines."""
    lines = [part(_("What was changed"), "bold $primary")]
    if not changes:
        said = part(_("nothing yet: edit as ever, in any view"), "$gantt-muted")
        return [*lines, said, *[Content("")] * (LINES - 2)]
    shown = changes if len(changes) <= LINES - 1 else changes[: LINES - 2]
    lines += [_lever(change, width, glyphs) for change in shown]
    if len(shown) < len(changes):
        lines.append(part(_("and {count} more").format(count=len(changes) - len(shown)), "$gantt-muted"))
    return [*lines, *[Content("")] * (LINES - len(lines))]


def _lever(change: Change, width: int, glyphs: Glyphs) -> Content:
    name = " ".join(str(key) for key in change.path[1:] or change.path)
    if change.kind != "set":
        kinds = {"added": _("added"), "removed": _("removed"), "renamed": _("renamed")}
        said = kinds[change.kind]
        old = ""
    else:
        old, said = said_value(change.old, glyphs), said_value(change.new, glyphs)
    tail = f"{old} {glyphs.arrow_out} {said}" if old else said
    room = max(6, width - min(cell_len(tail), width // 2) - 1)
    return part(fit(name, room, glyphs.ellipsis) + " ", "$foreground") + part(
        fit(tail, max(1, width - room - 1), glyphs.ellipsis).rstrip(), "bold $gantt-accent"
    )


def said_value(value: Any, glyphs: Glyphs) -> str:
    """Return a value of the file on one line, as short as it can be said."""
    if value is None:
        return glyphs.dash
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return "/".join(said_value(inside, glyphs) for inside in value.values())
    if isinstance(value, list | tuple):
        return ", ".join(said_value(inside, glyphs) for inside in value)
    return str(value)
