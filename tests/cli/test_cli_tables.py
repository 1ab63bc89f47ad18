"""Tables fit, in cells: titles are cut, ids never; no colour in pipes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplan.cli.output import Column, Row, cells, clean, cut, layout, pad, paragraph, wrap

COLUMNS = (Column("id"), Column("title", flexible=True), Column("float", "right"), Column("status", droppable=True))


def test_chinese_characters_take_two_cells() -> None:
    assert cells("植识ab") == 6
    assert pad("植识", 6) == "植识  "
    assert pad("7", 3, "right") == "  7"


@pytest.mark.parametrize(("room", "wanted"), [(9, "标注一万…"), (10, "标注一万张"), (2, "…"), (1, "…"), (0, "")])
def test_a_wide_text_is_cut_between_characters(room: int, wanted: str) -> None:
    assert cut("标注一万张", room) == wanted
    assert cells(cut("标注一万张", room)) <= room


@given(st.text(max_size=30), st.integers(0, 40))
def test_cut_never_takes_more_room_than_there_is(text: str, room: int) -> None:
    assert cells(cut(clean(text), room)) <= room


def test_the_flexible_column_takes_what_is_left() -> None:
    rows = [Row(("a-rather-long-id", "标" * 40, "-5", "planned"))]
    widths = layout(COLUMNS, rows, 60)
    assert widths[0] == 16
    assert widths[2:] == [5, 7]
    assert sum(widths) + 3 * 2 == 60


def test_a_droppable_column_goes_before_an_id_is_cut() -> None:
    rows = [Row(("i" * 30, "title", "5", "planned"))]
    widths = layout(COLUMNS, rows, 46)
    assert widths == [30, 5, 5, 0]


def test_what_steers_a_terminal_is_taken_out() -> None:
    assert clean("a\x1b[31mred\nb\u202ec\x07  d") == "a [31mred b c d"
    assert clean("植识 ok") == "植识 ok"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_clean_text_is_one_line_without_controls(text: str) -> None:
    found = clean(text)
    assert not any(unicodedata.category(c) == "Cc" for c in found)
    assert found.splitlines() in ([], [found])


def test_parts_go_on_as_many_lines_as_they_need() -> None:
    assert wrap(["aaaa", "bbbb", "cc"], room=12) == "aaaa · bbbb\ncc"


def test_paragraphs_break_between_words_and_between_chinese_characters() -> None:
    assert paragraph("one two three", room=12) == "one two\nthree"
    assert paragraph("标注一万张照片，完。", room=12) == "标注一万张照\n片，完。"
    assert paragraph("标注一万张照，完", "  ", room=14) == "  标注一万张\n  照，完"
