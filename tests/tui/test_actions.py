"""The table of actions, and what is made from it."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from pathlib import Path

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.pilot import Pilot

from aiplan.tui.actions import ACTIONS, Action, bindings, by_group, key_name, name_of, scopes_of
from aiplan.tui.app import PlanApp
from aiplan.tui.commands import PlanCommands, offered
from aiplan.tui.i18n import _, set_language
from aiplan.tui.screens.help import groups_for
from aiplan.tui.views import VIEWS, factory_of
from aiplan.tui.widgets.detail_form import DetailForm
from aiplan.tui.widgets.lines_view import LinesView
from aiplan.tui.widgets.plan_grid.widget import PlanGrid
from helpers.screens import drive, screen_lines, screen_text, select, small_plan, until

OWNERS: dict[str, object] = {
    "grid": PlanGrid,
    "lines": LinesView,
    "form": DetailForm,
    "views": PlanApp,
    "app": PlanApp,
    **{view.id: factory_of(view.id) for view in VIEWS},
}


OVERRIDDEN: dict[str, tuple[str, ...]] = {
    "timeline": (),
    "graph": ("view.findings",),
    "lines": ("plan.edit",),
    "forecast": ("plan.edit", "plan.mark", "plan.move", "plan.unmark"),
    "review": ("plan.edit", "plan.unmark"),
}
"""Actions whose keys do something closer in a view."""


def test_ids_are_unique_and_name_their_kind() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", action.id) for action in ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_runs_something_that_takes_its_arguments(action: Action) -> None:
    namespace, name, arguments = parse(action.call)
    method = getattr(PlanApp if namespace == "app" else OWNERS[action.scope], f"action_{name}")
    inspect.signature(method).bind(None, *arguments)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_said_in_two_words_and_one_sentence(action: Action) -> None:
    assert 0 < len(action.label) <= 14
    assert action.help.endswith(".")
    assert len(action.help) <= 90


def test_no_key_means_two_things_at_one_place() -> None:
    places: dict[str, list[str]] = {
        "form": [k for a in ACTIONS if a.scope == "form" for k in a.keys.split(",") if k],
        "everywhere": [k for a in ACTIONS for k in a.chords.split(",") if k],
    }
    for view in VIEWS:
        hidden = OVERRIDDEN.get(view.id, OVERRIDDEN["lines"])
        inside = [a for a in ACTIONS if a.scope in scopes_of(view.id) and a.id not in hidden]
        places[view.id] = [k for a in inside for k in a.keys.split(",") if k]
    for place, keys in places.items():
        doubled = [key for key, count in Counter(keys).items() if count > 1]
        assert not doubled, (place, doubled)
    for view in VIEWS:
        assert not set(places[view.id]) & set(places["everywhere"])


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
    for view in VIEWS:
        assert set(groups_for(view.id)) == set(by_group())


def test_every_action_is_found_in_the_palette() -> None:
    found = {action.id for view in VIEWS for action in offered(view.id, form=True)}
    found |= {action.id for action in offered(None, form=False)}
    views = {f"view.{view.id}" for view in VIEWS}  # these have entries of their own
    assert {action.id for action in ACTIONS} - found == views
    assert not any(action.scope == "form" for action in offered("timeline", form=False))


def palette(app: PlanApp) -> set[str]:
    """Return the ids of the actions that the palette offers now."""
    provider = PlanCommands(app.screen)
    return {action.id for action in provider._actions()}


def footer(app: PlanApp) -> str:
    return screen_lines(app)[-1]


def test_the_palette_and_the_line_of_keys_offer_what_can_be_done(tmp_path: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        inside = {"whatif.apply", "whatif.keep", "whatif.discard"}
        later = {"plan.undo", "plan.redo", "plan.unmark", "plan.edit_marked", "plan.merge", "plan.theirs"}
        await pilot.press("2")
        select(app, "data")
        await until(pilot, lambda: "Duration" in footer(app))
        assert not palette(app) & (inside | later)
        assert palette(app) >= {"plan.duration", "plan.depends", "plan.start", "plan.move", "plan.save", "whatif.begin"}
        app.desk.select_item(("vision",))
        app.publish()
        await until(pilot, lambda: "Duration" not in footer(app))
        assert not palette(app) & {"plan.duration", "plan.depends", "plan.start", "plan.finish", "plan.move"}
        assert "plan.edit" in palette(app)
        for key, said in (("d", "is no work"), ("D", "is no work"), ("S", "this is recorded of work")):
            app.clear_notifications()
            await pilot.press(key)
            await until(pilot, lambda: said in screen_text(app))  # noqa: B023 - awaited before the next one
        assert not app.main.form_open
        select(app, "data")
        await pilot.press("S")
        await until(pilot, lambda: "plan.undo" in palette(app))
        await pilot.press("m", "w")
        await until(pilot, lambda: app.desk.state.whatif is not None)
        assert palette(app) >= {"whatif.apply", "whatif.keep", "plan.unmark", "plan.edit_marked"}
        assert not palette(app) & {"plan.save", "plan.add_inside"}

    drive(small_plan(tmp_path), steps)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_what_is_told_for_a_moment_covers_neither_the_explanation_nor_the_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("2", "w")
        await until(pilot, lambda: app.main.query("ComparisonPanel"))
        for _round in range(2):
            app.tell("told for a moment")
            await until(pilot, lambda: any(toast.region.height for toast in app.screen.query("Toast")))
            await pilot.pause()
            below = [*app.main.query("ExplainStrip, ComparisonPanel, KeyBar")]
            for toast in app.screen.query("Toast"):
                for widget in below:
                    assert not widget.display or not toast.region.overlaps(widget.region), (widget, toast.region)
            app.clear_notifications()
            await pilot.press("escape")
            await until(pilot, lambda: app.desk.state.whatif is None)

    drive(small_plan(tmp_path), steps, size=size)


def test_every_action_with_a_key_is_on_the_help_page() -> None:
    for view in VIEWS:
        shown = {action.id for actions in groups_for(view.id).values() for action in actions}
        missing = {a.id for a in ACTIONS if a.all_keys and a.scope in {*scopes_of(view.id), "form", "start"}} - shown
        assert not missing


def test_every_action_is_said_in_both_languages() -> None:
    set_language("zh")
    try:
        same = [a.id for a in ACTIONS if (_(a.label) == a.label != "Markdown") or _(a.help) == a.help]
        unlike = [a.id for a in ACTIONS if not _(a.help).endswith("。")]
        names = [name_of(a) for a in ACTIONS if a.group == "Everywhere"]
    finally:
        set_language("en")
    assert (same, unlike) == ([], [])
    assert all(any(ord(char) > 0x2E80 for char in name) for name in names)


def test_every_view_has_its_number_key() -> None:
    keys = {action.call: action.keys for action in ACTIONS}
    for view in VIEWS:
        assert keys[f"app.view('{view.id}')"] == view.key
    assert len({view.key for view in VIEWS}) == len(VIEWS)


def test_keys_are_written_as_people_write_them() -> None:
    assert [key_name(key) for key in ("ctrl+z", "slash", "up", "x", "f1", "equals_sign")] == [
        "^z", "/", "↑", "x", "f1", "=",
    ]  # fmt: skip
