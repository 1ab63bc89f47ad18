"""A spreadsheet as rows under a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from aiplan.importing.columns import Column, columns_of, recognised
from aiplan.importing.notes import N_, ImportFailed

MOST_ROWS = 20_000
"""The longest sheet that is read."""
_ABOVE = 30
"""Rows among which the header is looked for: some sheets begin with a title."""
_BETWEEN = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header."""

    line: int
    """In the file, from 1."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns and what stands below them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    """What stands alone in a row above the header."""


def read_sheet(text: str) -> Sheet:
    """Return the rows of a CSV file with commas, semicolons, tabs or bars between its cells.

    The header is the row, among the first, whose names say most; which character separates cells is found with it.

    Raises:
        ImportFailed: where no row names a column of titles, or cells have no end.
    """
    if text.startswith("sep=") and len(first := text.partition("\n")[0]) == 5:
        text = "\n" + text.partition("\n")[2]
        candidates: tuple[str, ...] = (first[4],)
    else:
        candidates = _BETWEEN
    best, between, at, columns = 0, ",", 0, tuple[Column, ...]()
    for separator in candidates:
        for number, row in enumerate(_first_rows(text, separator)):
            found = columns_of(row.cells)
            if (score := recognised(found)) > best:
                best, between, at, columns = score, separator, number, found
    if not best:
        seen = next(iter(_first_rows(text, ",")), Row(1, ()))
        raise ImportFailed(
            N_("no column holds titles; line {line} has {names}"),
            hint=N_("call the column of titles Title, Task, Summary or 任务, in the first row"),
            line=seen.line, names=", ".join(repr(cell[:30]) for cell in seen.cells[:8]),
        )  # fmt: skip
    rows = _all_rows(text, between)
    if len(rows) - at - 1 > MOST_ROWS:
        raise ImportFailed(
            N_("the file has more than {most} rows"), hint=N_("import the part that is still planned"), most=MOST_ROWS
        )
    return Sheet(columns, rows[at + 1 :], _title(rows[:at]))


def _title(above: Sequence[Row]) -> str:
    alone = (cells[0] for row in above if len(cells := [cell.strip() for cell in row.cells if cell.strip()]) == 1)
    return next(alone, "")


class _BrokenError(Exception):
    """A row that cannot be read."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def _first_rows(text: str, separator: str) -> list[Row]:
    """Return the first rows as far as they can be read."""
    found: list[Row] = []
    try:
        found.extend(islice(_rows(text, separator, strict=False), _ABOVE))
    except _BrokenError:
        return found
    return found


def _all_rows(text: str, separator: str) -> tuple[Row, ...]:
    """Return the rows that are not blank, up to one more than are wanted.

    What stands behind a closing quotation mark belongs to its cell; a mark that is never closed would swallow the rest.
    """
    for strict in (True, False):
        try:
            return tuple(islice(_rows(text, separator, strict=strict), _ABOVE + MOST_ROWS + 1))
        except _BrokenError as error:
            if strict and "expected after" in str(error):
                continue
            raise ImportFailed(
                N_("the row in line {line} cannot be read: {error}"),
                hint=N_("look for a quotation mark that is never closed"), line=error.line, error=str(error),
            ) from None  # fmt: skip
    return ()


def _rows(text: str, separator: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _BrokenError(line, str(error)) from None
