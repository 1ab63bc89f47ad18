"""The one table of everything a person can do with a key.

It feeds the bindings, the line of keys at the bottom, the help page, the command palette and the docs. Each module
here holds the entries of one place.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from aiplan.tui.actions import (
    board,
    everywhere,
    experiments,
    feasibility,
    forecast,
    form,
    graph,
    lines,
    moving,
    overview,
    plan,
    review,
    risks,
    roadmap,
    start,
    timeline,
    views,
    whatif,
)
from aiplan.tui.actions.action import Action, Group, Scope, is_chord, key_name, remap
from aiplan.tui.i18n import _

__all__ = [
    "ACTIONS", "BY_ID", "FIELD", "Action", "Group", "Scope", "bindings", "by_group", "is_chord", "key_name", "remap",
]  # fmt: skip

FIELD = ":field"
"""Ends the id of a binding that works inside fields: of the same action as the one without."""

ACTIONS: tuple[Action, ...] = (
    *moving.ACTIONS,
    *overview.ACTIONS,
    *timeline.ACTIONS,
    *graph.ACTIONS,
    *board.ACTIONS,
    *feasibility.ACTIONS,
    *experiments.ACTIONS,
    *risks.ACTIONS,
    *forecast.ACTIONS,
    *roadmap.ACTIONS,
    *review.ACTIONS,
    *lines.ACTIONS,
    *plan.ACTIONS,
    *whatif.ACTIONS,
    *everywhere.ACTIONS,
    *views.ACTIONS,
    *form.ACTIONS,
    *start.ACTIONS,
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def bindings(scope: Scope) -> list[BindingType]:
    """Return the bindings of a node; those of `app` are the keys that also work inside fields."""
    found: list[BindingType] = []
    for action in ACTIONS:
        keys = action.chords if scope == "app" else action.keys if action.scope == scope else ""
        if keys:
            found.append(
                Binding(
                    keys,
                    action.call,
                    action.label,
                    show=action.footer > 0,
                    tooltip=action.help,
                    id=action.id + FIELD if scope == "app" else action.id,
                    priority=action.priority,
                )
            )
    return found


def by_group(actions: Iterable[Action] = ACTIONS) -> dict[Group, list[Action]]:
    """Return actions under their group, in the order of the table."""
    found: dict[Group, list[Action]] = {}
    for action in actions:
        if action.keys or action.chords:
            found.setdefault(action.group, []).append(action)
    return found


_WIDGETS: dict[str, Scope] = {"timeline": "grid", "graph": "graph", "board": "board"}
"""Views that are not made of lines, and the scope that their widget has."""


def scopes_of(view: str) -> frozenset[str]:
    """Return the scopes whose keys work while `view` is on show."""
    return frozenset({view, _WIDGETS.get(view, "lines"), "views"})


def name_of(action: Action) -> str:
    """Return what the palette calls an action."""
    label = _(action.label)
    return label if action.group == "Everywhere" else f"{_(action.group)}: {label}"
