"""Early dates against TaskJuggler, on everything it can express: FS and SS links, lags, holidays, team calendars."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.model.reading import read_plan
from helpers.tjp import activities, run
from helpers.tools import require_tool

SIZES = (*[12] * 6, *[40] * 8, *[150] * 5, 400, 1000)
"""Activities in each generated plan."""
MONDAY = dt.date(2026, 1, 5)
Dates = tuple[dt.date | None, dt.date | None]


def linked_plan(rng: random.Random, size: int) -> dict[str, Any]:
    """Return a plan of tasks and milestones with FS and SS links, holidays and three calendars."""

    def holidays() -> list[Any]:
        days: list[Any] = [MONDAY + dt.timedelta(rng.randint(1, 150)) for _ in range(rng.randint(1, 8))]
        first = MONDAY + dt.timedelta(rng.randint(20, 60))
        return [*days, {"from": first, "to": first + dt.timedelta(rng.randint(2, 8)), "name": "春节"}]

    def link(pred: str, team: str | None) -> str:
        """One link that TaskJuggler reads as we do; `team` is that of the successor, None: a milestone."""
        before = data["tasks"].get(pred, {}).get("team")
        kind = rng.choice(("", "FS", "SS"))
        lag = rng.choice((0, 0, 0, 1, 2, 5))
        if kind == "SS" and (team is None or not (before == team if lag == 0 else before == "core")):
            kind = "FS"
        if before is None and team is None:
            lag = 0
        return f"{pred} {kind or ('FS' if lag else '')}{f'+{lag}d' if lag else ''}".strip()

    everywhere = holidays()
    data: dict[str, Any] = {
        "format": 1,
        "project": {"name": "links", "start": MONDAY, "as_of": MONDAY},
        "calendar": {"holidays": everywhere},
        "calendars": {
            "six": {"workweek": ["mon", "tue", "wed", "thu", "fri", "sat"], "holidays": [*everywhere, *holidays()]},
            "gulf": {"workweek": ["sun", "mon", "tue", "wed", "thu"], "holidays": everywhere},
        },
        "teams": {"core": {}, "lab": {"calendar": "six"}, "gulf": {"calendar": "gulf"}},
        "tasks": {},
        "milestones": {},
    }
    for number in range(size):
        event = number > 0 and rng.random() < 0.12
        table: dict[str, Any] = {"title": f"a{number}"}
        if not event:
            table["duration"] = f"{rng.choice((1, 1, 2, 3, 5, 8, 13))}d"
            table["team"] = rng.choice(("core", "core", "lab", "gulf"))
            if rng.random() < 0.05:
                table["not_before"] = MONDAY + dt.timedelta(rng.randint(0, 90))
        if number:
            near = range(max(0, number - max(30, size // 4)), number)
            chosen = rng.sample(near, min(len(near), rng.choice((0, 1, 1, 2, 3))))
            table["depends_on"] = [link(f"a{pred}", table.get("team")) for pred in chosen]
        data["milestones" if event else "tasks"][f"a{number}"] = table
    return data


def scheduled(data: dict[str, Any]) -> Schedule:
    plan, findings = read_plan(data)
    assert findings == ()
    return schedule_plan(plan, today=MONDAY)


def both(data: dict[str, Any], folder: Path) -> dict[str, tuple[Dates, Dates]]:
    """Return the early dates of each activity as aiplan and as TaskJuggler find them."""
    tool, ours = require_tool("tj3"), scheduled(data)
    assert ours.finish is not None
    theirs = run(tool, data, ours.finish + dt.timedelta(days=60), folder)
    return {key: ((ours[key].early_start, ours[key].early_finish), theirs[key]) for key in activities(data)}


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "size"), list(enumerate(SIZES)))
def test_taskjuggler_finds_the_same_early_dates(seed: int, size: int, tmp_path: Path) -> None:
    found = both(linked_plan(random.Random(seed), size), tmp_path)
    assert len(found) == size
    assert {key: dates for key, dates in found.items() if dates[0] != dates[1]} == {}


def test_it_would_notice_a_day(tmp_path: Path) -> None:
    """TaskJuggler is asked about a plan in which one piece of work takes one day more."""
    data = linked_plan(random.Random(0), 12)
    ours = scheduled(data)
    data["tasks"]["a0"]["duration"] = f"{ours['a0'].duration + 1}d"
    theirs = both(data, tmp_path)
    assert ours["a0"].early_finish != theirs["a0"][1][1]
