"""The canonical form of a plan file (`aiplan fmt`): order of keys, lists by line, spacing. Tables are not moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiplan.core.edits import sort_key
from aiplan.core.plain import get, same_plan
from aiplan.errors import EditRefused
from aiplan.model.address import Path
from aiplan.model.shape import model_at
from aiplan.store.appearance import wants_lines
from aiplan.store.locate import Layout, Region
from aiplan.store.scan import Block
from aiplan.store.spelling import INDENT
from aiplan.store.style import list_reference, rank
from aiplan.store.syntax import COMMENT, Entry, Item, Node
from aiplan.store.text import PlanText

_COMMENT_OR_BREAK = re.compile(rf"{COMMENT}|\n")
_BLANKS = " \t\r\n"


def format_text(text: PlanText) -> PlanText:
    """Return `text` in canonical form.

    It says the same (the order in lists of ids and links apart), all comments are kept, and formatting it again
    changes nothing. A file with merge conflicts is returned as it is.

    Raises:
        EditRefused: where the result would not read back as the same plan.
    """
    if text.read_only:
        return text
    layout = text.layout
    newline = _newline(layout)
    regions = {region.index: region for region in layout.regions(())}
    parts = [
        _Formatter(regions[index], text.data, newline).text() if index in regions else block.text
        for index, block in enumerate(layout.blocks)
    ]
    whole = "".join(parts)
    return _read_back(text, whole.rstrip(_BLANKS) + newline)


def format_lists(text: PlanText, paths: Iterable[Path]) -> PlanText:
    """Return `text` with the keys at `paths` in canonical form, and no other line changed.

    Raises:
        EditRefused: where the result would not read back as the same plan.
    """
    layout = text.layout
    regions = {region.index: region for region in layout.regions(())}
    chosen: dict[int, dict[int, Entry]] = {}
    for path in paths:
        written = layout.find(path).exact
        if written is not None:
            chosen.setdefault(written.index, {})[written.entry.line_start] = written.entry
    blocks = [block.text for block in layout.blocks]
    for index, found in chosen.items():
        formatter = _Formatter(regions[index], text.data, _newline(layout))
        for start in sorted(found, reverse=True):
            entry = found[start]
            blocks[index] = formatter.replaced(blocks[index], entry)
    return _read_back(text, "".join(blocks))


def _newline(layout: Layout) -> str:
    return "\r\n" if any(block.text.endswith("\r\n") for block in layout.blocks[:3]) else "\n"


def _read_back(text: PlanText, whole: str) -> PlanText:
    """Return `whole` as the text of the plan, after making sure that it says the same."""
    if whole == text.text:
        return text
    formatted = PlanText.from_text(whole, bom=text.bom)
    if not same_plan(_unordered(formatted), _unordered(text)):
        raise EditRefused("the formatted text would not read as the same plan", hint="nothing was changed")
    return formatted


def _unordered(text: PlanText) -> dict[str, Any]:
    """Return the data with lists of ids and links sorted."""

    def walk(value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: walk(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            order = _order(value, path)
            return [walk(value[old], (*path, new)) for new, old in enumerate(order)]
        return value

    return {key: walk(value, (key,)) for key, value in text.data.items()}


def _order(values: Sequence[Any], path: Path) -> list[int]:
    """Return the positions of the entries of the list at `path` in canonical order."""
    reference = list_reference(path)
    positions = list(range(len(values)))
    if reference is None or reference.notation not in ("id", "link") or not all(isinstance(v, str) for v in values):
        return positions
    return sorted(positions, key=lambda position: sort_key(values[position], reference))


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry of a list with the comments that go with it."""

    above: tuple[str, ...]
    """Comment lines above; an empty one is a blank line."""
    text: str
    beside: str


class _Formatter:
    """One block and what formatting it needs to know."""

    def __init__(self, region: Region, data: Mapping[str, Any], newline: str) -> None:
        self.block: Block = region.block
        self.at = region.at
        self.data = data
        self.newline = newline

    def text(self) -> str:
        """Return the block in canonical form."""
        block = self.block
        lead = "".join(self._stripped(block.text[: block.lead]))
        chunks: list[tuple[str, str]] = []
        pos = block.head
        for entry in block.entries:
            chunks.append(("".join(self._stripped(block.text[pos : entry.line_start])), self._line(entry)))
            pos = entry.line_end
        rest = "".join(self._stripped(block.text[pos:]))
        return lead + self._header() + "".join(self._arranged(chunks)) + rest

    def replaced(self, text: str, entry: Entry) -> str:
        """Return `text`, that of the block with changes after `entry`, with this one key in canonical form."""
        return text[: entry.parts[0][0]] + self._line(entry) + text[entry.line_end :]

    def _stripped(self, text: str) -> list[str]:
        """Return comment and blank lines without blanks round them."""
        return [line.strip(_BLANKS) + self.newline for line in text.split("\n")[:-1]] + (
            [last + self.newline] if (last := text.rsplit("\n", 1)[-1].strip(_BLANKS)) else []
        )

    def _header(self) -> str:
        block = self.block
        if not block.keys:
            return ""
        line = block.text[block.lead : block.head]
        closing = block.text.index("]", block.key_spans[-1][1]) - block.lead + (2 if block.array else 1)
        return line[:closing].strip(_BLANKS) + _beside(line[closing:].strip(_BLANKS)) + self.newline

    def _arranged(self, chunks: list[tuple[str, str]]) -> list[str]:
        """Return the lines of all keys in canonical order, each with the comments above it."""
        entries = self.block.entries
        order = sorted(range(len(entries)), key=lambda position: self._rank(entries[position].key))
        if order == list(range(len(entries))):
            return [above + line for above, line in chunks]
        head, above = _split_after_blank(chunks[0][0], self.newline)
        chunks[0] = (above, chunks[0][1])
        first = order[0]
        chunks[first] = (_without_leading_blanks(chunks[first][0], self.newline), chunks[first][1])
        return [head, *(above + line for above, line in (chunks[position] for position in order))]

    def _rank(self, key: Sequence[str]) -> tuple[float, ...]:
        path: Path = self.at
        ranks: list[float] = []
        for part in key:
            ranks.append(rank(model_at(path), part))
            path = (*path, part)
        return tuple(ranks)

    def _line(self, entry: Entry) -> str:
        """Return the line or lines of one key."""
        text = self.block.text
        key = text[entry.parts[0][0] : entry.parts[-1][1]]
        comment = text[entry.node.end : entry.line_end].strip(_BLANKS)
        value = self._value(entry.node, (*self.at, *entry.key), top=True)
        return f"{key} = {value}{_beside(comment)}{self.newline}"

    def _value(self, node: Node, path: Path, *, top: bool = False) -> str:
        text = self.block.text
        if node.kind == "scalar" or not node.items:
            return text[node.start : node.end]
        if node.kind == "table":
            ranks = [tuple(self._rank_in(path, item.key)) for item in node.items]
            order = sorted(range(len(ranks)), key=ranks.__getitem__)
            return self._permuted(node, order, lambda position: self._pair(node.items[position], path))
        values = get(self.data, path)
        if not isinstance(values, list) or len(values) != len(node.items):
            return text[node.start : node.end]
        order = _order(values, path)
        if (top and wants_lines(values, path)) or (order != list(range(len(order))) and self._has_comments(node)):
            return self._by_line(node, order, path)
        return self._permuted(node, order, lambda position: self._value(node.items[position].node, (*path, position)))

    def _pair(self, item: Item, path: Path) -> str:
        return self.block.text[item.start : item.node.start] + self._value(item.node, (*path, *item.key))

    def _rank_in(self, path: Path, key: Sequence[str]) -> list[float]:
        return [rank(model_at((*path, *key[:depth])), part) for depth, part in enumerate(key)]

    def _permuted(self, node: Node, order: Sequence[int], spelled: Callable[[int], str]) -> str:
        """Return the node with its entries in another order and everything between them where it is."""
        text, out, pos = self.block.text, "", node.start
        for item, position in zip(node.items, order, strict=True):
            out += text[pos : item.start] + spelled(position)
            pos = item.node.end
        return out + text[pos : node.end]

    def _has_comments(self, node: Node) -> bool:
        pos = node.start
        for item in node.items:
            if "#" in self.block.text[pos : item.start]:
                return True
            pos = item.node.end
        return "#" in self.block.text[pos : node.end]

    def _by_line(self, node: Node, order: Sequence[int], path: Path) -> str:
        """Return a list with one entry a line, each with its comments."""
        opening, rows, below = self._rows(node, path)
        lines = [f"[{_beside(opening)}"]
        for place, position in enumerate(order):
            row = rows[position]
            above = row.above if position == place or not row.above else tuple(line for line in row.above if line)
            lines += [INDENT + line if line else "" for line in above]
            lines.append(f"{INDENT}{row.text},{_beside(row.beside)}")
        lines += [INDENT + line for line in below if line]
        return self.newline.join([*lines, "]"])

    def _rows(self, node: Node, path: Path) -> tuple[str, list[_Row], tuple[str, ...]]:
        """Return the comment behind the opening bracket, the entries with theirs, and the comments behind the last."""
        opening, above = self._gap(node.start + 1, node.items[0].start)
        rows: list[_Row] = []
        for position, item in enumerate(node.items):
            last = position + 1 == len(node.items)
            end = node.end - 1 if last else node.items[position + 1].start
            beside, following = self._gap(item.node.end, end)
            rows.append(_Row(above, self._value(item.node, (*path, position)), beside))
            above = following
        return opening, rows, above

    def _gap(self, start: int, end: int) -> tuple[str, tuple[str, ...]]:
        """Return the comments between two entries: beside the first, and above the second, at most one blank line."""
        beside: list[str] = []
        above: list[str] = []
        first_line, empty = True, True
        for match in _COMMENT_OR_BREAK.finditer(self.block.text, start, end):
            if match[0] != "\n":
                (beside if first_line else above).append(match[0].rstrip(_BLANKS))
                empty = False
            else:
                if empty and not first_line and above[-1:] != [""]:
                    above.append("")
                first_line, empty = False, True
        return " ".join(beside), tuple(above)


def _beside(comment: str) -> str:
    return f"  {comment}" if comment else ""


def _split_after_blank(text: str, newline: str) -> tuple[str, str]:
    """Return what stands up to the last blank line, and what follows it."""
    lines = [line + "\n" for line in text.split("\n")[:-1]]
    blank = max((index for index, line in enumerate(lines) if line == newline), default=-1)
    return "".join(lines[: blank + 1]), "".join(lines[blank + 1 :])


def _without_leading_blanks(text: str, newline: str) -> str:
    while text.startswith(newline):
        text = text[len(newline) :]
    return text
