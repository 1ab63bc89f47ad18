"""Whether an action can do anything now: what the item under the cursor, the marks and the file allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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


_FOR_KEYS: Mapping[str, Callable[[AppState, Parameters], bool]] = {
    "edit": _has_key,
    "record": lambda state, _: is_work(state.item),
}
"""Actions whose keys do nothing where they cannot do anything."""
_FOR_PALETTE: Mapping[str, Callable[[AppState, Parameters], bool]] = {
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
"""Actions whose keys say why they cannot do anything, and that nobody needs to find then."""


def keys_work(name: str, parameters: Parameters, state: AppState) -> bool:
    """Tell whether the keys of an action of the app do something, and are shown at the bottom."""
    rule = _FOR_KEYS.get(name)
    return rule is None or rule(state, parameters)


def findable(action: Action, state: AppState, allowed: Callable[[str, tuple[object, ...]], bool | None]) -> bool:
    """Tell whether an action is worth finding in the palette.

    Args:
        action: from the table.
        state: what is on show.
        allowed: what the app says of an action and its parameters.
    """
    from textual.actions import parse

    destination, name, parameters = parse(action.call)
    if destination != "app":
        return True
    rule = _FOR_PALETTE.get(name)
    return allowed(name, parameters) is True and (rule is None or rule(state, parameters))
