"""The guide is true: its links lead somewhere, its pictures are there and used, its commands and keys exist."""

from __future__ import annotations

import argparse
import re
import tomllib
import xml.etree.ElementTree as ET
from importlib import import_module
from pathlib import Path

import pytest
from scripts.screenshots import IMAGES, pictures

from aiplan.cli.commands import UI, find
from aiplan.store.settings import read_settings
from aiplan.tui.actions import ACTIONS, key_name
from aiplan.tui.views import VIEWS
from helpers.tools import ROOT

GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
LARGEST = 3_000_000
"""Bytes of all pictures."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", text_of(page))
    for link in links:
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.is_file(), link
        assert not anchor or anchor in anchors(text_of(target)), link


def test_anchors_are_those_of_the_host() -> None:
    assert anchors("# First five minutes\n## Timeline `2`\n## 配置\n") == {"first-five-minutes", "timeline-2", "配置"}


def test_every_picture_is_made_by_the_script_and_used() -> None:
    made = {f"{picture.name}.svg" for picture in pictures()}
    assert {path.name for path in IMAGES.iterdir()} == made, "run: make screenshots"
    used = set(re.findall(r"\(img/([^)]+)\)", "".join(map(text_of, PAGES))))
    assert used == made
    assert sum(path.stat().st_size for path in IMAGES.iterdir()) < LARGEST


@pytest.mark.parametrize("path", sorted(IMAGES.glob("*.svg")), ids=lambda p: p.stem)
def test_pictures_are_whole_and_need_nothing_from_elsewhere(path: Path) -> None:
    root = ET.parse(path).getroot()
    assert root.findtext("{http://www.w3.org/2000/svg}title", "").startswith("aiplan: ")
    assert "http" not in text_of(path).replace("http://www.w3.org/2000/svg", "")


def test_every_view_has_its_place_with_its_key_and_picture() -> None:
    text = text_of(GUIDE / "views.md")
    for view in VIEWS:
        _, _, section = text.partition(f"## {view.label} `{view.key}`\n")
        assert f"(img/{view.id}.svg)" in section.partition("\n## ")[0], view.id


def commands() -> list[str]:
    """Return the command lines of the guide that name a command."""
    blocks = re.findall(r"^```sh\n(.*?)^```", "".join(map(text_of, PAGES)), re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`(aiplan [a-z][^`]*)`", "".join(map(text_of, PAGES)))
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return sorted({line for line in (*lines, *inline) if line.startswith("aiplan ")})


@pytest.mark.parametrize("line", commands())
def test_commands_exist_with_these_options(line: str) -> None:
    words = line.split()
    command = UI if words[1].endswith(".toml") else find(words[1])
    assert command is not None
    options = {word.partition("=")[0] for word in words if word.startswith("-")}
    parser = argparse.ArgumentParser()
    import_module(f"aiplan.cli.commands.{command.module}").configure(parser)
    assert options <= set(parser._option_string_actions)


def test_settings_that_are_shown_are_understood(tmp_path: Path) -> None:
    ids = {action.id for action in ACTIONS}
    for page in PAGES:
        for block in re.findall(r"^```toml\n(.*?)^```", text_of(page), re.MULTILINE | re.DOTALL):
            path = tmp_path / "config.toml"
            path.write_text(block, encoding="utf-8")
            assert read_settings(path).problems == ()
            assert set(tomllib.loads(block)["keys"]) <= ids


@pytest.mark.parametrize("page", [GUIDE / "README.md", GUIDE / "editing.md", GUIDE / "zh.md"], ids=lambda p: p.name)
def test_keys_that_are_named_do_something(page: Path) -> None:
    known = {key_name(key) for action in ACTIONS for key in action.all_keys}
    prose = re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)
    named = set(re.findall(r"`([!-~]|\^\S|f\d|esc|enter|space)`", prose))
    assert named - known == set()
