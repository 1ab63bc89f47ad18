"""Whatever edits do to a hostile plan, the session's state is that of the file read anew."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from aiplan.core.rereading import read, reread
from aiplan.core.schedule import schedule_plan
from aiplan.errors import AiplanError
from aiplan.session import Session
from aiplan.store.files import Stored
from aiplan.store.text import PlanText
from helpers.hostile_documents import document, random_edit

TODAY = dt.date(2026, 3, 2)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_reading_what_changed_gives_the_same_plan_as_reading_everything(seed: int) -> None:
    rng = random.Random(seed)
    source = document(rng)
    tomllib.loads(source)
    text = PlanText.from_text(source)
    reading = read(text.data, text.file_order)
    schedule = schedule_plan(reading.plan, today=TODAY)
    for _ in range(6):
        try:
            text = text.apply(random_edit(rng, text.data))
        except AiplanError:
            continue
        reading, changes = reread(reading, text.data, text.file_order)
        fresh = PlanText.from_text(text.text)
        whole = read(fresh.data, fresh.file_order)
        assert reading.plan == whole.plan
        assert [list(getattr(reading.plan, s)) for s in ("tasks", "milestones", "goals")] == [
            list(getattr(whole.plan, s)) for s in ("tasks", "milestones", "goals")
        ]
        assert sorted(map(repr, reading.findings)) == sorted(map(repr, whole.findings))
        changed = changes.activities
        previous = schedule if changed is not None else None
        schedule = schedule_plan(reading.plan, today=TODAY, previous=previous, changed=changed)
        assert schedule.as_json() == schedule_plan(whole.plan, today=TODAY).as_json()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_undoing_everything_restores_every_byte(seed: int) -> None:
    rng = random.Random(seed)
    raw = document(rng).encode()
    session = Session(Path("p.toml"), Stored(raw, (0, len(raw)), ""), today=TODAY)
    texts = [raw]
    for _ in range(10):
        try:
            session.apply(random_edit(rng, session.text.data))
        except AiplanError:
            assert session.text.to_bytes() == texts[-1]
            continue
        if session.text.to_bytes() != texts[-1]:
            texts.append(session.text.to_bytes())
    seen = [session.text.to_bytes()]
    while session.undo() is not None:
        if session.text.to_bytes() != seen[-1]:
            seen.append(session.text.to_bytes())
    assert seen[-1] == raw
    assert not session.dirty
    assert seen[::-1] == texts
    while session.redo() is not None:
        pass
    assert session.text.to_bytes() == texts[-1]
