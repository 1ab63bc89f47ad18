"""Whether an action can do anything now: what the item under the cursor, the marks and the file allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from aiplan.tui.actions import Action
from aiplan.tui.items import is_work
from aiplan.tui.state import AppState

Parameters = Sequence[object]


def _has_key(state: AppState, parameters: Parameters) -> bool:
    """Tell whether the item has the key that is to be edited; without one, its form is."""
    from aiplan.model.shape import model_at

    if state.item is None:
        return False
    model = model_at(state.item)
    return not parameters or (model is not None and parameters[0] in model.model_fields)


def _movable(state: AppState, _parameters: Parameters) -> bool:
    aimed = state.marked or ((state.item,) if state.item is not None else ())
    return any(is_work(address) and address[0] != "milestones" for address in aimed)


_RULES: Mapping[str, Callable[[AppState, Parameters], bool]] = {
    "edit": _has_key,
    "record": lambda state, _: is_work(state.item),
    "undo": lambda state, _: state.document.undo_label is not None,
    "redo": lambda state, _: state.document.redo_label is not None,
    "unmark": lambda state, _: bool(state.marked),
    "edit_marked": lambda state, _: bool(state.marked),
    "move": _movable,
    "merge": lambda state, _: state.notice is not None or state.document.read_only,
    "diff_outside": lambda state, _: state.notice == "outside_change",
    "lead": lambda state, _: state.selected is not None,
    "path": lambda state, _: state.selected is not None,
}
"""Actions of the app that cannot always do something; their keys say why then."""
_ALWAYS_SHOWN = frozenset({"undo", "redo"})
"""Actions that keep their place in the line of keys, so that it does not jump with every change."""


def applies(action: Action, state: AppState) -> bool:
    """Tell whether the item under the cursor, the marks and the file let an action do something."""
    destination, name, parameters = _parsed(action.call)
    rule = _RULES.get(name) if destination == "app" else None
    return rule is None or rule(state, parameters)


def worth_a_place(action: Action, state: AppState) -> bool:
    """Tell whether an action belongs into the line of keys now."""
    return _parsed(action.call)[1] in _ALWAYS_SHOWN or applies(action, state)


def findable(action: Action, state: AppState, allowed: Callable[[str, tuple[object, ...]], bool | None]) -> bool:
    """Tell whether an action is worth finding in the palette.

    Args:
        action: from the table.
        state: what is on show.
        allowed: what the app says of one of its actions and the parameters.
    """
    destination, name, parameters = _parsed(action.call)
    return (destination != "app" or allowed(name, parameters) is True) and applies(action, state)


@cache
def _parsed(call: str) -> tuple[str, str, tuple[object, ...]]:
    from textual.actions import parse

    return parse(call)
