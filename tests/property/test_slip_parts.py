"""The parts of a slip add up to it, whatever slips in whatever plan; so do causes with what they do together."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from aiplan.core.attribution import Cause, attribute, attribute_by_path, finishes, slip_days
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.slipping import slip_edit
from aiplan.core.variant import reschedule
from aiplan.errors import InvalidEdit
from aiplan.model.edits import Edit
from aiplan.model.reading import read_plan
from helpers.random_plans import random_plan

TODAY = dt.date(2026, 1, 5)


def slips_of(schedule: Schedule, rng: random.Random) -> dict[str, Edit]:
    """Return edits that let some activities take longer, or less."""
    found: dict[str, Edit] = {}
    for key in schedule.ids:
        try:
            found[key] = slip_edit(schedule, key, rng.choice((-2, -1, 1, 3, 8, 20)))
        except InvalidEdit:
            continue
    return {key: found[key] for key in rng.sample(sorted(found), min(len(found), 3))}


@pytest.mark.parametrize("thirty", range(4))
def test_parts_add_up(thirty: int) -> None:
    moved = together = 0
    for seed in range(30 * thirty, 30 * thirty + 30):
        rng = random.Random(seed)
        plan, _ = read_plan(random_plan(rng, size=(6, 16)))
        before = schedule_plan(plan, today=TODAY, as_of=TODAY)
        if before.passes is None:
            continue
        edits = slips_of(before, rng)
        after = reschedule(before, tuple(edits.values()))
        ids = [
            key
            for key in after.ids
            if (days := slip_days(before, after, key, after.project_calendar)) is not None and days
        ]
        then = finishes(before)
        for key in ids:
            parts = attribute_by_path(then, after, key)
            assert sum(part.days for part in parts) == slip_days(before, after, key, after.project_calendar), (
                seed,
                key,
            )
            moved += 1
        causes = [Cause(key, (edit,)) for key, edit in edits.items()]
        for slip in attribute(before, after, causes, ids=ids):
            assert sum(part.days for part in slip.parts) + slip.interaction == slip.days, (seed, slip.id)
            assert all(part.label in edits for part in slip.parts)
            together += 1
    assert moved > 30
    assert together > 30
