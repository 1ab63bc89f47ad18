"""Both sides of a merge conflict kept, where that makes sense: lists united, things of different names one by one."""

from __future__ import annotations

import tomllib
from typing import Any

from aiplan.store.merging.elements import elements, merged_lines, tail_of, written_list
from aiplan.store.scan import Block
from aiplan.store.settling import Dispute


def both(dispute: Dispute) -> str | None:
    """Return what a conflict says with both its sides, the current one first; `None` where they exclude each other."""
    current, incoming = dispute.current, dispute.incoming
    if not current.strip() or not incoming.strip():
        return None
    ours, theirs = _read(current), _read(incoming)
    if ours is None or theirs is None:
        return _lines_of_a_list(current, incoming)
    united = _united(current, incoming)
    if united is not None:
        return united
    joined = current + incoming
    return joined if _read(joined) is not None else None


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _united(current: str, incoming: str) -> str | None:
    """Return one list with the entries of both sides, `None` where the sides are not one list each."""
    try:
        ours, theirs = Block(current).entries, Block(incoming).entries
    except ValueError:
        return None
    if len(ours) != 1 or len(theirs) != 1 or ours[0].key != theirs[0].key:
        return None
    one, other = ours[0], theirs[0]
    if one.node.kind != "array" or other.node.kind != "array":
        return None
    name = one.key[-1]
    mine, yours = elements(name, current, one.node), elements(name, incoming, other.node)
    if mine is None or yours is None:
        return None
    known = {repr(entry.value) for entry in mine.values()}
    kept = [*mine.values(), *(entry for entry in yours.values() if repr(entry.value) not in known)]
    newline = "\r\n" if "\r\n" in current else "\n"
    tail = merged_lines("", tail_of(current, one.node), tail_of(incoming, other.node))
    value = written_list(name, kept, (current, one.node), (incoming, other.node), newline, tail=tail)
    return current[: one.node.start] + value + current[one.node.end :]


def _lines_of_a_list(current: str, incoming: str) -> str | None:
    """Return the lines of both sides where they stand inside a list, those that are the same once."""
    if any(_read(f"x = [\n{side}\n]") is None for side in (current, incoming)):
        return None
    known = {line.strip() for line in current.splitlines()}
    lines = [line for line in incoming.splitlines(keepends=True) if line.strip() not in known]
    head = current if current.rstrip().endswith(",") else f"{current.rstrip()},\n"
    joined = head + "".join(lines)
    return joined if _read(f"x = [\n{joined}\n]") is not None else None
