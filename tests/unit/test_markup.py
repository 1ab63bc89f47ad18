"""Text of the plan becomes plain words in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.core.markup import code, escape, escape_start, joined, one_line, table
from helpers.gfm import render
from helpers.roadmaps import HOSTILE

ANY = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
MARKUP = st.text(st.sampled_from("|`*_[]()<>#!&~$@%^:;=+-\\/.\"' \t\n0123456789aB植"), max_size=25)
PLAIN_QUOTE = {f"{block}_{end}" for block in ("blockquote", "paragraph") for end in ("open", "close")} | {
    "inline",
    "text",
    "text_special",
}
MENTIONS = ("@n", "#1", "!1", "~b", "GH-1", "www.", "http:", "https:", "$1", "%3", "^alert", ":x:")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fine-tuned CNN 微调卷积网络", "Fine-tuned CNN 微调卷积网络"),
        ("a | b", "a &#124; b"),
        ("R & D, AT&T; &amp;", "R & D, AT&amp;T; &amp;amp;"),
        ("@lin asked in #12", "@&#8203;lin asked in #&#8203;12"),
        ("snake_case, _x_", "snake_case, \\_x\\_"),
        ("  two\n lines ", "two lines"),
        ("\u202eabc\u200b", "abc"),
        ("https://x.y", "https&#8203;://x.y"),
    ],
)
def test_escape_touches_only_what_means_something(text: str, wanted: str) -> None:
    assert escape(text) == wanted


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is_in_a_cell(text: str) -> None:
    shown = render("\n".join(table(["a", "b"], [[escape(text), "x"]])))
    assert shown.tables == [[["a", "b"], [one_line(text), "x"]]]
    assert not {"link_open", "html_inline", "code_inline", "s_open", "em_open", "strong_open", "image"} & set(
        shown.kinds
    )


@settings(max_examples=200)
@given(ANY | MARKUP)
def test_any_text_is_shown_as_it_is_in_a_cell_in_bold_and_in_a_list(text: str) -> None:
    plain = one_line(text)
    cell, bold, item = escape(text), f"**{escape('x' + text + 'x')}**", f"- x {escape(text)}"
    assert "\n" not in cell
    assert render("\n".join(table(["h", "i"], [[cell, "x"]]))).tables[0][1] == [plain, "x"]
    assert render("\n".join(table(["h", "i"], [[bold, "x"]]))).tables[0][1] == [one_line("x" + text + "x"), "x"]
    assert render(item).items == [f"x {plain}".strip()]


@settings(max_examples=200)
@given(MARKUP)
def test_text_at_the_start_of_a_line_opens_no_block(text: str) -> None:
    body = escape_start(text)
    shown = render(f"> {body}")
    if body:
        assert shown.quotes == [one_line(text)]
        assert set(shown.kinds) <= PLAIN_QUOTE


@pytest.mark.parametrize("text", HOSTILE)
def test_no_mention_and_no_reference_is_left(text: str) -> None:
    lowered = escape(text).lower()
    for mention in MENTIONS:
        assert mention.lower() not in lowered or mention.lower() not in one_line(text).lower()


def test_code_spans_hold_gates_and_fall_back_to_plain_words() -> None:
    assert code("min(class-recall) >= 0.80") == "`min(class-recall) >= 0.80`"
    assert code("a`b") == "a&#96;b"
    assert code("a|b >= 1") == "a&#124;b &gt;= 1"


def test_joined_leaves_out_what_is_empty() -> None:
    assert joined("a", "", "b") == "a · b"
