"""Importing a file: from its bytes to the text of a plan and what there is to say about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from aiplan.importing import mermaid, rows
from aiplan.importing.chart import blocks
from aiplan.importing.drafting import Made, Wishes, made
from aiplan.importing.notes import N_, ImportFailed, Note
from aiplan.importing.raw import MOST_BYTES, decoded, too_long
from aiplan.importing.sheet import read_sheet
from aiplan.importing.values import DayOrder
from aiplan.store.spelling import table_text

Kind = Literal["csv", "mermaid"]
SUFFIXES: tuple[str, ...] = (".csv", ".tsv", ".txt", ".md", ".markdown", ".mmd", ".mermaid")
"""Of files that are offered."""
_SHEETS = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Imported:
    """A plan that was made and is not written yet."""

    text: str
    """Of the plan file."""
    kind: Kind
    """What was read."""
    tasks: int
    milestones: int
    dependencies: int
    start: dt.date
    finish: dt.date | None
    """Of the plan."""
    notes: tuple[Note, ...]
    """What was left out, changed or decided, by line."""
    ambiguous: bool
    """Whether days and months were told apart by guessing."""


def imported(raw: bytes, file: str, wishes: Wishes, *, order: DayOrder | None = None) -> Imported:
    """Return the plan of a CSV file or a Gantt chart in Mermaid.

    Args:
        raw: the bytes of the file.
        file: its name; says what the product is called where nothing else does.
        wishes: of the person.
        order: of day and month in 3/4/2026; `None` asks the file.

    Raises:
        ImportFailed: where it holds no plan.
    """
    text, encoding = decoded(raw)
    if not text.strip():
        raise ImportFailed(N_("the file is empty"), hint=N_("it needs a header and rows, or a Gantt chart"))
    path = PurePath(file)
    kind: Kind = "mermaid" if path.suffix.casefold() not in _SHEETS and _is_chart(path, text) else "csv"
    source = mermaid.entries_of(text) if kind == "mermaid" else rows.entries_of(read_sheet(text), order)
    plan = made(source, wishes)
    plan.data["project"]["name"] = " ".join((plan.data["project"]["name"] or _named(path)).split())
    count = dict.fromkeys(("tasks", "milestones"), 0) | {s: len(t) for s, t in plan.data.items() if s in _WORK}
    notes = sorted(plan.notes, key=lambda note: note.line)
    if encoding != "utf-8":
        notes.insert(0, Note(N_("the file is written in {encoding}"), {"encoding": encoding}))
    return Imported(
        text="".join(_written(plan, path.name)), kind=kind, tasks=count["tasks"], milestones=count["milestones"],
        dependencies=plan.dependencies, start=plan.data["project"]["start"], finish=plan.schedule.finish,
        notes=tuple(notes), ambiguous=source.ambiguous,
    )  # fmt: skip


_WORK = ("tasks", "milestones")


def _is_chart(path: PurePath, text: str) -> bool:
    return path.suffix.casefold() in (".md", ".markdown", ".mmd", ".mermaid") or bool(blocks(text))


def _named(path: PurePath) -> str:
    words = re.sub(r"[\W_]+", " ", path.stem).strip()
    return words or "Plan"


def _written(plan: Made, file: str) -> Iterator[str]:
    """Yield the plan file table by table."""
    said = "".join(character if character.isprintable() else "?" for character in file)
    yield f"# From {said or 'standard input'}. Dates are computed from durations and from what depends on what.\n\n"
    yield "format = 1\n"
    for name in ("project", "calendar"):
        if name in plan.data:
            yield "\n" + table_text((name,), plan.data[name], "\n")
    for key, table in plan.data.get("teams", {}).items():
        yield "\n" + table_text(("teams", key), table, "\n")
    for section, key in plan.order:
        yield "\n" + table_text((section, key), plan.data[section][key], "\n")


def import_file(path: Path, wishes: Wishes, *, order: DayOrder | None = None) -> Imported:
    """Return the plan of the file at `path`; see `imported`.

    Raises:
        ImportFailed: where it cannot be read, or holds no plan.
    """
    try:
        if not path.is_file():
            said = N_("{file} is no file") if path.exists() else N_("there is no file {file}")
            raise ImportFailed(said, file=str(path))
        if (size := path.stat().st_size) > MOST_BYTES:
            raise too_long(size)
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise ImportFailed(N_("{file} cannot be read: {error}"), file=str(path), error=reason) from None
    return imported(raw, path.name, wishes, order=order)
