"""The difference of two plans in words, in the language of the interface."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from aiplan.core.attribution import Part
from aiplan.core.compare import Change, entries_changed
from aiplan.core.plan_diff import Moved, PlanDiff
from aiplan.core.verdict import VERDICTS
from aiplan.review.report import value_words
from aiplan.tui import words
from aiplan.tui.feasibility.look import verdict_word
from aiplan.tui.glyphs import Glyphs
from aiplan.tui.i18n import N_, _, n_
from aiplan.tui.phrasing import told

NOUNS: Mapping[str, str] = {
    "goals": N_("goal"), "deadlines": N_("deadline"), "gates": N_("gate"), "verdicts": N_("verdict"),
}  # fmt: skip
"""What a state that changed is of."""
_STATES: Mapping[str, str] = {
    "met": N_("met"), "in time": N_("in time"), "new": N_("new"), "removed": N_("removed"), "pass": N_("passed"),
    "fail": N_("failed"), "inconclusive": N_("inconclusive"), "waived": N_("waived"),
}  # fmt: skip
_BY = re.compile(r"(missed|late) by (\d+)d")


def verdict(diff: PlanDiff, arrow: str) -> list[str]:
    """Return the first line in parts: finish, number of moved activities, critical path, goals at risk."""
    if diff.empty:
        return [_("no semantic change")]
    was, now, year = diff.before.finish, diff.after.finish, diff.after.as_of.year
    days = diff.finish_days
    parts = []
    if days and was is not None and now is not None:
        before, after = words.day(was, year=year), words.day(now, year=year)
        said = n_(
            "finish {before} {arrow} {after} ({days} working day)",
            "finish {before} {arrow} {after} ({days} working days)",
            abs(days),
        )
        parts.append(said.format(before=before, arrow=arrow, after=after, days=f"{days:+d}"))
    elif now is not None:
        said = _("finish stays {day}") if was is not None else _("no finish before, now {day}")
        parts.append(said.format(day=words.day(now, year=year)))
    else:
        parts.append(_("no finish"))
    parts.append(moves(len(diff.moved)))
    path = diff.path_in or diff.path_out
    parts.append(_("critical path changed") if path else _("critical path unchanged"))
    if risk := len(diff.goals_at_risk):
        parts.append(n_("{count} goal at risk", "{count} goals at risk", risk).format(count=risk))
    return parts


def moves(count: int) -> str:
    """Return how many activities move."""
    if not count:
        return _("nothing moves")
    return n_("{count} activity moves", "{count} activities move", count).format(count=count)


def change_words(change: Change, arrow: str) -> str:
    """Return one change without its address."""

    def show(value: object) -> str:
        return told(value_words(value))

    if change.kind == "renamed":
        return _("renamed from {old}").format(old=change.old)
    if change.kind in ("added", "removed"):
        said = _("added") if change.kind == "added" else _("removed")
        table = change.new if change.kind == "added" else change.old
        title = table.get("title") or table.get("said") if isinstance(table, dict) else None
        return f"{said}: {title}" if isinstance(title, str) and title.strip() else said
    if isinstance(change.old, list) and isinstance(change.new, list):
        gone, come = entries_changed(change.old, change.new)
        return ", ".join([f"- {show(v)}" for v in gone] + [f"+ {show(v)}" for v in come]) or _("in another order")
    if change.old is None:
        return _("set to {value}").format(value=show(change.new))
    if change.new is None:
        return _("removed, was {value}").format(value=show(change.old))
    return f"{show(change.old)} {arrow} {show(change.new)}"


def causes(parts: Sequence[Part], interaction: int, most: int = 6) -> str:
    """Return causes with their days, at most `most` of them by name; with what is left they add up to the whole."""
    said = [f"{told(part.label)} {part.days:+d}" for part in parts[:most]]
    if len(parts) > most:
        rest = _("{count} more {days}")
        said.append(rest.format(count=len(parts) - most, days=f"{sum(part.days for part in parts[most:]):+d}"))
    if interaction:
        said.append(_("together {days}").format(days=f"{interaction:+d}"))
    return words.listed(said)


def state_word(text: str, of: str) -> str:
    """Return the state of a goal, deadline, gate or verdict.

    Args:
        text: the state.
        of: `goals`, `deadlines`, `gates` or `verdicts`.
    """
    if of == "verdicts" and text in VERDICTS:
        return verdict_word(next(name for name in VERDICTS if name == text))
    late = _BY.fullmatch(text)
    if late is not None:
        return (_("missed by {days}") if late[1] == "missed" else _("late by {days}")).format(days=f"{late[2]}d")
    return _(_STATES[text]) if text in _STATES else text


def dates(moved: Moved, year: int, glyphs: Glyphs) -> str:
    """Return the dates before and now."""
    return f"{words.day(moved.before, year=year)} {glyphs.arrow_out} {words.day(moved.after, year=year)}"
