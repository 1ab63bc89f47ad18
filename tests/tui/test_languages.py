"""The interface in two languages: what is gathered, what is compiled, what is said."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Iterator
from string import Formatter

import pytest
from rich.cells import cell_len

from aiplan.model.docs import field_docs
from aiplan.model.work import Task
from aiplan.tui import words
from aiplan.tui.actions import ACTIONS, by_group
from aiplan.tui.forms.labels import LABELS
from aiplan.tui.i18n import LANGUAGES, LOCALE, N_, Language, _, language, n_, set_language
from aiplan.tui.items import KIND_NAMES
from aiplan.tui.views import VIEWS
from aiplan.tui.widgets.field_row import LABEL_WIDTH
from helpers.messages import load
from helpers.tools import ROOT


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def test_catalogues_hold_what_the_source_says_and_are_compiled() -> None:
    messages = load()
    for folder in LOCALE.iterdir():
        assert messages.stale(folder.name) == [], "run: make messages"


def placeholders(text: str) -> set[str]:
    return {parts[1] for parts in Formatter().parse(text) if parts[1] is not None}


def has_words(text: str) -> bool:
    return any(char.isalpha() for parts in Formatter().parse(text) for char in parts[0])


def translations(tag: str) -> list[tuple[str, str, bool]]:
    """Return each text of the source with its translation, and whether that is only a guess."""
    found = []
    for message in load().updated(tag):
        if message.id:
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            found += [(texts[-1], string, message.fuzzy) for string in strings]
    return found


SAME = {"A", "B", "C1", "C2", "C3", "C4", "AI", "FS", "PERT", "Markdown"}
"""What is written in Chinese as in English."""


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_every_text_is_translated_with_the_same_values_in_it(tag: Language) -> None:
    said = translations(tag)
    assert len(said) > 1000
    assert [text for text, translated, guessed in said if not translated or guessed] == []
    assert [text for text, translated, _guessed in said if placeholders(text) != placeholders(translated)] == []
    assert {text for text, translated, _guessed in said if translated == text and has_words(text)} <= SAME


def test_keys_that_are_named_stay_in_the_translation() -> None:
    keys = re.compile(r"(?<![a-z+])(?:ctrl\+\w|esc|f\d|tab)(?!\w)")
    for text, translated, _guessed in translations("zh"):
        assert set(keys.findall(text.lower())) <= set(keys.findall(translated.lower())), (text, translated)


def test_a_wrong_translation_is_noticed() -> None:
    assert placeholders("{count} of {all:.0%}") == {"count", "all"} != placeholders("{count}")
    assert placeholders("no values") == set()
    assert has_words("{id} by {day}")
    assert not has_words("{id} {result}")


def test_actions_views_groups_and_labels_are_said_in_chinese_and_fit() -> None:
    set_language("zh")
    for action in ACTIONS:
        assert cell_len(_(action.label)) <= 14, action.id
        assert cell_len(_(action.help)) <= 90, action.id
        assert _(action.help).endswith("。"), action.id
    for view in VIEWS:
        assert _(view.label) != view.label
        assert _(view.help).endswith("。")
        assert cell_len(_(view.label)) <= 8
    assert all(_(group) != group for group in by_group())
    assert {key: _(label) for key, label in LABELS.items() if cell_len(_(label)) > LABEL_WIDTH - 1} == {}
    assert all(_(name) != name for name in KIND_NAMES.values())


def test_forms_say_in_chinese_what_a_key_means() -> None:
    meaning = field_docs(Task)["duration"]
    assert meaning in {text for text, _translated, _guessed in translations("zh")}
    set_language("zh")
    assert _(meaning) == "工作日或周，或三点估算。"


def test_english_loads_no_catalogue() -> None:
    code = "import sys; from aiplan.tui.i18n import _; _('Save'); print('gettext' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "False"


def test_a_language_can_be_changed_while_running() -> None:
    assert _("Timeline") == N_("Timeline") == "Timeline"
    set_language("zh")
    assert language() == "zh"
    assert _("Timeline") == "时间线"
    assert _("nobody has translated this") == "nobody has translated this"
    set_language("en")
    assert _("Timeline") == "Timeline"
    assert [n_("{count} day", "{count} days", count) for count in (1, 2)] == ["{count} day", "{count} days"]


def test_days_are_said_in_the_language() -> None:
    day = dt.date(2026, 4, 6)
    assert words.weekday(day, year=2026) == "Mon 6 Apr"
    set_language("zh")
    assert words.day(day, year=2026) == "4月6日"
    assert words.day(day, year=2025) == "2026年4月6日"
    assert words.weekday(day, year=2026) == "4月6日 周一"
