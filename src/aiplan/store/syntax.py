"""Where the parts of TOML text stand: keys, values, the entries of arrays and inline tables.

Only spans are found here; what a value means is left to `tomllib`. The text is taken to be valid TOML: on
other text the spans mean nothing, and `tomllib` has already said so.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Literal

# Groups are repeated within `(?>…)`, which does not give back: Python 3.11.0 to 3.11.4 repeat `(…)*+` wrongly.
STRING = (
    r'"""(?>(?:[^"\\]++|\\[\s\S]|"(?!""))*)"""(?:"{0,2}+)'
    r"|'''(?>(?:[^']++|'(?!''))*)'''(?:'{0,2}+)"
    r'|"(?>(?:[^"\\\n]++|\\.)*)"'
    r"|'[^'\n]*+'"
)
"""Regular expression of every kind of TOML string."""
COMMENT = r"#[^\n]*+"
_BARE = r"[A-Za-z0-9_-]++"

_STRING = re.compile(STRING)
_KEY_PART = re.compile(rf"[ \t]*+(?P<part>{_BARE}|\"(?>(?:[^\"\\\n]++|\\.)*)\"|'[^'\n]*+')[ \t]*+")
_SPACE = re.compile(r"[ \t]*+")
_FILLER = re.compile(rf"(?>(?:[ \t\r\n]++|{COMMENT})*)")
_SCALAR = re.compile(r"[^,\[\]{}#\r\n]++")
_REST_OF_LINE = re.compile(rf"[ \t]*+(?:{COMMENT})?(?:\n|\Z)|[^\n]*+(?:\n|\Z)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """The text of one value."""

    kind: Literal["scalar", "array", "table"]
    start: int
    end: int
    items: tuple[Item, ...] = ()
    """Entries of an array or an inline table."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of an array (no key) or of an inline table."""

    node: Node
    key: tuple[str, ...] = ()
    parts: tuple[Span, ...] = ()
    """Where each part of the key stands."""

    @property
    def start(self) -> int:
        """Where the entry begins: its key, else its value."""
        return self.parts[0][0] if self.parts else self.node.start


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key = value` of a table, with the lines it stands on."""

    key: tuple[str, ...]
    parts: tuple[Span, ...]
    line_start: int
    node: Node
    line_end: int = field(default=0)
    """After the newline that ends it, its comment included."""


def parse_key(text: str, pos: int) -> tuple[tuple[str, ...], tuple[Span, ...], int]:
    """Return the parts of the key at `pos`, where they stand, and the position after it.

    Raises:
        ValueError: where no key stands.
    """
    names: list[str] = []
    spans: list[Span] = []
    while True:
        match = _KEY_PART.match(text, pos)
        if match is None:
            raise ValueError(f"no key at {pos}")
        names.append(key_name(match["part"]))
        spans.append(match.span("part"))
        pos = match.end()
        if pos >= len(text) or text[pos] != ".":
            return tuple(names), tuple(spans), pos
        pos += 1


def key_name(part: str) -> str:
    """Return the name that one part of a key, as written, stands for."""
    if part[0] == "'":
        return part[1:-1]
    if part[0] == '"':
        return part[1:-1] if "\\" not in part else str(tomllib.loads(f"k = {part}")["k"])
    return part


def parse_value(text: str, pos: int) -> Node:
    """Return the span of the value at `pos`, with the spans of what is in it.

    Raises:
        ValueError: where no value stands.
    """
    first = text[pos : pos + 1]
    if first in ('"', "'"):
        match = _STRING.match(text, pos)
        if match is None:
            raise ValueError(f"an unclosed string at {pos}")
        return Node("scalar", pos, match.end())
    if first in ("[", "{"):
        return _parse_container(text, pos, first)
    match = _SCALAR.match(text, pos)
    if match is None:
        raise ValueError(f"no value at {pos}")
    return Node("scalar", pos, pos + len(match[0].rstrip(" \t")))


def _parse_container(text: str, pos: int, opening: str) -> Node:
    start, closing = pos, "]" if opening == "[" else "}"
    items: list[Item] = []
    pos = skip_filler(text, pos + 1)
    while text[pos : pos + 1] != closing:
        if opening == "{":
            key, parts, pos = parse_key(text, pos)
            pos = skip_space(text, _expect(text, pos, "="))
            item = Item(parse_value(text, pos), key, parts)
        else:
            item = Item(parse_value(text, pos))
        items.append(item)
        pos = skip_filler(text, item.node.end)
        if text[pos : pos + 1] == ",":
            pos = skip_filler(text, pos + 1)
        elif text[pos : pos + 1] != closing:
            raise ValueError(f"neither , nor {closing} at {pos}")
    return Node("array" if opening == "[" else "table", start, pos + 1, tuple(items))


def parse_entries(text: str, pos: int) -> tuple[Entry, ...]:
    """Return every `key = value` of the table whose body is `text` from `pos` on.

    Raises:
        ValueError: where the text is not TOML.
    """
    entries: list[Entry] = []
    while (start := skip_filler(text, pos)) < len(text):
        line_start = text.rfind("\n", 0, start) + 1
        key, parts, after = parse_key(text, start)
        node = parse_value(text, skip_space(text, _expect(text, after, "=")))
        pos = end_of_line(text, node.end)
        entries.append(Entry(key, parts, line_start, node, pos))
    return tuple(entries)


def skip_filler(text: str, pos: int) -> int:
    """Return the position after blanks, newlines and comments."""
    match = _FILLER.match(text, pos)
    assert match is not None
    return match.end()


def skip_space(text: str, pos: int) -> int:
    """Return the position after blanks on this line."""
    match = _SPACE.match(text, pos)
    assert match is not None
    return match.end()


def end_of_line(text: str, pos: int) -> int:
    """Return the position after the newline that ends the line of `pos`; the end of the text without one."""
    match = _REST_OF_LINE.match(text, pos)
    assert match is not None
    return match.end()


def _expect(text: str, pos: int, wanted: str) -> int:
    if text[pos : pos + 1] != wanted:
        raise ValueError(f"{wanted} wanted at {pos}")
    return pos + 1
