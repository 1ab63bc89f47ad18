"""The rows of an evaluation run: CSV, TSV, JSON or JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from aiplan.errors import UsageError

SUFFIXES: Final = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
_LARGEST: Final = 200_000_000
"""Bytes; a run larger than that is summed up by a script, not here."""


def is_run(word: str) -> bool:
    """Tell whether `word` names a file of an evaluation run, or standard input."""
    return word == "-" or word.lower().endswith(SUFFIXES)


def read_rows(word: str) -> list[dict[str, Any]]:
    """Return the rows of a run; nested JSON objects become columns with dots.

    Raises:
        UsageError: where the file is not there, too large, or not what its name says.
    """
    text = _text(word)
    kind = Path(word).suffix.lower() if word != "-" else _guess(text)
    if kind in (".jsonl", ".ndjson"):
        return [_row(_json(line, f"{word}:{n}"), f"{word}:{n}") for n, line in _lines(text)]
    if kind == ".json":
        return _json_rows(_json(text, word), word)
    return _csv_rows(text, word, "\t" if kind == ".tsv" else None)


def _text(word: str) -> str:
    try:
        if word == "-":
            raw = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(word).open("rb") as file:
                raw = file.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise UsageError(f"{word} is larger than 200 MB", hint="sum it up first: a row a metric and segment")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{word} is not UTF-8 text") from None
    except OSError as error:
        raise UsageError(f"{word} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _guess(text: str) -> str:
    start = text.lstrip()[:1]
    if start == "[":
        return ".json"
    if start == "{":
        return ".jsonl" if len(_lines(text)) > 1 and _lines(text)[0][1].rstrip().endswith("}") else ".json"
    return ".csv"


def _lines(text: str) -> list[tuple[int, str]]:
    return [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]


def _json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{place} is not JSON: {error.msg}") from None
    except RecursionError:
        raise _too_deep(place) from None
    except ValueError:
        raise UsageError(f"{place}: a number has too many digits") from None


def _json_rows(data: Any, word: str) -> list[dict[str, Any]]:
    if isinstance(data, Mapping):
        lists = [v for v in data.values() if isinstance(v, list) and v and all(isinstance(r, Mapping) for r in v)]
        data = lists[0] if len(lists) == 1 else [data]
    if not isinstance(data, list):
        raise UsageError(f"{word} holds no rows", hint="a list of objects is wanted, or one object with the values")
    return [_row(entry, word) for entry in data]


def _row(entry: Any, place: str) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        raise UsageError(f"{place}: {entry!r:.60} is no row", hint='a row is an object: {"accuracy": 0.87}')
    try:
        return dict(_flat(entry, ""))
    except RecursionError:
        raise _too_deep(place) from None


def _too_deep(place: str) -> UsageError:
    return UsageError(f"{place} is nested too deeply", hint='a row is an object: {"accuracy": 0.87}')


def _flat(entry: Mapping[str, Any], prefix: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in entry.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else [(f"{prefix}{key}", value)]
    return found


def _csv_rows(text: str, word: str, delimiter: str | None) -> list[dict[str, Any]]:
    head = text.partition("\n")[0]
    mark = delimiter or max(",;\t", key=head.count)
    csv.field_size_limit(_LARGEST)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise UsageError(f"{word} is not CSV: {error}") from None
    for number, row in enumerate(rows, 1):
        if None in row or None in row.values():
            raise UsageError(f"{word}: row {number} has not as many cells as the head")
    return [{str(key).strip(): value for key, value in row.items()} for row in rows]
