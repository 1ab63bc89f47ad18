"""Text over several lines: never too wide, nothing lost."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.content import Content

from aiplan.tui.lines import row
from aiplan.tui.text import flowed, within, wrapped

TEXTS = (
    "",
    "one",
    "two words",
    "一二三四五六七八九十，标点。",
    "mixed 中文 and words, averyveryverylongwordindeed",
    "   ",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", range(2, 30))
def test_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert lines
    assert all(cell_len(line) <= max(width, 4) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_mark_does_not_begin_a_line() -> None:
    assert wrapped("一二三，四", 6) == ["一二", "三，四"]


def test_pieces_stay_whole_and_keep_their_targets() -> None:
    pieces = [row(Content("abcd"), ("risks", name)) for name in "xyz"]
    lines = flowed(pieces, 9, 1)
    assert [line.content.plain for line in lines] == ["abcdabcd", " abcd"]
    assert [[(t.start, t.end) for t in line.targets] for line in lines] == [[(0, 4), (4, 8)], [(1, 5)]]
    assert [line.content.plain for line in flowed([row(Content("abcdefgh"), ("risks", "x"))], 5)] == ["abcd…"]


def test_lines_that_are_too_wide_are_cut() -> None:
    lines = within([row(Content("abcdefgh"), ("risks", "x")), row(Content("ab"), ("risks", "y"))], 4)
    assert [line.content.plain for line in lines] == ["abc…", "ab"]
