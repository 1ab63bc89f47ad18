"""The pages of keys say what the table of actions says, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts.key_pages import GUIDE, PAGES, complaints, page, pages

from aiplan.tui.actions import ACTIONS, key_name
from aiplan.tui.i18n import LANGUAGES, Language, language


def test_nothing_is_missing_or_stale() -> None:
    assert list(complaints(GUIDE)) == [], "run: make docs"


def test_each_violation_is_told(tmp_path: Path) -> None:
    for name, text in pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert list(complaints(tmp_path)) == []
    (tmp_path / "keys.md").write_text("# Keys\n", encoding="utf-8")
    (tmp_path / "keys.zh.md").unlink()
    assert sorted(line.partition(":")[0] for line in complaints(tmp_path)) == ["keys.md", "keys.zh.md"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_action_is_there_once_with_all_its_keys(lang: Language) -> None:
    text = page(lang)
    rows = {line.split("`")[-2]: line for line in text.splitlines() if line.endswith("` |")}
    assert set(rows) == {action.id for action in ACTIONS}
    for action in ACTIONS:
        shown = rows[action.id].replace("\\|", "|")
        assert all(f"`{key_name(key)}`" in shown for key in action.all_keys)
    assert text.count("` |\n") == len(ACTIONS)
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows.values())
    assert language() == "en"


def test_there_is_a_page_in_every_language_and_they_differ() -> None:
    assert set(PAGES) == set(LANGUAGES)
    assert page("zh").count("|") >= page("en").count("|")
    assert "关键" in page("zh")
    assert "关键" not in page("en")
