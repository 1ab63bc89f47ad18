"""How new values, entries and tables are written."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplan.core.plain import same
from aiplan.model.edits import AddItem, AppendEntry, RemoveEntry, SetField
from aiplan.store.canonical import format_text
from aiplan.store.spelling import inline_value, key_text, value_text
from aiplan.store.text import PlanText

SCALARS = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("\"\\\n\r\t\x00 \x7f'#[]", max_size=8)
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.times()
)
VALUES = st.recursive(
    SCALARS,
    lambda v: (
        st.lists(v, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), v, max_size=3)
    ),
)


@given(VALUES, st.sampled_from(["\n", "\r\n"]))
def test_every_value_reads_back_as_it_is(value: Any, newline: str) -> None:
    path = ("tasks", "a", "k")
    if isinstance(value, str) and newline == "\r\n":
        value = value.replace("\r", "")
    for text in (inline_value(value, path), value_text(value, path, newline)):
        assert same(tomllib.loads(f"k = {text}{newline}")["k"], value)
    assert "\n" not in inline_value(value, path)


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        (("tasks", "a", "duration"), {"pessimistic": "9d", "likely": "5d"}, '{ likely = "5d", pessimistic = "9d" }'),
        (("tasks", "a", "depends_on"), ["a"], '["a"]'),
        (("tasks", "a", "depends_on"), ["a", "b"], '[\n  "a",\n  "b",\n]'),
        (("milestones", "a", "gates"), ["a", "b"], '[\n  "a",\n  "b",\n]'),
        (("tasks", "a", "goals"), ["a", "b"], '["a", "b"]'),
        (("tasks", "a", "tags"), [], "[]"),
        (("tasks", "a", "links"), ["https://example.org/" + "x" * 60, "https://example.org/" + "y" * 60], None),
        (("metrics", "a", "readings"), [{"n": 9, "on": dt.date(2026, 1, 5)}], "[\n  { on = 2026-01-05, n = 9 },\n]"),
        (("calendar", "extra_workdays"), [dt.date(2026, 1, 4), dt.date(2026, 2, 14)], "[2026-01-04, 2026-02-14]"),
        (("tasks", "a", "notes"), "one\ntwo", '"""\none\ntwo"""'),
        (("tasks", "a", "cost"), 12.5, "12.5"),
        (("project", "start"), dt.date(2026, 1, 5), "2026-01-05"),
        (("experiments", "a", "fallback"), {"own": 1, "title": "T"}, '{ title = "T", own = 1 }'),
    ],
)  # fmt: skip
def test_values_are_written_as_the_format_says(path: tuple[str, ...], value: Any, text: str | None) -> None:
    written = value_text(value, path, "\n")
    if text is None:
        assert written.count("\n") == len(value) + 1
    else:
        assert written == text


def test_scores_are_written_one_dotted_key_a_line() -> None:
    scores = {"value": {"evidence": 2, "score": 3}, "data": {"score": 1}}
    assert key_text(("assessments", "a", "scores"), scores, "\n") == (
        "scores.value = { score = 3, evidence = 2 }\nscores.data = { score = 1 }\n"
    )


LISTS = {
    'k = ["a"]': ('k = [\n  "a",\n  "z",\n]', "k = []"),
    'k = [ "a", "b" ]': ('k = [\n  "a",\n  "b",\n  "z",\n]', 'k = [ "b" ]'),
    "k = []": ('k = ["z"]', None),
    "k = [\n]": ('k = ["z"]', None),
    "k = [\n  # none\n]": ('k = [\n  # none\n  "z",\n]', None),
    'k = [\n    "a",\n    "b"  # last\n]': (
        'k = [\n    "a",\n    "b",  # last\n    "z",\n]',
        'k = [\n    "b"  # last\n]',
    ),
    'k = [\n  # one\n  "a", # first\n  # two\n  "b",\n]': (
        'k = [\n  # one\n  "a", # first\n  # two\n  "b",\n  "z",\n]',
        'k = [\n  # one\n  # two\n  "b",\n]',
    ),
    'k = ["a",\n  "b"]': ('k = ["a",\n  "b",\n  "z"]', 'k = [\n  "b"]'),
    'k = [\n  "a", "b",\n  "c", ]': ('k = [\n  "a", "b",\n  "c",\n  "z", ]', 'k = [\n  "b",\n  "c", ]'),
    'k = ["a"\n  , "b"\n]': ('k = ["a"\n  , "b",\n  "z",\n]', None),
}


def as_links(text: str) -> PlanText:
    return PlanText.from_text("[tasks.t]\n" + text.replace("k =", "depends_on =") + "\n")


@pytest.mark.parametrize("source", LISTS)
def test_entries_come_and_go_without_moving_others(source: str) -> None:
    appended, shortened = LISTS[source]
    text = as_links(source)
    assert text.apply(AppendEntry(("tasks", "t", "depends_on"), "z")).text == as_links(appended).text
    if shortened is not None:
        assert text.apply(RemoveEntry(("tasks", "t", "depends_on", 0))).text == as_links(shortened).text


def test_a_list_that_is_set_anew_keeps_what_stays() -> None:
    text = as_links('k = [\n  "a",  # why a\n  "b",  # why b\n  "c",  # why c\n]')
    changed = text.apply(SetField(("tasks", "t", "depends_on"), ["a", "bb", "c", "d"]))
    assert changed.text == as_links('k = [\n  "a",  # why a\n  "bb",  # why b\n  "c",  # why c\n  "d",\n]').text


def test_numbers_that_do_not_change_keep_their_spelling() -> None:
    text = PlanText.from_text("[project]\nbudget = 1_800_000\n[tasks.a]\nuses = { gpu = 0x2, data = +1 }\n")
    assert text.apply(SetField(("project", "budget"), 1_800_000)) is text
    assert "uses = { gpu = 0x2, data = 3 }" in text.apply(SetField(("tasks", "a", "uses", "data"), 3)).text
    assert "uses = { gpu = 0x2, data = 3, tpu = 1 }" in (
        text.apply(SetField(("tasks", "a", "uses"), {"tpu": 1, "data": 3, "gpu": 2})).text
    )


def test_new_keys_stand_where_the_format_wants_them_among_others() -> None:
    text = PlanText.from_text('[tasks.a]\n  title = "A"\n  own = 1\n  notes = "n"\n')
    changed = text.apply(SetField(("tasks", "a", "status"), "done")).apply(SetField(("tasks", "a", "my"), 1))
    assert changed.text == '[tasks.a]\n  title = "A"\n  status = "done"\n  own = 1\n  notes = "n"\n  my = 1\n'
    first = PlanText.from_text('[tasks.a]\n# about the notes\nnotes = "n"').apply(
        SetField(("tasks", "a", "title"), "A")
    )
    assert first.text == '[tasks.a]\ntitle = "A"\n# about the notes\nnotes = "n"'


def test_a_missing_last_newline_is_made_up_for() -> None:
    text = PlanText.from_text('[tasks.a]\ntitle = "A"')
    assert text.apply(SetField(("tasks", "a", "cost"), 1)).text == '[tasks.a]\ntitle = "A"\ncost = 1\n'
    assert text.apply(AddItem("tasks", "b", {})).text == '[tasks.a]\ntitle = "A"\n\n[tasks.b]\n'


def test_a_file_of_nothing_but_a_comment_takes_its_first_tables() -> None:
    text = PlanText.from_text("# my plan\n")
    text = text.apply(SetField(("format",), 1))
    text = text.apply(SetField(("project", "name"), "P"))
    text = text.apply(AddItem("tasks", "a", {"title": "A"}))
    text = text.apply(AddItem("goals", "g", {"title": "G"}))
    assert text.text == (
        '# my plan\nformat = 1\n\n[project]\nname = "P"\n\n[goals.g]\ntitle = "G"\n\n[tasks.a]\ntitle = "A"\n'
    )


HAND_WRITTEN = '''# top comment

x-own = 1
format=1   # the format

[tasks.b]   # beside
  # why so
  depends_on = ["c SS+1d", # see c
   # about a
   "a"
   # at the end
   ]

  title = 'quoted'   \t
goals = [ "z", "b" ]
duration = { pessimistic = "9d", likely = "3d" }
notes = """
  kept   \t
as is"""
  [[experiments.e.attempts]]
result = "met"
started = 2026-01-01'''

CANONICAL = '''# top comment

format = 1  # the format
x-own = 1

[tasks.b]  # beside
title = 'quoted'
duration = { likely = "3d", pessimistic = "9d" }
goals = [ "b", "z" ]
# why so
depends_on = [
  # about a
  "a",
  "c SS+1d",  # see c
  # at the end
]
notes = """
  kept   \t
as is"""
[[experiments.e.attempts]]
started = 2026-01-01
result = "met"
'''


def test_the_canonical_form() -> None:
    formatted = format_text(PlanText.from_text(HAND_WRITTEN))
    assert formatted.text == CANONICAL
    assert format_text(formatted) is formatted


def test_windows_line_ends_and_byte_order_marks_survive_formatting() -> None:
    raw = b"\xef\xbb\xbf" + HAND_WRITTEN.replace("\n", "\r\n").encode()
    formatted = format_text(PlanText.from_bytes(raw))
    unix = format_text(PlanText.from_text(HAND_WRITTEN))
    assert formatted.to_bytes() == b"\xef\xbb\xbf" + unix.text.replace("\n", "\r\n").encode()
