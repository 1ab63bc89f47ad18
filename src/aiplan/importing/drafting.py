"""From what was read to a plan: ids, calendar, tables, and bounds where links alone would give other dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.core.checks.runner import run_checks
from aiplan.core.naming import slug
from aiplan.core.schedule import Schedule, schedule_plan
from aiplan.importing.linking import Link, links_of
from aiplan.importing.notes import N_, Note
from aiplan.importing.outline import Outline, outline
from aiplan.importing.source import Entry, Source
from aiplan.importing.tables import Drafted, Drafting
from aiplan.importing.workdays import Workdays, workdays_of
from aiplan.model.finding import Finding
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from aiplan.model.values import is_id

_DAY = dt.timedelta(days=1)
_SIGNING = 10
"""Working days from the last work of a milestone to it, up to which these are its duration, and not slack."""
_CHINESE = {
    "Part of": "属于", "Depends on": "依赖", "Progress": "进度", "Started": "开始", "Finish": "结束",
    "Deadline": "截止", "Team": "团队",
}  # fmt: skip
"""What is kept as a note, and how a Chinese plan says it."""
_ROUNDS = 4
"""How often bounds are added where something starts too early, before all that are left get one."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person says about the plan."""

    today: dt.date
    name: str = ""
    """Of the product; empty for what the file says."""
    start: dt.date | None = None
    """First day; else that of the first work."""
    language: str = ""
    """`en` or `zh`; empty for that of the titles."""


@dataclass(frozen=True, slots=True)
class Made:
    """A plan as data, in the order in which it is written."""

    data: Mapping[str, Any]
    order: tuple[tuple[str, str], ...]
    """Sections and ids of the work."""
    dependencies: int
    schedule: Schedule
    notes: tuple[Note, ...]


def made(source: Source, wishes: Wishes) -> Made:
    """Return the plan of what was read.

    Args:
        source: entries with what the reader had to say.
        wishes: name, first day, language and the day it is.
    """
    found = outline(source.entries)
    links, kept, unlinked = links_of(found)
    workdays = workdays_of(source, found.entries)
    drafting = Drafting(workdays.calendar, wishes.today)
    drafts = _drafts(found, drafting)
    for position, lines in kept.items():
        drafts[position].notes += lines
    _join(drafts, links, found)
    notes = [*source.notes, *found.notes, *unlinked, *workdays.notes, *drafting.notes]
    if drafting.other_lengths:
        said = N_("{count} lengths are not the working days from start to finish: the dates were taken")
        notes.append(Note(said, {"count": drafting.other_lengths}))
    head = _head(source, found, drafts, workdays, wishes)
    if "as_of" in head["project"]:
        said = N_("the data date is {day}: until then it is known what happened; aiplan update moves it on")
        notes.append(Note(said, {"day": head["project"]["as_of"]}))
    schedule = _bounded(head, drafts, wishes.today)
    notes += _signed_off(drafts, schedule)
    schedule, more = _without_errors(head, drafts, schedule, wishes.today)
    notes += [*more, *_moved(drafts, schedule, head["project"]["start"])]
    if head["project"].get("language") == "zh":
        _in_chinese(drafts)
    data = _data(head, drafts)
    count = sum(len(draft.keys.get("depends_on", ())) for draft in drafts)
    return Made(data, tuple((draft.section, draft.id) for draft in drafts), count, schedule, tuple(notes))


def _drafts(found: Outline, drafting: Drafting) -> list[Drafted]:
    taken = set[str]()
    drafts = []
    holders = set(found.part_of.values())
    seen = dict[str, int]()
    for position, entry in enumerate(found.entries):
        for ref in entry.refs[:1]:
            if ref.casefold() in seen:
                said = N_("the id {id} is already that of line {line}; what names it means that one")
                drafting.notes.append(Note(said, {"id": repr(ref), "line": seen[ref.casefold()]}, entry.line))
            seen.setdefault(ref.casefold(), entry.line)
        key = _id(entry, taken)
        drafts.append(drafting.drafted(key, entry, holds=position in holders))
    return drafts


def _id(entry: Entry, taken: set[str]) -> str:
    """Return an id for an entry: its own where people can read it, else one made from the title."""
    own = next((ref for ref in entry.refs[:1] if is_id(ref) and not ref.isdecimal() and len(ref) <= 40), "")
    number = next((ref for ref in entry.refs if ref.isascii() and ref.isdecimal()), str(entry.line))
    wanted = own or slug(entry.title) or f"task-{number}"
    found, count = wanted, 2
    while found in taken:
        found, count = f"{wanted}-{count}", count + 1
    taken.add(found)
    return found


def _join(drafts: Sequence[Drafted], links: Iterable[Link], found: Outline) -> None:
    """Write who depends on whom and who is part of what."""
    for position, parent in found.part_of.items():
        drafts[position].keys["milestone"] = drafts[parent].id
    wanted: dict[int, list[str]] = {}
    for link in links:
        text = drafts[link.before].id
        if link.type != "FS" or link.lag:
            text += f" {link.type}" + (f"{link.lag:+d}d" if link.lag else "")
        wanted.setdefault(link.after, []).append(text)
    for position, texts in wanted.items():
        drafts[position].keys["depends_on"] = sorted(texts)


def _head(
    source: Source, found: Outline, drafts: Sequence[Drafted], workdays: Workdays, wishes: Wishes
) -> dict[str, Any]:
    """Return everything but the work."""
    recorded = [day for draft in drafts for name in ("started", "finished") if (day := draft.keys.get(name))]
    planned = [draft.start for draft in drafts if draft.start is not None]
    start = wishes.start or min([*recorded, *planned], default=wishes.today)
    project: dict[str, Any] = {"name": wishes.name or source.name or found.name, "start": start}
    if (recorded or planned) and start <= wishes.today and not _holds(drafts, wishes.today):
        # What is finished on a day is known from the next one on.
        known = [day for draft in drafts if (day := draft.keys.get("started")) is not None]
        known += [day + _DAY for draft in drafts if (day := draft.keys.get("finished")) is not None]
        project["as_of"] = max([start, *known])
    titles = "".join(draft.entry.title for draft in drafts)
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in titles)
    if (wishes.language or ("zh" if chinese * 4 > len(titles) else "en")) == "zh":
        project["language"] = "zh"
    head: dict[str, Any] = {"project": project}
    if workdays.table:
        head["calendar"] = dict(workdays.table)
    teams = _teams(drafts)
    if teams:
        head["teams"] = teams
    return head


def _holds(drafts: Iterable[Drafted], today: dt.date) -> bool:
    """Tell whether what is unfinished lies on or after today, so that the data date can be today."""
    return all(
        (draft.start is None or draft.start >= today) and (draft.finish is None or draft.finish >= today)
        for draft in drafts
        if not (draft.section == "milestones" and draft.start is None)
    )


def _teams(drafts: Sequence[Drafted]) -> dict[str, dict[str, Any]]:
    """Return the teams, and write them into the work."""
    teams: dict[str, dict[str, Any]] = {}
    ids: dict[str, str] = {}
    for draft in drafts:
        name = draft.entry.team
        if not name:
            continue
        if draft.section == "milestones":
            draft.notes.append(f"Team: {name}")
            continue
        if name.casefold() not in ids:
            key, count = slug(name) or "team", 2
            while key in teams:
                key, count = f"{slug(name) or 'team'}-{count}", count + 1
            ids[name.casefold()] = key
            teams[key] = {"title": name}
        draft.keys["team"] = ids[name.casefold()]
    return teams


def _data(head: Mapping[str, Any], drafts: Iterable[Drafted]) -> dict[str, Any]:
    data: dict[str, Any] = {"format": 1, **head}
    for draft in drafts:
        data.setdefault(draft.section, {})[draft.id] = draft.table
    return data


def _in_chinese(drafts: Iterable[Drafted]) -> None:
    """Say in the language of the plan what was kept as a note."""
    for draft in drafts:
        for place, line in enumerate(draft.notes):
            name, colon, rest = line.partition(": ")
            if colon and name in _CHINESE:
                draft.notes[place] = f"{_CHINESE[name]}：{rest}"


def _scheduled(
    head: Mapping[str, Any], drafts: Sequence[Drafted], today: dt.date
) -> tuple[Plan, Schedule, tuple[Finding, ...]]:
    plan, findings = read_plan(_data(head, drafts), file_order=[draft.id for draft in drafts])
    return plan, schedule_plan(plan, today=today), findings


def _bounded(head: Mapping[str, Any], drafts: Sequence[Drafted], today: dt.date) -> Schedule:
    """Give `not_before` to what would start before its day, those first that wait for nothing else of these."""
    schedule = _scheduled(head, drafts, today)[1]
    for last in (*[False] * _ROUNDS, True):
        early = [draft for draft in drafts if "not_before" not in draft.keys and _starts_early(draft, schedule)]
        if not early:
            break
        ids = {draft.id for draft in early}
        for draft in early:
            before = {text.split()[0] for text in draft.keys.get("depends_on", ())}
            if last or not before & ids:
                draft.keys["not_before"] = draft.start
        schedule = _scheduled(head, drafts, today)[1]
    return schedule


def _signed_off(drafts: Sequence[Drafted], schedule: Schedule) -> Iterator[Note]:
    """Give milestones that are reached some days after their last work a duration: that of signing off."""
    for draft in drafts:
        last = schedule[draft.id].early_finish
        held = draft.section == "milestones" and draft.entry.kind == "milestone" and draft.start is None
        if not held or draft.finish is None or last is None or "finished" in draft.keys:
            continue
        days = schedule.project_calendar.count(last + _DAY, draft.finish + _DAY)
        if 0 < days <= _SIGNING:
            draft.keys["duration"] = f"{days}d"
            said = N_("{title} is reached {count} working days after its work: these became its duration")
            yield Note(said, {"title": repr(draft.entry.title[:60]), "count": days}, draft.entry.line)


def _starts_early(draft: Drafted, schedule: Schedule) -> bool:
    start = schedule[draft.id].early_start
    return draft.start is not None and start is not None and start < draft.start


def _without_errors(
    head: Mapping[str, Any], drafts: Sequence[Drafted], schedule: Schedule, today: dt.date
) -> tuple[Schedule, list[Note]]:
    """Take out links that what has happened contradicts; tell what else the checks find wrong."""
    by_id = {draft.id: draft for draft in drafts}
    notes: list[Note] = []
    plan, schedule, findings = _scheduled(head, drafts, today)
    wrong = [f for f in (*findings, *run_checks(plan, schedule)) if f.severity == "error"]
    contradicted: dict[str, list[int]] = {}
    for finding in wrong:
        if finding.code == "AIP202":
            contradicted.setdefault(str(finding.path[1]), []).append(int(finding.path[3]))
        else:
            notes.append(Note(N_("{code}: {message}"), {"code": finding.code, "message": finding.message}))
    for key, places in contradicted.items():
        draft = by_id[key]
        links = draft.keys["depends_on"]
        for place in places:
            said = N_("{title} is done although {predecessor} is not, or was later: this dependency was left out")
            title = by_id[links[place].split()[0]].entry.title
            draft.notes.append(f"Depends on: {title}")
            notes.append(
                Note(said, {"title": repr(draft.entry.title[:60]), "predecessor": repr(title[:60])}, draft.entry.line)
            )
        left = [link for place, link in enumerate(links) if place not in places]
        draft.keys.pop("depends_on")
        if left:
            draft.keys["depends_on"] = left
    if contradicted:
        schedule = _scheduled(head, drafts, today)[1]
    return schedule, notes


def _moved(drafts: Iterable[Drafted], schedule: Schedule, start: dt.date) -> Iterator[Note]:
    """Yield what has other dates in the plan than in the file."""
    for draft in drafts:
        activity = schedule[draft.id]
        first, last = activity.early_start, activity.early_finish
        if first is None or last is None:
            continue
        holder = draft.section == "milestones" and draft.start is None
        if draft.start is not None and first != draft.start and not holder:
            said = N_("{title} starts on {day} in the plan, not on {given}: what comes before it allows no earlier")
            given, day = draft.start, first
        elif draft.finish is not None and last != draft.finish:
            said = N_("{title} ends on {day} in the plan, not on {given}")
            given, day = draft.finish, last
            if holder and "deadline" not in draft.keys and draft.finish >= start:
                draft.keys["deadline"] = draft.finish
                said = N_("{title} ends with its work on {day}; {given}, which the file says, is its deadline")
        else:
            continue
        yield Note(said, {"title": repr(draft.entry.title[:60]), "day": day, "given": given}, draft.entry.line)
