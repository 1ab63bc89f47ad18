"""The text of a merge: comments in lists that both sides changed, and no line more than the sides have."""

from __future__ import annotations

import pytest

from aiplan.store.merging.merge import merge_texts

HEAD = '[tasks.a]\nduration = "1d"\n'


def tags(*lines: str) -> str:
    return HEAD + "\n".join(["tags = [", *(f"  {line}" for line in lines), "]"]) + "\n"


@pytest.mark.parametrize(
    ("base", "current", "incoming", "merged"),
    [
        pytest.param(
            ('"x",  # old',), ('"x",  # old', '"y",'), ('"x",  # new',), ('"x",  # new', '"y",'), id="behind an entry"
        ),
        pytest.param(
            ("# old", '"x",'), ("# old", '"x",', '"y",'), ("# new", '"x",'), ("# new", '"x",', '"y",'), id="above it"
        ),
        pytest.param(
            ('"x",', "# end"),
            ('"x",', '"y",', "# end"),
            ('"x",', '"z",', "# end"),
            ('"x",', '"y",', '"z",', "# end"),
            id="below the last one",
        ),
        pytest.param(
            ('"x",', "# end"),
            ('"x",', "# another end"),
            ('"x",', '"z",', "# end"),
            ('"x",', '"z",', "# another end"),
            id="below the last one, changed by one side",
        ),
        pytest.param(
            ('"x",',), ('"x",', "# mine"), ('"x",', "# theirs"), ('"x",', "# mine", "# theirs"), id="added by both"
        ),
    ],
)
def test_a_comment_is_merged_like_what_it_is_about(
    base: tuple[str, ...], current: tuple[str, ...], incoming: tuple[str, ...], merged: tuple[str, ...]
) -> None:
    found = merge_texts(tags(*base), tags(*current), tags(*incoming))
    assert (found.conflicts, found.text) == ((), tags(*merged))


@pytest.mark.parametrize(
    ("current", "incoming"),
    [
        pytest.param(('"x",  # mine',), ('"x",  # theirs', '"z",'), id="both say something else"),
        pytest.param(('"z",',), ('"x",  # theirs',), id="the entry is taken out"),
    ],
)
def test_comments_that_cannot_both_stay_are_a_conflict(current: tuple[str, ...], incoming: tuple[str, ...]) -> None:
    found = merge_texts(tags('"x",  # old'), tags(*current), tags(*incoming))
    assert found.conflicts == ((("tasks", "a"), ("tags",)),)
    assert all(line in found.text for line in (*current, *incoming))


def test_no_line_is_added_where_a_table_went_or_nothing_stands_above_the_first() -> None:
    first, second, third = (f'[tasks.{key}]\nduration = "1d"\n' for key in "abc")
    longer = third.replace("1d", "2d")
    assert merge_texts(first + second + third, first + third, first + second + longer).text == first + longer
