"""Pictures of screens: every character in its cell, whatever the font."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from scripts.screen_svg import HEIGHT, WIDTH, arms, svg
from scripts.screenshots import IN_CHINESE, Picture, drawn, pictures

from aiplan.tui.views import VIEWS

SVG = "{http://www.w3.org/2000/svg}"


def parsed(*segments: Segment, columns: int = 40) -> ET.Element:
    return ET.fromstring(svg([segments], columns))


def places(root: ET.Element) -> dict[str, int]:
    """Return the cell of every character."""
    found = {}
    for text in root.iter(f"{SVG}text"):
        for char, x in zip(text.text or "", text.get("x", "").split(), strict=True):
            found[char] = int(x) // WIDTH
    return found


def test_wide_characters_take_two_cells_and_shift_nothing_else() -> None:
    assert places(parsed(Segment("ab 植物c"), Segment("d"))) == {"a": 0, "b": 1, "植": 3, "物": 5, "c": 7, "d": 8}


def test_spaces_are_not_written_and_words_stand_alone() -> None:
    root = parsed(Segment("one  two"))
    assert [(t.text, t.get("x")) for t in root.iter(f"{SVG}text")] == [("one", "0 10 20"), ("two", "50 60 70")]


def test_bars_are_shapes_without_seams() -> None:
    red, blue = Style(color="#ff0000"), Style(color="#0000ff")
    root = parsed(Segment("██", red), Segment("█", red), Segment("▌", blue))
    shapes = [(r.get("x"), r.get("width"), r.get("fill")) for r in root.iter(f"{SVG}rect")][1:]
    assert shapes == [("0", "30", "#ff0000"), ("30", "5", "#0000ff")]
    assert list(root.iter(f"{SVG}text")) == []


@pytest.mark.parametrize(
    ("char", "sides"),
    [
        ("─", {"LEFT", "RIGHT"}),
        ("│", {"UP", "DOWN"}),
        ("┌", {"DOWN", "RIGHT"}),
        ("╯", {"UP", "LEFT"}),
        ("┼", {"LEFT", "RIGHT", "UP", "DOWN"}),
        ("━", {"LEFT", "RIGHT"}),
    ],
)
def test_lines_leave_their_cell_where_the_character_says(char: str, sides: set[str]) -> None:
    found = arms(char)
    assert found is not None
    assert found[0] == sides
    paths = list(parsed(Segment(char)).iter(f"{SVG}path"))
    assert len(paths) == 1


def test_letters_have_no_lines() -> None:
    assert arms("A") is None
    assert arms("") is None


def test_reverse_and_markup_characters() -> None:
    root = parsed(Segment("<&>", Style(color="#111111", bgcolor="#eeeeee", reverse=True)), Segment(" " * 10))
    (text,) = root.iter(f"{SVG}text")
    assert (text.text, text.get("fill")) == ("<&>", "#eeeeee")


def test_the_size_is_that_of_the_screen() -> None:
    assert parsed(Segment("x"), columns=80).get("viewBox") == f"0 0 {80 * WIDTH} {HEIGHT}"


def test_every_view_has_a_picture_and_names_are_unique() -> None:
    names = [picture.name for picture in pictures()]
    assert len(set(names)) == len(names)
    assert {view.id for view in VIEWS} <= set(names)
    assert {f"{view}_zh" for view in IN_CHINESE} <= set(names)


def test_the_same_plan_gives_the_same_picture_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    picture = Picture("timeline", ("2",), (80, 24), "zh")
    first = drawn(picture)
    assert first == drawn(picture)
    assert "时" in "".join(ET.fromstring(first).itertext())
    assert list(tmp_path.iterdir()) == []
    assert Path.cwd() == tmp_path
