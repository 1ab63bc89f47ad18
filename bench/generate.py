"""Plans of any size for benchmarks and tests: realistic in shape, the same text for the same arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

Links = Literal["fs", "fs_ss", "all"]
_LINK_TYPES: dict[Links, tuple[str, ...]] = {
    "fs": ("FS",),
    "fs_ss": ("FS", "FS", "FS", "SS"),
    "all": ("FS", "FS", "FS", "SS", "FF", "SF"),
}
_TEAMS = ("data", "model", "app")
_WORDS = ("Label", "Collect", "Train", "Review", "Measure", "Integrate", "Clean", "Ship", "Design", "Compare")
_THINGS = ("photos", "leaf images", "lily classes", "the search page", "recall by species", "the API", "drift alarms")
MEMBERS = 24
"""Members of one milestone."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a generated plan is made of."""

    activities: int
    """Activities of all kinds together."""
    seed: int = 1
    calendars: Literal[1, 3] = 1
    """1: the project calendar for all; 3: two of three teams have their own."""
    milestones: bool = True
    """Whether every 25th activity is a milestone with the 24 before it as members."""
    experiments: float = 0.1
    """Share of the work that is experiments."""
    estimates: float = 0.4
    """Share of the work with a three-point estimate."""
    links: Links = "all"
    """Link types; `fs_ss` has no leads, so that other schedulers understand it."""
    start: dt.date = dt.date(2026, 1, 5)


def plan_text(size: Size) -> str:
    """Return the text of a plan of `size`; it has no errors and no cycles."""
    return "\n".join(_lines(size)) + "\n"


def _lines(size: Size) -> Iterator[str]:
    random = Random(size.seed)
    yield from _head(size)
    work: list[str] = []
    milestones: list[str] = []
    while len(work) + len(milestones) < size.activities:
        members = (
            min(MEMBERS, size.activities - len(work) - len(milestones) - 1) if size.milestones else size.activities
        )
        milestone = f"m{len(milestones):04d}" if size.milestones else ""
        if milestone:
            yield from _milestone(milestone, milestones)
            milestones.append(milestone)
        for _ in range(members):
            key = f"a{len(work):05d}"
            yield from _activity(key, milestone, work, size, random)
            work.append(key)


def _head(size: Size) -> Iterator[str]:
    yield from (
        "format = 1", "", "[project]", 'name = "Generated"', f"start = {size.start}", f"as_of = {size.start}",
        "", "[calendar]", "holidays = [", "  2026-01-01,",
        '  { from = 2026-02-16, to = 2026-02-22, name = "Spring festival" },', "  2026-05-01,", "]",
        "extra_workdays = [2026-02-28]",
    )  # fmt: skip
    if size.calendars == 3:
        yield from ("", "[calendars.four-day]", 'workweek = ["mon", "tue", "wed", "thu"]', "holidays = [2026-03-09]")
        yield from ("", "[calendars.six-day]", 'workweek = ["mon", "tue", "wed", "thu", "fri", "sat"]')
    for team, calendar in zip(_TEAMS, ("", "four-day", "six-day"), strict=True):
        yield from ("", f"[teams.{team}]", f'title = "Team {team}"', "capacity = 4")
        if calendar and size.calendars == 3:
            yield f'calendar = "{calendar}"'


def _milestone(key: str, before: list[str]) -> Iterator[str]:
    yield from ("", f"# {key}: a point that is reached", f"[milestones.{key}]", f'title = "Milestone {key[1:]}"')
    if len(before) >= 2 and len(before) % 4 == 0:
        yield f'depends_on = ["{before[-2]}"]'


def _activity(key: str, milestone: str, before: list[str], size: Size, random: Random) -> Iterator[str]:
    experiment = random.random() < size.experiments
    likely = random.randint(1, 12)
    yield from ("", f"[{'experiments' if experiment else 'tasks'}.{key}]")
    yield f'title = "{random.choice(_WORDS)} {random.choice(_THINGS)} ({key[1:]})"'
    if milestone:
        yield f'milestone = "{milestone}"'
    if random.random() < size.estimates:
        optimistic, pessimistic = max(1, likely // 2), likely * 2 + 1
        yield f'duration = {{ optimistic = "{optimistic}d", likely = "{likely}d", pessimistic = "{pessimistic}d" }}'
    else:
        yield f'duration = "{likely}d"'
    yield f'team = "{random.choice(_TEAMS)}"'
    if links := _links(before, size, random):
        if len(links) > 1:
            yield from ("depends_on = [", *(f"  {link}," for link in links), "]")
        else:
            yield f"depends_on = [{links[0]}]"
    yield f'owner = "{random.choice(("wei", "lin", "ana", "tom"))}"'
    yield f'priority = "{random.choice(("must", "should", "could"))}"'
    if experiment:
        yield from (
            'hypothesis = "It clears the bar."', f"success = {random.choice((0.3, 0.5, 0.7))}",
            f"max_attempts = {random.randint(1, 3)}", 'fallback = { title = "Show three candidates", duration = "3d" }',
        )  # fmt: skip
    if random.random() < 0.2:
        yield 'notes = "Ask the annotators first."'


def _links(before: list[str], size: Size, random: Random) -> list[str]:
    """Return links to a few of the activities shortly before, one for each predecessor."""
    near = before[-max(30, size.activities // 12) :]
    links = []
    for predecessor in sorted(random.sample(near, min(len(near), random.choice((0, 1, 1, 2, 2, 3))))):
        kind = random.choice(_LINK_TYPES[size.links])
        lag = random.choice((0, 0, 0, 1, 3) if size.links != "all" else (0, 0, 0, 2, -1)) if size.links != "fs" else 0
        written = f"{kind}{lag:+d}d" if lag else ("" if kind == "FS" else kind)
        links.append(f'"{predecessor} {written}"' if written else f'"{predecessor}"')
    return links
