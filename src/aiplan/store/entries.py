"""Entries put into and taken out of arrays and inline tables, so that what stands round them stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

from aiplan.store.spelling import INDENT, lines_of
from aiplan.store.syntax import Node, skip_filler


@dataclass(frozen=True, slots=True)
class Change:
    """Text that takes the place of other text."""

    start: int
    end: int
    text: str


def insertion(text: str, node: Node, index: int, new: str, newline: str, *, lines: bool = False) -> Change:
    """Return the change that makes `new` entry `index` of the array or inline table `node`.

    Args:
        text: in which the node stands.
        node: the array or inline table.
        index: from 0 to the number of entries.
        new: the entry as it is to be written.
        newline: of the file.
        lines: whether a list of two or more entries is to have one a line.
    """
    items = node.items
    if _has_lines(text, node):
        return _insertion_by_line(text, node, index, new, newline)
    if lines and items:
        entries = [text[item.start : item.node.end] for item in items]
        entries.insert(index, new)
        return Change(node.start, node.end, lines_of(entries, newline, _indent(text, node.start)))
    if not items:
        return Change(node.start, node.end, f"[{new}]" if node.kind == "array" else f"{{ {new} }}")
    if index < len(items):
        return Change(items[index].start, items[index].start, f"{new}, ")
    return Change(items[-1].node.end, items[-1].node.end, f", {new}")


def _insertion_by_line(text: str, node: Node, index: int, new: str, newline: str) -> Change:
    items = node.items
    if not items:
        closing = _line_start(text, node.end - 1)
        if text[closing : node.end - 1].strip(" \t"):
            return Change(node.start, node.end, lines_of([new], newline, _indent(text, node.start)))
        return Change(closing, closing, f"{_indent(text, node.start)}{INDENT}{new},{newline}")
    if index < len(items):
        start = items[index].start
        if not _first_on_line(text, start):
            return Change(start, start, f"{new}, ")
        after = items[index - 1].node.end if index else node.start
        comma = skip_filler(text, after) if index else after
        line = text.find("\n", comma) + 1
        return Change(line, line, f"{_indent(text, start)}{new},{newline}")
    return _appended_by_line(text, node, new, newline)


def _appended_by_line(text: str, node: Node, new: str, newline: str) -> Change:
    last = node.items[-1]
    indent = _indent(text, last.start) if _first_on_line(text, last.start) else _indent(text, node.start) + INDENT
    comma = skip_filler(text, last.node.end)
    if text[comma] == ",":
        line = text.find("\n", comma, node.end) + 1
        if line:
            return Change(line, line, f"{indent}{new},{newline}")
        return Change(comma + 1, comma + 1, f"{newline}{indent}{new},")
    line = text.find("\n", last.node.end, node.end) + 1
    if line:
        return Change(last.node.end, line, f",{text[last.node.end : line]}{indent}{new},{newline}")
    return Change(last.node.end, last.node.end, f",{newline}{indent}{new}")


def removal(text: str, node: Node, index: int) -> Change:
    """Return the change that takes entry `index` out of the array or inline table `node`.

    An entry that has its lines to itself takes them and the comment on them along.
    """
    items, item = node.items, node.items[index]
    if len(items) == 1 and not _comments(text, node):
        return Change(node.start, node.end, "[]" if node.kind == "array" else "{}")
    comma = skip_filler(text, item.node.end)
    has_comma = text[comma] == ","
    end = comma + 1 if has_comma else item.node.end
    if _first_on_line(text, item.start):
        line = text.find("\n", end)
        rest = text[end:line].strip()
        if 0 <= line < node.end - 1 and (not rest or rest.startswith("#")):
            return Change(_line_start(text, item.start), line + 1, "")
    if index + 1 < len(items):
        following = items[index + 1].start
        gap = text[end:following]
        return Change(item.start, following if not gap.strip(" \t") else end, "")
    if index:
        before = items[index - 1].node.end
        gap = text[before : item.start]
        if "\n" not in gap and "#" not in gap:
            return Change(before, item.node.end, "")
    return Change(item.start, end, "")


def _has_lines(text: str, node: Node) -> bool:
    """Tell whether a newline stands between the entries or round them."""
    pos = node.start
    for item in node.items:
        if "\n" in text[pos : item.start]:
            return True
        pos = item.node.end
    return "\n" in text[pos : node.end]


def _comments(text: str, node: Node) -> bool:
    pos = node.start
    for item in node.items:
        if "#" in text[pos : item.start]:
            return True
        pos = item.node.end
    return "#" in text[pos : node.end]


def _line_start(text: str, pos: int) -> int:
    return text.rfind("\n", 0, pos) + 1


def _first_on_line(text: str, pos: int) -> bool:
    return not text[_line_start(text, pos) : pos].strip(" \t")


def _indent(text: str, pos: int) -> str:
    """Return the blanks that the line of `pos` begins with."""
    line = text[_line_start(text, pos) : pos]
    return line[: len(line) - len(line.lstrip(" \t"))]
