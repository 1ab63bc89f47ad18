"""The result on stdout: text, JSON, and tables that fit and are right with wide characters."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO

GAP = 2
"""Blank cells between two columns."""
_PIPE_WIDTH = 80
_NARROWEST = 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_CLOSING = "\u3001\u3002\uff0c\uff1a\uff1b\uff1f\uff01\uff09\u300b\u300d\u300f\u3011\u201d\u2019"
_OPENING = "\u3008\u300a\u300c\u300e\u3010\uff08"
_PIECES = rf"(\s*)([{_OPENING}]*(?:[^\s{_WIDE}]+|[{_WIDE}])[{_CLOSING}]*)"
"""Blanks, then a word or a wide character with the punctuation that may not be apart from it; compiled where needed."""


class Column(NamedTuple):
    """How one column of a table is laid out."""

    title: str
    justify: Literal["left", "right"] = "left"
    flexible: bool = False
    """Takes the room that is left, and is cut with an ellipsis."""
    droppable: bool = False
    """Left out where there is no room."""
    style: str = ""
    """A rich style."""


class Row(NamedTuple):
    """The cells of one row, with a rich style for all of it."""

    cells: tuple[str, ...]
    style: str = ""


def prepare_streams() -> None:
    """Make stdout and stderr take every text: what an encoding cannot hold is escaped, and closed ones swallow it."""
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def emit(text: str) -> None:
    """Write `text` and a line end to stdout; a reader that has gone away is no error."""
    _write((text, "\n"))


def _write(pieces: Iterable[str]) -> None:
    try:
        sys.stdout.writelines(pieces)
    except BrokenPipeError:
        _nobody_reads()


def finish() -> None:
    """Flush stdout."""
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        _nobody_reads()


def emit_json(data: Any, *, nested: bool = False) -> None:
    """Write `data` to stdout as JSON, keys in the order given, an entry of a list a line.

    Args:
        data: what `json` takes.
        nested: indent all of it, for what people read.
    """
    import json

    ascii_only = not (sys.stdout.encoding or "").lower().startswith("utf")
    if nested:
        emit(json.dumps(data, ensure_ascii=ascii_only, indent=2))
    else:
        _write(_by_line(data, json.JSONEncoder(ensure_ascii=ascii_only).encode))
        _write("\n")


def _by_line(data: Any, encode: Callable[[Any], str], indent: str = "") -> Iterator[str]:
    """Yield the text in pieces: that of a large plan is never held as a whole."""
    deeper = indent + "  "
    if isinstance(data, list) and any(isinstance(entry, dict) for entry in data):
        for number, entry in enumerate(data):
            yield f"{',' if number else '['}\n{deeper}{encode(entry)}"
        yield f"\n{indent}]"
    elif isinstance(data, dict) and data and len(indent) < 4:
        for number, (key, value) in enumerate(data.items()):
            yield f"{',' if number else '{'}\n{deeper}{encode(key)}: "
            yield from _by_line(value, encode, deeper)
        yield f"\n{indent}}}"
    else:
        yield encode(data)


def clean(text: str) -> str:
    """Return `text` on one line, without characters that steer a terminal."""
    return " ".join(_CONTROL.sub(" ", text).split()) if not text.isprintable() or "  " in text else text.strip()


def width() -> int:
    """Return how many cells a line may take: `COLUMNS`, the terminal's, or 80 in a pipe."""
    given = os.environ.get("COLUMNS", "")
    if given.isdigit() and int(given) > 0:
        return max(_NARROWEST, int(given))
    if not sys.stdout.isatty():
        return _PIPE_WIDTH
    try:
        return max(_NARROWEST, os.get_terminal_size(sys.stdout.fileno()).columns or _PIPE_WIDTH)
    except (OSError, ValueError):
        return _PIPE_WIDTH


def colour() -> bool:
    """Tell whether stdout takes colours: a terminal, without `NO_COLOR`."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@lru_cache(maxsize=16384)
def cells(text: str) -> int:
    """Return how many terminal cells `text` takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, room: int) -> str:
    """Return `text` in at most `room` cells, with an ellipsis where something is missing."""
    if cells(text) <= room:
        return text
    if room <= 1:
        return "…"[:room]
    if text.isascii():
        return text[: room - 1].rstrip() + "…"
    from rich.cells import chop_cells

    return chop_cells(text, room - 1)[0].rstrip() + "…"


def pad(text: str, room: int, justify: Literal["left", "right"] = "left") -> str:
    """Return `text` filled with blanks to `room` cells."""
    blanks = " " * (room - cells(text))
    return blanks + text if justify == "right" else text + blanks


def wrap(parts: Iterable[str], separator: str = " · ", room: int | None = None) -> str:
    """Return `parts` joined by `separator`, on as many lines as they need."""
    room = width() if room is None else room
    lines: list[str] = []
    for part in parts:
        if lines and cells(lines[-1]) + cells(separator) + cells(part) <= room:
            lines[-1] += separator + part
        else:
            lines.append(part)
    return "\n".join(lines)


def paragraph(text: str, indent: str = "", room: int | None = None) -> str:
    """Return `text` broken to fit, each line after `indent`: between words, and between Chinese characters."""
    room = max(_NARROWEST // 2, (room or width()) - cells(indent))
    lines = [""]
    for blank, piece in re.findall(_PIECES, text.strip()):
        glue = " " if blank and lines[-1] else ""
        if lines[-1] and cells(lines[-1]) + len(glue) + cells(piece) > room:
            lines.append(piece)
        else:
            lines[-1] += glue + piece
    return "\n".join(indent + line for line in lines)


def layout(columns: Sequence[Column], rows: Sequence[Row], room: int) -> list[int]:
    """Return the width of each column, 0 for one that is left out.

    Ids and dates take what they need; flexible columns share what is left; where that is too little, droppable
    columns go, the last first.
    """
    needed = [max([cells(column.title), *(cells(row.cells[i]) for row in rows)]) for i, column in enumerate(columns)]
    shown = [any(row.cells[i] for row in rows) or not column.droppable for i, column in enumerate(columns)]
    least = [min(n, 12) if c.flexible else n for n, c in zip(needed, columns, strict=True)]

    def total() -> int:
        return sum(w + GAP for w, s in zip(least, shown, strict=True) if s) - GAP

    for i in reversed(range(len(columns))):
        if total() > room and columns[i].droppable:
            shown[i] = False
    for i in reversed(range(len(columns))):
        if total() > room and columns[i].flexible and shown[i]:
            least[i] = max(4, least[i] - (total() - room))
    spare = room - total()
    widths = list(least)
    for i, column in enumerate(columns):
        if column.flexible and shown[i] and spare > 0:
            more = min(spare, needed[i] - widths[i])
            widths[i] += more
            spare -= more
    return [w if s else 0 for w, s in zip(widths, shown, strict=True)]


def table(columns: Sequence[Column], rows: Iterable[Row | Sequence[str]]) -> None:
    """Write a table to stdout that fits the width; titles are cut, ids never."""
    prepared = [_prepare(row) for row in rows]
    widths = layout(columns, prepared, width())
    header = Row(tuple(c.title for c in columns), "bold")
    lines = [header, *prepared]
    if not colour():
        emit("\n".join("".join(t for t, _ in _pieces(columns, widths, row)).rstrip() for row in lines))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True, width=width())
    try:
        for row in lines:
            line = Text.assemble(*_pieces(columns, widths, row), end="\n")
            line.rstrip()
            console.print(line)
    except BrokenPipeError:
        _nobody_reads()


def wrapped(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[Row]:
    """Return `rows` with the last column broken to fit, on as many rows as it needs."""
    given = [tuple(map(clean, row)) for row in rows]
    others = [max([cells(c.title), *(cells(row[i]) for row in given)]) for i, c in enumerate(columns[:-1])]
    room = max(_NARROWEST, width() - sum(others) - GAP * len(others))
    found: list[Row] = []
    for row in given:
        first, *more = paragraph(row[-1], room=room).split("\n")
        found.append(Row((*row[:-1], first)))
        found += [Row((*("" for _ in others), line)) for line in more]
    return found


def styled(text: str, style: str) -> str:
    """Return `text` in a rich style where stdout takes colours."""
    if not colour():
        return text
    from rich.style import Style

    return Style.parse(style).render(text)


def heading(key: str, title: str) -> str:
    """Return an id and its title in bold, broken where they do not fit on one line."""
    text = f"{key}  {clean(title)}"
    return styled(text if cells(text) <= width() else paragraph(text), "bold")


def _prepare(row: Row | Sequence[str]) -> Row:
    given = row if isinstance(row, Row) else Row(tuple(row))
    return Row(tuple(clean(c) for c in given.cells), given.style)


def _pieces(columns: Sequence[Column], widths: Sequence[int], row: Row) -> list[tuple[str, str]]:
    """Return the padded cells of one line, each with its style."""
    pieces: list[tuple[str, str]] = []
    for column, room, cell in zip(columns, widths, row.cells, strict=True):
        if not room:
            continue
        if pieces:
            pieces.append((" " * GAP, ""))
        text = cut(cell, room) if column.flexible else cell
        pieces.append((pad(text, room, column.justify), row.style or column.style))
    return pieces


def _nobody_reads() -> None:
    """Send the rest of stdout nowhere, so that nothing complains at the end either."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        return
