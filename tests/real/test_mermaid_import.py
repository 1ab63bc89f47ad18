"""Charts that are imported have the dates that mermaid itself draws."""

from __future__ import annotations

import datetime as dt

from aiplan.core.calendar import Calendar
from helpers.importing import read
from helpers.mermaid import read_back

TODAY = dt.date(2026, 1, 2)
"""Before all of it, so that nothing waits for the data date."""

CHARTS = (
    "a :a, 2026-01-05, 5d\nb :b, after a, 3d\nc :c, after a b, 1w",
    "a :a, 2026-01-05, 2026-01-10\nb :2026-01-12, 2026-01-17\nc :c, 2026-01-19, 24h",
    "section One\na :2026-01-05, 5d\nb :3d\nsection Two\nc :c, 2026-01-12, 2w",
    "excludes weekends\na :a, 2026-01-05, 10d\nb :b, after a, 15d\nm :milestone, m, after b, 0d\nc :c, after m, 2w",
    "excludes weekends 2026-01-15\na :a, 2026-01-14, 3d\nb :b, after a, 2d\nc :c, 2026-01-20, 2026-01-24",
    "excludes friday saturday\na :a, 2026-01-04, 7d\nb :b, after a, 4d",
    "inclusiveEndDates\na :a, 2026-01-05, 2026-01-09\nb :b, 2026-01-12, 2026-01-12",
    "dateFormat DD.MM.YYYY\na :a, 05.01.2026, 30d\nb :crit, b, after a, 1M",
    "dateFormat YYYY/MM/DD\na :a, 2026/01/05, 4d\nm :milestone, m, 2026/02/02, 0d",
    "b :b, after a, 3d\na :a, 2026-02-02, 4d\nc :c, after b, until d\nd :d, 2026-03-02, 2d",
    "%% comment\na1 :a1, 2026-01-05, 3d\n%% another: one\nb :b1, after a1, 36h",
)


def test_imported_charts_have_the_dates_that_mermaid_draws() -> None:
    texts = [f"gantt\ndateFormat YYYY-MM-DD\n{lines}\n" for lines in CHARTS]
    for text, chart in zip(texts, read_back(texts), strict=True):
        assert "error" not in chart, (text, chart)
        found = read(text, "x.mmd", today=TODAY)
        week = Calendar(found.plan.calendar)
        by_title = {item.title: key for part in (found.plan.tasks, found.plan.milestones) for key, item in part.items()}
        for task in chart["tasks"]:
            activity = found.schedule[by_title[task["name"].strip()]]
            start = dt.datetime.fromisoformat(task["start"])
            end = dt.datetime.fromisoformat(task["end"])
            last = (end - dt.timedelta(seconds=1)).date()
            if "milestone" in task["tags"]:
                first = start.date()
                assert activity.early_finish in (first, week.roll_back(first - dt.timedelta(1))), (text, task)
                continue
            assert activity.early_start == week.roll_forward(start.date()), (text, task)
            assert activity.early_finish == week.roll_back(last), (text, task)
