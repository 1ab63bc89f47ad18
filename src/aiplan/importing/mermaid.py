"""From a Gantt chart in Mermaid to entries: days as the chart draws them, links where it says `after`.

Source: the grammar and the days of mermaid 11, https://mermaid.js.org/syntax/gantt.html.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateutil.relativedelta import relativedelta

from aiplan.core.calendar import WEEK, Calendar
from aiplan.core.gantt import label
from aiplan.export.words import words
from aiplan.importing.chart import Bar, Chart, blocks, read_chart
from aiplan.importing.notes import N_, ImportFailed, Note
from aiplan.importing.source import Entry, Follows, Source
from aiplan.importing.values import LONGEST, MONTHS, YEARS
from aiplan.model.context import CalendarSpec
from aiplan.model.values import is_id

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HEADING = re.compile(r"^#[ \t]+(\S.*?)[ \t#]*$", re.MULTILINE)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhdwMy])\Z")
_DAYS = {"ms": 0.0, "s": 0.0, "m": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0}
_MONTHS_OF = {"M": 1, "y": 12}
_TOKENS = (
    ("YYYY", r"(?P<year>\d{4})"), ("YY", r"(?P<short>\d\d)"), ("MMMM", r"(?P<name>[A-Za-z]+)"),
    ("MMM", r"(?P<name>[A-Za-z]+)"), ("MM", r"(?P<month>\d\d)"), ("M", r"(?P<month>\d\d?)"),
    ("DD", r"(?P<day>\d\d)"), ("Do", r"(?P<day>\d\d?)(?:st|nd|rd|th)"), ("D", r"(?P<day>\d\d?)"),
    ("HH", r"\d\d"), ("H", r"\d\d?"), ("hh", r"\d\d"), ("mm", r"\d\d"), ("ss", r"\d\d"), ("SSS", r"\d{3}"),
    ("A", r"[AP]M"), ("a", r"[ap]m"), ("X", r"(?P<seconds>\d+)"), ("x", r"(?P<thousandths>\d+)"),
)  # fmt: skip
"""Parts of a `dateFormat`, longer ones first."""
_OTHER_WORK = frozenset(words(language).other_work for language in ("en", "zh"))
"""What our own charts call work without a milestone."""


def entries_of(text: str) -> Source:
    """Return what the first Gantt chart of a Markdown or Mermaid file holds.

    Raises:
        ImportFailed: where there is none, or it has no work.
    """
    found = blocks(text)
    if not found:
        raise ImportFailed(
            N_("there is no Gantt chart in Mermaid here"), hint=N_("it begins with a line that says gantt")
        )
    before, block = found[0]
    chart = read_chart(block, before)
    if not chart.bars:
        raise ImportFailed(N_("the Gantt chart has no work"), hint=N_("a line of work is: Name :id, 2026-03-05, 5d"))
    notes = [Note(N_("{text} cannot be read"), {"text": repr(text[:80])}, line) for line, text in chart.unread]
    if len(found) > 1:
        notes.append(Note(N_("the file has {count} Gantt charts: the first was read"), {"count": len(found)}))
    heading = _HEADING.search(text, 0, text.find(block)) if block != text else None
    return _Reading(chart, notes, heading[1].strip() if heading is not None else "").source()


@dataclass(slots=True)
class _Placed:
    """A bar with its days as far as they are known."""

    bar: Bar
    id: str
    start: str
    """As it stands there; empty for after the bar before."""
    end: str
    first: dt.date | None = None
    until: dt.date | None = None
    """The day after the last one."""


class _Reading:
    """One chart being read."""

    def __init__(self, chart: Chart, notes: list[Note], heading: str) -> None:
        self._chart = chart
        self._heading = heading
        self._notes = notes
        self._format = _pattern(chart.settings.get("dateformat") or "YYYY-MM-DD")
        self._inclusive = "inclusiveenddates" in chart.settings
        off, on, self._weekend = self._days_off()
        self._holidays, self._extra = off, on
        self._week = Calendar(
            CalendarSpec.model_validate({"workweek": self._workweek, "holidays": off, "extra_workdays": on})
        )
        self._placed = [self._parts(bar) for bar in chart.bars if "vert" not in bar.tags]
        for placed in self._placed:
            placed.id = placed.id or f"line {placed.bar.line}"
        self._by_id = {placed.id: placed for placed in self._placed if placed.id}
        across = N_("{name} is a line across the chart: left out")
        notes.extend(Note(across, {"name": bar.name}, bar.line) for bar in chart.bars if "vert" in bar.tags)
        if any("crit" in bar.tags for bar in chart.bars):
            notes.append(Note(N_("crit is not taken over: what is critical is computed")))

    def source(self) -> Source:
        """Return the entries."""
        self._place()
        own = all(placed.id.startswith("n_") for placed in self._placed)
        found: list[Entry] = []
        by_section: dict[str, list[Entry]] = {}
        for number, placed in enumerate(self._placed):
            entry = self._entry(placed, self._placed[number - 1] if number else None)
            by_section.setdefault(placed.bar.section, []).append(_as_ours(entry) if own else entry)
        for section, inside in by_section.items():
            found += inside if not section or (own and section in _OTHER_WORK) else _grouped(section, inside)
        counted = self._as_drawn()
        return Source(
            tuple(found), tuple(self._notes), self._chart.settings.get("title") or self._heading,
            self._workweek if counted else None, self._holidays, self._extra,
        )  # fmt: skip

    @property
    def _workweek(self) -> tuple[str, ...]:
        return tuple(day for day in WEEK if day not in self._weekend)

    def _as_drawn(self) -> bool:
        """Tell whether the chart says which days count: by `excludes`, or by lengths that count every day."""
        if self._weekend:
            return True
        lengths = [p for p in self._placed if _LENGTH.match(p.end) and p.first and p.until and p.until > p.first]
        if lengths:
            self._notes.append(
                Note(N_("the chart counts Saturdays and Sundays too; `excludes weekends` in it would not"))
            )
        return bool(lengths)

    def _days_off(self) -> tuple[tuple[dt.date, ...], tuple[dt.date, ...], frozenset[str]]:
        off, weekend = set[dt.date](), set[str]()
        settings = self._chart.settings
        for word in re.split(r"[\s,]+", settings.get("excludes", "")):
            name = word.casefold()
            if name == "weekends":
                weekend |= {"fri", "sat"} if settings.get("weekend", "").casefold() == "friday" else {"sat", "sun"}
            elif name in _FULL:
                weekend.add(name[:3])
            elif word and (day := self._day(word)) is not None:
                off.add(day)
        on = {self._day(word) for word in re.split(r"[\s,]+", settings.get("includes", "")) if word}
        if len(weekend) == 7:
            weekend.clear()
        return tuple(sorted(off)), tuple(sorted(day for day in on if day is not None)), frozenset(weekend)

    def _day(self, text: str) -> dt.date | None:
        """Return the day that `text` names in the format of the chart, or as 2026-03-05."""
        for pattern in (self._format, _ISO):
            if (match := pattern.fullmatch(text)) is not None:
                return _day_of(match.groupdict())
        return None

    def _parts(self, bar: Bar) -> _Placed:
        """Return what the fields of a bar are: id, start and end, of which the first two may be missing."""
        data = list(bar.data)
        if len(data) > 3:
            self._wrong(bar, ", ".join(data[3:]))
        name = data.pop(0) if data and (len(data) >= 3 or not self._means_time(data[0])) else ""
        if len(data) == 1 and (self._day(data[0]) is not None or data[0].startswith("after ")):
            # A start alone; an end is a length, a day, or `until`, and mermaid takes a single day for the end.
            alone_is_end = self._day(data[0]) is not None and not name
            return _Placed(bar, name, "" if alone_is_end else data[0], data[0] if alone_is_end else "")
        if len(data) == 1:
            return _Placed(bar, name, "", data[0])
        return _Placed(bar, name, data[0] if data else "", data[1] if data else "")

    def _means_time(self, text: str) -> bool:
        begins = text.startswith(("after ", "until "))
        return begins or _LENGTH.match(text) is not None or self._day(text) is not None

    def _wrong(self, bar: Bar, text: str) -> None:
        self._notes.append(Note(N_("{text} cannot be read"), {"text": repr(text)}, bar.line))

    # ------------------------------------------------------------ days

    def _place(self) -> None:
        """Find the days of all bars; a bar may come after one that stands below."""
        for _round in range(10):
            before: _Placed | None = None
            for placed in self._placed:
                if placed.first is None:
                    placed.first = self._first(placed, before)
                if placed.until is None and placed.first is not None:
                    placed.until = self._until(placed, placed.first)
                before = placed

    def _first(self, placed: _Placed, before: _Placed | None) -> dt.date | None:
        if placed.start.startswith("after "):
            ends = [self._by_id[ref].until for ref in placed.start.split()[1:] if ref in self._by_id]
            return self._working(max(end for end in ends if end)) if ends and all(ends) else None
        if placed.start:
            return self._day(placed.start)
        return self._working(before.until) if before is not None and before.until is not None else None

    def _working(self, day: dt.date) -> dt.date:
        """Return the first day that counts, of `day` and those after it."""
        return self._week.roll_forward(day) if self._weekend or self._holidays else day

    def _until(self, placed: _Placed, first: dt.date) -> dt.date | None:
        if placed.end.startswith("until "):
            starts = [self._by_id[ref].first for ref in placed.end.split()[1:] if ref in self._by_id]
            return min(start for start in starts if start) if starts and all(starts) else None
        if match := _LENGTH.match(placed.end):
            whole = _length(first, float(match[1]), match[2])
            if not 0 < whole < LONGEST:
                return first
            if self._weekend or self._holidays:
                return self._week.add(first, whole - 1) + dt.timedelta(1)
            return first + dt.timedelta(whole)
        day = self._day(placed.end)
        return day + dt.timedelta(1) if day is not None and self._inclusive else day

    # ------------------------------------------------------------ entries

    def _entry(self, placed: _Placed, before: _Placed | None) -> Entry:
        bar, first, until = placed.bar, placed.first, placed.until
        follows = self._follows(placed, before)
        given = bool(placed.start) and not placed.start.startswith("after ")
        if given and first is None:
            self._wrong(bar, placed.start)
        if placed.end and first is not None and until is None:
            self._wrong(bar, placed.end)
        point = "milestone" in bar.tags
        if point:
            last = None
        else:
            last = until - dt.timedelta(1) if until is not None and first is not None and until > first else None
        days = None
        if first is not None and last is not None:
            days = self._week.count(first, last + dt.timedelta(1)) if not given else None
        elif first is not None and until == first and not point:
            days = 0
        return Entry(
            line=bar.line, title=bar.name or placed.id, kind="milestone" if point else "task",
            refs=(placed.id,) if placed.id else (), start=first if given else None,
            finish=last if given else None, days=days, follows=follows,
            status="done" if "done" in bar.tags else "active" if "active" in bar.tags else None,
            started=first if not given and bar.tags & {"done", "active"} and not point else None,
            finished=(last or first) if not given and "done" in bar.tags else None,
        )  # fmt: skip

    def _follows(self, placed: _Placed, before: _Placed | None) -> tuple[Follows, ...]:
        if placed.start.startswith("after "):
            for ref in placed.start.split()[1:]:
                if ref not in self._by_id:
                    self._wrong(placed.bar, f"after {ref}")
            return tuple(Follows(ref) for ref in dict.fromkeys(placed.start.split()[1:]) if ref in self._by_id)
        if placed.start or before is None:
            return ()
        return (Follows(before.id),)


def _length(first: dt.date, amount: float, unit: str) -> int:
    """Return a length from `first` on in whole days; months and years are those of the calendar."""
    if unit in _MONTHS_OF:
        months = min(int(amount), LONGEST // 30) * _MONTHS_OF[unit]
        try:
            return (first + relativedelta(months=months) - first).days
        except (ValueError, OverflowError):
            return LONGEST
    days = min(amount * _DAYS[unit], LONGEST)
    return int(days) + (days % 1 > 0)


def _grouped(section: str, inside: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a section as parts of the milestone of that name, which may be one of them."""
    own = next((e for e in inside if e.kind == "milestone" and label(e.title) == section), None)
    if own is not None:
        return [own, *(replace(e, parent=own.refs[0] if own.refs else section) for e in inside if e is not own)]
    if all(entry.kind == "milestone" for entry in inside):
        return [replace(entry, notes=(*entry.notes, f"Part of: {section}")) for entry in inside]
    group = Entry(line=max(1, inside[0].line - 1), title=section, kind="group", refs=(f"section {section}",))
    return [group, *(replace(entry, parent=group.refs[0]) for entry in inside)]


def _as_ours(entry: Entry) -> Entry:
    """Return an entry of a chart that aiplan wrote: ids begin with `n_`, and stand before the titles."""
    key = entry.refs[0].removeprefix("n_")
    title = entry.title.removeprefix("· ")
    if not is_id(key) or not (title == key or title.startswith(f"{key} ")):
        return replace(entry, title=title)
    return replace(entry, refs=(key, *entry.refs), title=title.removeprefix(key).strip() or key)


_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?)?")


def _pattern(wanted: str) -> re.Pattern[str]:
    """Return what reads days in a `dateFormat`; 2026-03-05 where it names no day."""
    out, at = "", 0
    while at < len(wanted):
        token = next(((name, part) for name, part in _TOKENS if wanted.startswith(name, at)), None)
        if token is None:
            out += re.escape(wanted[at])
            at += 1
        elif "(?P<" in token[1] and token[1].partition(">")[0] in out:
            return _ISO
        else:
            out += token[1]
            at += len(token[0])
    names = ("day", "seconds", "thousandths")
    return re.compile(out) if any(f"(?P<{name}>" in out for name in names) else _ISO


def _day_of(found: Mapping[str, str | None]) -> dt.date | None:
    try:
        if moment := found.get("seconds"):
            return dt.datetime.fromtimestamp(int(moment), dt.UTC).date()
        if moment := found.get("thousandths"):
            return dt.datetime.fromtimestamp(int(moment) / 1000, dt.UTC).date()
        short = found.get("short")
        year = int(found.get("year") or (f"20{short}" if short else 0))
        name = (found.get("name") or "")[:3].casefold()
        month = MONTHS.index(name) + 1 if name else int(found.get("month") or 1)
        day = dt.date(year, month, int(found.get("day") or 1))
    except (ValueError, OverflowError, OSError):
        return None
    return day if day.year in YEARS else None
