"""The table of actions, and what is made from it."""

from __future__ import annotations

import inspect
import re
from collections import Counter

import pytest
from textual.actions import parse
from textual.binding import Binding

from aiplan.tui.actions import ACTIONS, Action, bindings, by_group, key_name
from aiplan.tui.app import PlanApp
from aiplan.tui.screens.help import COLUMNS
from aiplan.tui.views import VIEWS
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.plan_grid.widget import PlanGrid

OWNERS = {"grid": PlanGrid, "form": DetailForm, "views": PlanApp, "app": PlanApp}


def test_ids_are_unique_and_name_their_kind() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", action.id) for action in ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_runs_something_that_takes_its_arguments(action: Action) -> None:
    _, name, arguments = parse(action.call)
    method = getattr(OWNERS[action.scope], f"action_{name}")
    inspect.signature(method).bind(None, *arguments)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_said_in_two_words_and_one_sentence(action: Action) -> None:
    assert 0 < len(action.label) <= 14
    assert action.help.endswith(".")
    assert len(action.help) <= 90


def test_no_key_means_two_things_at_one_place() -> None:
    places = {
        "timeline": [k for a in ACTIONS if a.scope in ("grid", "views") for k in a.keys.split(",") if k],
        "form": [k for a in ACTIONS if a.scope == "form" for k in a.keys.split(",") if k],
        "everywhere": [k for a in ACTIONS for k in a.chords.split(",") if k],
    }
    for place, keys in places.items():
        doubled = [key for key, count in Counter(keys).items() if count > 1]
        assert not doubled, (place, doubled)
    assert not set(places["timeline"]) & set(places["everywhere"])


def test_only_chords_work_in_fields_and_each_has_another_way() -> None:
    banned = {"ctrl+j", "ctrl+h", "ctrl+i", "ctrl+m", "shift+enter"}
    for action in ACTIONS:
        for key in filter(None, action.chords.split(",")):
            assert key.startswith(("ctrl+", "f"))
            assert len(key) > 1
        assert not banned & set(action.all_keys)
        assert not any(key.startswith("alt+") for key in action.all_keys)
        if "ctrl+s" in action.all_keys and action.scope != "form":
            assert len(action.all_keys) > 1


def test_bindings_carry_the_id_by_which_they_are_remapped() -> None:
    for scope in OWNERS:
        for binding in bindings(scope):  # type: ignore[arg-type]
            assert isinstance(binding, Binding)
            assert binding.id


def test_the_help_page_has_every_group() -> None:
    assert {group for column in COLUMNS for group in column} == set(by_group())


def test_every_view_has_its_number_key() -> None:
    keys = {action.call: action.keys for action in ACTIONS}
    for number, view in enumerate(VIEWS, 1):
        assert keys[f"app.view('{view.id}')"] == str(number)


def test_keys_are_written_as_people_write_them() -> None:
    assert [key_name(key) for key in ("ctrl+z", "slash", "up", "x", "f1", "equals_sign")] == [
        "^z", "/", "↑", "x", "f1", "=",
    ]  # fmt: skip
