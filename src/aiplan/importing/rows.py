"""From the rows of a spreadsheet to entries; what cannot be read is told by line and column, and kept as a note."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from aiplan.importing import values
from aiplan.importing.columns import Column, Role
from aiplan.importing.notes import N_, ImportFailed, Note
from aiplan.importing.sheet import Row, Sheet
from aiplan.importing.source import Entry, EntryKind, Follows, Source
from aiplan.importing.values import DayOrder

Value = TypeVar("Value")

_DAYS: tuple[Role, ...] = ("start", "finish", "due", "started", "finished", "span")
_SPAN = re.compile(r"\s*(?:→|->|~|～|至|\s[-–—]\s|\sto\s)\s*")
_NUMBER = re.compile(r"\d+\Z")
_INDENT = re.compile(r"(?:[ \u00a0\u3000]{2}|\t|\u3000)+")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "无", "tbd", "待定"})
_MILESTONES = frozenset({"milestone", "里程碑"})
_GROUPS = frozenset({"epic", "initiative", "phase", "summary", "summarytask", "史诗", "阶段", "模块"})


def entries_of(sheet: Sheet, order: DayOrder | None = None) -> Source:
    """Return what a spreadsheet holds.

    Args:
        sheet: the rows.
        order: of day and month in 3/4/2026; `None` asks the file.

    Raises:
        ImportFailed: where there is no row below the header.
    """
    reader = _Reader(sheet, order)
    entries = tuple(entry for number, row in enumerate(sheet.rows, 1) if (entry := reader.entry(row, number)))
    if not entries:
        raise ImportFailed(N_("there is nothing below the header"), hint=N_("a plan needs at least one row"))
    return Source(entries, (*reader.of_columns(), *reader.notes), sheet.title, ambiguous=reader.ambiguous)


class _Reader:
    """What must be known of the whole sheet to read one row."""

    def __init__(self, sheet: Sheet, order: DayOrder | None) -> None:
        self._sheet = sheet
        self._by_role: dict[Role, list[Column]] = {}
        for column in sheet.columns:
            if column.role is not None:
                self._by_role.setdefault(column.role, []).append(column)
        self.notes: list[Note] = []
        told = values.day_order(self._cells(*_DAYS))
        self.ambiguous = told is None and order is None
        self._order: DayOrder = order or told or "mdy"
        flags = {values.bare_word(cell) for cell in self._cells("milestone")} - _NOTHING
        self._flags = bool(flags) and flags <= values.YES | values.NO
        self._indented = "level" not in self._by_role and any(
            _INDENT.match(cell) for cell in self._cells("title") if cell.strip()
        )
        self._known = self._names()
        self._due_ends = "finish" not in self._by_role and "span" not in self._by_role

    def _cells(self, *roles: Role) -> Iterator[str]:
        places = [column.at for role in roles for column in self._by_role.get(role, ())]
        return (row.cells[at] for row in self._sheet.rows for at in places if at < len(row.cells))

    def _names(self) -> frozenset[str]:
        names = {cell.strip().casefold() for cell in self._cells("id", "alias", "wbs", "title")}
        if "id" not in self._by_role:
            names |= {str(number) for number in range(1, len(self._sheet.rows) + 1)}
        return frozenset(names - {""})

    def of_columns(self) -> Iterator[Note]:
        """Yield what is to be said of whole columns."""
        used = {column.at for row in self._sheet.rows for column in self._sheet.columns if _at(row, column)}
        skipped = [c.name for c in self._by_role.get("bookkeeping", ()) if c.at in used]
        if skipped:
            yield Note(N_("left out, the bookkeeping of another tool: {columns}"), {"columns": ", ".join(skipped)})
        kept = [c.name for c in self._sheet.columns if c.role is None and c.name and c.at in used]
        if kept:
            yield Note(N_("kept as notes, nothing here has that meaning: {columns}"), {"columns": ", ".join(kept)})
        if self.ambiguous:
            yield Note(N_("3/4/2026 was read as 4 March, the month first"))

    # ------------------------------------------------------------ one row

    def entry(self, row: Row, number: int) -> Entry | None:
        """Return the entry that a row holds; `number` counts rows below the header, from 1."""
        cell = _Row(row, self._by_role, self.notes)
        title = cell.text("title")
        first = cell.text("id") or cell.text("wbs")
        if not title:
            title = first or " ".join(part.strip() for part in row.cells if part.strip())[:60]
            self.notes.append(Note(N_("there is no title: it is called {title}"), {"title": title}, row.line))
        elif title.startswith("="):
            cell.told("title", N_("{text} is a formula, not its value"), title)
        kind = self._kind(cell)
        days = self._dates(cell, kind)
        length = cell.read("duration", lambda text: values.read_days(text, cell.unit("duration")))
        if length is None and not (days.get("start") and days.get("finish")):
            length = cell.read("effort", lambda text: values.read_days(text, cell.unit("effort")))
        elif cell.text("effort"):
            cell.keep("effort")
        if kind == "task" and length == 0:
            kind = "milestone"
        written = dict(self._texts(cell))
        aliases = [cell.text("id"), *cell.all("alias"), cell.text("wbs")]
        if "id" not in self._by_role:
            aliases.append(str(number))
        refs = tuple(dict.fromkeys(ref for ref in aliases if ref))
        parent, level = self._place(cell)
        cell.unknown(self._sheet.columns)
        return Entry(
            line=row.line, title=" ".join(title.split()), kind=kind, refs=refs, parent=parent, level=level,
            days=length, notes=tuple(cell.notes), **days, **written,
        )  # fmt: skip

    def _kind(self, cell: _Row) -> EntryKind:
        kind = values.bare_word(cell.text("type"))
        flagged = self._flags and values.bare_word(cell.text("milestone")) in values.YES
        if flagged or kind in _MILESTONES:
            return "milestone"
        return "group" if kind in _GROUPS else "task"

    def _dates(self, cell: _Row, kind: EntryKind) -> dict[str, Any]:
        """Return the days of a row."""

        def day(text: str) -> dt.date:
            return values.read_day(text, self._order)

        start, finish = cell.read("start", day), cell.read("finish", day)
        span = cell.read("span", lambda text: [day(part) for part in _SPAN.split(text.strip(), maxsplit=1)])
        if span:
            start = start or (span[0] if len(span) == 2 or kind != "milestone" else None)
            finish = finish or (span[-1] if len(span) == 2 or kind == "milestone" else None)
        due = cell.read("due", day)
        if due is not None and start is not None and finish is None and self._due_ends:
            finish, due = due, None
        if start is not None and finish is not None and finish < start:
            cell.told("finish", N_("{text} lies before the start"), cell.text("finish") or finish.isoformat())
            finish = None
        return {
            "start": start, "finish": finish, "deadline": due, "started": cell.read("started", day),
            "finished": cell.read("finished", day),
        }  # fmt: skip

    def _texts(self, cell: _Row) -> Iterator[tuple[str, Any]]:
        """Yield everything but days, by the name of the field."""
        yield "owner", " ".join(cell.text("owner").split())
        yield "team", " ".join(cell.text("team").split())
        yield "status", cell.read("status", values.read_status)
        yield "share_done", cell.read("progress", values.read_share)
        yield "priority", cell.read("priority", values.read_priority)
        yield "cost", cell.read("cost", values.read_cost)
        yield "tags", _parts(cell.all("tags"))
        yield "links", _parts(cell.all("links"))
        cell.notes[:0] = [line.rstrip() for text in cell.all("notes") for line in text.splitlines()]
        yield "follows", tuple(dict.fromkeys(self._follows(cell, "follows")))
        yield "leads_to", tuple(follows.ref for follows in self._follows(cell, "leads_to"))

    def _follows(self, cell: _Row, role: Role) -> Iterator[Follows]:
        for column, text in cell.each(role):
            try:
                yield from values.read_follows(text, lambda name: name.casefold() in self._known)
            except ValueError as error:
                cell.wrong(column, str(error))

    def _place(self, cell: _Row) -> tuple[str, int | None]:
        """Return what a row is part of and how deep it stands."""
        parent = cell.text("parent") or ("" if self._flags else cell.text("milestone"))
        if values.bare_word(parent) in _NOTHING:
            parent = ""
        parent = re.sub(r"\s*\(https?://[^)\s]*\)", "", parent)
        if _NUMBER.match(level := cell.text("level")):
            return parent, int(level)
        if "wbs" in self._by_role:
            return parent, cell.text("wbs").strip(".").count(".") if cell.text("wbs") else None
        if self._indented:
            lead = _INDENT.match(cell.raw("title"))
            return parent, len(lead[0].expandtabs(2).replace("\u3000", "  ")) if lead else 0
        return parent, None


class _Row:
    """The cells of one row by what they mean."""

    def __init__(self, row: Row, by_role: Mapping[Role, Sequence[Column]], told: list[Note]) -> None:
        self._row = row
        self._by_role = by_role
        self._told = told
        self.notes: list[str] = []
        """Lines that are kept with the entry."""

    def raw(self, role: Role) -> str:
        """Return the cell as it stands there."""
        column = next(iter(self._by_role.get(role, ())), None)
        return self._row.cells[column.at] if column is not None and column.at < len(self._row.cells) else ""

    def text(self, role: Role) -> str:
        """Return the cell without blanks round it."""
        return self.raw(role).strip()

    def each(self, role: Role) -> Iterator[tuple[Column, str]]:
        """Yield the cells that mean the same and say something."""
        for column in self._by_role.get(role, ()):
            text = _at(self._row, column)
            if text.casefold() not in _NOTHING:
                yield column, text

    def all(self, role: Role) -> list[str]:
        """Return the texts that mean the same."""
        return [text for _column, text in self.each(role)]

    def unit(self, role: Role) -> str:
        """Return the unit of bare numbers."""
        return next((column.unit for column in self._by_role.get(role, ())), "")

    def read(self, role: Role, parse: Callable[[str], Value]) -> Value | None:
        """Return the value of a cell; one that cannot be read is told and kept."""
        for column, text in self.each(role):
            try:
                return parse(text)
            except (ValueError, OverflowError):
                self.wrong(column, text)
        return None

    def wrong(self, column: Column, text: str) -> None:
        """Tell that a cell cannot be read, and keep what it says."""
        shown = " ".join(text.split())[:80]
        said = N_("{text} is a formula, not its value") if text.startswith("=") else N_("{text} cannot be read")
        self._told.append(Note(said, {"text": repr(shown)}, self._row.line, column.name))
        self.notes.append(f"{column.name}: {text}")

    def told(self, role: Role, said: str, text: str) -> None:
        """Tell something about a cell, and keep what it says."""
        column = next(iter(self._by_role.get(role, ())), None)
        name = column.name if column is not None else ""
        self._told.append(Note(said, {"text": repr(text[:80])}, self._row.line, name))
        if role != "title":
            self.keep(role)

    def keep(self, role: Role) -> None:
        """Keep a cell as a note."""
        self.notes += [f"{column.name}: {text}" for column, text in self.each(role)]

    def unknown(self, columns: Sequence[Column]) -> None:
        """Keep what stands in columns that nobody knows, and beyond the last one."""
        for column in columns:
            if column.role is None and (text := _at(self._row, column)):
                self.notes.append(f"{column.name}: {text}" if column.name else text)
        beyond = [cell.strip() for cell in self._row.cells[len(columns) :] if cell.strip()]
        if beyond:
            self._told.append(Note(N_("more cells than columns: kept as a note"), {}, self._row.line))
            self.notes += beyond


def _parts(texts: Sequence[str]) -> tuple[str, ...]:
    parts = (part.strip() for text in texts for part in re.split(r"[,;\n，；、]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _at(row: Row, column: Column) -> str:
    return row.cells[column.at].strip() if column.at < len(row.cells) else ""
