"""A what-if: a second document beside the plan, until it is applied as one step, kept as a scenario, or discarded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiplan.branch import Branch
from aiplan.core.compare import Change, compare
from aiplan.core.variant import scenario_edits
from aiplan.errors import AiplanError, EditRefused, InvalidEdit
from aiplan.model.address import format_address
from aiplan.model.edits import AddItem, Edit, RemoveField, RemoveItem, SetField
from aiplan.tui import words
from aiplan.tui.i18n import _
from aiplan.tui.phrasing import told_error
from aiplan.tui.state import WhatIf

if TYPE_CHECKING:
    from aiplan.tui.desk import Desk


def begin(desk: Desk, scenario: str = "") -> None:
    """Begin a what-if on the plan as it stands, with what a scenario sets if one is named.

    Raises:
        EditRefused: where merge conflicts stand in the file.
        InvalidEdit: where the scenario sets what cannot be set.
    """
    trunk, base = desk.session, desk.state.document
    if trunk.read_only:
        raise EditRefused(_("merge conflicts stand in the file: it can be read, not changed"))
    trunk.write_recovery()
    branch, title = Branch(trunk), ""
    if scenario:
        title = trunk.plan.scenarios[scenario].title or scenario
        try:
            branch.apply(*scenario_edits(trunk.plan, scenario), label=title)
        except (AiplanError, ValueError) as error:
            raise InvalidEdit(f"scenarios.{scenario}: {told_error(error)}", address=f"scenarios.{scenario}") from None
    desk.swap(branch, WhatIf(base, title, scenario))


def changes_of(base: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what is otherwise in the what-if; scenarios themselves do not count."""
    return tuple(change for change in compare(base, data) if change.path[0] != "scenarios")


def apply(desk: Desk) -> int:
    """Make the what-if the plan, as one step that can be undone, and return how many values changed by it.

    A scenario that was opened for it goes: its values are the plan's now.
    """
    branch, state = _branch(desk), desk.state
    assert state.whatif is not None
    count, label = len(changes_of(state.whatif.base.data, state.document.data)), state.whatif.title or _("what-if")
    if state.whatif.scenario in branch.plan.scenarios:
        branch.apply(RemoveItem("scenarios", state.whatif.scenario), label=label)
    branch.trunk.replace_text(branch.text, label=label)
    desk.swap(branch.trunk, None)
    return count


def discard(desk: Desk) -> None:
    """Go back to the plan, which is as it was."""
    desk.swap(_branch(desk).trunk, None)


def keep(desk: Desk, scenario: str, title: str) -> None:
    """Write what is otherwise into the table of a scenario, as one step on the plan, and go back to the plan.

    Raises:
        EditRefused: where something differs that a scenario cannot say: items added, removed or renamed, fields taken
            away.
    """
    branch, state = _branch(desk), desk.state
    assert state.whatif is not None
    changes = changes_of(state.whatif.base.data, state.document.data)
    # What is only tried out is not decided: a decision logged on the way stays behind.
    changes = tuple(c for c in changes if c.path[0] != "decisions" or c.kind != "added")
    beyond = [change.address for change in changes if change.kind != "set" or change.new is None]
    if beyond:
        raise EditRefused(
            _("a scenario sets values only; this cannot be said in one: {addresses}").format(
                addresses=words.listed(beyond[:4])
            ),
            hint=_("A applies it to the plan"),
        )
    values = {format_address(change.path): change.new for change in changes}
    branch.trunk.apply(
        *_scenario(branch.trunk.text.data, scenario, title, values), label=_("scenario {id}").format(id=scenario)
    )
    desk.swap(branch.trunk, None)


def _scenario(data: Mapping[str, Any], key: str, title: str, values: Mapping[str, Any]) -> tuple[Edit, ...]:
    """Return the edits after which scenario `key` sets exactly `values`."""
    there = data.get("scenarios", {}).get(key)
    if there is None:
        return (AddItem("scenarios", key, {"title": title, "set": dict(values)}),)
    edits: list[Edit] = [] if there.get("title", "") == title else [SetField(("scenarios", key, "title"), title)]
    old = there.get("set", {})
    edits += [RemoveField(("scenarios", key, "set", address)) for address in old if address not in values]
    edits += [
        SetField(("scenarios", key, "set", address), value)
        for address, value in values.items()
        if address not in old or old[address] != value
    ]
    return tuple(edits)


def _branch(desk: Desk) -> Branch:
    assert isinstance(desk.session, Branch)
    return desk.session
