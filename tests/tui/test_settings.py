"""Settings in the interface: keys of one's own, themes, language, looks of the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color
from textual.pilot import Pilot

from aiplan.store.settings import Settings, read_settings
from aiplan.tui.actions import ACTIONS, BY_ID, remap
from aiplan.tui.app import PlanApp
from aiplan.tui.i18n import language, language_for, set_language
from aiplan.tui.keymap import clashes, normal, resolve
from aiplan.tui.program import Wishes, make_app
from aiplan.tui.screens.pick import PickScreen
from aiplan.tui.themes import ANSI, CONTRAST, DARK, LIGHT, THEMES, gantt_variables
from helpers.screens import TODAY, drive, grid_of, sample_plan, screen_lines, screen_text, small_plan, type_text, until


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("AIPLAN_CONFIG", str(path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield path
    remap({})
    set_language("en")


def app_with(plan: Path, file: Path, text: str) -> PlanApp:
    file.write_text(text, encoding="utf-8")
    app = make_app(plan, Wishes(TODAY), read_settings())
    app.animation_level = "none"
    return app


def test_a_key_of_ones_own_works_and_is_shown_and_the_old_one_does_nothing(tmp_path: Path, file: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert BY_ID["view.why"].all_keys == ("B",)
        shown = app.main.why_shown
        await pilot.press("i")
        assert app.main.why_shown is shown
        await pilot.press("B")
        await until(pilot, lambda: app.main.why_shown is not shown)
        await until(pilot, lambda: "Q Edit" in screen_text(app))
        await pilot.press("Q")
        await until(pilot, lambda: app.main.form_open)

    drive(app_with(small_plan(tmp_path), file, '[keys]\n"view.why" = "B"\n"plan.edit" = "Q"\n'), steps)


def test_two_actions_may_change_keys(tmp_path: Path, file: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await pilot.press("d")
        await until(pilot, lambda: "Delete" in screen_text(app) or "data" not in app.desk.state.document.plan.tasks)

    text = '[keys]\n"plan.duration" = "x"\n"plan.delete" = "d"\n'
    app = drive(app_with(small_plan(tmp_path), file, text), steps)
    assert "data" not in app.desk.session.plan.tasks or app.desk.session.undo_label


def test_a_clash_is_told_and_both_keep_their_keys(tmp_path: Path, file: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        said = "u is the key of plan.undo already"
        await until(pilot, lambda: any(said in note.message for note in app._notifications))
        await pilot.press("u")
        await pilot.press("s")

    app = drive(app_with(small_plan(tmp_path), file, '[keys]\n"plan.save" = "u"\n'), steps)
    assert app._keymap == {}


@given(st.dictionaries(st.sampled_from([a.id for a in ACTIONS]),
                       st.lists(st.sampled_from([*"abcdeqsuxy/?", "ctrl+s", "ctrl+g", "f6", "up", "enter"]),
                                min_size=1, max_size=2).map(tuple), max_size=6))  # fmt: skip
def test_whatever_is_wanted_no_binding_is_lost_and_no_key_means_two_things(wanted: dict[str, tuple[str, ...]]) -> None:
    found = resolve(wanted)
    assert set(clashes(found.keys)) <= set(clashes({}))
    assert {*found.keys, *(name for name, _why in found.problems)} == set(wanted)
    assert all(found.keys.get(action.id, action.usual_keys) for action in ACTIONS if action.usual_keys)


def test_keys_are_taken_as_people_write_them() -> None:
    assert [normal(key) for key in ("/", "?", "^s", " ctrl+s ", "F")] == [
        "slash", "question_mark", "ctrl+s", "ctrl+s", "F",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "keys", "said"),
    [
        ("plan.sav", ("w",), "there is no action plan.sav - did you mean plan.save?"),
        ("plan.save", ("ctrl+m",), "ctrl+m cannot be given: it is enter in a terminal"),
        ("plan.save", ("strg+w!",), "there is no key strg+w!"),
        ("form.close", ("b",), "b would be typed into the field"),
        ("plan.save", ("u",), "u is the key of plan.undo already"),
    ],
)
def test_what_cannot_be_given_is_told(name: str, keys: tuple[str, ...], said: str) -> None:
    found = resolve({name: keys})
    assert found.keys == {}
    assert said in found.problems[0][1]


def test_letters_for_lists_leave_the_key_for_fields() -> None:
    found = resolve({"plan.save": ("Q",)})
    assert found.keys == {"plan.save": ("Q", "ctrl+s")}
    assert found.keymap == {"plan.save": "Q", "plan.save:field": "ctrl+s"}


# ---------------------------------------------------------------- themes


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours; source: WCAG 2.2, relative luminance."""

    def luminance(text: str) -> float:
        parts = [value / 255 for value in Color.parse(text).rgb]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXTS = (
    "foreground", "text-muted", "text-disabled", "primary", "secondary", "accent", "warning", "error", "success",
    "footer-key-foreground", "gantt-text", "gantt-dim", "gantt-muted", "gantt-faint", "gantt-header-dim", "gantt-task",
    "gantt-experiment", "gantt-critical", "gantt-good", "gantt-accent", "gantt-now", "gantt-warning", "gantt-error",
    "gantt-ghost", "gantt-baseline", "gantt-tail",
)  # fmt: skip
GROUNDS = (
    "background",
    "surface",
    "panel",
    "gantt-base",
    "gantt-alt",
    "gantt-header",
    "gantt-cursor",
    "gantt-cursor-alt",
)


def colors(name: str) -> dict[str, str]:
    theme = next(theme for theme in THEMES if theme.name == name)
    own = {key: getattr(theme, key) for key in ("foreground", "background", "surface", "panel", "primary", "secondary",
                                                "accent", "warning", "error", "success")}  # fmt: skip
    return gantt_variables(theme) | own | theme.variables


def test_ratios_are_those_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_text_of_the_theme_of_high_contrast_stands_out_seven_to_one() -> None:
    found = colors(CONTRAST)
    weak = {
        (text, ground): round(contrast(found[text], found[ground]), 2)
        for text, ground in product(TEXTS, GROUNDS)
        if contrast(found[text], found[ground]) < 7
    }
    assert weak == {}
    for ground in [key for key in found if key.startswith("risk-")]:
        assert contrast(found["foreground"], found[ground]) >= 7, ground
    assert contrast(found["block-cursor-foreground"], found["block-cursor-background"]) >= 7
    assert contrast(found["foreground"], found["input-selection-background"]) >= 7
    assert contrast(found["gantt-base"], found["warning"]) >= 7


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_plain_text_of_the_other_themes_stands_out(name: str) -> None:
    found = colors(name)
    assert all(contrast(found["foreground"], found[ground]) >= 7 for ground in GROUNDS)


def test_a_theme_is_chosen_and_remembered(tmp_path: Path, file: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert app.theme == LIGHT
        await app.run_action("app.pick_theme")
        await until(pilot, lambda: isinstance(app.screen, PickScreen) and CONTRAST in screen_text(app))
        await type_text(pilot, "contrast")
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == CONTRAST)
        assert {len(line) > 0 for line in screen_lines(app)} == {True}

    drive(app_with(small_plan(tmp_path), file, f'# mine\ntheme = "{LIGHT}"\n'), steps)
    assert file.read_text(encoding="utf-8") == f'# mine\ntheme = "{CONTRAST}"\n'


def test_a_theme_that_there_is_not_is_told(tmp_path: Path, file: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        assert app.theme == DARK
        await until(pilot, lambda: "there is no theme nope" in screen_text(app))

    drive(app_with(small_plan(tmp_path), file, 'theme = "nope"\n'), steps)


def test_the_terminals_own_colours_are_not_offered_where_no_colour_is_wanted(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_with(small_plan(tmp_path), file, "")
    assert ANSI in app.themes_to_choose()
    monkeypatch.setenv("NO_COLOR", "1")
    bare = app_with(small_plan(tmp_path), file, "")
    assert not any(bare.available_themes[name].ansi for name in bare.themes_to_choose())


# ---------------------------------------------------------------- language, looks


@pytest.mark.parametrize(
    ("wanted", "environ", "language"),
    [
        ("", {}, "en"),
        ("", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("", {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh", {"LANG": "de_DE"}, "zh"),
    ],
)
def test_the_language_is_that_wanted_else_that_of_the_locale(
    wanted: str, environ: dict[str, str], language: str
) -> None:
    assert language_for(wanted, environ) == language


def test_the_language_changes_live_everywhere_and_is_remembered(tmp_path: Path, file: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: "2 Time" in screen_text(app))
        await app.run_action("app.next_language")
        await until(pilot, lambda: "时间线" in screen_text(app))
        await until(pilot, lambda: "Timeline" not in screen_text(app) and "Palette" not in screen_text(app))
        assert language() == "zh"
        await pilot.press("1")
        await until(pilot, lambda: app.desk.state.view == "overview" and "需要决策" in screen_text(app))
        await app.run_action("app.next_language")
        await until(pilot, lambda: "Needs a decision" in screen_text(app) and "总览" not in screen_text(app))

    drive(app_with(sample_plan(tmp_path), file, 'language = "en" # of the interface\n'), steps)
    assert file.read_text(encoding="utf-8") == 'language = "en" # of the interface\n'


def test_the_timeline_begins_with_the_looks_of_the_settings(tmp_path: Path, file: Path) -> None:
    async def steps(app: PlanApp, pilot: Pilot[int]) -> None:
        grid = grid_of(app)
        await until(pilot, lambda: grid._height == 2)
        assert (grid.axis.per_day, grid._links) == (2.0, "off")

    drive(app_with(sample_plan(tmp_path), file, 'zoom = 2\ndensity = 2\nlinks = "off"\n'), steps)


def test_settings_without_any_problem_say_nothing(tmp_path: Path) -> None:
    assert Settings(tmp_path).problems == ()
