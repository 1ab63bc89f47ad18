"""Three plan files merged into one, losing nothing of either side without a marker."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiplan.phrases import say
from aiplan.store.merging.elements import element_key, has_keyed_tables
from aiplan.store.merging.order import merged_order
from aiplan.store.merging.soundness import Flaw, flaws
from aiplan.store.merging.tables import Key, Markers, merge_tables
from aiplan.store.scan import Block, scan

_BOM = "\ufeff"
Name = tuple[str, ...]
"""The names in a header; for `[[…]]` with what tells the table from others of its list."""


class CannotMergeError(Exception):
    """A side is not a plan that can be merged table by table; git's own merge has to do."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge."""

    text: str
    conflicts: tuple[tuple[Name, Key], ...]
    """(table, key) of each conflict; an empty key: the whole table or its header."""
    flaws: tuple[Flaw, ...] = ()
    """What the clean merge would have contradicted; these are among the conflicts."""


@dataclass(slots=True)
class _Forced:
    tables: set[Name] = field(default_factory=set)
    keys: dict[Name, set[Key]] = field(default_factory=dict)


def merge_plans(base: bytes, current: bytes, incoming: bytes, *, marker_size: int = 7) -> tuple[bytes, Merged]:
    """Return the merged file and what is to be settled in it.

    Line ends and byte order mark are properties of the whole file: changed on one side, they are taken from it.

    Args:
        base: the common ancestor; empty where both sides added the file.
        current: the side that is merged into.
        incoming: the side that is merged.
        marker_size: length of conflict markers.

    Raises:
        CannotMergeError: where a side is not TOML, has conflict markers or a table that stands twice.
    """
    sides = [_decode(raw) for raw in (base, current, incoming)]
    bom = _three_way(*(s[1] for s in sides)) if base else sides[1][1] or sides[2][1]
    crlf = _three_way(*(s[2] for s in sides)) if base else sides[1][2]
    merged = merge_texts(*(s[0] for s in sides), marker_size=marker_size)
    text = merged.text.replace("\n", "\r\n") if crlf else merged.text
    return ((_BOM if bom else "") + text).encode(), merged


def _decode(raw: bytes) -> tuple[str, bool, bool]:
    """Return (text with plain line ends, whether it had a BOM, whether its lines ended in CRLF)."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise CannotMergeError(say("a side is not UTF-8")) from None
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    crlf = "\r\n" in text
    if crlf and text.count("\n") != text.count("\r\n"):
        raise CannotMergeError(say("a side mixes line ends"))
    return text.replace("\r\n", "\n"), bom, crlf


def _three_way(base: bool, current: bool, incoming: bool) -> bool:
    return incoming if current == base else current


def merge_texts(base: str, current: str, incoming: str, *, marker_size: int = 7) -> Merged:
    """Return the merge of three texts with plain line ends.

    Where the clean result would hold a new contradiction, the keys that make it become conflicts.

    Raises:
        CannotMergeError: where a side cannot be merged table by table.
    """
    markers = Markers(marker_size)
    forced = _Forced()
    known = flaws(_parse(current)) | flaws(_parse(incoming))
    _parse(base)
    blocks = _blocks(base), _blocks(current), _blocks(incoming)
    merged = _merge(*blocks, markers, forced)
    if merged.conflicts:
        return merged
    try:
        data = tomllib.loads(merged.text)
    except tomllib.TOMLDecodeError:
        raise CannotMergeError(say("the tables of the sides do not fit together")) from None
    new = tuple(sorted(flaws(data) - known))
    if not new:
        return merged
    _force(new, blocks, forced)
    again = _merge(*blocks, markers, forced)
    if not again.conflicts:
        raise CannotMergeError(say("a contradiction has no single place"))
    return Merged(again.text, again.conflicts, new)


def _parse(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotMergeError(str(error)) from None


def _blocks(text: str) -> dict[Name, Block]:
    found: dict[Name, Block] = {}
    numbers: Counter[Name] = Counter()
    for block in scan(text if not text or text.endswith("\n") else text + "\n"):
        name = block.keys
        if block.array:
            key = _array_key(block)
            numbers[*name, key] += 1
            again = numbers[*name, key]
            name = (*name, f"[{key}]" if again == 1 else f"[{key} {again}]")
        if name in found:
            raise CannotMergeError(say("[{name}] stands twice", name=".".join(name)))
        found[name] = block
    return found


def _array_key(block: Block) -> str:
    """Return what makes two tables of one list the same one; tables that nothing tells apart are told by number."""
    name = block.keys[-1]
    if not has_keyed_tables(name):
        return ""
    value: Any = tomllib.loads(block.text)
    for part in block.keys:
        value = value[part]
    return element_key(name, value[0])


def _merge(
    base: Mapping[Name, Block],
    current: Mapping[Name, Block],
    incoming: Mapping[Name, Block],
    markers: Markers,
    forced: _Forced,
) -> Merged:
    out: list[str] = []
    conflicts: list[tuple[Name, Key]] = []
    for name in merged_order(list(base), list(current), list(incoming)):
        b, c, i = base.get(name), current.get(name), incoming.get(name)
        text: str | None
        if name in forced.tables and _text(c) != _text(i):
            text = None
        elif name not in forced.keys and (_text(c) == _text(i) or (b is not None and _text(b) == _text(i))):
            text = _text(c)
        elif name not in forced.keys and b is not None and _text(b) == _text(c):
            text = _text(i)
        elif c is None or i is None:
            text = _text(c) + _text(i) if b is None else None
        elif b is None and name:
            text = None
        else:
            settled: list[Key] = []
            text = merge_tables(b or Block(""), c, i, markers, forced.keys.get(name, ()), settled.append)
            conflicts += [(name, key) for key in settled]
        if text is None:
            conflicts.append((name, ()))
            text = markers.conflict(_text(c), _text(i))
        if not text:
            continue
        if out and not out[-1].endswith("\n"):
            out[-1] += "\n"
        out.append(text)
    return Merged("".join(out), tuple(conflicts))


def _text(block: Block | None) -> str:
    return "" if block is None else block.text


def _force(new: Sequence[Flaw], blocks: tuple[Mapping[Name, Block], ...], forced: _Forced) -> None:
    """Mark what has to become a conflict: the key that makes the contradiction, else the table that went."""
    base, current, incoming = blocks
    for flaw in new:
        if flaw.kind == "duplicate":
            forced.tables |= {flaw.table, (flaw.target, flaw.table[1])}
            continue
        key: Key = (flaw.key,)
        sides = [_key_text(side.get(flaw.table), key) for side in (current, incoming)]
        if sides[0] != sides[1] and flaw.table in current and flaw.table in incoming:
            forced.keys.setdefault(flaw.table, set()).add(key)
            continue
        if (flaw.table in current) != (flaw.table in incoming):
            forced.tables.add(flaw.table)
        for name in base:
            if len(name) == 2 and name[1] == flaw.target and (name in current) != (name in incoming):
                forced.tables.add(name)


def _key_text(block: Block | None, key: Key) -> str:
    if block is None:
        return ""
    entry = next((e for e in block.entries if e.key == key), None)
    return "" if entry is None else block.text[entry.line_start : entry.line_end]
