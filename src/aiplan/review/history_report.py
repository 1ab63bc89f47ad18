"""A plan's history as data, as Markdown and as a Mermaid chart."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from aiplan.core.gantt import GITHUB_CHARS, Bar, Group, gantt_text, task_name
from aiplan.core.markup import code, escape, table
from aiplan.core.trend import Bend, Trend
from aiplan.review.history import History, Story
from aiplan.review.report import causes_words

SCHEMA_VERSION = 1
_DAY = dt.timedelta(days=1)
_LONGEST = 100


def history_json(history: History) -> dict[str, Any]:
    """Return the history as `aiplan history --json` prints it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "versions": len(history.versions),
        "first": history.first.isoformat(),
        "last": history.last.isoformat(),
        "shallow": history.shallow,
        "milestones": [_trend_json(history, trend) for trend in history.trends],
        "unreadable": [
            {"commit": u.version.commit.hash, "day": u.version.day.isoformat(), "why": u.why}
            for u in history.unreadable
        ],
    }


def _trend_json(history: History, trend: Trend) -> dict[str, Any]:
    return {
        "id": trend.id,
        "title": trend.title,
        "first": trend.first.forecast.isoformat(),
        "now": trend.now.forecast.isoformat(),
        "days": trend.days,
        "days_per_month": None if trend.days_per_month is None else round(trend.days_per_month, 2),
        "first_slip_week": None if trend.first_slip is None else trend.first_slip.isoformat(),
        "points": [
            {"day": p.day.isoformat(), "commit": history.versions[p.version].commit.hash, "id": p.id,
             "forecast": p.forecast.isoformat()}
            for p in trend.points
        ],
        "bends": [_bend_json(history, bend) for bend in trend.bends],
    }  # fmt: skip


def _bend_json(history: History, bend: Bend) -> dict[str, Any]:
    said: dict[str, Any] = {
        "day": bend.day.isoformat(),
        "commit": history.versions[bend.version].commit.hash,
        "before": bend.before.isoformat(),
        "after": bend.after.isoformat(),
        "days": bend.days,
    }
    story = history.stories.get((bend.previous, bend.version))
    if bend.interaction is None or story is None:
        return said
    return said | {
        "causes": [{"address": part.label, "days": part.days} for part in bend.parts],
        "interaction": bend.interaction,
        "authors": list(story.authors),
        "reasons": list(story.reasons),
    }


def history_csv(history: History) -> str:
    """Return one line for each forecast of each milestone: when it was said, what, and how much later than first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["day", "commit", "milestone", "id_then", "forecast", "days_late"])
    for trend in history.trends:
        moved = {bend.version: bend.days for bend in trend.bends}
        late = 0
        for point in trend.points:
            late += moved.get(point.version, 0)
            commit = history.versions[point.version].commit.hash
            writer.writerow([point.day, commit, trend.id, point.id, point.forecast, late])
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Move:
    """Milestones that one event moves by the same days for the same causes."""

    milestones: tuple[str, ...]
    days: int
    causes: tuple[str, ...]
    """In words with their days; together they add up to `days`."""

    def __str__(self) -> str:
        return f"{', '.join(self.milestones)} {self.days:+d} = {', '.join(self.causes) or 'no cause found'}"


@dataclass(frozen=True, slots=True)
class Event:
    """A version that moved milestones: who made it, why, and what it moved."""

    day: dt.date
    story: Story
    moves: tuple[Move, ...]


def events(history: History) -> tuple[Event, ...]:
    """Return the versions whose causes were looked for, in time order."""
    found: dict[tuple[int, int], dict[tuple[int, tuple[str, ...]], list[str]]] = {}
    days: dict[tuple[int, int], dt.date] = {}
    for trend in history.trends:
        for bend in trend.bends:
            if bend.interaction is not None:
                causes = tuple(causes_words(bend.parts, bend.interaction))
                place = bend.previous, bend.version
                days[place] = bend.day
                found.setdefault(place, {}).setdefault((bend.days, causes), []).append(trend.id)
    return tuple(
        Event(
            days[place],
            history.stories[place],
            tuple(Move(tuple(ids), n, causes) for (n, causes), ids in found[place].items()),
        )
        for place in sorted(found, key=lambda place: (place[1], place[0]))
    )


def left_out(history: History) -> int:
    """Return of how many bends the causes were not looked for."""
    return sum(bend.interaction is None for trend in history.trends for bend in trend.bends)


def story_words(story: Story) -> str:
    """Return who moved something and why, in one line."""
    said = f"{', '.join(story.authors)}: {story.subject}"
    return said + "".join(f" — “{reason}”" for reason in story.reasons)


def signed(days: int) -> str:
    """Return days with their sign, 0 without."""
    return f"{days:+d}" if days else "0"


def per_month(trend: Trend) -> str:
    """Return the slip a month in working days, such as `+2.5`; empty for none or too short a span."""
    return "" if not trend.days_per_month else f"{trend.days_per_month:+.1f}"


def unreadable_words(history: History, most: int = 5) -> str:
    """Return how many versions are no plan, and which; empty where all are."""
    if not history.unreadable:
        return ""
    named = [f"{u.version.commit.hash[:9]} of {u.version.day} ({u.why})" for u in history.unreadable[:most]]
    count = len(history.unreadable)
    more = f" and {count - most} more" if count > most else ""
    return f"{count} version{'s' if count != 1 else ''} could not be read: {', '.join(named)}{more}"


def history_markdown(history: History) -> str:
    """Return the trends as Markdown: a table of milestones, then who moved them and why."""
    head = ["id", "milestone", "first forecast", "now", "days", "days a month", "first slip"]
    rows = [
        [code(t.id), escape(t.title), str(t.first.forecast), f"**{t.now.forecast}**", signed(t.days), per_month(t),
         "" if t.first_slip is None else f"week of {t.first_slip}"]
        for t in history.trends
    ]  # fmt: skip
    lines = [f"### {_headline(history)}", "", *table(head, rows), ""]
    found = events(history)
    if found:
        lines += ["**Who moved them, and why**", ""]
        for event in found:
            lines.append(f"- {event.day} {code(event.story.commits[-1])} {escape(story_words(event.story))}")
            lines += [f"  - {escape(str(move))}" for move in event.moves]
        lines.append("")
    if more := left_out(history):
        lines += [f"{more} smaller moves left out.", ""]
    if history.unreadable:
        lines += [escape(unreadable_words(history)), ""]
    return "\n".join([*lines, "<sub>days are working days</sub>", ""])


def _headline(history: History) -> str:
    count = len(history.versions)
    return f"Milestones over {count} version{'s' if count != 1 else ''}, {history.first} … {history.last}"


def history_groups(history: History) -> tuple[Group, ...]:
    """Return a section for each milestone: its first forecast, and each that differs from the one before."""
    return tuple(_group(number, trend) for number, trend in enumerate(history.trends))


def history_gantt(history: History, *, max_chars: int = GITHUB_CHARS) -> str:
    """Return the forecasts as a Gantt chart; where it would be longer than `max_chars`, the last milestones go."""
    groups = history_groups(history)
    while groups and len(gantt_text(groups)) > max_chars:
        groups = groups[:-1]
    return gantt_text(groups)


def _group(number: int, trend: Trend) -> Group:
    said = [("first", trend.first.day, trend.first.forecast)]
    said += [(f"{bend.days:+d}d", bend.day, bend.after) for bend in trend.bends]
    bars = tuple(
        Bar(f"n_{number}_{i}", f"on {day} {words}", forecast, forecast + _DAY, ("milestone",))
        for i, (words, day, forecast) in enumerate(said)
    )
    name = task_name(trend.id, trend.title)
    return Group(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…", bars)
