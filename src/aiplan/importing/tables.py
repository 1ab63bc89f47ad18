"""From an entry to the table of a plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from aiplan.core.calendar import Calendar
from aiplan.importing.notes import N_, Note
from aiplan.importing.source import Entry

_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Drafted:
    """One table with what its dates should become."""

    id: str
    section: str
    entry: Entry
    keys: dict[str, Any]
    start: dt.date | None = None
    """First day that was given for unfinished work."""
    finish: dt.date | None = None
    """Last day that was given."""
    notes: list[str] = field(default_factory=list)
    """Lines that go into `notes`."""

    @property
    def table(self) -> dict[str, Any]:
        """The table as it is written."""
        return self.keys | ({"notes": "\n".join(self.notes)} if self.notes else {})


class Drafting:
    """What is known while tables are made."""

    def __init__(self, calendar: Calendar, today: dt.date) -> None:
        self._calendar = calendar
        self._today = today
        self.notes: list[Note] = []
        self.other_lengths = 0
        """Entries whose days between start and finish are not the length that was given."""

    def drafted(self, key: str, entry: Entry, *, holds: bool) -> Drafted:
        """Return the table of an entry; `holds` tells whether others are part of it."""
        work = not holds and (entry.kind == "task" or (entry.kind == "group" and bool(entry.days or entry.start)))
        draft = Drafted(key, "tasks" if work else "milestones", entry, {"title": entry.title}, notes=list(entry.notes))
        for name in ("owner", "priority", "cost"):
            if value := getattr(entry, name):
                draft.keys[name] = value
        for name in ("tags", "links"):
            if value := getattr(entry, name):
                draft.keys[name] = list(value)
        if holds:
            self._holder(draft)
        elif work:
            self._task(draft)
        else:
            self._event(draft)
        return draft

    def _holder(self, draft: Drafted) -> None:
        """Fill a milestone that has parts: its dates are theirs."""
        entry = draft.entry
        if entry.deadline is not None:
            draft.keys["deadline"] = entry.deadline
        draft.finish = entry.finish or (entry.start if entry.kind == "milestone" else None)
        if entry.status == "dropped":
            draft.keys["status"] = "dropped"

    def _event(self, draft: Drafted) -> None:
        """Fill a milestone that is a point in time."""
        entry = draft.entry
        day = entry.finish or entry.start or entry.deadline
        if entry.deadline is not None:
            draft.keys["deadline"] = entry.deadline
        if entry.days:
            draft.keys["duration"] = f"{entry.days}d"
        if self._progress(draft, day, day) == "planned":
            draft.start, draft.finish = day, day

    def _task(self, draft: Drafted) -> None:
        entry = draft.entry
        start, finish, days = entry.start, entry.finish, entry.days
        if start is not None and finish is not None:
            counted = max(1, self._calendar.count(start, finish + _DAY))
            self.other_lengths += days is not None and days != counted
            days = counted
        elif finish is not None and days:
            start = self._calendar.add(self._calendar.roll_back(finish), 1 - days)
        elif start is not None and days:
            finish = self._calendar.add(start, days - 1)
        if days is not None:
            draft.keys["duration"] = f"{days}d"
        status = self._progress(draft, start, finish)
        deadline = entry.deadline
        if finish is not None and start is None:
            if deadline is None:
                deadline = finish
            else:
                draft.notes.append(f"Finish: {finish}")
            finish = None
        if status in ("planned", "active"):
            draft.start, draft.finish = start if status == "planned" else None, finish
        if deadline is not None:
            latest = draft.start if status == "planned" else None
            if latest is not None and latest > deadline:
                said = N_("{title} starts on {start}, after its deadline {deadline}, which is kept as a note")
                values = {"title": repr(entry.title[:60]), "start": latest, "deadline": deadline}
                self.notes.append(Note(said, values, entry.line))
                draft.notes.append(f"Deadline: {deadline}")
            else:
                draft.keys["deadline"] = deadline

    def _progress(self, draft: Drafted, start: dt.date | None, finish: dt.date | None) -> str:
        """Write what has happened, and return planned, active, done or dropped."""
        entry = draft.entry
        status = _status(entry)
        if entry.share_done and entry.share_done < 1:
            draft.notes.append(f"Progress: {round(entry.share_done * 100)} %")
        started, finished = entry.started or start, entry.finished or finish
        if status == "dropped":
            draft.keys["status"] = "dropped"
        elif status == "done":
            self._done(draft, started, finished)
        elif status == "active":
            if draft.section != "tasks" or started is None:
                return "planned"
            if started > self._today:
                self._ahead(entry, started)
                return "planned"
            draft.keys["started"] = started
        return status

    def _done(self, draft: Drafted, started: dt.date | None, finished: dt.date | None) -> None:
        """Write when work was done, as far as that is known."""
        keys = draft.keys
        if finished is not None and finished <= self._today:
            keys["finished"] = finished
        else:
            keys["status"] = "done"
            if finished is not None:
                self._ahead(draft.entry, finished)
        possible = started is not None and started <= min(self._today, keys.get("finished", started))
        if possible and draft.section == "tasks":
            keys["started"] = started
        elif draft.entry.started is not None:
            draft.notes.append(f"Started: {started}")

    def _ahead(self, entry: Entry, day: dt.date) -> None:
        said = N_("{title} is said to have happened on {day}, which lies ahead: no date was recorded")
        self.notes.append(Note(said, {"title": repr(entry.title[:60]), "day": day}, entry.line))


def _status(entry: Entry) -> str:
    """Return planned, active, done or dropped, from what is said of the state, of the share and of dates."""
    if entry.status in ("done", "dropped"):
        return entry.status
    if entry.share_done == 1 or (entry.status is None and entry.finished is not None):
        return "done"
    return "active" if entry.status == "active" or entry.share_done or entry.started is not None else "planned"
