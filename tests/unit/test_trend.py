"""The trend of a milestone, and its chart in the terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from aiplan.core.calendar import Calendars
from aiplan.core.trend import Forecasts, Trend, largest_bends, trends
from aiplan.core.trend_chart import ASCII, chart
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan


def plan_of(milestones: Mapping[str, object]) -> Plan:
    return read_plan({"format": 1, "project": {"name": "P", "start": dt.date(2026, 1, 5)}, "milestones": milestones})[0]


def trends_of(*said: tuple[str, dict[str, str]], titles: Mapping[str, str] | None = None) -> tuple[Trend, ...]:
    """Trends of versions, each (day, milestone → forecast); titles by id, by default the id."""
    versions = [
        Forecasts(
            dt.date.fromisoformat(day),
            {key: dt.date.fromisoformat(forecast) for key, forecast in finish.items()},
            {key: {"title": (titles or {}).get(key, key)} for key in finish},
        )
        for day, finish in said
    ]
    plan = plan_of(versions[-1].milestones)
    return trends(versions, plan, Calendars(plan).project)


def test_days_slope_and_the_first_week_it_slipped() -> None:
    (trend,) = trends_of(
        ("2026-01-05", {"m": "2026-03-02"}), ("2026-01-14", {"m": "2026-02-27"}), ("2026-01-22", {"m": "2026-03-06"}),
        ("2026-03-07", {"m": "2026-03-16"}),
    )  # fmt: skip
    assert trend.days == 10
    assert trend.first_slip == dt.date(2026, 1, 19)
    assert trend.days_per_month == pytest.approx(10 / (61 / 30.4375))
    assert [b.days for b in trend.bends] == [-1, 5, 6]
    assert sum(b.days for b in trend.bends) == trend.days
    assert [b.days for b in largest_bends(trend, 2)] == [5, 6]


def test_on_plan_is_neither_slipping_nor_bent() -> None:
    (trend,) = trends_of(("2026-01-05", {"m": "2026-03-02"}), ("2026-01-07", {"m": "2026-03-02"}))
    assert (trend.days, trend.bends, trend.first_slip, trend.days_per_month) == (0, (), None, None)


def test_a_milestone_is_followed_by_what_it_says_and_a_new_one_begins_later() -> None:
    titles = {"launch": "Open to everyone", "go-live": "Open to everyone", "new": "Another"}
    found = trends_of(
        ("2026-01-05", {"launch": "2026-03-02", "gone": "2026-03-02"}),
        ("2026-01-06", {"go-live": "2026-03-03", "new": "2026-04-01"}),
        titles=titles,
    )
    assert {t.id: [p.id for p in t.points] for t in found} == {"go-live": ["launch", "go-live"], "new": ["new"]}
    assert [b.days for b in found[0].bends] == [1]


def test_the_chart_shows_where_forecasts_moved() -> None:
    found = trends_of(
        ("2026-01-05", {"m": "2026-02-02", "n": "2026-02-06"}),
        ("2026-01-09", {"m": "2026-02-02", "n": "2026-02-06"}),
        ("2026-01-10", {"m": "2026-02-04", "n": "2026-02-06"}),
    )
    lines = chart(found, 80, glyphs=ASCII)
    assert lines[:5] == [
        "2026-02-06 |b-------------------b",
        "           |",
        "           |                    a",
        "           |",
        "2026-02-02 |a-------------------",
    ]
    assert lines[6].split() == ["2026-01-05"]


@pytest.mark.parametrize("room", [24, 40, 80, 200])
def test_the_chart_fits(room: int) -> None:
    many = {f"m{i}": f"2026-0{1 + i % 9}-11" for i in range(60)}
    later = {key: day.replace("2026", "2028") for key, day in many.items()}
    lines = chart(trends_of(("2024-01-05", many), ("2026-06-01", later))[:52], room)
    assert max(map(len, lines)) <= room
    assert len(lines) <= 20
