"""Versions read quickly say what they say when each is read as a whole, or are left to that."""

from __future__ import annotations

import random

from bench.generate import Size, plan_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiplan.core.plain import same_plan
from aiplan.errors import AiplanError
from aiplan.model.reading import read_plan
from aiplan.review.quick import NotPlainError, QuickReader
from aiplan.store.text import PlanText
from helpers.hostile_documents import document, random_edit

SEEDS = st.integers(0, 2**32)
MODEST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_both(reader: QuickReader, text: PlanText) -> bool:
    """Read a version both ways and compare; tell whether it was read quickly."""
    try:
        data, plan = reader.read(text.to_bytes().decode())
    except NotPlainError:
        return False
    whole, findings = read_plan(text.data, file_order=text.file_order)
    assert same_plan(data, text.data)
    assert plan == whole.model_copy(update={"file_order": ()}) or findings
    assert not text.problems
    return True


@MODEST
@given(SEEDS)
def test_hostile_documents_and_edits_of_them(seed: int) -> None:
    rng = random.Random(seed)
    reader = QuickReader()
    try:
        text = PlanText.from_bytes(document(rng).encode())
    except AiplanError:
        return
    for _ in range(8):
        read_both(reader, text)
        try:
            text = text.apply(random_edit(rng, dict(text.data)))
        except AiplanError:
            continue


@MODEST
@given(SEEDS)
def test_ordinary_plans_are_read_quickly(seed: int) -> None:
    rng = random.Random(seed)
    reader = QuickReader()
    text = PlanText.from_bytes(plan_text(Size(30, seed=seed % 5, calendars=3)).encode())
    quick = 0
    for _ in range(8):
        quick += read_both(reader, text)
        try:
            text = text.apply(random_edit(rng, dict(text.data)))
        except AiplanError:
            continue
    assert quick >= 1
