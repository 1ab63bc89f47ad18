"""Random edits in hostile documents: what is read back is what was meant, and nothing else has moved."""

from __future__ import annotations

import random
import tomllib
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiplan.core.edits import apply_edit
from aiplan.core.plain import same, same_plan
from aiplan.errors import AiplanError, EditRefused, InvalidEdit, UnknownAddress, UnreadablePlan
from aiplan.model.edits import AppendEntry, Edit, MoveItem, RemoveEntry, RemoveField, RemoveItem, SetField
from aiplan.store.canonical import format_text
from aiplan.store.scan import scan
from aiplan.store.suppressions import remarks
from aiplan.store.text import PlanText
from helpers.hostile_documents import document, random_edit

SEEDS = st.integers(0, 2**32)
MODEST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def opened(rng: random.Random) -> PlanText | None:
    """Return a hostile plan, `None` where the document is no TOML by accident (a table defined twice)."""
    text = document(rng)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    return PlanText.from_bytes(("\ufeff" if rng.random() < 0.1 else "").encode() + text.encode())


def comments(text: str) -> Counter[str]:
    """Return the comment lines of a text, wherever they stand."""
    return Counter(line.strip() for line in text.split("\n") if line.strip().startswith("#"))


@MODEST
@given(SEEDS)
def test_blocks_joined_are_the_text_and_each_is_a_document(seed: int) -> None:
    text = opened(random.Random(seed))
    if text is None:
        return
    blocks = scan(text.text)
    assert "".join(block.text for block in blocks) == text.text
    for block in blocks:
        tomllib.loads(block.text)
        for entry in block.entries:
            value = tomllib.loads("k = " + block.text[entry.node.start : entry.node.end])
            assert "k" in value
    assert same(dict(text.data), tomllib.loads(text.text))


@MODEST
@given(SEEDS)
def test_an_edit_says_what_it_means_and_touches_nothing_else(seed: int) -> None:
    rng = random.Random(seed)
    text = opened(rng)
    if text is None:
        return
    for _ in range(8):
        edit = random_edit(rng, text.data)
        before = text.to_bytes()
        try:
            changed = text.apply(edit)
        except (InvalidEdit, UnknownAddress):
            assert text.to_bytes() == before
            continue
        except EditRefused as refused:
            if "no header of its own" not in str(refused):
                pytest.fail(f"{edit}: {refused}\n{text.text}")
            continue
        check_edit(text, changed, edit)
        text = changed


def check_edit(text: PlanText, changed: PlanText, edit: Edit) -> None:
    read = tomllib.loads(changed.text)
    meant = apply_edit(text.data, edit)
    assert same_plan(read, meant), (edit, text.text, changed.text)
    assert same(dict(changed.data), read)
    assert list(changed.data) == list(read)
    assert [b.text for b in scan(changed.text)] == [b.text for b in changed.layout.blocks]
    assert changed.bom == text.bom
    if "\r\n" in text.text:
        assert "\n" not in changed.text.replace("\r\n", "")
    if isinstance(edit, SetField | AppendEntry | RemoveField | RemoveEntry):
        group = edit.path[:2]
        for block in text.layout.blocks:
            if block.keys and group not in (block.keys[:2], (*block.keys, group[1])[:2]):
                assert block.text[: block.core].rstrip() in changed.text, (edit, block.text)
    if isinstance(edit, SetField):
        check_lines(text, changed, edit)
    if isinstance(edit, MoveItem):
        assert sorted(line for line in text.text.split() if line) == sorted(
            line for line in changed.text.split() if line
        )
    if not isinstance(edit, RemoveItem | RemoveField | RemoveEntry | SetField):
        lost = comments(text.text) - comments(changed.text)
        assert not lost, (edit, lost)


def check_lines(text: PlanText, changed: PlanText, edit: SetField) -> None:
    """Where a single value stands already, only its own lines differ."""
    written = text.layout.find(edit.path).exact
    if written is None or isinstance(edit.value, dict | list) or written.node.kind != "scalar":
        return
    value = text.layout.blocks[written.index].text[written.node.start : written.node.end]
    old, new = text.text.split("\n"), changed.text.split("\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    assert len(old) <= value.count("\n") + 1
    assert len(new) <= str(edit.value).count("\n") + 2


@MODEST
@given(SEEDS)
def test_setting_a_value_back_restores_every_byte(seed: int) -> None:
    rng = random.Random(seed)
    text = opened(rng)
    if text is None:
        return
    works = [(s, i) for s in ("tasks", "milestones") for i in text.data.get(s, {})]
    if not works:
        return
    path = (*rng.choice(works), "title")
    old = text.data[path[0]][path[1]].get("title")
    try:
        changed = text.apply(SetField(path, "quite another title"))
    except AiplanError as error:
        pytest.fail(str(error))
    back = changed.apply(RemoveField(path) if old is None else SetField(path, old))
    if old is None:
        assert back.to_bytes() == text.to_bytes() or not text.text.endswith("\n")
    else:
        assert len(back.text.split("\n")) >= len(text.text.split("\n")) - old.count("\n") - 1
        assert same(dict(back.data), dict(text.data))


def remarks_of(text: PlanText) -> Counter[str]:
    """Return the comments of a text, wherever they stand; not what looks like one inside a string."""
    return Counter(remark.text.strip() for region in text.layout.regions(()) for remark in remarks(region))


@MODEST
@given(SEEDS)
def test_formatting_is_idempotent_and_keeps_contents_and_comments(seed: int) -> None:
    text = opened(random.Random(seed))
    if text is None:
        return
    formatted = format_text(text)
    assert format_text(formatted).text == formatted.text
    assert remarks_of(formatted) == remarks_of(text)
    assert set(formatted.data) == set(text.data)


@MODEST
@given(SEEDS, st.integers(0, 400))
def test_cut_off_documents_are_read_or_refused_but_never_crash(seed: int, cut: int) -> None:
    text = document(random.Random(seed))[: -cut or None]
    try:
        assert PlanText.from_bytes(text.encode()).text == text
    except UnreadablePlan:
        return
