"""`make docs`: the pages of keys in docs/guide, made of the table of actions, one in each language.

With --check it writes nothing and says which page is not what the table says.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from aiplan.tui.actions import ACTIONS, Action, Group, key_name
from aiplan.tui.i18n import Language, _, set_language
from aiplan.tui.views import VIEWS

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES: dict[Language, str] = {"en": "keys.md", "zh": "keys.zh.md"}

_NOTE = "<!-- Made by `make docs` from the table of actions; changes belong there. -->\n\n"


class Words(NamedTuple):
    """What a page says besides what the table says."""

    title: str
    introduction: str
    head: str
    inside: str


_WORDS: dict[Language, Words] = {
    "en": Words(
        "Keys",
        "Every key, by where it works. `?` shows them in the interface, `:` finds any command by name. Letters are "
        "case-sensitive: `G` is shift and g, `^s` is ctrl and s. The id is what the settings file names, see "
        "[Configuration](README.md#configuration); `aiplan keys` prints the keys you have.",
        "| keys | what | | id |",
        "in a field ",
    ),
    "zh": Words(
        "按键",
        "所有按键，按适用位置排列。界面中按 `?` 显示按键，按 `:` 按名称查找任何命令。字母区分大小写："
        "`G` 是 shift 加 g，`^s` 是 ctrl 加 s。id 供设置文件使用，见[配置](zh.md#配置)；`aiplan keys` 列出当前按键。",
        "| 按键 | 操作 | 说明 | id |",
        "输入框内 ",
    ),
}


def main() -> None:
    """Write the pages, or say what is wrong with them."""
    parser = argparse.ArgumentParser(prog="make docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is to be written")
    if parser.parse_args().check:
        wrong = list(complaints(GUIDE))
        print("\n".join(wrong) or "the pages of keys are up to date")
        raise SystemExit(1 if wrong else 0)
    GUIDE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (GUIDE / name).write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Return every page: name of its file → text."""
    return {name: page(language) for language, name in PAGES.items()}


def page(language: Language) -> str:
    """Return the keys in a language, in Markdown."""
    set_language(language)
    try:
        words = _WORDS[language]
        groups: dict[Group, list[Action]] = {}
        for action in ACTIONS:
            groups.setdefault(action.group, []).append(action)
        blocks = [f"# {words.title}", words.introduction]
        for group, actions in groups.items():
            rows = [_row(action, words.inside) for action in actions]
            blocks += [f"## {_heading(group)}", "\n".join((words.head, "|---|---|---|---|", *rows))]
        return _NOTE + "\n\n".join(blocks) + "\n"
    finally:
        set_language("en")


def _heading(group: Group) -> str:
    key = next((view.key for view in VIEWS if view.label == group), "")
    return f"{_(group)} `{key}`" if key else _(group)


def _row(action: Action, inside: str) -> str:
    keys = _names(action.keys)
    if chords := _names(action.chords):
        keys = f"{keys}; {inside}{chords}" if keys else f"{inside}{chords}"
    return f"| {keys} | {_(action.label)} | {_(action.help)} | `{action.id}` |".replace("|  |", "| |")


def _names(keys: str) -> str:
    return ", ".join(f"`{key_name(key)}`".replace("|", r"\|") for key in keys.split(",") if key)


def complaints(folder: Path) -> Iterator[str]:
    """Yield which pages in `folder` are missing or not what the table says."""
    for name, text in pages().items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: the page is missing; make docs writes it"
        elif path.read_text(encoding="utf-8") != text:
            yield f"{name}: the page is not what the table of actions says; make docs writes it"


if __name__ == "__main__":
    main()
