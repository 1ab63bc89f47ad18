"""Lists merged as sets of entries, each known by what makes it the same one on both sides."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.model.values import parse_dependency, parse_gate
from aiplan.store.merging.order import merged_order
from aiplan.store.syntax import Node

BY_LINE = frozenset({"depends_on", "gates", "criteria", "entry_gates", "exit_gates", "readings", "attempts",
                     "capacity_changes", "holidays", "amendments"})  # fmt: skip
"""Lists that stand one entry a line as soon as they hold two."""
_GATES = frozenset({"gates", "criteria", "entry_gates", "exit_gates"})
_LISTS = _GATES | BY_LINE | {
    "goals", "tags", "links", "answers", "affects", "datasets", "risks", "users", "waives", "options", "gaps",
    "non_goals", "extra_workdays", "on", "workweek",
}  # fmt: skip
_KEYED = {
    "readings": ("on", "segment", "from"), "attempts": ("started",), "amendments": ("on", "field"),
    "capacity_changes": ("from",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """One entry of a list."""

    key: str
    value: Any
    text: str
    """The entry itself."""
    before: str
    """Comment lines above it."""
    after: str
    """Comment behind it on its line."""


def merges_as_list(name: str) -> bool:
    """Tell whether the list under `name` is merged entry by entry."""
    return name in _LISTS


def has_keyed_tables(name: str) -> bool:
    """Tell whether tables in the list under `name` are told apart by what they say."""
    return name in _KEYED


def element_key(name: str, value: Any) -> str:
    """Return what makes two entries the same one: predecessor and type, metric and segment, date, else all of it."""
    try:
        if name == "depends_on" and isinstance(value, str):
            link = parse_dependency(value)
            return f"{link.id} {link.type}"
        if name in _GATES and isinstance(value, str):
            return " ".join(parse_gate(value).key)
    except ValueError:
        return repr(value)
    if name in _KEYED and isinstance(value, dict):
        return " ".join(str(value.get(part, "")) for part in _KEYED[name])
    return value if isinstance(value, str) else repr(value)


def merge_lists(
    name: str, base: tuple[str, Node] | None, current: tuple[str, Node], incoming: tuple[str, Node], newline: str
) -> str | None:
    """Return the text of the merged list, `None` where the sides changed one entry or its comments differently.

    Args:
        name: the key of the list.
        base: text and array of the common ancestor, `None` where it had none.
        current: those of the current side.
        incoming: those of the other side.
        newline: of the file.
    """
    if any(side is not None and side[1].kind != "array" for side in (base, current, incoming)):
        return None
    old = {} if base is None else elements(name, *base)
    ours, theirs = elements(name, *current), elements(name, *incoming)
    if old is None or ours is None or theirs is None:
        return None
    kept: dict[str, Element] = {}
    for key in {**old, **ours, **theirs}:
        b, c, i = old.get(key), ours.get(key), theirs.get(key)
        if _same(c, i) or _same(b, i):
            chosen = c
        elif _same(b, c):
            chosen = i
        else:
            return None
        if chosen is None:
            if any(side is not None and not _alike(side, b) for side in (c, i)):
                return None
            continue
        commented = _with_comments(chosen, b, c, i)
        if commented is None:
            return None
        kept[key] = commented
    order = [k for k in merged_order(list(old), list(ours), list(theirs)) if k in kept]
    if name in ("readings", "attempts"):
        order.sort(key=lambda key: str(key).split(" ", maxsplit=1)[0])
    tail = merged_lines("" if base is None else tail_of(*base), tail_of(*current), tail_of(*incoming))
    return written_list(name, [kept[k] for k in order], current, incoming, newline, tail=tail)


def elements(name: str, text: str, node: Node) -> dict[str, Element] | None:
    """Return the entries of an array by key, `None` where two have the same one."""
    found: dict[str, Element] = {}
    end = node.start + 1
    for position, item in enumerate(node.items):
        raw = text[item.start : item.node.end]
        before = _comments(text[end : item.start])
        following = node.items[position + 1].start if position + 1 < len(node.items) else node.end - 1
        line_end = text.find("\n", item.node.end, following)
        end = following if line_end < 0 else line_end
        after = text[item.node.end : end].strip(" \t\r\n,")
        value = tomllib.loads(f"x = {raw}")["x"]
        key = element_key(name, value)
        if key in found:
            return None
        found[key] = Element(key, value, raw, before, after if after.startswith("#") else "")
    return found


def tail_of(text: str, node: Node) -> str:
    """Return the comment lines of an array that stand below its last entry."""
    if not node.items:
        return _comments(text[node.start + 1 : node.end - 1])
    line_end = text.find("\n", node.items[-1].node.end, node.end - 1)
    return "" if line_end < 0 else _comments(text[line_end : node.end - 1])


def _comments(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip().startswith("#"))


def _same(a: Element | None, b: Element | None) -> bool:
    return (a is None and b is None) or (a is not None and b is not None and repr(a.value) == repr(b.value))


def _alike(side: Element, base: Element | None) -> bool:
    return base is not None and (side.before, side.after) == (base.before, base.after)


def _with_comments(
    chosen: Element, base: Element | None, current: Element | None, incoming: Element | None
) -> Element | None:
    """Return the entry with what either side says about it, `None` where both end its line differently."""
    old_before, old_after = (base.before, base.after) if base else ("", "")
    c, i = current or incoming or chosen, incoming or current or chosen
    after = either(old_after, c.after, i.after)
    if after is None:
        return None
    return Element(chosen.key, chosen.value, chosen.text, merged_lines(old_before, c.before, i.before), after)


def either(base: str, current: str, incoming: str) -> str | None:
    """Return what the only side that changed a text says, `None` where both changed it differently."""
    if base == current:
        return incoming
    return current if incoming in {base, current} else None


def merged_lines(base: str, current: str, incoming: str) -> str:
    """Return comment lines of both sides; where both changed them, the current ones and what is new in the others."""
    found = either(base, current, incoming)
    if found is not None:
        return found
    ours, known = current.splitlines(), {*base.splitlines(), *current.splitlines()}
    return "\n".join([*ours, *(line for line in incoming.splitlines() if line not in known)])


def written_list(
    name: str,
    kept: Sequence[Element],
    current: tuple[str, Node],
    incoming: tuple[str, Node],
    newline: str,
    *,
    tail: str = "",
) -> str:
    """Return the text of a list of these entries, one a line where one of the sides has it so or the format wants it.

    Args:
        name: the key of the list.
        kept: its entries.
        current: text and array of the current side.
        incoming: those of the other side.
        newline: of the file.
        tail: comment lines below the last entry.
    """
    loose = any("\n" in text[node.start : node.end] for text, node in (current, incoming))
    if not kept and not tail:
        return "[]"
    if not loose and not (name in BY_LINE and len(kept) > 1):
        return f"[{', '.join(e.text for e in kept)}]"
    lines = ["["]
    for element in kept:
        lines += [f"  {line}" for line in element.before.splitlines()]
        lines.append(f"  {element.text},{'  ' + element.after if element.after else ''}")
    lines += [f"  {line}" for line in tail.splitlines()]
    return newline.join([*lines, "]"])
