"""Generated regions: what people wrote around them stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.errors import AiplanError
from aiplan.export.regions import ROADMAP, BrokenRegion, region, region_body, replace_region

BEGIN, END = "<!-- aiplan:begin roadmap -->", "<!-- aiplan:end roadmap -->"
PROSE = st.text(st.sampled_from("ab \n#|<>!-植"), max_size=40).filter(lambda t: "aiplan:" not in t)


def test_a_region_is_its_body_between_two_comments() -> None:
    assert region(ROADMAP, "\nbody\n\n") == f"{BEGIN}\nbody\n{END}\n"
    assert region(ROADMAP, "") == f"{BEGIN}\n{END}\n"


def test_text_around_a_region_is_kept_byte_for_byte() -> None:
    existing = f"# Ours\n\nHand-written.  \n\n{BEGIN}\nold\n{END}\n\nBelow\twe say more"
    assert replace_region(existing, ROADMAP, "new") == existing.replace("old", "new")


def test_a_whole_region_may_be_given_as_the_body() -> None:
    existing = f"above\n{BEGIN}\nold\n{END}\nbelow\n"
    assert replace_region(existing, ROADMAP, region(ROADMAP, "new")) == f"above\n{BEGIN}\nnew\n{END}\nbelow\n"


def test_a_file_without_the_region_gets_it_at_its_end() -> None:
    assert replace_region("", ROADMAP, "x") == f"{BEGIN}\nx\n{END}\n"
    assert replace_region(" \n", ROADMAP, "x") == f"{BEGIN}\nx\n{END}\n"
    assert replace_region("# Ours", ROADMAP, "x") == f"# Ours\n\n{BEGIN}\nx\n{END}\n"
    assert replace_region("# Ours\n\n\n", ROADMAP, "x") == f"# Ours\n\n{BEGIN}\nx\n{END}\n"


def test_line_ends_and_byte_order_mark_are_kept() -> None:
    existing = f"\ufeff{BEGIN}\r\nold\r\n{END}\r\nbelow\r\n"
    assert replace_region(existing, ROADMAP, "a\nb") == f"\ufeff{BEGIN}\r\na\r\nb\r\n{END}\r\nbelow\r\n"
    assert region_body(existing, ROADMAP) == "old"


def test_other_regions_are_left_alone() -> None:
    other = "<!-- aiplan:begin risks -->\nr\n<!-- aiplan:end risks -->\n"
    assert replace_region(other + region(ROADMAP, "old"), ROADMAP, "new") == other + region(ROADMAP, "new")
    assert region_body(other, "risks") == "r"
    assert region_body(other, ROADMAP) is None


def test_marks_in_a_code_block_or_in_a_sentence_are_only_spoken_of() -> None:
    manual = f"Write `{BEGIN}` like this:\n\n```md\n{BEGIN}\n{END}\n```\n\n"
    assert replace_region(manual + region(ROADMAP, "old"), ROADMAP, "new") == manual + region(ROADMAP, "new")
    assert region_body(manual, ROADMAP) is None


@pytest.mark.parametrize(
    "text",
    [BEGIN, END, f"{END}\n{BEGIN}", f"{BEGIN}\n{BEGIN}\n{END}", f"{BEGIN}\n{END}\n{END}", f"{BEGIN}\n```\n{END}\n"],
)
def test_marks_that_do_not_pair_up_are_refused(text: str) -> None:
    with pytest.raises(BrokenRegion) as caught:
        replace_region(text, ROADMAP, "x")
    assert caught.value.name == ROADMAP
    assert isinstance(caught.value, AiplanError)
    assert BEGIN in caught.value.hint


def test_a_region_has_a_plain_name() -> None:
    with pytest.raises(ValueError, match="not the name of a region"):
        region("a -->", "x")


@settings(max_examples=100)
@given(above=PROSE, below=PROSE, old=PROSE, new=PROSE, newline=st.sampled_from(["\n", "\r\n"]))
def test_replacing_changes_the_region_and_nothing_else(
    above: str, below: str, old: str, new: str, newline: str
) -> None:
    existing = f"{above}\n{BEGIN}\n{old}\n{END}\n{below}".replace("\n", newline)
    changed = replace_region(existing, ROADMAP, new)
    body = new.strip("\n")
    held = "".join(f"{line}\n" for line in [BEGIN, *([body] if body else []), END])
    assert changed == f"{above}\n{held}{below}".replace("\n", newline)
    assert replace_region(changed, ROADMAP, new) == changed
