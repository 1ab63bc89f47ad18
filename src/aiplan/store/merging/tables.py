"""One table merged key by key, and conflicts written as git writes them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from aiplan.store.merging.elements import either, merge_lists, merges_as_list
from aiplan.store.merging.order import merged_order
from aiplan.store.scan import Block
from aiplan.store.syntax import Node

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One key of a table, with the comment lines above it."""

    key: Key
    text: str
    source: str
    """Text of the whole table, in which `node` stands."""
    node: Node
    start: int
    """Where `text` begins in `source`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A table taken apart: joined, the parts are its text."""

    head: str
    keys: dict[Key, Part]
    tail: str


@dataclass(frozen=True, slots=True)
class Markers:
    """How conflicts are written."""

    size: int = 7
    newline: str = "\n"

    def conflict(self, current: str, incoming: str) -> str:
        """Return the two sides between ordinary conflict markers."""
        nl = self.newline
        ours, theirs = (t if not t or t.endswith("\n") else t + nl for t in (current, incoming))
        return f"{'<' * self.size} current{nl}{ours}{'=' * self.size}{nl}{theirs}{'>' * self.size} incoming{nl}"


def take_apart(block: Block) -> Parts | None:
    """Return the parts of a block, `None` where a key stands in it twice."""
    keys: dict[Key, Part] = {}
    end = block.head
    for entry in block.entries:
        if entry.key in keys:
            return None
        keys[entry.key] = Part(entry.key, block.text[end : entry.line_end], block.text, entry.node, end)
        end = entry.line_end
    return Parts(block.text[: block.head], keys, block.text[end:])


def merge_tables(
    base: Block,
    current: Block,
    incoming: Block,
    markers: Markers,
    forced: Collection[Key],
    found: Callable[[Key], None],
) -> str | None:
    """Return the merged text of a table that both sides changed, `None` where it has to be a conflict as a whole.

    Args:
        base: the table as it was.
        current: as the current side has it.
        incoming: as the other side has it.
        markers: how conflicts are written.
        forced: keys that are to be conflicts whatever they say.
        found: called with each key that is a conflict.
    """
    b, c, i = take_apart(base), take_apart(current), take_apart(incoming)
    if b is None or c is None or i is None:
        return None
    head = either(b.head, c.head, i.head)
    if head is None:
        found(())
        head = markers.conflict(c.head, i.head)
    out = [head]
    for key in merged_order(list(b.keys), list(c.keys), list(i.keys)):
        text = _merge_key(b.keys.get(key), c.keys.get(key), i.keys.get(key), markers, forced=key in forced)
        if text is None:
            found(key)
            text = markers.conflict(_text(c.keys.get(key)), _text(i.keys.get(key)))
        out.append(text if not text or text.endswith("\n") else text + markers.newline)
    tail = either(b.tail, c.tail, i.tail)
    if tail is None:
        tail = c.tail if not i.tail.strip() else i.tail if not c.tail.strip() else None
    if tail is None:
        found(())
        tail = markers.conflict(c.tail, i.tail)
    out.append(tail)
    joined = "".join(out)
    return joined if tail or current.text.endswith("\n") else joined.removesuffix(markers.newline)


def _text(part: Part | None) -> str:
    return "" if part is None else part.text


def _merge_key(
    base: Part | None, current: Part | None, incoming: Part | None, markers: Markers, *, forced: bool
) -> str | None:
    """Return the text of one key, empty where it went, `None` for a conflict."""
    b, c, i = _text(base), _text(current), _text(incoming)
    if forced and c != i:
        return None
    if c == i or (b == i and base is not None) or (base is None and incoming is None):
        return c
    if (b == c and base is not None) or (base is None and current is None):
        return i
    if current is None or incoming is None:
        return None
    return _merge_value(base, current, incoming, markers)


def _merge_value(base: Part | None, current: Part, incoming: Part, markers: Markers) -> str | None:
    """Merge a key that both sides changed: what stands before the value, the value, what stands behind it."""
    (b_pre, b_val, b_post) = _split(base) if base is not None else ("", "", "")
    (c_pre, c_val, c_post), (i_pre, i_val, i_post) = _split(current), _split(incoming)
    pre = c_pre if base is None and c_pre.strip() == i_pre.strip() else either(b_pre, c_pre, i_pre)
    post = c_post if base is None and c_post.strip() == i_post.strip() else either(b_post, c_post, i_post)
    if pre is None or post is None:
        return None
    value = either(b_val, c_val, i_val) if base is not None else (c_val if c_val == i_val else None)
    if value is None:
        name = current.key[-1]
        if not merges_as_list(name):
            return None
        old = None if base is None else (base.source, base.node)
        value = merge_lists(
            name, old, (current.source, current.node), (incoming.source, incoming.node), markers.newline
        )
        if value is None:
            return None
    return pre + value + post


def _split(part: Part) -> tuple[str, str, str]:
    start, end = part.node.start - part.start, part.node.end - part.start
    return part.text[:start], part.text[start:end], part.text[end:]
