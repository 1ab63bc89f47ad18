"""Where comments that pass findings over stand in the text, and what each of them covers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aiplan.model.address import Path
from aiplan.model.suppression import Suppression, parse_suppression
from aiplan.store.locate import Layout, Region
from aiplan.store.syntax import COMMENT, Node

_SOME = re.compile(r"#[ \t]*aiplan:[ \t]*ignore\b")
_COMMENT_OR_BREAK = re.compile(rf"{COMMENT}|\n")


class Remark(NamedTuple):
    """One comment in a block."""

    start: int
    """Position of its `#` in the text of the block."""
    text: str
    path: Path | None
    """What it stands at; `None` where it stands beside nothing."""


def suppressions_in(layout: Layout) -> tuple[Suppression, ...]:
    """Return every comment that passes findings over, in the order of the text.

    On the line of a key it covers the key, on the line of a list entry the entry, above or behind a header the
    table; on lines of its own directly above a key or an entry it covers that.
    """
    return tuple(found for _, _, found in placed_suppressions(layout))


def placed_suppressions(layout: Layout) -> Iterator[tuple[int, Remark, Suppression]]:
    """Yield (position of the block, comment, what it asks for) of every comment that passes findings over."""
    if not any(_SOME.search(block.text) for block in layout.blocks):
        return
    for region in layout.regions(()):
        text = region.block.text
        if not _SOME.search(text):
            continue
        for remark in remarks(region):
            line = 1 + layout.lines_before[region.index] + text.count("\n", 0, remark.start)
            found = parse_suppression(remark.text, remark.path, line)
            if found is not None:
                yield region.index, remark, found


def remarks(region: Region) -> Iterator[Remark]:
    """Yield the comments of a block with what they stand at."""
    block = region.block
    text, at = block.text, region.at
    if block.keys:
        yield from _comments(text, 0, block.lead, at)
        closing = text.index("]", block.key_spans[-1][1])
        yield from _comments(text, closing, block.head, at)
    pos = block.head
    for entry in block.entries:
        path = (*at, *entry.key)
        yield from _above(text, pos, entry.line_start, path)
        yield from _inside(text, entry.node, path)
        yield from _comments(text, entry.node.end, entry.line_end, path)
        pos = entry.line_end
    yield from _comments(text, pos, len(text), None)


def _comments(text: str, start: int, end: int, path: Path | None) -> Iterator[Remark]:
    for match in _COMMENT_OR_BREAK.finditer(text, start, end):
        if match[0] != "\n":
            yield Remark(match.start(), match[0], path)


def _above(text: str, start: int, end: int, path: Path) -> Iterator[Remark]:
    """Yield the comment lines before something: those directly above it stand at it, others at nothing."""
    lines = text[start:end].split("\n")[:-1]
    apart = max((index for index, line in enumerate(lines) if not line.strip()), default=-1)
    split = start + sum(len(line) + 1 for line in lines[: apart + 1])
    yield from _comments(text, start, split, None)
    yield from _comments(text, split, end, path)


def _inside(text: str, node: Node, path: Path) -> Iterator[Remark]:
    """Yield the comments within a list or inline table."""
    before: Path | None = path
    pos = node.start + 1
    for position, item in enumerate(node.items):
        here = (*path, *item.key) if item.key else (*path, position)
        yield from _between(text, pos, item.start, before, here)
        yield from _inside(text, item.node, here)
        before, pos = here, item.node.end
    if node.items:
        yield from _between(text, pos, node.end - 1, before, None)


def _between(text: str, start: int, end: int, before: Path | None, after: Path | None) -> Iterator[Remark]:
    """Yield the comments between two entries: behind the first on its line, else above the second."""
    line_end = text.find("\n", start, end)
    split = end if line_end < 0 else line_end
    yield from _comments(text, start, split, before)
    yield from _comments(text, split, end, after)
