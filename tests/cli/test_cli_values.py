"""Values on the command line: the model of the field decides what they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from aiplan.cli.notation import inline
from aiplan.cli.values import parse_value
from aiplan.errors import InvalidEdit
from aiplan.model.address import parse_address

TODAY = dt.date(2026, 1, 2)


def value(address: str, raw: str, data: dict[str, Any] | None = None, *, entry: bool = False) -> Any:
    return parse_value(parse_address(address), raw, data or {}, today=TODAY, entry=entry)


@pytest.mark.parametrize(
    ("address", "raw", "wanted"),
    [
        ("tasks.x.duration", "8d", "8d"),
        ("tasks.x.duration", '{ likely = "8d" }', {"likely": "8d"}),
        ("tasks.x.title", "2026", "2026"),
        ("tasks.x.title", "true", "true"),
        ("tasks.x.title", "", ""),
        ("project.name", " 植识 ", " 植识 "),
        ("tasks.x.depends_on", '["a","b SS+2d"]', ["a", "b SS+2d"]),
        ("tasks.x.depends_on", "a, b SS+2d", ["a", "b SS+2d"]),
        ("tasks.x.depends_on", "[]", []),
        ("tasks.x.depends_on[0]", "b FF", "b FF"),
        ("tasks.x.goals", "a", ["a"]),
        ("tasks.x.deadline", "2026-05-01", dt.date(2026, 5, 1)),
        ("tasks.x.deadline", "today", TODAY),
        ("tasks.x.cost", "12", 12),
        ("tasks.x.cost", "1_000.5", 1000.5),
        ("tasks.x.status", "done", "done"),
        ("tasks.x.status", '"done"', "done"),
        ("tasks.x.uses", "{algo = 2}", {"algo": 2}),
        ("tasks.x.uses.algo", "2", 2),
        ("experiments.e.success", "0.4", 0.4),
        ("experiments.e.take_fallback", "true", True),
        ("experiments.e.fallback.duration", "3d", "3d"),
        ("experiments.e.attempts[0].result", "missed", "missed"),
        ("calendar.holidays", "[2026-01-01]", [dt.date(2026, 1, 1)]),
        ("assessments.a.scores.value", "{ score = 3 }", {"score": 3}),
        ('scenarios.s.set."teams.data.capacity"', "3", 3),
        ('scenarios.s.set."tasks.x.duration"', "3d", "3d"),
        ("x.other.key", "3", 3),
        ("x.other.key", "three", "three"),
        ("x.other.key", "9" * 5000, "9" * 5000),
        ("x.other.key", "[" * 5000, "[" * 5000),
    ],
)
def test_a_value_is_what_its_field_takes(address: str, raw: str, wanted: object) -> None:
    found = value(address, raw)
    assert found == wanted
    assert type(found) is type(wanted)


@pytest.mark.parametrize(
    ("address", "raw", "words"),
    [
        ("tasks.x.duration", "-8d", "not a duration"),
        ("tasks.x.duration", "8", 'a duration is text: "8d"'),
        ("tasks.x.depends_on", "a b c", "not a dependency"),
        ("tasks.x.deadline", "2026-15-01", "2026-03-31"),
        ("tasks.x.cost", "-3", "at least 0"),
        ("tasks.x.cost", "abc", "a number is wanted"),
        ("tasks.x.status", "finished", "'planned', 'active', 'done', 'dropped'"),
        ("experiments.e.success", "4", "at most 1"),
        ("experiments.e.max_attempts", "3.5", "a whole number"),
        ("experiments.e.take_fallback", "yes", "true or false"),
        ("assessments.a.scores.value", "{ evidence = 3 }", "missing: score"),
        ("tasks", "3", "whole section"),
        ("tasks.x", "3", "whole table"),
        ("tasks.x.title.foo", "3", "no such key"),
        ("nonsense.bar", "3", "no such key"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(address: str, raw: str, words: str) -> None:
    with pytest.raises(InvalidEdit) as refused:
        value(address, raw)
    assert words in str(refused.value)
    assert str(refused.value).startswith(address)


def test_a_misspelt_key_is_guessed() -> None:
    with pytest.raises(InvalidEdit) as refused:
        value("tasks.x.durtion", "3d")
    assert refused.value.hint == "did you mean duration?"


def test_a_key_the_file_has_may_be_set_though_the_format_does_not_know_it() -> None:
    assert value("tasks.x.jira", "7", {"tasks": {"x": {"jira": 3}}}) == 7


def test_one_more_entry_of_a_list() -> None:
    assert value("tasks.x.depends_on", "a SS", entry=True) == "a SS"
    assert value("calendar.holidays", "2026-03-01", entry=True) == dt.date(2026, 3, 1)
    reading = value("metrics.m.readings", "{ on = 2026-03-01, value = 0.5 }", entry=True)
    assert reading == {"on": dt.date(2026, 3, 1), "value": 0.5}
    with pytest.raises(InvalidEdit, match="is not a list"):
        value("tasks.x.title", "a", entry=True)


def test_values_are_shown_as_toml_on_one_line() -> None:
    shown = inline({"on": dt.date(2026, 3, 1), "标注": [1, True, 'a "b"'], "a b": {}})
    assert shown == '{ on = 2026-03-01, "标注" = [1, true, "a \\"b\\""], "a b" = {} }'
