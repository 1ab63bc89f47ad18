"""Many versions of one plan read quickly: what stands in the same words is parsed and validated once.

A file is taken apart at its table headers. Whatever is not plain enough for that (a header inside a long text, tables
written as dotted keys, values that do not fit) is left to the reader of whole files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from aiplan.model.base import Table
from aiplan.model.plan import Plan
from aiplan.model.reading import read_plan
from aiplan.model.shape import keys, sections, shape

_HEADER = re.compile(
    r"(\[)?([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?((?:\.[A-Za-z0-9_-]+)*)\]\]?[ \t]*(?:#[^\n]*)?(?:\n|\Z)"
)
Parse = Callable[[bytes, str], tuple[Mapping[str, Any], Sequence[str]]]
"""From the bytes of a plan file, and what errors call it, to its data and the order of its activities."""

_PLAIN = frozenset({"format"})
"""Keys that may stand before the first table."""


class Head(NamedTuple):
    """Which item a piece of text belongs to."""

    section: str
    id: str
    """Empty for a table that is no item, such as `[project]`."""
    array: bool
    text: str
    """The header itself, by which a table that stands twice is seen."""


class Piece(NamedTuple):
    """What one table or item says."""

    data: Any
    model: Any
    """The data as its model; the data where the format has none."""


class NotPlainError(Exception):
    """The file has to be read as a whole."""


class Reading(NamedTuple):
    """What one version says."""

    data: Mapping[str, Any]
    """As `tomllib` gives it."""
    plan: Plan


class _Seen(NamedTuple):
    """The version read last, of which the next one repeats most."""

    chunks: list[str]
    heads: list[Head]
    reading: Reading


class QuickReader:
    """Remembers what each piece of text says."""

    def __init__(self) -> None:
        self._heads: dict[str, Head] = {}
        self._pieces: dict[tuple[str, str, str], Piece] = {}
        self._sections = sections()
        self._last: _Seen | None = None

    def read(self, text: str) -> Reading:
        """Return what the file says; nothing of it is to be changed.

        Raises:
            NotPlainError: where the text has to be read as a whole.
        """
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        if text.startswith("[") or "<<<<<<<" in text:
            raise NotPlainError
        chunks = text.split("\n[")
        last = self._last
        reading = None if last is None else self._changed(last, chunks)
        if reading is None:
            heads = [_FIRST, *(self._head(chunk) for chunk in chunks[1:])]
            self._last = _Seen(chunks, heads, self._whole(chunks, heads))
        else:
            assert last is not None
            self._last = _Seen(chunks, last.heads, reading)
        return self._last.reading

    def _changed(self, last: _Seen, chunks: list[str]) -> Reading | None:
        """Return the reading of a version whose tables are those of the last one in the same order, else `None`."""
        if len(chunks) != len(last.chunks):
            return None
        heads, (data, plan) = last.heads, last.reading
        changed: dict[str, set[str]] = {}
        for i, (old, new) in enumerate(zip(last.chunks, chunks, strict=True)):
            if old != new:
                if i and self._head(new) != heads[i]:
                    return None
                changed.setdefault(heads[i].section, set()).add(heads[i].id)
        pieces: dict[tuple[str, str], list[str]] = {}
        for chunk, head in zip(chunks, heads, strict=True):
            if head.section in changed and head.id in changed[head.section]:
                pieces.setdefault((head.section, head.id), []).append(chunk)
        for section, ids in changed.items():
            read = {key: self._piece(section, key, pieces[section, key]) for key in ids}
            if not section:
                if read[""].data != {k: v for k, v in data.items() if k in _PLAIN}:
                    return None
            elif "" not in ids:
                models: Mapping[str, Any] = getattr(plan, section)
                data = {**data, section: data[section] | {key: piece.data for key, piece in read.items()}}
                models = {**models, **{key: piece.model for key, piece in read.items()}}
                plan = plan.model_copy(update={section: models})
            else:
                data = {**data, section: read[""].data}
                if section in keys(Plan):
                    plan = plan.model_copy(update={section: read[""].model})
        return Reading(data, plan)

    def _whole(self, chunks: list[str], heads: list[Head]) -> Reading:
        if _twice(heads):
            raise NotPlainError
        items: dict[tuple[str, str], list[str]] = {}
        for chunk, head in zip(chunks, heads, strict=True):
            items.setdefault((head.section, head.id), []).append(chunk)
        data: dict[str, Any] = {}
        models: dict[str, Any] = {}
        for (section, key), found in items.items():
            piece = self._piece(section, key, found)
            for values, value in ((data, piece.data), (models, piece.model)):
                if not section:
                    values.update(value)
                elif key:
                    values.setdefault(section, {})[key] = value
                else:
                    values[section] = value
        try:
            return Reading(data, Plan.model_validate(models))
        except ValidationError:
            raise NotPlainError from None

    def _head(self, chunk: str) -> Head:
        known = self._heads.get(chunk)
        if known is None:
            known = self._heads[chunk] = _head(chunk)
        return known

    def _piece(self, section: str, key: str, chunks: list[str]) -> Piece:
        text = ("[" if section else "") + "\n[".join(chunks)
        known = self._pieces.get((section, key, text))
        if known is None:
            known = self._pieces[section, key, text] = self._parsed(section, key, text)
        return known

    def _parsed(self, section: str, key: str, text: str) -> Piece:
        try:
            data: Any = tomllib.loads(text)
        except (ValueError, RecursionError):
            raise NotPlainError from None
        if not section:
            if not data.keys() <= _PLAIN:
                raise NotPlainError
            return Piece(data, data)
        if data.keys() != {section} or (not key and section in self._sections):
            raise NotPlainError
        data = data[section]
        if key:
            if not isinstance(data, dict) or data.keys() != {key}:
                raise NotPlainError
            data = data[key]
        model = self._model(section, key)
        if model is None:
            return Piece(data, data)
        try:
            return Piece(data, model.model_validate(data))
        except ValidationError:
            raise NotPlainError from None

    def _model(self, section: str, key: str) -> type[Table] | None:
        if key:
            return self._sections.get(section)
        return shape(Plan, section)[1] if section in keys(Plan) and section not in self._sections else None


def read_version(reader: QuickReader, raw: bytes, name: str, parse: Parse) -> Reading:
    """Return what a version says, read quickly where that can be done.

    Args:
        reader: what has read the versions before.
        raw: the bytes of the file.
        name: what errors call it.
        parse: reads what is not plain.

    Raises:
        UnreadablePlan: where it is not a plan.
    """
    try:
        return reader.read(raw.decode())
    except (NotPlainError, UnicodeDecodeError):
        data, order = parse(raw, name)
        return Reading(data, read_plan(data, file_order=order)[0])


def _head(chunk: str) -> Head:
    match = _HEADER.match(chunk)
    if match is None:
        raise NotPlainError
    section, key, array = match[2], match[3] or "", match[1] is not None
    if section not in sections():
        # [calendar], [x.tool]: all of it is one piece.
        key = ""
    return Head(section, key, array, match[0].partition("]")[0])


def _twice(heads: list[Head]) -> bool:
    """Tell whether a table that is no entry of a list stands twice."""
    names = [head.text for head in heads if not head.array]
    return len(set(names)) < len(names)


_FIRST = Head("", "", array=False, text="")
