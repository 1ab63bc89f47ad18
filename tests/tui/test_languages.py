"""The interface in two languages: what is gathered, what is compiled, what is said."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator

import pytest

from aiplan.tui import words
from aiplan.tui.i18n import LOCALE, N_, _, language, n_, set_language
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
