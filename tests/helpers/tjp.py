"""A plan as a TaskJuggler project, and the dates TaskJuggler finds.

TaskJuggler schedules work for resources, so every activity gets one of its own that works by the calendar of its
team: nothing ever waits for a resource, and an activity starts on the first day its calendar works. A day is worked
from 9:00 to 17:00, so that the instant of a milestone tells on which side of the night it lies.

What it can express: FS and SS links without leads, one between two activities; `not_before`; work weeks; holidays,
those of the project holding for every team; milestones without members. Left out are SS links into a milestone and
between calendars: TaskJuggler reckons them from the evening on which the predecessor could start, not from the morning
on which it starts, and complains about that itself. Nor does a lag lead from milestone to milestone: behind a start the
rules date it on the morning after the lag, TaskJuggler on the evening that ends it, which is the same instant.
"""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Data = Mapping[str, Any]

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = "9:00 - 17:00"


def export(data: Data, until: dt.date) -> str:
    """Return the TaskJuggler project of `data`; tasks are named `t0`, `t1` … in the order of `activities`.

    Args:
        data: the plan.
        until: end of the days that TaskJuggler looks at; it complains where they do not suffice.
    """
    first = data["project"]["start"]
    teams, calendars, calendar = data.get("teams", {}), data.get("calendars", {}), data.get("calendar", {})
    work = activities(data)
    names = {key: f"t{number}" for number, key in enumerate(work)}
    lines = [
        f'project plan "plan" {first} - {until} {{',
        '  timezone "UTC"',
        '  timeformat "%Y-%m-%d %H:%M"',
        "  dailyworkinghours 8",
        *_week(calendar),
        "}",
    ]
    for key, name in names.items():
        own = calendars.get(teams.get(work[key].get("team"), {}).get("calendar"), calendar)
        lines += [f'resource r_{name} "{name}" {{', *_week(own), *_leaves(own), "}"]
    lines += _leaves(calendar)  # after the resources, which would inherit them
    for key, name in names.items():
        lines += _task(name, work[key], names, first)
    return "\n".join([*lines, 'taskreport "dates" {', "  formats csv", "  columns id, start, end", "}", ""])


def activities(data: Data) -> dict[str, Any]:
    """Return the tasks and milestones of `data` by id."""
    return {key: table for section in ("tasks", "milestones") for key, table in data.get(section, {}).items()}


def _week(calendar: Data) -> list[str]:
    days = calendar.get("workweek", WEEK[:5])
    return [f"  workinghours {day} {HOURS if day in days else 'off'}" for day in WEEK]


def _leaves(calendar: Data) -> list[str]:
    """Return the holidays of `calendar`; the last day of an interval is not part of it."""
    spans = [h if isinstance(h, dict) else {"from": h, "to": h} for h in calendar.get("holidays", [])]
    return [f'  leaves holiday "off" {span["from"]} - {span["to"] + dt.timedelta(days=1)}' for span in spans]


def _task(name: str, table: Data, names: Mapping[str, str], first: dt.date) -> list[str]:
    event = table.get("duration", "0d") == "0d"
    waits = [_dependency(text, names) for text in table.get("depends_on", [])]
    lines = []
    if "not_before" in table:
        lines.append(f'task n_{name} "date" {{ milestone start {table["not_before"]} }}')
        waits.append(f"n_{name}")
    lines.append(f'task {name} "{name}" {{')
    lines.append("  milestone" if event else f"  effort {table['duration']} allocate r_{name}")
    lines.append(f"  depends {', '.join(waits)}" if waits else f"  start {first}-9:00")
    return [*lines, "}"]


def _dependency(text: str, names: Mapping[str, str]) -> str:
    pred, _, link = text.partition(" ")
    kind, _, lag = link.partition("+")
    options = [*(["onstart"] if kind == "SS" else []), *([f"gaplength {lag}"] if lag else [])]
    return f"{names[pred]} {{ {' '.join(options)} }}" if options else names[pred]


def run(tool: str, data: Data, until: dt.date, folder: Path) -> dict[str, tuple[dt.date, dt.date]]:
    """Return (start, finish) of every activity of `data` as the program `tool` finds them.

    Raises:
        AssertionError: where it complains, with its words.
    """
    source = folder / "plan.tjp"
    source.write_text(export(data, until))
    done = subprocess.run(
        [tool, "--silent", "--no-color", source.name], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    with (folder / "dates.csv").open(newline="") as file:
        rows = {row["Id"]: row for row in csv.DictReader(file, delimiter=";")}
    found = {}
    for number, key in enumerate(activities(data)):
        row = rows[f"t{number}"]
        found[key] = dt.date.fromisoformat(row["Start"][:10]), dt.date.fromisoformat(row["End"][:10])
    return found
