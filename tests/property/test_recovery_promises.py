"""Every way out, applied to a copy of the plan that is read and scheduled afresh, is what it said."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from aiplan.core.cost import plan_cost
from aiplan.core.recovery.replan import NothingToRecover, RecoveryPlan, replan
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.core.variant import plan_data, with_edits
from aiplan.model.reading import read_plan
from aiplan.model.values import Dependency, parse_dependency
from helpers.plans import schedule_of
from helpers.random_plans import Data, random_plan

TODAY = dt.date(2026, 1, 5)


def with_room(data: Data, rng: random.Random) -> Data:
    """Return the plan with things that can be done about its dates."""
    for section in ("tasks", "rollout", "experiments"):
        for table in data.get(section, {}).values():
            table["priority"] = rng.choice(("must", "should", "could"))
            table["overlap"] = rng.choice((0.0, 0.5))
            table["cost"] = rng.randint(0, 5) * 50
            if section == "tasks" and isinstance(table.get("duration"), str) and rng.random() < 0.5:
                table["crash"] = {"duration": "1d", "cost": rng.randint(1, 9) * 100}
    for team in data.get("teams", {}).values():
        team["cost_per_day"] = rng.randint(1, 9) * 10
    return data


def afresh(schedule: Schedule, option: RecoveryPlan) -> Schedule:
    plan, _ = read_plan(plan_data(with_edits(schedule.plan, option.edits)[0]))
    return schedule_plan(plan, today=TODAY, as_of=schedule.as_of_given)


def broken_links(schedule: Schedule) -> list[str]:
    """Return links between planned work of one calendar that the dates do not keep, counted in its working days."""
    links = [(source, key, link) for key in schedule.ids for source, link in schedule.predecessors(key)]
    return [f"{a} {link.type} {b}" for a, b, link in links if is_broken(schedule, a, b, link)]


def is_broken(schedule: Schedule, source: str, key: str, link: Dependency) -> bool:
    project = schedule.project_calendar
    for end in (source, key):
        simple = schedule.calendar_of(end) is project and not schedule.members(end) and schedule[end].duration > 0
        if schedule[end].status != "planned" or not simple:
            return False
    a, b = _span(schedule, source), _span(schedule, key)
    left, right = {"FS": (a[1], b[0]), "SS": (a[0], b[0]), "FF": (a[1], b[1]), "SF": (a[0], b[1])}[link.type]
    return right < left + link.lag.days(project.week)


def _span(schedule: Schedule, key: str) -> tuple[int, int]:
    """Return (start, finish) as instants, in project working days."""
    activity, project = schedule[key], schedule.project_calendar
    assert activity.early_start is not None
    assert activity.early_finish is not None
    start = project.count(TODAY, activity.early_start)
    return start, project.count(TODAY, activity.early_finish) + 1


@pytest.mark.parametrize("ten", range(6))
def test_every_way_out_is_what_it_says(ten: int) -> None:
    options = 0
    for seed in range(10 * ten, 10 * ten + 10):
        rng = random.Random(seed)
        plan, _ = read_plan(with_room(random_plan(rng, size=(6, 14)), rng))
        schedule = schedule_plan(plan, today=TODAY, as_of=TODAY)
        ahead = [a.id for a in schedule.activities if a.early_finish and a.status in ("planned", "active")]
        if not ahead:
            continue
        key = max(ahead, key=lambda k: (schedule[k].early_finish or TODAY, k))
        try:
            found = replan(schedule, milestone=key, recover=rng.randint(1, 6), runs=20)
        except NothingToRecover:
            continue
        for option in found.options:
            after = afresh(schedule, option)
            assert after[key].early_finish == option.finish, (seed, option.label)
            assert option.days_gained == schedule.project_calendar.count(option.finish, found.as_planned.finish)
            assert broken_links(after) == [], (seed, option.label)
            # Without levelling no capacity is added, which costs what no activity has.
            assert plan_cost(after).total - plan_cost(schedule).total == pytest.approx(option.cost), (
                seed,
                option.label,
            )
            options += 1
    assert options > 0


def test_a_link_that_dates_do_not_keep_is_seen() -> None:
    two = "".join(f'[tasks.{key}]\ntitle = "T"\nduration = "{days}d"\n' for key, days in (("a", 3), ("b", 5)))
    schedule = schedule_of(two)
    assert is_broken(schedule, "a", "b", parse_dependency("a"))
    assert not is_broken(schedule, "a", "b", parse_dependency("a SS"))
    assert not is_broken(schedule, "a", "b", parse_dependency("a FF+2d"))
    assert is_broken(schedule, "a", "b", parse_dependency("a FF+3d"))
