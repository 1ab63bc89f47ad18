"""What two versions of a plan say otherwise."""

from __future__ import annotations

import tomllib

from aiplan.core.causes import causes_of
from aiplan.core.compare import compare, edits_of
from aiplan.core.edits import apply_edit

BEFORE = """
format = 1
[project]
name = "P"
start = 2026-01-05
[milestones.m]
title = "M"
depends_on = ["a", "b"]
[tasks.a]
title = "Collect photos"
duration = "5d"
[tasks.b]
title = "B"
duration = { optimistic = "1d", likely = "2d", pessimistic = "9d" }
uses = { gpu = 2 }
"""


def changed(old: str, new: str, text: str = BEFORE) -> list[tuple[str, str, object, object]]:
    found = compare(tomllib.loads(BEFORE), tomllib.loads(text.replace(old, new)))
    return [(c.kind, c.address, c.old, c.new) for c in found]


def test_comments_order_and_spacing_say_nothing() -> None:
    text = BEFORE.replace('depends_on = ["a", "b"]', 'depends_on = [\n  "b", # first\n  "a",\n]').replace(
        "[project]", "# p\n[project]"
    )
    assert compare(tomllib.loads(BEFORE), tomllib.loads(text)) == ()


def test_a_value_an_item_and_a_key() -> None:
    assert changed('"5d"', '"6d"') == [("set", "tasks.a.duration", "5d", "6d")]
    assert changed("gpu = 2", "gpu = 3") == [("set", "tasks.b.uses.gpu", 2, 3)]
    assert changed("uses = { gpu = 2 }", "") == [("set", "tasks.b.uses", {"gpu": 2}, None)]
    assert changed('likely = "2d"', 'likely = "3d"')[0][1] == "tasks.b.duration"
    kind, address, _, new = changed("[tasks.b]", '[tasks.c]\ntitle = "C"\n[tasks.b]')[0]
    assert (kind, address, new) == ("added", "tasks.c", {"title": "C"})


def test_a_rename_is_one_change_and_its_references_none() -> None:
    renamed = BEFORE.replace('"a"', '"collect"').replace("[tasks.a]", "[tasks.collect]")
    assert [(c.kind, c.address, c.old) for c in compare(tomllib.loads(BEFORE), tomllib.loads(renamed))] == [
        ("renamed", "tasks.collect", "a")
    ]


def test_changes_made_again_give_the_later_plan() -> None:
    after = BEFORE.replace('"5d"', '"6d"').replace("gpu = 2", "gpu = 4").replace('title = "B"', 'title = "BB"')
    after = after.replace("[milestones.m]", '[tasks.new]\ntitle = "N"\n[milestones.m]')
    data = tomllib.loads(BEFORE)
    for change in compare(data, tomllib.loads(after)):
        for edit in edits_of(change):
            data = apply_edit(data, edit)
    assert data == tomllib.loads(after)


def test_only_what_moves_dates_is_a_cause() -> None:
    after = BEFORE.replace('"5d"', '"6d"').replace('title = "B"', 'title = "BB"')
    causes = causes_of(compare(tomllib.loads(BEFORE), tomllib.loads(after)))
    assert [c.label for c in causes] == ["tasks.a.duration"]
